/* pair.h: a name with its value: a header, a parameter, a control of a form. */
#ifndef TB_PAIR_H
#define TB_PAIR_H
#include "base/text.h"

struct pair {
    struct text name, value;
};

/* In the order they came; names may repeat. */
struct pairs {
    const struct pair *all;
    size_t count;
};

/* The value of the first of that name; empty where there is none, and for an empty value. */
struct text pairs_value(const struct pairs *pairs, const char *name);
/* How often the name stands there. */
size_t pairs_named(const struct pairs *pairs, const char *name);

#endif
