/* announcement_page.h: what the courts have announced, as everybody reads it; and the form in which
 * a judge announces. */
#ifndef TB_ANNOUNCEMENT_PAGE_H
#define TB_ANNOUNCEMENT_PAGE_H
#include "law/service.h"
#include "query/announcement_list.h"
#include "view/plain_form.h"
#include "view/view.h"

struct announcement_line {
    struct text names, papers, court, days, address;
};
struct announcements_page {
    const struct announcement_line *lines;
    int lines_count;
    bool is_cut; /* there are more than are shown */
};
/* Adds those of one court. */
void announcements_page_add(const struct view *view, struct text court,
                            const struct announcement_row *rows, int count,
                            struct announcements_page *page);

struct announcement_page {
    struct text court, days, note;
    const struct text *lines; /* as it went up, in Chinese */
    int lines_count;
};
void announcement_page_fill(const struct view *view, struct text court,
                            const struct announcement_row *row, struct announcement_page *page);

/* ---- announcing ---- */

struct announce_form_page {
    struct form_view form;
    struct text papers, recipients, action, back, why;
};
/* `course`: what was tried so far, to begin with. `typed` gives what was posted. */
struct plain_form *announce_form(const struct view *view, const struct service_rules *rules,
                                 struct text document, struct text course,
                                 struct text (*typed)(void *of, const char *name), void *of);

#endif
