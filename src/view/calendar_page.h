/* calendar_page.h: the calendar of a court: days off and worked against the week, what somebody
 * proposes to change, and what that moves. [CPL-2023:85] */
#ifndef TB_CALENDAR_PAGE_H
#define TB_CALENDAR_PAGE_H
#include "law/source.h"
#include "query/calendar_list.h"
#include "view/parts_view.h"
#include "view/plain_form.h"

/* A run of days, as the notice or a decision of the court has it. */
struct calendar_day_row {
    struct text days, words, rests_on;
    struct tag_view kind;
};
struct calendar_row {
    struct text days, words, address, who;
    int64_t proposed_ms;
    struct tag_view state;
};
struct calendar_page {
    int year;
    bool is_missing;            /* nobody has loaded it */
    struct text earlier, later; /* addresses of the years beside it; empty: none */
    const struct calendar_day_row *days;
    int days_count, court_days;
    const struct calendar_row *changes;
    int changes_count;
    bool may_propose;
};
/* `calendar` is that of the court, with what it has decided; notices are called as `sources` do. */
void calendar_page_fill(const struct view *view, const struct calendar *calendar,
                        const struct source_list *sources, int year,
                        const struct calendar_named *changes, int count, enum role role,
                        struct calendar_page *page);

/* As typed. */
struct calendar_typed {
    struct text kind, first, last, zh, ko, en, notice;
};
struct calendar_form_page {
    struct form_view form;
    struct text why, action;
};
struct plain_form *calendar_form(const struct view *view, const struct calendar_typed *typed);

struct moved_row {
    struct text number, address, period, before, after;
    bool runs_again, tells_party;
};
struct calendar_change_page {
    struct summary_list_view facts;
    const struct moved_row *rows;
    int rows_count;
    int64_t periods, parties, more; /* more: of them beyond the rows */
    bool is_open, is_over, is_cut;  /* open: not decided; over: declined or done */
    bool is_unlisted;               /* set by the caller: what it moves was not looked up */
    bool may_decide;                /* by the asker, who is not who proposed it */
    bool is_own;                    /* the asker proposed it */
    struct form_view form;
    struct text why, action;
};
/* `account` and `role` of whoever looks; the form is filled in by the caller. */
void calendar_change_fill(const struct view *view, const struct calendar_named *change,
                          const struct moved_list *moved, struct text account, enum role role,
                          struct calendar_change_page *page);
struct plain_form *calendar_decision_form(const struct view *view,
                                          const struct calendar_change *change,
                                          struct text decision, struct text reason);

#endif
