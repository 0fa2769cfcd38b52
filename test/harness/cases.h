/* cases.h: tables of cases a lawyer can read and a test runs.
 *
 * One case a line. Columns are parted by two or more blanks, so that a value may hold single ones;
 * a dash alone is an empty value. A line that is empty or begins with # is for the reader. */
#ifndef TB_CASES_H
#define TB_CASES_H
#include "base/text.h"

enum { CASES_COLUMNS_MAX = 12 };

struct cases {
    const char *path;
    struct text rest;
    int line;
    int columns;
    struct text column[CASES_COLUMNS_MAX]; /* terminated by a zero byte; "" beyond `columns` */
    struct arena *arena;
};

/* Ends the test when the file cannot be read. */
struct cases cases_open(const char *path, struct arena *arena);

/* The next case; false at the end. Ends the test when a line has other than `columns` columns. */
bool cases_next(struct cases *cases, int columns);

/* Ends the test with file, line and the first column unless the two are the same. */
void cases_expect(const struct cases *cases, const char *what, struct text got,
                  struct text expected);

#endif
