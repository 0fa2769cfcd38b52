/* counting.c: between JSON and law/deadline.h. Everything a question can get wrong is found here,
 * so that the law is only asked what it can answer. */
#include "view/counting.h"

#include "law/deadline.h"
#include "paper/derivation_words.h"

#include <string.h>

static const char *const keys[] = {"period", "variant", "days",           "working_days", "months",
                                   "years",  "hours",   "office_minutes", "from",         "roll"};
enum { KEY_COUNT = sizeof keys / sizeof keys[0] };

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
read_period(const struct counting *law, struct deadline_request *request, struct arena *arena,
            struct json_lines_error *error)
{
    const struct period *period = period_find(law->periods, request->period);
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
read_request(const struct counting *law, const struct value *json, struct deadline_request *request,
             struct arena *arena, struct json_lines_error *error)
{
    return json_lines_keys(json, keys, KEY_COUNT, error) && read_what(json, request, error) &&
           (text_is_empty(request->period) || read_period(law, request, arena, error)) &&
           read_from(json, request, error) && read_roll(json, request, error);
}

static void
put_derivation(const struct counting *law, const struct derivation *derivation, struct arena *arena,
               struct canon *answer)
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
put_deadline(const struct counting *law, const struct deadline *deadline, bool is_clock,
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

void
counting_answer(const struct counting *law, const struct value *json, struct arena *arena,
                struct canon *answer, struct json_lines_error *error)
{
    struct deadline_request request = {.from = DATE_NONE};
    struct deadline deadline;
    if (!read_request(law, json, &request, arena, error))
        return;
    if (!text_is_empty(request.period) &&
        period_variant_find(period_find(law->periods, request.period), request.variant,
                            request.from) == NULL)
        json_lines_error(error, "this variant was not in force on %s",
                         date_text(request.from, arena).bytes);
    else if (!deadline_for_period(law->periods, &law->calendar, &law->hours, &request, arena,
                                  &deadline))
        json_lines_error(error, "it would end before 1900 or after 9999; give another `from`");
    else
        put_deadline(law, &deadline, period_unit_is_clock(request.length.unit), arena, answer);
}
