/* words_page.h: what a court says in its own words, beside the product's; and the form in which
 * somebody drafts such words. */
#ifndef TB_WORDS_PAGE_H
#define TB_WORDS_PAGE_H
#include "store/own_words_rows.h"
#include "view/change_view.h"

/* What the court says otherwise, or said until the product changed its sentence. */
struct words_own_row {
    struct text product, own, proposed, decided, address; /* address: of the decision */
    struct tag_view state;
};
struct words_sentence {
    struct text product, own, change; /* own, change (an address): or empty */
};
struct words_group {
    struct text name;
    const struct words_sentence *sentences;
    int sentences_count;
};
struct words_page {
    const struct words_own_row *own;
    int own_count;
    const struct change_row *proposals;
    int proposals_count;
    const struct words_group *groups;
    int groups_count;
};
struct words_lists {
    const struct own_sentence *sentences;
    size_t sentences_count;
    const struct proposal_named *in_force, *proposals;
    int in_force_count, proposals_count;
};
void words_page_fill(const struct view *view, const struct words_lists *lists, enum role role,
                     struct words_page *page);

/* As typed. */
struct words_typed {
    struct words said;
    bool agrees;
};
struct words_form_row {
    const char *lang;
    struct text language, product;
};
struct words_form_page {
    const struct words_form_row *rows; /* as the product says it */
    int rows_count;
    bool may_withdraw;
    struct form_view form;
    struct text why, action;
};
void words_form_fill(const struct view *view, const struct own_sentence *sentence,
                     struct words_form_page *page);
struct plain_form *words_form(const struct view *view, const struct own_sentence *sentence,
                              const struct words_typed *typed);

/* `sentence`: NULL where the product has it no longer. */
void words_change_fill(const struct view *view, const struct proposal_named *proposal,
                       const struct own_sentence *sentence, struct text account, enum role role,
                       struct change_page *page);

#endif
