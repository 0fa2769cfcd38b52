/* envelope_note.h: the signed container in which one node writes to another.
 *
 * A signed JSON note of kind ENVELOPE_KIND. The members from, to (node ids), id (32 lower-case
 * hexadecimal digits) and made (ms UTC) are read here; what else an envelope says is the business
 * of those who wrote it and of those who act on it. */
#ifndef TB_ENVELOPE_NOTE_H
#define TB_ENVELOPE_NOTE_H
#include "proof/signed_json.h"
#include "proof/trust.h"

#define ENVELOPE_KIND "tongban/envelope/v1"

enum { ENVELOPE_ID_LENGTH = 32 };

struct envelope_note {
    struct signed_json read;
    struct text from, to, id;
    int64_t made_ms;
};

/* Reads form and these members; checks no signature. The texts may point into `bytes`. */
enum flaw envelope_note_read(struct text bytes, struct arena *arena,
                             struct envelope_note *envelope);

/* Signed by an exchange key of the node it names as sender, good at the time it was made; and,
 * unless `reader` is empty, addressed to that node. */
enum flaw envelope_note_check(const struct envelope_note *envelope, const struct trust *trust,
                              struct text reader, struct trust_answer *signer);

#endif
