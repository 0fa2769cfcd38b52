/* service_told.c: between what people fill in and law/service.h. An event keeps the verdict with
 * the words it was given in, so that a later law does not change what was said. */
#include "law/service_told.h"

static void
put_choice(const struct service_fact *fact, struct text said, struct text *place)
{
    for (size_t i = 0; i < fact->choices_count; i++)
        if (text_equal(fact->choices[i].id, said))
            *place = fact->choices[i].id;
}

static void
put_fact(const struct service_fact *fact, const struct value *value, struct text *place)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    int64_t number = value_integer(value, -1);

    switch (fact->type) {
    case SERVICE_CHOICE: put_choice(fact, value_text(value), place); break;
    case SERVICE_BOOLEAN:
        if (value_is(value, VALUE_TRUE) || value_is(value, VALUE_FALSE))
            *place = value_is_true(value) ? TEXT("true") : TEXT("false");
        break;
    case SERVICE_NUMBER:
        /* No rule asks for more than "three or more". */
        if (number >= 0 && number <= fact->most)
            *place = text_of(digits[number > 9 ? 9 : number]);
        break;
    }
}

static void
put_date(struct text said, struct service_time *time)
{
    if (date_parse(said, &time->day))
        return;
    time->day = DATE_NONE;
    time->has_time = instant_parse(said, CHINA_OFFSET_MINUTES, &time->at_ms);
    if (time->has_time)
        time->day = date_of_instant(time->at_ms, CHINA_OFFSET_MINUTES);
}

void
service_told_put(const struct service_rules *rules, struct text name, const struct value *value,
                 struct service_attempt *attempt)
{
    if (value == NULL)
        return;
    if (text_is(name, SERVICE_FAILURE))
        attempt->failure = service_failure_find(rules, value_text(value));
    else if (service_mode_has_fact(rules, attempt->mode, name))
        put_fact(&rules->facts[service_fact_at(rules, name)], value,
                 &attempt->facts[service_fact_at(rules, name)]);
    else if (service_mode_has_date(rules, attempt->mode, name))
        put_date(value_text(value), &attempt->dates[service_date_at(rules, name)]);
}

struct text
service_told_used(const struct service_rules *rules, const struct service_attempt *attempt)
{
    int by = service_fact_at(rules, TEXT("by"));

    if (by >= 0 && service_mode_has_fact(rules, attempt->mode, TEXT("by")))
        return attempt->facts[by];
    return attempt->mode->id;
}

/* What the engine says of itself decides nothing. */
static bool
is_note(struct text rule)
{
    static const char *const words[] = {
#define SERVICE_NOTE(name, word) word,
#include "law/service_note.def"
#undef SERVICE_NOTE
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_is(rule, words[i]))
            return true;
    return false;
}

struct text
service_told_rule(const struct service_verdict *verdict)
{
    for (size_t i = verdict->steps_count; i > 0; i--) {
        const struct service_step *step = &verdict->steps[i - 1];
        if (step->counted == NULL && !is_note(step->rule))
            return step->rule;
    }
    return TEXT("");
}

struct text
service_told_wanting(const struct service_verdict *verdict, struct arena *arena)
{
    struct buffer names = buffer_open(arena, 64);

    for (size_t i = verdict->steps_count; i > 0 && verdict->outcome == SERVICE_CONTRADICTED; i--)
        if (!text_is_empty(verdict->steps[i - 1].what))
            return verdict->steps[i - 1].what;
    for (size_t i = 0; i < verdict->missing_count; i++) {
        if (i > 0)
            buffer_add_text(&names, TEXT(" "));
        buffer_add_text(&names, verdict->missing[i]);
    }
    return buffer_text(&names);
}

static const struct words *
words_among(const struct service_rule *rules, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(rules[i].name, name))
            return &rules[i].words;
    return NULL;
}

const struct words *
service_told_words(const struct service_rules *rules, struct text rule)
{
    const struct words *words = words_among(rules->common, rules->common_count, rule);

    for (size_t i = 0; words == NULL && i < rules->modes_count; i++)
        words = words_among(rules->modes[i].rules, rules->modes[i].rules_count, rule);
    for (size_t i = 0; words == NULL && i < rules->failures_count; i++)
        words = words_among(rules->failures[i].rules, rules->failures[i].rules_count, rule);
    return words;
}

static void
put_words(struct canon *canon, const struct words *words)
{
    canon_key(canon, "words");
    canon_begin_object(canon);
    canon_member_text(canon, "en", words->in[LANGUAGE_EN]);
    canon_member_text(canon, "ko", words->in[LANGUAGE_KO]);
    canon_member_text(canon, "zh", words->in[LANGUAGE_ZH]);
    canon_end_object(canon);
}

static void
put_counted(struct canon *canon, const struct derivation_step *step, struct arena *arena)
{
    struct derivation *one = ARENA_NEW(arena, struct derivation);

    one->steps[0] = *step;
    one->count = 1;
    canon_key(canon, "counted");
    canon_put_canonical(canon, derivation_json(one, arena));
}

struct text
service_told_derivation(const struct service_verdict *verdict, struct arena *arena)
{
    struct canon canon = canon_open(arena, 1024);

    canon_begin_array(&canon);
    for (size_t i = 0; i < verdict->steps_count; i++) {
        const struct service_step *step = &verdict->steps[i];

        canon_begin_object(&canon);
        if (step->counted != NULL)
            put_counted(&canon, step->counted, arena);
        canon_member_text_if(&canon, "day", step->day);
        if (!citation_is_none(step->rests_on))
            canon_member_text(&canon, "rests_on", citation_text(step->rests_on, arena));
        canon_member_text_if(&canon, "rule", step->rule);
        canon_member_text_if(&canon, "what", step->what);
        if (step->words != NULL)
            put_words(&canon, step->words);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    return canon_text(&canon);
}
