/* procedure_test.c: procedures played by tables. Points say how a matter came to stand where it
 * stands, cases what may happen there. Every result that is allowed goes through its bytes before
 * it is applied, as it does in a journal, and must leave the same facts. */
#include "harness/cases.h"
#include "law/form.h"
#include "law/procedure.h"
#include "rule/rulebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE_MAX = 60, POINTS_MAX = 200, MINUTE_MS = 60 * 1000 };

struct person {
    struct text name;
    struct asker asker;
};

struct point {
    struct text name;
    const struct procedure *procedure;
    struct matter_facts facts;
    int64_t at_ms;
};

/* WHO STEP [FIELDS] [@TIME] */
struct played {
    struct text who, step, fields;
    int64_t at_ms;
    struct step_result result;
    struct matter_facts after;
};

static struct arena *arena;
static struct rulebook *rules;
static struct rule_set rule_set; /* that of the book, with two later services turned on */
static const struct value *all_fields;
static struct person people[PEOPLE_MAX];
static int people_count;
static struct point points[POINTS_MAX];
static int points_count;

/* ---- people and fields ---- */

/* Whoever helps somebody does so in the one matter there is, whatever day it is. */
static void
let_help(struct asker *asker)
{
    struct representation *one = ARENA_NEW(arena, struct representation);

    *one = (struct representation){
        .principal = asker->acted_for,
        .matter = TEXT("7504-8KQ2-X7M4-41"),
        .until = DATE_NONE,
        .status = REPRESENTATION_IN_FORCE,
        .scope = SCOPE_HELP,
    };
    asker->representations = one;
    asker->representations_count = 1;
}

static void
read_people(void)
{
    struct cases cases = cases_open(CASES "/procedure_people.cases", arena);

    while (cases_next(&cases, 6)) {
        struct person *person = &people[people_count++];
        struct text identity = cases.column[5];

        assert_true(people_count <= PEOPLE_MAX);
        person->name = cases.column[0];
        person->asker = (struct asker){
            .account = cases.column[2],
            .node = cases.column[3],
            .acted_for = cases.column[4],
            .identity = text_is(identity, "provider") ? IDENTITY_PROVIDER
                        : text_is(identity, "seen")   ? IDENTITY_SEEN
                                                      : IDENTITY_DECLARED,
            .is_at_hub = text_is(cases.column[3], "JL75"),
        };
        assert_true(role_parse(cases.column[1], &person->asker.role));
        if (person->asker.role == ROLE_HELPER && !text_is_empty(person->asker.acted_for))
            let_help(&person->asker);
    }
}

static const struct person *
find_person(const struct cases *cases, struct text name)
{
    for (int i = 0; i < people_count; i++)
        if (text_equal(people[i].name, name))
            return &people[i];
    fail_msg("%s:%d: nobody is called %.*s", cases->path, cases->line, TEXT_ARGS(name));
    return NULL;
}

static const struct value *
read_json(const char *path)
{
    struct value_mistake mistake;
    struct buffer buffer = buffer_open(arena, 1 << 16);
    char chunk[4096];
    FILE *file = fopen(path, "rb");
    const struct value *value;

    assert_non_null(file);
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(&buffer, chunk, count);
    fclose(file);
    value = value_read(buffer_text(&buffer), arena, &mistake);
    if (value == NULL)
        fail_msg("%s:%d:%d: %s", path, mistake.line, mistake.column, mistake.what);
    return value;
}

/* `long:2000` is a text of that many characters in a field named reason. */
static const struct value *
long_reason(struct text length)
{
    struct value *object = ARENA_NEW(arena, struct value), *text = ARENA_NEW(arena, struct value);
    struct buffer buffer = buffer_open(arena, 8192);
    int64_t count = 0;

    assert_true(text_number(length, &count));
    for (int64_t i = 0; i < count; i++)
        buffer_add_text(&buffer, TEXT("字"));
    *text = (struct value){.type = VALUE_TEXT, .text = buffer_text(&buffer), .key = TEXT("reason")};
    *object = (struct value){.type = VALUE_OBJECT, .first = text, .count = 1};
    return object;
}

static const struct value *
find_fields(const struct cases *cases, struct text name)
{
    struct text rest = name;
    const struct value *fields;

    if (text_is_empty(name))
        return NULL;
    if (text_starts_with(name, "long:")) {
        text_cut(&rest, ':');
        return long_reason(rest);
    }
    fields = value_member_named(all_fields, name);
    if (fields == NULL)
        fail_msg("%s:%d: no fields are called %.*s", cases->path, cases->line, TEXT_ARGS(name));
    return fields;
}

/* ---- points ---- */

static const struct procedure *
find_procedure(struct text name)
{
    for (size_t i = 0; i < rules->procedures.count; i++)
        if (text_equal(rules->procedures.files[i].procedure.name, name))
            return &rules->procedures.files[i].procedure;
    return NULL;
}

static struct point find_point(const struct cases *cases, struct text name);

/* `POINT+LINK=STATE`: the point, when it is known that a linked matter is in that state. */
static struct point
find_linked_point(const struct cases *cases, struct text name)
{
    struct text rest = name, point_name = text_cut(&rest, '+'), link = text_cut(&rest, '=');
    struct point point = find_point(cases, point_name);
    struct matter_link learned = {.link = link,
                                  .matter = TEXT("7502-0000-0000-00"),
                                  .procedure = TEXT("entrusted_service"),
                                  .state = rest};

    point.facts = matter_link_to(&point.facts, &learned, arena);
    return point;
}

/* `POINT~PROCEDURE`: the point, when somebody comes with another procedure. */
static struct point
find_point_under(const struct cases *cases, struct text name)
{
    struct text rest = name, point_name = text_cut(&rest, '~');
    struct point point = find_point(cases, point_name);

    point.procedure = find_procedure(rest);
    return point;
}

/* A point, or the beginning of a procedure under its name. */
static struct point
find_point(const struct cases *cases, struct text name)
{
    if (memchr(name.bytes, '+', name.length) != NULL)
        return find_linked_point(cases, name);
    if (memchr(name.bytes, '~', name.length) != NULL)
        return find_point_under(cases, name);
    struct point beginning = {.name = name, .procedure = find_procedure(name)};

    for (int i = 0; i < points_count; i++)
        if (text_equal(points[i].name, name))
            return points[i];
    if (beginning.procedure == NULL)
        fail_msg("%s:%d: no point is called %.*s", cases->path, cases->line, TEXT_ARGS(name));
    beginning.facts = matter_new(TEXT("7504-8KQ2-X7M4-41"), TEXT("JL7502"), TEXT(""));
    instant_parse(TEXT("2026-03-02T08:59"), CHINA_OFFSET_MINUTES, &beginning.at_ms);
    return beginning;
}

/* ---- playing ---- */

static struct text
written(void (*write)(struct canon *, const struct matter_facts *),
        const struct matter_facts *facts)
{
    struct canon canon = canon_open(arena, 1024);

    write(&canon, facts);
    return canon_text(&canon);
}

/* What a journal does: the result as bytes, read again, applied; and the facts as bytes. */
static struct matter_facts
apply_through_bytes(const struct cases *cases, const struct matter_facts *before,
                    const struct step_result *result)
{
    struct canon canon = canon_open(arena, 1024);
    struct matter_facts direct = matter_apply(before, result, arena), again, read;
    struct step_result copy;
    struct text bytes;

    matter_write_result(&canon, result);
    bytes = canon_text(&canon);
    if (!matter_read_result(value_read_canonical(bytes, arena), arena, &copy))
        fail_msg("%s:%d: the result cannot be read again: %.*s", cases->path, cases->line,
                 TEXT_ARGS(bytes));
    again = matter_apply(before, &copy, arena);
    cases_expect(cases, "facts after the bytes", written(matter_write_facts, &again),
                 written(matter_write_facts, &direct));
    bytes = written(matter_write_facts, &again);
    if (!matter_read_facts(value_read_canonical(bytes, arena), arena, &read))
        fail_msg("%s:%d: the facts cannot be read again", cases->path, cases->line);
    cases_expect(cases, "facts read again", written(matter_write_facts, &read), bytes);
    return read;
}

static void
parse_act(const struct cases *cases, struct text act, const struct point *from,
          struct played *played)
{
    *played = (struct played){.who = text_cut(&act, ' '), .step = text_cut(&act, ' ')};
    played->at_ms = from->at_ms + MINUTE_MS;
    while (!text_is_empty(act)) {
        struct text word = text_cut(&act, ' ');

        if (!text_starts_with(word, "@")) {
            played->fields = word;
            continue;
        }
        text_cut(&word, '@');
        if (!instant_parse(word, CHINA_OFFSET_MINUTES, &played->at_ms))
            fail_msg("%s:%d: no time: %.*s", cases->path, cases->line, TEXT_ARGS(word));
    }
}

static void
play(const struct cases *cases, struct text act, struct point *from, struct played *played)
{
    struct step_request request;

    parse_act(cases, act, from, played);
    request = (struct step_request){
        .step = played->step,
        .fields = find_fields(cases, played->fields),
        .times = {.counter_ms = played->at_ms, .entered_ms = played->at_ms},
        .today = date_of_instant(played->at_ms, CHINA_OFFSET_MINUTES),
    };
    if (text_is(played->who, "clock")) {
        request.asker.account = TEXT("clock");
        request.asker.node = from->facts.owner;
        procedure_lapse(from->procedure, &from->facts, played->step, &request, &rule_set, arena,
                        &played->result);
    } else {
        request.asker = find_person(cases, played->who)->asker;
        if (text_equal(request.asker.node, from->facts.owner))
            request.times.owner_ms = played->at_ms;
        if (text_is_empty(from->facts.receiving))
            from->facts.receiving = request.asker.node;
        procedure_decide(from->procedure, &from->facts, &request, &rule_set, arena,
                         &played->result);
    }
    played->after = from->facts;
    if (played->result.refusal == ALLOWED)
        played->after = apply_through_bytes(cases, &from->facts, &played->result);
}

/* Why, for a person who reads a failing test. */
static struct text
outcome_text(const struct played *played)
{
    const struct step_result *result = &played->result;
    struct buffer buffer = buffer_open(arena, 256);

    if (result->refusal == ALLOWED)
        return result->to_state;
    buffer_add_text(&buffer, refusal_name(result->refusal));
    for (int i = 0; i < result->mistakes_count; i++)
        buffer_add_format(&buffer, " field:%.*s=%.*s", TEXT_ARGS(result->mistakes[i].field),
                          TEXT_ARGS(refusal_name(result->mistakes[i].refusal)));
    return buffer_text(&buffer);
}

static void
read_points(void)
{
    struct cases cases = cases_open(CASES "/procedure_points.cases", arena);

    while (cases_next(&cases, 4)) {
        struct point from = find_point(&cases, cases.column[1]);
        struct played played;

        assert_true(points_count < POINTS_MAX);
        play(&cases, cases.column[2], &from, &played);
        cases_expect(&cases, "outcome", outcome_text(&played), cases.column[3]);
        points[points_count++] =
            (struct point){cases.column[0], from.procedure, played.after, played.at_ms};
    }
}

/* ---- expectations ---- */

static const struct effect *
find_effect(const struct step_result *result, enum effect_kind kind, struct text name)
{
    for (int i = 0; i < result->effects_count; i++)
        if (result->effects[i].kind == kind &&
            (text_is_empty(name) || text_equal(result->effects[i].name, name)))
            return &result->effects[i];
    return NULL;
}

static bool
has_mistake(const struct field_mistake *mistakes, int count, struct text field, struct text name)
{
    for (int i = 0; i < count; i++)
        if (text_equal(mistakes[i].field, field) &&
            text_equal(refusal_name(mistakes[i].refusal), name))
            return true;
    return false;
}

/* "evidence,complaint" where the engine says "evidence, complaint". */
static bool
is_detail(struct text detail, struct text expected)
{
    struct buffer buffer = buffer_open(arena, 64);

    for (size_t i = 0; i < detail.length; i++)
        if (detail.bytes[i] != ' ')
            buffer_add(&buffer, &detail.bytes[i], 1);
    return text_equal(buffer_text(&buffer), expected);
}

static bool
is_last_day(const struct played *played, struct text name, struct text day)
{
    const struct matter_period *period = matter_period(&played->after, name);

    return period != NULL && period->status == PERIOD_RUNNING &&
           text_equal(date_text(period->last_day, arena), day);
}

static bool
is_due(const struct played *played, struct text name, struct text instant)
{
    const struct matter_period *period = matter_period(&played->after, name);
    int64_t due_ms = 0;

    return period != NULL && instant_parse(instant, CHINA_OFFSET_MINUTES, &due_ms) &&
           period->due_ms == due_ms;
}

static bool
is_stopped(const struct played *played, struct text name, bool late)
{
    const struct effect *effect = find_effect(&played->result, EFFECT_PERIOD_STOPPED, name);

    return effect != NULL && (effect->count != 0) == late;
}

static bool
is_number(int64_t number, struct text expected)
{
    return text_equal(text_format(arena, "%lld", (long long)number), expected);
}

static bool
has_effect(const struct played *played, enum effect_kind kind, struct text name)
{
    return find_effect(&played->result, kind, name) != NULL;
}

static bool
is_status(const struct played *played, struct text name, enum period_status status)
{
    const struct matter_period *period = matter_period(&played->after, name);

    return period != NULL && period->status == status;
}

static bool
is_met(const struct played *played, struct text key, struct text name, struct text value)
{
    const struct step_result *result = &played->result;
    const struct matter_facts *after = &played->after;
    const struct effect *number = find_effect(result, EFFECT_NUMBER_WANTED, TEXT(""));

    if (text_is(key, "last"))
        return is_last_day(played, name, value);
    if (text_is(key, "due"))
        return is_due(played, name, value);
    if (text_is(key, "stopped") || text_is(key, "late"))
        return is_stopped(played, name, text_is(key, "late"));
    if (text_is(key, "idle"))
        return matter_period(&played->after, name) == NULL;
    if (text_is(key, "suspended"))
        return is_status(played, name, PERIOD_SUSPENDED);
    if (text_is(key, "open"))
        return has_effect(played, EFFECT_TASK_OPENED, name);
    if (text_is(key, "done"))
        return has_effect(played, EFFECT_TASK_CLOSED, name);
    if (text_is(key, "paper"))
        return has_effect(played, EFFECT_PAPER_ISSUED, name);
    if (text_is(key, "link"))
        return has_effect(played, EFFECT_MATTER_LINKED, name);
    if (text_is(key, "verdict"))
        return has_effect(played, EFFECT_SERVICE_JUDGED, name);
    if (text_is(key, "count"))
        return is_number(matter_counter(after, name), value);
    if (text_is(key, "missing"))
        return is_number(find_effect(result, EFFECT_SIGNED, TEXT(""))->count, name);
    if (text_is(key, "number"))
        return number != NULL && text_equal(number->detail, name);
    if (text_is(key, "field"))
        return has_mistake(result->mistakes, result->mistakes_count, name, value);
    if (text_is(key, "mistakes"))
        return is_number(result->mistakes_count, name);
    if (text_is(key, "warned"))
        return has_mistake(result->warnings, result->warnings_count, name, value);
    if (text_is(key, "detail"))
        return is_detail(result->detail, name);
    if (text_is(key, "handler"))
        return text_equal(after->handler, text_is(name, "-") ? TEXT("") : name);
    if (text_is(key, "owner"))
        return text_equal(after->owner, name);
    if (text_is(key, "executing"))
        return text_equal(after->executing, name);
    if (text_is(key, "epoch"))
        return is_number(after->epoch, name);
    if (text_is(key, "sealed"))
        return after->is_sealed;
    if (text_is(key, "unchecked"))
        return matter_item(after, name)->verdict == VERDICT_UNCHECKED;
    if (text_is(key, "next"))
        return text_equal(role_word(result->next.role), name);
    return false;
}

static void
expect_outcome(const struct cases *cases, const struct played *played, struct text outcome)
{
    struct text first = text_cut(&outcome, ' ');
    struct text got = outcome_text(played), rest = got;
    int fields = 0;

    if (!text_equal(text_cut(&rest, ' '), first))
        cases_expect(cases, "outcome", got, first);
    while (!text_is_empty(outcome)) {
        struct text value = text_cut(&outcome, ' '), whole = value;
        struct text key = text_cut(&value, ':');
        struct text name = text_cut(&value, '=');

        fields += text_is(key, "field");
        if (!is_met(played, key, name, value))
            fail_msg("%s:%d: %.*s: not so: %.*s (%.*s)", cases->path, cases->line,
                     TEXT_ARGS(cases->column[0]), TEXT_ARGS(whole), TEXT_ARGS(got));
    }
    if (played->result.refusal == FIELDS_MUST_BE_RIGHT && fields > 1 &&
        fields != played->result.mistakes_count)
        fail_msg("%s:%d: %.*s: %d mistakes, not %d: %.*s", cases->path, cases->line,
                 TEXT_ARGS(cases->column[0]), played->result.mistakes_count, fields,
                 TEXT_ARGS(got));
}

static void
test_procedure__cases(void **state)
{
    struct cases cases = cases_open(CASES "/procedure.cases", arena);

    (void)state;
    while (cases_next(&cases, 4)) {
        struct point from = find_point(&cases, cases.column[1]);
        struct played played;

        play(&cases, cases.column[2], &from, &played);
        expect_outcome(&cases, &played, cases.column[3]);
    }
}

/* What is shown as open may be taken, and what is not shown may not: apart from the fields. */
static void
test_procedure__open_steps_are_those_that_are_not_refused(void **state)
{
    (void)state;
    for (int i = 0; i < points_count * people_count; i++) {
        struct point *point = &points[i / people_count];
        const struct asker *asker = &people[i % people_count].asker;
        struct date today = date_of_instant(point->at_ms, CHINA_OFFSET_MINUTES);
        const struct step **steps;
        int count = procedure_steps_open(point->procedure, &point->facts, asker, &rule_set, today,
                                         arena, &steps);
        int shown = 0;

        for (size_t j = 0; j < point->procedure->steps_count; j++) {
            const struct step *step = &point->procedure->steps[j];
            struct step_request request = {
                .step = step->name,
                .asker = *asker,
                .times = {.entered_ms = point->at_ms},
                .today = today,
            };
            struct step_result result;
            bool is_shown = shown < count && steps[shown] == step;
            enum refusal refusal = procedure_decide(point->procedure, &point->facts, &request,
                                                    &rule_set, arena, &result);

            shown += is_shown;
            if (!is_shown && (refusal == ALLOWED))
                fail_msg("%.*s: %.*s may take %.*s but is not shown it", TEXT_ARGS(point->name),
                         TEXT_ARGS(asker->account), TEXT_ARGS(step->name));
            if (is_shown && (refusal == ROLE_MUST_BE_ALLOWED || refusal == STATE_MUST_ALLOW_STEP))
                fail_msg("%.*s: %.*s is shown %.*s and may not", TEXT_ARGS(point->name),
                         TEXT_ARGS(asker->account), TEXT_ARGS(step->name));
        }
    }
}

/* An arrival takes the first step that fits, and is never taken for nothing. */
static void
test_procedure__an_arrival_takes_the_first_step_that_fits(void **state)
{
    static const struct {
        const char *point, *arrived, *taken;
        enum refusal refusal;
    } rows[] = {
        {"handed_in", "hand_in", "receive", ALLOWED},
        {"correction_sent", "hand_in_correction", "receive_correction", ALLOWED},
        {"refused", "hand_in_correction", "file_arrival", ALLOWED},
        {"received", "withdraw", "receive_withdrawal", ALLOWED},
        {"registered", "withdraw", "receive_late_withdrawal", ALLOWED},
        {"refused", "withdraw", "file_arrival", ALLOWED},
        {"offered", "withdraw", "", MATTER_MUST_NOT_BE_FROZEN},
        {"received", "open", "", STATE_MUST_ALLOW_STEP},
        {"received", "no_such_step", "", STEP_MUST_EXIST},
    };
    struct cases cases = {.path = "arrivals"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct point point = find_point(&cases, text_of(rows[i].point));
        struct step_request request = {
            .asker = find_person(&cases, TEXT("exchange"))->asker,
            .fields = find_fields(&cases, TEXT("correction")),
            .times = {.owner_ms = point.at_ms, .entered_ms = point.at_ms},
            .today = date_of_instant(point.at_ms, CHINA_OFFSET_MINUTES),
        };
        struct step_result result;

        cases.line = (int)i;
        assert_int_equal(procedure_arrival(point.procedure, &point.facts, text_of(rows[i].arrived),
                                           &request, &rule_set, arena, &result),
                         rows[i].refusal);
        if (rows[i].refusal == ALLOWED)
            cases_expect(&cases, "step", result.step, text_of(rows[i].taken));
    }
}

/* An act of an older view of the matter does not turn the state back. */
static void
test_matter__an_act_that_moves_nothing_leaves_the_state(void **state)
{
    struct cases cases = {.path = "stale"};
    struct point older = find_point(&cases, TEXT("correcting"));
    struct point newer = find_point(&cases, TEXT("corrected"));
    struct played played;

    (void)state;
    play(&cases, TEXT("far-clerk hand_in_correction correction"), &older, &played);
    assert_int_equal(played.result.refusal, ALLOWED);
    struct matter_facts after = matter_apply(&newer.facts, &played.result, arena);
    cases_expect(&cases, "state", after.state, TEXT("corrected"));
    assert_int_equal(matter_counter(&after, TEXT("correction_handed_in")), 2);
}

/* Where the law does not say whose receipt starts the clock, the court's policy does. */
static void
test_procedure__the_filing_clock_starts_where_the_policy_says(void **state)
{
    static const struct {
        const char *policy, *court, *last_day;
    } rows[] = {
        {"owner", "", "2026-03-11"},
        {"counter", "", "2026-03-09"},
        {"counter", "JL7502", "2026-03-09"},
        {"counter", "JL7503", "2026-03-11"},
    };
    struct cases cases = {.path = "clock"};
    struct point from = find_point(&cases, TEXT("handed_in"));

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct policy_row row = {.name = TEXT("filing_clock"),
                                 .value = text_of(rows[i].policy),
                                 .court = text_of(rows[i].court),
                                 .from = DATE_NONE,
                                 .until = DATE_NONE};
        struct policy_set policies = {&row, 1};
        struct rule_set set = {&policies, rule_set.period, rule_set.of};
        struct step_request request = {.step = TEXT("receive"),
                                       .asker = find_person(&cases, TEXT("exchange"))->asker};
        struct step_result result;
        struct matter_facts after;

        instant_parse(TEXT("2026-03-02T16:00"), CHINA_OFFSET_MINUTES, &request.times.counter_ms);
        instant_parse(TEXT("2026-03-04T09:00"), CHINA_OFFSET_MINUTES, &request.times.owner_ms);
        request.times.entered_ms = request.times.owner_ms;
        request.today = date_of_instant(request.times.owner_ms, CHINA_OFFSET_MINUTES);
        assert_int_equal(
            procedure_decide(from.procedure, &from.facts, &request, &set, arena, &result), ALLOWED);
        after = matter_apply(&from.facts, &result, arena);
        cases.line = (int)i;
        cases_expect(&cases, "last day",
                     date_text(matter_period(&after, TEXT("filing_decision"))->last_day, arena),
                     text_of(rows[i].last_day));
        assert_true(after.times.owner_ms == request.times.owner_ms);
    }
}

static void
test_policy__a_courts_own_and_later_row_comes_first(void **state)
{
    static const struct {
        const char *value, *court, *from, *until;
    } rows[] = {
        {"old", "", "2020-01-01", "2025-12-31"},
        {"new", "", "2026-01-01", ""},
        {"own", "JL7502", "2024-01-01", "2026-06-30"},
    };
    static const struct {
        const char *court, *on, *value;
    } asked[] = {
        {"JL7503", "2019-12-31", ""},    {"JL7503", "2020-01-01", "old"},
        {"JL7503", "2025-12-31", "old"}, {"JL7503", "2026-01-01", "new"},
        {"JL7502", "2023-12-31", "old"}, {"JL7502", "2024-01-01", "own"},
        {"JL7502", "2026-06-30", "own"}, {"JL7502", "2026-07-01", "new"},
    };
    struct policy_row list[3];
    struct policy_set policies = {list, 3};

    (void)state;
    for (int i = 0; i < 3; i++) {
        list[i] = (struct policy_row){.name = TEXT("p"),
                                      .value = text_of(rows[i].value),
                                      .court = text_of(rows[i].court),
                                      .until = DATE_NONE};
        assert_true(date_parse(text_of(rows[i].from), &list[i].from));
        if (*rows[i].until != '\0')
            assert_true(date_parse(text_of(rows[i].until), &list[i].until));
    }
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        struct date on;

        assert_true(date_parse(text_of(asked[i].on), &on));
        struct text value = policy_value(&policies, TEXT("p"), text_of(asked[i].court), on);
        if (!text_is(value, asked[i].value))
            fail_msg("%s on %s: %.*s", asked[i].court, asked[i].on, TEXT_ARGS(value));
        assert_true(text_is_empty(policy_value(&policies, TEXT("q"), text_of("JL7502"), on)));
    }
}

/* Bytes that are not a result are refused, whatever is missing from them. */
static void
test_matter__damaged_results_are_not_read(void **state)
{
    struct cases cases = {.path = "damaged"};
    struct point from = find_point(&cases, TEXT("handed_in"));
    struct played played;
    struct canon canon = canon_open(arena, 1024);
    struct text bytes;
    int refused = 0;

    (void)state;
    play(&cases, TEXT("exchange receive"), &from, &played);
    matter_write_result(&canon, &played.result);
    bytes = canon_text(&canon);
    for (size_t i = 0; i < bytes.length; i++) {
        struct text damaged = text_copy(bytes, arena);
        const struct value *value;
        struct step_result result;

        ((char *)damaged.bytes)[i] = 'x';
        value = value_read_canonical(damaged, arena);
        refused += value == NULL || !matter_read_result(value, arena, &result);
    }
    assert_true(refused > 0);
    assert_false(matter_read_result(NULL, arena, &played.result));
    assert_false(matter_read_facts(NULL, arena, &from.facts));
}

/* A protected address is shown to its owner and to the officers who decide, and to nobody else. */
static void
test_form__a_protected_address_is_shown_to_few(void **state)
{
    static const struct {
        const char *who;
        bool sees;
    } rows[] = {{"plaintiff", true}, {"officer", true},    {"judge", true}, {"clerk", false},
                {"lawyer", false},   {"defendant", false}, {"hub", false},  {"far-officer", false},
                {"server", false},   {"system", false}};
    struct cases cases = {.path = "addresses"};
    struct point point = find_point(&cases, TEXT("received"));
    const struct step *step = procedure_step(point.procedure, TEXT("hand_in"));
    const struct value *fields = find_fields(&cases, TEXT("complete"));

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct asker *asker = &find_person(&cases, text_of(rows[i].who))->asker;
        const struct value *shown = form_shown(step, fields, asker, &point.facts, arena);
        const struct value *party = value_member(shown, "parties")->first;
        bool sees = value_member(party, "protected_address") != NULL;

        if (sees != rows[i].sees)
            fail_msg("%s %s the protected address", rows[i].who, sees ? "sees" : "misses");
        assert_true(text_is(value_member_text(party, "name"), "当事人甲"));
    }
}

/* A court turns a kind on by a policy of its own. */
static void
turn_on_later_services(void)
{
    static struct policy_set policies;
    size_t count = rules->policies.rows_count;
    struct policy_row *rows = ARENA_MANY(arena, count + 2, struct policy_row);

    memcpy(rows, rules->policies.rows, count * sizeof *rows);
    rows[count] = (struct policy_row){.name = TEXT("case_kind.entrusted_service"),
                                      .value = TEXT("on"),
                                      .court = TEXT("JL7502"),
                                      .from = DATE_NONE,
                                      .until = DATE_NONE};
    rows[count + 1] = rows[count];
    rows[count + 1].name = TEXT("case_kind.judicial_confirmation");
    policies = (struct policy_set){rows, count + 2};
    rule_set = rules->rule_set;
    rule_set.policies = &policies;
}

static int
open_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    rules = rulebook_open(RULES, &mistakes);
    if (rules == NULL) {
        struct text text = mistakes_text(&mistakes, arena);
        fprintf(stderr, "%.*s", TEXT_ARGS(text));
        return -1;
    }
    turn_on_later_services();
    all_fields = read_json(CASES "/procedure_fields.json");
    read_people();
    read_points();
    return 0;
}

static int
close_rules(void **state)
{
    (void)state;
    rulebook_close(rules);
    arena_close(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_procedure__cases),
        cmocka_unit_test(test_procedure__open_steps_are_those_that_are_not_refused),
        cmocka_unit_test(test_procedure__an_arrival_takes_the_first_step_that_fits),
        cmocka_unit_test(test_procedure__the_filing_clock_starts_where_the_policy_says),
        cmocka_unit_test(test_policy__a_courts_own_and_later_row_comes_first),
        cmocka_unit_test(test_matter__an_act_that_moves_nothing_leaves_the_state),
        cmocka_unit_test(test_matter__damaged_results_are_not_read),
        cmocka_unit_test(test_form__a_protected_address_is_shown_to_few),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
