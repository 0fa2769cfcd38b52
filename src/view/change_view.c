/* change_view.c: whoever decides sees who proposed what, old beside new; nothing decides for him.
 */
#include "view/change_view.h"

#include "view/page.h"

enum { DIFFERENCES_MAX = 8 };

struct text
change_or_none(const struct view *view, struct text text)
{
    return text_is_empty(text) ? view_say(view, "directory.not-given") : text;
}

void
change_fact(const struct view *view, struct summary_list_view *facts, const char *key,
            struct text value)
{
    struct summary_row *rows = (struct summary_row *)facts->rows;
    if (facts->rows_count < CHANGE_FACTS_MAX)
        rows[facts->rows_count++] = (struct summary_row){view_say(view, key), value, TEXT("")};
}

struct summary_list_view
change_facts_open(const struct view *view)
{
    return (struct summary_list_view){ARENA_MANY(view->arena, CHANGE_FACTS_MAX, struct summary_row),
                                      0, false};
}

void
change_difference(const struct view *view, struct change_page *page, struct text what,
                  struct text was, struct text becomes)
{
    struct change_difference *rows = (struct change_difference *)page->rows;
    if (!text_equal(was, becomes) && page->rows_count < DIFFERENCES_MAX)
        rows[page->rows_count++] = (struct change_difference){what, change_or_none(view, was),
                                                              change_or_none(view, becomes), NULL};
}

struct tag_view
change_state_tag(const struct view *view, enum proposal_status status)
{
    static const struct {
        const char *kind, *icon, *key;
    } tags[] = {
        [PROPOSAL_OPEN] = {"warn", "clock", "directory.open"},
        [PROPOSAL_APPROVED] = {"good", "check", "directory.approved"},
        [PROPOSAL_DECLINED] = {"", "cross", "directory.declined"},
    };
    return (struct tag_view){tags[status].kind, tags[status].icon,
                             view_say(view, tags[status].key)};
}

struct text
change_by_and_when(const struct view *view, struct text name, int64_t at_ms)
{
    struct page at = {.arena = view->arena, .view = view};
    return text_format(view->arena, "%.*s · %.*s", TEXT_ARGS(change_or_none(view, name)),
                       TEXT_ARGS(page_instant_long(&at, at_ms)));
}

void
change_page_fill(const struct view *view, const struct proposal_named *proposal,
                 const char *what_key, struct text name, const char *area, struct text account,
                 enum role role, struct change_page *page)
{
    const struct proposal *from = &proposal->proposal;
    bool decides = role == ROLE_SUPERVISOR || role == ROLE_PRESIDENT;
    page->rows = ARENA_MANY(view->arena, DIFFERENCES_MAX, struct change_difference);
    page->facts = change_facts_open(view);
    change_fact(view, &page->facts, what_key, name);
    change_fact(view, &page->facts, "directory.state", change_state_tag(view, from->status).words);
    change_fact(view, &page->facts, "directory.proposer",
                change_by_and_when(view, proposal->proposer_name, from->proposed_ms));
    if (from->status != PROPOSAL_OPEN)
        change_fact(view, &page->facts, "directory.decider",
                    change_by_and_when(view, proposal->decider_name, from->decided_ms));
    if (!text_is_empty(from->reason))
        change_fact(view, &page->facts, "directory.reason", from->reason);
    page->is_open = from->status == PROPOSAL_OPEN;
    page->is_own = text_equal(from->proposer, account);
    page->may_decide = page->is_open && decides && !page->is_own;
    page->action = text_format(view->arena, "%s/%.*s", area, TEXT_ARGS(from->id));
    page->back = text_of(area);
}

struct plain_form *
change_decision_form(const struct view *view, const char *hint_key, struct text decision,
                     struct text reason)
{
    struct plain_form *form = plain_form_open(view);
    struct form_field *choice =
        plain_form_add(form, CONTROL_RADIO, "decision", view_say(view, "directory.decision"),
                       view_say(view, hint_key), decision);
    choice->is_required = true;
    plain_form_choice(form, choice, TEXT("approve"), view_say(view, "directory.approve"),
                      text_is(decision, "approve"));
    plain_form_choice(form, choice, TEXT("decline"), view_say(view, "directory.decline"),
                      text_is(decision, "decline"));
    plain_form_add(form, CONTROL_TEXT, "reason", view_say(view, "directory.reason"),
                   view_say(view, "directory.reason-hint"), reason);
    return form;
}
