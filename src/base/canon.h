/* canon.h: writes canonical JSON: what is hashed, signed and kept.
 *
 * A writing rule after RFC 8785: one line, object keys in ascending byte order, no blanks, whole
 * numbers only, the shortest escapes, UTF-8 as it is. */
#ifndef TB_CANON_H
#define TB_CANON_H
#include "base/value.h"

struct canon {
    struct buffer buffer;
    int depth;
    bool needs_comma[VALUE_DEPTH_MAX + 2];
    struct text last_key[VALUE_DEPTH_MAX + 2];
};

/* How many bytes from the start on stand in a JSON string as they are: up to the first quotation
 * mark, backslash or control character. */
size_t canon_plain_bytes(struct text text);

/* Grows in the arena; `expected` bytes are taken at once. */
struct canon canon_open(struct arena *arena, size_t expected);
/* What was written. Every object and array must have ended. */
struct text canon_text(struct canon *canon);

void canon_begin_object(struct canon *canon);
void canon_end_object(struct canon *canon);
void canon_begin_array(struct canon *canon);
void canon_end_array(struct canon *canon);
/* Keys of one object in ascending byte order; anything else is a bug and stops. */
void canon_key(struct canon *canon, const char *key);
void canon_key_text(struct canon *canon, struct text key);

void canon_put_text(struct canon *canon, struct text text);
void canon_put_integer(struct canon *canon, int64_t integer);
void canon_put_boolean(struct canon *canon, bool value);
void canon_put_null(struct canon *canon);
/* Any tree; keys are sorted. */
void canon_put(struct canon *canon, const struct value *value);
/* Canonical bytes made earlier, taken in as they are. */
void canon_put_canonical(struct canon *canon, struct text bytes);

/* A key and its value at once. An empty text is left out by canon_member_text_if. */
void canon_member_text(struct canon *canon, const char *key, struct text text);
void canon_member_text_if(struct canon *canon, const char *key, struct text text);
void canon_member_integer(struct canon *canon, const char *key, int64_t integer);
void canon_member_boolean(struct canon *canon, const char *key, bool value);
void canon_member(struct canon *canon, const char *key, const struct value *value);

#endif
