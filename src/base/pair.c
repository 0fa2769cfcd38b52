/* pair.c: looks names up in short lists. */
#include "base/pair.h"

struct text
pairs_value(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (text_is(pairs->all[i].name, name))
            return pairs->all[i].value;
    }
    return TEXT("");
}

size_t
pairs_named(const struct pairs *pairs, const char *name)
{
    size_t found = 0;
    for (size_t i = 0; i < pairs->count; i++)
        found += text_is(pairs->all[i].name, name);
    return found;
}
