/* derivation.h: how a result came about, step by step, each with what it rests on. Pure.
 *
 * A step is a key and values, so that it can be kept in an event and said in any language; the
 * sentences stand in paper/derivation.def. Values are written so that machines and people read the
 * same: days as 2026-01-31, instants as 2026-01-31T16:00, numbers in decimals. */
#ifndef TB_DERIVATION_H
#define TB_DERIVATION_H
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

enum derivation_key {
#define DERIVATION(name, key) DERIVATION_##name,
#include "law/derivation.def"
#undef DERIVATION
    DERIVATION_COUNT
};

enum { DERIVATION_VALUES_MAX = 3, DERIVATION_STEPS_MAX = 24 };

struct derivation_step {
    enum derivation_key key;
    struct text values[DERIVATION_VALUES_MAX];
    struct words words; /* of the thing the step speaks of, where it has a name; else empty */
    struct citation rests_on;
};

struct derivation {
    struct derivation_step steps[DERIVATION_STEPS_MAX];
    size_t count;
};

/* "start_not_counted", and back. */
struct text derivation_key_text(enum derivation_key key);
bool derivation_key_parse(struct text text, enum derivation_key *key);

/* Adds a step and gives it, to fill in values. Steps beyond the last place are a bug. */
struct derivation_step *derivation_add(struct derivation *derivation, enum derivation_key key,
                                       struct citation rests_on);

#endif
