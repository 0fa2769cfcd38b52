/* rule_draft_page.h: one rule file as it is to be: the form it is drafted in with every mistake by
 * line and column, and, for whoever decides, what it changes and what it does to what runs. */
#ifndef TB_RULE_DRAFT_PAGE_H
#define TB_RULE_DRAFT_PAGE_H
#include "query/rule_drafts.h"
#include "query/simulation.h"
#include "view/diff_view.h"
#include "view/form_view.h"
#include "view/parts_view.h"

struct plain_form;

struct rule_mistake_row {
    struct text file, what, says; /* file: empty for the one drafted; says: its line, or empty */
    int line, column;             /* 0: no place is known */
};
struct rule_mistakes_view {
    const struct rule_mistake_row *rows; /* the first of them */
    int rows_count;
    int64_t more;
};
void rule_mistakes_fill(const struct view *view, const struct mistakes *mistakes,
                        const struct rule_draft *draft, struct rule_mistakes_view *shown);

struct rule_draft_typed {
    struct text name, content, base;
    bool is_new; /* its name is typed as well */
};
struct rule_draft_page {
    struct rule_mistakes_view mistakes;
    struct form_view form;
    struct text why, action, base;
    int kib_max;
    bool waits; /* another one of the same file is approved and not in use yet */
};
struct plain_form *rule_draft_form(const struct view *view, const struct rule_draft_typed *typed);

struct rule_period_row {
    struct text matter, what;
    bool is_known;
    struct date before, after;
};
struct rule_filing_row {
    struct text matter, what, field, sentence;
};
struct rule_change_view {
    struct diff_view diff;
    bool is_asked, is_untried; /* tried at all; that could not be done */
    int64_t at_ms;
    struct rule_mistakes_view mistakes;
    struct summary_list_view facts;
    const struct rule_period_row *periods;
    int periods_count;
    int64_t more_periods;
    const struct rule_filing_row *filings;
    int filings_count;
    int64_t more_filings;
};
/* What a trial found, drawn up from `simulation`. */
void rule_change_tried(const struct view *view, const struct simulation *simulation,
                       struct rule_change_view *shown);

struct tag_view rule_draft_tag(const struct view *view, enum rule_draft_state state);
/* What comes next, or since when it is in use; empty while it is open or declined. */
struct text rule_draft_next(const struct view *view, enum rule_draft_state state, int64_t since_ms);

#endif
