/* evidence.c: one court with a record of a few events, and the list that vouches for it. */
#include "harness/evidence.h"

#include "base/date.h"
#include "proof/envelope_note.h"
#include "proof/receipt.h"
#include "proof/refusal_note.h"

#include <assert.h>

#define ACT  "b7a0c2d4e6f80123b7a0c2d4e6f80123"
#define SALT "0123456789abcdef"
/* names the digest of the private part */
#define PRIVATE_SALT "fedcba9876543210"
#define PRIVATE      "{\"name\":\"当事人甲\"}"
#define BODY                                                                                       \
    "{\"private\":\"407bec548d869baf64044ff59e3f735de0907f17f78e62ceddcb94f34e9d0e7c\","           \
    "\"what\":\"起诉状\"}"

/* 2026-01-05T09:30+08:00 */
static const int64_t now_ms = INT64_C(1767576600000);

static struct signing_key
key_numbered(const char *name, unsigned char number)
{
    unsigned char seed[KEY_SEED_BYTES] = {number, 0x77};
    return key_make(text_of(name), seed);
}

static struct text
list_versioned(const struct evidence *evidence, int64_t version, size_t signed_by,
               struct arena *arena)
{
    const int64_t year_ms = INT64_C(365) * DAY_MS;
    const struct trust_key keys[] = {
        {evidence->log_key.public, KEY_FOR_LOG, now_ms - year_ms, now_ms + 3 * year_ms, 0,
         TREE_SIZE_MAX, INT64_MAX},
        {evidence->exchange_key.public, KEY_FOR_EXCHANGE, now_ms - year_ms, now_ms + 2 * year_ms, 0,
         TREE_SIZE_MAX, INT64_MAX},
    };
    const struct text types[] = {TEXT("filing/1")};
    const struct trust_node nodes[] = {
        {TEXT("JL7501"),
         {{TEXT("甲林区法院"), TEXT("갑림구법원"), TEXT("Court A")}},
         keys,
         2,
         types,
         1},
        {TEXT("JL7502"),
         {{TEXT("乙林区法院"), TEXT("을림구법원"), TEXT("Court B")}},
         NULL,
         0,
         types,
         1},
    };
    struct trust_signer signers[EVIDENCE_SIGNERS];
    const struct signing_key *by[EVIDENCE_SIGNERS];
    for (int i = 0; i < EVIDENCE_SIGNERS; i++) {
        signers[i] = (struct trust_signer){TEXT("签署机关"), evidence->signers[i].public};
        by[i] = &evidence->signers[i];
    }
    const struct trust_revocation revoked[] = {{TEXT("JL7502/device9+0a1b2c3d"), now_ms}};
    struct trust trust = {
        .version = version,
        .issued_ms = now_ms,
        .network = TEXT("林区法院网"),
        .quorum = EVIDENCE_QUORUM,
        .signers = signers,
        .signer_count = EVIDENCE_SIGNERS,
        .nodes = nodes,
        .node_count = 2,
        .revoked = revoked,
        .revoked_count = 1,
    };
    return note_sign(trust_text(&trust, arena), by, signed_by, arena);
}

static bool
leaf_node(void *of, unsigned level, uint64_t index, struct digest *digest)
{
    const struct digest *leaves = of;
    struct arena *arena = arena_open();
    *digest = tree_root_of(hasher_open(arena), leaves + (index << level), (size_t)1 << level);
    arena_close(arena);
    return true;
}

static void
make_receipts(struct evidence *evidence, struct arena *arena)
{
    struct hasher *hasher = hasher_open(arena);
    struct digest leaves[EVIDENCE_EVENTS];
    struct tree_nodes nodes = {leaf_node, leaves};
    struct statement statement = {
        .act = TEXT(ACT),
        .actor = TEXT("counter-3"),
        .role = TEXT("officer"),
        .kind = TEXT("step_taken/1"),
        .matter = TEXT("7501-4K2M9-71"),
        .stream = TEXT("main"),
        .node = TEXT("JL7501"),
        .directory = 4,
        .claimed_ms = now_ms,
        .counter_ms = now_ms + 1000,
        .owner_ms = -1,
        .entered_ms = now_ms + 1000,
        .commitment = statement_commitment(hasher, TEXT(SALT), TEXT(BODY)),
    };
    struct receipt receipt = {.salt = TEXT(SALT),
                              .body = TEXT(BODY),
                              .private_salt = TEXT(PRIVATE_SALT),
                              .private = TEXT(PRIVATE),
                              .index = EVIDENCE_INDEX};
    for (int64_t i = 0; i < EVIDENCE_EVENTS; i++) {
        statement.seq = i;
        struct text text = statement_text(&statement, arena);
        leaves[i] = statement_leaf(hasher, text);
        statement.prev = statement_link(hasher, &statement.prev, &leaves[i]);
        if (i == EVIDENCE_INDEX)
            receipt.statement = text;
    }
    const struct signing_key *by = &evidence->log_key;
    struct digest root = tree_root_of(hasher, leaves, EVIDENCE_EVENTS);
    struct text origin = checkpoint_origin(by->public.name, arena);
    struct text head = checkpoint_text(origin, EVIDENCE_EVENTS, &root, arena);
    bool is_made = tree_inclusion(&nodes, hasher, EVIDENCE_INDEX, EVIDENCE_EVENTS, &receipt.path);
    assert(is_made);
    evidence->checkpoint = receipt.checkpoint = note_sign(head, &by, 1, arena);
    evidence->receipt = receipt_write(&receipt, arena);
    receipt.salt = TEXT("");
    evidence->receipt_bare = receipt_write(&receipt, arena);
}

struct evidence
evidence_make(struct arena *arena)
{
    struct evidence evidence = {
        .signers = {key_numbered("hub/trust", 1), key_numbered("JL7501/trust", 2),
                    key_numbered("JL7502/trust", 3)},
        .log_key = key_numbered("JL7501/log1", 4),
        .exchange_key = key_numbered("JL7501/exchange1", 5),
    };
    const struct signing_key *by = &evidence.exchange_key;
    struct refusal_note refusal = {
        .act = TEXT(ACT),
        .actor = TEXT("counter-3"),
        .role = TEXT("officer"),
        .node = TEXT("JL7501"),
        .command = TEXT("take_step"),
        .matter = TEXT("7501-4K2M9-71"),
        .refusal = TEXT("STEP_MUST_BE_OPEN"),
        .rests_on = TEXT("CPL-2023:126"),
        .request = digest_of(TEXT("request")),
        .refused_ms = now_ms,
    };
    evidence.trust = list_versioned(&evidence, 7, 2, arena);
    evidence.trust_next = list_versioned(&evidence, 8, 2, arena);
    evidence.trust_short = list_versioned(&evidence, 9, 1, arena);
    evidence.refusal = refusal_note_sign(&refusal, by, arena);
    evidence.envelope =
        signed_json_sign(ENVELOPE_KIND,
                         TEXT("{\"from\":\"JL7501\",\"id\":\"" ACT "\",\"kind\":\"filing/1\","
                              "\"made\":1767576600000,\"to\":\"JL7502\"}"),
                         &by, 1, arena);
    make_receipts(&evidence, arena);
    return evidence;
}
