/* session_story.c: a browser comes in, acts in a role, rests and goes; nothing of it but the coming
 * in is history. */
#include "stage.h"

#include "query/session_list.h"
#include "store/account_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL7502";

static struct text
digest_hex_of(struct stage *stage, const char *secret)
{
    struct digest digest = digest_of(text_of(secret));
    return digest_hex(&digest, stage->arena);
}

static const char *
enrolled(struct stage *stage)
{
    struct account account;
    struct stage_node *at = stage_node(stage, "JL7502");
    stage_act(stage, VERB_ENROL, ADMIN, "",
              "{\"sign_in\":\"li\",\"name\":\"当事人辛\",\"identity\":1,\"roles\":"
              "[{\"role\":\"counter\"},{\"place\":\"JL7502-T1\",\"role\":\"filing_officer\"}]}");
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, TEXT("li"), stage->arena, &account));
    return text_terminated(account.id, stage->arena);
}

static struct text
opening(struct stage *stage, const char *secret, const char *account, const char *name,
        const char *stage_word, const char *role, const char *more)
{
    long long ends = (long long)(stage->world.wall_ms(stage->world.of) + 12 * HOUR_MS);
    return text_format(stage->arena,
                       "{\"account\":\"%s\",\"digest\":\"%.*s\",\"ends\":%lld,\"how\":\"password\","
                       "\"idle\":%lld,\"label\":\"Firefox\",\"role\":\"%s\",\"session\":\"%s\","
                       "\"stage\":\"%s\"%s}",
                       account, TEXT_ARGS(digest_hex_of(stage, secret)), ends,
                       (long long)(30 * MINUTE_MS), role, name, stage_word, more);
}

static void
opens(struct stage *stage, struct text input)
{
    stage_act(stage, VERB_OPEN_SESSION, "counter@JL7502", "", "%s", input.bytes);
}

static void
is_not_opened(struct stage *stage, enum refusal refusal, struct text input)
{
    stage_refused(stage, refusal, VERB_OPEN_SESSION, "counter@JL7502", "", "%s", input.bytes);
}

static struct session_row
row_of(struct stage *stage, const char *secret)
{
    struct session_row row = {.ended_ms = -2};
    struct stage_node *at = stage_node(stage, "JL7502");
    struct digest digest = digest_of(text_of(secret));
    session_list_find(at->node->store, at->id, &digest, stage->arena, &row);
    return row;
}

static int
mine(struct stage *stage, const char *account, const struct session_row **rows)
{
    struct stage_node *at = stage_node(stage, "JL7502");
    struct asker asker = {.account = text_of(account)};
    struct look look = {.store = at->node->store,
                        .court_id = at->id,
                        .asker = &asker,
                        .now_ms = stage->world.wall_ms(stage->world.of),
                        .arena = stage->arena};
    return session_list_mine(&look, rows);
}

/* Somebody asks in the name of this account. */
static enum refusal
asks(struct stage *stage, enum verb verb, const char *account, struct text input)
{
    struct act act = stage_make(stage, verb, "counter@JL7502", "", input);
    act.asker.account = text_of(account);
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    return stage->outcome.refusal;
}

static int64_t
notes(struct stage *stage)
{
    return stage_number(stage, "JL7502",
                        "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                        " AND kind = 'security_noted/1'");
}

static void
told_opened(struct stage *stage)
{
    const char *li = enrolled(stage);
    is_not_opened(stage, PASSWORD_MUST_BE_RIGHT, opening(stage, "a", "a0", "s1", "in", "-", ""));
    is_not_opened(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES,
                  opening(stage, "a", li, "s1", "inside", "-", ""));
    is_not_opened(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES,
                  opening(stage, "a", li, "s1", "sign_up", "-", ""));
    is_not_opened(stage, PASSWORD_MUST_BE_RIGHT, opening(stage, "a", "-", "s1", "in", "-", ""));
    is_not_opened(stage, ROLE_MUST_BE_ALLOWED, opening(stage, "a", li, "s1", "in", "judge", ""));
    is_not_opened(stage, ROLE_MUST_BE_ALLOWED,
                  opening(stage, "a", li, "s1", "in", "filing_officer", ""));
    opens(stage, opening(stage, "a", li, "s1", "second_factor", "-", ""));
    assert_int_equal(notes(stage), 0);
    /* The second factor was shown: the half-way secret ends as the new one begins. */
    opens(stage, opening(stage, "b", li, "s2", "in", "filing_officer@JL7502-T1",
                         text_format(stage->arena, ",\"replaces\":\"%.*s\"",
                                     TEXT_ARGS(digest_hex_of(stage, "a")))
                             .bytes));
    assert_int_equal(notes(stage), 1);
    assert_true(row_of(stage, "a").ended_ms >= 0);
    struct session_row row = row_of(stage, "b");
    assert_int_equal(row.ended_ms, -1);
    stage_expect_text(row.role, "filing_officer@JL7502-T1");
    stage_expect_text(row.label, "Firefox");
    stage_expect_text(row.how, "password");
    /* What is over is forgotten after a day, when somebody comes in. */
    stage_pass(stage, 40 * HOUR_MS);
    opens(stage, opening(stage, "d", li, "s4", "in", "-", ""));
    assert_int_equal(
        stage_number(stage, "JL7502", "SELECT COUNT(*) FROM session WHERE court_id = $1"), 1);
    /* No secret and no browser stands in the record. */
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%Firefox%'"),
                     0);
}

static void
told_changed(struct stage *stage)
{
    const char *li = enrolled(stage);
    opens(stage, opening(stage, "a", li, "s1", "in", "-", ""));
    struct text a = digest_hex_of(stage, "a"), b = digest_hex_of(stage, "b");
    const char *format = "{\"digest\":\"%.*s\",\"new_digest\":\"%.*s\",\"role\":\"%s\"}";
    struct text wrong = text_format(stage->arena, format, TEXT_ARGS(a), TEXT_ARGS(b), "judge");
    struct text right = text_format(stage->arena, format, TEXT_ARGS(a), TEXT_ARGS(b), "counter");
    struct text none = text_format(stage->arena, format, TEXT_ARGS(a), TEXT_ARGS(b), "-");
    assert_int_equal(asks(stage, VERB_CHANGE_SESSION, li, wrong), ROLE_MUST_BE_ALLOWED);
    assert_int_equal(asks(stage, VERB_CHANGE_SESSION, li, none), ROLE_MUST_BE_ALLOWED);
    assert_int_equal(asks(stage, VERB_CHANGE_SESSION, "a0", right), ROLE_MUST_BE_ALLOWED);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_CHANGE_SESSION, "counter@JL7502", "",
                  "{\"digest\":\"1\",\"role\":\"counter\"}");
    assert_int_equal(asks(stage, VERB_CHANGE_SESSION, li, right), ALLOWED);
    assert_int_equal(row_of(stage, "a").ended_ms, -2); /* the old secret opens nothing */
    stage_expect_text(row_of(stage, "b").role, "counter");
    stage_expect_text(row_of(stage, "b").id, "s1");
    assert_int_equal(asks(stage, VERB_CHANGE_SESSION, li, right), ASKER_MUST_BE_SIGNED_IN);
}

static void
told_seen_and_ended(struct stage *stage)
{
    const char *li = enrolled(stage);
    const struct session_row *rows;
    opens(stage, opening(stage, "a", li, "s1", "in", "counter", ""));
    opens(stage, opening(stage, "b", li, "s2", "in", "counter", ""));
    opens(stage, opening(stage, "c", li, "s3", "in", "counter", ""));
    stage_pass(stage, 29 * MINUTE_MS);
    long long seen = (long long)stage->world.wall_ms(stage->world.of);
    stage_act(stage, VERB_SEE_SESSIONS, "counter@JL7502", "",
              "{\"sessions\":[{\"digest\":\"%.*s\",\"seen\":%lld},{\"digest\":\"%.*s\","
              "\"seen\":%lld},{\"digest\":\"no\",\"seen\":1},{\"digest\":\"%.*s\",\"seen\":5}]}",
              TEXT_ARGS(digest_hex_of(stage, "a")), seen, TEXT_ARGS(digest_hex_of(stage, "b")),
              seen, TEXT_ARGS(digest_hex_of(stage, "c")));
    assert_true(row_of(stage, "c").seen_ms > 5); /* never seen earlier than it was */
    assert_int_equal(mine(stage, li, &rows), 2); /* the third has rested too long */
    assert_int_equal(mine(stage, "a0", &rows), 0);
    /* Somebody else's cannot be ended, one's own can, and all at once. */
    assert_int_equal(asks(stage, VERB_END_SESSION, "a0", TEXT("{\"session\":\"s1\"}")), ALLOWED);
    assert_int_equal(mine(stage, li, &rows), 2);
    assert_int_equal(asks(stage, VERB_END_SESSION, li, TEXT("{\"session\":\"s1\"}")), ALLOWED);
    assert_int_equal(mine(stage, li, &rows), 1);
    stage_expect_text(rows[0].id, "s2");
    int64_t ended_ms = row_of(stage, "a").ended_ms;
    assert_int_equal(asks(stage, VERB_END_SESSION, li, TEXT("{\"all\":true}")), ALLOWED);
    assert_int_equal(mine(stage, li, &rows), 0);
    assert_int_equal(row_of(stage, "a").ended_ms, ended_ms);
    assert_int_equal(notes(stage), 4);
    opens(stage, opening(stage, "d", li, "s4", "in", "counter", ""));
    stage_act(stage, VERB_END_SESSION, "counter@JL7502", "", "{\"digest\":\"%.*s\"}",
              TEXT_ARGS(digest_hex_of(stage, "d")));
    assert_true(row_of(stage, "d").ended_ms >= 0);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_END_SESSION, "counter@JL7502", "",
                  "{\"digest\":\"mine\"}");
}

static void
test_session__is_opened_by_who_may_come_in(void **state)
{
    (void)state;
    stage_tell("JL7502", told_opened, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_session__changes_its_secret_with_its_role(void **state)
{
    (void)state;
    stage_tell("JL7502", told_changed, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_session__is_seen_and_ended(void **state)
{
    (void)state;
    stage_tell("JL7502", told_seen_and_ended, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_session__is_opened_by_who_may_come_in),
        cmocka_unit_test(test_session__changes_its_secret_with_its_role),
        cmocka_unit_test(test_session__is_seen_and_ended),
    };
    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
