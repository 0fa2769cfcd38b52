/* envelope.h: what travels from node to node: one signed note per event, line or reference.
 *
 * An envelope is made when it is sent, from what the journal holds; the same promise gives the same
 * bytes every time. It names its receiver: a note for one court is void at another. Streams are
 * applied strictly in order at the other end (doc/EXCHANGE.md). */
#ifndef TB_ENVELOPE_H
#define TB_ENVELOPE_H
#include "proof/trust.h"
#include "store/node.h"

enum { ENVELOPE_BYTES_MAX = 512 * 1024, ENVELOPE_FILES_MAX = 200, ENVELOPE_MATTER_MAX = 64 };

enum envelope_kind {
#define ENVELOPE(name, text) ENVELOPE_##name,
#include "exchange/envelope.def"
#undef ENVELOPE
    ENVELOPE_UNKNOWN
};
const char *envelope_kind_text(enum envelope_kind kind);

struct envelope {
    enum envelope_kind kind;
    struct text id, from, to, matter_id;
    struct digest digest; /* of the JSON line without its private part: what a repeat must equal */
    /* event */
    struct text stream;
    int64_t seq;
    struct text statement_json, body, salt_hex, private, private_salt_hex;
    struct statement statement;
    struct digest link;
    const struct value *json; /* all of it */
};

/* Id of a promise: 32 hexadecimal digits from the leaf of its event, kind and peer. The leaf holds
 * a random salt, so that a node that lost its newest events never gives an id a second time. */
struct text envelope_id(const struct digest *leaf, const char *kind, struct text peer,
                        struct arena *arena);

/* Promises a peer an envelope of that kind about an event of this node, within the transaction
 * under way; what was promised before stays as it is. Nothing where there is no peer, or where a
 * node would send an event to itself. */
void envelope_promise(struct node *node, enum envelope_kind kind, struct text peer,
                      int64_t position, struct arena *arena);

/* The note for a promise of this node. False when the journal does not hold its event. What was
 * erased meanwhile stays away; place and commitments go. `store` may be a reader's. */
bool envelope_make(struct store *store, struct text node_id, const struct signing_key *key,
                   enum envelope_kind kind, int64_t position, struct text peer, struct arena *arena,
                   struct text *note);

/* Takes a note apart and checks everything that needs no state: form, receiver, signature by the
 * sender's exchange key in the trust list, and that an event's leaf, commitment and link fit. */
enum flaw envelope_open(struct text note, struct text receiver, const struct trust *trust,
                        int64_t now_ms, struct arena *arena, struct envelope *envelope);

/* Digests of the files an event speaks of; at most ENVELOPE_FILES_MAX. */
int envelope_files(const struct envelope *envelope, struct arena *arena, struct text **digests);

#endif
