/* list_page.h: lists of matters: a person's own, and what waits at a court. */
#ifndef TB_LIST_PAGE_H
#define TB_LIST_PAGE_H
#include "query/my_matters.h"
#include "query/worklist.h"
#include "rule/rulebook.h"
#include "view/matter_page.h"

/* One of a person's matters, as a card. */
struct my_row {
    struct text title, no, address, court, state, line; /* line: whose turn, by when */
    struct due_view due;
    bool is_mine, is_ended; /* mine: it waits for the reader */
};
struct my_page {
    const struct my_row *rows; /* those that wait for the reader first */
    int rows_count, waiting_count;
    int unread;        /* notices he has not opened */
    struct text older; /* address of the next page; empty: no more */
    const struct my_draft {
        struct text title, address;
        struct text taken_by; /* the court whose counter goes on with it; or empty */
        int64_t changed_ms;
        struct date ends;
    } * drafts;
    int drafts_count;
};
void my_page_fill(const struct view *view, const struct rulebook *rules,
                  const struct my_matters *mine, int64_t now_ms, struct my_page *page);

/* What waits at the desk. */
struct queue_filter_choice {
    struct text value, label;
    bool is_chosen;
};
struct queue_page {
    struct tabs_view tabs;
    struct queue_view queue;
    /* Filters; empty where there is no choice. */
    const struct queue_filter_choice *roles, *states, *kinds, *courts, *periods;
    int roles_count, states_count, kinds_count, courts_count, periods_count;
    bool is_filtered;       /* by something else than a tab */
    struct text tab, older; /* tab: kept in the form of filters; older: next page */
    /* What can be done with several rows at once. */
    bool may_claim;
    const struct queue_filter_choice *people; /* they can be given to; empty: not by this reader */
    int people_count;
    const struct queue_task {
        struct text title, no, address;
        int64_t opened_ms;
    } * reminders;
    int reminders_count;
};
/* What rows need beside the list. */
struct queue_source {
    const struct worklist *list;
    const struct rulebook *rules;
    const struct asker *asker;        /* what he handles and his own court are called so */
    const struct person_name *people; /* who handles them */
    int people_count;
    int64_t now_ms;
};
void queue_page_rows(const struct view *view, const struct queue_source *source,
                     struct queue_page *page);
void queue_page_reminders(const struct view *view, const struct worklist_task *tasks, int count,
                          struct queue_page *page);

/* Looking a matter up by its number. */
struct find_page {
    struct text words;
    bool has_missed;
};

#endif
