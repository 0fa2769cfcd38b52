/* canonical_fuzz.c: what is accepted as canonical is written again as the very same bytes, and is
 * accepted by the reader for strangers too. */
#include "base/canon.h"
#include "fuzz.h"

FUZZ(input, arena)
{
    struct value_mistake mistake;
    const struct value *value = value_read_canonical(input, arena);
    if (value == NULL)
        return;
    struct canon canon = canon_open(arena, 256);
    canon_put(&canon, value);
    MUST(text_equal(canon_text(&canon), input));
    MUST(!text_is_utf8(input) || value_read(input, arena, &mistake) != NULL);
}
