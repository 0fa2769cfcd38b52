/* serving_page.h: what a process server does outside: what is to be served and where, and the form
 * he fills in on the spot, with a network or without one (pages/script/serving.js). */
#ifndef TB_SERVING_PAGE_H
#define TB_SERVING_PAGE_H
#include "view/form_view.h"
#include "view/parts_view.h"

enum { SERVING_ROWS_MAX = 50 };

struct serving_row {
    struct text no, address; /* address: of its form */
    struct text recipient, where, phone, document, state, owner;
    struct due_view due;
};

struct serving_page {
    struct text account; /* whose phone this is: what he has not sent yet is his */
    const struct serving_row *rows;
    int rows_count;
};

struct serving_form_page {
    struct text account;
    struct serving_row row;
    struct text matter;        /* its page at the desk */
    struct text served, tried; /* where a report of service goes, and an attempt */
    struct text served_label, tried_label;
    struct text forbidden; /* a way the law forbids for these papers, in its words; or empty */
    const struct serving_paper {
        struct text name, address;
    } * papers;
    int papers_count;
    struct form_view form;
};

#endif
