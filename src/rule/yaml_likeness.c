/* yaml_likeness.c: a procedure that is `like` another is merged as a tree before it is decoded:
 * maps key by key, the rest replaced. What is taken over stands, for mistakes, where `like` stands.
 */
#include "rule/yaml_likeness.h"

static struct yaml *
copy_node(const struct yaml *node, struct arena *arena)
{
    struct yaml *copy = ARENA_NEW(arena, struct yaml);

    *copy = *node;
    copy->next = NULL;
    return copy;
}

struct yaml *
yaml_likeness_copy(const struct yaml *node, const struct yaml *place, struct arena *arena)
{
    struct yaml *copy = copy_node(node, arena);
    const struct yaml **end = &copy->first;

    copy->line = copy->key_line = place->line;
    copy->column = copy->key_column = place->column;
    for (const struct yaml *child = node->first; child != NULL; child = child->next) {
        struct yaml *grown = yaml_likeness_copy(child, place, arena);

        *end = grown;
        end = &grown->next;
    }
    return copy;
}

static const struct yaml *
find_child(const struct yaml *map, struct text key)
{
    for (const struct yaml *child = map->first; child != NULL; child = child->next)
        if (text_equal(child->key, key))
            return child;
    return NULL;
}

struct yaml *
yaml_likeness_merge(const struct yaml *over, const struct yaml *under, const struct yaml *place,
                    struct arena *arena)
{
    struct yaml *merged = copy_node(over, arena);
    const struct yaml **end = &merged->first;

    if (over->type != YAML_MAP || under->type != YAML_MAP)
        return merged;
    merged->count = 0;
    for (const struct yaml *child = under->first; child != NULL; child = child->next) {
        const struct yaml *own = find_child(over, child->key);
        struct yaml *both = own == NULL ? yaml_likeness_copy(child, place, arena)
                                        : yaml_likeness_merge(own, child, place, arena);

        *end = both;
        end = &both->next;
        merged->count++;
    }
    for (const struct yaml *child = over->first; child != NULL; child = child->next) {
        if (find_child(under, child->key) != NULL)
            continue;
        struct yaml *own = copy_node(child, arena);

        *end = own;
        end = &own->next;
        merged->count++;
    }
    return merged;
}

bool
yaml_likeness_leave_out(struct yaml *map, struct text path)
{
    struct text name = text_cut(&path, '.');

    for (const struct yaml **at = &map->first; *at != NULL; at = &((struct yaml *)*at)->next) {
        struct yaml *child = (struct yaml *)*at; /* made by yaml_likeness_copy, not by the reader */

        if (!text_equal(child->key, name))
            continue;
        if (!text_is_empty(path) &&
            (child->type != YAML_MAP || !yaml_likeness_leave_out(child, path)))
            return false;
        if (!text_is_empty(path) && child->count > 0)
            return true;
        *at = child->next; /* what was named, or the map it has left empty */
        map->count--;
        return true;
    }
    return false;
}
