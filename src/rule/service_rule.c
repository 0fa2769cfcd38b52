/* service_rule.c: facts and sentences, modes with their rules, reasons why service failed, and that
 * they fit together: a rule that asks for something nobody can say would never apply, silently. */
#include "rule/service_rule.h"

#include "rule/rule_file.h"

#define COUNT_OF(fields) (sizeof(fields) / sizeof((fields)[0]))

static const struct schema_choice fact_types[] = {
    {"boolean", SERVICE_BOOLEAN}, {"choice", SERVICE_CHOICE}, {"number", SERVICE_NUMBER}, {0}};
static const struct schema_choice thens[] = {{"notes", SERVICE_NOTES},
                                             {"needs", SERVICE_NEEDS},
                                             {"serves", SERVICE_SERVES},
                                             {"fails", SERVICE_FAILS},
                                             {"prohibits", SERVICE_PROHIBITS},
                                             {"goes", SERVICE_GOES},
                                             {0}};
static const struct schema_choice picks[] = {
    {"first", SERVICE_FIRST}, {"earliest", SERVICE_EARLIEST}, {"latest", SERVICE_LATEST}, {0}};

/* ---- values of their own ---- */

/* `self: {zh: …, ko: …, en: …}`, one below the other. */
static bool
read_choices(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct service_fact *fact = place;
    bool is_good = true;
    if (node->type != YAML_MAP)
        return schema_mistake(context, node, "expected a map of values with their words");
    struct service_choice *choices = ARENA_MANY(context->arena, node->count, struct service_choice);
    for (const struct yaml *child = node->first; child != NULL; child = child->next) {
        struct service_choice *choice = &choices[fact->choices_count++];
        choice->id = child->key;
        is_good = schema_words(child, context, &choice->words) && is_good;
    }
    fact->choices = choices;
    return is_good;
}

static bool
read_values(const struct yaml *node, const struct schema_context *context,
            struct service_test *test)
{
    size_t count = node->type == YAML_LIST ? node->count : 1;
    struct text *values = ARENA_MANY(context->arena, count, struct text);
    const struct yaml *value = node->type == YAML_LIST ? node->first : node;
    bool is_good = count > 0;
    for (size_t i = 0; i < count; i++, value = value->next)
        is_good = schema_text(value, context, &values[i]) && is_good;
    test->values = values;
    test->values_count = count;
    return is_good || schema_mistake(context, node, "expected a value or a list of values");
}

/* `receiver: [self, agent]`: a fact and the values it may have. */
static bool
read_tests(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct service_tests *tests = place;
    bool is_good = true;
    if (node->type != YAML_MAP)
        return schema_mistake(context, node, "expected a map of facts with their values");
    struct service_test *all = ARENA_MANY(context->arena, node->count, struct service_test);
    for (const struct yaml *child = node->first; child != NULL; child = child->next) {
        struct service_test *test = &all[tests->count++];
        test->fact = child->key;
        is_good = read_values(child, context, test) && is_good;
    }
    tests->tests = all;
    return is_good;
}

/* ---- facts and dates ---- */

#define NAMES(word, member)                                                                        \
    {                                                                                              \
        .key = word, .type = SCHEMA_TEXTS, .offset = AT(member.names),                             \
        .count_offset = AT(member.count)                                                           \
    }
#define WORDS(member)                                                                              \
    {                                                                                              \
        .key = #member, .type = SCHEMA_WORDS, .offset = AT(member), .is_required = true            \
    }
#define RESTS_ON                                                                                   \
    {                                                                                              \
        .key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(rests_on), .is_required = true    \
    }

#define AT(member) offsetof(struct service_fact, member)
static const struct schema_field fact_fields[] = {
    WORDS(words),
    RESTS_ON,
    {.key = "type",
     .type = SCHEMA_CHOICE,
     .offset = AT(type),
     .otherwise = SERVICE_BOOLEAN,
     .choices = fact_types},
    {.key = "choices", .type = SCHEMA_OWN, .offset = 0, .decode = read_choices},
    {.key = "most",
     .type = SCHEMA_INTEGER,
     .offset = AT(most),
     .otherwise = 99,
     .least = 1,
     .most = 9999},
    {.key = "otherwise", .type = SCHEMA_TEXT, .offset = AT(otherwise)},
};
static const struct schema fact_schema = {"a fact", sizeof(struct service_fact), AT(id),
                                          fact_fields, COUNT_OF(fact_fields)};

#undef AT
#define AT(member) offsetof(struct service_date, member)
static const struct schema_field date_fields[] = {
    WORDS(words),
    RESTS_ON,
    {.key = "after", .type = SCHEMA_TEXTS, .offset = AT(after), .count_offset = AT(after_count)},
    {.key = "ahead", .type = SCHEMA_BOOLEAN, .offset = AT(may_lie_ahead)},
    {.key = "begins", .type = SCHEMA_BOOLEAN, .offset = AT(is_beginning)},
};
static const struct schema date_schema = {"a date", sizeof(struct service_date), AT(id),
                                          date_fields, COUNT_OF(date_fields)};

#undef AT
#define AT(member) offsetof(struct service_action, member)
static const struct schema_field action_fields[] = {
    WORDS(words),
    {.key = "mode", .type = SCHEMA_TEXT, .offset = AT(mode)},
};
static const struct schema action_schema = {"an action", sizeof(struct service_action), AT(id),
                                            action_fields, COUNT_OF(action_fields)};

#undef AT
#define AT(member) offsetof(struct service_sentence, member)
static const struct schema_field sentence_fields[] = {
    WORDS(words),
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(rests_on)},
};
static const struct schema sentence_schema = {"a sentence", sizeof(struct service_sentence), 0,
                                              sentence_fields, COUNT_OF(sentence_fields)};

static const struct schema_field note_fields[] = {
#define SERVICE_NOTE(name, word)                                                                   \
    {.key = word,                                                                                  \
     .type = SCHEMA_MAP,                                                                           \
     .offset = sizeof(struct service_sentence) * name,                                             \
     .is_required = true,                                                                          \
     .of = &sentence_schema},
#include "law/service_note.def"
#undef SERVICE_NOTE
};
static const struct schema notes_schema = {"the table of sentences",
                                           sizeof(struct service_sentence) * SERVICE_NOTE_COUNT, 0,
                                           note_fields, COUNT_OF(note_fields)};

#undef AT
#define AT(member) offsetof(struct service_article, member)
static const struct schema_field article_fields[] = {
    {.key = "now",
     .type = SCHEMA_INTEGER,
     .offset = AT(now),
     .is_required = true,
     .least = 1,
     .most = CITATION_ARTICLE_MAX},
    {.key = "then",
     .type = SCHEMA_INTEGER,
     .offset = AT(then),
     .is_required = true,
     .least = 1,
     .most = CITATION_ARTICLE_MAX},
};
static const struct schema article_schema = {"an article", sizeof(struct service_article), 0,
                                             article_fields, COUNT_OF(article_fields)};

#undef AT
#define AT(member) offsetof(struct service_edition, member)
static const struct schema_field edition_fields[] = {
    {.key = "of", .type = SCHEMA_TEXT, .offset = AT(of), .is_required = true},
    {.key = "source", .type = SCHEMA_TEXT, .offset = AT(source), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = AT(until), .is_required = true},
    {.key = "articles",
     .type = SCHEMA_LIST,
     .offset = AT(articles),
     .count_offset = AT(articles_count),
     .of = &article_schema},
};
static const struct schema edition_schema = {"an edition", sizeof(struct service_edition), 0,
                                             edition_fields, COUNT_OF(edition_fields)};

/* ---- rules ---- */

#undef AT
#define AT(member) offsetof(struct service_rule, member)
static const struct schema_field rule_fields[] = {
    {.key = "rule",
     .type = SCHEMA_TEXT,
     .offset = AT(name),
     .is_required = true,
     .most = 60,
     .least = 1},
    WORDS(words),
    RESTS_ON,
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from)},
    {.key = "until", .type = SCHEMA_DATE, .offset = AT(until)},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .otherwise = true},
    {.key = "when", .type = SCHEMA_OWN, .offset = AT(when), .decode = read_tests},
    {.key = "unless", .type = SCHEMA_OWN, .offset = AT(unless), .decode = read_tests},
    NAMES("given", given),
    NAMES("absent", absent),
    NAMES("first", first),
    NAMES("before", before),
    NAMES("unclear", unclear),
    NAMES("within", within),
    {.key = "then",
     .type = SCHEMA_CHOICE,
     .offset = AT(then),
     .is_required = true,
     .choices = thens},
    NAMES("needs", needs),
    NAMES("on", on),
    {.key = "pick",
     .type = SCHEMA_CHOICE,
     .offset = AT(pick),
     .otherwise = SERVICE_FIRST,
     .choices = picks},
    {.key = "plus", .type = SCHEMA_TEXT, .offset = AT(plus)},
    NAMES("closed", closed),
    {.key = "clock", .type = SCHEMA_TEXT, .offset = AT(clock)},
    {.key = "clock_from", .type = SCHEMA_TEXT, .offset = AT(clock_from)},
    NAMES("next", next),
    {.key = "presumed", .type = SCHEMA_BOOLEAN, .offset = AT(is_presumed)},
};
static const struct schema rule_schema = {"a rule", sizeof(struct service_rule), 0, rule_fields,
                                          COUNT_OF(rule_fields)};

#undef AT
#define AT(member) offsetof(struct service_mode, member)
static const struct schema_field mode_fields[] = {
    WORDS(words),
    RESTS_ON,
    {.key = "like", .type = SCHEMA_TEXT, .offset = AT(like)},
    {.key = "sets", .type = SCHEMA_OWN, .offset = AT(sets), .decode = read_tests},
    {.key = "channels", .type = SCHEMA_BOOLEAN, .offset = AT(has_channels)},
    NAMES("facts", facts),
    NAMES("dates", dates),
    NAMES("starts", starts),
    {.key = "rules",
     .type = SCHEMA_LIST,
     .offset = AT(rules),
     .count_offset = AT(rules_count),
     .of = &rule_schema},
};
static const struct schema mode_schema = {"a mode", sizeof(struct service_mode), AT(id),
                                          mode_fields, COUNT_OF(mode_fields)};

#undef AT
#define AT(member) offsetof(struct service_failure, member)
static const struct schema_field failure_fields[] = {
    WORDS(words),
    WORDS(effect),
    RESTS_ON,
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .otherwise = true},
    {.key = "like", .type = SCHEMA_TEXT, .offset = AT(like)},
    {.key = "rules",
     .type = SCHEMA_LIST,
     .offset = AT(rules),
     .count_offset = AT(rules_count),
     .of = &rule_schema},
};
static const struct schema failure_schema = {"a reason", sizeof(struct service_failure), AT(id),
                                             failure_fields, COUNT_OF(failure_fields)};

/* ---- files ---- */

#undef AT
#define AT(member) offsetof(struct service_rules, member)
static const struct schema_field facts_fields[] = {
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from), .is_required = true},
    {.key = "editions",
     .type = SCHEMA_LIST,
     .offset = AT(editions),
     .count_offset = AT(editions_count),
     .of = &edition_schema},
    {.key = "facts",
     .type = SCHEMA_NAMED,
     .offset = AT(facts),
     .count_offset = AT(facts_count),
     .is_required = true,
     .least = 1,
     .most = SERVICE_FACTS_MAX,
     .of = &fact_schema},
    {.key = "dates",
     .type = SCHEMA_NAMED,
     .offset = AT(dates),
     .count_offset = AT(dates_count),
     .is_required = true,
     .least = 1,
     .most = SERVICE_DATES_MAX,
     .of = &date_schema},
    NAMES("common_facts", common_facts),
    NAMES("common_dates", common_dates),
    {.key = "actions",
     .type = SCHEMA_NAMED,
     .offset = AT(actions),
     .count_offset = AT(actions_count),
     .is_required = true,
     .of = &action_schema},
    {.key = "notes",
     .type = SCHEMA_MAP,
     .offset = AT(notes),
     .is_required = true,
     .of = &notes_schema},
};
static const struct schema facts_schema = {"the file of facts", sizeof(struct service_rules), 0,
                                           facts_fields, COUNT_OF(facts_fields)};

static const struct schema_field modes_fields[] = {
    {.key = "common",
     .type = SCHEMA_LIST,
     .offset = AT(common),
     .count_offset = AT(common_count),
     .of = &rule_schema},
    {.key = "modes",
     .type = SCHEMA_NAMED,
     .offset = AT(modes),
     .count_offset = AT(modes_count),
     .is_required = true,
     .of = &mode_schema},
};
static const struct schema modes_schema = {"the file of modes", sizeof(struct service_rules), 0,
                                           modes_fields, COUNT_OF(modes_fields)};

static const struct schema_field failures_fields[] = {
    {.key = "failures",
     .type = SCHEMA_NAMED,
     .offset = AT(failures),
     .count_offset = AT(failures_count),
     .is_required = true,
     .of = &failure_schema},
};
static const struct schema failures_schema = {"the file of reasons", sizeof(struct service_rules),
                                              0, failures_fields, COUNT_OF(failures_fields)};

/* ---- whether they fit together ---- */

struct fitting {
    const struct service_rules *rules;
    const struct period_catalogue *periods;
    const struct schema_context *context;
};

static bool
value_is_known(const struct service_rules *rules, struct text name, struct text value)
{
    int at = service_fact_at(rules, name);
    const struct service_fact *fact = at < 0 ? NULL : &rules->facts[at];
    int64_t number;
    if (text_is(name, "mode") || text_is(name, "used"))
        return service_mode_find(rules, value) != NULL;
    if (text_is(name, "failed"))
        return text_is(value, "true") || text_is(value, "false");
    if (fact == NULL)
        return false;
    if (fact->type == SERVICE_BOOLEAN)
        return text_is(value, "true") || text_is(value, "false");
    if (fact->type == SERVICE_NUMBER) {
        if (text_starts_with(value, ">="))
            value = (struct text){value.bytes + 2, value.length - 2};
        return text_number(value, &number) && number <= fact->most;
    }
    for (size_t i = 0; i < fact->choices_count; i++)
        if (text_equal(fact->choices[i].id, value))
            return true;
    return false;
}

static bool
tests_fit(const struct fitting *fitting, struct service_tests tests, const struct yaml *node)
{
    bool is_good = true;
    for (size_t i = 0; i < tests.count; i++)
        for (size_t n = 0; n < tests.tests[i].values_count; n++)
            if (!value_is_known(fitting->rules, tests.tests[i].fact, tests.tests[i].values[n]))
                is_good = schema_mistake(fitting->context, node, "no fact `%.*s` can be `%.*s`",
                                         TEXT_ARGS(tests.tests[i].fact),
                                         TEXT_ARGS(tests.tests[i].values[n]));
    return is_good;
}

/* `facts`: names of facts may stand there too; `most`: so many names are looked up. */
static bool
names_fit(const struct fitting *fitting, struct service_names names, size_t most, bool facts,
          const struct yaml *node)
{
    bool is_good = true;
    for (size_t i = 0; i < names.count && i < most; i++)
        if (service_date_at(fitting->rules, names.names[i]) < 0 &&
            !(facts && (text_is(names.names[i], "failure") ||
                        service_fact_at(fitting->rules, names.names[i]) >= 0)))
            is_good = schema_mistake(fitting->context, node, "there is no %s `%.*s`",
                                     facts ? "fact or date" : "date", TEXT_ARGS(names.names[i]));
    return is_good;
}

static bool
period_fits(const struct fitting *fitting, struct text name, const struct yaml *node)
{
    struct text variant = name, id = text_cut(&variant, '/');
    if (text_is_empty(name) || fitting->periods == NULL ||
        period_has_variant(period_find(fitting->periods, id), variant))
        return true;
    return schema_mistake(fitting->context, node, "no period `%.*s` is in the catalogue",
                          TEXT_ARGS(name));
}

static bool
sizes_fit(const struct fitting *fitting, const struct service_rule *rule, const struct yaml *node)
{
    if ((rule->before.count != 0 && rule->before.count != 2) ||
        (rule->unclear.count != 0 && rule->unclear.count != 2) ||
        (rule->within.count != 0 && rule->within.count != 3))
        return schema_mistake(fitting->context, node,
                              "`before` and `unclear` take two dates, `within` two and a period");
    if ((rule->then == SERVICE_SERVES) != (rule->on.count > 0))
        return schema_mistake(fitting->context, node, "a rule that serves says `on` which day");
    if ((rule->then == SERVICE_NEEDS) != (rule->needs.count > 0))
        return schema_mistake(fitting->context, node, "a rule that needs says what in `needs`");
    if (text_is_empty(rule->clock) != text_is_empty(rule->clock_from) ||
        (!text_is_empty(rule->clock) && rule->then != SERVICE_NOTES))
        return schema_mistake(fitting->context, node,
                              "a `clock` is noted, and runs `clock_from` a day");
    return true;
}

static bool
rule_fits(const struct fitting *fitting, const struct service_rule *rule, const struct yaml *node)
{
    struct service_names clock_from = {&rule->clock_from, text_is_empty(rule->clock) ? 0 : 1};
    struct service_names within = rule->within;
    bool is_good = sizes_fit(fitting, rule, node);
    is_good = tests_fit(fitting, rule->when, node) && is_good;
    is_good = tests_fit(fitting, rule->unless, node) && is_good;
    is_good = names_fit(fitting, rule->given, SIZE_MAX, false, node) && is_good;
    is_good = names_fit(fitting, rule->absent, SIZE_MAX, true, node) && is_good;
    is_good = names_fit(fitting, rule->first, SIZE_MAX, false, node) && is_good;
    is_good = names_fit(fitting, rule->before, SIZE_MAX, false, node) && is_good;
    is_good = names_fit(fitting, rule->unclear, SIZE_MAX, false, node) && is_good;
    is_good = names_fit(fitting, within, 2, false, node) && is_good;
    is_good = names_fit(fitting, rule->needs, SIZE_MAX, true, node) && is_good;
    is_good = names_fit(fitting, rule->on, SIZE_MAX, false, node) && is_good;
    is_good = names_fit(fitting, rule->closed, SIZE_MAX, false, node) && is_good;
    is_good = names_fit(fitting, clock_from, SIZE_MAX, false, node) && is_good;
    is_good = period_fits(fitting, rule->plus, node) && is_good;
    is_good = period_fits(fitting, rule->clock, node) && is_good;
    if (within.count == 3)
        is_good = period_fits(fitting, within.names[2], node) && is_good;
    for (size_t i = 0; i < rule->next.count; i++)
        if (service_action_find(fitting->rules, rule->next.names[i]) == NULL)
            is_good = schema_mistake(fitting->context, node, "there is no action `%.*s`",
                                     TEXT_ARGS(rule->next.names[i]));
    return is_good;
}

static bool
asks_nothing(const struct service_rule *rule)
{
    return rule->when.count == 0 && rule->unless.count == 0 && rule->given.count == 0 &&
           rule->absent.count == 0 && rule->first.count == 0 && rule->before.count == 0 &&
           rule->unclear.count == 0 && rule->within.count == 0 && date_is_none(rule->from) &&
           date_is_none(rule->until) && rule->then != SERVICE_NOTES && rule->then != SERVICE_NEEDS;
}

static bool
list_fits(const struct fitting *fitting, const struct service_rule *rules, size_t count,
          const struct yaml *list)
{
    const struct yaml *node = list == NULL ? NULL : list->first;
    bool is_good = true;
    for (size_t i = 0; i < count && node != NULL; i++, node = node->next) {
        is_good = rule_fits(fitting, &rules[i], node) && is_good;
        for (size_t n = 0; n < i; n++)
            if (text_equal(rules[i].name, rules[n].name) && date_is_none(rules[i].from) &&
                date_is_none(rules[i].until))
                is_good = schema_mistake(fitting->context, node, "another rule is named `%.*s`",
                                         TEXT_ARGS(rules[i].name));
    }
    return is_good;
}

/* What the engine works out by itself (`mode`, `used`, `failed`) no mode can set. */
static bool
sets_fit(const struct fitting *fitting, struct service_tests sets, const struct yaml *node)
{
    bool is_good = tests_fit(fitting, sets, node);
    for (size_t i = 0; i < sets.count; i++)
        if (service_fact_at(fitting->rules, sets.tests[i].fact) < 0)
            is_good = schema_mistake(fitting->context, node, "a mode cannot set `%.*s`",
                                     TEXT_ARGS(sets.tests[i].fact));
    return is_good;
}

static bool
goes_on(const struct service_mode *mode)
{
    for (size_t i = 0; i < mode->rules_count; i++)
        if (mode->rules[i].then == SERVICE_GOES)
            return true;
    return false;
}

static bool
mode_fits(const struct fitting *fitting, const struct service_mode *mode, const struct yaml *node)
{
    const struct service_rules *rules = fitting->rules;
    const struct service_mode *like =
        text_is_empty(mode->like) ? NULL : service_mode_find(rules, mode->like);
    bool is_good = sets_fit(fitting, mode->sets, node);
    if (goes_on(like != NULL ? like : mode) && value_is_known(rules, TEXT("by"), mode->id))
        is_good = schema_mistake(fitting->context, node, "a mode cannot be used `by` itself");
    if (!text_is_empty(mode->like)) {
        if (like == NULL || like == mode || !text_is_empty(like->like) || mode->rules_count > 0)
            is_good = schema_mistake(fitting->context, node,
                                     "a mode is `like` another that has rules of its own");
        return is_good;
    }
    is_good = names_fit(fitting, mode->dates, SIZE_MAX, false, node) && is_good;
    is_good = names_fit(fitting, mode->starts, SIZE_MAX, false, node) && is_good;
    for (size_t i = 0; i < mode->facts.count; i++)
        if (service_fact_at(rules, mode->facts.names[i]) < 0)
            is_good = schema_mistake(fitting->context, node, "there is no fact `%.*s`",
                                     TEXT_ARGS(mode->facts.names[i]));
    is_good =
        list_fits(fitting, mode->rules, mode->rules_count, yaml_member(node, "rules")) && is_good;
    if (mode->rules_count == 0 || !asks_nothing(&mode->rules[mode->rules_count - 1]))
        is_good = schema_mistake(fitting->context, node,
                                 "the last rule of a mode decides and asks nothing");
    return is_good;
}

static bool
failure_fits(const struct fitting *fitting, const struct service_failure *failure,
             const struct yaml *node)
{
    const struct service_failure *like =
        text_is_empty(failure->like) ? NULL : service_failure_find(fitting->rules, failure->like);
    if ((like != NULL ? like->rules_count : failure->rules_count) == 0 ||
        (!text_is_empty(failure->like) && failure->rules_count > 0))
        return schema_mistake(fitting->context, node,
                              "a reason has `rules`, or is `like` another that has them");
    return list_fits(fitting, failure->rules, failure->rules_count, yaml_member(node, "rules"));
}

static bool
fact_fits(const struct fitting *fitting, const struct service_fact *fact, const struct yaml *node)
{
    if ((fact->type == SERVICE_CHOICE) != (fact->choices_count > 0))
        return schema_mistake(fitting->context, node, "a choice has `choices`, nothing else has");
    if (!text_is_empty(fact->otherwise) &&
        !value_is_known(fitting->rules, fact->id, fact->otherwise))
        return schema_mistake(fitting->context, node, "`otherwise` is none of its values");
    if (service_date_at(fitting->rules, fact->id) >= 0 || text_is(fact->id, "mode") ||
        text_is(fact->id, "used") || text_is(fact->id, "failed") || text_is(fact->id, "failure") ||
        text_is(fact->id, "channels"))
        return schema_mistake(fitting->context, node, "the name stands for something else");
    return true;
}

static bool
facts_fit(const struct rule_file *file, const struct service_rules *rules)
{
    struct fitting fitting = {rules, NULL, &file->context};
    bool is_good = names_fit(&fitting, rules->common_dates, SIZE_MAX, false, file->tree);
    is_good = names_fit(&fitting, rules->common_facts, SIZE_MAX, true, file->tree) && is_good;
    for (size_t i = 0; i < rules->facts_count; i++)
        is_good =
            fact_fits(&fitting, &rules->facts[i], rule_file_item(file, "facts", i)) && is_good;
    for (size_t i = 0; i < rules->dates_count; i++)
        is_good =
            names_fit(&fitting,
                      (struct service_names){rules->dates[i].after, rules->dates[i].after_count},
                      SIZE_MAX, false, rule_file_item(file, "dates", i)) &&
            is_good;
    for (size_t i = 0; i < rules->editions_count; i++) {
        struct citation first = {rules->editions[i].source, 1, 0};
        if (file->context.sources != NULL && !source_resolves(file->context.sources, first))
            is_good = schema_mistake(&file->context, rule_file_item(file, "editions", i),
                                     "no source `%.*s`", TEXT_ARGS(first.source));
    }
    return is_good;
}

static bool
actions_fit(const struct rule_file *file, const struct service_rules *rules)
{
    bool is_good = true;
    for (size_t i = 0; i < rules->actions_count; i++)
        if (!text_is_empty(rules->actions[i].mode) &&
            service_mode_find(rules, rules->actions[i].mode) == NULL)
            is_good = schema_mistake(&file->context, rule_file_item(file, "actions", i),
                                     "there is no mode `%.*s`", TEXT_ARGS(rules->actions[i].mode));
    return is_good;
}

bool
service_rule_load(const char *folder, const struct source_list *sources,
                  const struct period_catalogue *periods, struct arena *arena,
                  struct mistakes *mistakes, struct service_rules *rules)
{
    struct rule_file facts, modes, failures;
    *rules = (struct service_rules){0};
    bool is_good = rule_file_load(&facts, folder, "service/facts.yaml", sources, arena, mistakes,
                                  &facts_schema, rules);
    is_good &= rule_file_load(&modes, folder, "service/modes.yaml", sources, arena, mistakes,
                              &modes_schema, rules);
    is_good &= rule_file_load(&failures, folder, "service/failures.yaml", sources, arena, mistakes,
                              &failures_schema, rules);
    if (!is_good)
        return false;
    struct fitting fitting = {rules, periods, &modes.context};
    is_good = facts_fit(&facts, rules);
    is_good = actions_fit(&facts, rules) && is_good;
    is_good = list_fits(&fitting, rules->common, rules->common_count,
                        yaml_member(modes.tree, "common")) &&
              is_good;
    for (size_t i = 0; i < rules->modes_count; i++)
        is_good =
            mode_fits(&fitting, &rules->modes[i], rule_file_item(&modes, "modes", i)) && is_good;
    fitting.context = &failures.context;
    for (size_t i = 0; i < rules->failures_count; i++)
        is_good =
            failure_fits(&fitting, &rules->failures[i], rule_file_item(&failures, "failures", i)) &&
            is_good;
    return is_good;
}
