/* step_page.h: a step of any procedure as a form: what it does, on which article, what is asked. */
#ifndef TB_STEP_PAGE_H
#define TB_STEP_PAGE_H
#include "view/form_view.h"
#include "view/matter_page.h"

/* Who else did what since the page was drawn. */
struct step_changed {
    struct text step, state;
};

struct step_page {
    struct text no, matter_title, title, help, citation, action, back;
    bool has_files; /* the form is sent in parts */
    int64_t version;
    struct form_view form;
    struct text why; /* why it was not taken; empty the first time */
    const struct text *file_mistakes;
    int file_mistakes_count;

    /* Somebody was faster: what happened meanwhile, beside what is typed here. */
    bool is_stale;
    struct text state;
    const struct step_changed *changed;
    int changed_count;

    bool asks_for_whom; /* a clerk or agent names the person he acts for */
    struct text for_whom;
    const struct text *people; /* who may be meant */
    int people_count;

    const struct text *effects; /* what follows, one sentence each */
    int effects_count;
    struct matter_page matter; /* beside the form: what it is about */
};

/* What follows from the step by its rule: papers, who is told, periods. */
void step_page_effects(const struct view *view, const struct procedure *procedure,
                       const struct step *step, struct step_page *page);

#endif
