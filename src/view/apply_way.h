/* apply_way.h: the pages of a guided filing in their order, which depends on what was filled in:
 * for some causes there is an element form, and whoever takes it is asked one question a page. */
#ifndef TB_APPLY_WAY_H
#define TB_APPLY_WAY_H
#include "law/element_form.h"
#include "rule/rulebook.h"
#include "view/apply_page.h"

/* What a page asks of its place. */
enum apply_ask {
    ASK_ALL,
    ASK_WAY,     /* element form, or own words? */
    ASK_OWN,     /* claims and facts in own words, and everything beside them */
    ASK_BLOCK,   /* one question of the form */
    ASK_THE_REST /* what no form asks: where papers reach the person, witnesses … */
};

struct apply_stop {
    enum apply_place place;
    enum apply_ask ask;
    const struct element_block *block; /* ASK_BLOCK */
    int number;                        /* of the block, from 1 */
    struct text word;                  /* its end of the address, "q-principal" */
};

struct apply_way {
    const struct element_form *offered; /* for the cause; NULL: own words only */
    const struct element_form *chosen;  /* NULL: own words */
    bool has_own_words;                 /* claims or facts were written, which stay beside a form */
    const struct apply_stop *stops;
    int count;
};

/* `content`: of the draft. Lives in the arena. */
struct apply_way apply_way_find(const struct rulebook *rules, const struct procedure *procedure,
                                const struct value *content, struct date today,
                                struct arena *arena);

/* NULL where the way has no such page. */
const struct apply_stop *apply_way_stop(const struct apply_way *way, struct text word);
/* The page of this way that asks what a page of another one asked; NULL where there is none. */
const struct apply_stop *apply_way_same(const struct apply_way *way, const struct apply_stop *stop);
/* The stop where a field of the opening step is asked, by its path: "elements.principal". */
const struct apply_stop *apply_way_of_field(const struct apply_way *way, const struct step *step,
                                            struct text path, struct arena *arena);
/* What people call that field, in their language; of a row the question it answers,
 * "elements.periods[0].amount". The path itself where the rules know no such field. */
struct text apply_way_label(const struct view *view, const struct apply_way *way,
                            const struct step *step, struct text path);
/* The stop before or after, within the way. */
const struct apply_stop *apply_way_next(const struct apply_way *way, const struct apply_stop *stop);
const struct apply_stop *apply_way_before(const struct apply_way *way,
                                          const struct apply_stop *stop);

/* Names of the fields a page shows, ended by NULL: of the form for ASK_BLOCK, else of the step. */
const char *const *apply_way_fields(const struct apply_way *way, const struct step *step,
                                    const struct apply_stop *stop, struct arena *arena);

#endif
