/* form_input.h: what a form of a page brought, as the object the corridor takes.
 *
 * Controls are named as field rules name them: "cause", "parties.0.name"; a date may come as one
 * text or as three ("born.year", "born.month", "born.day"). Where a number, a sum, a day or an
 * identity number is expected, full-width characters are folded and blanks, signs of currency and
 * separators go, before anything is checked; so the cleaned value is what people see again. What
 * still is no number stays as it was typed: the law (law/form.h) says what is wrong, and the page
 * shows both. Nothing here refuses a value. */
#ifndef TB_FORM_INPUT_H
#define TB_FORM_INPUT_H
#include "base/pair.h"
#include "law/procedure.h"
#include "view/build.h"

/* Which fields a page shows and takes back. The same for drawing and for reading, so that nothing
 * can be sent that was not asked. */
struct form_rules {
    const struct procedure *procedure; /* NULL: the form belongs to none (view/house_form.h) */
    const struct field_rule *fields;
    size_t fields_count;
    const char *const *only;    /* names of fields, ended by NULL; NULL: all of them */
    const char *const *without; /* names left out, at any depth; NULL: none */
};

/* Is this field on the page? `is_top`: not a member of a list. */
bool form_rules_show(const struct form_rules *rules, const struct field_rule *field, bool is_top);
/* What an entry of a list holds, those of materials, verdicts and defects among them. */
bool form_rules_is_list(const struct field_rule *field);

struct form_input {
    const struct value *values; /* an object; entries of lists that were left blank are gone */
    bool is_edit;         /* a button asks for one more entry, or one less: nothing is checked */
    struct text edited;   /* then: the list, "parties" */
    size_t unknown_count; /* names this form does not have: no browser sends them by itself */
    struct text unknown;  /* the first of them, fit to be shown */
};

/* `others`, ended by NULL, are names the page reads itself; csrf, once, v, add and remove always
 * are. Of a name that repeats the last counts. Texts are borrowed from the pairs. */
struct form_input form_input_read(const struct form_rules *rules, const struct pairs *pairs,
                                  const char *const *others, struct arena *arena);

/* The pairs with one more: what the page knows and no control brought, such as the digest of a file
 * that was just uploaded for this control. */
struct pairs form_input_with(const struct pairs *pairs, struct text name, struct text value,
                             struct arena *arena);

/* One value as it was typed, cleaned for its type. */
struct value *form_input_clean(enum field_type type, struct text typed, struct arena *arena);

/* What was typed before, with the fields of this page as they are now. A field that is blank now is
 * gone. Entries of lists are taken whole. */
const struct value *form_input_merge(const struct form_rules *rules, const struct value *before,
                                     const struct value *now, struct arena *arena);

#endif
