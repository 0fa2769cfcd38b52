/* agents_page.h: powers of attorney of one person, and the form by which one is given, shown by the
 * agent, or taken in at a counter. [CPL-2023:61, CPL-2023:62] */
#ifndef TB_AGENTS_PAGE_H
#define TB_AGENTS_PAGE_H
#include "query/my_matters.h"
#include "query/representation_list.h"
#include "view/parts_view.h"
#include "view/plain_form.h"

struct agent_row {
    struct text who, scope, matter, matter_address, period;
    struct tag_view state;
    struct text confirm_address, end_address, end_label; /* empty: it cannot be done now */
    bool has_document;
};
struct agents_page {
    const struct agent_row *given, *held; /* by me, and to me */
    int given_count, held_count;
    bool may_give; /* acting as a party */
};
/* One of them, as its principal or whoever holds it reads it. */
struct agent_row agents_page_row(const struct view *view, const struct representation_item *item,
                                 struct date today, bool is_principal);
void agents_page_fill(const struct view *view, struct text account, struct date today,
                      const struct representation_item *items, int count, struct agents_page *page);

enum agents_way {
    AGENTS_GIVE,    /* the principal gives it */
    AGENTS_PROPOSE, /* the agent shows it, the principal confirms it */
    AGENTS_COUNTER  /* a counter takes it in, the principal being present */
};

/* As typed. */
struct agents_typed {
    struct text principal, agent; /* what they sign in with */
    struct text agent_name;
    struct text name, number; /* AGENTS_COUNTER: of a principal without an account */
    struct text scope, matter, from, until;
    struct text document; /* digest of the file, and how it is called */
    struct form_file file;
};

struct agents_form_page {
    struct form_view form;
    struct text title, lead, action, back, button, why;
};
/* `matters` are those of the person, to choose from; NULL: a number is typed. */
struct plain_form *agents_form(const struct view *view, enum agents_way way,
                               const struct my_matters *matters, const struct agents_typed *typed);

/* Asks before one is confirmed or ended. */
void agents_confirm_fill(const struct view *view, struct text account, bool ends,
                         const struct representation_item *item, struct confirm_view *confirm);

#endif
