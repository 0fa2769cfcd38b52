/* law_options.c: so that every question is asked in the same way and says the same when it cannot
 * begin. */
#include "cli/law_options.h"

#include "rule/rule_folder.h"

#include <getopt.h>
#include <stdlib.h>

static bool
read_options(const struct law_question *question, int argc, char **argv,
             struct law_options *options)
{
    const struct option table[] = {{"rules", required_argument, NULL, 'r'},
                                   {"language", required_argument, NULL, 'l'},
                                   {"help", no_argument, NULL, 'h'},
                                   {question->own_option, required_argument, NULL, 'o'},
                                   {0}};
    int option;
    *options = (struct law_options){.own = "", .language = LANGUAGE_ZH};
    optind = 1;
    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (option) {
        case 'r': options->rules = optarg; break;
        case 'o': options->own = optarg; break;
        case 'h': options->wants_help = true; break;
        case 'l':
            if (language_parse(text_of(optarg), &options->language))
                break;
            fprintf(stderr, "tongban law %s: --language is zh, ko or en\n", question->name);
            return false;
        default: return false;
        }
    }
    if (optind < argc)
        fprintf(stderr, "tongban law %s: `%s` is too much; questions come from standard input\n",
                question->name, argv[optind]);
    return optind == argc;
}

static bool
load(const struct law_question *question, const struct law_options *options, struct arena *arena,
     void *law)
{
    struct text folder = rule_folder_find(options->rules, getenv("TONGBAN_RULES"), arena);
    struct mistakes mistakes = mistakes_open(arena);
    if (text_is_empty(folder)) {
        fputs("tongban law: the rules were not found; name their folder with --rules DIR or in "
              "TONGBAN_RULES\n",
              stderr);
        return false;
    }
    bool is_good = question->load(options, folder.bytes, arena, &mistakes, law);
    if (!is_good)
        fputs(mistakes_text(&mistakes, arena).bytes, stderr);
    return is_good;
}

int
law_options_main(const struct law_question *question, int argc, char **argv)
{
    struct law_options options;
    if (!read_options(question, argc, argv, &options))
        return 2;
    struct arena *arena = arena_open();
    void *law = arena_take(arena, question->law_bytes);
    bool is_help_alone = options.wants_help && question->is_help_plain;
    bool is_good = is_help_alone || load(question, &options, arena, law);
    if (is_good && options.wants_help)
        question->help(law, arena, stdout);
    else if (is_good)
        is_good = json_lines_run(stdin, stdout, question->answer, law);
    arena_close(arena);
    return is_good ? 0 : 1;
}
