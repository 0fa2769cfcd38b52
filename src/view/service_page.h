/* service_page.h: how papers are served: for staff all of it, with what comes next and where it is
 * recorded; for its addressee what the papers mean to him and from which day. */
#ifndef TB_SERVICE_PAGE_H
#define TB_SERVICE_PAGE_H
#include "query/service_list.h"
#include "view/parts_view.h"
#include "view/plain_form.h"
#include "view/view.h"

struct service_page_step {
    struct text sentence, citation;
};

/* Files that one form takes: `evidence-0` and on. */
enum { SERVICE_FORM_FILES = 3 };

/* A link with words. */
struct service_page_link {
    struct text address, label;
};

struct service_page_attempt {
    struct text title;             /* 邮寄送达 */
    struct tag_view outcome;       /* 已送达 */
    struct text who;               /* when, by whom, where it was seen */
    struct text served;            /* 送达日期：2026年3月2日; empty: not */
    struct text missing;           /* what has still to be known; empty: nothing */
    struct summary_list_view said; /* facts, dates, place, people met */
    const struct service_page_link *files;
    int files_count;
    const struct service_page_step *steps; /* how it was worked out */
    int steps_count;
    const struct text *next; /* what to do */
    int next_count;
    struct text more; /* where more is said of it; empty: not by this reader */
};

struct service_page_service {
    struct text id, papers, recipients, address;
    struct tag_view status;
    struct text day, closed;              /* sentences; empty: none */
    struct text presumed;                 /* likewise */
    struct text meaning;                  /* for the addressee: what it means to him */
    const struct service_page_step *plan; /* the ways that are left, with why */
    int plan_count;
    const struct service_page_attempt *attempts;
    int attempts_count;
    const struct service_page_link *ways; /* where an attempt is recorded: the plan's first */
    int ways_count;
    const struct service_page_link *other_ways;
    int other_ways_count;
    const struct service_page_link *papers_of; /* certificate, voucher, form of return */
    int papers_of_count;
    const struct text *announced; /* since when, until when, on which days it did not stand there */
    int announced_count;
    struct text announce; /* where it is announced; empty: not by this reader */
    const struct text *objections;
    int objections_count;
    struct text object; /* the id, where its addressee may say that he did not get it; or empty */
};

struct service_page {
    struct text no, home, note, why;
    bool may_withdraw; /* its reader agreed to electronic service and may take that back */
    const struct service_page_service *services;
    int services_count;
    bool may_record;
};

struct service_page_source {
    const struct service_list *list;
    const struct docket *docket;
    const struct service_rules *rules;
    const struct source_list *sources;
    struct text home; /* "/desk/m/NO" or "/m/NO" */
    bool is_staff;
};
void service_page_fill(const struct view *view, const struct service_page_source *source,
                       struct service_page *page);

/* Short, for the page of the matter: one row a service. */
struct summary_list_view service_page_rows(const struct view *view,
                                           const struct service_page_source *source);

/* ---- everything that waits at this court ---- */

struct service_queue_row {
    struct text no, title, papers, way, address;
    int64_t since_ms, attempts;
};
struct service_queue_page {
    const struct service_queue_row *rows;
    int rows_count;
    bool has_more;
};
void service_page_queue(const struct view *view, const struct service_rules *rules,
                        const struct service_open_line *lines, int count,
                        struct service_queue_page *page);

/* ---- recording an attempt ---- */

struct service_form_page {
    struct form_view form;
    struct text papers, recipients, mode, action, back, why;
};

/* Asks what the mode has, in the words of rules/service; `typed` gives what was posted under a name
 * of the form (fact-receiver, date-signed, failure, place …), empty where nothing was. */
struct plain_form *service_page_form(const struct view *view, const struct service_rules *rules,
                                     const struct service_mode *mode,
                                     struct text (*typed)(void *of, const char *name), void *of);
/* What was posted as the input of record_attempt, in canonical JSON. `objection` is what the
 * attempt answers, NULL: nothing. */
struct text service_page_input(const struct view *view, const struct service_rules *rules,
                               const struct service_mode *mode, struct text service_id,
                               int64_t attempt, const struct evidence_row *objection,
                               struct text (*typed)(void *of, const char *name), void *of);
/* The field of the form that a refusal speaks of: facts.receiver, dates.signed, receipt. */
struct text service_page_field(const struct view *view, struct text named);

#endif
