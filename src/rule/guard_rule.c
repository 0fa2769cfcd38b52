/* guard_rule.c: a condition is a map with one fact and one comparison, or with `all` or `any` and
 * more conditions. There is no arithmetic and no script: what cannot be said so is a verb in C. */
#include "rule/guard_rule.h"

#include <string.h>

static const char *const comparison_words[] = {"all", "any",    "is",       "is_not",
                                               "in",  "not_in", "at_least", "at_most"};
enum { COMPARISONS = 8 };

/* Words for "did you mean", from tables of texts. */
static bool
unknown(const struct schema_context *context, const struct yaml *node, const char *what,
        struct text typed, const char *const words[], size_t count)
{
    const char *near = mistakes_nearest(typed, words, count);

    if (near != NULL)
        return schema_mistake(context, node, "no %s `%.*s`; did you mean `%s`?", what,
                              TEXT_ARGS(typed), near);
    return schema_mistake(context, node, "no %s `%.*s`", what, TEXT_ARGS(typed));
}

bool
guard_rule_refusal(const struct yaml *node, const struct schema_context *context, void *place)
{
    static const char *const names[REFUSAL_COUNT] = {
#define REFUSAL(name, word, rests_on) #name,
#include "law/refusal.def"
#undef REFUSAL
    };
    struct text text;

    if (!schema_text(node, context, &text))
        return false;
    if (refusal_parse(text, place))
        return true;
    return unknown(context, node, "refusal", text, names, REFUSAL_COUNT);
}

/* ---- actors ---- */

static bool
read_role(const struct yaml *node, const struct schema_context *context, struct text word,
          struct actor *actor)
{
    static const char *const words[ROLE_COUNT] = {
#define ROLE(name, word, zh, ko, en) word,
#include "law/role.def"
#undef ROLE
    };

    return role_parse(word, &actor->role) ||
           unknown(context, node, "role", word, words, ROLE_COUNT);
}

static bool
read_relation(const struct yaml *node, const struct schema_context *context, struct text word,
              struct actor *actor)
{
    static const char *const words[RELATION_COUNT] = {
#define RELATION(name, word, zh, ko, en) word,
#include "law/relation.def"
#undef RELATION
    };
    enum relation relation;

    if (!relation_parse(word, &relation))
        return unknown(context, node, "relation", word, words, RELATION_COUNT);
    actor->relations = RELATION_BIT(relation);
    return true;
}

bool
guard_rule_actor(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct actor actor = {.relations = RELATION_ANY};
    struct text text, role;

    if (!schema_text(node, context, &text))
        return false;
    role = text_cut(&text, '@');
    if (!read_role(node, context, role, &actor) ||
        (!text_is_empty(text) && !read_relation(node, context, text, &actor)))
        return false;
    memcpy(place, &actor, sizeof actor);
    return true;
}

bool
guard_rule_actors(const struct yaml *node, const struct schema_context *context, void *place)
{
    bool is_list = node->type == YAML_LIST, is_good = true;
    struct actor_list list = {.count = is_list ? node->count : 1};
    struct actor *actors = ARENA_MANY(context->arena, list.count + 1, struct actor);

    list.items = actors;
    if (list.count == 0)
        return schema_mistake(context, node, "nobody stands here; expected `role@relation`");
    for (const struct yaml *child = is_list ? node->first : node; child != NULL;
         child = is_list ? child->next : NULL)
        is_good = guard_rule_actor(child, context, actors++) && is_good;
    memcpy(place, &list, sizeof list);
    return is_good;
}

/* ---- conditions ---- */

static bool read_guard(const struct yaml *node, const struct schema_context *context, int depth,
                       struct guard *guard);

static bool
read_values(const struct yaml *node, const struct schema_context *context, struct guard *guard)
{
    bool is_list = guard->comparison == GUARD_IN || guard->comparison == GUARD_NOT_IN;
    bool is_good = true;
    struct text *values;

    if (is_list && (node->type != YAML_LIST || node->count == 0))
        return schema_mistake(context, node, "expected a list of values");
    guard->values_count = is_list ? node->count : 1;
    guard->values = values = ARENA_MANY(context->arena, guard->values_count, struct text);
    for (const struct yaml *child = is_list ? node->first : node; child != NULL;
         child = is_list ? child->next : NULL)
        is_good = schema_text(child, context, values++) && is_good;
    return is_good;
}

/* A number is compared with numbers, a claim with true or false, a text with texts. */
static bool
check_values(const struct yaml *node, const struct schema_context *context,
             const struct guard *guard)
{
    enum fact_type type = fact_type(guard->fact);
    bool is_bound = guard->comparison == GUARD_AT_LEAST || guard->comparison == GUARD_AT_MOST;
    bool may_be_number = guard->fact == FACT_FIELD || guard->fact == FACT_REMEMBERED;
    int64_t number;

    if (is_bound && type != FACT_NUMBER && !may_be_number)
        return schema_mistake(context, node, "`%.*s` is no number and has no bounds",
                              TEXT_ARGS(fact_word(guard->fact)));
    for (size_t i = 0; i < guard->values_count; i++) {
        struct text value = guard->values[i];

        if ((type == FACT_NUMBER || is_bound) && !text_number(value, &number))
            return schema_mistake(context, node, "`%.*s` stands here; expected a whole number",
                                  TEXT_ARGS(value));
        if (type == FACT_BOOLEAN && !text_is(value, "true") && !text_is(value, "false"))
            return schema_mistake(context, node, "`%.*s` stands here; expected true or false",
                                  TEXT_ARGS(value));
    }
    return true;
}

static bool
read_leaf(const struct yaml *node, const struct schema_context *context, const struct yaml *value,
          struct guard *guard)
{
    static const char *const words[FACT_COUNT] = {
#define FACT(name, word, type, takes_name) word,
#include "law/fact.def"
#undef FACT
    };
    const struct yaml *fact = yaml_member(node, "fact");
    struct text word, kind;

    if (fact == NULL)
        return schema_mistake(context, node, "the condition lacks `fact`");
    if (!schema_text(fact, context, &word))
        return false;
    if (!fact_parse(word, &guard->fact, &guard->name)) {
        kind = text_cut(&word, '.');
        return unknown(context, fact, "fact", kind, words, FACT_COUNT);
    }
    return read_values(value, context, guard) && check_values(value, context, guard);
}

static bool
read_group(const struct yaml *value, const struct schema_context *context, int depth,
           struct guard *guard)
{
    bool is_good = true;
    struct guard *guards;

    if (value->type != YAML_LIST || value->count == 0)
        return schema_mistake(context, value, "expected a list of conditions");
    if (depth >= PROCEDURE_GUARD_DEPTH_MAX)
        return schema_mistake(context, value, "conditions are nested deeper than %d",
                              PROCEDURE_GUARD_DEPTH_MAX);
    guard->guards_count = value->count;
    guard->guards = guards = ARENA_MANY(context->arena, value->count, struct guard);
    for (const struct yaml *child = value->first; child != NULL; child = child->next)
        is_good = read_guard(child, context, depth + 1, guards++) && is_good;
    return is_good;
}

/* The one comparison of the map; every other key but `fact` and `else` is a mistake. */
static const struct yaml *
find_comparison(const struct yaml *node, const struct schema_context *context, struct guard *guard)
{
    const struct yaml *found = NULL;

    for (const struct yaml *child = node->first; child != NULL; child = child->next) {
        int at = 0;

        if (text_is(child->key, "fact") || text_is(child->key, "else"))
            continue;
        while (at < COMPARISONS && !text_is(child->key, comparison_words[at]))
            at++;
        if (at == COMPARISONS || found != NULL) {
            schema_key_mistake(context, child,
                               "a condition is one `fact` and one of is, is_not, in, not_in, "
                               "at_least, at_most; or `all` or `any` with a list");
            return NULL;
        }
        found = child;
        guard->comparison = (enum comparison)at;
    }
    if (found == NULL)
        schema_mistake(context, node, "the condition compares nothing");
    return found;
}

static bool
read_guard(const struct yaml *node, const struct schema_context *context, int depth,
           struct guard *guard)
{
    const struct yaml *otherwise, *value;
    bool is_good = true;

    if (node->type != YAML_MAP)
        return schema_mistake(context, node, "expected a condition, as {fact: …, is: …}");
    otherwise = yaml_member(node, "else");
    guard->refusal = CONDITION_MUST_BE_MET;
    if (otherwise != NULL && depth > 0)
        is_good = schema_key_mistake(context, otherwise,
                                     "`else` belongs to the whole condition, not to a part of it");
    else if (otherwise != NULL)
        is_good = guard_rule_refusal(otherwise, context, &guard->refusal);
    value = find_comparison(node, context, guard);
    if (value == NULL)
        return false;
    if (guard->comparison == GUARD_ALL || guard->comparison == GUARD_ANY)
        return read_group(value, context, depth, guard) && is_good;
    return read_leaf(node, context, value, guard) && is_good;
}

bool
guard_rule_one(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct guard *guard = ARENA_NEW(context->arena, struct guard);
    const struct guard *read = guard;

    if (!read_guard(node, context, 0, guard))
        return false;
    memcpy(place, &read, sizeof read);
    return true;
}

bool
guard_rule_list(const struct yaml *node, const struct schema_context *context, void *place)
{
    bool is_good = true;
    struct guard *guards;
    struct guard_list list = {0};

    if (node->type != YAML_LIST || node->count == 0)
        return schema_mistake(context, node, "expected a list of conditions");
    list.count = node->count;
    list.items = guards = ARENA_MANY(context->arena, node->count, struct guard);
    for (const struct yaml *child = node->first; child != NULL; child = child->next)
        is_good = read_guard(child, context, 0, guards++) && is_good;
    if (is_good)
        memcpy(place, &list, sizeof list);
    return is_good;
}
