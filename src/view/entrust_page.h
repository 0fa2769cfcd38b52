/* entrust_page.h: a court asks another to serve papers: what is known of the case stands in the
 * form already, and papers of the case are ticked instead of sent again. */
#ifndef TB_ENTRUST_PAGE_H
#define TB_ENTRUST_PAGE_H
#include "view/step_page.h"

/* Somebody of the case who may be served. */
struct entrust_person {
    struct text name, position, address; /* address: of this page with him filled in */
    bool is_chosen;
};

/* A file of the case that may go along. */
struct entrust_paper {
    struct text id, name, note;
    bool is_chosen;
};

/* A service of the case that is still open: what it is of, and on whom. */
struct entrust_service {
    struct text id, label, document;
    int64_t party; /* its first addressee; -1: none of the parties */
    bool is_chosen;
};

struct entrust_page {
    struct step_page step; /* the form */
    bool has_case;         /* it is opened out of a matter of this court */
    struct text case_title, case_no;
    const struct entrust_person *people;
    int people_count;
    const struct entrust_service *services;
    int services_count;
    const struct entrust_paper *papers;
    int papers_count;
    struct text guessed; /* why this court is proposed; empty: nothing is */
};

#endif
