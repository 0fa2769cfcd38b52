/* source_rule.c: a citation is only worth something while the source it names is known. */
#include "rule/source_rule.h"

#include "rule/rule_file.h"

#define AT(member) offsetof(struct source, member)
static const struct schema_field source_fields[] = {
    {.key = "name", .type = SCHEMA_WORDS, .offset = AT(name), .is_required = true},
    {.key = "edition", .type = SCHEMA_WORDS, .offset = AT(edition), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = AT(until)},
    {.key = "articles",
     .type = SCHEMA_INTEGER,
     .offset = AT(articles),
     .least = 1,
     .most = CITATION_ARTICLE_MAX},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .is_required = true},
};
static const struct schema source_schema = {"a source", sizeof(struct source), AT(id),
                                            source_fields,
                                            sizeof source_fields / sizeof source_fields[0]};

static const struct schema_field file_fields[] = {
    {.key = "sources",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct source_list, sources),
     .count_offset = offsetof(struct source_list, count),
     .is_required = true,
     .of = &source_schema},
};
static const struct schema file_schema = {"the file of sources", sizeof(struct source_list), 0,
                                          file_fields, 1};

/* What the table of fields cannot say: how ids look, and that until is not before from. */
static bool
check_source(const struct source *source, const struct yaml *node,
             const struct schema_context *context)
{
    struct citation citation;
    if (!citation_parse(source->id, &citation) || citation.article != 0)
        return schema_key_mistake(
            context, node, "`%.*s` is no id of a source; use capital letters, digits and hyphens",
            TEXT_ARGS(source->id));
    if (!date_is_none(source->until) && date_compare(source->until, source->from) < 0)
        return schema_mistake(context, yaml_member(node, "until"), "`until` is before `from`");
    return true;
}

bool
source_rule_load(const char *folder, struct arena *arena, struct mistakes *mistakes,
                 struct source_list *list)
{
    struct rule_file file;
    *list = (struct source_list){0};
    if (!rule_file_load(&file, folder, "source.yaml", NULL, arena, mistakes, &file_schema, list))
        return false;
    const struct yaml *node = rule_file_item(&file, "sources", 0);
    bool is_good = true;
    for (size_t i = 0; i < list->count; i++, node = node->next)
        is_good = check_source(&list->sources[i], node, &file.context) && is_good;
    return is_good;
}
