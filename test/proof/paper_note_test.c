/* paper_note_test.c: the note in the square code of a paper. */
#include "proof/paper_note.h"
#include "proof/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const int64_t made_ms = INT64_C(1767576600000); /* 2026-01-05 */

struct fixture {
    struct arena *arena;
    struct signing_key key, stranger;
    struct trust_key listed;
    struct trust_node node;
    struct trust trust;
    struct paper_note paper;
    struct text line;
};

static struct paper_note
paper_of(const struct fixture *one)
{
    (void)one;
    return (struct paper_note){
        .id = TEXT("JL7502.main.3.correction_notice"),
        .matter = TEXT("7502-48213-09657-19"),
        .day = date_of_instant(made_ms, CHINA_OFFSET_MINUTES),
        .due = date_add_days(date_of_instant(made_ms, CHINA_OFFSET_MINUTES), 5),
        .case_number = TEXT("（2026）吉7502民初1号"),
        .content = digest_of(TEXT("content")),
    };
}

static int
open_fixture(void **state)
{
    static const unsigned char seed[KEY_SEED_BYTES] = {1}, other[KEY_SEED_BYTES] = {2};
    struct arena *arena = arena_open();
    struct fixture *one = ARENA_NEW(arena, struct fixture);
    one->arena = arena;
    one->key = key_make(TEXT("JL7502/paper1"), seed);
    one->stranger = key_make(TEXT("JL7502/paper1"), other);
    one->listed = (struct trust_key){.public = one->key.public,
                                     .use = KEY_FOR_PAPER,
                                     .valid_from_ms = made_ms - DAY_MS,
                                     .valid_to_ms = made_ms + 100 * (int64_t)DAY_MS,
                                     .to_index = TREE_SIZE_MAX,
                                     .revoked_from_ms = INT64_MAX};
    one->node = (struct trust_node){.id = TEXT("JL7502"), .keys = &one->listed, .key_count = 1};
    one->trust = (struct trust){.nodes = &one->node, .node_count = 1};
    one->paper = paper_of(one);
    one->line = paper_note_sign(&one->paper, &one->key, arena);
    *state = one;
    return 0;
}

static int
close_fixture(void **state)
{
    arena_close(((struct fixture *)*state)->arena);
    return 0;
}

static enum flaw
check(struct fixture *one, struct text line, struct paper_note *paper)
{
    struct trust_answer signer;
    enum flaw flaw = paper_note_read(line, one->arena, paper);
    return flaw == NO_FLAW ? paper_note_check(paper, &one->trust, &signer) : flaw;
}

static void
test_paper_note__says_what_the_paper_must_say(void **state)
{
    struct fixture *one = *state;
    struct paper_note read;
    assert_true(one->line.length > 200 && one->line.length <= 330);
    assert_int_equal(check(one, one->line, &read), NO_FLAW);
    assert_true(text_is(read.node, "JL7502"));
    assert_true(text_is(read.kind, "correction_notice"));
    assert_true(text_is(read.case_number, "（2026）吉7502民初1号"));
    assert_int_equal(read.due.day, one->paper.due.day);
    assert_true(text_equal(read.code, one->paper.code));
    assert_true(digest_equal(&read.content, &one->paper.content));
    struct text with_feed = text_format(one->arena, "%.*s\r\n", TEXT_ARGS(one->line));
    assert_int_equal(check(one, with_feed, &read), NO_FLAW);
}

/* Every byte is signed, or is the signature, or has one form only. */
static void
test_paper_note__no_byte_can_be_changed(void **state)
{
    struct fixture *one = *state;
    for (size_t i = 0; i < one->line.length; i++) {
        struct paper_note read;
        struct text forged = text_copy(one->line, one->arena);
        char *byte = (char *)forged.bytes + i;
        *byte = *byte == '1' ? '2' : '1';
        if (!text_equal(forged, one->line))
            assert_int_not_equal(check(one, forged, &read), NO_FLAW);
    }
}

static void
test_paper_note__a_forger_a_revoked_and_a_late_key_are_told_apart(void **state)
{
    struct fixture *one = *state;
    struct paper_note read, paper = paper_of(one);
    struct text by_stranger = paper_note_sign(&paper, &one->stranger, one->arena);
    assert_int_equal(check(one, by_stranger, &read), SIGNER_MUST_BE_KNOWN);
    struct text moved = text_format(one->arena, "%.*s", TEXT_ARGS(one->line));
    memcpy((char *)strstr(moved.bytes, "48213"), "48214", 5);
    assert_int_equal(check(one, moved, &read), SIGNATURE_MUST_FIT);
    one->listed.revoked_from_ms = made_ms + DAY_MS / 2; /* later that day */
    assert_int_equal(check(one, one->line, &read), KEY_MUST_NOT_BE_REVOKED);
    one->listed.revoked_from_ms = made_ms + DAY_MS;
    assert_int_equal(check(one, one->line, &read), NO_FLAW);
    one->listed.valid_to_ms = made_ms - DAY_MS;
    assert_int_equal(check(one, one->line, &read), KEY_MUST_BE_VALID_THEN);
    one->listed.valid_to_ms = made_ms + DAY_MS;
    one->listed.use = KEY_FOR_EXCHANGE;
    assert_int_equal(check(one, one->line, &read), KEY_MUST_BE_FOR_THIS_USE);
}

static void
test_paper_note__what_is_not_fit_is_not_signed(void **state)
{
    struct fixture *one = *state;
    struct paper_note paper = paper_of(one);
    paper.id = TEXT("JL7502.main.3");
    assert_true(text_is_empty(paper_note_sign(&paper, &one->key, one->arena)));
    paper = paper_of(one);
    paper.matter = TEXT("two words");
    assert_true(text_is_empty(paper_note_sign(&paper, &one->key, one->arena)));
}

static void
test_paper_note__a_typed_code_forgives_form_but_no_sign(void **state)
{
    struct fixture *one = *state;
    struct text code, typed = text_copy(one->paper.code, one->arena);
    assert_int_equal(typed.length, PAPER_CODE_LENGTH);
    assert_true(paper_code_read(typed, one->arena, &code) && text_equal(code, typed));
    for (size_t i = 0; i < typed.length; i++) {
        char *byte = (char *)typed.bytes + i, was = *byte;
        if (was == '-')
            continue;
        *byte = was == 'Z' ? 'Y' : 'Z';
        assert_false(paper_code_read(typed, one->arena, &code));
        *byte = was;
    }
    assert_false(paper_code_read(TEXT("1234"), one->arena, &code));
    assert_false(paper_code_read(TEXT(""), one->arena, &code));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_paper_note__says_what_the_paper_must_say, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(test_paper_note__no_byte_can_be_changed, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(
            test_paper_note__a_forger_a_revoked_and_a_late_key_are_told_apart, open_fixture,
            close_fixture),
        cmocka_unit_test_setup_teardown(test_paper_note__what_is_not_fit_is_not_signed,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(test_paper_note__a_typed_code_forgives_form_but_no_sign,
                                        open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
