/* service_said.c: a fact nobody knows, or one that its mode does not have, would be silently not
 * heard and change the verdict, so it is a mistake. */
#include "law/service_said.h"

struct saying {
    const struct service_rules *rules;
    struct service_attempt *attempt;
    struct arena *arena;
    struct field_mistake *mistakes;
    int count;
};

static void
mistake(struct saying *saying, const char *part, struct text name, enum refusal refusal,
        struct text detail)
{
    struct text field = text_is_empty(name)
                            ? text_of(part)
                            : text_format(saying->arena, "%s.%.*s", part, TEXT_ARGS(name));

    if (saying->count < SERVICE_SAID_MISTAKES_MAX)
        saying->mistakes[saying->count++] = (struct field_mistake){field, refusal, detail};
}

static bool
is_unsaid(const struct value *json)
{
    return json->type == VALUE_NULL || (json->type == VALUE_TEXT && text_is_empty(json->text));
}

static struct text
plain(const struct saying *saying, const struct value *json)
{
    switch (json->type) {
    case VALUE_TRUE: return TEXT("true");
    case VALUE_FALSE: return TEXT("false");
    case VALUE_INTEGER: return text_format(saying->arena, "%lld", (long long)json->integer);
    default: return value_text(json);
    }
}

static bool
is_choice(const struct service_fact *fact, struct text value)
{
    for (size_t i = 0; i < fact->choices_count; i++)
        if (text_equal(fact->choices[i].id, value))
            return true;
    return false;
}

static void
read_fact(struct saying *saying, const struct value *json)
{
    const struct service_rules *rules = saying->rules;
    int at = service_fact_at(rules, json->key);
    const struct service_fact *fact = at < 0 ? NULL : &rules->facts[at];
    struct text value = plain(saying, json);
    int64_t number;
    bool is_good = false;

    if (fact == NULL || !service_mode_has_fact(rules, saying->attempt->mode, json->key)) {
        mistake(saying, "facts", json->key, SERVICE_FACT_MUST_FIT_ITS_MODE, TEXT(""));
        return;
    }
    if (is_unsaid(json))
        return;
    switch (fact->type) {
    case SERVICE_CHOICE: is_good = is_choice(fact, value); break;
    case SERVICE_BOOLEAN: is_good = text_is(value, "true") || text_is(value, "false"); break;
    case SERVICE_NUMBER:
        is_good = text_number(value, &number) && number >= 0 && number <= fact->most;
        break;
    }
    if (is_good)
        saying->attempt->facts[at] = value;
    else
        mistake(saying, "facts", json->key,
                fact->type == SERVICE_CHOICE ? FIELD_MUST_BE_ONE_OF_THE_CHOICES
                                             : FIELD_MUST_BE_OF_ITS_TYPE,
                TEXT(""));
}

static void
read_date(struct saying *saying, const struct value *json)
{
    int at = service_date_at(saying->rules, json->key);
    struct service_time *time = at < 0 ? NULL : &saying->attempt->dates[at];

    if (time == NULL || text_is(json->key, "now") ||
        !service_mode_has_date(saying->rules, saying->attempt->mode, json->key)) {
        mistake(saying, "dates", json->key, SERVICE_FACT_MUST_FIT_ITS_MODE, TEXT(""));
        return;
    }
    if (is_unsaid(json) || date_parse(value_text(json), &time->day))
        return;
    if (instant_parse(value_text(json), CHINA_OFFSET_MINUTES, &time->at_ms)) {
        time->has_time = true;
        time->day = date_of_instant(time->at_ms, CHINA_OFFSET_MINUTES);
        return;
    }
    mistake(saying, "dates", json->key, DATE_MUST_EXIST, TEXT(""));
}

static void
read_map(struct saying *saying, const struct value *json, const char *part,
         void (*read)(struct saying *, const struct value *))
{
    const struct value *map = value_member(json, part);

    if (map != NULL && !value_is(map, VALUE_OBJECT))
        mistake(saying, part, TEXT(""), FIELD_MUST_BE_OF_ITS_TYPE, TEXT(""));
    for (const struct value *member = value_is(map, VALUE_OBJECT) ? map->first : NULL;
         member != NULL; member = member->next)
        read(saying, member);
}

static bool
read_failure(struct saying *saying, const struct value *json)
{
    struct text id = value_member_text(json, "failure");

    if (text_is_empty(id))
        return true;
    saying->attempt->failure = service_failure_find(saying->rules, id);
    return saying->attempt->failure != NULL;
}

enum refusal
service_said_read(const struct service_rules *rules, const struct value *json, struct arena *arena,
                  struct service_attempt *attempt, struct field_mistake *mistakes,
                  int *mistakes_count)
{
    struct saying saying = {rules, attempt, arena, mistakes, 0};
    const struct service_mode *mode = service_mode_find(rules, value_member_text(json, "mode"));

    if (mode == NULL) {
        mistake(&saying, "mode", TEXT(""), FIELD_MUST_BE_ONE_OF_THE_CHOICES, TEXT(""));
        *mistakes_count = saying.count;
        return FIELDS_MUST_BE_RIGHT;
    }
    service_attempt_open(rules, mode, attempt);
    if (!read_failure(&saying, json))
        mistake(&saying, "failure", TEXT(""), FIELD_MUST_BE_ONE_OF_THE_CHOICES, TEXT(""));
    read_map(&saying, json, "facts", read_fact);
    read_map(&saying, json, "dates", read_date);
    *mistakes_count = saying.count;
    return saying.count == 0 ? ALLOWED : FIELDS_MUST_BE_RIGHT;
}

void
service_said_merge(const struct service_rules *rules, struct service_attempt *into,
                   const struct service_attempt *anew)
{
    for (size_t i = 0; i < rules->facts_count; i++)
        if (!text_is_empty(anew->facts[i]) &&
            !text_equal(anew->facts[i], rules->facts[i].otherwise))
            into->facts[i] = anew->facts[i];
    for (size_t i = 0; i < rules->dates_count; i++)
        if (!date_is_none(anew->dates[i].day))
            into->dates[i] = anew->dates[i];
    if (anew->failure != NULL)
        into->failure = anew->failure;
}

/* ---- back ---- */

static bool
is_set_by_mode(const struct service_mode *mode, struct text fact)
{
    for (size_t i = 0; i < mode->sets.count; i++)
        if (text_equal(mode->sets.tests[i].fact, fact))
            return true;
    return false;
}

/* The next in the order of bytes after `last`; -1 there is none. */
static int
next_fact(const struct service_rules *rules, const struct service_attempt *attempt,
          struct text last)
{
    int next = -1;

    for (size_t i = 0; i < rules->facts_count; i++) {
        const struct service_fact *fact = &rules->facts[i];
        if (text_is_empty(attempt->facts[i]) || text_equal(attempt->facts[i], fact->otherwise) ||
            is_set_by_mode(attempt->mode, fact->id) || text_compare(fact->id, last) <= 0)
            continue;
        if (next < 0 || text_compare(fact->id, rules->facts[next].id) < 0)
            next = (int)i;
    }
    return next;
}

static int
next_date(const struct service_rules *rules, const struct service_attempt *attempt,
          struct text last)
{
    int next = -1;

    for (size_t i = 0; i < rules->dates_count; i++) {
        struct text id = rules->dates[i].id;
        if (date_is_none(attempt->dates[i].day) || text_is(id, "now") ||
            text_compare(id, last) <= 0)
            continue;
        if (next < 0 || text_compare(id, rules->dates[next].id) < 0)
            next = (int)i;
    }
    return next;
}

static struct text
time_text(const struct service_time *time, struct arena *arena)
{
    return time->has_time ? instant_text(time->at_ms, CHINA_OFFSET_MINUTES, arena)
                          : date_text(time->day, arena);
}

struct text
service_said_text(const struct service_rules *rules, const struct service_attempt *attempt,
                  struct arena *arena)
{
    struct canon canon = canon_open(arena, 300);
    struct text last = TEXT("");

    canon_begin_object(&canon);
    canon_key(&canon, "dates");
    canon_begin_object(&canon);
    for (int at; (at = next_date(rules, attempt, last)) >= 0; last = rules->dates[at].id) {
        canon_key_text(&canon, rules->dates[at].id);
        canon_put_text(&canon, time_text(&attempt->dates[at], arena));
    }
    canon_end_object(&canon);
    canon_key(&canon, "facts");
    canon_begin_object(&canon);
    last = TEXT("");
    for (int at; (at = next_fact(rules, attempt, last)) >= 0; last = rules->facts[at].id) {
        canon_key_text(&canon, rules->facts[at].id);
        canon_put_text(&canon, attempt->facts[at]);
    }
    canon_end_object(&canon);
    if (attempt->failure != NULL)
        canon_member_text(&canon, "failure", attempt->failure->id);
    canon_member_text(&canon, "mode", attempt->mode->id);
    canon_end_object(&canon);
    return canon_text(&canon);
}

void
service_said_fact(const struct service_rules *rules, struct service_attempt *attempt,
                  const char *fact, struct text value)
{
    int at = service_fact_at(rules, text_of(fact));

    if (at >= 0 && !text_is_empty(value) &&
        service_mode_has_fact(rules, attempt->mode, text_of(fact)))
        attempt->facts[at] = value;
}

void
service_said_instant(const struct service_rules *rules, struct service_attempt *attempt,
                     const char *date, int64_t at_ms)
{
    int at = service_date_at(rules, text_of(date));

    if (at >= 0 && service_mode_has_date(rules, attempt->mode, text_of(date)))
        attempt->dates[at] = (struct service_time){
            .day = date_of_instant(at_ms, CHINA_OFFSET_MINUTES), .at_ms = at_ms, .has_time = true};
}

/* ---- the verdict ---- */

static void
put_day_if(struct canon *canon, const char *key, struct date day, struct arena *arena)
{
    if (!date_is_none(day))
        canon_member_text(canon, key, date_text(day, arena));
}

static void
put_step(struct canon *canon, const struct service_step *step, struct arena *arena)
{
    canon_begin_object(canon);
    if (step->counted != NULL) {
        struct derivation *one = ARENA_NEW(arena, struct derivation);
        one->steps[one->count++] = *step->counted;
        canon_key(canon, "counted");
        canon_put_canonical(canon, derivation_json(one, arena));
        canon_end_object(canon);
        return;
    }
    canon_member_text_if(canon, "day", step->day);
    if (!citation_is_none(step->rests_on))
        canon_member_text(canon, "rests_on", citation_text(step->rests_on, arena));
    canon_member_text(canon, "rule", step->rule);
    if (!step->is_verified)
        canon_member_boolean(canon, "verified", false);
    canon_member_text_if(canon, "what", step->what);
    canon_end_object(canon);
}

struct text
service_said_verdict(const struct service_verdict *verdict, struct arena *arena)
{
    struct canon canon = canon_open(arena, 1000);

    canon_begin_object(&canon);
    if (verdict->calendar_missing != 0)
        canon_member_integer(&canon, "calendar_missing", verdict->calendar_missing);
    put_day_if(&canon, "closed_on", verdict->closed_on, arena);
    put_day_if(&canon, "due_on", verdict->due_on, arena);
    canon_member_boolean(&canon, "late", verdict->is_late);
    canon_key(&canon, "missing");
    canon_begin_array(&canon);
    for (size_t i = 0; i < verdict->missing_count; i++)
        canon_put_text(&canon, verdict->missing[i]);
    canon_end_array(&canon);
    canon_key(&canon, "next");
    canon_begin_array(&canon);
    for (size_t i = 0; i < verdict->next_count; i++)
        canon_put_text(&canon, verdict->next[i]->id);
    canon_end_array(&canon);
    canon_member_text(&canon, "outcome", service_outcome_text(verdict->outcome));
    canon_member_boolean(&canon, "presumed", verdict->is_presumed);
    put_day_if(&canon, "served_on", verdict->served_on, arena);
    canon_key(&canon, "steps");
    canon_begin_array(&canon);
    for (size_t i = 0; i < verdict->steps_count; i++)
        put_step(&canon, &verdict->steps[i], arena);
    canon_end_array(&canon);
    put_day_if(&canon, "wait_until", verdict->wait_until, arena);
    canon_end_object(&canon);
    return canon_text(&canon);
}
