/* signed_json.h: a signed note of two lines: what kind of thing it is, and one canonical JSON
 * object.
 *
 * The kind is part of what is signed, so that a signature given for one purpose is worth nothing
 * for another. Envelopes, refusals and trust lists are of this form. */
#ifndef TB_SIGNED_JSON_H
#define TB_SIGNED_JSON_H
#include "base/value.h"
#include "proof/note.h"

struct signed_json {
    struct note note;
    struct text json;           /* the bytes as they came */
    const struct value *object; /* the same as a tree */
};

/* The text to be signed: kind and JSON, each with a line feed. */
struct text signed_json_text(const char *kind, struct text json, struct arena *arena);
/* The same, signed. `json` comes from canon.h and is at most NOTE_TEXT_BYTES_MAX - 64 bytes. */
struct text signed_json_sign(const char *kind, struct text json,
                             const struct signing_key *const *keys, size_t count,
                             struct arena *arena);

/* Checks form and kind, no signature. Refuses hidden characters in the JSON. The texts may point
 * into `bytes`. */
enum flaw signed_json_read(struct text bytes, const char *kind, struct arena *arena,
                           struct signed_json *read);

#endif
