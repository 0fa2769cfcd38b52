/* mail_letter_test.c: a letter a mail server takes, whatever people wrote into it. */
#include "work/mail_letter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_mail_letter__headers_are_ours_alone(void **state)
{
    struct arena *arena = arena_open();
    struct letter letter = {
        .from = TEXT("notice@court.example"),
        .name = TEXT("延边林区中级法院"),
        .to = TEXT("jia@example.cn"),
        .reply_to = TEXT("office@court.example"),
        .domain = TEXT("court.example"),
        .id = TEXT("00ff"),
        .subject =
            TEXT("请补正\r\nBcc: all@example.cn\r\n\r\n一二三四五六七八九十一二三四五六七八九十"),
        .content = TEXT(".\r\n您好"),
        .at_ms = INT64_C(1795770720000),
    };
    struct text made = mail_letter(&letter, arena);
    (void)state;
    assert_string_equal(
        text_terminated(made, arena),
        "Date: Fri, 27 Nov 2026 09:12:00 +0000\r\n"
        "From: =?UTF-8?B?5bu26L655p6X5Yy65Lit57qn5rOV6Zmi?=\r\n <notice@court.example>\r\n"
        "To: <jia@example.cn>\r\n"
        "Reply-To: <office@court.example>\r\n"
        "Message-ID: <00ff@court.example>\r\n"
        "Subject: =?UTF-8?B?6K+36KGl5q2jDQpCY2M6IGFsbEBleGFtcGxlLmNuDQoNCuS4gOS6jA==?=\r\n"
        " =?UTF-8?B?5LiJ5Zub5LqU5YWt5LiD5YWr5Lmd5Y2B5LiA5LqM5LiJ5Zub5LqU5YWt?=\r\n"
        " =?UTF-8?B?5LiD5YWr5Lmd5Y2B?=\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
        "Lg0K5oKo5aW9\r\n");
    arena_close(arena);
}

static void
test_mail_letter__lines_stay_short_and_content_whole(void **state)
{
    struct arena *arena = arena_open();
    struct buffer long_text = buffer_open(arena, 4000);
    for (int i = 0; i < 400; i++)
        buffer_add_format(&long_text, "字%d", i);
    struct letter letter = {
        .from = TEXT("a@b.cn"),
        .to = TEXT("c@d.cn"),
        .domain = TEXT("b.cn"),
        .id = TEXT("1"),
        .subject = buffer_text(&long_text),
        .content = buffer_text(&long_text),
    };
    struct text rest = mail_letter(&letter, arena);
    (void)state;
    assert_true(rest.length > letter.content.length * 2);
    while (rest.length > 0) {
        struct text line = text_cut(&rest, '\n');
        assert_true(line.length <= 79 && line.bytes[line.length - 1] == '\r');
        for (size_t i = 0; i < line.length; i++)
            assert_true((unsigned char)line.bytes[i] < 0x80);
    }
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mail_letter__headers_are_ours_alone),
        cmocka_unit_test(test_mail_letter__lines_stay_short_and_content_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
