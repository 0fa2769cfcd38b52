/* guide_rule.c: topics of the guide, and that what they point at is there. */
#include "rule/guide_rule.h"

#include "rule/rule_file.h"

enum { TOPICS_MAX = 60, LINES_MAX = 12, TIMES_MAX = 8, EVERYDAY_MAX = 40, SOURCES_MAX = 12 };

/* A list of sentences in three languages. */
static bool
decode_lines(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct guide_lines *lines = place;
    if (node->type != YAML_LIST || node->count == 0 || node->count > LINES_MAX)
        return schema_mistake(context, node, "here stands a list of 1 to %d sentences", LINES_MAX);
    struct words *words = ARENA_MANY(context->arena, node->count, struct words);
    bool is_good = true;
    for (const struct yaml *line = node->first; line != NULL; line = line->next)
        is_good = schema_words(line, context, &words[lines->count++]) && is_good;
    lines->lines = words;
    return is_good;
}

#define TIME(member) offsetof(struct guide_time, member)
static const struct schema_field time_fields[] = {
    {.key = "period", .type = SCHEMA_TEXT, .offset = TIME(period), .is_required = true},
    {.key = "variant", .type = SCHEMA_TEXT, .offset = TIME(variant)},
};
static const struct schema time_schema = {"a time", sizeof(struct guide_time), 0, time_fields,
                                          sizeof time_fields / sizeof time_fields[0]};

#define TOPIC(member) offsetof(struct guide_topic, member)
static const struct schema_field topic_fields[] = {
    {.key = "id",
     .type = SCHEMA_TEXT,
     .offset = TOPIC(id),
     .is_required = true,
     .least = 1,
     .most = 40},
    {.key = "service", .type = SCHEMA_BOOLEAN, .offset = TOPIC(is_service)},
    {.key = "title", .type = SCHEMA_WORDS, .offset = TOPIC(title), .is_required = true},
    {.key = "line", .type = SCHEMA_WORDS, .offset = TOPIC(line), .is_required = true},
    {.key = "what", .type = SCHEMA_WORDS, .offset = TOPIC(what), .is_required = true},
    {.key = "steps",
     .type = SCHEMA_OWN,
     .offset = TOPIC(steps),
     .is_required = true,
     .decode = decode_lines},
    {.key = "papers", .type = SCHEMA_OWN, .offset = TOPIC(papers), .decode = decode_lines},
    {.key = "procedure", .type = SCHEMA_TEXT, .offset = TOPIC(procedure)},
    {.key = "times",
     .type = SCHEMA_LIST,
     .offset = TOPIC(times),
     .count_offset = TOPIC(times_count),
     .of = &time_schema,
     .least = 1,
     .most = TIMES_MAX},
    {.key = "cost", .type = SCHEMA_WORDS, .offset = TOPIC(cost), .is_required = true},
    {.key = "helps", .type = SCHEMA_WORDS, .offset = TOPIC(helps), .is_required = true},
    {.key = "words",
     .type = SCHEMA_TEXTS,
     .offset = TOPIC(everyday),
     .count_offset = TOPIC(everyday_count),
     .is_required = true,
     .least = 1,
     .most = EVERYDAY_MAX},
    {.key = "go", .type = SCHEMA_TEXT, .offset = TOPIC(go)},
    {.key = "rests_on",
     .type = SCHEMA_CITATIONS,
     .offset = TOPIC(rests_on),
     .count_offset = TOPIC(rests_on_count),
     .is_required = true,
     .least = 1,
     .most = SOURCES_MAX},
};
static const struct schema topic_schema = {"a topic", sizeof(struct guide_topic), 0, topic_fields,
                                           sizeof topic_fields / sizeof topic_fields[0]};

static const struct schema_field file_fields[] = {
    {.key = "topics",
     .type = SCHEMA_LIST,
     .offset = offsetof(struct guide, topics),
     .count_offset = offsetof(struct guide, count),
     .is_required = true,
     .of = &topic_schema,
     .least = 1,
     .most = TOPICS_MAX},
};
static const struct schema file_schema = {"the guide", sizeof(struct guide), 0, file_fields, 1};

static bool
has_procedure(const struct procedure_list *list, struct text name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->files[i].procedure.name, name))
            return true;
    }
    return false;
}

/* In an address: a-z and -. */
static bool
is_id(struct text id)
{
    for (size_t i = 0; i < id.length; i++) {
        if ((id.bytes[i] < 'a' || id.bytes[i] > 'z') && id.bytes[i] != '-')
            return false;
    }
    return true;
}

static bool
check_topic(const struct rule_file *file, const struct guide *guide, size_t n,
            const struct period_catalogue *periods, const struct procedure_list *procedures)
{
    const struct guide_topic *topic = &guide->topics[n];
    const struct yaml *node = rule_file_item(file, "topics", n);
    const struct schema_context *context = &file->context;
    bool is_good = true;
    if (!is_id(topic->id) || guide_find(guide, topic->id) != topic)
        is_good = schema_mistake(context, yaml_member(node, "id"),
                                 "an id is of a-z and -, and stands here once");
    if (!text_is_empty(topic->procedure) && !has_procedure(procedures, topic->procedure))
        is_good = schema_mistake(context, yaml_member(node, "procedure"),
                                 "there is no procedure `%.*s`", TEXT_ARGS(topic->procedure));
    if (text_is_empty(topic->procedure) == (topic->papers.count == 0))
        is_good = schema_mistake(context, node, "a topic has `papers`, or a `procedure` with them");
    if (!text_is_empty(topic->go) && topic->go.bytes[0] != '/')
        is_good = schema_mistake(context, yaml_member(node, "go"), "this is no path of this site");
    for (size_t i = 0; i < topic->times_count; i++) {
        if (!period_has_variant(period_find(periods, topic->times[i].period),
                                topic->times[i].variant))
            is_good = schema_mistake(context, yaml_member(node, "times"),
                                     "there is no period `%.*s` of this variant",
                                     TEXT_ARGS(topic->times[i].period));
    }
    return is_good;
}

bool
guide_rule_load(const char *folder, const struct source_list *sources,
                const struct period_catalogue *periods, const struct procedure_list *procedures,
                struct arena *arena, struct mistakes *mistakes, struct guide *guide)
{
    struct rule_file file;
    *guide = (struct guide){0};
    if (!rule_file_load(&file, folder, "guide.yaml", sources, arena, mistakes, &file_schema, guide))
        return false;
    bool is_good = true;
    for (size_t i = 0; i < guide->count; i++)
        is_good = check_topic(&file, guide, i, periods, procedures) && is_good;
    return is_good;
}
