/* agents_page.c: who may act for whom, how far and how long, in sentences. */
#include "view/agents_page.h"

#include "paper/wording.h"
#include "view/frame.h"
#include "view/page.h"

static struct text
say(const struct view *view, const char *key)
{
    return wording(key, view->language);
}

static struct text
say_with(const struct view *view, const char *key, const char *name, struct text value)
{
    struct wording_value one = {name, value};
    return wording_fill(key, view->language, &one, 1, view->arena);
}

/* In full, and in a list. */
static const char *const scope_keys[][2] = {
    [SCOPE_GENERAL] = {"agents.general", "agents.general-short"},
    [SCOPE_SPECIAL] = {"agents.special", "agents.special-short"},
    [SCOPE_HELP] = {"agents.help", "agents.help-short"},
};

static struct text
period_of(const struct view *view, const struct representation *one)
{
    if (!text_is_empty(one->code)) {
        struct page_frame frame = {.today = one->from};
        struct page page = {.arena = view->arena, .view = view, .frame = &frame};
        struct wording_value ends = {"until", page_instant(&page, one->ends_ms)};
        return wording_fill("helper.code-until", view->language, &ends, 1, view->arena);
    }
    struct wording_value values[] = {
        {"from", date_text(one->from, view->arena)},
        {"until", date_is_none(one->until) ? TEXT("") : date_text(one->until, view->arena)}};
    return wording_fill(date_is_none(one->until) ? "agents.period-open" : "agents.period",
                        view->language, values, 2, view->arena);
}

static struct tag_view
state_of(const struct view *view, const struct representation_item *item, struct date today)
{
    if (item->is_over)
        return (struct tag_view){"", "", say(view, "agents.over")};
    switch (item->one.status) {
    case REPRESENTATION_PROPOSED:
        if (item->one.scope == SCOPE_HELP)
            return (struct tag_view){"warn", "", say(view, "helper.waits")};
        return (struct tag_view){"warn", "", say(view, "agents.proposed")};
    case REPRESENTATION_DECLINED: return (struct tag_view){"", "", say(view, "agents.declined")};
    case REPRESENTATION_ENDED: return (struct tag_view){"", "", say(view, "agents.ended")};
    case REPRESENTATION_IN_FORCE: break;
    }
    if (item->counts_today)
        return (struct tag_view){"good", "", say(view, "agents.in-force")};
    return date_compare(today, item->one.from) < 0
               ? (struct tag_view){"info", "", say(view, "agents.not-yet")}
               : (struct tag_view){"", "", say(view, "agents.over")};
}

/* Which word ending it goes by: taken back, laid down, or turned away. */
static const char *
end_key(const struct representation *one, bool is_principal)
{
    if (one->scope == SCOPE_HELP)
        return is_principal ? "helper.end" : "helper.leave";
    if (one->status == REPRESENTATION_PROPOSED)
        return is_principal ? "agents.turn-away" : "agents.withdraw";
    return is_principal ? "agents.take-back" : "agents.lay-down";
}

static struct text
address_of(const struct view *view, const struct representation *one, const char *what)
{
    return text_format(view->arena, "/account/agents/%.*s/%s", TEXT_ARGS(one->id), what);
}

/* A helper goes by the name the party said, and by that of the account that took the code up. */
static struct text
who_of(const struct view *view, const struct representation_item *item, bool is_principal)
{
    const struct representation *one = &item->one;
    if (!is_principal)
        return item->principal_name;
    if (one->scope != SCOPE_HELP)
        return item->agent_name;
    struct wording_value values[] = {
        {"name", one->name}, {"relation", one->relation}, {"account", item->agent_name}};
    bool is_same = text_is_empty(item->agent_name) ||
                   text_is_same_name(item->agent_name, one->name, view->arena);
    return wording_fill(is_same ? "helper.who" : "helper.who-account", view->language, values, 3,
                        view->arena);
}

struct agent_row
agents_page_row(const struct view *view, const struct representation_item *item, struct date today,
                bool is_principal)
{
    const struct representation *one = &item->one;
    bool is_open = !item->is_over && (one->status == REPRESENTATION_PROPOSED ||
                                      one->status == REPRESENTATION_IN_FORCE);
    struct agent_row row = {
        .who = who_of(view, item, is_principal),
        .scope = say(view, scope_keys[one->scope][1]),
        .matter = text_is_empty(one->matter) ? say(view, "agents.all") : one->matter,
        .period = period_of(view, one),
        .state = state_of(view, item, today),
        .has_document = !text_is_empty(one->document),
    };
    if (!text_is_empty(one->matter))
        row.matter_address =
            text_format(view->arena, "%s/m/%.*s",
                        one->scope == SCOPE_HELP && !is_principal ? "/account/role?to=" : "",
                        TEXT_ARGS(one->matter));
    if (is_open) {
        row.end_address = address_of(view, one, "end");
        row.end_label = say(view, end_key(one, is_principal));
    }
    if (item->is_mine_to_confirm)
        row.confirm_address = address_of(view, one, "confirm");
    return row;
}

void
agents_page_fill(const struct view *view, struct text account, struct date today,
                 const struct representation_item *items, int count, struct agents_page *page)
{
    struct agent_row *given = ARENA_MANY(view->arena, (size_t)count + 1, struct agent_row);
    struct agent_row *held = ARENA_MANY(view->arena, (size_t)count + 1, struct agent_row);
    for (int i = 0; i < count; i++) {
        bool is_principal = text_equal(items[i].one.principal, account);
        struct agent_row row = agents_page_row(view, &items[i], today, is_principal);
        if (is_principal)
            given[page->given_count++] = row;
        else
            held[page->held_count++] = row;
    }
    page->given = given;
    page->held = held;
}

/* ---- the form ---- */

static void
add_line(struct plain_form *form, const char *name, const char *label, const char *hint,
         struct text value, bool is_required)
{
    const struct view *view = form->view;
    struct form_field *field = plain_form_add(form, CONTROL_TEXT, name, say(view, label),
                                              hint == NULL ? TEXT("") : say(view, hint), value);
    field->is_required = is_required;
}

static void
add_scope(struct plain_form *form, struct text typed)
{
    const struct view *view = form->view;
    struct form_field *scope =
        plain_form_add(form, CONTROL_RADIO, "scope", say(view, "agents.scope"),
                       say(view, "agents.scope-hint"), typed);
    scope->is_required = true;
    plain_form_choice(form, scope, TEXT("general"), say(view, "agents.general"),
                      text_is(typed, "general"));
    plain_form_choice(form, scope, TEXT("special"), say(view, "agents.special"),
                      text_is(typed, "special"));
}

static void
add_matter(struct plain_form *form, const struct my_matters *matters, struct text typed)
{
    const struct view *view = form->view;
    if (matters == NULL) {
        add_line(form, "matter", "agents.matter", "agents.matter-hint", typed, false);
        return;
    }
    struct form_field *matter =
        plain_form_add(form, CONTROL_SELECT, "matter", say(view, "agents.matter"), TEXT(""), typed);
    matter->blank = say(view, "agents.all");
    for (int i = 0; i < matters->count; i++) {
        const struct matter_row *row = &matters->rows[i].row;
        struct text label = text_is_empty(row->title)
                                ? row->matter_id
                                : text_format(view->arena, "%.*s · %.*s", TEXT_ARGS(row->matter_id),
                                              TEXT_ARGS(row->title));
        plain_form_choice(form, matter, row->matter_id, label, text_equal(row->matter_id, typed));
    }
}

static void
add_day(struct plain_form *form, const char *name, const char *label, const char *hint,
        struct text typed)
{
    struct form_field *day = plain_form_add(form, CONTROL_TEXT, name, say(form->view, label),
                                            say(form->view, hint), typed);
    day->type = TEXT("date");
}

struct plain_form *
agents_form(const struct view *view, enum agents_way way, const struct my_matters *matters,
            const struct agents_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    if (way == AGENTS_PROPOSE)
        add_line(form, "principal", "agents.principal", "agents.principal-hint", typed->principal,
                 true);
    if (way == AGENTS_COUNTER) {
        add_line(form, "name", "agents.name", "agents.name-hint", typed->name, false);
        add_line(form, "number", "agents.number", NULL, typed->number, false);
        add_line(form, "principal", "agents.principal-account", "agents.principal-account-hint",
                 typed->principal, false);
    }
    if (way != AGENTS_PROPOSE) {
        add_line(form, "agent_name", "agents.agent-name", "agents.agent-name-hint",
                 typed->agent_name, true);
        add_line(form, "agent", "agents.agent",
                 way == AGENTS_GIVE ? "agents.agent-hint" : "agents.agent-counter-hint",
                 typed->agent, true);
    }
    add_scope(form, typed->scope);
    add_matter(form, matters, typed->matter);
    add_day(form, "from", "agents.from", "agents.from-hint", typed->from);
    add_day(form, "until", "agents.until", "agents.until-hint", typed->until);
    struct form_field *document = plain_form_add(
        form, CONTROL_FILE, "document", say(view, "agents.document"),
        say(view, way == AGENTS_GIVE ? "agents.document-hint" : "agents.document-must"),
        typed->document);
    document->is_required = way != AGENTS_GIVE;
    document->file_name = typed->file.name;
    return form;
}

/* ---- before it is confirmed or ended ---- */

static const char *
effect_key(const struct representation *one, bool ends, bool is_principal)
{
    if (!ends)
        return "agents.confirm-effect";
    if (one->scope == SCOPE_HELP)
        return is_principal ? "helper.end-effect" : "helper.leave-effect";
    if (one->status == REPRESENTATION_PROPOSED)
        return is_principal ? "agents.turn-away-effect" : "agents.withdraw-effect";
    return is_principal ? "agents.take-back-effect" : "agents.lay-down-effect";
}

void
agents_confirm_fill(const struct view *view, struct text account, bool ends,
                    const struct representation_item *item, struct confirm_view *confirm)
{
    const struct representation *one = &item->one;
    bool is_principal = text_equal(one->principal, account);
    struct text other = who_of(view, item, is_principal);
    const char *what = ends ? end_key(one, is_principal) : "agents.confirm";
    struct summary_row *rows = ARENA_MANY(view->arena, 4, struct summary_row);
    rows[0] =
        (struct summary_row){.label = say(view, !is_principal              ? "agents.the-principal"
                                                : one->scope == SCOPE_HELP ? "helper.the-helper"
                                                                           : "agents.the-agent"),
                             .value = other};
    rows[1] = (struct summary_row){.label = say(view, "agents.scope"),
                                   .value = say(view, scope_keys[one->scope][0])};
    rows[2] = (struct summary_row){.label = say(view, "agents.matter"),
                                   .value = text_is_empty(one->matter) ? say(view, "agents.all")
                                                                       : one->matter};
    rows[3] =
        (struct summary_row){.label = say(view, "agents.days"), .value = period_of(view, one)};
    *confirm = (struct confirm_view){
        .title = say(view, what),
        .effect = say_with(view, effect_key(one, ends, is_principal), "name", other),
        .action = address_of(view, one, ends ? "end" : "confirm"),
        .button = say(view, what),
        .back = TEXT("/account/agents"),
        .facts = {rows, 4, false},
        .is_danger = ends,
    };
}
