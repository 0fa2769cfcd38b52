/* people_page.h: whose card a counter saw, and who may sign in at a court. */
#ifndef TB_PEOPLE_PAGE_H
#define TB_PEOPLE_PAGE_H
#include "query/account_list.h"
#include "view/parts_view.h"
#include "view/plain_form.h"

/* A person stands at the counter with his identity card. */
struct people_page {
    struct form_view form;
    struct text why;
};
struct person_typed {
    struct text name, number, phone;
    struct text matter; /* that he is to see in his account; may be empty */
};
struct plain_form *people_form(const struct view *view, const struct person_typed *typed);

/* Who may sign in here. */
struct account_row {
    struct text name, sign_in, roles;
    struct text change_address, unlock_address, reset_address; /* empty: not for this reader */
    bool is_active, is_own;
};
struct accounts_page {
    const struct account_row *rows;
    int rows_count;
    struct text older; /* address of the next page; empty: no more */
    bool may_change;   /* the reader is the system administrator */
    bool is_security;  /* the page of the security administrator */
};
/* `own` is the account of the reader, who changes nothing about himself. */
void accounts_page_fill(const struct view *view, enum role reader, struct text own,
                        const struct account *accounts, int count, bool more,
                        struct accounts_page *page);

/* One account: a new one, or what is known of it. */
struct account_typed {
    struct text name, sign_in, phone;
    struct text roles[ACCOUNT_ROLES_MAX]; /* ROLE or ROLE@PLACE */
    int roles_count;
    bool is_seen, is_active;
};
struct account_form_page {
    struct form_view form;
    struct text title, action, why;
    struct text seen_as; /* what is changed, as the reader saw it (enrol_digest) */
    bool is_new;
};
/* `known` is NULL for a new one. Its roles can be chosen beside those every court has. */
struct plain_form *account_form(const struct view *view, const struct account *known,
                                const struct account_typed *typed);
struct account_typed account_typed_of(const struct account *known, struct arena *arena);

/* Asks before an account is opened again, or its second factor taken away. */
void security_confirm_fill(const struct view *view, bool resets, const struct account *account,
                           struct confirm_view *confirm);

#endif
