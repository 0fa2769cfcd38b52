/* options.h: options of a command as one table: `--name VALUE`, or `--name` alone. */
#ifndef TB_OPTIONS_H
#define TB_OPTIONS_H
#include <stdbool.h>

struct option_row {
    const char *name;  /* "data", without the dashes */
    const char *value; /* what stands for it in the help; NULL: a switch */
    const char **text; /* filled with the value; untouched when it was not given */
    bool *given;       /* of a switch */
    const char *help;
};

/* Reads argv[1] on. Words that are no options are put into `words`, at most `most`, and counted in
 * `count` (both may be NULL: none allowed). On a mistake says on standard error what to do and
 * gives false; `--help` prints the table and ends the program. */
bool options_read(int argc, char **argv, const char *usage, const struct option_row *rows,
                  const char **words, int most, int *count);

#endif
