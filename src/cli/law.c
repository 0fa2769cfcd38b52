/* law.c: reads `tongban law QUESTION` and hands the lines to what answers that question. */
#include "cli/law.h"

#include "cli/law_fee.h"
#include "cli/law_identify.h"
#include "cli/law_period.h"
#include "cli/law_service.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} questions[] = {
    {"period", law_period_main, "when a period ends, and why"},
    {"service", law_service_main, "whether a paper is served, and from which day"},
    {"fee", law_fee_main, "what proceedings cost, and why"},
    {"identify", law_identify_main, "what a number somebody wrote is"},
};
enum { QUESTION_COUNT = sizeof questions / sizeof questions[0] };

static void
print_help(FILE *out)
{
    fputs("usage: tongban law QUESTION [--help]\n\n"
          "One JSON object a line from standard input, one a line to standard output, in order. A\n"
          "line that cannot be answered is answered {\"error\":…} and the next one goes on.\n\n",
          out);
    for (size_t i = 0; i < QUESTION_COUNT; i++)
        fprintf(out, "  %-10s %s\n", questions[i].name, questions[i].help);
}

int
law_main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--help") == 0) {
        print_help(stdout);
        return 0;
    }
    for (size_t i = 0; i < QUESTION_COUNT; i++) {
        if (strcmp(argv[1], questions[i].name) == 0)
            return questions[i].run(argc - 1, argv + 1);
    }
    fprintf(stderr, "tongban law: no question is named `%s`\n\n", argv[1]);
    print_help(stderr);
    return 2;
}
