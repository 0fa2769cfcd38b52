/* procedure_place.c: walks the tree of a file by names. */
#include "rule/procedure_place.h"

const struct yaml *
procedure_place(const struct procedure_file *file, const char *section, struct text name,
                const char *key)
{
    const struct yaml *map = yaml_member(file->tree, section), *named = NULL, *value;

    if (map == NULL)
        return file->tree;
    for (const struct yaml *child = map->first; child != NULL && named == NULL; child = child->next)
        if (text_equal(child->key, name))
            named = child;
    if (named == NULL)
        return map;
    value = *key == '\0' ? NULL : yaml_member(named, key);
    return value == NULL ? named : value;
}

const struct yaml *
procedure_place_nth(const struct yaml *node, size_t n)
{
    const struct yaml *child = node->type == YAML_SCALAR ? NULL : node->first;

    while (child != NULL && n-- > 0)
        child = child->next;
    return child == NULL ? node : child;
}
