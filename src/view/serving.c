/* serving.c: between JSON and law/service.h. A name nobody knows is an error, with the one that was
 * probably meant: a fact that is silently not heard would change the verdict. */
#include "view/serving.h"

#include "paper/derivation_words.h"
#include "paper/service_words.h"
#include "paper/wording.h"
#include "rule/mistakes.h"

#include <assert.h>

/* ---- what is asked ---- */

struct asking {
    const struct serving *law;
    const struct service_mode *mode;
    struct service_attempt *attempt;
    struct arena *arena;
    struct json_lines_error *error;
};

/* Names of facts or dates of a mode, for "did you mean". */
static const char **
names_of(const struct asking *asking, bool dates, size_t *count)
{
    const struct service_rules *rules = asking->law->rules;
    const char **names =
        ARENA_MANY(asking->arena, SERVICE_FACTS_MAX + SERVICE_DATES_MAX + 2, const char *);
    *count = 0;
    for (size_t i = 0; !dates && i < rules->facts_count; i++)
        if (service_mode_has_fact(rules, asking->mode, rules->facts[i].id))
            names[(*count)++] = text_terminated(rules->facts[i].id, asking->arena);
    for (size_t i = 0; dates && i < rules->dates_count; i++)
        if (service_mode_has_date(rules, asking->mode, rules->dates[i].id))
            names[(*count)++] = text_terminated(rules->dates[i].id, asking->arena);
    if (!dates) {
        names[(*count)++] = "failure";
        if (asking->mode->has_channels)
            names[(*count)++] = "channels";
    }
    return names;
}

static bool
unknown_name(const struct asking *asking, struct text key, bool is_date)
{
    size_t count;
    const char **names = names_of(asking, is_date, &count);
    const char *near = mistakes_nearest(key, names, count);
    struct text shown = json_lines_shown(key), mode = asking->mode->id;
    return near != NULL
               ? json_lines_error(asking->error, "%.*s has no %s `%.*s`; did you mean `%s`?",
                                  TEXT_ARGS(mode), is_date ? "date" : "fact", TEXT_ARGS(shown),
                                  near)
               : json_lines_error(asking->error, "%.*s has no %s `%.*s`; --help lists them",
                                  TEXT_ARGS(mode), is_date ? "date" : "fact", TEXT_ARGS(shown));
}

static struct text
choices_text(const struct service_fact *fact, struct arena *arena)
{
    struct buffer out = buffer_open(arena, 128);
    for (size_t i = 0; i < fact->choices_count; i++)
        buffer_add_format(&out, "%s%.*s", i > 0 ? ", " : "", TEXT_ARGS(fact->choices[i].id));
    return buffer_text(&out);
}

static bool
read_choice(const struct asking *asking, const struct service_fact *fact, const struct value *json,
            struct text *place)
{
    for (size_t i = 0; value_is(json, VALUE_TEXT) && i < fact->choices_count; i++)
        if (text_equal(fact->choices[i].id, json->text)) {
            *place = fact->choices[i].id;
            return true;
        }
    struct text all = choices_text(fact, asking->arena);
    return json_lines_error(asking->error, "`%.*s` must be one of %.*s", TEXT_ARGS(fact->id),
                            TEXT_ARGS(all));
}

/* null: as if it were left out. */
static bool
read_fact(const struct asking *asking, int at, const struct value *json)
{
    const struct service_fact *fact = &asking->law->rules->facts[at];
    struct text *place = &asking->attempt->facts[at];
    if (json->type == VALUE_NULL) {
        *place = fact->otherwise;
        return true;
    }
    switch (fact->type) {
    case SERVICE_CHOICE: return read_choice(asking, fact, json, place);
    case SERVICE_BOOLEAN:
        if (json->type != VALUE_TRUE && json->type != VALUE_FALSE)
            return json_lines_error(asking->error, "`%.*s` must be true or false",
                                    TEXT_ARGS(fact->id));
        *place = json->type == VALUE_TRUE ? TEXT("true") : TEXT("false");
        return true;
    case SERVICE_NUMBER:
        if (json->type != VALUE_INTEGER || json->integer < 0 || json->integer > fact->most)
            return json_lines_error(asking->error, "`%.*s` must be a whole number from 0 to %d",
                                    TEXT_ARGS(fact->id), fact->most);
        *place = text_format(asking->arena, "%d", (int)json->integer);
        return true;
    }
    return false;
}

/* A day, or an instant at the seat unless a zone follows. */
static bool
read_date(const struct asking *asking, int at, const struct value *json)
{
    struct service_time *time = &asking->attempt->dates[at];
    struct text id = asking->law->rules->dates[at].id;
    *time = (struct service_time){.day = DATE_NONE};
    if (json->type == VALUE_NULL || date_parse(value_text(json), &time->day))
        return true;
    if (value_is(json, VALUE_TEXT) &&
        instant_parse(json->text, CHINA_OFFSET_MINUTES, &time->at_ms)) {
        time->has_time = true;
        time->day = date_of_instant(time->at_ms, CHINA_OFFSET_MINUTES);
        return true;
    }
    return json_lines_error(asking->error,
                            "`%.*s` must be a day that exists, as 2026-03-02, or an instant, as "
                            "2026-03-02T09:30",
                            TEXT_ARGS(id));
}

static bool
read_failure(const struct asking *asking, const struct value *json)
{
    if (json->type == VALUE_NULL)
        return true;
    asking->attempt->failure = service_failure_find(asking->law->rules, value_text(json));
    return asking->attempt->failure != NULL ||
           json_lines_error(asking->error,
                            "`failure` must be one of R01 to R%02d; --help says "
                            "what each means",
                            (int)asking->law->rules->failures_count);
}

/* One fact or date of a channel, under one roof. */
static bool
read_channel_member(const struct asking *asking, const struct value *member)
{
    const struct service_rules *rules = asking->law->rules;
    int fact = service_fact_at(rules, member->key), date = service_date_at(rules, member->key);
    if (text_is(member->key, "channels"))
        return json_lines_error(asking->error, "a channel has no `channels` of its own");
    if (text_is(member->key, "failure"))
        return read_failure(asking, member);
    if (fact >= 0 && service_mode_has_fact(rules, asking->mode, member->key))
        return read_fact(asking, fact, member);
    if (date >= 0 && service_mode_has_date(rules, asking->mode, member->key))
        return read_date(asking, date, member);
    return unknown_name(asking, member->key, false);
}

/* What stands outside the list is so for every channel. Facts and dates were read before. */
static bool
read_channels(const struct asking *asking, const struct value *json)
{
    struct service_attempt *whole = asking->attempt;
    if (!value_is(json, VALUE_ARRAY) || json->count == 0 || json->count > SERVICE_CHANNELS_MAX)
        return json_lines_error(asking->error, "`channels` must be a list of 1 to %d objects",
                                SERVICE_CHANNELS_MAX);
    struct service_attempt *channels =
        ARENA_MANY(asking->arena, json->count, struct service_attempt);
    size_t count = 0;
    for (const struct value *one = json->first; one != NULL; one = one->next) {
        struct asking inner = *asking;
        inner.attempt = &channels[count++];
        *inner.attempt = *whole;
        if (!value_is(one, VALUE_OBJECT))
            return json_lines_error(asking->error, "`channels` must be a list of objects");
        for (const struct value *member = one->first; member != NULL; member = member->next)
            if (!read_channel_member(&inner, member))
                return false;
    }
    whole->channels = channels;
    whole->channels_count = count;
    return true;
}

static bool
read_facts(const struct asking *asking, const struct value *json)
{
    const struct service_rules *rules = asking->law->rules;
    for (const struct value *member = json->first; member != NULL; member = member->next) {
        bool is_channels = text_is(member->key, "channels") && asking->mode->has_channels;
        if (is_channels)
            continue;
        if (text_is(member->key, "failure")) {
            if (!read_failure(asking, member))
                return false;
            continue;
        }
        if (!service_mode_has_fact(rules, asking->mode, member->key))
            return unknown_name(asking, member->key, false);
        if (!read_fact(asking, service_fact_at(rules, member->key), member))
            return false;
    }
    return true;
}

static bool
read_dates(const struct asking *asking, const struct value *json)
{
    const struct service_rules *rules = asking->law->rules;
    for (const struct value *member = json->first; member != NULL; member = member->next) {
        if (!service_mode_has_date(rules, asking->mode, member->key))
            return unknown_name(asking, member->key, true);
        if (!read_date(asking, service_date_at(rules, member->key), member))
            return false;
    }
    return true;
}

static bool
read_mode(const struct serving *law, const struct value *json, const struct service_mode **mode,
          struct json_lines_error *error)
{
    struct text id = TEXT("");
    if (value_member(json, "mode") == NULL)
        return json_lines_error(error, "`mode` is missing; give one of D1 to D11");
    if (!json_lines_text(json, "mode", &id, error))
        return false;
    struct text shown = json_lines_shown(id);
    *mode = service_mode_find(law->rules, id);
    return *mode != NULL ||
           json_lines_error(error, "no mode `%.*s`; --help lists them", TEXT_ARGS(shown));
}

/* A map that is left out is empty. */
static bool
read_map(const struct value *json, const char *key, const struct value **map,
         struct json_lines_error *error)
{
    static const struct value empty = {.type = VALUE_OBJECT};
    const struct value *member = value_member(json, key);
    *map = member == NULL ? &empty : member;
    return value_is(*map, VALUE_OBJECT) || json_lines_error(error, "`%s` must be an object", key);
}

static bool
read_attempt(const struct serving *law, const struct value *json, struct arena *arena,
             struct service_attempt *attempt, struct json_lines_error *error)
{
    static const char *const keys[] = {"mode", "facts", "dates"};
    const struct service_mode *mode = NULL;
    const struct value *facts, *dates;
    if (!json_lines_keys(json, keys, 3, error) || !read_mode(law, json, &mode, error) ||
        !read_map(json, "facts", &facts, error) || !read_map(json, "dates", &dates, error))
        return false;
    struct asking asking = {law, mode, attempt, arena, error};
    service_attempt_open(law->rules, mode, attempt);
    const struct value *channels = mode->has_channels ? value_member(facts, "channels") : NULL;
    return read_facts(&asking, facts) && read_dates(&asking, dates) &&
           (channels == NULL || read_channels(&asking, channels));
}

/* ---- what is answered ---- */

struct answering {
    const struct serving *law;
    struct arena *arena;
    struct canon *answer;
};

static struct service_words
words_of(const struct answering *one)
{
    return (struct service_words){one->law->rules, one->law->language, one->arena};
}

static struct text
step_sentence(const struct answering *one, const struct service_step *step)
{
    if (step->counted != NULL)
        return derivation_words(step->counted, one->law->language, one->arena);
    struct service_words words = words_of(one);
    return service_words_fill(&words, step->words, step->what, step->day);
}

static void
put_found(const struct answering *one, const struct service_step *step)
{
    bool is_put[SERVICE_FOUND_MAX] = {false};
    canon_key(one->answer, "found");
    canon_begin_object(one->answer);
    for (size_t round = 0; round < step->found_count; round++) {
        size_t least = SERVICE_FOUND_MAX;
        for (size_t i = 0; i < step->found_count; i++)
            if (!is_put[i] && (least == SERVICE_FOUND_MAX ||
                               text_compare(step->found[i].name, step->found[least].name) < 0))
                least = i;
        const struct service_found *found = &step->found[least];
        int64_t number;
        is_put[least] = true;
        canon_key_text(one->answer, found->name);
        if (found->is_text)
            canon_put_text(one->answer, found->value);
        else if (text_number(found->value, &number))
            canon_put_integer(one->answer, number);
        else if (text_is(found->value, "true") || text_is(found->value, "false"))
            canon_put_boolean(one->answer, text_is(found->value, "true"));
        else
            canon_put_text(one->answer, found->value);
    }
    canon_end_object(one->answer);
}

static void
put_step(const struct answering *one, const struct service_step *step)
{
    struct citation rests_on = step->counted != NULL ? step->counted->rests_on : step->rests_on;
    canon_begin_object(one->answer);
    if (step->found_count > 0)
        put_found(one, step);
    canon_key(one->answer, "rests_on");
    if (citation_is_none(rests_on))
        canon_put_null(one->answer);
    else
        canon_put_text(one->answer, citation_text(rests_on, one->arena));
    canon_member_text(one->answer, "rule",
                      step->counted != NULL ? derivation_key_text(step->counted->key) : step->rule);
    canon_member_text(one->answer, "step", step_sentence(one, step));
    if (!step->is_verified)
        canon_member_boolean(one->answer, "verified", false);
    canon_end_object(one->answer);
}

static void
put_next(const struct answering *one, const struct service_verdict *verdict)
{
    struct service_words words = words_of(one);
    canon_key(one->answer, "next");
    canon_begin_array(one->answer);
    for (size_t i = 0; i < verdict->missing_count; i++) {
        struct wording_value values[] = {{"what", service_words_name(&words, verdict->missing[i])}};
        canon_begin_object(one->answer);
        canon_member_text(one->answer, "do", TEXT("give_fact"));
        canon_member_text(one->answer, "fact", verdict->missing[i]);
        canon_member_text(one->answer, "sentence",
                          wording_fill("service.give", one->law->language, values, 1, one->arena));
        canon_end_object(one->answer);
    }
    for (size_t i = 0; i < verdict->next_count; i++) {
        const struct service_action *action = verdict->next[i];
        canon_begin_object(one->answer);
        canon_member_text(one->answer, "do", action->id);
        canon_member_text_if(one->answer, "mode", action->mode);
        canon_member_text(one->answer, "sentence", action->words.in[one->law->language]);
        if (text_is(action->id, "wait") && !date_is_none(verdict->wait_until))
            canon_member_text(one->answer, "until", date_text(verdict->wait_until, one->arena));
        canon_end_object(one->answer);
    }
    canon_end_array(one->answer);
}

static void
put_day(const struct answering *one, const char *key, struct date date)
{
    canon_key(one->answer, key);
    if (date_is_none(date))
        canon_put_null(one->answer);
    else
        canon_put_text(one->answer, date_text(date, one->arena));
}

static void
put_verdict(const struct answering *one, const struct service_verdict *verdict)
{
    canon_begin_object(one->answer);
    if (verdict->calendar_missing != 0)
        canon_member_integer(one->answer, "calendar_missing", verdict->calendar_missing);
    put_day(one, "closed_on", verdict->closed_on);
    canon_key(one->answer, "derivation");
    canon_begin_array(one->answer);
    for (size_t i = 0; i < verdict->steps_count; i++)
        put_step(one, &verdict->steps[i]);
    canon_end_array(one->answer);
    put_day(one, "due_on", verdict->due_on);
    canon_member_boolean(one->answer, "late", verdict->is_late);
    canon_key(one->answer, "missing");
    canon_begin_array(one->answer);
    for (size_t i = 0; i < verdict->missing_count; i++)
        canon_put_text(one->answer, verdict->missing[i]);
    canon_end_array(one->answer);
    put_next(one, verdict);
    canon_member_text(one->answer, "outcome", service_outcome_text(verdict->outcome));
    canon_member_boolean(one->answer, "presumed", verdict->is_presumed);
    canon_member_boolean(one->answer, "served", verdict->outcome == SERVICE_SERVED);
    put_day(one, "served_on", verdict->served_on);
    canon_end_object(one->answer);
}

void
serving_answer(const struct serving *law, const struct value *json, struct arena *arena,
               struct canon *answer, struct json_lines_error *error)
{
    struct service_attempt *attempt = ARENA_NEW(arena, struct service_attempt);
    struct service_counting counting = {law->periods, &law->calendar, &law->hours};
    struct answering one = {law, arena, answer};
    if (read_attempt(law, json, arena, attempt, error))
        put_verdict(&one, service_decide(law->rules, &counting, attempt, arena));
}
