/* value.h: JSON as a tree in an arena, read strictly.
 *
 * Two readers: one for what strangers send, one for bytes our own writer (canon.h) made. Bytes that
 * were hashed or signed are kept as they came and never written again in order to check them. */
#ifndef TB_VALUE_H
#define TB_VALUE_H
#include "base/text.h"

enum value_type {
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_INTEGER,
    VALUE_TEXT,
    VALUE_ARRAY,
    VALUE_OBJECT
};

struct value {
    enum value_type type;
    int64_t integer;           /* VALUE_INTEGER */
    struct text text;          /* VALUE_TEXT */
    struct text key;           /* its name within the object that holds it */
    const struct value *first; /* first child of an array or object */
    const struct value *next;  /* next child of the same parent */
    size_t count;              /* children */
};

enum { VALUE_DEPTH_MAX = 32 };
/* Integers beyond what every reader keeps exactly are refused. */
#define VALUE_INTEGER_MAX INT64_C(9007199254740991)

struct value_mistake {
    int line, column; /* 1 is the first; 0 where no place is known */
    char what[160];   /* English, for developers of clients */
};

/* Reads what came from outside: UTF-8 without a byte order mark or a zero character, no duplicate
 * keys, no numbers with a fraction or exponent, integers within VALUE_INTEGER_MAX, depth within
 * VALUE_DEPTH_MAX, one value and nothing after it. NULL with `mistake` filled otherwise. The caller
 * has bounded the length. */
const struct value *value_read(struct text json, struct arena *arena,
                               struct value_mistake *mistake);

/* Reads canonical bytes (canon.h). Texts of the tree may point into `json`. NULL if the bytes are
 * not canonical, which for stored bytes means damage. */
const struct value *value_read_canonical(struct text json, struct arena *arena);

/* NULL where the member is missing; this and the readers below take NULL and values of any type. */
const struct value *value_member(const struct value *object, const char *key);
const struct value *value_member_named(const struct value *object, struct text key);
bool value_is(const struct value *value, enum value_type type);
struct text value_text(const struct value *value);                   /* "" unless a text */
int64_t value_integer(const struct value *value, int64_t otherwise); /* unless an integer */
bool value_is_true(const struct value *value);
struct text value_member_text(const struct value *object, const char *key);
int64_t value_member_integer(const struct value *object, const char *key, int64_t otherwise);
bool value_member_is_true(const struct value *object, const char *key);

/* True when `array` holds the text. */
bool value_array_has(const struct value *array, struct text text);

#endif
