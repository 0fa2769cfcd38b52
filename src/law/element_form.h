/* element_form.h: element forms of complaints (要素式起诉状): for a cause, what a court needs to
 * know, question by question. Pure; read from rules/form/.
 *
 * A form is named by name and edition together, because the questions change with every edition.
 * The edition is chosen by the day of handing in; what was handed in keeps the name of its own.
 * Nobody has to use one: a complaint in own words is as good [FORM2025]. */
#ifndef TB_ELEMENT_FORM_H
#define TB_ELEMENT_FORM_H
#include "base/money.h"
#include "law/cause.h"
#include "law/procedure.h"

enum element_part {
#define ELEMENT_PART(name, word) ELEMENT_##name,
#include "law/element_part.def"
#undef ELEMENT_PART
    ELEMENT_PARTS
};
struct text element_part_word(enum element_part part);

/* One question with the fields that answer it: a page of the guided filing, a row of the paper. */
struct element_block {
    struct text name;
    struct words words, why; /* why: why the court asks */
    enum element_part part;
    size_t first, count; /* of the form's fields */
};

/* A sum the form states, and what it is the sum of. */
struct element_total {
    struct text field;
    const struct text *of; /* "principal", or "payments.amount": a member of a list */
    size_t of_count;
    struct text explained_by; /* a text of this field says why the two differ */
};

struct element_form {
    struct text name, edition;
    struct words title;
    struct text procedure;   /* whose opening step takes it */
    struct date from, until; /* first and last day of handing in; DATE_NONE: open */
    const struct citation *rests_on;
    size_t rests_on_count;
    bool is_verified;          /* compared with the text of its source */
    const struct text *causes; /* "2026/108.3"; causes below one are meant too */
    size_t causes_count;
    struct text amount; /* the field that is the amount in dispute; empty: none */
    const struct element_block *blocks;
    size_t blocks_count;
    const struct field_rule *fields; /* of all blocks, in their order; no name twice */
    size_t fields_count;
    const struct element_total *totals;
    size_t totals_count;
};

struct element_forms {
    const struct element_form *forms;
    size_t count;
};

/* NULL where there is none: of that name on a day; of that edition; of a procedure for a cause. */
const struct element_form *element_form_on(const struct element_forms *forms, struct text name,
                                           struct date on);
const struct element_form *element_form_edition(const struct element_forms *forms, struct text name,
                                                struct text edition);
const struct element_form *element_form_for(const struct element_forms *forms,
                                            struct text procedure,
                                            const struct cause_edition *causes,
                                            const struct cause *cause, struct date on);
/* The form that a value of FIELD_ELEMENTS names; of today where it names no edition. */
const struct element_form *element_form_of(const struct element_forms *forms,
                                           const struct value *elements, struct date today);

const struct element_block *element_form_block(const struct element_form *form, struct text name);
/* The block a field stands in; NULL where no field is called so. */
const struct element_block *element_form_block_of(const struct element_form *form,
                                                  struct text field);
/* What a field is called, by its path: "principal", "deliveries[0].amount" or "deliveries.amount".
 */
const struct words *element_form_words(const struct element_form *form, struct text path);
const struct element_total *element_form_total(const struct element_form *form, struct text field);

/* What the parts come to, to the fen. What is no sum counts as nothing, and what is more than
 * MONEY_FEN_MAX as one fen more than that. */
struct money element_total_sum(const struct element_total *total, const struct value *elements);
/* How many parts have anything in them, a sum or not. */
size_t element_total_parts(const struct element_total *total, const struct value *elements);

#endif
