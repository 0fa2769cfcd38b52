/* apply_page.c: cuts the fields of the opening step into pages that ask for one thing each. Which
 * page a field stands on follows from what it holds, so that another procedure needs no page of its
 * own. */
#include "view/apply_page.h"

#include "law/cause.h"
#include "paper/wording.h"
#include "view/apply_way.h"
#include "view/element_view.h"
#include "view/rule_view.h"

enum { SECTION_ROWS_MAX = 400, FIELDS_MAX = 64, CAUSES_LOOKED_AT = 1 };

static const char *const place_words[APPLY_PLACES] = {"parties", "claims", "court", "materials",
                                                      "check"};

const char *
apply_place_word(enum apply_place place)
{
    return place_words[place];
}

bool
apply_place_parse(struct text word, enum apply_place *place)
{
    for (int i = 0; i < APPLY_PLACES; i++) {
        if (text_is(word, place_words[i])) {
            *place = (enum apply_place)i;
            return true;
        }
    }
    return false;
}

const struct step *
apply_step(const struct procedure *procedure)
{
    for (size_t i = 0; procedure != NULL && i < procedure->steps_count; i++) {
        if (procedure->steps[i].from == 1)
            return &procedure->steps[i];
    }
    return NULL;
}

/* What is missing and why it is handed in all the same belongs beside the materials. */
static bool
is_about_materials(const struct field_rule *field)
{
    return field->type == FIELD_MATERIALS || text_is(field->name, "on_paper") ||
           text_is(field->name, "insists") || text_is(field->name, "annotation");
}

static enum apply_place
place_of(const struct field_rule *field)
{
    if (field->type == FIELD_ELEMENTS)
        return APPLY_PLACES; /* asked question by question (apply_way.h) */
    if (field->type == FIELD_PARTIES || text_is(field->name, "has_agent"))
        return APPLY_PARTIES;
    return is_about_materials(field) ? APPLY_MATERIALS : APPLY_CLAIMS;
}

const char *const *
apply_fields(const struct step *step, enum apply_place place, struct arena *arena)
{
    const char **names = ARENA_MANY(arena, step->fields_count + 1, const char *);
    size_t count = 0;
    for (size_t i = 0; i < step->fields_count; i++) {
        if (place_of(&step->fields[i]) == place)
            names[count++] = text_terminated(step->fields[i].name, arena);
    }
    return names;
}

struct steps_view
apply_steps(const struct view *view, enum apply_place place)
{
    static const char *const keys[APPLY_PLACES] = {"apply.parties", "apply.claims", "apply.court",
                                                   "apply.materials", "apply.check"};
    struct steps_step *steps = ARENA_MANY(view->arena, APPLY_PLACES, struct steps_step);
    for (int i = 0; i < APPLY_PLACES; i++)
        steps[i] = (struct steps_step){.kind = i < (int)place    ? "done"
                                               : i == (int)place ? "now"
                                                                 : "ahead",
                                       .name = wording(keys[i], view->language)};
    return (struct steps_view){(int)place + 1, wording(keys[place], view->language), steps,
                               APPLY_PLACES};
}

/* ---- which court ---- */

static const struct cause *
cause_of(const struct rulebook *rules, const struct value *fields, struct date today,
         struct arena *arena)
{
    struct text typed = value_member_text(fields, "cause");
    const struct cause_edition *edition = cause_edition_on(&rules->causes, today);
    const struct cause *const *found;
    if (edition == NULL || text_is_empty(typed))
        return NULL;
    return cause_search(edition, typed, arena, &found) > 0 ? found[0] : NULL;
}

/* Places of the kind of dispute that are not those of the parties. */
static void
add_ties(const struct view *view, const struct jurisdiction_rules *rules,
         const struct text typed[TIE_KINDS], struct jurisdiction_facts *facts,
         struct jurisdiction_place *places, struct apply_page *page)
{
    const struct jurisdiction_ground *ground = jurisdiction_ground(rules, facts->ground);
    struct apply_tie *ties = ARENA_MANY(view->arena, TIE_KINDS, struct apply_tie);
    bool is_asked[TIE_KINDS] = {[TIE_DEFENDANT] = true, [TIE_PLAINTIFF] = true, [TIE_COURT] = true};
    for (size_t i = 0; ground != NULL && i < ground->links_count; i++) {
        enum tie tie = ground->links[i].tie;
        if (is_asked[tie])
            continue;
        is_asked[tie] = true;
        ties[page->ties_count++] =
            (struct apply_tie){tie_word(tie), view_words(view, &rules->ties[tie]), typed[tie]};
        if (text_is_empty(typed[tie]) || facts->places_count == JURISDICTION_PLACES_MAX)
            continue;
        const struct jurisdiction_area *area = jurisdiction_area_of(rules, typed[tie]);
        places[facts->places_count++] =
            (struct jurisdiction_place){tie, area == NULL ? TEXT("") : area->id};
    }
    page->ties = ties;
}

static struct jurisdiction_facts
facts_of(const struct view *view, const struct rulebook *rules, const struct value *fields,
         const struct text typed[TIE_KINDS], struct date today, struct apply_page *page)
{
    const struct value *parties = value_member(fields, "parties");
    const struct cause *cause = cause_of(rules, fields, today, view->arena);
    struct jurisdiction_place *places =
        ARENA_MANY(view->arena, JURISDICTION_PLACES_MAX, struct jurisdiction_place);
    struct jurisdiction_facts facts = {
        .on = today,
        .ground = cause == NULL ? TEXT("") : cause->ground,
        .environment = cause == NULL                                      ? ENVIRONMENT_NO
                       : cause->environment == CAUSE_IS_ENVIRONMENTAL     ? ENVIRONMENT_YES
                       : cause->environment == CAUSE_MAY_BE_ENVIRONMENTAL ? ENVIRONMENT_UNKNOWN
                                                                          : ENVIRONMENT_NO,
        .places = places,
    };
    const struct value *one = value_is(parties, VALUE_ARRAY) ? parties->first : NULL;
    for (; one != NULL && facts.places_count < JURISDICTION_PLACES_MAX; one = one->next) {
        struct text position = value_member_text(one, "position");
        struct text address = value_member_text(one, "address");
        bool is_defendant = text_is(position, "defendant") || text_is(position, "respondent");
        bool is_plaintiff = text_is(position, "plaintiff") || text_is(position, "applicant");
        if ((!is_defendant && !is_plaintiff) || text_is_empty(address))
            continue;
        const struct jurisdiction_area *area = jurisdiction_area_of(&rules->jurisdiction, address);
        places[facts.places_count++] = (struct jurisdiction_place){
            is_defendant ? TIE_DEFENDANT : TIE_PLAINTIFF, area == NULL ? TEXT("") : area->id};
        if (is_defendant && text_is_empty(page->address))
            page->address = address;
    }
    add_ties(view, &rules->jurisdiction, typed, &facts, places, page);
    return facts;
}

static bool
is_listed(const struct apply_court *courts, int count, struct text id)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(courts[i].id, id))
            return true;
    }
    return false;
}

static void
fill_others(const struct view *view, struct text chosen, struct apply_page *page)
{
    size_t count = view->network == NULL ? 0 : view->network->nodes_count;
    struct apply_court *others = ARENA_MANY(view->arena, count + 1, struct apply_court);
    for (size_t i = 0; i < count; i++) {
        const struct network_node *node = &view->network->nodes[i];
        if (node->kind == NODE_DESK || is_listed(page->courts, page->courts_count, node->id))
            continue;
        others[page->others_count++] =
            (struct apply_court){.id = node->id,
                                 .name = view_words(view, &node->name),
                                 .is_chosen = text_equal(node->id, chosen)};
    }
    page->others = others;
}

void
apply_page_courts(const struct view *view, const struct rulebook *rules, const struct value *fields,
                  const struct text typed[TIE_KINDS], struct text chosen, struct date today,
                  struct apply_page *page)
{
    struct jurisdiction_facts facts = facts_of(view, rules, fields, typed, today, page);
    struct jurisdiction_answer answer =
        jurisdiction_find(&rules->jurisdiction, view->network, &facts, view->arena);
    struct apply_court *courts =
        ARENA_MANY(view->arena, answer.candidates_count + 1, struct apply_court);
    struct text *remarks = ARENA_MANY(view->arena, answer.remarks_count + 1, struct text);
    for (size_t i = 0; i < answer.candidates_count; i++) {
        const struct jurisdiction_candidate *from = &answer.candidates[i];
        if (is_listed(courts, page->courts_count, from->court))
            continue;
        bool is_first = page->courts_count == 0 && !from->is_outside;
        courts[page->courts_count++] = (struct apply_court){
            .id = from->court,
            .name = view_words(view, &from->court_name),
            .reason = view_words(view, &from->reason),
            .citation = source_citation_text(&rules->time.sources, from->rests_on, view->language,
                                             view->arena),
            .is_outside = from->is_outside,
            .is_chosen = text_is_empty(chosen) ? is_first : text_equal(from->court, chosen),
        };
    }
    for (size_t i = 0; i < answer.remarks_count; i++)
        remarks[page->remarks_count++] =
            rule_view_remark(view, &rules->jurisdiction, &answer.remarks[i]);
    page->is_court = true;
    page->courts = courts;
    page->remarks = remarks;
    fill_others(view, chosen, page);
}

/* ---- everything to check ---- */

static struct text
member_words(const struct view *view, const struct procedure *procedure,
             const struct field_rule *list, const struct value *entry)
{
    struct summary_list_view facts =
        matter_page_facts(view, procedure, list->members, list->members_count, entry);
    struct buffer buffer = buffer_open(view->arena, 200);
    for (int i = 0; i < facts.rows_count; i++) {
        if (text_equal(facts.rows[i].value, value_member_text(entry, "name")))
            continue;
        buffer_add_text(&buffer, buffer.length == 0 ? TEXT("") : view_semicolon(view));
        buffer_add_text(&buffer, facts.rows[i].label);
        buffer_add_text(&buffer, view_colon(view));
        buffer_add_text(&buffer, facts.rows[i].value);
    }
    return buffer_text(&buffer);
}

static struct summary_list_view
party_rows(const struct view *view, const struct procedure *procedure, const struct step *step,
           const struct value *fields)
{
    struct summary_row *rows = ARENA_MANY(view->arena, SECTION_ROWS_MAX, struct summary_row);
    struct summary_list_view list = {.rows = rows};
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct value *entries = value_member(fields, step->fields[i].name.bytes);
        if (step->fields[i].type != FIELD_PARTIES || !value_is(entries, VALUE_ARRAY))
            continue;
        for (const struct value *one = entries->first;
             one != NULL && list.rows_count < SECTION_ROWS_MAX; one = one->next)
            rows[list.rows_count++] = (struct summary_row){
                value_member_text(one, "name"),
                member_words(view, procedure, &step->fields[i], one), TEXT("")};
    }
    return list;
}

static struct summary_list_view
material_rows(const struct view *view, const struct procedure *procedure, const struct step *step,
              const struct value *fields)
{
    struct summary_row *rows = ARENA_MANY(view->arena, SECTION_ROWS_MAX, struct summary_row);
    struct summary_list_view list = {.rows = rows};
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct value *entries = value_member(fields, step->fields[i].name.bytes);
        if (step->fields[i].type != FIELD_MATERIALS || !value_is(entries, VALUE_ARRAY))
            continue;
        for (const struct value *one = entries->first;
             one != NULL && list.rows_count < SECTION_ROWS_MAX; one = one->next) {
            struct text name = value_member_text(one, "item");
            const struct item_rule *item = procedure_item(procedure, name);
            struct text title = value_member_text(one, "title");
            bool is_paper = text_is_empty(value_member_text(one, "file"));
            rows[list.rows_count++] =
                (struct summary_row){item == NULL ? name : view_words(view, &item->words),
                                     !text_is_empty(title) ? title
                                     : is_paper ? wording("apply.on-paper", view->language)
                                                : wording("apply.uploaded", view->language),
                                     TEXT("")};
        }
    }
    return list;
}

/* The rows of the simple fields of a page. */
static struct summary_list_view
field_rows(const struct view *view, const struct procedure *procedure, const struct step *step,
           enum apply_place place, const struct value *fields)
{
    struct field_rule *rules = ARENA_MANY(view->arena, step->fields_count + 1, struct field_rule);
    size_t count = 0;
    for (size_t i = 0; i < step->fields_count; i++) {
        if (place_of(&step->fields[i]) == place)
            rules[count++] = step->fields[i];
    }
    return matter_page_facts(view, procedure, rules, count, fields);
}

static struct summary_list_view
join_rows(const struct view *view, struct summary_list_view a, struct summary_list_view b)
{
    struct summary_row *rows =
        ARENA_MANY(view->arena, (size_t)(a.rows_count + b.rows_count) + 1, struct summary_row);
    for (int i = 0; i < a.rows_count; i++)
        rows[i] = a.rows[i];
    for (int i = 0; i < b.rows_count; i++)
        rows[a.rows_count + i] = b.rows[i];
    return (struct summary_list_view){rows, a.rows_count + b.rows_count, false};
}

static bool
asks_anything(const struct element_form *form, const struct element_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        if (form->fields[block->first + i].is_required)
            return true;
    }
    return false;
}

/* A card for each part of the form; a row for each answer, which leads back to its question. */
static void
add_part(const struct view *view, const struct apply_way *way, enum element_part part,
         const struct value *elements, struct apply_check *check)
{
    struct apply_section *section =
        &((struct apply_section *)check->sections)[check->sections_count];
    struct text part_word = element_part_word(part);
    struct summary_list_view rows = {0};
    for (int i = 0; i < way->count; i++) {
        const struct apply_stop *stop = &way->stops[i];
        if (stop->ask != ASK_BLOCK || stop->block->part != part)
            continue;
        struct text page = text_format(view->arena, "%.*s/%.*s?then=check", TEXT_ARGS(check->base),
                                       TEXT_ARGS(stop->word));
        struct summary_list_view answers =
            element_view_rows(view, way->chosen, stop->block, elements, page);
        struct summary_row *nothing = ARENA_NEW(view->arena, struct summary_row);
        bool must_be = asks_anything(way->chosen, stop->block);
        *nothing = (struct summary_row){
            view_words(view, &stop->block->words),
            wording(must_be ? "apply.not-answered" : "apply.left-blank", view->language), page};
        if (answers.rows_count == 0)
            answers = (struct summary_list_view){nothing, 1, false};
        rows = join_rows(view, rows, answers);
    }
    if (rows.rows_count == 0)
        return;
    const char *key = text_format(view->arena, "element.%.*s", TEXT_ARGS(part_word)).bytes;
    *section = (struct apply_section){.title = wording(key, view->language), .rows = rows};
    check->sections_count++;
}

static void
add_section(const struct view *view, enum apply_place place, struct summary_list_view rows,
            const char *word, struct apply_check *check)
{
    static const char *const keys[] = {"apply.parties", "apply.claims", "apply.court",
                                       "apply.materials"};
    struct apply_section *section =
        &((struct apply_section *)check->sections)[check->sections_count++];
    *section = (struct apply_section){
        wording(keys[place], view->language),
        text_format(view->arena, "%.*s/%s?then=check", TEXT_ARGS(check->base), word), rows};
}

void
apply_check_sections(const struct view *view, const struct apply_way *way,
                     const struct procedure *procedure, const struct value *fields,
                     struct apply_check *check)
{
    const struct step *step = apply_step(procedure);
    const struct value *elements = value_member(fields, "elements");
    struct summary_row *court = ARENA_MANY(view->arena, 1, struct summary_row);
    check->sections = ARENA_MANY(view->arena, APPLY_CHECK + ELEMENT_PARTS, struct apply_section);
    check->sections_count = 0;
    court[0] = (struct summary_row){
        wording("apply.court-chosen", view->language),
        text_is_empty(check->court) ? wording("apply.court-missing", view->language) : check->court,
        TEXT("")};
    add_section(view, APPLY_PARTIES,
                join_rows(view, party_rows(view, procedure, step, fields),
                          field_rows(view, procedure, step, APPLY_PARTIES, fields)),
                "parties", check);
    add_section(view, APPLY_CLAIMS, field_rows(view, procedure, step, APPLY_CLAIMS, fields),
                way->chosen != NULL    ? "rest"
                : way->offered != NULL ? "own"
                                       : "claims",
                check);
    for (int part = 0; way->chosen != NULL && part < ELEMENT_PARTS; part++)
        add_part(view, way, (enum element_part)part, elements, check);
    add_section(view, APPLY_COURT, (struct summary_list_view){court, 1, false}, "court", check);
    add_section(view, APPLY_MATERIALS,
                join_rows(view, material_rows(view, procedure, step, fields),
                          field_rows(view, procedure, step, APPLY_MATERIALS, fields)),
                "materials", check);
}
