/* header_fuzz.c: values of headers, and sentences with places in them. */
#include "fuzz.h"
#include "http/token.h"
#include "paper/wording.h"

FUZZ(input, arena)
{
    struct text token, node;
    MUST(language_from_header(input) < LANGUAGE_COUNT);
    if (token_parse(input, &node)) {
        MUST(node.length >= 1 && node.length <= TOKEN_NODE_LENGTH_MAX);
        struct text header = text_format(arena, "bearer %.*s", TEXT_ARGS(input));
        MUST(token_of_header(header, &token) && text_equal(token, input));
    }
    if (token_of_header(input, &token))
        MUST(token.length < input.length);
    struct text rest = input, value = text_cut(&rest, '\n');
    const struct wording_value values[] = {{"value", value}, {"day", TEXT("1")}};
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        (void)wording_fill_in(rest, (enum language)language, values, 2, arena);
}
