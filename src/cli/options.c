/* options.c: a table of options, read in one way by every command. */
#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
print_help(const char *usage, const struct option_row *rows)
{
    printf("usage: tongban %s\n\n", usage);
    for (; rows->name != NULL; rows++) {
        char left[48];
        snprintf(left, sizeof left, "--%s %s", rows->name, rows->value == NULL ? "" : rows->value);
        printf("  %-26s %s\n", left, rows->help);
    }
}

static const struct option_row *
find(const struct option_row *rows, const char *name)
{
    for (; rows->name != NULL; rows++) {
        if (strcmp(rows->name, name) == 0)
            return rows;
    }
    return NULL;
}

bool
options_read(int argc, char **argv, const char *usage, const struct option_row *rows,
             const char **words, int most, int *count)
{
    int found = 0;
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--", 2) != 0) {
            if (words == NULL || found == most) {
                fprintf(stderr, "tongban: `%s` is one word too many; see --help\n", argv[i]);
                return false;
            }
            words[found++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--help") == 0) {
            print_help(usage, rows);
            exit(0);
        }
        const struct option_row *row = find(rows, argv[i] + 2);
        if (row == NULL || (row->value != NULL && i + 1 == argc)) {
            fprintf(stderr, "tongban: %s %s; see --help\n", argv[i],
                    row == NULL ? "is no option here" : "wants a value");
            return false;
        }
        if (row->value == NULL)
            *row->given = true;
        else
            *row->text = argv[++i];
    }
    if (count != NULL)
        *count = found;
    return true;
}
