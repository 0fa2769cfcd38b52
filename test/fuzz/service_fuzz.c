/* service_fuzz.c: a line of `tongban law service` made of any bytes: it is answered or refused, and
 * nobody is served on no day, after `now` or where it is prohibited. */
#include "fuzz.h"
#include "rule/service_rule.h"
#include "rule/time_rule.h"
#include "view/serving.h"

static struct serving *
law(void)
{
    static struct arena *whole; /* for as long as the program runs */
    static struct serving serving;
    static struct time_rules times;
    static struct service_rules rules;
    if (serving.rules == NULL) {
        whole = arena_open();
        struct mistakes mistakes = mistakes_open(whole);
        MUST(time_rule_load(RULES, whole, &mistakes, &times));
        MUST(service_rule_load(RULES, &times.sources, &times.periods, whole, &mistakes, &rules));
        MUST(calendar_of_seat(&times.calendars, TEXT(""), &serving.calendar));
        serving.periods = &times.periods;
        serving.hours = office_hours_usual();
        serving.rules = &rules;
    }
    return &serving;
}

FUZZ(input, arena)
{
    struct value_mistake mistake;
    struct json_lines_error error = {0};
    struct canon canon = canon_open(arena, 4096);
    const struct value *line =
        input.length > JSON_LINE_BYTES_MAX ? NULL : value_read(input, arena, &mistake);
    if (!value_is(line, VALUE_OBJECT))
        return;
    serving_answer(law(), line, arena, &canon, &error);
    if (error.is_set)
        return;
    const struct value *answer = value_read_canonical(canon_text(&canon), arena);
    MUST(answer != NULL);
    bool is_served = value_member_is_true(answer, "served");
    bool has_day = value_is(value_member(answer, "served_on"), VALUE_TEXT);
    const struct value *facts = value_member(line, "facts");
    MUST(is_served == has_day);
    MUST(is_served == text_is(value_member_text(answer, "outcome"), "served"));
    MUST(value_member(answer, "derivation")->count > 0);
    MUST(!is_served || value_member(answer, "missing")->count == 0);
    MUST(!is_served || !value_member_is_true(facts, "receiver_is_opponent") ||
         value_member(facts, "channels") != NULL);
    MUST(!is_served || !text_is(value_member_text(line, "mode"), "D2") ||
         !text_is(value_member_text(facts, "document"), "mediation"));
}
