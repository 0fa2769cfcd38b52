/* text_fuzz.c: pieces of text, and the small forms read from them: days, instants, sums, bytes. */
#include "base/date.h"
#include "base/digest.h"
#include "base/money.h"
#include "fuzz.h"

static void
pieces(struct text input, struct arena *arena)
{
    size_t characters = 0;
    for (size_t at = 0, before = 0; at < input.length; before = at) {
        text_next(input, &at);
        MUST(at > before && at <= input.length);
        characters++;
    }
    MUST(text_characters(input) == characters);
    (void)text_has_hidden(input);
    struct text trimmed = text_trim(input), folded = text_fold(input, arena);
    MUST(trimmed.length <= input.length);
    MUST(text_equal(text_trim(trimmed), trimmed));
    MUST(text_equal(text_fold(folded, arena), folded));
    MUST(!text_is_utf8(input) || text_is_utf8(folded));
    size_t total = 0;
    for (struct text rest = input; rest.length > 0;)
        total += text_cut(&rest, '/').length + (rest.length > 0);
    MUST(total <= input.length);
}

static void
forms(struct text input, struct arena *arena)
{
    struct date date;
    struct money money, same;
    int64_t at_ms, again_ms;
    if (date_parse(input, &date))
        MUST(text_equal(date_text(date, arena), input));
    if (instant_parse(input, CHINA_OFFSET_MINUTES, &at_ms)) {
        struct text written = instant_text(at_ms, CHINA_OFFSET_MINUTES, arena);
        MUST(instant_parse(written, 0, &again_ms) && again_ms == at_ms);
    }
    if (money_parse(input, &money))
        MUST(money_parse(money_text(money, arena), &same) && same.fen == money.fen);
}

FUZZ(input, arena)
{
    struct text bytes, hex = hex_of(input, arena), base64 = base64_of(input, arena);
    unsigned char *raw = arena_take(arena, input.length + 1);
    pieces(input, arena);
    forms(input, arena);
    MUST(hex_read(hex, raw, input.length));
    MUST(text_equal((struct text){(const char *)raw, input.length}, input));
    MUST(base64_read(base64, arena, &bytes) && text_equal(bytes, input));
    if (base64_read(input, arena, &bytes))
        MUST(text_equal(base64_of(bytes, arena), input));
}
