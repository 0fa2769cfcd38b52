/* trust_test.c: whom a list makes believable, for what, when, and how one list follows another. */
#include "proof/envelope_note.h"
#include "proof/receipt.h"
#include "proof/refusal_note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SIGNERS = 6, QUORUM = 3 };

static struct arena *arena;
static struct signing_key signers[SIGNERS], stranger;
static struct signing_key log_key, next_log_key, exchange_key, other_exchange_key;

static struct signing_key
key_numbered(const char *name, unsigned char number)
{
    unsigned char seed[KEY_SEED_BYTES] = {number, 77};
    return key_make(text_of(name), seed);
}

static int
set_up(void **state)
{
    static const char *const names[SIGNERS] = {"hub/trust",    "JL7501/trust", "JL7502/trust",
                                               "JL7503/trust", "JL7504/trust", "JL7505/trust"};
    (void)state;
    arena = arena_open();
    for (unsigned char i = 0; i < SIGNERS; i++)
        signers[i] = key_numbered(names[i], (unsigned char)(i + 1));
    stranger = key_numbered("hub/trust", 99);
    log_key = key_numbered("JL7501/log1", 11);
    next_log_key = key_numbered("JL7501/log1", 12);
    exchange_key = key_numbered("JL7501/exchange1", 13);
    other_exchange_key = key_numbered("JL7502/exchange1", 14);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* Log key good for trees up to 100 until 2000, the next from 90 on from 1500; exchange from 1000 to
 * 2000. Changed freely by each test; `keys` is long enough for one more. */
struct facts {
    struct trust_key keys[4], other_keys[1];
    struct trust_signer signers[SIGNERS];
    struct trust_node nodes[2];
    struct text types[2];
    struct trust_revocation revoked[1];
    struct trust trust;
};

static struct facts *
facts_made(void)
{
    struct facts *facts = ARENA_NEW(arena, struct facts);
    facts->keys[0] = (struct trust_key){log_key.public, KEY_FOR_LOG, 1000, 2000, 0, 100, 0};
    facts->keys[1] =
        (struct trust_key){next_log_key.public, KEY_FOR_LOG, 1500, 9000, 90, TREE_SIZE_MAX, 0};
    facts->keys[2] =
        (struct trust_key){exchange_key.public, KEY_FOR_EXCHANGE, 1000, 2000, 0, TREE_SIZE_MAX, 0};
    facts->other_keys[0] = (struct trust_key){
        other_exchange_key.public, KEY_FOR_EXCHANGE, 1000, 2000, 0, TREE_SIZE_MAX, 0};
    facts->types[0] = TEXT("filing/1");
    facts->types[1] = TEXT("filing/2");
    facts->nodes[0] =
        (struct trust_node){TEXT("JL7501"), {{TEXT("甲法院"), TEXT("갑 법원"), TEXT("Court A")}},
                            facts->keys,    3,
                            facts->types,   2};
    facts->nodes[1] =
        (struct trust_node){TEXT("JL7502"),    {{TEXT("乙法院"), TEXT("을 법원"), TEXT("Court B")}},
                            facts->other_keys, 1,
                            facts->types,      1};
    for (int i = 0; i < SIGNERS; i++)
        facts->signers[i] = (struct trust_signer){TEXT("签署机关"), signers[i].public};
    facts->trust = (struct trust){
        .version = 7,
        .issued_ms = 1200,
        .network = TEXT("吉林林区"),
        .quorum = QUORUM,
        .signers = facts->signers,
        .signer_count = SIGNERS,
        .nodes = facts->nodes,
        .node_count = 2,
        .revoked = facts->revoked,
    };
    return facts;
}

/* The list signed by the first `count` signers. */
static struct text
list_signed_by(const struct facts *facts, size_t count)
{
    const struct signing_key *keys[SIGNERS];
    for (size_t i = 0; i < count; i++)
        keys[i] = &signers[i];
    return note_sign(trust_text(&facts->trust, arena), keys, count, arena);
}

static void
test_trust__list_is_read_as_it_was_written(void **state)
{
    struct facts *facts = facts_made();
    struct trust trust;
    struct text file = list_signed_by(facts, QUORUM);
    (void)state;
    assert_int_equal(trust_read(file, arena, &trust), NO_FLAW);
    assert_true(text_equal(trust_text(&trust, arena), trust.note.text));
    assert_int_equal(trust.version, 7);
    assert_int_equal(trust.node_count, 2);
    assert_true(text_is(trust_node(&trust, TEXT("JL7502"))->name.in[LANGUAGE_KO], "을 법원"));
    assert_null(trust_node(&trust, TEXT("JL7503")));
    assert_true(trust_node_reads(&trust.nodes[0], TEXT("filing/2")));
    assert_false(trust_node_reads(&trust.nodes[1], TEXT("filing/2")));
}

static void
test_trust__quorum_counts_each_known_signer_once(void **state)
{
    struct facts *facts = facts_made();
    struct trust trust;
    (void)state;
    assert_int_equal(trust_read(list_signed_by(facts, 2), arena, &trust),
                     TRUST_MUST_REACH_ITS_QUORUM);
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust), NO_FLAW);
    const struct signing_key *with_stranger[] = {&signers[0], &signers[1], &stranger};
    struct text text = trust_text(&facts->trust, arena);
    assert_int_equal(trust_read(note_sign(text, with_stranger, 3, arena), arena, &trust),
                     TRUST_MUST_REACH_ITS_QUORUM);
    const struct signing_key *twice[] = {&signers[0], &signers[1], &signers[1], &signers[0]};
    assert_int_equal(trust_read(note_sign(text, twice, 4, arena), arena, &trust),
                     TRUST_MUST_REACH_ITS_QUORUM);
    /* a node's key signs no list */
    const struct signing_key *with_node[] = {&signers[0], &signers[1], &exchange_key};
    assert_int_equal(trust_read(note_sign(text, with_node, 3, arena), arena, &trust),
                     TRUST_MUST_REACH_ITS_QUORUM);
    /* a stranger beside enough signers does no harm */
    struct text more = note_add_signature(list_signed_by(facts, 3), &stranger, arena);
    assert_int_equal(trust_read(more, arena, &trust), NO_FLAW);
}

static void
test_trust__every_shorter_or_changed_list_is_refused(void **state)
{
    struct facts *facts = facts_made();
    struct text file = list_signed_by(facts, QUORUM);
    struct arena *scratch = arena_open();
    struct trust trust;
    (void)state;
    for (size_t length = 0; length < file.length; length++) {
        char *exact = malloc(length + 1);
        memcpy(exact, file.bytes, length);
        assert_int_not_equal(trust_read((struct text){exact, length}, scratch, &trust), NO_FLAW);
        free(exact);
        arena_reset(scratch);
    }
    char *bytes = arena_take(arena, file.length);
    memcpy(bytes, file.bytes, file.length);
    for (size_t bit = 0; bit < file.length * 8; bit += 11) {
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        assert_int_not_equal(trust_read((struct text){bytes, file.length}, scratch, &trust),
                             NO_FLAW);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        arena_reset(scratch);
    }
    arena_close(scratch);
}

static void
test_trust__a_key_serves_one_purpose(void **state)
{
    struct facts *facts = facts_made();
    struct trust trust;
    (void)state;
    facts->keys[3] = facts->keys[0]; /* the log key for envelopes too */
    facts->keys[3].use = KEY_FOR_EXCHANGE;
    facts->nodes[0].key_count = 4;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust),
                     TRUST_MUST_NAME_A_KEY_ONCE);
    facts = facts_made();
    facts->signers[5] = facts->signers[0]; /* one signer as two */
    facts->signers[5].name = TEXT("第二签署机关");
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust),
                     TRUST_MUST_NAME_A_KEY_ONCE);
    facts = facts_made();
    facts->keys[2].public = other_exchange_key.public; /* one court under another's name */
    facts->nodes[1].key_count = 0;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust),
                     TRUST_MUST_BE_WELL_FORMED);
    facts = facts_made();
    facts->nodes[1].id = TEXT("JL7501");
    facts->nodes[1].key_count = 0;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust),
                     TRUST_MUST_BE_WELL_FORMED);
}

static void
test_trust__impossible_facts_are_refused(void **state)
{
    struct facts *facts = facts_made();
    struct trust trust;
    (void)state;
    facts->trust.quorum = 0;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust),
                     TRUST_MUST_BE_WELL_FORMED);
    facts->trust.quorum = SIGNERS + 1;
    assert_int_equal(trust_read(list_signed_by(facts, 6), arena, &trust),
                     TRUST_MUST_BE_WELL_FORMED);
    facts = facts_made();
    facts->trust.version = 0;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust),
                     TRUST_MUST_BE_WELL_FORMED);
    facts = facts_made();
    facts->nodes[0].name.in[LANGUAGE_KO] = TEXT("");
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust),
                     TRUST_MUST_BE_WELL_FORMED);
    facts = facts_made();
    facts->nodes[0].name.in[LANGUAGE_ZH] = TEXT("甲\xE2\x80\xAE法院");
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust), TEXT_MUST_HIDE_NOTHING);
}

static void
test_trust__a_later_list_needs_the_quorum_of_the_one_before(void **state)
{
    struct facts *facts = facts_made();
    struct trust older, newer;
    const struct signing_key *old_signers[] = {&signers[0], &signers[1], &signers[2]};
    (void)state;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &older), NO_FLAW);

    facts->trust.version = 8;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &newer), NO_FLAW);
    assert_int_equal(trust_follows(&older, &newer), NO_FLAW);
    /* replayed: the older after the newer, the same after itself */
    assert_int_equal(trust_follows(&newer, &older), TRUST_VERSION_MUST_GROW);
    assert_int_equal(trust_follows(&newer, &newer), TRUST_VERSION_MUST_GROW);

    facts->trust.network = TEXT("别的网络");
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &newer), NO_FLAW);
    assert_int_equal(trust_follows(&older, &newer), TRUST_MUST_STAY_IN_ITS_NETWORK);

    /* somebody's own signers and a quorum of one: believed by itself, not by the one before */
    facts = facts_made();
    facts->trust.version = 9;
    facts->trust.quorum = 1;
    facts->trust.signer_count = 1;
    facts->signers[0].key = stranger.public;
    const struct signing_key *own[] = {&stranger, &signers[1], &signers[2]};
    struct text text = trust_text(&facts->trust, arena);
    assert_int_equal(trust_read(note_sign(text, own, 3, arena), arena, &newer), NO_FLAW);
    assert_int_equal(trust_follows(&older, &newer), TRUST_MUST_REACH_ITS_QUORUM);
    /* with the old signers behind it, even these may be replaced */
    struct text signed_text = note_sign(text, old_signers, 3, arena);
    signed_text = note_add_signature(signed_text, &stranger, arena);
    assert_int_equal(trust_read(signed_text, arena, &newer), NO_FLAW);
    assert_int_equal(trust_follows(&older, &newer), NO_FLAW);
}

static struct note
note_by(const struct signing_key *key)
{
    struct note note;
    assert_int_equal(note_read(note_sign(TEXT("text\n"), &key, 1, arena), arena, &note), NO_FLAW);
    return note;
}

static void
test_trust__keys_are_good_for_their_use_time_and_part_of_the_log(void **state)
{
    const struct {
        const struct signing_key *key;
        struct trust_question question;
        enum flaw flaw;
    } cases[] = {
        {&exchange_key, {TEXT("JL7501"), KEY_FOR_EXCHANGE, 1000, 0}, NO_FLAW},
        {&exchange_key, {TEXT("JL7501"), KEY_FOR_EXCHANGE, 999, 0}, KEY_MUST_BE_VALID_THEN},
        {&exchange_key, {TEXT("JL7501"), KEY_FOR_EXCHANGE, 1999, 0}, NO_FLAW},
        {&exchange_key, {TEXT("JL7501"), KEY_FOR_EXCHANGE, 2000, 0}, KEY_MUST_BE_VALID_THEN},
        {&exchange_key, {TEXT("JL7501"), KEY_FOR_EXCHANGE, -1, 0}, NO_FLAW},
        {&exchange_key, {TEXT(""), KEY_FOR_EXCHANGE, 1000, 0}, NO_FLAW},
        {&exchange_key, {TEXT("JL7502"), KEY_FOR_EXCHANGE, 1000, 0}, SIGNER_MUST_BE_THAT_NODE},
        {&exchange_key, {TEXT("JL7501"), KEY_FOR_LOG, 1000, 50}, KEY_MUST_BE_FOR_THIS_USE},
        {&stranger, {TEXT(""), KEY_FOR_EXCHANGE, 1000, 0}, SIGNER_MUST_BE_KNOWN},
        {&log_key, {TEXT("JL7501"), KEY_FOR_LOG, 1000, 100}, NO_FLAW},
        {&log_key, {TEXT("JL7501"), KEY_FOR_LOG, 1000, 101}, KEY_MUST_BE_VALID_THEN},
        {&log_key, {TEXT("JL7501"), KEY_FOR_LOG, 2000, 100}, KEY_MUST_BE_VALID_THEN},
        {&next_log_key, {TEXT("JL7501"), KEY_FOR_LOG, 1600, 89}, KEY_MUST_BE_VALID_THEN},
        {&next_log_key, {TEXT("JL7501"), KEY_FOR_LOG, 1600, 90}, NO_FLAW},
        /* an old event proven again under the next key */
        {&next_log_key, {TEXT("JL7501"), KEY_FOR_LOG, 1100, 500}, NO_FLAW},
    };
    struct trust trust;
    (void)state;
    assert_int_equal(trust_read(list_signed_by(facts_made(), 3), arena, &trust), NO_FLAW);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct note note = note_by(cases[i].key);
        struct trust_answer answer = {0};
        enum flaw flaw = trust_check(&trust, &note, &cases[i].question, &answer);
        if (flaw != cases[i].flaw)
            fail_msg("case %zu: %s, not %s", i, flaw_name(flaw), flaw_name(cases[i].flaw));
        if (flaw == NO_FLAW)
            assert_memory_equal(answer.key->public.bytes, cases[i].key->public.bytes, KEY_BYTES);
    }
}

static void
test_trust__revoked_from_a_time_on(void **state)
{
    struct facts *facts = facts_made();
    struct trust_question question = {TEXT("JL7501"), KEY_FOR_EXCHANGE, 1499, 0};
    struct trust_answer answer;
    struct trust trust;
    struct note note = note_by(&exchange_key);
    (void)state;
    facts->revoked[0] = (struct trust_revocation){key_id(&exchange_key.public, arena), 1500};
    facts->trust.revoked_count = 1;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust), NO_FLAW);
    assert_true(text_equal(trust_text(&trust, arena), trust.note.text));
    assert_int_equal(trust_check(&trust, &note, &question, &answer), NO_FLAW);
    question.at_ms = 1500;
    assert_int_equal(trust_check(&trust, &note, &question, &answer), KEY_MUST_NOT_BE_REVOKED);
    /* from the beginning: nothing it signed is believed, dated or not */
    facts->revoked[0].from_ms = 0;
    assert_int_equal(trust_read(list_signed_by(facts, 3), arena, &trust), NO_FLAW);
    question.at_ms = -1;
    assert_int_equal(trust_check(&trust, &note, &question, &answer), KEY_MUST_NOT_BE_REVOKED);
}

static void
test_trust__a_wrong_signature_outweighs_a_right_one(void **state)
{
    struct trust_question question = {TEXT("JL7501"), KEY_FOR_EXCHANGE, 1200, 0};
    struct trust_answer answer;
    struct trust trust;
    (void)state;
    assert_int_equal(trust_read(list_signed_by(facts_made(), 3), arena, &trust), NO_FLAW);
    struct note right = note_by(&exchange_key), both = right;
    const struct signing_key *key = &other_exchange_key;
    struct note wrong;
    assert_int_equal(note_read(note_sign(TEXT("other\n"), &key, 1, arena), arena, &wrong), NO_FLAW);
    both.signatures[both.count++] = wrong.signatures[0];
    assert_int_equal(trust_check(&trust, &right, &question, &answer), NO_FLAW);
    assert_int_equal(trust_check(&trust, &both, &question, &answer), SIGNATURE_MUST_FIT);
}

/* ---- what is signed with these keys ---- */

static struct text
envelope_signed(const char *json, const struct signing_key *key)
{
    return signed_json_sign(ENVELOPE_KIND, text_of(json), &key, 1, arena);
}

#define ENVELOPE_JSON                                                                              \
    "{\"from\":\"JL7501\",\"id\":\"b7a0c2d4e6f80123b7a0c2d4e6f80123\",\"kind\":\"filing/1\","      \
    "\"made\":1200,\"to\":\"JL7502\"}"

static void
test_envelope__is_good_at_the_court_it_names(void **state)
{
    struct envelope_note envelope;
    struct trust_answer signer;
    struct trust trust;
    (void)state;
    assert_int_equal(trust_read(list_signed_by(facts_made(), 3), arena, &trust), NO_FLAW);
    struct text file = envelope_signed(ENVELOPE_JSON, &exchange_key);
    assert_int_equal(envelope_note_read(file, arena, &envelope), NO_FLAW);
    assert_int_equal(envelope_note_check(&envelope, &trust, TEXT("JL7502"), &signer), NO_FLAW);
    assert_true(text_is(signer.node->id, "JL7501"));
    assert_int_equal(envelope_note_check(&envelope, &trust, TEXT(""), &signer), NO_FLAW);
    assert_int_equal(envelope_note_check(&envelope, &trust, TEXT("JL7503"), &signer),
                     ENVELOPE_MUST_BE_FOR_THIS_NODE);
    /* another court signs in the sender's name; the log key signs an envelope */
    file = envelope_signed(ENVELOPE_JSON, &other_exchange_key);
    assert_int_equal(envelope_note_read(file, arena, &envelope), NO_FLAW);
    assert_int_equal(envelope_note_check(&envelope, &trust, TEXT("JL7502"), &signer),
                     SIGNER_MUST_BE_THAT_NODE);
    file = envelope_signed(ENVELOPE_JSON, &log_key);
    assert_int_equal(envelope_note_read(file, arena, &envelope), NO_FLAW);
    assert_int_equal(envelope_note_check(&envelope, &trust, TEXT("JL7502"), &signer),
                     KEY_MUST_BE_FOR_THIS_USE);
}

static void
test_envelope__bad_json_is_refused(void **state)
{
    struct buffer deep = buffer_open(arena, 32768);
    struct envelope_note envelope;
    (void)state;
    for (int i = 0; i < 10000; i++)
        buffer_add_text(&deep, TEXT("["));
    const struct {
        const char *json;
        enum flaw flaw;
    } cases[] = {
        {ENVELOPE_JSON, NO_FLAW},
        {"{\"from\":\"a\",\"from\":\"b\"}", JSON_MUST_BE_CANONICAL},
        {"{\"to\":\"a\",\"from\":\"b\"}", JSON_MUST_BE_CANONICAL},
        {"{\"a\":9007199254740992}", JSON_MUST_BE_CANONICAL},
        {"{\"a\":1.0}", JSON_MUST_BE_CANONICAL},
        {"{\"a\":\"\\ud800\"}", JSON_MUST_BE_CANONICAL},
        {"{\"a\":\"\\u0000\"}", JSON_MUST_BE_CANONICAL},
        {"{\"a\":\"\xE2\x80\xAEtxt\"}", TEXT_MUST_HIDE_NOTHING},
        {"{\"a\":\"\\u001b[2J\"}", TEXT_MUST_HIDE_NOTHING},
        {"\xEF\xBB\xBF{}", JSON_MUST_BE_CANONICAL},
        {"{} ", JSON_MUST_BE_CANONICAL},
        {"[]", JSON_MUST_BE_CANONICAL},
        {"{}", JSON_MUST_HAVE_ITS_MEMBERS},
        {"{\"from\":\"a\",\"id\":\"b7a0c2d4e6f80123b7a0c2d4e6f8012\",\"made\":1,\"to\":\"b\"}",
         JSON_MUST_HAVE_ITS_MEMBERS},
        {buffer_text(&deep).bytes, JSON_MUST_BE_CANONICAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text file = envelope_signed(cases[i].json, &exchange_key);
        enum flaw flaw = envelope_note_read(file, arena, &envelope);
        if (flaw != cases[i].flaw)
            fail_msg("case %zu: %s, not %s", i, flaw_name(flaw), flaw_name(cases[i].flaw));
    }
}

static struct refusal_note
refusal_made(void)
{
    return (struct refusal_note){
        .act = TEXT("b7a0c2d4e6f80123b7a0c2d4e6f80123"),
        .actor = TEXT("counter-3"),
        .role = TEXT("officer"),
        .node = TEXT("JL7501"),
        .command = TEXT("take_step"),
        .matter = TEXT("JL7501-4K2M9-71"),
        .refusal = TEXT("MATTER_MUST_BE_OPEN"),
        .rests_on = TEXT("CPL-2023:126"),
        .request = digest_of(TEXT("request")),
        .refused_ms = 1300,
    };
}

static void
test_refusal__is_evidence_of_its_court(void **state)
{
    struct refusal_note refusal = refusal_made(), read;
    struct trust_answer signer;
    struct trust trust;
    (void)state;
    assert_int_equal(trust_read(list_signed_by(facts_made(), 3), arena, &trust), NO_FLAW);
    struct text file = refusal_note_sign(&refusal, &exchange_key, arena);
    assert_int_equal(refusal_note_read(file, arena, &read), NO_FLAW);
    assert_int_equal(refusal_note_check(&read, &trust, &signer), NO_FLAW);
    assert_true(text_is(read.rests_on, "CPL-2023:126"));
    assert_true(digest_equal(&read.request, &refusal.request));
    assert_true(text_equal(refusal_note_sign(&read, &exchange_key, arena), file));
    file = refusal_note_sign(&refusal, &other_exchange_key, arena);
    assert_int_equal(refusal_note_read(file, arena, &read), NO_FLAW);
    assert_int_equal(refusal_note_check(&read, &trust, &signer), SIGNER_MUST_BE_THAT_NODE);
    refusal.refusal = TEXT("");
    assert_int_equal(refusal_note_sign(&refusal, &exchange_key, arena).length, 0);
}

/* What is signed as one thing is nothing else. */
static void
test_kinds__are_no_substitute_for_each_other(void **state)
{
    struct refusal_note refusal = refusal_made();
    struct envelope_note envelope;
    struct receipt receipt;
    struct trust trust;
    (void)state;
    struct text no = refusal_note_sign(&refusal, &exchange_key, arena);
    struct text letter = envelope_signed(ENVELOPE_JSON, &exchange_key);
    assert_int_equal(envelope_note_read(no, arena, &envelope), FILE_MUST_BE_OF_A_KNOWN_KIND);
    assert_int_equal(refusal_note_read(letter, arena, &refusal), FILE_MUST_BE_OF_A_KNOWN_KIND);
    assert_int_equal(trust_read(letter, arena, &trust), FILE_MUST_BE_OF_A_KNOWN_KIND);
    assert_int_equal(receipt_read(letter, arena, &receipt), FILE_MUST_BE_OF_A_KNOWN_KIND);
    struct checkpoint checkpoint;
    assert_int_equal(envelope_note_read(letter, arena, &envelope), NO_FLAW);
    assert_int_equal(checkpoint_read(envelope.read.note.text, arena, &checkpoint),
                     CHECKPOINT_MUST_BE_WELL_FORMED);
}

/* A receipt in a log of one event, signed by `key` for the log `origin`. */
static struct receipt
receipt_by(const struct signing_key *key, const char *origin, int64_t entered_ms)
{
    struct hasher *hasher = hasher_open(arena);
    struct statement statement = {
        .act = TEXT("b7a0c2d4e6f80123b7a0c2d4e6f80123"),
        .kind = TEXT("step_taken/1"),
        .matter = TEXT("-"),
        .stream = TEXT("node"),
        .node = TEXT("JL7501"),
        .claimed_ms = -1,
        .counter_ms = -1,
        .owner_ms = -1,
        .entered_ms = entered_ms,
    };
    struct receipt made = {.statement = statement_text(&statement, arena)}, read;
    struct digest leaf = statement_leaf(hasher, made.statement);
    made.checkpoint = note_sign(checkpoint_text(text_of(origin), 1, &leaf, arena), &key, 1, arena);
    assert_int_equal(receipt_read(receipt_write(&made, arena), arena, &read), NO_FLAW);
    return read;
}

static void
test_receipt__is_signed_by_the_log_of_its_node(void **state)
{
    struct hasher *hasher = hasher_open(arena);
    struct trust_answer signer;
    struct trust trust;
    (void)state;
    assert_int_equal(trust_read(list_signed_by(facts_made(), 3), arena, &trust), NO_FLAW);
    struct receipt receipt = receipt_by(&log_key, "tongban/JL7501/log1", 1200);
    assert_int_equal(receipt_check(&receipt, &trust, hasher, &signer), NO_FLAW);
    assert_true(text_is(signer.node->id, "JL7501"));
    receipt = receipt_by(&log_key, "tongban/JL7501/log2", 1200);
    assert_int_equal(receipt_check(&receipt, &trust, hasher, &signer),
                     CHECKPOINT_MUST_BE_OF_ITS_SIGNER);
    receipt = receipt_by(&exchange_key, "tongban/JL7501/log1", 1200);
    assert_int_equal(receipt_check(&receipt, &trust, hasher, &signer), KEY_MUST_BE_FOR_THIS_USE);
    receipt = receipt_by(&other_exchange_key, "tongban/JL7501/log1", 1200);
    assert_int_equal(receipt_check(&receipt, &trust, hasher, &signer), SIGNER_MUST_BE_THAT_NODE);
    receipt = receipt_by(&log_key, "tongban/JL7501/log1", 2000);
    assert_int_equal(receipt_check(&receipt, &trust, hasher, &signer), KEY_MUST_BE_VALID_THEN);
    receipt = receipt_by(&stranger, "tongban/JL7501/log1", 1200);
    assert_int_equal(receipt_check(&receipt, &trust, hasher, &signer), SIGNER_MUST_BE_KNOWN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trust__list_is_read_as_it_was_written),
        cmocka_unit_test(test_trust__quorum_counts_each_known_signer_once),
        cmocka_unit_test(test_trust__every_shorter_or_changed_list_is_refused),
        cmocka_unit_test(test_trust__a_key_serves_one_purpose),
        cmocka_unit_test(test_trust__impossible_facts_are_refused),
        cmocka_unit_test(test_trust__a_later_list_needs_the_quorum_of_the_one_before),
        cmocka_unit_test(test_trust__keys_are_good_for_their_use_time_and_part_of_the_log),
        cmocka_unit_test(test_trust__revoked_from_a_time_on),
        cmocka_unit_test(test_trust__a_wrong_signature_outweighs_a_right_one),
        cmocka_unit_test(test_envelope__is_good_at_the_court_it_names),
        cmocka_unit_test(test_envelope__bad_json_is_refused),
        cmocka_unit_test(test_refusal__is_evidence_of_its_court),
        cmocka_unit_test(test_kinds__are_no_substitute_for_each_other),
        cmocka_unit_test(test_receipt__is_signed_by_the_log_of_its_node),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
