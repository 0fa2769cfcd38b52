/* step_page.h: a step of any procedure as a form: what it does, on which article, what is asked. */
#ifndef TB_STEP_PAGE_H
#define TB_STEP_PAGE_H
#include "view/form_view.h"
#include "view/matter_page.h"

/* Who else did what since the page was drawn. */
struct step_changed {
    struct text step, state;
    struct text meta, said; /* when and by whom; what was filled in */
};

struct step_page {
    struct text no, matter_title, title, help, citation, action, back;
    bool has_files;    /* the form is sent in parts */
    bool shows_papers; /* what was handed in stands beside the rows of the form */
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

    /* Asked to look first: what the person will read. */
    bool may_preview, is_preview;
    const struct step_line {
        struct text what,
            how; /* "补正期限" and its last day; a material and what is wrong with it */
    } * told;
    int told_count;

    const struct text *warnings; /* what should be thought over before it is sent */
    int warnings_count;

    const struct text *effects; /* what follows, one sentence each */
    int effects_count;
    struct matter_page matter; /* beside the form: what it is about */
};

/* What follows from the step by its rule: where the matter goes, papers, periods, who is told. */
/* Of periods that stop only those of `facts` that have not stopped yet; NULL: all of them. */
void step_page_effects(const struct view *view, const struct procedure *procedure,
                       const struct step *step, const struct matter_facts *facts,
                       struct step_page *page);

/* What the person will read of it: the last day (DATE_NONE: none), each defect with its ground, and
 * the sentence that is sent to him. `values` as they were typed. */
void step_page_preview(const struct view *view, const struct procedure *procedure,
                       const struct step *step, const struct value *values, struct date last_day,
                       struct step_page *page);

#endif
