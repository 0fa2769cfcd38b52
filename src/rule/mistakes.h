/* mistakes.h: everything that is wrong with a set of rule files, collected so that one run names it
 * all. A sentence says what stands there and what was meant; it is English, for those who keep the
 * rules. */
#ifndef TB_MISTAKES_H
#define TB_MISTAKES_H
#include "base/text.h"

/* Beyond this many the rest is counted, not kept. */
enum { MISTAKES_KEPT_MAX = 500 };

struct mistake {
    struct text file;
    int line, column; /* 1 is the first; 0 where no place is known */
    struct text what;
    const struct mistake *next;
};

struct mistakes {
    const struct mistake *first;
    size_t count; /* all, also those not kept */
    struct mistake *last;
    struct arena *arena;
};

struct mistakes mistakes_open(struct arena *arena);

/* `file` is copied; as is what the format makes. */
void mistakes_add(struct mistakes *mistakes, const char *file, int line, int column,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* One line each, `file:line:column: what`, in the order they were found. */
struct text mistakes_text(const struct mistakes *mistakes, struct arena *arena);

/* The candidate that was probably meant by `typed`: at most two keys wrong and not more than a
 * third of it. NULL when none is near. */
const char *mistakes_nearest(struct text typed, const char *const candidates[], size_t count);

#endif
