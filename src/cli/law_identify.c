/* law_identify.c: between the terminal and what knows numbers (view/identify.h). */
#include "cli/law_identify.h"

#include "cli/law_options.h"
#include "rule/case_type_rule.h"
#include "rule/network_rule.h"
#include "rule/source_rule.h"
#include "view/identify.h"

static void
answer_line(const void *of, const struct value *line, struct arena *arena, struct canon *answer,
            struct json_lines_error *error)
{
    identify_answer(of, line, arena, answer, error);
}

static void
print_help(const void *of, struct arena *arena, FILE *out)
{
    (void)of;
    (void)arena;
    fputs(
        "usage: tongban law identify [--language zh|ko|en] [--network FILE] [--rules DIR]\n\n"
        "A line holds one number, as somebody wrote it: full-width forms and blanks do not "
        "matter.\n"
        "  resident_id      GB 11643; with `on` the day it is looked at: nobody is born after it\n"
        "  uscc             GB 32100\n"
        "  case_number      with `on` the day by which it must have been given\n"
        "  tracking_number  as printed on a receipt\n"
        "The answer has valid; reason (null, or a key that never changes) and its sentence; and "
        "the\n"
        "parts of a number that is valid.\n",
        out);
}

/* Without a file of its own the network is the one that comes with the rules. */
static const struct network *
load_network(const char *file, const char *folder, struct arena *arena, struct mistakes *mistakes)
{
    if (file[0] == '\0')
        file = text_format(arena, "%s/network/yanbian.yaml", folder).bytes;
    return network_rule_load(file, arena, mistakes);
}

static bool
load(const struct law_options *options, const char *folder, struct arena *arena,
     struct mistakes *mistakes, void *place)
{
    struct identify_rules *rules = place;
    struct source_list sources;
    rules->language = options->language;
    if (!source_rule_load(folder, arena, mistakes, &sources) ||
        !case_type_rule_load(folder, &sources, arena, mistakes, &rules->types))
        return false;
    rules->network = load_network(options->own, folder, arena, mistakes);
    return rules->network != NULL;
}

static const struct law_question question = {
    .name = "identify",
    .own_option = "network",
    .law_bytes = sizeof(struct identify_rules),
    .load = load,
    .help = print_help,
    .is_help_plain = true,
    .answer = answer_line,
};

int
law_identify_main(int argc, char **argv)
{
    return law_options_main(&question, argc, argv);
}
