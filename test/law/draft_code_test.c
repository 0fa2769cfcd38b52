/* draft_code_test.c: codes are read as people type them, and a slip is told. */
#include "law/draft_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int
begin(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct draft_code
make(unsigned seed)
{
    unsigned char random[DRAFT_CODE_RANDOM_BYTES];
    for (int i = 0; i < DRAFT_CODE_RANDOM_BYTES; i++)
        random[i] = (unsigned char)(seed * 2654435761u >> (i * 3));
    return draft_code_make(TEXT("7502"), random, arena);
}

static bool
reads(const char *written, struct text wanted)
{
    struct draft_code code;
    return draft_code_read(text_of(written), arena, &code) && text_equal(code.text, wanted) &&
           text_is(code.node_code, "7502");
}

static void
test_draft_code__is_read_as_people_type_it(void **state)
{
    static const unsigned char random[DRAFT_CODE_RANDOM_BYTES] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct draft_code code = draft_code_make(TEXT("7502"), random, arena);
    (void)state;
    struct text text = code.text;
    assert_int_equal(text.length, strlen("7502-XXXX-XXXX"));
    const char *small = text_format(arena, "7502%.4s%.4s", text.bytes + 5, text.bytes + 10).bytes;
    char *lower = (char *)text_terminated(text_of(small), arena);
    for (char *c = lower; *c != '\0'; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    assert_true(reads(text.bytes, text));
    assert_true(reads(small, text));
    assert_true(reads(lower, text));
    assert_true(reads(text_format(arena, " ７５０２－%s　", text.bytes + 5).bytes, text));
    struct digest one = draft_code_digest(&code, arena);
    struct draft_code other = make(3);
    struct digest two = draft_code_digest(&other, arena);
    assert_false(digest_equal(&one, &two));
}

/* Any one wrong character, and any two neighbours that changed places. */
static void
test_draft_code__betrays_a_slip(void **state)
{
    static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    (void)state;
    for (unsigned seed = 0; seed < 200; seed++) {
        struct text text = make(seed).text;
        char *wrong = (char *)text_terminated(text, arena);
        for (size_t i = 5; i < text.length; i++) {
            char right = wrong[i];
            for (const char *c = alphabet; right != '-' && *c != '\0'; c++) {
                wrong[i] = *c;
                assert_int_equal(reads(wrong, text), *c == right);
            }
            wrong[i] = right;
            if (right == '-' || wrong[i + 1] == '\0' || wrong[i + 1] == '-' ||
                wrong[i + 1] == right)
                continue;
            wrong[i] = wrong[i + 1];
            wrong[i + 1] = right;
            struct draft_code code;
            assert_false(draft_code_read(text_of(wrong), arena, &code));
            wrong[i + 1] = wrong[i];
            wrong[i] = right;
        }
    }
}

static void
test_draft_code__takes_nothing_else(void **state)
{
    static const char *const bad[] = {"",
                                      "7502",
                                      "7502-2222-222",
                                      "7502-2222-22222",
                                      "7502-0000-0000",
                                      "7502-IIII-LLLL",
                                      "7502-48213-09657-19",
                                      "75-2222-2222",
                                      "汉字"};
    struct draft_code code;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(draft_code_read(text_of(bad[i]), arena, &code));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draft_code__is_read_as_people_type_it),
        cmocka_unit_test(test_draft_code__betrays_a_slip),
        cmocka_unit_test(test_draft_code__takes_nothing_else),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
