/* notices_page.h: what somebody was told, and the ways in which he wants to be told. */
#ifndef TB_NOTICES_PAGE_H
#define TB_NOTICES_PAGE_H
#include "query/notice_list.h"
#include "store/notice_rows.h"
#include "view/plain_form.h"

struct notice_row {
    struct text says, matter, matter_id, number, court, notice;
    struct text address; /* of the matter */
    int64_t position, at_ms, read_ms;
    struct date last_day;
    bool is_read, has_day;
};
struct notices_page {
    const struct notice_row *rows; /* the latest first */
    int rows_count, unread;
    struct text older; /* address of the next page; empty: no more */
};
void notices_page_fill(const struct view *view, const struct notice_list *list,
                       struct notices_page *page);

struct ways_page {
    struct form_view form;
    struct text why;
};
/* `ways` as kept, or as typed; `email` as typed. */
struct plain_form *ways_page_form(const struct view *view, const struct ways *ways);

#endif
