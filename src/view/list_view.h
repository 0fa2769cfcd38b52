/* list_view.h: lists as JSON: what waits, what is mine, who holds what, who looked, who may sign
 * in. "next" is what to give back as `after` (or `before`) for the next page; without it there is
 * none. */
#ifndef TB_LIST_VIEW_H
#define TB_LIST_VIEW_H
#include "query/access_looks.h"
#include "query/account_list.h"
#include "query/custody_list.h"
#include "query/enquiry_list.h"
#include "query/my_matters.h"
#include "query/representation_list.h"
#include "query/session_list.h"
#include "query/statistics.h"
#include "query/worklist.h"
#include "view/view.h"

/* {"matters":[…],"next"?,"role","tasks":[…]} */
struct text list_view_queue(const struct view *view, struct text role, const struct worklist *list,
                            const struct worklist_task *tasks, int tasks_count);
/* {"matters":[…],"next"?} */
struct text list_view_mine(const struct view *view, const struct my_matters *mine);
/* {"counts":[…],"lines":[…],"next"?} */
struct text list_view_custody(const struct view *view, const struct custody_filter *filter,
                              const struct custody_list *list, const struct custody_count *counts,
                              int counts_count);
struct text list_view_line(const struct view *view, const struct custody_line *line);
/* {"looks":[…],"next"?} */
struct text list_view_looks(const struct view *view, const struct access_look *looks, int count,
                            bool more);
/* {"accounts":[…],"next"?} */
struct text list_view_accounts(const struct view *view, const struct account *accounts, int count,
                               bool more);
/* {"sessions":[…]}; `mine` is the one that asks, or empty */
struct text list_view_sessions(const struct view *view, const struct session_row *rows, int count,
                               struct text mine);
/* {"representations":[…]} */
struct text list_view_representations(const struct view *view,
                                      const struct representation_item *items, int count);
/* {"enquiries":[…]} */
struct text list_view_enquiries(const struct view *view, const struct enquiry *enquiries,
                                int count);
/* {"states":[…]} */
struct text list_view_statistics(const struct view *view, const struct statistics_row *rows,
                                 int count);
/* {"account","identity","name","node","roles":[…],"sign_in"} */
struct text list_view_me(const struct view *view, struct text node, const struct account *account);

/* A key of a page, "DUE~MATTER", and back. False for anything else. */
struct text list_view_key(int64_t instant_ms, struct text matter_id, struct arena *arena);
bool list_view_read_key(struct text key, int64_t *instant_ms, struct text *matter_id);

#endif
