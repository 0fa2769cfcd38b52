/* jurisdiction_rule.c: areas, courts outside, grounds and designations, and that they fit together.
 */
#include "rule/jurisdiction_rule.h"

#include "rule/rule_file.h"

static const struct schema_choice area_kinds[] = {
    {"county", AREA_COUNTY}, {"forest_bureau", AREA_FOREST_BUREAU}, {"farm", AREA_FARM}, {0}};
static const struct schema_choice levels[] = {
    {"basic", LEVEL_BASIC}, {"intermediate", LEVEL_INTERMEDIATE}, {"high", LEVEL_HIGH}, {0}};
static const struct schema_choice whens[] = {{"always", LINK_ALWAYS},
                                             {"several_defendants", LINK_SEVERAL_DEFENDANTS},
                                             {"defendant_away", LINK_DEFENDANT_AWAY},
                                             {"defendant_confined", LINK_DEFENDANT_CONFINED},
                                             {0}};
static const struct schema_choice ties[] = {
#define TIE(name, word) {word, TIE_##name},
#include "law/tie.def"
#undef TIE
    {0}};

#define AREA(member) offsetof(struct jurisdiction_area, member)
static const struct schema_field area_fields[] = {
    {.key = "kind",
     .type = SCHEMA_CHOICE,
     .offset = AREA(kind),
     .is_required = true,
     .choices = area_kinds},
    {.key = "name", .type = SCHEMA_WORDS, .offset = AREA(name), .is_required = true},
    {.key = "aliases",
     .type = SCHEMA_TEXTS,
     .offset = AREA(aliases),
     .count_offset = AREA(aliases_count)},
    {.key = "within", .type = SCHEMA_TEXT, .offset = AREA(within)},
    {.key = "court", .type = SCHEMA_TEXT, .offset = AREA(court)},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AREA(is_verified), .is_required = true},
};
static const struct schema area_schema = {"an area", sizeof(struct jurisdiction_area), AREA(id),
                                          area_fields, sizeof area_fields / sizeof area_fields[0]};

#define OUTSIDE(member) offsetof(struct outside_court, member)
static const struct schema_field outside_fields[] = {
    {.key = "level",
     .type = SCHEMA_CHOICE,
     .offset = OUTSIDE(level),
     .is_required = true,
     .choices = levels},
    {.key = "name", .type = SCHEMA_WORDS, .offset = OUTSIDE(name), .is_required = true},
    {.key = "superior", .type = SCHEMA_TEXT, .offset = OUTSIDE(superior)},
};
static const struct schema outside_schema = {"a court outside", sizeof(struct outside_court),
                                             OUTSIDE(id), outside_fields,
                                             sizeof outside_fields / sizeof outside_fields[0]};

#define LINK(member) offsetof(struct jurisdiction_link, member)
static const struct schema_field link_fields[] = {
    {.key = "tie",
     .type = SCHEMA_CHOICE,
     .offset = LINK(tie),
     .is_required = true,
     .choices = ties},
    {.key = "when",
     .type = SCHEMA_CHOICE,
     .offset = LINK(when),
     .otherwise = LINK_ALWAYS,
     .choices = whens},
    {.key = "exclusive", .type = SCHEMA_BOOLEAN, .offset = LINK(is_exclusive)},
    {.key = "asked", .type = SCHEMA_BOOLEAN, .offset = LINK(is_asked)},
    {.key = "reason", .type = SCHEMA_WORDS, .offset = LINK(reason), .is_required = true},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = LINK(rests_on), .is_required = true},
};
static const struct schema link_schema = {"a link", sizeof(struct jurisdiction_link), 0,
                                          link_fields, sizeof link_fields / sizeof link_fields[0]};

#define GROUND(member) offsetof(struct jurisdiction_ground, member)
static const struct schema_field ground_fields[] = {
    {.key = "name", .type = SCHEMA_WORDS, .offset = GROUND(name), .is_required = true},
    {.key = "suit", .type = SCHEMA_BOOLEAN, .offset = GROUND(is_suit), .otherwise = 1},
    {.key = "links",
     .type = SCHEMA_LIST,
     .offset = GROUND(links),
     .count_offset = GROUND(links_count),
     .is_required = true,
     .of = &link_schema},
};
static const struct schema ground_schema = {"a ground", sizeof(struct jurisdiction_ground),
                                            GROUND(id), ground_fields,
                                            sizeof ground_fields / sizeof ground_fields[0]};

#define DESIGNATION(member) offsetof(struct jurisdiction_designation, member)
static const struct schema_field designation_fields[] = {
    {.key = "courts",
     .type = SCHEMA_TEXTS,
     .offset = DESIGNATION(courts),
     .count_offset = DESIGNATION(courts_count),
     .is_required = true},
    {.key = "to", .type = SCHEMA_TEXT, .offset = DESIGNATION(to), .is_required = true},
    {.key = "reason", .type = SCHEMA_WORDS, .offset = DESIGNATION(reason), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = DESIGNATION(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = DESIGNATION(until)},
    {.key = "rests_on",
     .type = SCHEMA_CITATION,
     .offset = DESIGNATION(rests_on),
     .is_required = true},
    {.key = "verified",
     .type = SCHEMA_BOOLEAN,
     .offset = DESIGNATION(is_verified),
     .is_required = true},
};
static const struct schema designation_schema = {
    "a designation", sizeof(struct jurisdiction_designation), DESIGNATION(id), designation_fields,
    sizeof designation_fields / sizeof designation_fields[0]};

#define SENTENCE(member) offsetof(struct jurisdiction_sentence, member)
static const struct schema_field sentence_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = SENTENCE(words), .is_required = true},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = SENTENCE(rests_on)},
};
static const struct schema sentence_schema = {"a sentence", sizeof(struct jurisdiction_sentence), 0,
                                              sentence_fields,
                                              sizeof sentence_fields / sizeof sentence_fields[0]};

/* One sentence for each note, one meaning for each tie: the tables of the program name the keys. */
#define RULES(member) offsetof(struct jurisdiction_rules, member)
static const struct schema_field note_fields[] = {
#define JURISDICTION_NOTE(name, word)                                                              \
    {.key = word,                                                                                  \
     .type = SCHEMA_MAP,                                                                           \
     .offset = sizeof(struct jurisdiction_sentence) * name,                                        \
     .is_required = true,                                                                          \
     .of = &sentence_schema},
#include "law/jurisdiction_note.def"
#undef JURISDICTION_NOTE
};
static const struct schema notes_schema = {
    "the table of sentences", sizeof(struct jurisdiction_sentence) * JURISDICTION_NOTES, 0,
    note_fields, JURISDICTION_NOTES};
static const struct schema_field tie_fields[] = {
#define TIE(name, word)                                                                            \
    {.key = word,                                                                                  \
     .type = SCHEMA_WORDS,                                                                         \
     .offset = sizeof(struct words) * TIE_##name,                                                  \
     .is_required = true},
#include "law/tie.def"
#undef TIE
};
static const struct schema ties_schema = {"the table of ties", sizeof(struct words) * TIE_KINDS, 0,
                                          tie_fields, TIE_KINDS};

static const struct schema_field file_fields[] = {
    {.key = "ties",
     .type = SCHEMA_MAP,
     .offset = RULES(ties),
     .is_required = true,
     .of = &ties_schema},
    {.key = "notes",
     .type = SCHEMA_MAP,
     .offset = RULES(sentences),
     .is_required = true,
     .of = &notes_schema},
    {.key = "outside",
     .type = SCHEMA_NAMED,
     .offset = RULES(outside),
     .count_offset = RULES(outside_count),
     .is_required = true,
     .of = &outside_schema},
    {.key = "areas",
     .type = SCHEMA_NAMED,
     .offset = RULES(areas),
     .count_offset = RULES(areas_count),
     .is_required = true,
     .of = &area_schema},
    {.key = "grounds",
     .type = SCHEMA_NAMED,
     .offset = RULES(grounds),
     .count_offset = RULES(grounds_count),
     .is_required = true,
     .of = &ground_schema},
    {.key = "designations",
     .type = SCHEMA_NAMED,
     .offset = RULES(designations),
     .count_offset = RULES(designations_count),
     .of = &designation_schema},
};
static const struct schema file_schema = {"the file of jurisdiction",
                                          sizeof(struct jurisdiction_rules), 0, file_fields,
                                          sizeof file_fields / sizeof file_fields[0]};

struct whole {
    const struct rule_file *file;
    const struct jurisdiction_rules *rules;
    const struct network *network;
};

/* The court named under `key` of `node` is one of ours or one outside, of `level` unless that is
 * LEVEL_NONE. Without a network every court that is not outside may be ours. */
static bool
check_court(const struct whole *whole, struct text id, const struct yaml *node, const char *key,
            enum court_level level)
{
    const struct network_node *ours = network_find(whole->network, id);
    const struct outside_court *outside = jurisdiction_outside(whole->rules, id);
    const struct yaml *place = yaml_member(node, key);
    enum court_level found = ours != NULL      ? ours->level
                             : outside != NULL ? outside->level
                                               : LEVEL_NONE;
    if (found == LEVEL_NONE && whole->network == NULL)
        return true;
    if (found == LEVEL_NONE)
        return schema_mistake(&whole->file->context, place == NULL ? node : place,
                              "`%.*s` is no court of the network and none outside", TEXT_ARGS(id));
    if (level != LEVEL_NONE && found != level)
        return schema_mistake(&whole->file->context, place == NULL ? node : place,
                              "`%.*s` is not of the level meant here", TEXT_ARGS(id));
    return true;
}

static bool
check_area(const struct whole *whole, size_t n)
{
    const struct jurisdiction_area *area = &whole->rules->areas[n];
    const struct yaml *node = rule_file_item(whole->file, "areas", n);
    const struct jurisdiction_area *within =
        text_is_empty(area->within) ? NULL : jurisdiction_area(whole->rules, area->within);
    if (!text_is_empty(area->within) && (within == NULL || within->kind >= area->kind))
        return schema_mistake(&whole->file->context, yaml_member(node, "within"),
                              "`%.*s` is no larger area", TEXT_ARGS(area->within));
    if (text_is_empty(area->court) && within == NULL)
        return schema_mistake(&whole->file->context, node,
                              "an area has a `court`, or lies `within` one that has");
    return text_is_empty(area->court) ||
           check_court(whole, area->court, node, "court", LEVEL_BASIC);
}

static bool
check_outside(const struct whole *whole, size_t n)
{
    const struct outside_court *court = &whole->rules->outside[n];
    const struct yaml *node = rule_file_item(whole->file, "outside", n);
    if (network_find(whole->network, court->id) != NULL)
        return schema_key_mistake(&whole->file->context, node, "`%.*s` is a court of the network",
                                  TEXT_ARGS(court->id));
    return text_is_empty(court->superior) || check_court(whole, court->superior, node, "superior",
                                                         (enum court_level)(court->level + 1));
}

static bool
check_designation(const struct whole *whole, size_t n)
{
    const struct jurisdiction_designation *one = &whole->rules->designations[n];
    const struct yaml *node = rule_file_item(whole->file, "designations", n);
    bool is_good = check_court(whole, one->to, node, "to", LEVEL_NONE);
    for (size_t i = 0; i < one->courts_count; i++)
        is_good = check_court(whole, one->courts[i], node, "courts", LEVEL_NONE) && is_good;
    if (!date_is_none(one->until) && date_compare(one->until, one->from) < 0)
        is_good = schema_mistake(&whole->file->context, yaml_member(node, "until"),
                                 "`until` is before `from`");
    return is_good;
}

bool
jurisdiction_rule_load(const char *folder, const struct source_list *sources,
                       const struct network *network, struct arena *arena,
                       struct mistakes *mistakes, struct jurisdiction_rules *rules)
{
    struct rule_file file;
    *rules = (struct jurisdiction_rules){0};
    if (!rule_file_load(&file, folder, "jurisdiction.yaml", sources, arena, mistakes, &file_schema,
                        rules))
        return false;
    struct whole whole = {&file, rules, network};
    bool is_good = true;
    for (size_t i = 0; i < rules->outside_count; i++)
        is_good = check_outside(&whole, i) && is_good;
    for (size_t i = 0; i < rules->areas_count; i++)
        is_good = check_area(&whole, i) && is_good;
    for (size_t i = 0; i < rules->designations_count; i++)
        is_good = check_designation(&whole, i) && is_good;
    return is_good;
}

bool
jurisdiction_rule_check_causes(const struct jurisdiction_rules *rules,
                               const struct cause_editions *editions, struct mistakes *mistakes)
{
    size_t before = mistakes->count;
    for (size_t e = 0; e < editions->count; e++)
        for (size_t i = 0; i < editions->editions[e].count; i++) {
            const struct cause *cause = &editions->editions[e].causes[i];
            if (jurisdiction_ground(rules, cause->ground) == NULL)
                mistakes_add(mistakes, "jurisdiction.yaml", 0, 0,
                             "cause %.*s/%.*s rests on the ground `%.*s`, which is missing",
                             TEXT_ARGS(editions->editions[e].id), TEXT_ARGS(cause->number),
                             TEXT_ARGS(cause->ground));
        }
    return mistakes->count == before;
}
