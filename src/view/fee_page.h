/* fee_page.h: what proceedings cost, for anybody: choose what is paid for, fill in what that takes,
 * see the sum and how it came about. The whole question stands in the address, so that it can be
 * kept and passed on; nothing of it is kept here. */
#ifndef TB_FEE_PAGE_H
#define TB_FEE_PAGE_H
#include "base/pair.h"
#include "law/source.h"
#include "view/costing.h"
#include "view/plain_form.h"

struct fee_page_kind {
    struct text address, name;
};

struct fee_page_step {
    struct text sentence, citation; /* no citation: empty */
};

struct fee_page_result {
    struct text title;
    int64_t fen;
    bool has_difference;
    int64_t top_up_fen, refund_fen;
    const struct fee_page_step *steps;
    int steps_count;
};

struct fee_page {
    const struct fee_page_kind *of_cases, *of_applications; /* to choose from */
    int of_cases_count, of_applications_count;
    struct text kind, name; /* what was chosen; empty: nothing yet */
    struct form_view form;  /* what the kind takes; */
    struct form_view more;  /* and what is seldom given */
    bool is_more_open;
    const struct fee_page_result *results; /* of the claim, and of a counterclaim */
    int results_count;
};

/* `asked` are the pairs of the address; where they name no kind, the kinds are shown. Words of
 * `costing` are those of `view`. */
void fee_page_fill(const struct view *view, const struct costing *costing,
                   const struct source_list *sources, const struct pair *asked, size_t asked_count,
                   struct date today, struct fee_page *page);

#endif
