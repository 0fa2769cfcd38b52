/* notice_list.h: what somebody was told, the latest first; and for a counter, whom no message
 * reached, the oldest first. */
#ifndef TB_NOTICE_LIST_H
#define TB_NOTICE_LIST_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { NOTICE_LIST_PAGE = 50 };

struct notice_line {
    int64_t position; /* of the event that was told, at this node */
    struct text notice, matter_id, title, owner, case_number; /* the last may be empty */
    const struct words *words;                                /* NULL where its rules are lost */
    struct date last_day;   /* while its period runs; none otherwise */
    int64_t at_ms, read_ms; /* read_ms 0: not opened yet */
};

struct notice_list {
    struct notice_line rows[NOTICE_LIST_PAGE];
    int count, unread; /* unread: of all, not only of this page */
    bool has_more;     /* the next page is before `next_position` */
    int64_t next_position;
};

/* The asker's own, of matters he may still see. Before a position; VALUE_INTEGER_MAX: the first. */
void notice_list_load(const struct look *look, int64_t before_position, struct notice_list *list);
/* How many of them he has not opened, for the head of a page. */
int notice_list_unread(const struct look *look);

struct unreached_line {
    int64_t position;
    struct text notice, matter_id, title;
    const struct words *words;
    struct text recipient, name,
        phone;               /* name and phone of a party, where the asker may see them */
    struct text way, reason; /* address, rejected, ended */
    int64_t at_ms;
};

struct unreached_list {
    struct unreached_line rows[NOTICE_LIST_PAGE];
    int count;
    bool has_more; /* the list is longer than a page: what is answered makes room */
};

/* For counter clerks and filing officers of the court where the matter was handed in: notices that
 * no way reached somebody with and that nobody has answered for. Else ROLE_MUST_BE_ALLOWED. */
enum refusal notice_list_unreached(const struct look *look, struct unreached_list *list);

#endif
