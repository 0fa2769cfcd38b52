/* policy_rule.c: what the law leaves open is settled by a value out of a list, from a day on, for
 * all courts or for one. */
#include "rule/policy_rule.h"

#include "rule/rule_file.h"

#define ROW(member) offsetof(struct policy_row, member)
static const struct schema_field row_fields[] = {
    {.key = "value", .type = SCHEMA_TEXT, .offset = ROW(value), .is_required = true},
    {.key = "court", .type = SCHEMA_TEXT, .offset = ROW(court)},
    {.key = "from", .type = SCHEMA_DATE, .offset = ROW(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = ROW(until)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = ROW(rests_on), .is_required = true},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = ROW(is_verified), .is_required = true},
};
static const struct schema row_schema = {"a value of a policy", sizeof(struct policy_row), 0,
                                         row_fields, sizeof row_fields / sizeof row_fields[0]};

struct policy_entry {
    struct text name;
    struct words words;
    const struct text *choices;
    size_t choices_count;
    const struct policy_row *rows;
    size_t rows_count;
};

#define ENTRY(member) offsetof(struct policy_entry, member)
static const struct schema_field entry_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = ENTRY(words), .is_required = true},
    {.key = "choices",
     .type = SCHEMA_TEXTS,
     .offset = ENTRY(choices),
     .count_offset = ENTRY(choices_count),
     .is_required = true},
    {.key = "rows",
     .type = SCHEMA_LIST,
     .offset = ENTRY(rows),
     .count_offset = ENTRY(rows_count),
     .is_required = true,
     .of = &row_schema},
};
static const struct schema entry_schema = {"a policy", sizeof(struct policy_entry), ENTRY(name),
                                           entry_fields,
                                           sizeof entry_fields / sizeof entry_fields[0]};

struct policy_entries {
    const struct policy_entry *entries;
    size_t count;
};

static const struct schema_field file_fields[] = {
    {.key = "policies",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct policy_entries, entries),
     .count_offset = offsetof(struct policy_entries, count),
     .is_required = true,
     .of = &entry_schema},
};
static const struct schema file_schema = {"the file of policies", sizeof(struct policy_entries), 0,
                                          file_fields, 1};

static bool
is_choice(const struct policy_entry *entry, struct text value)
{
    for (size_t i = 0; i < entry->choices_count; i++)
        if (text_equal(entry->choices[i], value))
            return true;
    return false;
}

static bool
check_row(const struct rule_file *file, const struct policy_entry *entry, size_t n,
          const struct yaml *node)
{
    const struct policy_row *row = &entry->rows[n];

    if (!is_choice(entry, row->value))
        return schema_mistake(&file->context, yaml_member(node, "value"),
                              "`%.*s` is none of the choices of `%.*s`", TEXT_ARGS(row->value),
                              TEXT_ARGS(entry->name));
    if (!date_is_none(row->until) && date_compare(row->until, row->from) < 0)
        return schema_mistake(&file->context, yaml_member(node, "until"),
                              "`until` is before `from`");
    return true;
}

static size_t
count_rows(const struct policy_entries *entries)
{
    size_t count = 0;

    for (size_t i = 0; i < entries->count; i++)
        count += entries->entries[i].rows_count;
    return count;
}

bool
policy_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                 struct mistakes *mistakes, struct policy_set *policies)
{
    struct rule_file file;
    struct policy_entries entries = {0};
    bool is_good = rule_file_load(&file, folder, "policy.yaml", sources, arena, mistakes,
                                  &file_schema, &entries);
    struct policy_row *rows;
    size_t count = 0;

    *policies = (struct policy_set){0};
    if (!is_good)
        return false;
    rows = ARENA_MANY(arena, count_rows(&entries) + 1, struct policy_row);
    for (size_t i = 0; i < entries.count; i++) {
        const struct policy_entry *entry = &entries.entries[i];
        const struct yaml *node = yaml_member(rule_file_item(&file, "policies", i), "rows")->first;

        for (size_t j = 0; j < entry->rows_count; j++, node = node->next) {
            is_good = check_row(&file, entry, j, node) && is_good;
            rows[count] = entry->rows[j];
            rows[count++].name = entry->name;
        }
    }
    policies->rows = rows;
    policies->rows_count = count;
    return is_good;
}
