/* directory_page.h: the directory in force: courts and places with everything people are told of
 * them; and at the hub, what is proposed to change in it, old beside new. */
#ifndef TB_DIRECTORY_PAGE_H
#define TB_DIRECTORY_PAGE_H
#include "rule/directory_entry.h"
#include "view/change_view.h"

struct directory_place {
    struct text name, kind, telephone, address, hours,
        change; /* change: address; empty: not here */
};
struct directory_court {
    struct text name, code, change; /* code: 吉7502; empty for the desk */
    struct summary_list_view facts;
    const struct directory_place *places;
    int places_count;
    bool is_hub;
};
struct directory_page {
    int64_t version;
    const struct directory_court *courts;
    int courts_count;
    const struct change_row *proposals; /* at the hub */
    int proposals_count;
    bool is_at_hub, may_propose;
};
void directory_page_fill(const struct view *view, int64_t version, bool is_at_hub, enum role role,
                         const struct proposal_named *proposals, int count,
                         struct directory_page *page);

/* As typed. */
struct directory_typed {
    struct text name[LANGUAGE_COUNT], address[LANGUAGE_COUNT];
    struct text telephone, office;
};
struct directory_form_page {
    struct form_view form;
    struct text why, action;
};
struct directory_typed directory_typed_of(const struct directory_entry *entry, struct arena *arena);
struct plain_form *directory_form(const struct view *view, bool is_place,
                                  const struct directory_typed *typed);

/* What changes, old beside new; `account` and `role` of whoever looks. */
void directory_change_fill(const struct view *view, const struct proposal_named *proposal,
                           struct text account, enum role role, struct change_page *page);

#endif
