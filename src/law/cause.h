/* cause.h: the causes of civil action, by edition. Pure; read from rules/cause/.
 *
 * Numbers shift between editions (a contract for forest land is 132 in the list of 2021 and 137 in
 * that of 2026), so a cause is named by edition and number together, "2026/137". The edition is
 * chosen by the day of filing. */
#ifndef TB_CAUSE_H
#define TB_CAUSE_H
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

/* Is a case of this cause one of environment and resources, which designated courts hear? */
enum cause_environment {
    CAUSE_IS_NOT_ENVIRONMENTAL,
    CAUSE_MAY_BE_ENVIRONMENTAL, /* the facts decide: a person must say */
    CAUSE_IS_ENVIRONMENTAL
};

struct cause_group {
    struct text id;
    struct words name; /* the second level of the list: 合同纠纷 */
};

struct cause {
    struct text number;          /* "108" on the third level, "108.3" on the fourth */
    struct words name;           /* in full: 民间借贷纠纷 */
    struct text group;           /* id of its group */
    struct text ground;          /* of jurisdiction.h: the places that count */
    const struct text *everyday; /* what people say: 欠钱 */
    size_t everyday_count;
    enum cause_environment environment;
    bool is_verified; /* number and name were compared with the decision */
};

struct cause_edition {
    struct text id;          /* "2026" */
    struct date from, until; /* first and last day of filing; no `until`: in force */
    struct citation rests_on;
    const struct cause_group *groups;
    size_t groups_count;
    const struct cause *causes; /* ascending by number, so that a child follows its parent */
    size_t count;
    bool is_verified;
};

struct cause_editions {
    const struct cause_edition *editions;
    size_t count;
};

/* The edition by its id, or by the day of filing. NULL if there is none. */
const struct cause_edition *cause_edition(const struct cause_editions *editions, struct text id);
const struct cause_edition *cause_edition_on(const struct cause_editions *editions,
                                             struct date filed);

/* NULL if the edition has no such number. */
const struct cause *cause_find(const struct cause_edition *edition, struct text number);

/* The cause above one of the fourth level; NULL for the third. */
const struct cause *cause_parent(const struct cause_edition *edition, const struct cause *cause);

const struct cause_group *cause_group(const struct cause_edition *edition, struct text id);

int cause_level(const struct cause *cause); /* 3 or 4 */

/* "108", "108.3": no leading zero, at most three digits a part. */
bool cause_is_number(struct text number);
/* By parts: 20.2 before 20.10. Both must be numbers. */
int cause_compare_numbers(struct text a, struct text b);

enum { CAUSE_SEARCH_BYTES_MAX = 600, CAUSE_FOUND_MAX = 20 };

/* What somebody may mean by `words`: a name or part of it, a number, everyday words, a whole
 * sentence such as 他撞车了不赔钱; in any of the three languages. Best first, at most
 * CAUSE_FOUND_MAX; returns how many. `found` lives in the arena. Nothing is found in what is too
 * long. */
size_t cause_search(const struct cause_edition *edition, struct text words, struct arena *arena,
                    const struct cause *const **found);

#endif
