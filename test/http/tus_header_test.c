/* tus_header_test.c: what a client says of a file before it sends it. */
#include "http/tus_header.h"

#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static bool
read(const char *field, struct tus_metadata *metadata)
{
    return tus_metadata_read(text_of(field), arena, metadata);
}

static void
test_tus__reads_what_it_knows_and_passes_over_the_rest(void **state)
{
    struct tus_metadata metadata;
    (void)state;
    assert_true(read("filename 5qyg5p2hLmpwZw==,filetype aW1hZ2UvanBlZw==,"
                     "slot bWF0ZXJpYWxzLjAuZmlsZQ==, mark MTAwMC03,relativePath bnVsbA==,empty",
                     &metadata));
    assert_true(text_is(metadata.name, "欠条.jpg"));
    assert_true(text_is(metadata.said, "image/jpeg"));
    assert_true(text_is(metadata.slot, "materials.0.file"));
    assert_true(text_is(metadata.mark, "1000-7"));
    assert_true(read("", &metadata));
    assert_true(text_is_empty(metadata.name));
    assert_true(read("filename", &metadata));
    assert_true(text_is_empty(metadata.name));
}

static void
test_tus__what_could_be_read_in_two_ways_is_refused(void **state)
{
    static const char *const wrong[] = {
        ",",
        "filename YQ==,",
        "filename YQ==,filename Yg==",
        "x YQ==,y Yg==,x",
        "filename YQ",
        "filename  YQ==",
        "filename YQ== Yg==",
        "filename Y_==",
        "k\xE6\xA1\x88 YQ==",
    };
    struct tus_metadata metadata;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (read(wrong[i], &metadata))
            fail_msg("`%s` was taken", wrong[i]);
    }
}

static void
test_tus__a_name_cannot_lie_and_a_word_is_plain(void **state)
{
    struct tus_metadata metadata;
    (void)state;
    /* ../../etc/passwd, a name that turns its direction, blanks in a slot, a type beyond ASCII */
    assert_true(read("filename Li4vLi4vZXRjL3Bhc3N3ZA==", &metadata));
    assert_true(text_is(metadata.name, "passwd"));
    struct text turned = base64_of(TEXT("a\xE2\x80\xAEgpj.exe"), arena);
    assert_true(tus_metadata_read(text_format(arena, "filename %.*s", TEXT_ARGS(turned)), arena,
                                  &metadata));
    assert_true(text_is(metadata.name, "agpj.exe"));
    assert_true(read("slot YSBi,filetype 5qyg", &metadata));
    assert_true(text_is_empty(metadata.slot));
    assert_true(text_is_empty(metadata.said));
}

static void
test_tus__has_a_bound(void **state)
{
    struct buffer field = buffer_open(arena, 200);
    struct tus_metadata metadata;
    (void)state;
    for (int i = 0; i < TUS_METADATA_MAX; i++)
        buffer_add_format(&field, "%sk%d", i == 0 ? "" : ",", i);
    assert_true(tus_metadata_read(buffer_text(&field), arena, &metadata));
    buffer_add_text(&field, TEXT(",one-more"));
    assert_false(tus_metadata_read(buffer_text(&field), arena, &metadata));
}

static void
test_tus__is_written_as_it_is_read(void **state)
{
    const struct tus_metadata said = {TEXT("欠条.jpg"), TEXT("image/jpeg"), TEXT("f"), TEXT("")};
    struct tus_metadata heard;
    (void)state;
    assert_true(tus_metadata_read(tus_metadata_write(&said, arena), arena, &heard));
    assert_true(text_equal(heard.name, said.name));
    assert_true(text_equal(heard.said, said.said));
    assert_true(text_equal(heard.slot, said.slot));
    assert_true(text_is_empty(heard.mark));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tus__reads_what_it_knows_and_passes_over_the_rest),
        cmocka_unit_test(test_tus__what_could_be_read_in_two_ways_is_refused),
        cmocka_unit_test(test_tus__a_name_cannot_lie_and_a_word_is_plain),
        cmocka_unit_test(test_tus__has_a_bound),
        cmocka_unit_test(test_tus__is_written_as_it_is_read),
    };
    return cmocka_run_group_tests_name("tus-header", tests, open_arena, close_arena);
}
