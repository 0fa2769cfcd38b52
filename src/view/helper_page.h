/* helper_page.h: a party makes a code by which somebody near to him helps in one matter, sees who
 * helps and what he did, and ends it; and whoever helps enters the code. [CPL-2023:61] */
#ifndef TB_HELPER_PAGE_H
#define TB_HELPER_PAGE_H
#include "query/history.h"
#include "query/my_matters.h"
#include "view/agents_page.h"

/* As typed. */
struct helper_typed {
    struct text name, relation;
};

/* Of one matter, for its party. */
struct helper_page {
    struct text no, title, action, back;
    struct form_view form;
    struct text why;
    struct text code; /* shown once; empty: none was made */
    struct text code_until;
    const struct agent_row *helpers;
    int helpers_count;
    struct summary_list_view did; /* when and who, what */
};
struct plain_form *helper_form(const struct view *view, const struct helper_typed *typed);
void helper_page_fill(const struct view *view, struct text matter_id, struct date today,
                      const struct representation_item *items, int count, struct helper_page *page);
/* What helpers did, the newest first. */
void helper_page_done(const struct view *view, const struct representation_item *items, int count,
                      const struct history_event *events, int events_count, int64_t now_ms,
                      struct helper_page *page);

/* Where a helper enters his code, and a party finds the matters he may be helped in. */
struct helper_matter {
    struct text no, title, address;
};
struct helper_start_page {
    bool is_party;
    const struct helper_matter *matters;
    int matters_count;
    const struct agent_row *helpers, *helped; /* of me; by me */
    int helpers_count, helped_count;
    struct text typed, why;
};
void helper_start_fill(const struct view *view, struct text account, struct date today,
                       const struct representation_item *items, int count,
                       const struct my_matters *mine, struct helper_start_page *page);

/* Asks whoever entered a code that is right whether it is this person's matter; and what he does
 * next once he took it up. */
void helper_ask_fill(const struct view *view, const struct representation_item *item,
                     struct text code, struct confirm_view *confirm);
void helper_taken_fill(const struct view *view, const struct representation_item *item,
                       struct date today, struct confirm_view *confirm);

/* What a helper reads on top of a matter; empty where nobody helps by these. */
struct text helper_notice(const struct view *view, struct text principal_name, struct date until);

#endif
