/* party_table.h: many parties of one filing at once: from a table into a draft, and back as lines
 * that say what is wrong with each.
 *
 * A heading is what the form calls a field, in any of the three languages, or the field's name; a
 * choice is written as people read it. Who is in the draft already, by position, name and number of
 * identity, is replaced; everybody else is added. */
#ifndef TB_PARTY_TABLE_H
#define TB_PARTY_TABLE_H
#include "base/table.h"
#include "law/procedure.h"
#include "view/view.h"

enum { PARTY_TABLE_PAGE = 50 };

/* The field of parties of a step; NULL where it has none. */
const struct field_rule *party_table_field(const struct step *step);

/* A table to fill in: the headings in the reader's language and a line that shows how. UTF-8 with a
 * mark, so that spreadsheets know it. */
struct text party_table_template(const struct view *view, const struct field_rule *field);

enum party_table_end {
    PARTY_TABLE_TAKEN,
    PARTY_TABLE_HAS_NO_NAMES, /* no heading says where names stand */
    PARTY_TABLE_HAS_NO_ROWS,
    PARTY_TABLE_HAS_TOO_MANY /* with those that are there already */
};

struct party_table {
    const struct value *parties; /* an array: who was there, and the rows */
    int added, replaced;
    const struct text *unknown; /* headings that fit no field; their columns are left out */
    int unknown_count;
};

/* `before`: the parties of the draft, or NULL. What is wrong in a cell is kept as it was typed. */
enum party_table_end party_table_take(const struct field_rule *field, const struct table *rows,
                                      const struct value *before, struct arena *arena,
                                      struct party_table *table);

/* One party as a line of a list. */
struct party_line {
    struct text number, position, name, id_number, phone, address, change;
    const struct text *mistakes; /* sentences */
    int mistakes_count;
};

struct party_lines {
    const struct party_line *lines; /* those with mistakes first, of one page */
    int lines_count;
    int parties_count, wrong_count, pages;
    bool has_more_mistakes; /* more than are looked for at once */
};

/* `page` from 1; `change`: address before the number of a party. */
struct party_lines party_table_lines(const struct view *view, const struct procedure *procedure,
                                     const struct step *step, const struct value *content,
                                     struct date today, struct text change, int page);

/* The same lines, all of those that are wrong, as a table with a last column of what is wrong: to
 * be put right and read in again. */
struct text party_table_mistakes(const struct view *view, const struct procedure *procedure,
                                 const struct step *step, const struct value *content,
                                 struct date today);

#endif
