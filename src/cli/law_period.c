/* law_period.c: between the terminal and what counts periods (view/counting.h). */
#include "cli/law_period.h"

#include "cli/law_options.h"
#include "rule/time_rule.h"
#include "view/counting.h"

#include <string.h>

struct law_period {
    struct time_rules rules;
    struct counting counting;
};

static void
answer_line(const void *of, const struct value *json, struct arena *arena, struct canon *answer,
            struct json_lines_error *error)
{
    const struct law_period *law = of;
    counting_answer(&law->counting, json, arena, answer, error);
}

static void
print_help(const void *of, struct arena *arena, FILE *out)
{
    const struct law_period *law = of;
    (void)arena;
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

static bool
load(const struct law_options *options, const char *folder, struct arena *arena,
     struct mistakes *mistakes, void *place)
{
    struct law_period *law = place;
    law->counting.language = options->language;
    law->counting.hours = office_hours_usual();
    law->counting.periods = &law->rules.periods;
    if (!time_rule_load(folder, arena, mistakes, &law->rules))
        return false;
    if (calendar_of_seat(&law->rules.calendars, text_of(options->own), &law->counting.calendar))
        return true;
    fprintf(stderr, "tongban law: no seat `%s` in calendar/local.yaml\n", options->own);
    return false;
}

static const struct law_question question = {
    .name = "period",
    .own_option = "seat",
    .law_bytes = sizeof(struct law_period),
    .load = load,
    .help = print_help,
    .answer = answer_line,
};

int
law_period_main(int argc, char **argv)
{
    return law_options_main(&question, argc, argv);
}
