/* form_shown.c: what was filled in, less what may not be seen. */
#include "law/form_reader.h"

struct form_viewer {
    const struct asker *asker;
    const struct matter_facts *facts;
    struct arena *arena;
};

static bool
form_hides(const struct form_viewer *viewer, const struct field_rule *field,
           const struct value *object)
{
    if (field == NULL || !field->is_protected)
        return false;
    return !access_may_see(viewer->asker, viewer->facts, SIGHT_ADDRESS,
                           value_member_text(object, "account"));
}

static const struct field_rule *
form_rule_named(const struct field_rule *fields, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(fields[i].name, name))
            return &fields[i];
    return NULL;
}

static struct value *form_show_object(const struct form_viewer *viewer,
                                      const struct field_rule *fields, size_t count,
                                      const struct value *object);

static struct value *
form_show_value(const struct form_viewer *viewer, const struct field_rule *field,
                const struct value *value)
{
    size_t count = 0;
    const struct field_rule *members = field == NULL ? NULL : form_members(field, &count);
    struct value *copy = ARENA_NEW(viewer->arena, struct value);

    *copy = *value;
    if (count > 0 && value->type == VALUE_ARRAY) {
        struct form_parent list = form_parent(viewer->arena, VALUE_ARRAY);

        for (const struct value *entry = value->first; entry != NULL; entry = entry->next)
            form_append(&list, TEXT(""), form_show_object(viewer, members, count, entry));
        copy = list.value;
    }
    return copy;
}

static struct value *
form_show_object(const struct form_viewer *viewer, const struct field_rule *fields, size_t count,
                 const struct value *object)
{
    struct form_parent shown = form_parent(viewer->arena, VALUE_OBJECT);

    for (const struct value *member = object->first; member != NULL; member = member->next) {
        const struct field_rule *field = form_rule_named(fields, count, member->key);

        if (!form_hides(viewer, field, object))
            form_append(&shown, member->key, form_show_value(viewer, field, member));
    }
    return shown.value;
}

const struct value *
form_shown(const struct step *step, const struct value *fields, const struct asker *asker,
           const struct matter_facts *facts, struct arena *arena)
{
    struct form_viewer viewer = {asker, facts, arena};

    if (!value_is(fields, VALUE_OBJECT))
        return fields;
    return form_show_object(&viewer, step->fields, step->fields_count, fields);
}
