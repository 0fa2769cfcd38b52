/* multipart_test.c: forms with files: taken apart where they lie, each file by itself on disk. */
#include "http/file_place.h"
#include "http/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PART(header, content)                                                                      \
    "\r\nContent-Disposition: form-data; " header "\r\n\r\n" content "\r\n"

static int
begin(void **state)
{
    *state = arena_open();
    return 0;
}

static int
end(void **state)
{
    arena_close(*state);
    return 0;
}

static struct multipart
split_good(const char *body, struct arena *arena)
{
    struct multipart multipart;
    assert_int_equal(multipart_split(text_of(body), TEXT("B"), arena, &multipart), OBSTACLE_COUNT);
    return multipart;
}

static void
assert_text(struct text text, const char *wanted)
{
    assert_int_equal(text.length, strlen(wanted));
    assert_memory_equal(text.bytes, wanted, text.length);
}

static void
test_multipart__texts_and_files_are_told_apart(void **state)
{
    struct multipart form = split_good(
        "--B" PART("name=\"claims\"", "一、\r\n二、") "--B" PART(
            "name=\"a\"",
            "") "--B"
                "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"照片.jpg\"\r\n"
                "Content-Type: image/jpeg\r\n\r\n\xFF\xD8\xFF\r\n--\r\nrest\r\n--B--\r\n",
        *state);
    assert_int_equal(form.pairs.count, 2);
    assert_text(pairs_value(&form.pairs, "claims"), "一、\n二、");
    assert_int_equal(pairs_named(&form.pairs, "a"), 1);
    assert_int_equal(form.files_count, 1);
    assert_text(form.files[0].field, "file");
    assert_text(form.files[0].name, "照片.jpg");
    assert_int_equal(form.files[0].said, MEDIA_JPEG);
    assert_text(form.files[0].bytes, "\xFF\xD8\xFF\r\n--\r\nrest");
}

static void
test_multipart__no_file_chosen_is_no_file_an_empty_one_is(void **state)
{
    struct multipart form = split_good("--B" PART("name=\"f\"; filename=\"\"", "") "--B" PART(
                                           "name=\"g\"; filename=\"a.pdf\"", "") "--B--",
                                       *state);
    assert_int_equal(form.files_count, 1);
    assert_text(form.files[0].field, "g");
    assert_int_equal(form.files[0].size, 0);
}

static void
test_multipart__names_of_files_are_only_shown(void **state)
{
    static const struct {
        const char *sent, *shown;
    } rows[] = {
        {"C:\\\\dir\\\\a.pdf", "a.pdf"},
        {"../../etc/passwd", "passwd"},
        {"a%22b.pdf", "a\"b.pdf"},
        {"a%0D%0Ab.pdf", "ab.pdf"},
        {"fdp.\xE2\x80\xAE"
         "exe",
         "fdp.exe"},
        {"  a b .pdf ", "a b .pdf"},
        {"a/", ""},
        {"\xC3(", ""},
        {"a\tb\x01.pdf", "ab.pdf"},
        {"%41.pdf", "%41.pdf"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text body = text_format(
            *state, "--B" PART("name=\"f\"; filename=\"%s\"", "x") "--B--", rows[i].sent);
        struct multipart form = split_good(body.bytes, *state);
        assert_int_equal(form.files_count, 1);
        assert_text(form.files[0].name, rows[i].shown);
    }
}

static void
test_multipart__what_is_unclear_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "--B",
        "--B--x",
        "--C" PART("name=\"a\"", "1") "--C--",
        "preamble\r\n--B" PART("name=\"a\"", "1") "--B--",
        "--B" PART("name=\"a\"", "1") "--B",
        "--B" PART("name=\"a\"", "1") "--B--epilogue",
        "--B" PART("name=\"a\"", "1\r\n--Bx") "--B--",
        "--B \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--",
        "--B\r\n\r\n1\r\n--B--",
        "--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--",
        "--B" PART("filename=\"a\"", "1") "--B--",
        "--B" PART("name=\"\"", "1") "--B--",
        "--B" PART("name=a", "1") "--B--",
        "--B" PART("name=\"a", "1") "--B--",
        "--B" PART("name=\"a\"; name=\"b\"", "1") "--B--",
        "--B" PART("name=\"a\" x", "1") "--B--",
        "--B" PART("name=\"a%0Ab\"", "1") "--B--",
        "--B" PART("name=\"a\"", "\xC3(") "--B--",
        "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--B--",
        "--B\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n1\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=\"a\"\nX: 1\r\n\r\n1\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nX\r\n\r\n1\r\n--B--",
        "--B\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=\"a\""
        "\r\n\r\nMQ==\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
        "name=\"b\"\r\n\r\n1\r\n--B--",
    };
    struct multipart form;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        enum obstacle obstacle = multipart_split(text_of(bad[i]), TEXT("B"), *state, &form);
        if (obstacle != FORM_MUST_BE_CLEAR)
            fail_msg("row %zu: %s", i, bad[i]);
    }
    struct text zero = {"--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\0\r\n--B--", 58};
    assert_int_equal(multipart_split(zero, TEXT("B"), *state, &form), FORM_MUST_BE_CLEAR);
}

static struct text
many_parts(const char *part, int count, struct arena *arena)
{
    struct buffer body = buffer_open(arena, 4096);
    for (int i = 0; i < count; i++)
        buffer_add_format(&body, "--B%s", part);
    buffer_add_text(&body, TEXT("--B--"));
    return buffer_text(&body);
}

static void
test_multipart__bounds_hold(void **state)
{
    static const char text_part[] = PART("name=\"a\"", "1");
    static const char file_part[] = PART("name=\"a\"; filename=\"f\"", "1");
    struct multipart form;
    struct arena *arena = *state;
    struct text body = many_parts(text_part, FORM_PAIRS_MAX, arena);
    assert_int_equal(multipart_split(body, TEXT("B"), arena, &form), OBSTACLE_COUNT);
    body = many_parts(text_part, FORM_PAIRS_MAX + 1, arena);
    assert_int_equal(multipart_split(body, TEXT("B"), arena, &form), FORM_MUST_BE_SMALLER);
    body = many_parts(file_part, MULTIPART_FILES_MAX, arena);
    assert_int_equal(multipart_split(body, TEXT("B"), arena, &form), OBSTACLE_COUNT);
    assert_int_equal(form.files_count, MULTIPART_FILES_MAX);
    body = many_parts(file_part, MULTIPART_FILES_MAX + 1, arena);
    assert_int_equal(multipart_split(body, TEXT("B"), arena, &form), FORM_MUST_BE_SMALLER);
    body = text_format(arena, "--B\r\nX: %*s\r\n\r\n1\r\n--B--", MULTIPART_HEADER_BYTES_MAX, "");
    assert_int_equal(multipart_split(body, TEXT("B"), arena, &form), FORM_MUST_BE_SMALLER);
}

static void
test_multipart__the_boundary_is_one_of_the_standard(void **state)
{
    static const char *const bad[] = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=a; boundary=b",
        "multipart/form-data; boundary=a\"b",
        "multipart/form-data; boundary=\"a \"",
        "multipart/mixed; boundary=a",
        "multipart/form-data; "
        "boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    struct text boundary;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(multipart_boundary(text_of(bad[i]), &boundary));
    assert_true(multipart_boundary(
        TEXT("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"), &boundary));
    assert_text(boundary, "----WebKitFormBoundary7MA4YWxkTrZu0gW");
    assert_true(multipart_boundary(TEXT("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b\""),
                                   &boundary));
    assert_text(boundary, "a b");
}

/* ---- on disk ---- */

static int
file_of(struct text bytes)
{
    int file = open(".", O_TMPFILE | O_RDWR, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes.bytes, bytes.length), (ssize_t)bytes.length);
    return file;
}

static void
test_multipart__each_file_is_on_disk_under_its_own_digest(void **state)
{
    struct arena *arena = *state;
    char folder[] = "multipart-XXXXXX";
    assert_non_null(mkdtemp(folder));
    size_t large_bytes = 3 * 1000 * 1000;
    char *large = arena_take(arena, large_bytes);
    memcpy(large, "%PDF-", 5);
    memcpy(large + large_bytes - 6, "%%EOF\n", 6);
    struct buffer body = buffer_open(arena, large_bytes + 1000);
    buffer_add_text(
        &body, TEXT("--B" PART("name=\"note\"",
                               "见附件") "--B\r\nContent-Disposition:"
                                         " form-data; name=\"a\"; filename=\"a.pdf\"\r\n\r\n"));
    buffer_add(&body, large, large_bytes);
    buffer_add_text(&body, TEXT("\r\n--B" PART("name=\"b\"; filename=\"b.txt\"", "short") "--B--"));
    struct text whole = buffer_text(&body);
    struct body_file file = {.descriptor = file_of(whole), .bytes = whole.length};
    struct multipart form;
    enum breach breach;
    assert_int_equal(multipart_read(&file, TEXT("B"), folder, large_bytes, arena, &form, &breach),
                     OBSTACLE_COUNT);
    assert_int_equal(breach, BREACH_NONE);
    assert_int_equal(form.files_count, 2);
    struct digest digest = digest_of((struct text){large, large_bytes});
    assert_true(digest_equal(&form.files[0].file.digest, &digest));
    assert_int_equal(form.files[0].file.bytes, large_bytes);
    assert_int_equal(file_place_media(&form.files[0].file), MEDIA_PDF);
    assert_int_equal(file_place_media(&form.files[1].file), MEDIA_TEXT);

    struct text hex = digest_hex(&digest, arena);
    for (int i = 0; i < 2; i++) /* twice is as good as once */
        assert_true(file_place_keep(&form.files[0].file, folder, hex, arena));
    const char *place = text_format(arena, "%s/%.2s/%.*s", folder, hex.bytes, TEXT_ARGS(hex)).bytes;
    struct stat is;
    assert_int_equal(stat(place, &is), 0);
    assert_int_equal(is.st_size, (off_t)large_bytes);
    assert_int_equal(unlink(place), 0);
    assert_int_equal(rmdir(text_format(arena, "%s/%.2s", folder, hex.bytes).bytes), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing else was left there */
    close(file.descriptor);
}

static void
test_multipart__a_file_too_large_is_left_out_and_the_rest_kept(void **state)
{
    static const char body[] =
        "--B" PART("name=\"a\"", "1") "--B" PART("name=\"f\"; filename=\"f\"", "12345") "--B" PART(
            "name=\"g\"; filename=\"g\"", "1234") "--B--";
    struct body_file file = {.descriptor = file_of(text_of(body)), .bytes = sizeof body - 1};
    struct multipart form;
    enum breach breach;
    assert_int_equal(multipart_read(&file, TEXT("B"), ".", 4, *state, &form, &breach),
                     OBSTACLE_COUNT);
    assert_int_equal(breach, BREACH_NONE);
    assert_int_equal(form.pairs.count, 1);
    assert_true(form.files[0].is_too_large);
    assert_int_equal(form.files[0].file.descriptor, -1);
    assert_false(form.files[1].is_too_large);
    assert_true(form.files[1].file.descriptor >= 0);
    close(file.descriptor);
}

static void
test_multipart__a_disk_that_fails_is_told(void **state)
{
    static const char body[] = "--B" PART("name=\"f\"; filename=\"f\"", "12345") "--B--";
    struct body_file file = {.descriptor = file_of(text_of(body)), .bytes = sizeof body - 1};
    struct multipart form;
    enum breach breach;
    multipart_read(&file, TEXT("B"), "./nowhere", 100, *state, &form, &breach);
    assert_int_equal(breach, DISK_MUST_WORK);
    close(file.descriptor);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_multipart__texts_and_files_are_told_apart),
        TEST(test_multipart__no_file_chosen_is_no_file_an_empty_one_is),
        TEST(test_multipart__names_of_files_are_only_shown),
        TEST(test_multipart__what_is_unclear_is_refused),
        TEST(test_multipart__bounds_hold),
        TEST(test_multipart__the_boundary_is_one_of_the_standard),
        TEST(test_multipart__each_file_is_on_disk_under_its_own_digest),
        TEST(test_multipart__a_file_too_large_is_left_out_and_the_rest_kept),
        TEST(test_multipart__a_disk_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
