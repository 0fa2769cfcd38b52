/* rule_file.c: every loader reads its file in the same way. */
#include "rule/rule_file.h"

bool
rule_file_load(struct rule_file *file, const char *folder, const char *name,
               const struct source_list *sources, struct arena *arena, struct mistakes *mistakes,
               const struct schema *schema, void *place)
{
    const char *path = text_format(arena, "%s/%s", folder, name).bytes;
    file->context = (struct schema_context){path, arena, mistakes, sources};
    file->tree = yaml_read_file(path, arena, mistakes, &file->digest);
    return file->tree != NULL && schema_decode(schema, file->tree, &file->context, place);
}

const struct yaml *
rule_file_item(const struct rule_file *file, const char *key, size_t n)
{
    const struct yaml *list = yaml_member(file->tree, key);
    const struct yaml *item = list == NULL ? NULL : list->first;
    while (item != NULL && n-- > 0)
        item = item->next;
    return item != NULL ? item : file->tree;
}
