/* apply_page.h: the guided filing: one page after the other, saved at each; then everything to
 * check, then the hand-in. The pages come from the fields of the step that opens the procedure. */
#ifndef TB_APPLY_PAGE_H
#define TB_APPLY_PAGE_H
#include "law/jurisdiction.h"
#include "view/form_view.h"
#include "view/matter_page.h"

/* The pages of a filing, in their order. */
enum apply_place {
    APPLY_PARTIES,
    APPLY_CLAIMS,
    APPLY_COURT,
    APPLY_MATERIALS,
    APPLY_CHECK,
    APPLY_PLACES
};
const char *apply_place_word(enum apply_place place); /* "parties" */
bool apply_place_parse(struct text word, enum apply_place *place);

/* Names of the fields of the opening step that a page shows, ended by NULL. */
const char *const *apply_fields(const struct step *step, enum apply_place place,
                                struct arena *arena);
/* The step a draft of the procedure is handed in by; NULL where it has none. */
const struct step *apply_step(const struct procedure *procedure);

/* ---- where to begin ---- */

struct apply_kind {
    struct text name, title;
    bool is_chosen;
};
struct apply_cause {
    struct text name, title, group; /* name: in Chinese, as the record has it */
    bool is_chosen;
};
struct apply_start {
    struct text base, words; /* base: "/apply" or "/desk/new"; words: what was searched for */
    const struct apply_kind *kinds;
    int kinds_count;
    const struct apply_cause *causes;
    int causes_count;
    bool was_searched, is_counter;
    struct text why;
};

/* ---- one page ---- */

struct apply_court {
    struct text id, name, reason, citation;
    bool is_chosen, is_outside;
};
/* A place beside the parties' that may give a court jurisdiction: where a contract is performed, a
 * wrong was done, land lies. */
struct apply_tie {
    struct text name, label, value; /* name: a word of law/tie.def */
};
struct apply_page {
    struct steps_view steps;
    struct text title, lead, base, action, back; /* back: the page before */
    int64_t version;
    bool returns; /* to the check, from where it was opened to change one thing */
    struct form_view form;
    struct text why;
    struct text why_asked; /* why the court asks this; may be empty */
    struct text progress;  /* 第3个问题，共16个; empty: not one question of many */
    int question, questions;
    const struct summary_row *sums; /* what a total is the sum of */
    int sums_count;

    /* Which way: the element form or own words. */
    bool is_way, is_form_chosen;
    struct text way_form, way_title; /* name and title of the form there is */

    const struct text *file_mistakes;
    int file_mistakes_count;
    bool has_files;

    /* APPLY_PARTIES */
    struct text table; /* where many are read in from a table; empty on other pages */
    int parties_count; /* so many are filled in that they are changed there; 0: few */

    /* APPLY_COURT */
    bool is_court;
    const struct apply_court *courts; /* advice, the first to begin with */
    int courts_count;
    const struct apply_court *others; /* every court of the network */
    int others_count;
    const struct text *remarks;
    int remarks_count;
    struct text address; /* that was looked at */
    const struct apply_tie *ties;
    int ties_count;
};

/* Which court, and why: from the cause and the parties' addresses of what was filled in, and from
 * the places typed for other ties, `typed` by enum tie, empty where none was. They are advice and
 * not kept. */
void apply_page_courts(const struct view *view, const struct rulebook *rules,
                       const struct value *fields, const struct text typed[TIE_KINDS],
                       struct text chosen, struct date today, struct apply_page *page);

/* ---- everything to check ---- */

struct apply_section {
    struct text title, change; /* change: empty where each row has its own */
    struct summary_list_view rows;
};
struct apply_check {
    struct steps_view steps;
    struct text base, action, back, court, why;
    int64_t version;
    const struct apply_section *sections;
    int sections_count;
    const struct form_summary_line *mistakes;
    int mistakes_count;
    bool is_counter;
    struct text taken_by; /* the court whose counter goes on with it; or empty */
    struct text for_whom; /* the person a clerk acts for, as typed */
    const struct text *people;
    int people_count;
    struct text code; /* by which it is taken up elsewhere; empty until asked for */
    struct text code_action, drop_action;
    struct date code_ends;
};
struct apply_way;
void apply_check_sections(const struct view *view, const struct apply_way *way,
                          const struct procedure *procedure, const struct value *fields,
                          struct apply_check *check);
struct steps_view apply_steps(const struct view *view, enum apply_place place);

/* By its code, on another device or at a counter. */
struct take_up_page {
    struct text action, code, why;
};

/* ---- handed in ---- */

struct done_page {
    struct text no, address, owner, receipt, papers;
    const struct file_link *files;
    int files_count;
    struct timeline_view next;
    int64_t at_ms;
    bool is_counter;
};

#endif
