/* note.h: signed notes, the one container for everything that is signed (C2SP signed-note v1).
 *
 *     text, one or more lines
 *                                                    <- a blank line
 *     — <key name> <base64 of key hash and signature>
 *
 * The text is UTF-8 without control characters other than line feed and ends in a line feed; the
 * signature is over these bytes. Signatures by keys the reader does not know are passed over: so
 * keys are rotated and algorithms added. */
#ifndef TB_NOTE_H
#define TB_NOTE_H
#include "proof/key.h"

enum {
    NOTE_SIGNATURES_MAX = 16,
    NOTE_SIGNATURE_BYTES_MAX = 5 * 1024, /* decoded, without the key hash */
    NOTE_TEXT_BYTES_MAX = 1024 * 1024,
    NOTE_BYTES_MAX = NOTE_TEXT_BYTES_MAX + 1 +
                     NOTE_SIGNATURES_MAX * (KEY_NAME_MAX + 16 + NOTE_SIGNATURE_BYTES_MAX / 3 * 4)
};

struct note_signature {
    struct text name;
    unsigned char hash[KEY_HASH_BYTES];
    struct text bytes; /* of any algorithm: 1 to NOTE_SIGNATURE_BYTES_MAX */
};

struct note {
    struct text text; /* what is signed, with its last line feed */
    size_t count;
    struct note_signature signatures[NOTE_SIGNATURES_MAX];
};

/* May this be the text of a note? */
bool note_text_is_fit(struct text text);

/* Signed with each of the keys (1 to NOTE_SIGNATURES_MAX). The text must be fit. */
struct text note_sign(struct text text, const struct signing_key *const *keys, size_t count,
                      struct arena *arena);
/* The note with one more signature; what was there stays byte for byte. NULL text if it is full. */
struct text note_add_signature(struct text bytes, const struct signing_key *key,
                               struct arena *arena);

/* Takes a note apart; checks no signature. The texts point into `bytes`. */
enum flaw note_read(struct text bytes, struct arena *arena, struct note *note);

/* NO_FLAW if the key signed it. SIGNER_MUST_BE_KNOWN if no signature claims this key (name and
 * hash); SIGNATURE_MUST_FIT if one claims it and does not fit, whatever the others say. */
enum flaw note_check(const struct note *note, const struct public_key *key);

#endif
