/* law_identify.c: between the terminal and what knows numbers (view/identify.h). */
#include "cli/law_identify.h"

#include "rule/case_type_rule.h"
#include "rule/network_rule.h"
#include "rule/rule_folder.h"
#include "rule/source_rule.h"
#include "view/identify.h"

#include <getopt.h>
#include <stdlib.h>

static void
answer_line(const void *of, const struct value *line, struct arena *arena, struct canon *answer,
            struct json_lines_error *error)
{
    identify_answer(of, line, arena, answer, error);
}

static void
print_help(FILE *out)
{
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

struct options {
    const char *rules, *network;
    enum language language;
    bool wants_help;
};

static bool
read_options(int argc, char **argv, struct options *options)
{
    static const struct option table[] = {{"rules", required_argument, NULL, 'r'},
                                          {"network", required_argument, NULL, 'n'},
                                          {"language", required_argument, NULL, 'l'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    int option;
    *options = (struct options){.language = LANGUAGE_ZH};
    optind = 1;
    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (option) {
        case 'r': options->rules = optarg; break;
        case 'n': options->network = optarg; break;
        case 'h': options->wants_help = true; break;
        case 'l':
            if (language_parse(text_of(optarg), &options->language))
                break;
            fprintf(stderr, "tongban law identify: --language is zh, ko or en\n");
            return false;
        default: return false;
        }
    }
    if (optind < argc)
        fprintf(stderr,
                "tongban law identify: `%s` is too much; questions come from standard input\n",
                argv[optind]);
    return optind == argc;
}

/* Without a file of its own the network is the one that comes with the rules. */
static const struct network *
load_network(const struct options *options, struct text folder, struct arena *arena,
             struct mistakes *mistakes)
{
    if (options->network != NULL)
        return network_rule_load(options->network, arena, mistakes);
    return network_rule_load(text_format(arena, "%s/network/yanbian.yaml", folder.bytes).bytes,
                             arena, mistakes);
}

static bool
load(const struct options *options, struct arena *arena, struct identify_rules *rules)
{
    struct text folder = rule_folder_find(options->rules, getenv("TONGBAN_RULES"), arena);
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list sources;
    if (text_is_empty(folder)) {
        fputs("tongban law: the rules were not found; name their folder with --rules DIR or in "
              "TONGBAN_RULES\n",
              stderr);
        return false;
    }
    rules->language = options->language;
    if (!source_rule_load(folder.bytes, arena, &mistakes, &sources) ||
        !case_type_rule_load(folder.bytes, &sources, arena, &mistakes, &rules->types) ||
        (rules->network = load_network(options, folder, arena, &mistakes)) == NULL) {
        fputs(mistakes_text(&mistakes, arena).bytes, stderr);
        return false;
    }
    return true;
}

int
law_identify_main(int argc, char **argv)
{
    struct options options;
    struct identify_rules rules = {0};
    if (!read_options(argc, argv, &options))
        return 2;
    if (options.wants_help) {
        print_help(stdout);
        return 0;
    }
    struct arena *arena = arena_open();
    bool is_good =
        load(&options, arena, &rules) && json_lines_run(stdin, stdout, answer_line, &rules);
    arena_close(arena);
    return is_good ? 0 : 1;
}
