/* accept_envelope_story.c: what courts send each other: applied once, in order, or not at all. */
#include "stage.h"

#include "store/outbox.h"

#include "exchange/envelope.h"
#include "proof/envelope_note.h"
#include "proof/signed_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
expect_disposition(struct stage *stage, const char *expected)
{
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    stage_expect_text(stage_answer(stage, "disposition"), expected);
}

static void
expect_flaw(struct stage *stage, const char *flaw)
{
    assert_int_equal(stage->outcome.refusal, ENVELOPE_MUST_PROVE_ITSELF);
    stage_expect_text(stage_answer(stage, "detail"), flaw);
}

static int64_t
documents(struct stage *stage, const char *node)
{
    return stage_number(stage, node,
                        "SELECT COUNT(*) FROM document_rows WHERE court_id = $1"
                        " AND matter_id = $2");
}

static int64_t
events(struct stage *stage, const char *node)
{
    return stage_node(stage, node)->node->next_position;
}

static struct text
envelope_of(struct stage *stage, const char *from, int64_t position, const char *to)
{
    return stage_envelope(stage, stage_node(stage, from), ENVELOPE_EVENT, position, to);
}

/* Handed in, then two more papers: the three envelopes for the owner. */
static void
three_envelopes(struct stage *stage, struct text notes[static 3])
{
    stage_hand_in(stage);
    notes[0] = envelope_of(stage, "JL7502", stage->outcome.position, "JL7505");
    for (int i = 1; i < 3; i++) {
        stage_step(stage, "counter@JL7502", "supplement",
                   "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}");
        notes[i] = envelope_of(stage, "JL7502", stage->outcome.position, "JL7505");
    }
}

/* ---- order ---- */

static void
told_out_of_order(struct stage *stage)
{
    struct text notes[3];
    three_envelopes(stage, notes);
    int64_t before = events(stage, "JL7505");
    stage_deliver(stage, "JL7505", notes[2]);
    expect_disposition(stage, "held");
    stage_deliver(stage, "JL7505", notes[2]);
    expect_disposition(stage, "held");
    stage_deliver(stage, "JL7505", notes[1]);
    expect_disposition(stage, "held");
    assert_int_equal(events(stage, "JL7505"), before);
    assert_int_equal(stage_number(stage, "JL7505", "SELECT COUNT(*) FROM held WHERE court_id = $1"),
                     2);
    assert_int_equal(
        stage_number(stage, "JL7505", "SELECT COUNT(*) FROM inbox WHERE court_id = $1"), 0);
    stage_deliver(stage, "JL7505", notes[0]);
    expect_disposition(stage, "received");
    assert_int_equal(documents(stage, "JL7505"), 7);
    assert_int_equal(stage_number(stage, "JL7505", "SELECT COUNT(*) FROM held WHERE court_id = $1"),
                     0);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM inbox WHERE court_id = $1"
                                  " AND disposition = 'received' AND position >= 0"),
                     3);
    /* What was held got no receipt, and so it comes again. */
    int64_t after = events(stage, "JL7505");
    struct text answer = stage->outcome.answer;
    stage_deliver(stage, "JL7505", notes[0]);
    assert_true(stage->outcome.is_repeat);
    assert_true(text_equal(stage->outcome.answer, answer));
    stage_deliver(stage, "JL7505", notes[2]);
    expect_disposition(stage, "received");
    assert_true(stage->outcome.position >= 0);
    assert_int_equal(events(stage, "JL7505"), after);
    stage_settle(stage);
    assert_int_equal(documents(stage, "JL7505"), 7);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM outbox WHERE court_id = $1"
                                  " AND peer = 'JL7505' AND status = 1 AND receipt IS NOT NULL"),
                     3);
}

/* ---- what must not be believed ---- */

static void
told_not_believed(struct stage *stage)
{
    struct stage_node *sender = stage_node(stage, "JL7502"), *other = stage_node(stage, "JL75");
    stage_hand_in(stage);
    struct text note = envelope_of(stage, "JL7502", stage->outcome.position, "JL7505");
    int64_t before = events(stage, "JL7505");
    stage_deliver(stage, "JL7504", note);
    expect_flaw(stage, "ENVELOPE_MUST_BE_FOR_THIS_NODE");
    unsigned char seed[KEY_SEED_BYTES] = {1};
    struct signing_key stranger = key_make(TEXT("JL7502/exchange1"), seed);
    stage_deliver(stage, "JL7505", stage_forge(stage, note, "\"made\"", "\"made\"", &stranger));
    expect_flaw(stage, "SIGNER_MUST_BE_KNOWN");
    stage_deliver(stage, "JL7505",
                  stage_forge(stage, note, "\"made\"", "\"made\"", &other->exchange_key));
    expect_flaw(stage, "SIGNER_MUST_BE_THAT_NODE");
    stage_deliver(stage, "JL7505",
                  stage_forge(stage, note, "\"made\"", "\"made\"", &sender->log_key));
    expect_flaw(stage, "KEY_MUST_BE_FOR_THIS_USE");
    stage_deliver(stage, "JL7505",
                  stage_forge(stage, note, "54046", "94046", &sender->exchange_key));
    expect_flaw(stage, "CONTENT_MUST_FIT_ITS_COMMITMENT");
    struct text bent = text_copy(note, stage->arena);
    ((char *)(uintptr_t)bent.bytes)[bent.length / 2] ^= 1;
    stage_deliver(stage, "JL7505", bent);
    assert_int_equal(stage->outcome.refusal, ENVELOPE_MUST_PROVE_ITSELF);
    stage_deliver(stage, "JL7505", (struct text){note.bytes, note.length - 40});
    assert_int_equal(stage->outcome.refusal, ENVELOPE_MUST_PROVE_ITSELF);
    stage_deliver(stage, "JL7505", TEXT(""));
    assert_int_equal(stage->outcome.refusal, ENVELOPE_MUST_PROVE_ITSELF);
    assert_int_equal(events(stage, "JL7505"), before);
    assert_int_equal(
        stage_number(stage, "JL7505", "SELECT COUNT(*) FROM inbox WHERE court_id = $1"), 0);
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "received");
}

/* ---- what is signed, and wrong all the same ---- */

/* The same event with another link before it: well signed, and not what followed. */
static struct text
with_other_link(struct stage *stage, struct text note)
{
    struct envelope_note read;
    struct statement statement;
    const struct signing_key *const keys[] = {&stage_node(stage, "JL7502")->exchange_key};
    struct hasher *hasher = hasher_open(stage->arena);
    assert_int_equal(envelope_note_read(note, stage->arena, &read), NO_FLAW);
    const struct value *json = read.read.object;
    assert_int_equal(statement_read(value_member_text(json, "statement"), stage->arena, &statement),
                     NO_FLAW);
    statement.prev.bytes[0] ^= 1;
    struct text text = statement_text(&statement, stage->arena);
    struct digest leaf = statement_leaf(hasher, text);
    struct digest link = statement_link(hasher, &statement.prev, &leaf);
    struct canon canon = canon_open(stage->arena, note.length + 100);
    canon_begin_object(&canon);
    for (const struct value *member = json->first; member != NULL; member = member->next) {
        canon_key_text(&canon, member->key);
        if (text_is(member->key, "statement"))
            canon_put_text(&canon, text);
        else if (text_is(member->key, "link"))
            canon_put_text(&canon, digest_hex(&link, stage->arena));
        else
            canon_put(&canon, member);
    }
    canon_end_object(&canon);
    return signed_json_sign(ENVELOPE_KIND, canon_text(&canon), keys, 1, stage->arena);
}

static int64_t
conflicts(struct stage *stage)
{
    return stage_number(stage, "JL7505",
                        "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                        " AND kind = 'conflict_seen/1'");
}

static void
told_conflicts(struct stage *stage)
{
    struct text notes[3];
    struct stage_node *sender = stage_node(stage, "JL7502");
    three_envelopes(stage, notes);
    stage_deliver(stage, "JL7505", notes[0]);
    expect_disposition(stage, "received");
    int64_t alarms = stage_node(stage, "JL7505")->corridor->alarms;
    stage_deliver(stage, "JL7505",
                  stage_forge(stage, notes[0], "\"made\":1", "\"made\":2", &sender->exchange_key));
    expect_disposition(stage, "conflict");
    assert_int_equal(conflicts(stage), 1);
    stage_deliver(stage, "JL7505",
                  stage_forge(stage, notes[0], "\"kind\":\"event/1\"", "\"kind\":\"link/1\"",
                              &sender->exchange_key));
    expect_disposition(stage, "conflict");
    assert_int_equal(stage->outcome.position, -1);
    assert_int_equal(conflicts(stage), 2);
    assert_int_equal(stage_node(stage, "JL7505")->corridor->alarms, alarms + 2);
    assert_int_equal(documents(stage, "JL7505"), 5);
    stage_deliver(stage, "JL7505", with_other_link(stage, notes[1]));
    expect_disposition(stage, "refused:chain");
    assert_int_equal(conflicts(stage), 3);
    assert_int_equal(documents(stage, "JL7505"), 5);
    stage_deliver(stage, "JL7505", notes[1]);
    expect_disposition(stage, "conflict"); /* its id was used for something else */
    assert_int_equal(conflicts(stage), 4);
    stage_deliver(stage, "JL7505", notes[1]);
    expect_disposition(stage, "conflict");
    assert_int_equal(conflicts(stage), 4); /* it comes every hour; the record says so once */
    assert_int_equal(documents(stage, "JL7505"), 5);
}

static void
told_unsupported(struct stage *stage)
{
    struct stage_node *sender = stage_node(stage, "JL7502");
    stage_hand_in(stage);
    int64_t position = stage->outcome.position;
    struct text line = stage_envelope(stage, sender, ENVELOPE_LINE, position, "JL7505");
    stage_deliver(stage, "JL7505",
                  stage_forge(stage, line, "\"line/1\"", "\"line/9\"", &sender->exchange_key));
    expect_disposition(stage, "refused:unsupported");
    struct text other = stage_envelope(stage, sender, ENVELOPE_LINE, position, "JL7504");
    stage_deliver(stage, "JL7504", other);
    expect_disposition(stage, "refused:hub");
    stage_deliver(stage, "JL7504", other);
    expect_disposition(stage, "refused:hub");
    assert_true(stage->outcome.is_repeat);
    int64_t kept = stage_newest(stage, "JL7502", "reference_kept/1");
    stage_deliver(stage, "JL7504",
                  stage_envelope(stage, sender, ENVELOPE_REFERENCE, kept, "JL7504"));
    expect_disposition(stage, "refused:reference");
    assert_int_equal(stage_number(stage, "JL7504",
                                  "SELECT COUNT(*) FROM inbox WHERE court_id = $1"
                                  " AND position = -1"),
                     2);
}

/* ---- files and the hub ---- */

/* An envelope whose files are not here yet gets no receipt. */
static void
told_before_its_file(struct stage *stage)
{
    struct digest digest = digest_of(TEXT("abc"));
    const char *sha256 = digest_hex(&digest, stage->arena).bytes;
    stage_hand_in(stage);
    stage_settle(stage);
    stage_act(stage, VERB_KEEP_FILE, "counter@JL7502", "",
              "{\"bytes\":3,\"media\":\"text/plain\",\"sha256\":\"%s\"}", sha256);
    stage_step(stage, "counter@JL7502", "supplement",
               "{\"materials\":[{\"item\":\"evidence\",\"file\":\"%s\",\"title\":\"借条\"}]}",
               sha256);
    struct text note = envelope_of(stage, "JL7502", stage->outcome.position, "JL7505");
    stage_deliver(stage, "JL7505", note);
    assert_int_equal(stage->outcome.refusal, FILE_MUST_BE_UPLOADED);
    assert_int_equal(documents(stage, "JL7505"), 5);
    stage_settle(stage);
    assert_int_equal(documents(stage, "JL7505"), 6);
}

/* Lines that come late change nothing: the hub shows the newest it knows. */
static void
told_lines(struct stage *stage)
{
    struct stage_node *owner = stage_node(stage, "JL7505");
    stage_hand_in_at(stage, "counter@JL7505", "JL7505");
    int64_t first = stage->outcome.position;
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_deliver(stage, "JL75",
                  stage_envelope(stage, owner, ENVELOPE_LINE, stage->outcome.position, "JL75"));
    expect_disposition(stage, "received");
    stage_deliver(stage, "JL75", stage_envelope(stage, owner, ENVELOPE_LINE, first, "JL75"));
    expect_disposition(stage, "received");
    stage_expect_text(stage_words(stage, "JL75",
                                  "SELECT state FROM custody_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "under_review");
    /* No name and no claim is anywhere at the hub. */
    assert_int_equal(stage_number(stage, "JL75",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND (body LIKE '%当事人%' OR private IS NOT NULL)"),
                     0);
}

/* What comes too early is held up to a bound; beyond it the sender is told to come again. */
static void
told_too_many_early(struct stage *stage)
{
    struct text notes[3];
    struct store *store = stage_node(stage, "JL7505")->node->store;
    three_envelopes(stage, notes);
    for (int i = 0; i < HELD_MAX; i++)
        assert_true(held_keep(store, TEXT("JL7505"), TEXT("JL7504"),
                              text_format(stage->arena, "m%d", i), TEXT("JL7504/intake"), 7,
                              TEXT("note"), 1));
    stage_deliver(stage, "JL7505", notes[2]);
    assert_int_equal(stage->outcome.refusal, RATE_MUST_BE_KEPT);
    stage_deliver(stage, "JL7505", notes[0]);
    expect_disposition(stage, "received");
}

static void
test_accept_envelope__too_many_early(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505", told_too_many_early, STAGE_NO_FAULTS);
}

#define STORY(name, nodes)                                                                         \
    static void test_accept_envelope__##name(void **state)                                         \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, STAGE_FAULTS_OF_PEOPLE);                                    \
    }
STORY(out_of_order, "JL7502 JL7505")
STORY(not_believed, "JL7502 JL7504 JL7505")
STORY(conflicts, "JL7502 JL7505")
STORY(unsupported, "JL7502 JL7504 JL7505")
STORY(before_its_file, "JL7502 JL7505")
STORY(lines, "JL75 JL7505")

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accept_envelope__out_of_order),
        cmocka_unit_test(test_accept_envelope__not_believed),
        cmocka_unit_test(test_accept_envelope__conflicts),
        cmocka_unit_test(test_accept_envelope__unsupported),
        cmocka_unit_test(test_accept_envelope__before_its_file),
        cmocka_unit_test(test_accept_envelope__lines),
        cmocka_unit_test(test_accept_envelope__too_many_early),
    };
    return cmocka_run_group_tests_name("accept_envelope", tests, NULL, NULL);
}
