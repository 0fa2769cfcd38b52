/* law_options.h: what the questions of `tongban law` have in common: rules, language, help, one
 * option of their own, and what they say when the rules are not there or not sound. */
#ifndef TB_LAW_OPTIONS_H
#define TB_LAW_OPTIONS_H
#include "base/language.h"
#include "rule/mistakes.h"
#include "view/json_lines.h"

#include <stdio.h>

struct law_options {
    const char *rules; /* --rules; NULL where it was not given */
    const char *own;   /* the option of the question's own; empty where it was not given */
    enum language language;
    bool wants_help;
};

struct law_question {
    const char *name;       /* "fee" */
    const char *own_option; /* "court": takes a value */
    size_t law_bytes;       /* of what `load` fills; zeroed before */
    /* From the folder of the rules. False with mistakes added, or after saying why on standard
     * error. */
    bool (*load)(const struct law_options *options, const char *folder, struct arena *arena,
                 struct mistakes *mistakes, void *law);
    void (*help)(const void *law, struct arena *arena, FILE *out);
    bool is_help_plain;        /* it lists nothing from the rules, which need not be there */
    json_lines_answer *answer; /* `of` is the law */
};

/* The exit status, as law_main has it. `argv[0]` is the name of the question. */
int law_options_main(const struct law_question *question, int argc, char **argv);

#endif
