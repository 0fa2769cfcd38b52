/* yaml_fuzz.c: rule files: what is not taken is a mistake with a place. */
#include "fuzz.h"
#include "rule/yaml.h"

static void
look_at(const struct yaml *node, int depth)
{
    MUST(depth <= YAML_DEPTH_MAX);
    MUST(node->line >= 1 && node->column >= 1);
    size_t count = 0;
    for (const struct yaml *child = node->first; child != NULL; child = child->next) {
        MUST(node->type != YAML_SCALAR);
        look_at(child, depth + 1);
        count++;
    }
    MUST(count == node->count);
}

FUZZ(input, arena)
{
    struct mistakes mistakes = mistakes_open(arena);
    const struct yaml *root = yaml_read("fuzz.yaml", input, arena, &mistakes);
    if (root == NULL)
        MUST(mistakes.count > 0 && mistakes_text(&mistakes, arena).length > 0);
    else
        look_at(root, 0);
}
