/* derivation.h: how a result came about, step by step, each with what it rests on. Pure.
 *
 * A step is a key and values, so that it can be kept in an event and said in any language later
 * (paper/derivation_words.h). Values are written so that machines and people read the same: days as
 * 2026-01-31, instants as 2026-01-31T16:00, lengths as `15 days`, sums in yuan as 54046.50 (not yet
 * rounded 1384.5678 or 700/3), rates as 2.5%. */
#ifndef TB_DERIVATION_H
#define TB_DERIVATION_H
#include "base/canon.h"
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

enum derivation_key {
#define DERIVATION(name, key, ...) DERIVATION_##name,
#include "law/derivation.def"
#undef DERIVATION
    DERIVATION_COUNT
};

enum { DERIVATION_VALUES_MAX = 5, DERIVATION_STEPS_MAX = 32 };

enum derivation_type {
    DERIVATION_NONE,
    DERIVATION_DAY,
    DERIVATION_INSTANT,
    DERIVATION_LENGTH,
    DERIVATION_MONEY,
    DERIVATION_RATE,
    DERIVATION_COUNTED,
    DERIVATION_TEXT
};

/* One value of a kind of step: what it is called in sentences and in JSON. */
struct derivation_place {
    const char *name;
    enum derivation_type type;
};

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

/* "start_day", and back. */
struct text derivation_key_text(enum derivation_key key);
bool derivation_key_parse(struct text text, enum derivation_key *key);

/* The i-th value of that kind of step, 0 to DERIVATION_VALUES_MAX - 1. */
struct derivation_place derivation_place(enum derivation_key key, int i);

/* Adds a step and gives it, to fill in values. Steps beyond the last place are a bug. */
struct derivation_step *derivation_add(struct derivation *derivation, enum derivation_key key,
                                       struct citation rests_on);

/* Canonical JSON for an event: an array of
 *   {"key":…,"rests_on":…,"values":{NAME:…},"words":{"en":…,"ko":…,"zh":…}}
 * without rests_on and words where there are none. */
struct text derivation_json(const struct derivation *derivation, struct arena *arena);

/* The same back; texts point into the tree. False when it is something else. */
bool derivation_read(const struct value *json, struct derivation *derivation);

/* The values of one step alone: {NAME:…}. */
void derivation_put_values(struct canon *canon, const struct derivation_step *step);

#endif
