/* paper_text.h: the texts of papers with their places, and how they become blocks (pdf.h).
 *
 * words/document/papers.LANGUAGE holds one section for each paper, "[name]" alone on a line; so
 * does a court's own file, whose sections come first. Each line of a section is a block:
 *     # court    ## title    > right    | flush left    ! heading    - small    --- rule
 *     anything else: a paragraph
 *     @table LIST width:head:cell ; width:head:cell …    a row for each entry of the list
 *     @each LIST line                                    the line for each entry of the list
 *     @sign line ; line ; date       @seal …             a signature, without and with a seal
 *     ?place line    ?!place line                        the line only when the place has something
 *     % remark
 * A place is {name}, in Korean with a particle {name:은/는}. A line with a place that is empty is
 * left out, unless the name ends in _after. What fills a place may have lines of its own: each
 * becomes a block. */
#ifndef TB_PAPER_TEXT_H
#define TB_PAPER_TEXT_H
#include "base/canon.h"
#include "paper/wording.h"

enum { PAPER_PLACES_MAX = 128, PAPER_LISTS_MAX = 24, PAPER_COLUMNS_MAX = 8 };

/* A list: each row has a value for each of its names. */
struct paper_list_place {
    const char *name;
    const char *columns[PAPER_COLUMNS_MAX];
    size_t columns_count;
    const struct text *values; /* row after row */
    size_t rows;
};

struct paper_places {
    struct wording_value values[PAPER_PLACES_MAX];
    size_t count;
    struct paper_list_place lists[PAPER_LISTS_MAX];
    size_t lists_count;
};

/* The name must be of static life, the value live as long as the places. */
void paper_place(struct paper_places *places, const char *name, struct text value);
/* A place that holds nothing but whether it is so. */
void paper_place_if(struct paper_places *places, const char *name, bool is_so);

/* The section of that name in a language: of `own` (a court's file; may be empty), else the one
 * that is compiled in; empty where neither has it. */
struct text paper_text_find(struct text own, const char *name, enum language language);

/* Writes the blocks of a section into an array that has begun. */
void paper_text_fill(struct canon *canon, struct text section, const struct paper_places *places,
                     enum language language, struct arena *arena);

#endif
