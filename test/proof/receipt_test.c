/* receipt_test.c: statements, checkpoints and receipts: what holds, and every way to spoil it. */
#include "proof/receipt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EVENTS = 21, AT = 13 };

#define PRIVATE "{\"name\":\"当事人甲\"}"
/* names the digest of the private part, salted with fedcba9876543210 */
#define BODY                                                                                       \
    "{\"private\":\"407bec548d869baf64044ff59e3f735de0907f17f78e62ceddcb94f34e9d0e7c\","           \
    "\"what\":\"起诉状\"}"
static struct arena *arena;
static struct hasher *hasher;
static struct signing_key log_key;
static struct digest leaves[EVENTS];

static struct statement
statement_numbered(int64_t seq)
{
    struct statement statement = {
        .act = TEXT("b7a0c2d4e6f80123b7a0c2d4e6f80123"),
        .actor = TEXT("counter-3"),
        .role = TEXT("officer"),
        .kind = TEXT("step_taken/1"),
        .matter = TEXT("JL7501-4K2M9-71"),
        .stream = TEXT("main"),
        .node = TEXT("JL7501"),
        .seq = seq,
        .directory = 4,
        .claimed_ms = INT64_C(1767576600000),
        .counter_ms = INT64_C(1767576601000),
        .owner_ms = -1,
        .entered_ms = INT64_C(1767576601000),
    };
    statement.commitment = statement_commitment(hasher, TEXT("0123456789abcdef"), TEXT(BODY));
    return statement;
}

static bool
leaf_node(void *of, unsigned level, uint64_t index, struct digest *digest)
{
    (void)of;
    size_t count = (size_t)1 << level;
    assert_true((index + 1) * count <= EVENTS);
    *digest = tree_root_of(hasher, leaves + index * count, count);
    return true;
}

static struct receipt
receipt_made(void)
{
    static const struct tree_nodes nodes = {leaf_node, NULL};
    const struct signing_key *keys[] = {&log_key};
    struct statement statement = statement_numbered(AT);
    struct receipt receipt = {
        .statement = statement_text(&statement, arena),
        .salt = TEXT("0123456789abcdef"),
        .body = TEXT(BODY),
        .private_salt = TEXT("fedcba9876543210"),
        .private = TEXT(PRIVATE),
        .index = AT,
    };
    struct digest root = tree_root_of(hasher, leaves, EVENTS);
    struct text origin = checkpoint_origin(log_key.public.name, arena);
    assert_true(tree_inclusion(&nodes, hasher, AT, EVENTS, &receipt.path));
    receipt.checkpoint = note_sign(checkpoint_text(origin, EVENTS, &root, arena), keys, 1, arena);
    return receipt;
}

static int
set_up(void **state)
{
    unsigned char seed[KEY_SEED_BYTES] = {42};
    (void)state;
    arena = arena_open();
    hasher = hasher_open(arena);
    log_key = key_make(TEXT("JL7501/log1"), seed);
    for (int i = 0; i < EVENTS; i++) {
        struct statement statement = statement_numbered(i);
        leaves[i] = statement_leaf(hasher, statement_text(&statement, arena));
    }
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* What a holder of the log key's public half finds. */
static enum flaw
check(struct text bytes, struct arena *into)
{
    struct receipt receipt;
    enum flaw flaw = receipt_read(bytes, into, &receipt);
    if (flaw == NO_FLAW)
        flaw = note_check(&receipt.note, &log_key.public);
    if (flaw == NO_FLAW)
        flaw = receipt_check_tree(&receipt, hasher);
    return flaw;
}

static void
test_statement__is_written_in_one_way(void **state)
{
    struct statement statement = statement_numbered(7), again;
    (void)state;
    statement.prev.bytes[0] = 0xab;
    struct text text = statement_text(&statement, arena);
    assert_string_equal(
        text.bytes,
        "{\"act\":\"b7a0c2d4e6f80123b7a0c2d4e6f80123\",\"actor\":\"counter-3\","
        "\"claimed\":1767576600000,"
        "\"commitment\":\"3407ca28f3f74293be80f482393d660f9bc1bdc0311777da71472db6a72d578a\","
        "\"counter\":1767576601000,\"directory\":4,\"entered\":1767576601000,"
        "\"kind\":\"step_taken/1\",\"matter\":\"JL7501-4K2M9-71\",\"node\":\"JL7501\","
        "\"owner\":null,"
        "\"prev\":\"ab00000000000000000000000000000000000000000000000000000000000000\","
        "\"role\":\"officer\",\"seq\":7,\"stream\":\"main\"}");
    assert_int_equal(statement_read(text, arena, &again), NO_FLAW);
    assert_true(text_equal(statement_text(&again, arena), text));
    assert_int_equal(again.owner_ms, -1);
}

static void
test_statement__chain_shows_exchanged_events(void **state)
{
    struct digest none = {{0}};
    (void)state;
    struct digest first = statement_link(hasher, &none, &leaves[0]);
    struct digest ab = statement_link(hasher, &first, &leaves[1]);
    first = statement_link(hasher, &none, &leaves[1]);
    struct digest ba = statement_link(hasher, &first, &leaves[0]);
    assert_false(digest_equal(&ab, &ba));
    /* A link is no node of the tree, even over the same two hashes. */
    struct digest parent = tree_parent(hasher, &none, &leaves[0]);
    first = statement_link(hasher, &none, &leaves[0]);
    assert_false(digest_equal(&parent, &first));
}

static void
test_statement__bad_statements_are_refused(void **state)
{
    /* what to look for in a good statement, and what to put there */
    static const char *const changes[][2] = {
        {"{\"act\":", "{ \"act\":"},
        {"\"seq\":13", "\"seq\":013"},
        {"\"seq\":13", "\"seq\":-1"},
        {"\"seq\":13", "\"seq\":9007199254740992"},
        {"\"seq\":13", "\"seq\":1e3"},
        {"\"seq\":13", "\"seq\":\"13\""},
        {"\"seq\":13", "\"seq\":13,\"seq\":13"},
        {"\"seq\":13,", ""},
        {",\"stream\"", ",\"some\":1,\"stream\""},
        {"\"stream\":\"main\"", "\"stream\":\"\""},
        {"\"stream\":\"main\"", "\"stream\":\"ma\\u0069n\""},
        {"\"stream\":\"main\"", "\"stream\":\"ma\\nin\""},
        {"\"stream\":\"main\"", "\"stream\":\"\xEF\xBB\xBFmain\""},
        {"\"stream\":\"main\"", "\"stream\":\"\xE2\x80\xAEmain\""},
        {"\"stream\":\"main\"", "\"stream\":\"\xC1\x81main\""},
        {"\"stream\":\"main\"", "\"stream\":\"\xED\xA0\x80main\""},
        {"\"stream\":\"main\"", "\"stream\":null"},
        {"\"entered\":1767576601000", "\"entered\":null"},
        {"\"counter\":1767576601000", "\"counter\":-5"},
        {"\"commitment\":\"", "\"commitment\":\"A"},
        {"\"prev\":\"0000", "\"prev\":\"00"},
        {"\"prev\":\"0000", "\"prev\":\"00F0"},
    };
    struct statement statement = statement_numbered(AT);
    struct text good = statement_text(&statement, arena);
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const char *found = strstr(good.bytes, changes[i][0]);
        assert_non_null(found);
        struct buffer bad = buffer_open(arena, good.length + 64);
        buffer_add(&bad, good.bytes, (size_t)(found - good.bytes));
        buffer_add_text(&bad, text_of(changes[i][1]));
        buffer_add_text(&bad, text_of(found + strlen(changes[i][0])));
        if (statement_read(buffer_text(&bad), arena, &statement) == NO_FLAW)
            fail_msg("accepted: %s", buffer_text(&bad).bytes);
    }
    assert_int_equal(statement_read(good, arena, &statement), NO_FLAW);
}

static void
test_checkpoint__is_read_as_it_was_written(void **state)
{
    struct checkpoint checkpoint;
    struct text text = checkpoint_text(TEXT("tongban/JL7501/log1"), 20852163, &leaves[0], arena);
    (void)state;
    assert_int_equal(checkpoint_read(text, arena, &checkpoint), NO_FLAW);
    assert_int_equal(checkpoint.size, 20852163);
    assert_true(digest_equal(&checkpoint.root, &leaves[0]));
    assert_true(checkpoint_is_of(&checkpoint, TEXT("JL7501/log1")));
    assert_false(checkpoint_is_of(&checkpoint, TEXT("JL7502/log1")));
    assert_int_equal(checkpoint.extensions.length, 0);
    text = text_format(arena, "%.*ssm3 abc\nmore\n", TEXT_ARGS(text));
    assert_int_equal(checkpoint_read(text, arena, &checkpoint), NO_FLAW);
    assert_true(text_is(checkpoint.extensions, "sm3 abc\nmore\n"));
}

static void
test_checkpoint__malformed_ones_are_refused(void **state)
{
#define ROOT "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    static const char *const bad[] = {
        "",
        "\n",
        "tongban/a\n",
        "tongban/a\n1\n",
        "tongban/a\n1\n" ROOT,
        "tongban/a\n01\n" ROOT "\n",
        "tongban/a\n-1\n" ROOT "\n",
        "tongban/a\n+1\n" ROOT "\n",
        "tongban/a\n 1\n" ROOT "\n",
        "tongban/a\n1 \n" ROOT "\n",
        "tongban/a\n\n" ROOT "\n",
        "tongban/a\n9007199254740992\n" ROOT "\n",
        "tongban/a\n18446744073709551617\n" ROOT "\n",
        "tongban/a\n1\n" ROOT "AAAA\n",
        "tongban/a\n1\nAAAA\n",
        "tongban/a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=\n\n",
        "tongban/a\n1\n" ROOT "\n\n",
        "tongban/a\n1\n" ROOT "\nmore",
        "tongban/a b\n1\n" ROOT "\n",
        "other/a\n1\n" ROOT "\n",
    };
    struct checkpoint checkpoint;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (checkpoint_read(text_of(bad[i]), arena, &checkpoint) != CHECKPOINT_MUST_BE_WELL_FORMED)
            fail_msg("accepted: %s", bad[i]);
    }
    assert_int_equal(
        checkpoint_read(text_of("tongban/a\n9007199254740991\n" ROOT "\n"), arena, &checkpoint),
        NO_FLAW);
    assert_int_equal(checkpoint_read(text_of("tongban/a\n0\n" ROOT "\n"), arena, &checkpoint),
                     NO_FLAW);
}

static void
test_receipt__proves_its_event_and_content(void **state)
{
    struct receipt made = receipt_made(), read;
    struct text file = receipt_write(&made, arena);
    (void)state;
    assert_int_equal(check(file, arena), NO_FLAW);
    assert_int_equal(receipt_read(file, arena, &read), NO_FLAW);
    assert_true(text_equal(receipt_write(&read, arena), file));
    assert_int_equal(read.index, AT);
    assert_true(text_is(read.said.matter, "JL7501-4K2M9-71"));
    assert_true(text_is(read.body, BODY));
    assert_true(text_is(read.private, PRIVATE));
    made.private_salt = TEXT(""); /* the body without what people said of themselves */
    file = receipt_write(&made, arena);
    assert_null(strstr(file.bytes, "private"));
    assert_int_equal(check(file, arena), NO_FLAW);
    made = receipt_made();
    made.salt = TEXT(""); /* neither: a private part alone proves nothing */
    file = receipt_write(&made, arena);
    assert_null(strstr(file.bytes, "salt"));
    assert_int_equal(check(file, arena), NO_FLAW);
}

static void
test_receipt__every_shorter_file_is_refused(void **state)
{
    struct receipt made = receipt_made();
    struct text file = receipt_write(&made, arena);
    struct arena *scratch = arena_open();
    (void)state;
    for (size_t length = 0; length < file.length; length++) {
        char *exact = malloc(length + 1); /* so that a read beyond the end is seen */
        memcpy(exact, file.bytes, length);
        if (check((struct text){exact, length}, scratch) == NO_FLAW)
            fail_msg("accepted with %zu of %zu bytes", length, file.length);
        free(exact);
        arena_reset(scratch);
    }
    arena_close(scratch);
}

static void
test_receipt__every_changed_bit_is_refused(void **state)
{
    struct receipt made = receipt_made();
    struct text file = text_copy(receipt_write(&made, arena), arena);
    char *bytes = arena_take(arena, file.length);
    struct arena *scratch = arena_open();
    (void)state;
    memcpy(bytes, file.bytes, file.length);
    for (size_t bit = 0; bit < file.length * 8; bit++) {
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        if (check((struct text){bytes, file.length}, scratch) == NO_FLAW)
            fail_msg("accepted with bit %zu of byte %zu changed", bit % 8, bit / 8);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        arena_reset(scratch);
    }
    assert_int_equal(check((struct text){bytes, file.length}, scratch), NO_FLAW);
    arena_close(scratch);
}

static void
test_receipt__flaws_are_told_apart(void **state)
{
    struct receipt good = receipt_made(), bad = good;
    struct statement statement = statement_numbered(AT);
    (void)state;
    bad.body = TEXT("{\"what\":\"撤诉\"}");
    assert_int_equal(check(receipt_write(&bad, arena), arena), CONTENT_MUST_FIT_ITS_COMMITMENT);
    bad = good;
    bad.salt = TEXT("0123456789abcdee");
    assert_int_equal(check(receipt_write(&bad, arena), arena), CONTENT_MUST_FIT_ITS_COMMITMENT);
    bad = good;
    bad.private = TEXT("{\"name\":\"当事人乙\"}");
    assert_int_equal(check(receipt_write(&bad, arena), arena), CONTENT_MUST_FIT_ITS_COMMITMENT);
    bad = good;
    statement.counter_ms -= 1;
    bad.statement = statement_text(&statement, arena);
    assert_int_equal(check(receipt_write(&bad, arena), arena), EVENT_MUST_BE_IN_THE_TREE);
    bad = good;
    bad.index++;
    assert_int_equal(check(receipt_write(&bad, arena), arena), EVENT_MUST_BE_IN_THE_TREE);
    bad = good;
    bad.path.count--;
    assert_int_equal(check(receipt_write(&bad, arena), arena), EVENT_MUST_BE_IN_THE_TREE);
    bad = good;
    unsigned char seed[KEY_SEED_BYTES] = {43};
    struct signing_key other = key_make(TEXT("JL7501/log1"), seed);
    const struct signing_key *keys[] = {&other};
    struct receipt read;
    assert_int_equal(receipt_read(receipt_write(&good, arena), arena, &read), NO_FLAW);
    bad.checkpoint = note_sign(read.note.text, keys, 1, arena);
    assert_int_equal(check(receipt_write(&bad, arena), arena), SIGNER_MUST_BE_KNOWN);
    /* the form of a statement alone, as a receipt without proof */
    assert_int_equal(
        check(text_format(arena, RECEIPT_KIND "\n%.*s\nindex 0\n\n", TEXT_ARGS(good.statement)),
              arena),
        NOTE_MUST_END_IN_SIGNATURES);
    assert_int_equal(check(TEXT("tongban/receipt/v2\n"), arena), FILE_MUST_BE_OF_A_KNOWN_KIND);
}

static void
test_receipt__out_of_bounds_is_refused_by_length(void **state)
{
    struct receipt good = receipt_made();
    char *large = arena_take(arena, RECEIPT_BYTES_MAX + 1);
    (void)state;
    memset(large, 'a', RECEIPT_BYTES_MAX + 1);
    assert_int_equal(check((struct text){large, RECEIPT_BYTES_MAX + 1}, arena),
                     FILE_MUST_NOT_BE_TOO_LARGE);
    /* a content that is too large is left out, the proof stays */
    good.body = (struct text){large, RECEIPT_BODY_BYTES_MAX + 1};
    struct text file = receipt_write(&good, arena);
    assert_true(file.length < 4096);
    assert_int_equal(check(file, arena), NO_FLAW);
    /* a path longer than any tree is deep */
    while (good.path.count < TREE_PATH_MAX)
        good.path.hashes[good.path.count++] = leaves[0];
    file = receipt_write(&good, arena);
    assert_int_equal(check(file, arena), EVENT_MUST_BE_IN_THE_TREE);
    const char *blank = strstr(file.bytes, "\n\n");
    struct buffer longer = buffer_open(arena, file.length + 64);
    buffer_add(&longer, file.bytes, (size_t)(blank - file.bytes));
    buffer_add_text(&longer, TEXT("\n" ROOT));
    buffer_add_text(&longer, text_of(blank));
    assert_int_equal(check(buffer_text(&longer), arena), RECEIPT_MUST_BE_WELL_FORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statement__is_written_in_one_way),
        cmocka_unit_test(test_statement__chain_shows_exchanged_events),
        cmocka_unit_test(test_statement__bad_statements_are_refused),
        cmocka_unit_test(test_checkpoint__is_read_as_it_was_written),
        cmocka_unit_test(test_checkpoint__malformed_ones_are_refused),
        cmocka_unit_test(test_receipt__proves_its_event_and_content),
        cmocka_unit_test(test_receipt__every_shorter_file_is_refused),
        cmocka_unit_test(test_receipt__every_changed_bit_is_refused),
        cmocka_unit_test(test_receipt__flaws_are_told_apart),
        cmocka_unit_test(test_receipt__out_of_bounds_is_refused_by_length),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
