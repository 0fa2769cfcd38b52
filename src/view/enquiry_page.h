/* enquiry_page.h: asking another court, the party being present, and what it said. */
#ifndef TB_ENQUIRY_PAGE_H
#define TB_ENQUIRY_PAGE_H
#include "query/enquiry_list.h"
#include "rule/rulebook.h"
#include "view/matter_page.h"

struct enquiry_row {
    struct text person, reason, line, due;
    int64_t asked_ms;
    bool is_waiting, was_found;
    const struct matter_action *steps;
    int steps_count;
};
struct enquiry_page {
    struct text number, person, reason, why;
    const struct enquiry_row *rows; /* the latest first */
    int rows_count;
};
void enquiry_page_fill(const struct view *view, const struct rulebook *rules, struct text matter_id,
                       const struct enquiry *enquiries, int count, int64_t now_ms,
                       struct enquiry_page *page);

#endif
