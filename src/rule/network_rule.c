/* network_rule.c: the directory of a network is a file like any other rule, so that the hub can
 * edit and journal it as a whole. */
#include "rule/network_rule.h"

#include "law/case_number.h"
#include "law/tracking_number.h"
#include "rule/schema.h"

enum { NODES_MAX = 4000, PLACES_MAX = 500, TELEPHONE_MAX = 40, MINUTES_OF_DAY = 24 * 60 };

static const struct schema_choice node_kinds[] = {
    {"court", NODE_COURT}, {"hub", NODE_HUB}, {"desk", NODE_DESK}, {0}};
static const struct schema_choice levels[] = {
    {"basic", LEVEL_BASIC}, {"intermediate", LEVEL_INTERMEDIATE}, {"high", LEVEL_HIGH}, {0}};
static const struct schema_choice place_kinds[] = {{"counter", PLACE_COUNTER},
                                                   {"tribunal", PLACE_TRIBUNAL},
                                                   {"forest_farm", PLACE_FOREST_FARM},
                                                   {"judicial_office", PLACE_JUDICIAL_OFFICE},
                                                   {"scenic_area", PLACE_SCENIC_AREA},
                                                   {"community", PLACE_COMMUNITY},
                                                   {"governance_centre", PLACE_GOVERNANCE_CENTRE},
                                                   {"circuit", PLACE_CIRCUIT},
                                                   {0}};
/* own or assigned: whether numbers_are_own */
static const struct schema_choice number_modes[] = {{"assigned", 0}, {"own", 1}, {0}};
/* required or offered: whether factor_is_offered */
static const struct schema_choice factor_modes[] = {{"required", 0}, {"offered", 1}, {0}};

/* "08:30" at `text`; -1 when it is no time of day. */
static int
read_minute(struct text text)
{
    int64_t hour, minute;
    if (text.length != 5 || text.bytes[2] != ':' ||
        !text_number((struct text){text.bytes, 2}, &hour) ||
        !text_number((struct text){text.bytes + 3, 2}, &minute) || minute > 59)
        return -1;
    int value = (int)(hour * 60 + minute);
    return value <= MINUTES_OF_DAY ? value : -1;
}

/* A list of spans, "08:30-11:30", ascending and apart. */
static bool
decode_office(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct office_hours *hours = place;
    int before = -1;
    if (node->type != YAML_LIST || node->count == 0 || node->count > OFFICE_SPANS_MAX)
        return schema_mistake(context, node, "office hours are a list of 1 to %d spans",
                              OFFICE_SPANS_MAX);
    hours->count = 0;
    for (const struct yaml *span = node->first; span != NULL; span = span->next) {
        struct text rest = span->type == YAML_SCALAR ? span->text : TEXT("");
        int from = read_minute(text_cut(&rest, '-')), to = read_minute(rest);
        if (from < 0 || to <= from)
            return schema_mistake(context, span, "a span is written as 08:30-11:30");
        if (from <= before)
            return schema_mistake(context, span, "this span does not come after the one before");
        hours->spans[hours->count++] = (struct office_span){from, to};
        before = to;
    }
    return true;
}

/* A place on drawings: [across, down], each 0 to 100. */
static bool
decode_spot(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct network_spot *spot = place;
    int64_t across = -1, down = -1;
    bool is_pair = node->type == YAML_LIST && node->count == 2 &&
                   text_number(node->first->text, &across) &&
                   text_number(node->first->next->text, &down);
    if (!is_pair || across > 100 || down > 100)
        return schema_mistake(context, node, "a spot is [across, down], each 0 to 100");
    *spot = (struct network_spot){true, (int)across, (int)down};
    return true;
}

static bool
decode_number_mode(const struct yaml *node, const struct schema_context *context, void *place)
{
    int mode = 0;
    bool is_good = schema_choice(node, context, number_modes, &mode);
    *(bool *)place = mode == 1;
    return is_good;
}

static bool
decode_factor_mode(const struct yaml *node, const struct schema_context *context, void *place)
{
    int mode = 0;
    bool is_good = schema_choice(node, context, factor_modes, &mode);
    *(bool *)place = mode == 1;
    return is_good;
}

#define PLACE(member) offsetof(struct network_place, member)
static const struct schema_field place_fields[] = {
    {.key = "id",
     .type = SCHEMA_TEXT,
     .offset = PLACE(id),
     .is_required = true,
     .least = 1,
     .most = 32},
    {.key = "kind",
     .type = SCHEMA_CHOICE,
     .offset = PLACE(kind),
     .is_required = true,
     .choices = place_kinds},
    {.key = "name", .type = SCHEMA_WORDS, .offset = PLACE(name), .is_required = true},
    {.key = "address", .type = SCHEMA_WORDS, .offset = PLACE(address)},
    {.key = "telephone",
     .type = SCHEMA_TEXT,
     .offset = PLACE(telephone),
     .least = 1,
     .most = TELEPHONE_MAX},
    {.key = "office", .type = SCHEMA_OWN, .offset = PLACE(office), .decode = decode_office},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = PLACE(is_verified), .is_required = true},
};
static const struct schema place_schema = {"a place", sizeof(struct network_place), 0, place_fields,
                                           sizeof place_fields / sizeof place_fields[0]};

#define NODE(member) offsetof(struct network_node, member)
static const struct schema_field node_fields[] = {
    {.key = "id",
     .type = SCHEMA_TEXT,
     .offset = NODE(id),
     .is_required = true,
     .least = 1,
     .most = 16},
    {.key = "node_code", .type = SCHEMA_TEXT, .offset = NODE(node_code), .is_required = true},
    {.key = "court_code", .type = SCHEMA_TEXT, .offset = NODE(court_code)},
    {.key = "kind",
     .type = SCHEMA_CHOICE,
     .offset = NODE(kind),
     .is_required = true,
     .choices = node_kinds},
    {.key = "level",
     .type = SCHEMA_CHOICE,
     .offset = NODE(level),
     .otherwise = LEVEL_NONE,
     .choices = levels},
    {.key = "superior", .type = SCHEMA_TEXT, .offset = NODE(superior)},
    {.key = "name", .type = SCHEMA_WORDS, .offset = NODE(name), .is_required = true},
    {.key = "short", .type = SCHEMA_WORDS, .offset = NODE(short_name)},
    {.key = "town", .type = SCHEMA_WORDS, .offset = NODE(town), .is_required = true},
    {.key = "address", .type = SCHEMA_WORDS, .offset = NODE(address)},
    {.key = "telephone",
     .type = SCHEMA_TEXT,
     .offset = NODE(telephone),
     .least = 1,
     .most = TELEPHONE_MAX},
    {.key = "seat", .type = SCHEMA_TEXT, .offset = NODE(seat)},
    {.key = "office",
     .type = SCHEMA_OWN,
     .offset = NODE(office),
     .is_required = true,
     .decode = decode_office},
    {.key = "numbers",
     .type = SCHEMA_OWN,
     .offset = NODE(numbers_are_own),
     .is_required = true,
     .decode = decode_number_mode},
    {.key = "second_factor",
     .type = SCHEMA_OWN,
     .offset = NODE(factor_is_offered),
     .decode = decode_factor_mode},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = NODE(is_verified), .is_required = true},
    {.key = "spot", .type = SCHEMA_OWN, .offset = NODE(spot), .decode = decode_spot},
    {.key = "places",
     .type = SCHEMA_LIST,
     .offset = NODE(places),
     .count_offset = NODE(places_count),
     .of = &place_schema,
     .least = 1,
     .most = PLACES_MAX},
};
static const struct schema node_schema = {"a node", sizeof(struct network_node), 0, node_fields,
                                          sizeof node_fields / sizeof node_fields[0]};

#define NETWORK(member) offsetof(struct network, member)
static const struct schema_field network_fields[] = {
    {.key = "network", .type = SCHEMA_TEXT, .offset = NETWORK(id), .is_required = true},
    {.key = "name", .type = SCHEMA_WORDS, .offset = NETWORK(name), .is_required = true},
    {.key = "nodes",
     .type = SCHEMA_LIST,
     .offset = NETWORK(nodes),
     .count_offset = NETWORK(nodes_count),
     .is_required = true,
     .of = &node_schema,
     .least = 1,
     .most = NODES_MAX},
};
static const struct schema network_schema = {"a network", sizeof(struct network), 0, network_fields,
                                             sizeof network_fields / sizeof network_fields[0]};

/* What one node may be by itself. */
static bool
check_node(const struct network_node *node, const struct yaml *place,
           const struct schema_context *context)
{
    bool is_desk = node->kind == NODE_DESK;
    if (!tracking_number_is_node_code(node->node_code))
        return schema_mistake(context, yaml_member(place, "node_code"),
                              "`%.*s` is no node code: four of 0-9 and A-Z",
                              TEXT_ARGS(node->node_code));
    if (is_desk != text_is_empty(node->court_code) || is_desk != (node->level == LEVEL_NONE))
        return schema_mistake(context, place,
                              "a court has `court_code` and `level`, a desk has neither");
    if (!is_desk && !case_number_is_court_code(node->court_code))
        return schema_mistake(context, yaml_member(place, "court_code"),
                              "`%.*s` is no court code, such as 吉7502",
                              TEXT_ARGS(node->court_code));
    return true;
}

static bool
is_same_node(const struct network_node *a, const struct network_node *b)
{
    return text_equal(a->id, b->id) || text_equal(a->node_code, b->node_code) ||
           (!text_is_empty(a->court_code) && text_equal(a->court_code, b->court_code));
}

/* Nothing is named twice, and the court above is there and of a higher level. */
static bool
check_among(const struct network *network, size_t n, const struct yaml *place,
            const struct schema_context *context)
{
    const struct network_node *node = &network->nodes[n];
    for (size_t i = 0; i < n; i++)
        if (is_same_node(node, &network->nodes[i]))
            return schema_mistake(context, place,
                                  "id, node code and court code are each given once: see %.*s",
                                  TEXT_ARGS(network->nodes[i].id));
    if (text_is_empty(node->superior))
        return true;
    const struct network_node *superior = network_find(network, node->superior);
    if (superior == NULL || superior->level <= node->level)
        return schema_mistake(context, yaml_member(place, "superior"),
                              "`%.*s` is no court of a higher level", TEXT_ARGS(node->superior));
    return true;
}

static bool
check_places(const struct network *network, size_t n, const struct yaml *node,
             const struct schema_context *context)
{
    /* Ours until the network is given away. */
    struct network_place *places = (struct network_place *)network->nodes[n].places;
    const struct yaml *list = yaml_member(node, "places");
    const struct yaml *place = list == NULL ? NULL : list->first;
    for (size_t i = 0; i < network->nodes[n].places_count; i++, place = place->next) {
        places[i].node = network->nodes[n].id;
        if (network_place(network, places[i].id) != &places[i])
            return schema_mistake(context, yaml_member(place, "id"), "place %.*s is named twice",
                                  TEXT_ARGS(places[i].id));
    }
    return true;
}

static struct network *
read_tree(const struct yaml *tree, const struct schema_context *context)
{
    struct network *network = ARENA_NEW(context->arena, struct network);
    if (tree == NULL || !schema_decode(&network_schema, tree, context, network))
        return NULL;
    size_t hubs = 0;
    bool is_good = true;
    const struct yaml *node = yaml_member(tree, "nodes")->first;
    for (size_t i = 0; i < network->nodes_count; i++, node = node->next) {
        hubs += network->nodes[i].kind == NODE_HUB;
        is_good = check_node(&network->nodes[i], node, context) && is_good;
        is_good = check_among(network, i, node, context) && is_good;
        is_good = check_places(network, i, node, context) && is_good;
    }
    if (hubs != 1)
        is_good = schema_mistake(context, yaml_member(tree, "nodes"), "a network has one hub");
    return is_good ? network : NULL;
}

const struct network *
network_rule_load(const char *path, struct arena *arena, struct mistakes *mistakes)
{
    struct schema_context context = {path, arena, mistakes, NULL};
    return read_tree(yaml_read_file(path, arena, mistakes, NULL), &context);
}

struct network *
network_rule_read_text(struct text bytes, struct arena *arena)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct schema_context context = {"directory", arena, &mistakes, NULL};
    const struct yaml *tree = yaml_read(context.file, bytes, arena, &mistakes);
    struct network *network = read_tree(tree, &context);
    return mistakes.count == 0 ? network : NULL;
}

/* ---- writing ---- */

static void
add_quoted(struct buffer *buffer, struct text text)
{
    buffer_add(buffer, "\"", 1);
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];
        if (byte == '\n' || byte == '\t')
            buffer_add(buffer, byte == '\n' ? "\\n" : "\\t", 2);
        else if (byte == '"' || byte == '\\')
            buffer_add(buffer, byte == '"' ? "\\\"" : "\\\\", 2);
        else
            buffer_add(buffer, &byte, 1);
    }
    buffer_add(buffer, "\"", 1);
}

/* `lead` is the indentation with what stands before the key. */
static void
add_text(struct buffer *buffer, const char *lead, const char *key, struct text text)
{
    if (text_is_empty(text))
        return;
    buffer_add_format(buffer, "%s%s: ", lead, key);
    add_quoted(buffer, text);
    buffer_add(buffer, "\n", 1);
}

static void
add_words(struct buffer *buffer, const char *lead, const char *key, const struct words *words)
{
    static const char *const open[LANGUAGE_COUNT] = {"{zh: ", ", ko: ", ", en: "};
    if (text_is_empty(words->in[LANGUAGE_ZH]))
        return;
    buffer_add_format(buffer, "%s%s: ", lead, key);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        buffer_add_text(buffer, text_of(open[i]));
        add_quoted(buffer, words->in[i]);
    }
    buffer_add_text(buffer, TEXT("}\n"));
}

static void
add_choice(struct buffer *buffer, const char *lead, const char *key,
           const struct schema_choice *choices, int value)
{
    for (; choices->word != NULL; choices++) {
        if (choices->value == value)
            buffer_add_format(buffer, "%s%s: %s\n", lead, key, choices->word);
    }
}

static void
add_office(struct buffer *buffer, const char *lead, const struct office_hours *office)
{
    for (size_t i = 0; i < office->count; i++)
        buffer_add_format(buffer, "%s%s\"%02d:%02d-%02d:%02d\"%s", i == 0 ? lead : "",
                          i == 0 ? "office: [" : ", ", office->spans[i].from_minute / 60,
                          office->spans[i].from_minute % 60, office->spans[i].to_minute / 60,
                          office->spans[i].to_minute % 60, i + 1 == office->count ? "]\n" : "");
}

static void
add_place(struct buffer *buffer, const struct network_place *place)
{
    static const char LEAD[] = "        ";
    add_text(buffer, "      - ", "id", place->id);
    add_choice(buffer, LEAD, "kind", place_kinds, place->kind);
    add_words(buffer, LEAD, "name", &place->name);
    add_words(buffer, LEAD, "address", &place->address);
    add_text(buffer, LEAD, "telephone", place->telephone);
    add_office(buffer, LEAD, &place->office);
    buffer_add_format(buffer, "%sverified: %s\n", LEAD, place->is_verified ? "true" : "false");
}

static void
add_node(struct buffer *buffer, const struct network_node *node)
{
    static const char LEAD[] = "    ";
    add_text(buffer, "  - ", "id", node->id);
    add_text(buffer, LEAD, "node_code", node->node_code);
    add_text(buffer, LEAD, "court_code", node->court_code);
    add_choice(buffer, LEAD, "kind", node_kinds, node->kind);
    add_choice(buffer, LEAD, "level", levels, node->level);
    add_text(buffer, LEAD, "superior", node->superior);
    add_words(buffer, LEAD, "name", &node->name);
    add_words(buffer, LEAD, "short", &node->short_name);
    add_words(buffer, LEAD, "town", &node->town);
    add_words(buffer, LEAD, "address", &node->address);
    add_text(buffer, LEAD, "telephone", node->telephone);
    add_text(buffer, LEAD, "seat", node->seat);
    add_office(buffer, LEAD, &node->office);
    add_choice(buffer, LEAD, "numbers", number_modes, node->numbers_are_own);
    add_choice(buffer, LEAD, "second_factor", factor_modes, node->factor_is_offered);
    buffer_add_format(buffer, "%sverified: %s\n", LEAD, node->is_verified ? "true" : "false");
    if (node->spot.is_given)
        buffer_add_format(buffer, "%sspot: [%d, %d]\n", LEAD, node->spot.across, node->spot.down);
    if (node->places_count > 0)
        buffer_add_format(buffer, "%splaces:\n", LEAD);
    for (size_t i = 0; i < node->places_count; i++)
        add_place(buffer, &node->places[i]);
}

struct text
network_rule_write(const struct network *network, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 16 * 1024);
    add_text(&buffer, "", "network", network->id);
    add_words(&buffer, "", "name", &network->name);
    buffer_add_text(&buffer, TEXT("nodes:\n"));
    for (size_t i = 0; i < network->nodes_count; i++)
        add_node(&buffer, &network->nodes[i]);
    return buffer_text(&buffer);
}
