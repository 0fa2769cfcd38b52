/* session_test.c: a cookie has one spelling; a form must be ours, for this browser, from our page.
 */
#include "http/csrf.h"
#include "http/session.h"
#include "http/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static const unsigned char random_bytes[TOKEN_RANDOM_BYTES] = {0xfb, 0xff, 1, 2, [31] = 7};
static const unsigned char pad[CSRF_PAD_BYTES] = {1, 2, 3, [31] = 9};
static const unsigned char other_pad[CSRF_PAD_BYTES] = {9, 8, 7, [31] = 1};
static const unsigned char key[CSRF_KEY_BYTES] = {5, [31] = 6};
static const unsigned char other_key[CSRF_KEY_BYTES] = {6, [31] = 6};

static int
open_all(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
close_all(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* "__Host-s=VALUE" alone, as a browser sends it back. */
static struct text
sent_back(struct text set_cookie)
{
    struct text rest = set_cookie;
    return text_cut(&rest, ';');
}

static bool
reads(struct text cookies)
{
    struct text node, secret;
    return session_cookie_read(cookies, &node, &secret);
}

static void
test_session__the_cookie_comes_back(void **state)
{
    struct text node, secret, made = token_secret(random_bytes, arena);
    struct text set = session_cookie_set(TEXT("JL-7502"), made, 0, arena);
    (void)state;
    assert_true(text_starts_with(set, "__Host-s=jl-7502."));
    const char *attributes = strchr(set.bytes, ';');
    assert_string_equal(attributes, "; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_true(session_cookie_read(sent_back(set), &node, &secret));
    assert_true(text_is(node, "jl-7502"));
    assert_true(text_equal(secret, made));
    assert_non_null(
        strstr(session_cookie_set(TEXT("1"), made, 3600, arena).bytes, "; Max-Age=3600"));
    assert_false(reads(sent_back(session_cookie_clear(arena))));
}

static void
test_session__one_cookie_has_one_spelling(void **state)
{
    struct text good =
        sent_back(session_cookie_set(TEXT("7502"), token_secret(random_bytes, arena), 0, arena));
    (void)state;
    assert_true(reads(good));
    assert_true(reads(text_format(arena, "a=1; %.*s ; b=2", TEXT_ARGS(good))));
    assert_false(reads(TEXT("")));
    assert_false(reads(text_format(arena, "%.*s; %.*s", TEXT_ARGS(good), TEXT_ARGS(good))));
    assert_false(reads(text_format(arena, "x%.*s", TEXT_ARGS(good))));
    assert_false(reads(text_format(arena, "%.*sA", TEXT_ARGS(good))));
    assert_false(reads(TEXT("__Host-s=7502.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")));
    assert_true(reads(TEXT("__Host-s=7502.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
    assert_false(reads(TEXT("__Host-s=JL.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
    assert_false(reads(TEXT("__Host-s=.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
    assert_true(text_is(session_cookie(TEXT("p=zh; q=1"), "q"), "1"));
    assert_true(text_is_empty(session_cookie(TEXT("p=zh; p=ko"), "p")));
}

static void
test_session__a_row_lives_until_rest_end_or_sign_out(void **state)
{
    struct session_row row = {.seen_ms = 1000, .idle_ms = 500, .ends_ms = 2000, .ended_ms = -1};
    bool is_idle;
    (void)state;
    assert_true(session_row_lives(&row, 1499, &is_idle));
    assert_false(is_idle);
    assert_false(session_row_lives(&row, 1500, &is_idle));
    assert_true(is_idle);
    row.seen_ms = 1999;
    assert_true(session_row_lives(&row, 1999, &is_idle));
    assert_false(session_row_lives(&row, 2000, &is_idle));
    assert_false(is_idle);
    row.ended_ms = 1100;
    assert_false(session_row_lives(&row, 1100, &is_idle));
    assert_false(is_idle);
}

static void
test_session__staff_are_those_with_any_other_role(void **state)
{
    struct account account = {.roles = {{ROLE_PARTY, TEXT("")}, {ROLE_AGENT, TEXT("")}},
                              .roles_count = 2};
    (void)state;
    assert_false(session_is_staff(&account));
    assert_true(text_is_empty(session_only_role(&account, arena)));
    account.roles[0] = (struct account_role){ROLE_COUNTER, TEXT("JL7504-T1")};
    assert_true(session_is_staff(&account));
    account.roles_count = 1;
    assert_true(text_is(session_only_role(&account, arena), "counter@JL7504-T1"));
}

static void
test_csrf__a_token_fits_its_session_alone(void **state)
{
    struct text mine = token_secret(random_bytes, arena), theirs = token_secret(pad, arena);
    struct text token = csrf_token(mine, pad, arena), again = csrf_token(mine, other_pad, arena);
    (void)state;
    assert_int_equal(token.length, CSRF_TOKEN_LENGTH);
    assert_true(csrf_fits(mine, token));
    assert_true(csrf_fits(mine, again));
    assert_false(text_equal(token, again)); /* nothing in a page repeats */
    assert_false(csrf_fits(theirs, token));
    assert_false(csrf_fits(TEXT(""), token));
    for (size_t i = 0; i < token.length; i++) {
        char *changed = (char *)text_terminated(token, arena);
        changed[i] = changed[i] == 'B' ? 'C' : 'B';
        assert_false(csrf_fits(mine, (struct text){changed, token.length}));
        assert_false(csrf_fits(mine, (struct text){token.bytes, i}));
    }
    assert_false(csrf_fits(mine, text_format(arena, "%.*sA", TEXT_ARGS(token))));
}

static void
test_csrf__a_visitor_has_some_hours(void **state)
{
    const int64_t now_ms = 500 * (int64_t)CSRF_VISITOR_MS + 17;
    struct text visitor = TEXT("a visitor's cookie");
    struct text token = csrf_visitor_token(key, visitor, now_ms, pad, arena);
    (void)state;
    assert_true(csrf_visitor_fits(key, visitor, now_ms, token));
    assert_true(csrf_visitor_fits(key, visitor, now_ms + CSRF_VISITOR_MS, token));
    assert_false(csrf_visitor_fits(key, visitor, now_ms + 2 * (int64_t)CSRF_VISITOR_MS, token));
    assert_false(csrf_visitor_fits(key, visitor, now_ms - CSRF_VISITOR_MS, token));
    assert_false(csrf_visitor_fits(key, TEXT("another"), now_ms, token));
    assert_false(csrf_visitor_fits(key, TEXT(""), now_ms, token));
    assert_false(csrf_visitor_fits(other_key, visitor, now_ms, token));
    assert_false(csrf_fits(visitor, token));
}

static bool
from(const char *fetch_site, const char *origin, const char *host)
{
    return csrf_origin_is_own(text_of(fetch_site), text_of(origin), text_of(host));
}

static void
test_csrf__a_form_comes_from_our_own_page(void **state)
{
    (void)state;
    assert_true(from("same-origin", "", "court.example"));
    assert_true(from("none", "", "court.example"));
    assert_false(from("same-site", "https://court.example", "court.example"));
    assert_false(from("cross-site", "https://court.example", "court.example"));
    assert_false(from("Same-Origin", "https://court.example", "court.example"));
    assert_true(from("", "https://court.example", "court.example"));
    assert_true(from("", "http://10.1.2.3:8080", "10.1.2.3:8080"));
    assert_true(from("", "https://Court.Example", "court.example"));
    assert_false(from("", "https://court.example:8443", "court.example"));
    assert_false(from("", "https://evil.example", "court.example"));
    assert_false(from("", "https://court.example.evil", "court.example"));
    assert_false(from("", "null", "null"));
    assert_false(from("", "", "court.example"));
    assert_false(from("", "https://", ""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_session__the_cookie_comes_back),
        cmocka_unit_test(test_session__one_cookie_has_one_spelling),
        cmocka_unit_test(test_session__a_row_lives_until_rest_end_or_sign_out),
        cmocka_unit_test(test_session__staff_are_those_with_any_other_role),
        cmocka_unit_test(test_csrf__a_token_fits_its_session_alone),
        cmocka_unit_test(test_csrf__a_visitor_has_some_hours),
        cmocka_unit_test(test_csrf__a_form_comes_from_our_own_page),
    };
    return cmocka_run_group_tests_name("session", tests, open_all, close_all);
}
