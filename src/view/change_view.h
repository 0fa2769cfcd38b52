/* change_view.h: a change that one person proposed, for whoever decides: who, when, old beside new,
 * and the form of the decision. */
#ifndef TB_CHANGE_VIEW_H
#define TB_CHANGE_VIEW_H
#include "query/proposal_list.h"
#include "view/parts_view.h"
#include "view/plain_form.h"
#include "view/rule_draft_page.h"

/* One line of a list of proposals. */
struct change_row {
    struct text name, who, address;
    int64_t proposed_ms;
    struct tag_view state;
};

struct change_difference {
    struct text what, was, becomes;
    const char *lang; /* of the two; NULL: the page's, or names */
};

struct change_page {
    struct summary_list_view facts;
    const struct change_difference *rows;
    int rows_count;
    bool is_open, is_own, may_decide;
    struct text note;                     /* what whoever decides should know; or empty */
    const struct rule_change_view *rules; /* of a rule file; NULL: of anything else */
    struct form_view form;
    struct text why, action, back, back_label;
};

enum { CHANGE_FACTS_MAX = 8 };
struct summary_list_view change_facts_open(const struct view *view);
/* At most CHANGE_FACTS_MAX. */
void change_fact(const struct view *view, struct summary_list_view *facts, const char *key,
                 struct text value);
void change_difference(const struct view *view, struct change_page *page, struct text what,
                       struct text was, struct text becomes);

struct tag_view change_state_tag(const struct view *view, enum proposal_status status);
/* "李某某 · 11月28日 15:20" */
struct text change_by_and_when(const struct view *view, struct text name, int64_t at_ms);
/* What is said of what nobody gave. */
struct text change_or_none(const struct view *view, struct text text);

/* What every kind of change has: who proposed and decided, and whether `account` in `role` may
 * decide. `what_key` and `name`: what is changed; `area`: the list it belongs to. */
void change_page_fill(const struct view *view, const struct proposal_named *proposal,
                      const char *what_key, struct text name, const char *area, struct text account,
                      enum role role, struct change_page *page);
struct plain_form *change_decision_form(const struct view *view, const char *hint_key,
                                        struct text decision, struct text reason);

#endif
