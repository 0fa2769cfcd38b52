/* refusal_note.h: the evidence of a "no". A refused act leaves no event, so the court signs a note
 * with its exchange key that says what was refused, under which rule, and when. */
#ifndef TB_REFUSAL_NOTE_H
#define TB_REFUSAL_NOTE_H
#include "base/digest.h"
#include "proof/signed_json.h"
#include "proof/trust.h"

#define REFUSAL_KIND "tongban/refusal/v1"

enum { REFUSAL_TEXT_MAX = 1024 }; /* bytes of one text */

struct refusal_note {
    struct text act;   /* id of the act */
    struct text actor; /* may be empty */
    struct text role;  /* may be empty */
    struct text node;
    struct text command;     /* the verb: take_step */
    struct text matter;      /* tracking number; may be empty */
    struct text refusal;     /* MATTER_MUST_BE_OPEN */
    struct text rests_on;    /* citation; may be empty */
    struct digest request;   /* of what was asked */
    int64_t refused_ms;      /* ms UTC */
    struct signed_json read; /* filled by refusal_note_read alone */
};

/* Signed with the exchange key. An empty text where a text is too long, holds hidden characters, or
 * is empty and may not be. */
struct text refusal_note_sign(const struct refusal_note *refusal, const struct signing_key *key,
                              struct arena *arena);
/* Checks form, no signature. The texts may point into `bytes`. */
enum flaw refusal_note_read(struct text bytes, struct arena *arena, struct refusal_note *refusal);
/* Signed by an exchange key of the node it names, good at that time. */
enum flaw refusal_note_check(const struct refusal_note *refusal, const struct trust *trust,
                             struct trust_answer *signer);

#endif
