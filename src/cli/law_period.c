/* law_period.c: between the terminal and what counts periods (view/counting.h). */
#include "cli/law_period.h"

#include "rule/rule_folder.h"
#include "rule/time_rule.h"
#include "view/counting.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

struct law_period {
    struct time_rules rules;
    struct counting counting;
};

static void
answer_line(const void *of, const struct value *json, struct arena *arena, struct canon *answer,
            struct json_lines_error *error)
{
    counting_answer(of, json, arena, answer, error);
}

static void
print_help(const struct law_period *law, FILE *out)
{
    fputs(
        "usage: tongban law period [--language zh|ko|en] [--seat NAME] [--rules DIR]\n\n"
        "A line holds one thing to count and where it starts:\n"
        "  period           an id from the list below; with `variant` one of its variants, "
        "without\n"
        "                   it the first\n"
        "  days, working_days, months, years, hours, office_minutes\n"
        "                   a length instead of a period\n"
        "  from             the day it starts, as 2025-03-07; for hours and office minutes the\n"
        "                   instant, as 2025-03-07T15:40\n"
        "  roll             false: a last day that is no court day stays; true: it moves on; left\n"
        "                   out: as the period says\n"
        "The answer has nominal and last_day, or ends; derivation; and calendar_missing with the\n"
        "year that would have to be known.\n\n",
        out);
    for (size_t i = 0; i < law->rules.periods.count; i++) {
        const struct period *period = &law->rules.periods.periods[i];
        fprintf(out, "%-6.*s %.*s\n", TEXT_ARGS(period->id),
                TEXT_ARGS(period->words.in[law->counting.language]));
        for (size_t j = 0; j < period->variant_count; j++) {
            const struct period_variant *variant = &period->variants[j];
            fprintf(out, "       %-18.*s %5d %-14.*s %s%.*s\n", TEXT_ARGS(variant->name),
                    variant->length.count, TEXT_ARGS(period_unit_text(variant->length.unit)),
                    variant->is_before ? "before; " : "",
                    TEXT_ARGS(variant->words.in[law->counting.language]));
        }
    }
}

struct options {
    const char *rules, *seat;
    enum language language;
    bool wants_help;
};

static bool
read_options(int argc, char **argv, struct options *options)
{
    static const struct option table[] = {{"rules", required_argument, NULL, 'r'},
                                          {"language", required_argument, NULL, 'l'},
                                          {"seat", required_argument, NULL, 's'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    int option;
    *options = (struct options){.seat = "", .language = LANGUAGE_ZH};
    optind = 1;
    while ((option = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (option) {
        case 'r': options->rules = optarg; break;
        case 's': options->seat = optarg; break;
        case 'h': options->wants_help = true; break;
        case 'l':
            if (language_parse(text_of(optarg), &options->language))
                break;
            fprintf(stderr, "tongban law period: --language is zh, ko or en\n");
            return false;
        default: return false;
        }
    }
    if (optind < argc)
        fprintf(stderr,
                "tongban law period: `%s` is too much; questions come from standard input\n",
                argv[optind]);
    return optind == argc;
}

static bool
load(const struct options *options, struct arena *arena, struct law_period *law)
{
    struct text folder = rule_folder_find(options->rules, getenv("TONGBAN_RULES"), arena);
    struct mistakes mistakes = mistakes_open(arena);
    if (text_is_empty(folder)) {
        fputs("tongban law: the rules were not found; name their folder with --rules DIR or in "
              "TONGBAN_RULES\n",
              stderr);
        return false;
    }
    law->counting.language = options->language;
    law->counting.hours = office_hours_usual();
    law->counting.periods = &law->rules.periods;
    if (!time_rule_load(folder.bytes, arena, &mistakes, &law->rules)) {
        fputs(mistakes_text(&mistakes, arena).bytes, stderr);
        return false;
    }
    if (!calendar_of_seat(&law->rules.calendars, text_of(options->seat), &law->counting.calendar)) {
        fprintf(stderr, "tongban law: no seat `%s` in calendar/local.yaml\n", options->seat);
        return false;
    }
    return true;
}

int
law_period_main(int argc, char **argv)
{
    struct options options;
    struct law_period law = {0};
    if (!read_options(argc, argv, &options))
        return 2;
    struct arena *arena = arena_open();
    bool is_good = load(&options, arena, &law);
    if (is_good && options.wants_help)
        print_help(&law, stdout);
    else if (is_good)
        is_good = json_lines_run(stdin, stdout, answer_line, &law.counting);
    arena_close(arena);
    return is_good ? 0 : 1;
}
