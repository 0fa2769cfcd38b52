/* frame.h: what every page knows beside its own view: the reader, his preferences, the menus around
 * the page. Filled by http/page_call.c; layouts and parts read it as `frame.` */
#ifndef TB_FRAME_H
#define TB_FRAME_H
#include "base/date.h"

/* One entry of a menu or of the trail above a page. */
struct page_link {
    struct text address;
    struct text label;        /* in the reader's language */
    const char *icon;         /* its id in the sprite; "" for none */
    int count;                /* badge; 0 shows none */
    bool is_current, is_late; /* is_late: the badge says that something is overdue */
};

struct page_frame {
    const char *lang;  /* "zh-CN", "ko", "en" */
    const char *theme; /* "auto", "day", "night" */
    const char *size;  /* "normal", "large", "extra" */
    struct text title; /* of this page, without the network's name */
    bool has_mistakes; /* a form came back: the title says so first */
    struct text network;
    struct text path; /* path and query of this page, for forms that come back here */

    bool is_signed_in, is_staff;
    struct text who, role, court; /* court: of staff; empty for citizens */
    const char *area;             /* the citizens' menu entry: "home" "apply" "my" "help" "" */
    int todo_count;
    const struct page_link *nav; /* the rail of the desk */
    int nav_count;
    const struct page_link *crumbs; /* from the second level on; the last one is this page */
    int crumbs_count;
    struct text flash; /* one sentence after something was done; or empty */
    const char *flash_kind;

    struct text csrf, once;
    struct date today;
    int64_t now_ms;
    int idle_seconds; /* until the session ends by idling; 0: no warning */
    bool keys_are_on; /* single-key shortcuts of the desk */
    bool is_demo;
    struct text support_phone;
    struct text counter_name, counter_phone, counter_address; /* a counter to turn to; or empty */
};

#endif
