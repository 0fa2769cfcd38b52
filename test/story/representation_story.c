/* representation_story.c: at the public desk a power of attorney is given, proposed, confirmed and
 * taken back; the agent sees and does what it covers, while it lasts, and nothing else. */
#include "stage.h"

#include "query/my_matters.h"
#include "query/representation_list.h"
#include "store/account_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char NODE[] = "DESK";

static const char *
enrolled(struct stage *stage, const char *sign_in, const char *role)
{
    struct account account;
    struct stage_node *at = stage_node(stage, NODE);
    stage_act(stage, VERB_ENROL, "system_admin@DESK", "",
              "{\"sign_in\":\"%s\",\"name\":\"%s某\",\"identity\":1,\"roles\":[{\"role\":\"%s\"}]}",
              sign_in, sign_in, role);
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, text_of(sign_in), stage->arena, &account));
    return text_terminated(account.id, stage->arena);
}

/* Somebody asks in the name of this account and role. */
static enum refusal
asks(struct stage *stage, enum verb verb, const char *account, enum role role, const char *step,
     struct text input, const char *acted_for)
{
    struct act act = stage_make(stage, verb, "party@DESK", step, input);
    act.asker.account = text_of(account);
    act.asker.role = role;
    act.asker.identity = IDENTITY_SEEN;
    act.asker.acted_for = text_of(acted_for);
    stage_run(stage, stage_node(stage, NODE), &act, &stage->outcome);
    return stage->outcome.refusal;
}

static enum refusal
gives(struct stage *stage, const char *principal, const char *agent, const char *more)
{
    return asks(stage, VERB_REPRESENT, principal, ROLE_PARTY, "",
                text_format(stage->arena, "{\"agent\":\"%s\"%s}", agent, more), "");
}

static enum refusal
ends(struct stage *stage, const char *account, enum role role, struct text id)
{
    return asks(stage, VERB_END_REPRESENTATION, account, role, "",
                text_format(stage->arena, "{\"representation\":\"%.*s\"}", TEXT_ARGS(id)), "");
}

/* What this agent finds in his list: c with content, l the line alone, - nothing. */
static char
finds(struct stage *stage, const char *agent)
{
    struct stage_node *at = stage_node(stage, NODE);
    struct my_matters *mine = ARENA_NEW(stage->arena, struct my_matters);
    struct asker asker = {.role = ROLE_AGENT, .account = text_of(agent), .node = at->id};
    int64_t now_ms = stage->world.wall_ms(stage->world.of);
    representation_rows_equip(at->node->store, at->id, &asker,
                              date_of_instant(now_ms, CHINA_OFFSET_MINUTES), stage->arena);
    struct look look = {.store = at->node->store,
                        .court_id = at->id,
                        .rules = stage->rules,
                        .network = stage->network,
                        .asker = &asker,
                        .now_ms = now_ms,
                        .arena = stage->arena};
    /* The writer's connection has no transaction under way between two acts. */
    my_matters_load(&look, INT64_MAX, TEXT(""), mine);
    return mine->count == 0 ? '-' : text_is_empty(mine->rows[0].row.title) ? 'l' : 'c';
}

static struct text
withdrawing(struct stage *stage)
{
    return text_format(stage->arena, "{\"fields\":{\"reason\":\"已和解。\"}}");
}

static enum refusal
withdraws(struct stage *stage, const char *agent, const char *principal)
{
    return asks(stage, VERB_TAKE_STEP, agent, ROLE_AGENT, "withdraw", withdrawing(stage),
                principal);
}

static enum refusal
supplements(struct stage *stage, const char *agent, const char *principal)
{
    return asks(stage, VERB_TAKE_STEP, agent, ROLE_AGENT, "supplement",
                TEXT("{\"fields\":{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}}"),
                principal);
}

static const char *
party_of(struct stage *stage)
{
    return text_terminated(stage_asker(stage, "party@DESK").account, stage->arena);
}

/* The plaintiff of the stage's complaint has an account under the name the stage gave him. */
static void
told_given(struct stage *stage)
{
    const char *lawyer = enrolled(stage, "lawyer", "party");
    const char *jia = party_of(stage);
    struct account account;
    struct text place;
    struct stage_node *at = stage_node(stage, NODE);
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    assert_int_equal(finds(stage, lawyer), '-');
    /* Terms that do not hold together. */
    assert_int_equal(gives(stage, jia, lawyer, ",\"scope\":\"all\""),
                     FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    assert_int_equal(gives(stage, jia, lawyer, ",\"scope\":\"general\",\"from\":\"2026-02-30\""),
                     DATE_MUST_EXIST);
    assert_int_equal(gives(stage, jia, lawyer,
                           ",\"scope\":\"general\",\"from\":\"2026-05-02\","
                           "\"until\":\"2026-05-01\""),
                     FIELD_MUST_BE_IN_BOUNDS);
    assert_int_equal(gives(stage, jia, "a0", ",\"scope\":\"general\""), ACCOUNT_MUST_EXIST);
    /* Nobody who works at a court becomes an agent by somebody else's paper. */
    assert_int_equal(
        gives(stage, jia, enrolled(stage, "keeper", "system_admin"), ",\"scope\":\"general\""),
        ROLES_MUST_BE_SEPARATE);
    assert_int_equal(gives(stage, jia, lawyer,
                           ",\"scope\":\"general\",\"document\":\""
                           "0000000000000000000000000000000000000000000000000000000000000000\""),
                     FILE_MUST_BE_UPLOADED);
    assert_int_equal(asks(stage, VERB_REPRESENT, "s1", ROLE_JUDGE, "",
                          text_format(stage->arena,
                                      "{\"agent\":\"%s\",\"principal\":\"%s\","
                                      "\"scope\":\"general\"}",
                                      lawyer, jia),
                          ""),
                     ROLE_MUST_BE_ALLOWED);
    /* For another matter: nothing of this one is seen. */
    assert_int_equal(gives(stage, jia, lawyer, ",\"matter\":\"none\",\"scope\":\"special\""),
                     ALLOWED);
    assert_int_equal(finds(stage, lawyer), '-');
    assert_int_equal(supplements(stage, lawyer, jia), MATTER_MUST_BE_VISIBLE);
    /* For all: seen at once, and the account may act as an agent from now on. */
    assert_int_equal(gives(stage, jia, lawyer, ",\"scope\":\"general\""), ALLOWED);
    struct text general = text_copy(stage_answer(stage, "representation"), stage->arena);
    assert_int_equal(finds(stage, lawyer), 'c');
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, TEXT("lawyer"), stage->arena, &account));
    assert_true(account_has_role(&account, ROLE_AGENT, &place));
    assert_int_equal(supplements(stage, lawyer, jia), ALLOWED);
    /* Withdrawal wants special authority. */
    assert_int_equal(withdraws(stage, lawyer, jia), AUTHORITY_MUST_BE_SPECIAL);
    /* Taken back: what he did is still in his list, nothing more. */
    assert_int_equal(ends(stage, "a0", ROLE_PARTY, general), REPRESENTATION_MUST_EXIST);
    assert_int_equal(ends(stage, jia, ROLE_PARTY, general), ALLOWED);
    assert_int_equal(ends(stage, jia, ROLE_PARTY, general), REPRESENTATION_MUST_EXIST);
    assert_int_equal(finds(stage, lawyer), 'l');
    assert_int_equal(supplements(stage, lawyer, jia), REPRESENTATION_MUST_BE_IN_FORCE);
    /* With special authority for this matter. */
    const char *special = text_format(stage->arena, ",\"matter\":\"%.*s\",\"scope\":\"special\"",
                                      TEXT_ARGS(stage->matter))
                              .bytes;
    assert_int_equal(gives(stage, jia, lawyer, special), ALLOWED);
    assert_int_equal(finds(stage, lawyer), 'c');
    assert_int_equal(withdraws(stage, lawyer, jia), ALLOWED);
}

static void
told_days(struct stage *stage)
{
    const char *lawyer = enrolled(stage, "lawyer", "party"), *jia = party_of(stage);
    int64_t now_ms = stage->world.wall_ms(stage->world.of);
    struct date today = date_of_instant(now_ms, CHINA_OFFSET_MINUTES);
    struct text from = date_text(date_add_days(today, 1), stage->arena);
    struct text until = date_text(date_add_days(today, 2), stage->arena);
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    assert_int_equal(gives(stage, jia, lawyer,
                           text_format(stage->arena,
                                       ",\"scope\":\"general\",\"from\":\"%.*s\","
                                       "\"until\":\"%.*s\"",
                                       TEXT_ARGS(from), TEXT_ARGS(until))
                               .bytes),
                     ALLOWED);
    assert_int_equal(finds(stage, lawyer), '-'); /* not before its first day */
    stage_pass(stage, 24 * HOUR_MS);
    assert_int_equal(finds(stage, lawyer), 'c');
    assert_int_equal(supplements(stage, lawyer, jia), ALLOWED);
    stage_pass(stage, 48 * HOUR_MS);
    assert_int_equal(finds(stage, lawyer), 'l'); /* nor after its last */
}

static struct text
proposing(struct stage *stage, const char *principal, const char *document)
{
    return text_format(stage->arena, "{%s\"principal\":\"%s\",\"scope\":\"general\"}", document,
                       principal);
}

static void
told_proposed(struct stage *stage)
{
    const char *lawyer = enrolled(stage, "lawyer", "agent"), *jia = enrolled(stage, "jia", "party");
    const struct representation_item *items;
    struct digest digest = digest_of(TEXT("授权委托书"));
    const char *paper = text_format(stage->arena, "\"document\":\"%.*s\",",
                                    TEXT_ARGS(digest_hex(&digest, stage->arena)))
                            .bytes;
    assert_int_equal(
        asks(stage, VERB_REPRESENT, lawyer, ROLE_AGENT, "", proposing(stage, jia, ""), ""),
        FILE_MUST_BE_UPLOADED);
    stage_act(stage, VERB_KEEP_FILE, "party@DESK", "",
              "{\"bytes\":15,\"media\":\"application/pdf\",\"sha256\":\"%.*s\"}",
              TEXT_ARGS(digest_hex(&digest, stage->arena)));
    assert_int_equal(
        asks(stage, VERB_REPRESENT, lawyer, ROLE_AGENT, "", proposing(stage, lawyer, paper), ""),
        TAKER_MUST_BE_ANOTHER_PERSON);
    assert_int_equal(asks(stage, VERB_REPRESENT, lawyer, ROLE_AGENT, "",
                          text_format(stage->arena, "{%s\"scope\":\"general\"}", paper), ""),
                     PERSON_ACTED_FOR_MUST_BE_NAMED);
    assert_int_equal(
        asks(stage, VERB_REPRESENT, lawyer, ROLE_AGENT, "", proposing(stage, jia, paper), ""),
        ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "proposed");
    struct text id = text_copy(stage_answer(stage, "representation"), stage->arena);
    struct stage_node *at = stage_node(stage, NODE);
    struct asker asker = {.role = ROLE_PARTY, .account = text_of(jia), .node = at->id};
    struct look look = {.store = at->node->store,
                        .court_id = at->id,
                        .asker = &asker,
                        .now_ms = stage->world.wall_ms(stage->world.of),
                        .arena = stage->arena};
    assert_int_equal(representation_list_mine(&look, &items), 1);
    assert_true(items[0].is_mine_to_confirm && !items[0].counts_today);
    stage_expect_text(items[0].agent_name, "lawyer某");
    /* Only the principal confirms it. */
    struct text confirming =
        text_format(stage->arena, "{\"representation\":\"%.*s\"}", TEXT_ARGS(id));
    assert_int_equal(asks(stage, VERB_REPRESENT, lawyer, ROLE_AGENT, "", confirming, ""),
                     REPRESENTATION_MUST_EXIST);
    assert_int_equal(asks(stage, VERB_REPRESENT, jia, ROLE_PARTY, "", confirming, ""), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
    assert_int_equal(asks(stage, VERB_REPRESENT, jia, ROLE_PARTY, "", confirming, ""),
                     REPRESENTATION_MUST_EXIST);
    assert_int_equal(ends(stage, lawyer, ROLE_AGENT, id), ALLOWED); /* he lays it down */
    /* A person without an account, at a counter: his name is nothing that stays for ever. */
    assert_int_equal(asks(stage, VERB_REPRESENT, "s1", ROLE_COUNTER, "",
                          text_format(stage->arena,
                                      "{\"agent\":\"%s\",%s\"person\":{\"name\":\"老朴\","
                                      "\"number\":\"222401195001011234\"},\"scope\":\"general\"}",
                                      lawyer, paper),
                          ""),
                     ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
    assert_int_equal(stage_number(stage, NODE,
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%老朴%'"),
                     0);
    /* A proposal can be turned away. */
    assert_int_equal(
        asks(stage, VERB_REPRESENT, lawyer, ROLE_AGENT, "", proposing(stage, jia, paper), ""),
        ALLOWED);
    struct text second = text_copy(stage_answer(stage, "representation"), stage->arena);
    assert_int_equal(ends(stage, jia, ROLE_PARTY, second), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "declined");
}

static void
test_representation__covers_what_it_says_while_it_lasts(void **state)
{
    (void)state;
    stage_tell(NODE, told_given, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_representation__has_a_first_and_a_last_day(void **state)
{
    (void)state;
    stage_tell(NODE, told_days, STAGE_NO_FAULTS);
}

static void
test_representation__is_proposed_and_confirmed(void **state)
{
    (void)state;
    stage_tell(NODE, told_proposed, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_representation__covers_what_it_says_while_it_lasts),
        cmocka_unit_test(test_representation__has_a_first_and_a_last_day),
        cmocka_unit_test(test_representation__is_proposed_and_confirmed),
    };
    return cmocka_run_group_tests_name("representation", tests, NULL, NULL);
}
