/* asked.h: the program, spoken to through its standard input and output, line by line. */
#ifndef TB_ASKED_H
#define TB_ASKED_H
#include "base/value.h"

#include <stdio.h>
#include <sys/types.h>

struct asked {
    pid_t pid;
    FILE *in, *out;
};

/* Which program is meant; before anything else. */
extern const char *asked_program;

/* Starts it; `arguments` end with NULL. */
struct asked asked_start(const char *const arguments[]);

/* Sends bytes and a line feed, reads one line back while the program still waits for more. The
 * answer lives in the arena; the test fails where it is no JSON. */
const struct value *asked_line(struct asked *asked, struct text line, struct arena *arena);

/* Ends what it reads, and gives its exit status; -1 where a signal ended it. */
int asked_finish(struct asked *asked);

/* From start to finish with nothing to read: the exit status, what it said, and what it said on
 * standard error. */
int asked_run(const char *const arguments[], struct arena *arena, struct text *said,
              struct text *complained);

/* All that is left to read. */
struct text asked_rest(FILE *file, struct arena *arena);

#endif
