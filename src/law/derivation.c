/* derivation.c: a day without its reasons cannot be checked by the one who has to keep it. */
#include "law/derivation.h"

#include <assert.h>

#define DAY_(name)                                                                                 \
    {                                                                                              \
        name, DERIVATION_DAY                                                                       \
    }
#define INSTANT_(name)                                                                             \
    {                                                                                              \
        name, DERIVATION_INSTANT                                                                   \
    }
#define LENGTH_(name)                                                                              \
    {                                                                                              \
        name, DERIVATION_LENGTH                                                                    \
    }
#define MONEY_(name)                                                                               \
    {                                                                                              \
        name, DERIVATION_MONEY                                                                     \
    }
#define RATE_(name)                                                                                \
    {                                                                                              \
        name, DERIVATION_RATE                                                                      \
    }
#define COUNT_(name)                                                                               \
    {                                                                                              \
        name, DERIVATION_COUNTED                                                                   \
    }
#define TEXT_(name)                                                                                \
    {                                                                                              \
        name, DERIVATION_TEXT                                                                      \
    }
#define NONE_                                                                                      \
    {                                                                                              \
        NULL, DERIVATION_NONE                                                                      \
    }
static const struct {
    const char *text;
    struct derivation_place places[DERIVATION_VALUES_MAX];
} kinds[DERIVATION_COUNT] = {
#define DERIVATION(name, key, ...) [DERIVATION_##name] = {key, {__VA_ARGS__}},
#include "law/derivation.def"
#undef DERIVATION
};

struct text
derivation_key_text(enum derivation_key key)
{
    return text_of(kinds[key].text);
}

bool
derivation_key_parse(struct text text, enum derivation_key *key)
{
    for (int i = 0; i < DERIVATION_COUNT; i++) {
        if (text_is(text, kinds[i].text)) {
            *key = (enum derivation_key)i;
            return true;
        }
    }
    return false;
}

struct derivation_place
derivation_place(enum derivation_key key, int i)
{
    return kinds[key].places[i];
}

struct derivation_step *
derivation_add(struct derivation *derivation, enum derivation_key key, struct citation rests_on)
{
    assert(derivation->count < DERIVATION_STEPS_MAX);
    struct derivation_step *step = &derivation->steps[derivation->count++];
    *step = (struct derivation_step){.key = key, .rests_on = rests_on};
    return step;
}

/* Names in ascending order, as canonical JSON wants them; there are five at most. */
void
derivation_put_values(struct canon *canon, const struct derivation_step *step)
{
    bool is_put[DERIVATION_VALUES_MAX] = {false};
    canon_begin_object(canon);
    for (int round = 0; round < DERIVATION_VALUES_MAX; round++) {
        int least = -1;
        for (int i = 0; i < DERIVATION_VALUES_MAX; i++) {
            const char *name = kinds[step->key].places[i].name;
            if (name != NULL && !is_put[i] &&
                (least < 0 ||
                 text_compare(text_of(name), text_of(kinds[step->key].places[least].name)) < 0))
                least = i;
        }
        if (least < 0)
            break;
        is_put[least] = true;
        canon_member_text(canon, kinds[step->key].places[least].name, step->values[least]);
    }
    canon_end_object(canon);
}

static void
put_words(struct canon *canon, const struct words *words)
{
    static const enum language by_code[] = {LANGUAGE_EN, LANGUAGE_KO, LANGUAGE_ZH};
    canon_key(canon, "words");
    canon_begin_object(canon);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        canon_member_text(canon, language_code(by_code[i]), words->in[by_code[i]]);
    canon_end_object(canon);
}

struct text
derivation_json(const struct derivation *derivation, struct arena *arena)
{
    struct canon canon = canon_open(arena, 1024);
    canon_begin_array(&canon);
    for (size_t i = 0; i < derivation->count; i++) {
        const struct derivation_step *step = &derivation->steps[i];
        canon_begin_object(&canon);
        canon_member_text(&canon, "key", derivation_key_text(step->key));
        if (!citation_is_none(step->rests_on))
            canon_member_text(&canon, "rests_on", citation_text(step->rests_on, arena));
        canon_key(&canon, "values");
        derivation_put_values(&canon, step);
        if (!text_is_empty(step->words.in[LANGUAGE_ZH]))
            put_words(&canon, &step->words);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    return canon_text(&canon);
}

static bool
read_step(const struct value *json, struct derivation *derivation)
{
    enum derivation_key key;
    struct citation rests_on = {0};
    struct text citation = value_member_text(json, "rests_on");
    if (derivation->count == DERIVATION_STEPS_MAX ||
        !derivation_key_parse(value_member_text(json, "key"), &key) ||
        (!text_is_empty(citation) && !citation_parse(citation, &rests_on)))
        return false;
    struct derivation_step *step = derivation_add(derivation, key, rests_on);
    const struct value *values = value_member(json, "values");
    const struct value *words = value_member(json, "words");
    for (int i = 0; i < DERIVATION_VALUES_MAX && kinds[key].places[i].name != NULL; i++)
        step->values[i] = value_member_text(values, kinds[key].places[i].name);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        step->words.in[i] = value_member_text(words, language_code((enum language)i));
    return true;
}

bool
derivation_read(const struct value *json, struct derivation *derivation)
{
    derivation->count = 0;
    if (!value_is(json, VALUE_ARRAY))
        return false;
    for (const struct value *step = json->first; step != NULL; step = step->next) {
        if (!read_step(step, derivation))
            return false;
    }
    return true;
}
