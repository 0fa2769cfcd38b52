/* matter_page.h: one matter for a person: what to do now, what comes next and by when, who holds
 * it, what was handed in, what happened. The same facts for a party and for the court, cut down by
 * the docket to what this reader may see.
 *
 * Everything comes from the procedure's data and the record; nothing here knows a procedure. */
#ifndef TB_MATTER_PAGE_H
#define TB_MATTER_PAGE_H
#include "query/docket.h"
#include "query/history.h"
#include "query/origin_list.h"
#include "query/paper_list.h"
#include "rule/rulebook.h"
#include "view/parts_view.h"
#include "view/view.h"

/* How people call an account. */
struct person_name {
    struct text account, name;
};
/* Empty where nobody of that account is among them. */
struct text person_name_find(const struct person_name *people, int count, struct text account);

/* A step this reader may take now. */
struct matter_action {
    struct text title, help, address;
    bool is_main;  /* it is what the matter waits for */
    bool is_first; /* the first of those */
    bool is_claim; /* nothing to fill in, and whoever takes it has the matter */
};

struct matter_clock_step {
    struct text sentence, citation;
};
struct matter_clock {
    struct text title, status, rule;
    struct due_view due;
    struct date last_day;
    int64_t due_ms;
    bool is_running; /* or it ran out, and what it waits for is still not done */
    const struct matter_clock_step *steps; /* how the day was worked out */
    int steps_count;
    int calendar_missing; /* the year nobody has entered; 0 otherwise */
};

/* What the law says of the latest attempt at service, as it was said then. */
struct matter_verdict {
    struct text outcome, mode, served_on, closed_on;
    const struct matter_clock_step *steps;
    int steps_count;
    bool is_late, is_served;
};

struct matter_party {
    struct text position, kind, name, id_number, phone, address, agent, representative;
};
struct matter_page_task {
    struct text title, role;
    int64_t opened_ms;
};

struct matter_page {
    struct text no, title, kind, case_number, state, owner, receiving, handler;
    struct text offered; /* the court it is offered to; empty: none */
    bool is_elsewhere;   /* it was handed in at another court than that which decides */
    bool is_sealed, is_ended, is_my_turn;
    struct text turn; /* whose turn it is */
    int64_t since_ms, handed_in_ms, version, amount_fen;
    struct due_view due;                        /* the nearest clock */
    struct todo_view todo;                      /* for a party: what he has to do */
    const struct matter_action *mains, *others; /* what it waits for; what else may be done */
    int mains_count, others_count;
    const struct matter_clock
        *clocks; /* those that run, the nearest first; then those that ended */
    int clocks_count;
    struct timeline_view timeline; /* the newest first; before it what comes next */
    bool has_more;
    const struct matter_party *parties;
    int parties_count;
    struct summary_list_view facts; /* cause, claims, facts as handed in */
    struct file_list_view materials;
    struct file_list_view papers; /* what was issued, and what is drawn up from the hand-in */
    const struct matter_page_task *tasks;
    int tasks_count;
    bool sees_content, sees_inside;
    struct text help_address; /* where its party lets somebody help; empty: not this reader */
    struct text help_notice;  /* what somebody who helps must know; empty: he does not */
    struct text looks_address, home; /* "/m/NO" or "/desk/m/NO": where its pages are */
    struct text alike;               /* where it is compared with what may be the same; or empty */
    int alike_count;
    const struct matter_verdict *verdict; /* NULL: nothing was judged */
    struct text
        entrust; /* where another court is asked to serve its papers; empty: not this reader */
    struct text origin; /* the matter it was opened out of, where this reader sees that one */
    const struct matter_opened {
        struct text no, title, who, court, state, served_on, address;
        struct due_view due;
    } * opened; /* what was opened out of it */
    int opened_count;
    struct text bench;                 /* where its papers are checked; empty: not by this reader */
    struct summary_list_view services; /* what is served on whom, and from which day */
    struct text service_address;       /* where all of it stands; empty: nothing is served */
};

/* What a page needs beside the docket. */
struct matter_source {
    const struct docket *docket;
    const struct history_event *events; /* oldest first */
    int events_count;
    bool has_more;
    const struct paper_list *papers;  /* NULL: not shown */
    const struct person_name *people; /* members of this court the matter speaks of */
    int people_count;
    const struct rulebook *rules;
    const struct asker *asker;
    int64_t now_ms;
    const bool *unscanned; /* of each document: no virus scanner has seen it; NULL: nobody asked */
    const char *base;      /* "/m" or "/desk/m" */
};
void matter_page_fill(const struct view *view, const struct matter_source *source,
                      struct matter_page *page);

/* The newest verdict on a service among the events shown. */
void matter_page_verdict(const struct view *view, const struct matter_source *source,
                         struct matter_page *page);

/* What was opened out of it, as rows. */
void matter_page_opened(const struct view *view, const struct origin_item *items, int count,
                        int64_t now_ms, struct matter_page *page);

/* The same in a few lines, for the pane beside a list. */
struct peek_view matter_page_peek(const struct view *view, const struct matter_page *page);

/* A filled-in object as labels and values in the order of its rules, lists and files left out. */
struct summary_list_view matter_page_facts(const struct view *view,
                                           const struct procedure *procedure,
                                           const struct field_rule *rules, size_t count,
                                           const struct value *fields);

#endif
