/* cause_rule.c: each edition of the list of causes is a file of its own; a new edition is a new
 * file. */
#include "rule/cause_rule.h"

#include "rule/rule_file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { EDITIONS_MAX = 32, WORDS_MAX = 64 };

static const struct schema_choice environments[] = {{"no", CAUSE_IS_NOT_ENVIRONMENTAL},
                                                    {"ask", CAUSE_MAY_BE_ENVIRONMENTAL},
                                                    {"yes", CAUSE_IS_ENVIRONMENTAL},
                                                    {0}};

#define GROUP(member) offsetof(struct cause_group, member)
static const struct schema_field group_fields[] = {
    {.key = "zh", .type = SCHEMA_TEXT, .offset = GROUP(name.in[LANGUAGE_ZH]), .is_required = true},
    {.key = "ko", .type = SCHEMA_TEXT, .offset = GROUP(name.in[LANGUAGE_KO]), .is_required = true},
    {.key = "en", .type = SCHEMA_TEXT, .offset = GROUP(name.in[LANGUAGE_EN]), .is_required = true},
};
static const struct schema group_schema = {"a group of causes", sizeof(struct cause_group),
                                           GROUP(id), group_fields,
                                           sizeof group_fields / sizeof group_fields[0]};

#define CAUSE(member) offsetof(struct cause, member)
static const struct schema_field cause_fields[] = {
    {.key = "number", .type = SCHEMA_TEXT, .offset = CAUSE(number), .is_required = true},
    {.key = "group", .type = SCHEMA_TEXT, .offset = CAUSE(group), .is_required = true},
    {.key = "name", .type = SCHEMA_WORDS, .offset = CAUSE(name), .is_required = true},
    {.key = "ground", .type = SCHEMA_TEXT, .offset = CAUSE(ground), .is_required = true},
    {.key = "environment",
     .type = SCHEMA_CHOICE,
     .offset = CAUSE(environment),
     .otherwise = CAUSE_IS_NOT_ENVIRONMENTAL,
     .choices = environments},
    {.key = "words",
     .type = SCHEMA_TEXTS,
     .offset = CAUSE(everyday),
     .count_offset = CAUSE(everyday_count),
     .least = 1,
     .most = WORDS_MAX},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = CAUSE(is_verified)},
};
static const struct schema cause_schema = {"a cause", sizeof(struct cause), 0, cause_fields,
                                           sizeof cause_fields / sizeof cause_fields[0]};

#define EDITION(member) offsetof(struct cause_edition, member)
static const struct schema_field edition_fields[] = {
    {.key = "edition", .type = SCHEMA_TEXT, .offset = EDITION(id), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = EDITION(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = EDITION(until)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = EDITION(rests_on), .is_required = true},
    {.key = "verified",
     .type = SCHEMA_BOOLEAN,
     .offset = EDITION(is_verified),
     .is_required = true},
    {.key = "groups",
     .type = SCHEMA_NAMED,
     .offset = EDITION(groups),
     .count_offset = EDITION(groups_count),
     .is_required = true,
     .of = &group_schema},
    {.key = "causes",
     .type = SCHEMA_LIST,
     .offset = EDITION(causes),
     .count_offset = EDITION(count),
     .is_required = true,
     .of = &cause_schema},
};
static const struct schema edition_schema = {"a list of causes", sizeof(struct cause_edition), 0,
                                             edition_fields,
                                             sizeof edition_fields / sizeof edition_fields[0]};

static bool
check_number(const struct rule_file *file, const struct cause_edition *edition, size_t n,
             const struct yaml *number)
{
    const struct cause *cause = &edition->causes[n];
    if (!cause_is_number(cause->number))
        return schema_mistake(&file->context, number,
                              "`%.*s` is no number of a cause; write it as \"108\" or \"108.3\"",
                              TEXT_ARGS(cause->number));
    if (n > 0 && cause_is_number(edition->causes[n - 1].number) &&
        cause_compare_numbers(edition->causes[n - 1].number, cause->number) >= 0)
        return schema_mistake(&file->context, number, "%.*s does not come after %.*s",
                              TEXT_ARGS(cause->number), TEXT_ARGS(edition->causes[n - 1].number));
    if (cause_level(cause) == 4 && cause_parent(edition, cause) == NULL)
        return schema_mistake(&file->context, number, "the cause above %.*s is missing",
                              TEXT_ARGS(cause->number));
    return true;
}

static bool
check_cause(const struct rule_file *file, const struct cause_edition *edition, size_t n)
{
    const struct cause *cause = &edition->causes[n];
    const struct yaml *node = rule_file_item(file, "causes", n);
    bool is_good = check_number(file, edition, n, yaml_member(node, "number"));
    if (cause_group(edition, cause->group) == NULL)
        is_good = schema_mistake(&file->context, yaml_member(node, "group"),
                                 "there is no group `%.*s`", TEXT_ARGS(cause->group));
    return is_good;
}

static bool
load_edition(const char *folder, const char *name, const struct source_list *sources,
             struct arena *arena, struct mistakes *mistakes, struct cause_edition *edition)
{
    struct rule_file file;
    if (!rule_file_load(&file, folder, name, sources, arena, mistakes, &edition_schema, edition))
        return false;
    bool is_good = true;
    for (size_t i = 0; i < edition->count; i++)
        is_good = check_cause(&file, edition, i) && is_good;
    return is_good;
}

static int
is_rule_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && entry->d_name[0] != '.' &&
           strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

static int
by_first_day(const void *left, const void *right)
{
    const struct cause_edition *a = left, *b = right;
    return date_compare(a->from, b->from);
}

static bool
check_order(const char *path, const struct cause_editions *editions, struct mistakes *mistakes)
{
    for (size_t i = 1; i < editions->count; i++) {
        const struct cause_edition *before = &editions->editions[i - 1];
        const struct cause_edition *after = &editions->editions[i];
        if (date_is_none(before->until) || date_compare(before->until, after->from) >= 0) {
            mistakes_add(mistakes, path, 0, 0,
                         "editions %.*s and %.*s are in force on the same day",
                         TEXT_ARGS(before->id), TEXT_ARGS(after->id));
            return false;
        }
    }
    return true;
}

bool
cause_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                struct mistakes *mistakes, struct cause_editions *editions)
{
    const char *path = text_format(arena, "%s/cause", folder).bytes;
    struct dirent **names = NULL;
    int count = scandir(path, &names, is_rule_file, alphasort);
    *editions = (struct cause_editions){0};
    if (count <= 0 || count > EDITIONS_MAX)
        mistakes_add(mistakes, path, 0, 0, "the folder must hold 1 to %d lists of causes",
                     EDITIONS_MAX);
    bool is_good = count > 0 && count <= EDITIONS_MAX;
    struct cause_edition *list = is_good ? ARENA_MANY(arena, count, struct cause_edition) : NULL;
    for (int i = 0; i < count; i++) {
        if (list != NULL)
            is_good =
                load_edition(path, names[i]->d_name, sources, arena, mistakes, &list[i]) && is_good;
        free(names[i]);
    }
    free(names);
    if (!is_good)
        return false;
    qsort(list, (size_t)count, sizeof list[0], by_first_day);
    *editions = (struct cause_editions){list, (size_t)count};
    return check_order(path, editions, mistakes);
}
