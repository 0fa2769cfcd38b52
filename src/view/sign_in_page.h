/* sign_in_page.h: who is it, and where does he belong? And what guards his account. */
#ifndef TB_SIGN_IN_PAGE_H
#define TB_SIGN_IN_PAGE_H
#include "view/page.h"

struct sign_in_court {
    struct text id, name;
    bool is_chosen;
};

struct sign_in_page {
    bool is_staff;       /* the form for members of staff, at their court */
    struct text to;      /* where one goes afterwards; empty: to the beginning */
    struct text sign_in; /* as typed before */
    struct text mistake; /* why it was not taken; empty the first time */
    bool is_kept;
    const struct sign_in_court *courts;
    int courts_count;
};

/* Courts of the network, that of `chosen` chosen. */
void sign_in_page_courts(const struct view *view, struct text chosen, struct sign_in_page *page);

/* By a code to the telephone: first the number, then the code. */
struct code_page {
    struct text to, phone, mistake;
    bool is_sent, is_kept;
};

/* Half-way in: the second factor, setting it up, or a name for a new account. */
struct half_way_page {
    struct text to, mistake;
    struct text name, number;    /* as typed */
    struct text secret, address; /* of a factor that is being set up */
    struct markup picture;       /* the same to photograph */
};

/* Codes for paper, shown once. */
struct recovery_page {
    const struct text *codes;
    int codes_count;
    struct text to;
};

struct account_session {
    struct text id, label;
    int64_t seen_ms;
    bool is_this;
};
struct account_role_choice {
    struct text value, label;
    bool is_chosen;
};
struct account_page {
    struct text name, sign_in, identity, mistake;
    struct text to;           /* where one goes once the role is chosen; may be empty */
    bool is_staff, needs_old; /* the old password must be given to set a new one */
    const struct account_role_choice *roles;
    int roles_count;
    const struct account_session *sessions;
    int sessions_count;
};

#endif
