/* json_fuzz.c: what strangers send. What is accepted has one canonical form, which both readers
 * take and which is its own canonical form. */
#include "base/canon.h"
#include "fuzz.h"

static struct text
canonical(const struct value *value, struct arena *arena)
{
    struct canon canon = canon_open(arena, 256);
    canon_put(&canon, value);
    return canon_text(&canon);
}

FUZZ(input, arena)
{
    struct value_mistake mistake;
    const struct value *value = value_read(input, arena, &mistake);
    if (value == NULL) {
        MUST(mistake.what[0] != '\0');
        return;
    }
    MUST(text_is_utf8(input));
    struct text first = canonical(value, arena);
    const struct value *strict = value_read_canonical(first, arena);
    MUST(strict != NULL);
    MUST(text_equal(canonical(strict, arena), first));
    const struct value *again = value_read(first, arena, &mistake);
    MUST(again != NULL);
    MUST(text_equal(canonical(again, arena), first));
}
