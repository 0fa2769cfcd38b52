/* directory_page.c: the directory as people read it, and the form that changes one entry of it. */
#include "view/directory_page.h"

#include "paper/wording.h"

static struct text
say(const struct view *view, const char *key)
{
    return wording(key, view->language);
}

/* ---- the directory ---- */

static struct text
kind_of(const struct view *view, enum place_kind kind)
{
    static const char *const keys[] = {
        "place.counter",     "place.tribunal",  "place.forest-farm",       "place.judicial-office",
        "place.scenic-area", "place.community", "place.governance-centre", "place.circuit"};
    return say(view, keys[kind]);
}

static struct text
change_of(const struct view *view, struct text id, bool may_propose)
{
    if (!may_propose)
        return TEXT("");
    return text_format(view->arena, "/desk/directory/of/%.*s", TEXT_ARGS(id));
}

static struct text
town_of(const struct view *view, const struct network_node *node)
{
    struct text town = view_words(view, &node->town);
    if (text_is_empty(node->seat))
        return town;
    struct wording_value values[] = {{"town", town}, {"seat", node->seat}};
    return wording_fill("directory.town-and-seat", view->language, values, 2, view->arena);
}

static void
fill_court(const struct view *view, const struct network_node *node, bool may_propose,
           struct directory_court *court)
{
    struct directory_place *places =
        ARENA_MANY(view->arena, node->places_count + 1, struct directory_place);
    for (size_t i = 0; i < node->places_count; i++) {
        const struct network_place *place = &node->places[i];
        places[i] = (struct directory_place){
            .name = view_words(view, &place->name),
            .kind = kind_of(view, place->kind),
            .telephone = change_or_none(view, place->telephone),
            .address = change_or_none(view, view_words(view, &place->address)),
            .hours = place->office.count == 0 ? say(view, "directory.as-court")
                                              : office_hours_write(&place->office, view->arena),
            .change = change_of(view, place->id, may_propose),
        };
    }
    *court = (struct directory_court){
        .name = view_words(view, &node->name),
        .code = node->court_code,
        .change = change_of(view, node->id, may_propose),
        .facts = change_facts_open(view),
        .places = places,
        .places_count = (int)node->places_count,
        .is_hub = node->kind == NODE_HUB,
    };
    change_fact(view, &court->facts, "directory.town", town_of(view, node));
    change_fact(view, &court->facts, "directory.address",
                change_or_none(view, view_words(view, &node->address)));
    change_fact(view, &court->facts, "directory.telephone", change_or_none(view, node->telephone));
    change_fact(view, &court->facts, "directory.office",
                office_hours_write(&node->office, view->arena));
}

/* As it is called by now; by what it was called then where it is gone. */
static struct text
name_of(const struct view *view, struct text id)
{
    struct directory_entry entry;
    return directory_entry_find(view->network, id, &entry) ? view_words(view, &entry.name) : id;
}

void
directory_page_fill(const struct view *view, int64_t version, bool is_at_hub, enum role role,
                    const struct proposal_named *proposals, int count, struct directory_page *page)
{
    size_t nodes = view->network == NULL ? 0 : view->network->nodes_count;
    struct directory_court *courts = ARENA_MANY(view->arena, nodes + 1, struct directory_court);
    struct change_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct change_row);
    *page = (struct directory_page){
        .version = version,
        .courts = courts,
        .courts_count = (int)nodes,
        .proposals = rows,
        .proposals_count = count,
        .is_at_hub = is_at_hub,
        .may_propose = is_at_hub && role == ROLE_SYSTEM_ADMIN,
    };
    for (size_t i = 0; i < nodes; i++)
        fill_court(view, &view->network->nodes[i], page->may_propose, &courts[i]);
    for (int i = 0; i < count; i++) {
        const struct proposal *from = &proposals[i].proposal;
        rows[i] = (struct change_row){
            .name = name_of(view, from->target),
            .who = proposals[i].proposer_name,
            .address = text_format(view->arena, "/desk/directory/%.*s", TEXT_ARGS(from->id)),
            .proposed_ms = from->proposed_ms,
            .state = change_state_tag(view, from->status),
        };
    }
}

/* ---- one entry ---- */

struct directory_typed
directory_typed_of(const struct directory_entry *entry, struct arena *arena)
{
    struct directory_typed typed = {.telephone = entry->telephone,
                                    .office = office_hours_write(&entry->office, arena)};
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        typed.name[i] = entry->name.in[i];
        typed.address[i] = entry->address.in[i];
    }
    return typed;
}

static struct form_field *
add_line(struct plain_form *form, const char *name, const char *label, const char *hint,
         struct text value, bool is_required)
{
    const struct view *view = form->view;
    struct form_field *field = plain_form_add(form, CONTROL_TEXT, name, say(view, label),
                                              hint == NULL ? TEXT("") : say(view, hint), value);
    field->is_required = is_required;
    return field;
}

struct plain_form *
directory_form(const struct view *view, bool is_place, const struct directory_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    add_line(form, "name_zh", "directory.name-zh", NULL, typed->name[LANGUAGE_ZH], true);
    add_line(form, "name_ko", "directory.name-ko", "directory.other-hint", typed->name[LANGUAGE_KO],
             false);
    add_line(form, "name_en", "directory.name-en", "directory.other-hint", typed->name[LANGUAGE_EN],
             false);
    add_line(form, "office", "directory.office",
             is_place ? "directory.office-hint-place" : "directory.office-hint", typed->office,
             !is_place);
    struct form_field *telephone = add_line(form, "telephone", "directory.telephone",
                                            "directory.telephone-hint", typed->telephone, false);
    telephone->type = TEXT("tel");
    telephone->inputmode = TEXT("tel");
    add_line(form, "address_zh", "directory.address-zh", NULL, typed->address[LANGUAGE_ZH], false);
    add_line(form, "address_ko", "directory.address-ko", "directory.other-hint",
             typed->address[LANGUAGE_KO], false);
    add_line(form, "address_en", "directory.address-en", "directory.other-hint",
             typed->address[LANGUAGE_EN], false);
    return form;
}

/* ---- old beside new ---- */

static void
fill_differences(const struct view *view, const struct proposal *proposal, struct change_page *page)
{
    static const char *const members[] = {"name", "address"};
    static const char *const keys[][LANGUAGE_COUNT] = {
        {"directory.name-zh", "directory.name-ko", "directory.name-en"},
        {"directory.address-zh", "directory.address-ko", "directory.address-en"}};
    const struct value *was = value_read_canonical(proposal->from, view->arena);
    const struct value *becomes = value_read_canonical(proposal->to, view->arena);
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < LANGUAGE_COUNT; j++) {
            const char *language = language_code((enum language)j);
            change_difference(view, page, say(view, keys[i][j]),
                              value_member_text(value_member(was, members[i]), language),
                              value_member_text(value_member(becomes, members[i]), language));
        }
    }
    change_difference(view, page, say(view, "directory.office"), value_member_text(was, "office"),
                      value_member_text(becomes, "office"));
    change_difference(view, page, say(view, "directory.telephone"),
                      value_member_text(was, "telephone"), value_member_text(becomes, "telephone"));
}

void
directory_change_fill(const struct view *view, const struct proposal_named *proposal,
                      struct text account, enum role role, struct change_page *page)
{
    change_page_fill(view, proposal, "directory.target", name_of(view, proposal->proposal.target),
                     "/desk/directory", account, role, page);
    page->back_label = say(view, "directory.back");
    fill_differences(view, &proposal->proposal, page);
}
