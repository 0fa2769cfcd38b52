/* secret.c: one list of effects and what of each is somebody's; both directions read it, so that
 * they cannot part. */
#include "law/secret.h"

/* Stands in the body for somebody who has no account. */
#define SOMEBODY TEXT("person")

/* Account ids are made by the program; everything else that names a person was typed. */
static bool
secret_is_account(struct text person)
{
    unsigned char rest[10];

    return person.length == 21 && person.bytes[0] == 'a' &&
           hex_read((struct text){person.bytes + 1, 20}, rest, sizeof rest);
}

/* What may be remembered in the open: answers of a form that were not typed freely. */
static bool
secret_is_plain(const struct step *step, const struct effect *effect)
{
    for (size_t i = 0; step != NULL && i < step->fields_count; i++) {
        if (!text_equal(step->fields[i].name, effect->name))
            continue;
        switch (step->fields[i].type) {
        case FIELD_INTEGER:
        case FIELD_DATE:
        case FIELD_BOOLEAN:
        case FIELD_CHOICE:
        case FIELD_COURT:
        case FIELD_ACCOUNT: return true;
        default: return false;
        }
    }
    return !value_is(effect->memory, VALUE_TEXT);
}

/* The list without one name; it is of no use but to tell people apart. */
static const struct value *
secret_without(const struct value *people, struct text person, struct arena *arena)
{
    struct value *kept = ARENA_NEW(arena, struct value);
    const struct value **end = &kept->first;

    kept->type = VALUE_ARRAY;
    for (const struct value *one = people == NULL ? NULL : people->first; one != NULL;
         one = one->next) {
        struct value *copy;
        if (text_equal(value_text(one), person))
            continue;
        copy = ARENA_NEW(arena, struct value);
        *copy = *one;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
        kept->count++;
    }
    return kept;
}

static void
secret_take_effect(struct canon *canon, int at, struct effect *effect, const struct step *step,
                   struct text person, struct arena *arena)
{
    bool has_words = effect->kind == EFFECT_VERDICT_GIVEN && !text_is_empty(effect->detail);
    bool is_signed = effect->kind == EFFECT_SIGNED && !text_is_empty(person) &&
                     text_equal(effect->value, person);
    bool is_told = effect->kind == EFFECT_REMEMBERED && !secret_is_plain(step, effect);

    if (effect->kind == EFFECT_PARTIES_NAMED && !text_is_empty(person))
        effect->memory = secret_without(effect->memory, person, arena);
    if (!has_words && !is_signed && !is_told)
        return;
    canon_begin_object(canon);
    canon_member_integer(canon, "at", at);
    if (has_words)
        canon_member_text(canon, "detail", effect->detail);
    if (is_told && effect->memory != NULL)
        canon_member(canon, "memory", effect->memory);
    if (is_signed)
        canon_member_text(canon, "value", effect->value);
    canon_end_object(canon);
    if (has_words)
        effect->detail = TEXT("");
    if (is_told)
        effect->memory = NULL;
    if (is_signed)
        effect->value = SOMEBODY;
}

struct text
secret_take(struct step_result *result, const struct step *step, struct arena *arena)
{
    struct effect *effects = ARENA_MANY(arena, (size_t)result->effects_count + 1, struct effect);
    struct text person = secret_is_account(result->acted_for) ? TEXT("") : result->acted_for;
    struct canon canon = canon_open(arena, 256);
    struct text taken;

    canon_begin_array(&canon);
    if (!text_is_empty(person)) {
        canon_begin_object(&canon);
        canon_member_text(&canon, "acted_for", person);
        canon_end_object(&canon);
        result->acted_for = SOMEBODY;
    }
    for (int i = 0; i < result->effects_count; i++) {
        effects[i] = result->effects[i];
        secret_take_effect(&canon, i, &effects[i], step, person, arena);
    }
    canon_end_array(&canon);
    result->effects = effects;
    taken = canon_text(&canon);
    return taken.length > 2 ? taken : TEXT("");
}

void
secret_put_back(struct step_result *result, const struct value *secrets)
{
    const struct value *one = value_is(secrets, VALUE_ARRAY) ? secrets->first : NULL;

    for (; one != NULL; one = one->next) {
        int64_t at = value_member_integer(one, "at", -1);
        if (value_member(one, "acted_for") != NULL)
            result->acted_for = value_member_text(one, "acted_for");
        if (at < 0 || at >= result->effects_count)
            continue;
        if (value_member(one, "detail") != NULL)
            result->effects[at].detail = value_member_text(one, "detail");
        if (value_member(one, "memory") != NULL)
            result->effects[at].memory = value_member(one, "memory");
        if (value_member(one, "value") != NULL)
            result->effects[at].value = value_member_text(one, "value");
    }
}
