/* outgoing_test.c: the file of notices is understood, or every mistake of it is named. */
#include "cli/outgoing.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char folder[] = "/tmp/tongban-outgoing-XXXXXX";
static struct arena *arena;

static const char *
put(const char *name, mode_t mode, const char *content)
{
    const char *path = text_format(arena, "%s/%s", folder, name).bytes;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static struct outlet_settings outlets[MESSAGE_WAYS];

/* The mistakes, without the path. */
static const char *
read_file(const char *content)
{
    struct mistakes mistakes = mistakes_open(arena);
    const char *path = put("notices.yaml", 0644, content);
    bool is_good = outgoing_read(path, arena, &mistakes, outlets);
    assert_true(is_good == (mistakes.count == 0));
    const char *text = mistakes_text(&mistakes, arena).bytes;
    return is_good ? "" : text + strlen(path) + 1;
}

static void
test_outgoing__a_whole_file_is_understood(void **state)
{
    (void)state;
    put("token", 0600, "t-1\n");
    put("password", 0400, "p-1\n");
    const char *file = text_format(arena,
                                   "text:\n"
                                   "  url: https://sms.example.cn/send\n"
                                   "  body: '{\"to\":\"{phone}\",\"m\":\"{text}\"}'\n"
                                   "  headers: [\"Authorization: Bearer {token}\"]\n"
                                   "  accepted: [200, 202]\n"
                                   "  token_file: %s/token\n"
                                   "mail:\n"
                                   "  server: smtp://mail.example.cn:587\n"
                                   "  from: notice@court.example\n"
                                   "  user: notice\n"
                                   "  password_file: %s/password\n",
                                   folder, folder)
                           .bytes;
    assert_string_equal(read_file(file), "");
    assert_int_equal(outlets[MESSAGE_TEXT].kind, OUTLET_SERVER);
    assert_int_equal(outlets[MESSAGE_TEXT].gateway.accepted_count, 2);
    assert_true(text_is(outlets[MESSAGE_TEXT].gateway.token, "t-1"));
    assert_true(text_is(outlets[MESSAGE_TEXT].gateway.method, "POST"));
    assert_int_equal(outlets[MESSAGE_TEXT].connect_seconds, 10);
    assert_int_equal(outlets[MESSAGE_TEXT].whole_seconds, 120);
    assert_true(text_is(outlets[MESSAGE_MAIL].mail.password, "p-1"));
    assert_true(text_is(outlets[MESSAGE_MAIL].mail.domain, "court.example"));
    assert_false(outlets[MESSAGE_MAIL].mail.may_be_plain);
    assert_string_equal(read_file("text: {spool: /tmp/x}\n"), "");
    assert_int_equal(outlets[MESSAGE_TEXT].kind, OUTLET_SPOOL);
    assert_int_equal(outlets[MESSAGE_MAIL].kind, OUTLET_NONE);
    assert_string_equal(read_file("mail: {server: \"smtp://127.0.0.1:25\", from: a@b}\n"), "");
    assert_true(outlets[MESSAGE_MAIL].mail.may_be_plain);
}

static void
test_outgoing__what_would_leak_or_fail_is_refused(void **state)
{
    static const struct {
        const char *content, *says;
    } rows[] = {
        {"text: {url: \"http://sms.example.cn/?{phone}{text}\"}", "`url`: https://HOST"},
        {"text: {url: \"https://{phone}.cn/{text}\"}", "`url`: https://HOST"},
        {"text: {url: \"https://a@b.cn/{phone}{text}\"}", "`url`: https://HOST"},
        {"text: {url: \"http://127.0.0.1.evil.cn/{phone}{text}\"}", "`url`: https://HOST"},
        {"text: {url: \"https://b.cn/{phone}\"}", "{phone} and {text} must stand in it"},
        {"text: {url: \"https://b.cn/{phone}{text}\", method: BREW}", "POST, PUT or GET"},
        {"text: {url: \"https://b.cn/{phone}{text}\", accepted: [302]}", "status codes"},
        {"text: {url: \"https://b.cn/{phone}{text}\", headers: [\"X: {text}\"]}", "lines such as"},
        {"text: {url: \"https://b.cn/{phone}{text}\", token_file: /no/such}", "No such file"},
        {"text: {url: \"https://b.cn/{phone}{text}\", spool: /tmp/x}", "either this or `url`"},
        {"text: {}", "either this or `url`"},
        {"mail: {server: \"smtp://m.cn\", from: nobody}", "`from`: a mail address"},
        {"mail: {server: \"http://m.cn\", from: a@b}", "smtp://HOST:PORT"},
        {"mail: {server: \"smtp://m.cn\", from: a@b, user: x}", "goes with password_file"},
        {"mail: {server: \"smtp://m.cn\", from: a@b, sever: x}", "server"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strstr(read_file(rows[i].content), rows[i].says) == NULL)
            fail_msg("%s: %s", rows[i].content, read_file(rows[i].content));
    put("open", 0644, "p\n");
    assert_non_null(strstr(read_file(text_format(arena,
                                                 "text: {url: \"https://b.cn/{phone}{text}\","
                                                 " token_file: %s/open}",
                                                 folder)
                                         .bytes),
                           "chmod 600"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outgoing__a_whole_file_is_understood),
        cmocka_unit_test(test_outgoing__what_would_leak_or_fail_is_refused),
    };
    arena = arena_open();
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    static const char *const names[] = {"notices.yaml", "token", "password", "open"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(text_format(arena, "%s/%s", folder, names[i]).bytes);
    rmdir(folder);
    arena_close(arena);
    return failed;
}
