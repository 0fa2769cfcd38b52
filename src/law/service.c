/* service.c: goes down the rules of a mode until one decides. What a rule asks and what follows is
 * data; what stands here is how facts are compared, how days are ordered, and that no day is given
 * where something is missing. */
#include "law/service.h"

#include "law/deadline.h"

#include <assert.h>

/* One attempt being judged. */
struct judging {
    const struct service_rules *rules;
    const struct service_counting *counting;
    const struct service_attempt *attempt;
    const struct service_mode *mode; /* whose rules are asked; `by` may have led to another */
    struct date law_day;             /* DATE_NONE: the newest law */
    struct arena *arena;
    struct service_verdict *verdict;
};

/* ---- what is known ---- */

/* The mode that was really used: of another court, what it used; of D1a, D1. */
static struct text
used_mode(const struct judging *judging)
{
    const struct service_mode *own = service_mode_own(judging->rules, judging->mode);
    int by = service_fact_at(judging->rules, TEXT("by"));
    return by >= 0 && service_names_have(own->facts, TEXT("by")) ? judging->attempt->facts[by]
                                                                 : own->id;
}

static struct text
fact_of(const struct judging *judging, struct text name)
{
    int at = service_fact_at(judging->rules, name);
    if (text_is(name, "mode"))
        return judging->mode->id;
    if (text_is(name, "used"))
        return used_mode(judging);
    if (text_is(name, "failure"))
        return judging->attempt->failure != NULL ? judging->attempt->failure->id : TEXT("");
    if (text_is(name, "failed"))
        return judging->attempt->failure != NULL ? TEXT("true") : TEXT("false");
    return at < 0 ? TEXT("") : judging->attempt->facts[at];
}

static struct service_time
time_of(const struct judging *judging, struct text name)
{
    int at = service_date_at(judging->rules, name);
    return at < 0 ? (struct service_time){.day = DATE_NONE} : judging->attempt->dates[at];
}

static bool
is_there(const struct judging *judging, struct text name)
{
    return !date_is_none(time_of(judging, name).day) || !text_is_empty(fact_of(judging, name));
}

/* Of one day, and nobody knows the hours of both. */
static bool
is_unclear(struct service_time a, struct service_time b)
{
    return a.day.day == b.day.day && !(a.has_time && b.has_time);
}

static bool
is_surely_before(struct service_time a, struct service_time b)
{
    return a.has_time && b.has_time ? a.at_ms < b.at_ms : a.day.day < b.day.day;
}

static bool
is_surely_not_after(struct service_time a, struct service_time b)
{
    return a.has_time && b.has_time ? a.at_ms <= b.at_ms : a.day.day < b.day.day;
}

static bool
both_are_there(struct service_time a, struct service_time b)
{
    return !date_is_none(a.day) && !date_is_none(b.day);
}

/* ---- steps ---- */

static struct citation
cite(const struct judging *judging, struct citation now)
{
    for (size_t i = 0; i < judging->rules->editions_count; i++) {
        const struct service_edition *edition = &judging->rules->editions[i];
        if (date_is_none(judging->law_day) || !text_equal(edition->of, now.source) ||
            !date_in_span(judging->law_day, edition->from, edition->until))
            continue;
        for (size_t a = 0; a < edition->articles_count; a++)
            if (edition->articles[a].now == now.article)
                return (struct citation){edition->source, edition->articles[a].then, 0};
        return edition->articles_count == 0
                   ? (struct citation){edition->source, now.article, now.item}
                   : now;
    }
    return now;
}

static struct service_step *
add_step(struct judging *judging)
{
    struct service_verdict *verdict = judging->verdict;
    assert(verdict->steps_count < SERVICE_STEPS_MAX);
    struct service_step *step = &verdict->steps[verdict->steps_count++];
    *step = (struct service_step){.is_verified = true};
    return step;
}

static struct service_step *
add_note(struct judging *judging, enum service_note note)
{
    static const char *const words[] = {
#define SERVICE_NOTE(name, word) [name] = word,
#include "law/service_note.def"
#undef SERVICE_NOTE
    };
    struct service_step *step = add_step(judging);
    step->rule = text_of(words[note]);
    step->words = &judging->rules->notes[note].words;
    step->rests_on = judging->rules->notes[note].rests_on;
    return step;
}

static struct text
time_text(const struct judging *judging, struct service_time time)
{
    return time.has_time ? deadline_instant_text(time.at_ms, judging->arena)
                         : date_text(time.day, judging->arena);
}

static void
add_found(const struct judging *judging, struct service_step *step, struct text name)
{
    int at = service_fact_at(judging->rules, name);
    struct service_time time = time_of(judging, name);
    bool is_text = at < 0 || judging->rules->facts[at].type == SERVICE_CHOICE;
    struct text value = date_is_none(time.day) ? fact_of(judging, name) : time_text(judging, time);
    for (size_t i = 0; i < step->found_count; i++)
        if (text_equal(step->found[i].name, name))
            return;
    if (!text_is_empty(value) && step->found_count < SERVICE_FOUND_MAX)
        step->found[step->found_count++] = (struct service_found){name, value, is_text};
}

static void
add_found_names(const struct judging *judging, struct service_step *step,
                struct service_names names)
{
    for (size_t i = 0; i < names.count; i++)
        add_found(judging, step, names.names[i]);
}

/* The rule as a step, with what it looked at. */
static void
add_rule(struct judging *judging, const struct service_rule *rule)
{
    struct service_step *step = add_step(judging);
    step->rule = rule->name;
    step->words = &rule->words;
    step->rests_on = cite(judging, rule->rests_on);
    step->is_verified = rule->is_verified;
    for (size_t i = 0; i < rule->when.count; i++)
        add_found(judging, step, rule->when.tests[i].fact);
    for (size_t i = 0; i < rule->unless.count; i++)
        add_found(judging, step, rule->unless.tests[i].fact);
    add_found_names(judging, step, rule->given);
    add_found_names(judging, step, rule->first);
    add_found_names(judging, step, rule->before);
    add_found_names(judging, step, rule->unclear);
    add_found_names(judging, step, rule->within);
    add_found_names(judging, step, rule->on);
}

static void
add_action(struct judging *judging, struct text id)
{
    const struct service_action *action = service_action_find(judging->rules, id);
    struct service_verdict *verdict = judging->verdict;
    for (size_t i = 0; i < verdict->next_count; i++)
        if (verdict->next[i] == action)
            return;
    if (action != NULL && verdict->next_count < SERVICE_NEXT_MAX)
        verdict->next[verdict->next_count++] = action;
}

static void
add_actions(struct judging *judging, struct service_names next)
{
    for (size_t i = 0; i < next.count; i++)
        add_action(judging, next.names[i]);
}

/* Ends without a day; always true, as what decides. */
static bool
end_with(struct judging *judging, enum service_outcome outcome)
{
    judging->verdict->outcome = outcome;
    judging->verdict->served_on = DATE_NONE;
    return true;
}

static bool
miss(struct judging *judging, struct service_names names)
{
    struct service_verdict *verdict = judging->verdict;
    struct buffer what = buffer_open(judging->arena, 64);
    for (size_t i = 0; i < names.count && verdict->missing_count < SERVICE_MISSING_MAX; i++) {
        if (is_there(judging, names.names[i]))
            continue;
        verdict->missing[verdict->missing_count++] = names.names[i];
        buffer_add_format(&what, "%s%.*s", what.length > 0 ? " " : "", TEXT_ARGS(names.names[i]));
    }
    add_note(judging, SERVICE_NOTE_MISSING)->what = buffer_text(&what);
    return end_with(judging, SERVICE_MISSING);
}

/* ---- counting ---- */

enum counted {
    COUNTED,
    COUNTED_BY_NO_LAW,     /* the period was not in force */
    COUNTED_BY_NO_CALENDAR /* the year stands in the verdict */
};

/* Counts a period of the catalogue, "SV01/domestic", from a day. */
static enum counted
count_period(struct judging *judging, struct text period, struct date from, bool is_said,
             struct date *last_day)
{
    struct deadline_request request = {.from = from};
    struct deadline *deadline = ARENA_NEW(judging->arena, struct deadline);
    request.variant = period;
    request.period = text_cut(&request.variant, '/');
    *last_day = DATE_NONE;
    if (!deadline_for_period(judging->counting->periods, judging->counting->calendar,
                             judging->counting->hours, &request, judging->arena, deadline))
        return COUNTED_BY_NO_LAW;
    for (size_t i = 0; is_said && i < deadline->derivation.count; i++)
        add_step(judging)->counted = &deadline->derivation.steps[i];
    *last_day = deadline->last_day;
    if (deadline->calendar_missing == 0)
        return COUNTED;
    judging->verdict->calendar_missing = deadline->calendar_missing;
    return COUNTED_BY_NO_CALENDAR;
}

/* ---- does a rule apply ---- */

static bool
value_fits(struct text value, struct text wanted)
{
    int64_t number, least;
    if (!text_starts_with(wanted, ">="))
        return text_equal(value, wanted);
    wanted.bytes += 2;
    wanted.length -= 2;
    return text_number(value, &number) && text_number(wanted, &least) && number >= least;
}

static bool
test_holds(const struct judging *judging, const struct service_test *test)
{
    struct text value = fact_of(judging, test->fact);
    for (size_t i = 0; i < test->values_count && !text_is_empty(value); i++)
        if (value_fits(value, test->values[i]))
            return true;
    return false;
}

static bool
tests_hold(const struct judging *judging, const struct service_rule *rule)
{
    for (size_t i = 0; i < rule->when.count; i++)
        if (!test_holds(judging, &rule->when.tests[i]))
            return false;
    for (size_t i = 0; i < rule->unless.count; i++)
        if (test_holds(judging, &rule->unless.tests[i]))
            return false;
    return true;
}

static bool
presence_holds(const struct judging *judging, const struct service_rule *rule)
{
    for (size_t i = 0; i < rule->given.count; i++)
        if (date_is_none(time_of(judging, rule->given.names[i]).day))
            return false;
    for (size_t i = 0; i < rule->absent.count; i++)
        if (is_there(judging, rule->absent.names[i]))
            return false;
    return true;
}

static bool
first_holds(const struct judging *judging, struct service_names first)
{
    struct service_time own;
    if (first.count == 0)
        return true;
    own = time_of(judging, first.names[0]);
    if (date_is_none(own.day))
        return false;
    for (size_t i = 1; i < first.count; i++) {
        struct service_time other = time_of(judging, first.names[i]);
        if (!date_is_none(other.day) && is_surely_before(other, own))
            return false;
    }
    return true;
}

static bool
order_holds(const struct judging *judging, const struct service_rule *rule)
{
    if (rule->before.count == 2) {
        struct service_time a = time_of(judging, rule->before.names[0]);
        struct service_time b = time_of(judging, rule->before.names[1]);
        if (!both_are_there(a, b) || !is_surely_not_after(a, b))
            return false;
    }
    if (rule->unclear.count == 2) {
        struct service_time a = time_of(judging, rule->unclear.names[0]);
        struct service_time b = time_of(judging, rule->unclear.names[1]);
        if (!both_are_there(a, b) || !is_unclear(a, b))
            return false;
    }
    return first_holds(judging, rule->first);
}

enum holding { DOES_NOT_HOLD, HOLDS, HOLDS_IF_COUNTED /* the calendar is missing */ };

static enum holding
within_holds(struct judging *judging, struct service_names within)
{
    struct date last_day;
    if (within.count != 3)
        return HOLDS;
    struct service_time a = time_of(judging, within.names[0]);
    struct service_time b = time_of(judging, within.names[1]);
    if (!both_are_there(a, b))
        return DOES_NOT_HOLD;
    switch (count_period(judging, within.names[2], b.day, false, &last_day)) {
    case COUNTED: return date_compare(a.day, last_day) <= 0 ? HOLDS : DOES_NOT_HOLD;
    case COUNTED_BY_NO_LAW: return DOES_NOT_HOLD;
    case COUNTED_BY_NO_CALENDAR: break;
    }
    return HOLDS_IF_COUNTED;
}

static bool
is_in_force(const struct judging *judging, const struct service_rule *rule)
{
    if (date_is_none(judging->law_day))
        return date_is_none(rule->until);
    return date_in_span(judging->law_day, rule->from, rule->until);
}

static enum holding
rule_holds(struct judging *judging, const struct service_rule *rule)
{
    if (!is_in_force(judging, rule) || !tests_hold(judging, rule) ||
        !presence_holds(judging, rule) || !order_holds(judging, rule))
        return DOES_NOT_HOLD;
    return within_holds(judging, rule->within);
}

/* ---- what follows from it ---- */

/* The date of `names` that counts; its day is DATE_NONE where none is there. */
static struct service_time
pick_time(const struct judging *judging, struct service_names names, enum service_pick pick)
{
    struct service_time picked = {.day = DATE_NONE};
    for (size_t i = 0; i < names.count; i++) {
        struct service_time one = time_of(judging, names.names[i]);
        if (date_is_none(one.day))
            continue;
        if (date_is_none(picked.day) ||
            (pick == SERVICE_EARLIEST && is_surely_before(one, picked)) ||
            (pick == SERVICE_LATEST && is_surely_before(picked, one)))
            picked = one;
    }
    return picked;
}

/* A calendar nobody has loaded hides the last day. */
static bool
end_without_calendar(struct judging *judging)
{
    struct service_step *step = add_note(judging, SERVICE_NOTE_CALENDAR);
    step->what = text_format(judging->arena, "%d", judging->verdict->calendar_missing);
    add_action(judging, TEXT("enter_calendar"));
    return end_with(judging, SERVICE_MISSING);
}

static void
settle_closed(struct judging *judging, const struct service_rule *rule, struct date otherwise)
{
    struct service_time closed = pick_time(judging, rule->closed, SERVICE_FIRST);
    struct service_step *step;
    if (rule->closed.count > 0 && date_is_none(closed.day)) {
        step = add_note(judging, SERVICE_NOTE_NOT_CLOSED);
        step->what = rule->closed.names[0];
        return;
    }
    judging->verdict->closed_on = rule->closed.count > 0 ? closed.day : otherwise;
    step = add_note(judging, SERVICE_NOTE_CLOSED);
    step->day = date_text(judging->verdict->closed_on, judging->arena);
}

static bool
is_ahead(const struct judging *judging, struct date day)
{
    struct service_time now = time_of(judging, TEXT("now"));
    return !date_is_none(now.day) && date_compare(now.day, day) < 0;
}

/* Nothing is served before it was sent, whatever the other dates say. */
static bool
begins_later(struct judging *judging, struct date day)
{
    for (size_t i = 0; i < judging->rules->dates_count; i++) {
        const struct service_date *date = &judging->rules->dates[i];
        struct date own = judging->attempt->dates[i].day;
        if (!date->is_beginning || date_is_none(own) || date_compare(own, day) <= 0)
            continue;
        struct service_step *step = add_note(judging, SERVICE_NOTE_BEGINS_LATER);
        step->what = date->id;
        step->day = date_text(day, judging->arena);
        add_found(judging, step, date->id);
        add_action(judging, TEXT("check_dates"));
        return true;
    }
    return false;
}

static bool
serve(struct judging *judging, const struct service_rule *rule)
{
    struct service_time on = pick_time(judging, rule->on, rule->pick);
    struct date day = on.day;
    if (date_is_none(on.day))
        return miss(judging, (struct service_names){rule->on.names, 1});
    add_rule(judging, rule);
    enum counted counted =
        text_is_empty(rule->plus) ? COUNTED : count_period(judging, rule->plus, on.day, true, &day);
    if (counted == COUNTED_BY_NO_CALENDAR)
        return end_without_calendar(judging);
    if (counted == COUNTED_BY_NO_LAW) {
        add_note(judging, SERVICE_NOTE_NO_LAW);
        return end_with(judging, SERVICE_FAILED);
    }
    if (begins_later(judging, day))
        return end_with(judging, SERVICE_CONTRADICTED);
    settle_closed(judging, rule, day);
    if (is_ahead(judging, day)) {
        add_note(judging, SERVICE_NOTE_NOT_YET)->day = date_text(day, judging->arena);
        judging->verdict->wait_until = day;
        add_action(judging, TEXT("wait"));
        return end_with(judging, SERVICE_NOT_YET);
    }
    judging->verdict->outcome = SERVICE_SERVED;
    judging->verdict->served_on = day;
    judging->verdict->is_presumed = rule->is_presumed;
    add_actions(judging, rule->next);
    return true;
}

static bool
needs_are_there(const struct judging *judging, struct service_names needs)
{
    for (size_t i = 0; i < needs.count; i++)
        if (!is_there(judging, needs.names[i]))
            return false;
    return true;
}

/* Two dates are there but their times are not. */
static bool
end_unclear(struct judging *judging, const struct service_rule *rule)
{
    struct service_verdict *verdict = judging->verdict;
    add_rule(judging, rule);
    add_note(judging, SERVICE_NOTE_UNCLEAR)->what =
        text_format(judging->arena, "%.*s %.*s", TEXT_ARGS(rule->unclear.names[0]),
                    TEXT_ARGS(rule->unclear.names[1]));
    for (size_t i = 0; i < rule->unclear.count; i++)
        if (!time_of(judging, rule->unclear.names[i]).has_time)
            verdict->missing[verdict->missing_count++] = rule->unclear.names[i];
    return end_with(judging, SERVICE_MISSING);
}

static bool ask_rules(struct judging *judging, const struct service_rule *rules, size_t count);

/* The mode that was used on behalf of this one. It never leads back here: the loader sees to it. */
static bool
go_on(struct judging *judging)
{
    const struct service_mode *mode =
        service_mode_find(judging->rules, fact_of(judging, TEXT("by")));
    if (mode == NULL)
        return false;
    const struct service_mode *own = service_mode_own(judging->rules, mode);
    judging->mode = mode;
    return ask_rules(judging, own->rules, own->rules_count);
}

/* True when the rule decided. */
static bool
follow(struct judging *judging, const struct service_rule *rule)
{
    switch (rule->then) {
    case SERVICE_NOTES:
        add_rule(judging, rule);
        add_actions(judging, rule->next);
        if (!text_is_empty(rule->clock) && is_there(judging, rule->clock_from))
            count_period(judging, rule->clock, time_of(judging, rule->clock_from).day, true,
                         &judging->verdict->due_on);
        return false;
    case SERVICE_NEEDS:
        if (rule->unclear.count > 0)
            return end_unclear(judging, rule);
        if (needs_are_there(judging, rule->needs))
            return false;
        add_rule(judging, rule);
        return miss(judging, rule->needs);
    case SERVICE_SERVES: return serve(judging, rule);
    case SERVICE_FAILS:
    case SERVICE_PROHIBITS:
        add_rule(judging, rule);
        add_actions(judging, rule->next);
        return end_with(judging, rule->then == SERVICE_FAILS ? SERVICE_FAILED : SERVICE_PROHIBITED);
    case SERVICE_GOES: return go_on(judging);
    }
    return false;
}

static bool
ask_rules(struct judging *judging, const struct service_rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum holding holding = rule_holds(judging, &rules[i]);
        if (holding == HOLDS_IF_COUNTED)
            return end_without_calendar(judging);
        if (holding == HOLDS && follow(judging, &rules[i]))
            return true;
    }
    return false;
}

/* ---- before any rule ---- */

static struct date
law_day_of(const struct judging *judging)
{
    const struct service_mode *own = service_mode_own(judging->rules, judging->attempt->mode);
    struct service_time day = pick_time(judging, own->starts, SERVICE_FIRST);
    return date_is_none(day.day) ? time_of(judging, TEXT("now")).day : day.day;
}

/* Days that cannot all be right. */
static bool
dates_contradict(struct judging *judging)
{
    struct service_time now = time_of(judging, TEXT("now"));
    for (size_t i = 0; i < judging->rules->dates_count; i++) {
        const struct service_date *date = &judging->rules->dates[i];
        struct service_time own = judging->attempt->dates[i];
        if (date_is_none(own.day))
            continue;
        for (size_t a = 0; a < date->after_count; a++) {
            struct service_time other = time_of(judging, date->after[a]);
            if (date_is_none(other.day) || !is_surely_before(own, other))
                continue;
            struct service_step *step = add_note(judging, SERVICE_NOTE_ORDER);
            step->what = text_format(judging->arena, "%.*s %.*s", TEXT_ARGS(date->id),
                                     TEXT_ARGS(date->after[a]));
            add_found(judging, step, date->id);
            add_found(judging, step, date->after[a]);
            return end_with(judging, SERVICE_CONTRADICTED);
        }
        if (!date->may_lie_ahead && !date_is_none(now.day) && is_surely_before(now, own)) {
            struct service_step *step = add_note(judging, SERVICE_NOTE_AHEAD);
            step->what = date->id;
            add_found(judging, step, date->id);
            add_found(judging, step, TEXT("now"));
            return end_with(judging, SERVICE_CONTRADICTED);
        }
    }
    return false;
}

/* ---- one attempt ---- */

static bool
decide(struct judging *judging)
{
    const struct service_rules *rules = judging->rules;
    const struct service_mode *own = service_mode_own(rules, judging->mode);
    const struct service_failure *failure = service_failure_own(rules, judging->attempt->failure);
    struct service_step *step = add_note(judging, SERVICE_NOTE_MODE);
    step->what = judging->mode->id;
    step->rests_on = cite(judging, judging->mode->rests_on);
    if (!date_is_none(judging->law_day) && date_compare(judging->law_day, rules->from) < 0) {
        add_note(judging, SERVICE_NOTE_NO_LAW)->day = date_text(judging->law_day, judging->arena);
        return end_with(judging, SERVICE_FAILED);
    }
    if (dates_contradict(judging)) {
        add_action(judging, TEXT("check_dates"));
        return true;
    }
    return ask_rules(judging, rules->common, rules->common_count) ||
           (failure != NULL && ask_rules(judging, failure->rules, failure->rules_count)) ||
           ask_rules(judging, own->rules, own->rules_count);
}

/* The clock of a court that was asked to serve: a late service is still a service. */
static void
settle_clock(struct judging *judging)
{
    struct service_verdict *verdict = judging->verdict;
    struct date on =
        verdict->outcome == SERVICE_SERVED ? verdict->served_on : time_of(judging, TEXT("now")).day;
    if (date_is_none(verdict->due_on) || date_is_none(on) || date_compare(on, verdict->due_on) <= 0)
        return;
    verdict->is_late = true;
    add_note(judging, SERVICE_NOTE_LATE)->day = date_text(verdict->due_on, judging->arena);
    add_action(judging, TEXT("explain_delay"));
}

static struct service_verdict *
judge(const struct service_rules *rules, const struct service_counting *counting,
      const struct service_attempt *attempt, struct arena *arena)
{
    struct service_verdict *verdict = ARENA_NEW(arena, struct service_verdict);
    struct judging judging = {rules, counting, attempt, attempt->mode, DATE_NONE, arena, verdict};
    verdict->outcome = SERVICE_FAILED;
    verdict->served_on = verdict->closed_on = DATE_NONE;
    verdict->due_on = verdict->wait_until = DATE_NONE;
    judging.law_day = law_day_of(&judging);
    if (!decide(&judging)) {
        add_note(&judging, SERVICE_NOTE_UNDECIDED);
        end_with(&judging, SERVICE_FAILED);
    }
    settle_clock(&judging);
    if (verdict->outcome != SERVICE_SERVED && verdict->outcome != SERVICE_NOT_YET)
        verdict->closed_on = DATE_NONE;
    return verdict;
}

/* ---- several channels ---- */

/* Several ways being compared. */
struct joining {
    const struct service_rules *rules;
    const struct service_attempt *attempt;
    struct arena *arena;
    const struct service_verdict *verdicts[SERVICE_CHANNELS_MAX];
    const struct service_verdict *best;
};

/* The earliest that counts [OLR2021:31] must be known: what is open goes before what failed. */
static int
rank_of(enum service_outcome outcome)
{
    switch (outcome) {
    case SERVICE_SERVED: return 0;
    case SERVICE_MISSING: return 1;
    case SERVICE_NOT_YET: return 2;
    default: return 3;
    }
}

/* Of two alike, and of two on one day, the one that was named first. */
static bool
is_better(const struct service_verdict *verdict, const struct service_verdict *own)
{
    if (own == NULL || rank_of(verdict->outcome) != rank_of(own->outcome))
        return own == NULL || rank_of(verdict->outcome) < rank_of(own->outcome);
    return verdict->outcome == SERVICE_SERVED &&
           date_compare(verdict->served_on, own->served_on) < 0;
}

/* Could the rule apply if somebody said what is missing? A date it applies only with is held absent
 * where nobody gave it, as everywhere. */
static bool
may_apply(const struct judging *judging, const struct service_rule *rule)
{
    for (size_t i = 0; i < rule->when.count; i++)
        if (!text_is_empty(fact_of(judging, rule->when.tests[i].fact)) &&
            !test_holds(judging, &rule->when.tests[i]))
            return false;
    for (size_t i = 0; i < rule->unless.count; i++)
        if (test_holds(judging, &rule->unless.tests[i]))
            return false;
    for (size_t i = 0; i < rule->given.count; i++)
        if (date_is_none(time_of(judging, rule->given.names[i]).day))
            return false;
    return rule->first.count == 0 || !date_is_none(time_of(judging, rule->first.names[0]).day);
}

/* One of these days lies before that day, or none is there and the rule would ask for one. */
static bool
may_be_before(const struct judging *judging, struct service_names on, struct date day)
{
    bool is_asked = false, is_there = false;
    for (size_t i = 0; i < on.count; i++) {
        struct date own = time_of(judging, on.names[i]).day;
        if (!date_is_none(own) && date_compare(own, day) < 0)
            return true;
        is_there |= !date_is_none(own);
        is_asked |= service_mode_has_date(judging->rules, judging->mode, on.names[i]);
    }
    return is_asked && !is_there;
}

static bool
may_serve_before(const struct judging *judging, const struct service_rule *rules, size_t count,
                 struct date day)
{
    for (size_t i = 0; i < count; i++)
        if (rules[i].then == SERVICE_SERVES && may_apply(judging, &rules[i]) &&
            may_be_before(judging, rules[i].on, day))
            return true;
    return false;
}

/* A fact is missing without which nobody knows whether this way was done before the day there is.
 * Nothing is served before it was sent. */
static bool
is_open(const struct joining *joining, size_t i)
{
    const struct service_attempt *channel = &joining->attempt->channels[i];
    const struct service_mode *own = service_mode_own(joining->rules, channel->mode);
    const struct service_failure *failure = service_failure_own(joining->rules, channel->failure);
    struct date day = joining->best->served_on;
    if (joining->verdicts[i]->outcome != SERVICE_MISSING)
        return false;
    if (joining->best->outcome != SERVICE_SERVED)
        return true;
    for (size_t n = 0; n < joining->rules->dates_count; n++)
        if (joining->rules->dates[n].is_beginning && !date_is_none(channel->dates[n].day) &&
            date_compare(channel->dates[n].day, day) >= 0)
            return false;
    const struct judging judging = {.rules = joining->rules,
                                    .attempt = channel,
                                    .mode = channel->mode,
                                    .arena = joining->arena};
    return may_serve_before(&judging, own->rules, own->rules_count, day) ||
           (failure != NULL &&
            may_serve_before(&judging, failure->rules, failure->rules_count, day));
}

static struct text
channel_name(const struct joining *joining, size_t i)
{
    const struct service_attempt *channel = &joining->attempt->channels[i];
    int at = service_fact_at(joining->rules, TEXT("channel"));
    return at >= 0 && !text_is_empty(channel->facts[at])
               ? channel->facts[at]
               : text_format(joining->arena, "%zu", i + 1);
}

static enum service_note
channel_note(enum service_outcome outcome)
{
    switch (outcome) {
    case SERVICE_SERVED: return SERVICE_NOTE_CHANNEL;
    case SERVICE_MISSING:
    case SERVICE_NOT_YET: return SERVICE_NOTE_CHANNEL_OPEN;
    default: return SERVICE_NOTE_CHANNEL_FAILED;
    }
}

/* One step for each way that was used. */
static void
tell_channels(const struct joining *joining, struct judging *judging, bool is_failed)
{
    add_note(judging, is_failed ? SERVICE_NOTE_NO_CHANNEL : SERVICE_NOTE_CHANNELS);
    for (size_t i = 0; i < joining->attempt->channels_count; i++) {
        const struct service_verdict *verdict = joining->verdicts[i];
        struct service_step *step = add_note(judging, channel_note(verdict->outcome));
        step->what = channel_name(joining, i);
        if (verdict->outcome == SERVICE_SERVED)
            step->day = date_text(verdict->served_on, joining->arena);
    }
}

static void
join_steps(struct judging *judging, const struct service_verdict *verdict)
{
    struct service_verdict *joined = judging->verdict;
    for (size_t i = 0; i < verdict->steps_count && joined->steps_count < SERVICE_STEPS_MAX; i++)
        joined->steps[joined->steps_count++] = verdict->steps[i];
}

static void
join_next(struct judging *judging, const struct service_verdict *verdict)
{
    for (size_t i = 0; i < verdict->next_count; i++)
        add_action(judging, verdict->next[i]->id);
}

static void
join_missing(struct service_verdict *joined, const struct service_verdict *verdict)
{
    for (size_t i = 0; i < verdict->missing_count; i++) {
        struct service_names names = {joined->missing, joined->missing_count};
        if (!service_names_have(names, verdict->missing[i]) && names.count < SERVICE_MISSING_MAX)
            joined->missing[joined->missing_count++] = verdict->missing[i];
    }
    if (joined->calendar_missing == 0)
        joined->calendar_missing = verdict->calendar_missing;
}

/* The wrong day is worse than none: an open way that could be the earliest leaves all of them open,
 * and every fact that would decide is named. */
static void
join(const struct joining *joining, struct judging *judging)
{
    const struct service_verdict *told = joining->best;
    struct service_verdict *joined = judging->verdict;
    size_t count = joining->attempt->channels_count;
    for (size_t i = count; i-- > 0;)
        if (is_open(joining, i))
            told = joining->verdicts[i];
    bool is_failed = rank_of(told->outcome) > rank_of(SERVICE_NOT_YET);
    *joined = *told;
    joined->steps_count = joined->next_count = 0;
    tell_channels(joining, judging, is_failed);
    join_steps(judging, told);
    join_next(judging, told);
    for (size_t i = 0; i < count; i++) {
        bool is_open_too = joining->verdicts[i] != told && is_open(joining, i);
        if (is_open_too)
            join_steps(judging, joining->verdicts[i]);
        if (is_open_too)
            join_missing(joined, joining->verdicts[i]);
        if (is_open_too || is_failed)
            join_next(judging, joining->verdicts[i]);
    }
}

const struct service_verdict *
service_decide(const struct service_rules *rules, const struct service_counting *counting,
               const struct service_attempt *attempt, struct arena *arena)
{
    struct joining joining = {.rules = rules, .attempt = attempt, .arena = arena};
    if (attempt->channels_count == 0)
        return judge(rules, counting, attempt, arena);
    assert(attempt->channels_count <= SERVICE_CHANNELS_MAX);
    for (size_t i = 0; i < attempt->channels_count; i++) {
        joining.verdicts[i] = judge(rules, counting, &attempt->channels[i], arena);
        if (is_better(joining.verdicts[i], joining.best))
            joining.best = joining.verdicts[i];
    }
    struct service_verdict *joined = ARENA_NEW(arena, struct service_verdict);
    struct judging judging = {rules, counting, attempt, attempt->mode, DATE_NONE, arena, joined};
    join(&joining, &judging);
    return joined;
}
