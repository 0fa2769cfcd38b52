/* trust.h: whom a network believes: its nodes and their keys, in one list signed by a quorum.
 *
 * A signed JSON note of kind TRUST_KIND:
 *     {"issued":ms,"network":"…","nodes":[…],"quorum":3,"revoked":[…],"signers":[…],"version":1}
 *     node: {"id":"…","keys":[…],"name":{"en":"…","ko":"…","zh":"…"},"types":["filing/1"]}
 *     key: {"from_index":0,"key":"…","to_index":null,"use":"log","valid_from":ms,"valid_to":ms}
 *     revoked: {"from":ms,"key":"<name>+<hash>"}
 *     signer: {"key":"…","name":"…"}
 * where "key" of a key or a signer is its public text (key.h).
 *
 * Old keys stay listed with the time and the part of the log they were good for, because what they
 * signed must verify for decades. The first list a person relies on is handed over by other means;
 * each later one is believed because enough signers of the one before signed it. */
#ifndef TB_TRUST_H
#define TB_TRUST_H
#include "base/language.h"
#include "proof/signed_json.h"

#define TRUST_KIND "tongban/trust/v1"

enum {
    TRUST_SIGNERS_MAX = NOTE_SIGNATURES_MAX,
    TRUST_NODES_MAX = 4096,
    TRUST_KEYS_MAX = 256, /* of one node */
    TRUST_TEXT_MAX = 256  /* bytes of an id or a name */
};

enum key_use {
#define KEY_USE(name, text) KEY_FOR_##name,
#include "proof/key_use.def"
#undef KEY_USE
    KEY_USE_COUNT
};

/* "log", "exchange", … */
const char *key_use_text(enum key_use use);

struct trust_key {
    struct public_key public;
    enum key_use use;
    int64_t valid_from_ms, valid_to_ms; /* from the first to before the second */
    /* For logs and witnesses: sizes of the trees the key may sign, both included. Others: 0 and
     * TREE_SIZE_MAX. */
    uint64_t from_index, to_index;
    int64_t revoked_from_ms; /* INT64_MAX: not revoked */
};

struct trust_node {
    struct text id;
    struct words name;
    const struct trust_key *keys;
    size_t key_count;
    const struct text *types; /* of envelopes it can read */
    size_t type_count;
};

struct trust_signer {
    struct text name; /* of the office, for people */
    struct public_key key;
};

struct trust_revocation {
    struct text key_id; /* <name>+<hash> */
    int64_t from_ms;
};

struct trust {
    struct note note; /* filled by trust_read alone */
    int64_t version, issued_ms;
    struct text network;
    size_t quorum; /* signatures a list needs; 1 to signer_count */
    const struct trust_signer *signers;
    size_t signer_count;
    const struct trust_node *nodes;
    size_t node_count;
    const struct trust_revocation *revoked;
    size_t revoked_count;
};

/* The text to be signed; with note_sign and note_add_signature it becomes a list. The facts must be
 * such that trust_read takes them, which the writer tries before the list leaves the house. */
struct text trust_text(const struct trust *trust, struct arena *arena);

/* Reads a list and asks for its quorum of its own signers. The texts may point into `bytes`. */
enum flaw trust_read(struct text bytes, struct arena *arena, struct trust *trust);

/* May `newer` take the place of `older`? Its version must be higher, its network the same, and the
 * signers of the older list must stand behind it, as many as the older list asks for. */
enum flaw trust_follows(const struct trust *older, const struct trust *newer);

/* NULL where the list does not name it. */
const struct trust_node *trust_node(const struct trust *trust, struct text id);
bool trust_node_reads(const struct trust_node *node, struct text type);

/* What a signature is asked to stand for. */
struct trust_question {
    struct text node; /* id; empty: any node of the list */
    enum key_use use;
    /* When it was made; below 0: not judged. A checkpoint may be signed again long after the event
     * it proves, so for logs this is the earliest it can have been made. */
    int64_t at_ms;
    uint64_t size; /* of the tree signed, for logs and witnesses; otherwise 0 */
};

struct trust_answer {
    const struct trust_node *node;
    const struct trust_key *key;
};

/* NO_FLAW and the answer if a key of the list that is good for the question signed the note.
 * SIGNATURE_MUST_FIT if a listed key is claimed wrongly, whatever else stands there. Otherwise the
 * rule that the first known signer breaks, or SIGNER_MUST_BE_KNOWN. */
enum flaw trust_check(const struct trust *trust, const struct note *note,
                      const struct trust_question *question, struct trust_answer *answer);

#endif
