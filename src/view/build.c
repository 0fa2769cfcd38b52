/* build.c: trees grow at their end. */
#include "view/build.h"

static struct value *
value_of(enum value_type type, struct arena *arena)
{
    struct value *value = ARENA_NEW(arena, struct value);
    value->type = type;
    return value;
}

struct value *
build_object(struct arena *arena)
{
    return value_of(VALUE_OBJECT, arena);
}

struct value *
build_array(struct arena *arena)
{
    return value_of(VALUE_ARRAY, arena);
}

struct value *
build_text(struct text text, struct arena *arena)
{
    struct value *value = value_of(VALUE_TEXT, arena);
    value->text = text;
    return value;
}

struct value *
build_integer(int64_t integer, struct arena *arena)
{
    struct value *value = value_of(VALUE_INTEGER, arena);
    value->integer = integer;
    return value;
}

struct value *
build_boolean(bool boolean, struct arena *arena)
{
    return value_of(boolean ? VALUE_TRUE : VALUE_FALSE, arena);
}

struct value *
build_branch(const struct value *value, struct arena *arena)
{
    struct value *branch = value_of(value->type, arena);
    *branch = *value;
    branch->next = NULL;
    return branch;
}

void
build_add(struct value *parent, struct text key, struct value *child)
{
    const struct value **end = &parent->first;
    while (*end != NULL)
        end = (const struct value **)&(*end)->next;
    child->key = key;
    child->next = NULL;
    *end = child;
    parent->count++;
}

struct value *
build_with(const struct value *object, struct text key, struct value *child, struct arena *arena)
{
    struct value *with = build_object(arena);
    for (const struct value *one = object->first; one != NULL; one = one->next) {
        if (!text_equal(one->key, key))
            build_add(with, one->key, build_branch(one, arena));
    }
    if (child != NULL)
        build_add(with, key, child);
    return with;
}

struct value *
build_within(struct value *object, struct text key, struct arena *arena)
{
    const struct value *there = value_member_named(object, key);
    if (there != NULL)
        return (struct value *)there;
    struct value *made = build_object(arena);
    build_add(object, key, made);
    return made;
}
