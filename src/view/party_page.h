/* party_page.h: many parties of a draft: read in from a table, looked through, changed one by one.
 */
#ifndef TB_PARTY_PAGE_H
#define TB_PARTY_PAGE_H
#include "view/form_view.h"
#include "view/parts_view.h"
#include "view/party_table.h"

struct party_page {
    struct text action, back, next, template, report; /* report: the lines to be put right */
    int64_t version;
    struct text pasted; /* as it was typed, where it was not taken */
    struct text why;
    const struct text *unknown; /* headings that fit no field */
    int unknown_count;
    struct party_lines lines;
    struct pager_view pager;
    int most;
};

/* One of them, as a form. */
struct party_form_page {
    struct text title, action, back;
    int64_t version;
    struct form_view form;
    struct text why;
};

#endif
