/* law_period.c: between lines of JSON and law/deadline.h. Everything a line can get wrong is found
 * here, so that the law is only asked what it can answer. */
#include "cli/law_period.h"

#include "cli/json_lines.h"
#include "law/deadline.h"
#include "paper/derivation_words.h"
#include "rule/rule_folder.h"
#include "rule/time_rule.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[] = {"period", "variant", "days",           "working_days", "months",
                                   "years",  "hours",   "office_minutes", "from",         "roll"};
enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

struct law_period {
    struct time_rules rules;
    struct calendar calendar;
    struct office_hours hours;
    enum language language;
};

/* Exactly one of `period` and the units; a unit with its count goes into the length. */
static bool
read_what(const struct value *json, struct deadline_request *request,
          struct json_lines_error *error)
{
    int kinds = value_member(json, "period") != NULL;
    if (!json_lines_text(json, "period", &request->period, error) ||
        !json_lines_text(json, "variant", &request->variant, error))
        return false;
    for (int unit = 0; unit < LENGTH_UNIT_COUNT; unit++) {
        const char *key = period_unit_text((enum length_unit)unit).bytes;
        if (value_member(json, key) == NULL)
            continue;
        kinds++;
        request->length.unit = (enum length_unit)unit;
        if (!json_lines_integer(json, key, 1, period_length_most((enum length_unit)unit),
                                &request->length.count, error))
            return false;
    }
    if (kinds == 0)
        return json_lines_error(error, "nothing to count; give `period` or one of `days`, "
                                       "`working_days`, `months`, `years`, `hours`, "
                                       "`office_minutes`");
    if (kinds > 1)
        return json_lines_error(error, "several things to count; give `period` or one length");
    if (!text_is_empty(request->variant) && text_is_empty(request->period))
        return json_lines_error(error, "`variant` belongs to `period`");
    return true;
}

/* Finds the period, and says what there is when there is none. Its unit decides what `from` is. */
static bool
read_period(const struct law_period *law, struct deadline_request *request, struct arena *arena,
            struct json_lines_error *error)
{
    const struct period *period = period_find(&law->rules.periods, request->period);
    struct text shown = json_lines_shown(request->period);
    if (period == NULL)
        return json_lines_error(error, "no period `%.*s`; --help lists them", TEXT_ARGS(shown));
    struct text name =
        text_is_empty(request->variant) ? period->variants[0].name : request->variant;
    struct buffer names = buffer_open(arena, 128);
    for (size_t i = 0; i < period->variant_count; i++) {
        if (text_equal(period->variants[i].name, name)) {
            request->length = period->variants[i].length;
            return true;
        }
        buffer_add_format(&names, "%s%.*s", i > 0 ? ", " : "", TEXT_ARGS(period->variants[i].name));
    }
    struct text shown_name = json_lines_shown(name), all = buffer_text(&names);
    return json_lines_error(error, "`%.*s` has no variant `%.*s`; it has %.*s", TEXT_ARGS(shown),
                            TEXT_ARGS(shown_name), TEXT_ARGS(all));
}

static bool
read_from(const struct value *json, struct deadline_request *request,
          struct json_lines_error *error)
{
    struct text from = TEXT("");
    if (value_member(json, "from") == NULL)
        return json_lines_error(error, "`from` is missing; give the day, or in hours and minutes "
                                       "the instant, it starts");
    if (!json_lines_text(json, "from", &from, error))
        return false;
    if (!period_unit_is_clock(request->length.unit)) {
        return date_parse(from, &request->from) ||
               json_lines_error(error, "`from` must be a day that exists, as 2025-03-07");
    }
    if (!instant_parse(from, CHINA_OFFSET_MINUTES, &request->from_ms))
        return json_lines_error(error, "`from` must be an instant that exists, as "
                                       "2025-03-07T15:40");
    request->from = date_of_instant(request->from_ms, CHINA_OFFSET_MINUTES);
    return true;
}

static bool
read_roll(const struct value *json, struct deadline_request *request,
          struct json_lines_error *error)
{
    const struct value *roll = value_member(json, "roll");
    if (roll == NULL)
        return true;
    if (roll->type != VALUE_TRUE && roll->type != VALUE_FALSE)
        return json_lines_error(error, "`roll` must be true or false");
    request->roll = roll->type == VALUE_TRUE ? ROLL_ON : ROLL_OFF;
    if (request->roll == ROLL_ON && period_unit_is_clock(request->length.unit))
        return json_lines_error(error, "`roll` cannot be true: hours and minutes do not roll");
    return true;
}

static bool
read_request(const struct law_period *law, const struct value *json,
             struct deadline_request *request, struct arena *arena, struct json_lines_error *error)
{
    return json_lines_keys(json, keys, KEY_COUNT, error) && read_what(json, request, error) &&
           (text_is_empty(request->period) || read_period(law, request, arena, error)) &&
           read_from(json, request, error) && read_roll(json, request, error);
}

static void
put_derivation(const struct law_period *law, const struct derivation *derivation,
               struct arena *arena, struct canon *answer)
{
    canon_key(answer, "derivation");
    canon_begin_array(answer);
    for (size_t i = 0; i < derivation->count; i++) {
        const struct derivation_step *step = &derivation->steps[i];
        canon_begin_object(answer);
        canon_key(answer, "rests_on");
        if (citation_is_none(step->rests_on))
            canon_put_null(answer);
        else
            canon_put_text(answer, citation_text(step->rests_on, arena));
        canon_member_text(answer, "step", derivation_words(step, law->language, arena));
        canon_end_object(answer);
    }
    canon_end_array(answer);
}

static void
put_day(struct canon *answer, const char *key, struct date date, struct arena *arena)
{
    canon_key(answer, key);
    if (date_is_none(date))
        canon_put_null(answer);
    else
        canon_put_text(answer, date_text(date, arena));
}

static void
put_deadline(const struct law_period *law, const struct deadline *deadline, bool is_clock,
             struct arena *arena, struct canon *answer)
{
    canon_begin_object(answer);
    if (deadline->calendar_missing != 0)
        canon_member_integer(answer, "calendar_missing", deadline->calendar_missing);
    put_derivation(law, &deadline->derivation, arena, answer);
    if (is_clock) {
        canon_key(answer, "ends");
        if (deadline->has_end)
            canon_put_text(answer, deadline_instant_text(deadline->ends_ms, arena));
        else
            canon_put_null(answer);
    } else {
        put_day(answer, "last_day", deadline->last_day, arena);
        put_day(answer, "nominal", deadline->nominal, arena);
    }
    canon_end_object(answer);
}

static void
answer_line(const void *of, const struct value *json, struct arena *arena, struct canon *answer,
            struct json_lines_error *error)
{
    const struct law_period *law = of;
    struct deadline_request request = {.from = DATE_NONE};
    struct deadline deadline;
    if (!read_request(law, json, &request, arena, error))
        return;
    if (!text_is_empty(request.period) &&
        period_variant_find(period_find(&law->rules.periods, request.period), request.variant,
                            request.from) == NULL)
        json_lines_error(error, "this variant was not in force on %s",
                         date_text(request.from, arena).bytes);
    else if (!deadline_for_period(&law->rules.periods, &law->calendar, &law->hours, &request, arena,
                                  &deadline))
        json_lines_error(error, "it would end before 1900 or after 9999; give another `from`");
    else
        put_deadline(law, &deadline, period_unit_is_clock(request.length.unit), arena, answer);
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
                TEXT_ARGS(period->words.in[law->language]));
        for (size_t j = 0; j < period->variant_count; j++) {
            const struct period_variant *variant = &period->variants[j];
            fprintf(out, "       %-18.*s %5d %-14.*s %s%.*s\n", TEXT_ARGS(variant->name),
                    variant->length.count, TEXT_ARGS(period_unit_text(variant->length.unit)),
                    variant->is_before ? "before; " : "",
                    TEXT_ARGS(variant->words.in[law->language]));
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
    law->language = options->language;
    law->hours = office_hours_usual();
    if (!time_rule_load(folder.bytes, arena, &mistakes, &law->rules)) {
        fputs(mistakes_text(&mistakes, arena).bytes, stderr);
        return false;
    }
    if (!calendar_of_seat(&law->rules.calendars, text_of(options->seat), &law->calendar)) {
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
        is_good = json_lines_run(stdin, stdout, answer_line, &law);
    arena_close(arena);
    return is_good ? 0 : 1;
}
