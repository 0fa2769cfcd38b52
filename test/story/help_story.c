/* help_story.c: a party makes a code, somebody near to him takes it up, and then sees that matter
 * for a few days and does in it what has no legal effect: under both their names, and no longer
 * than the party wants. [CPL-2023:61] */
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
              "{\"sign_in\":\"%s\",\"name\":\"%s某\",\"identity\":0,\"roles\":[{\"role\":\"%s\"}]}",
              sign_in, sign_in, role);
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, text_of(sign_in), stage->arena, &account));
    return text_terminated(account.id, stage->arena);
}

static const char *
party_of(struct stage *stage)
{
    return text_terminated(stage_asker(stage, "party@DESK").account, stage->arena);
}

/* Somebody asks in the name of this account and role. */
static enum refusal
asks(struct stage *stage, enum verb verb, const char *account, enum role role, const char *step,
     struct text input)
{
    struct act act = stage_make(stage, verb, "party@DESK", step, input);
    act.asker.account = text_of(account);
    act.asker.role = role;
    act.asker.identity = IDENTITY_DECLARED;
    act.matter_id = stage->matter;
    stage_run(stage, stage_node(stage, NODE), &act, &stage->outcome);
    return stage->outcome.refusal;
}

static const char *
digest_named(struct stage *stage, const char *code)
{
    struct digest digest = digest_of(text_of(code));
    return text_terminated(digest_hex(&digest, stage->arena), stage->arena);
}

static enum refusal
offers(struct stage *stage, const char *party, const char *code)
{
    return asks(stage, VERB_OFFER_HELP, party, ROLE_PARTY, "",
                text_format(stage->arena,
                            "{\"code_digest\":\"%s\",\"name\":\"朴顺子\",\"relation\":\"女儿\"}",
                            digest_named(stage, code)));
}

static enum refusal
takes(struct stage *stage, const char *account, const char *code, bool confirms)
{
    return asks(stage, VERB_TAKE_UP_HELP, account, ROLE_PARTY, "",
                text_format(stage->arena, "{\"code_digest\":\"%s\",\"confirm\":%s}",
                            digest_named(stage, code), confirms ? "true" : "false"));
}

static enum refusal
helps(struct stage *stage, const char *account)
{
    return asks(stage, VERB_TAKE_STEP, account, ROLE_HELPER, "supplement",
                TEXT("{\"fields\":{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}}"));
}

static enum refusal
takes_as_helper(struct stage *stage, const char *account, const char *step)
{
    return asks(stage, VERB_TAKE_STEP, account, ROLE_HELPER, step, TEXT("{\"fields\":{}}"));
}

static enum refusal
ends(struct stage *stage, const char *account, enum role role, struct text id)
{
    return asks(stage, VERB_END_REPRESENTATION, account, role, "",
                text_format(stage->arena, "{\"representation\":\"%.*s\"}", TEXT_ARGS(id)));
}

static struct look
look_of(struct stage *stage, struct asker *asker, const char *account, enum role role)
{
    struct stage_node *at = stage_node(stage, NODE);
    int64_t now_ms = stage->world.wall_ms(stage->world.of);
    *asker = (struct asker){.role = role, .account = text_of(account), .node = at->id};
    representation_rows_equip(at->node->store, at->id, asker,
                              date_of_instant(now_ms, CHINA_OFFSET_MINUTES), stage->arena);
    return (struct look){.store = at->node->store,
                         .court_id = at->id,
                         .rules = stage->rules,
                         .network = stage->network,
                         .asker = asker,
                         .now_ms = now_ms,
                         .arena = stage->arena};
}

/* How many matters somebody finds in his list in this role. */
static int
finds(struct stage *stage, const char *account, enum role role)
{
    struct asker asker;
    struct look look = look_of(stage, &asker, account, role);
    struct my_matters *mine = ARENA_NEW(stage->arena, struct my_matters);
    my_matters_load(&look, INT64_MAX, TEXT(""), mine);
    return mine->count;
}

static void
told_help(struct stage *stage)
{
    const char *daughter = enrolled(stage, "shunzi", "party"), *jia = party_of(stage);
    const char *stranger = enrolled(stage, "wai", "party");
    const struct representation_item *items;
    struct asker asker;
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    /* Only whoever sees the matter makes a code for it, and says for whom. */
    assert_int_equal(offers(stage, stranger, "code one"), MATTER_MUST_BE_VISIBLE);
    assert_int_equal(asks(stage, VERB_OFFER_HELP, jia, ROLE_PARTY, "",
                          text_format(stage->arena, "{\"code_digest\":\"%s\",\"name\":\"朴顺子\"}",
                                      digest_named(stage, "code one"))),
                     FIELD_MUST_BE_GIVEN);
    assert_int_equal(offers(stage, jia, "code one"), ALLOWED);
    /* Another code is the only one from then on. */
    assert_int_equal(offers(stage, jia, "code two"), ALLOWED);
    struct text id = text_copy(stage_answer(stage, "representation"), stage->arena);
    stage_expect_text(stage_answer(stage, "status"), "proposed");
    assert_int_equal(takes(stage, daughter, "code one", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "wrong");
    assert_int_equal(finds(stage, daughter, ROLE_HELPER), 0);
    /* Nobody helps himself; the code alone changes nothing. */
    assert_int_equal(takes(stage, jia, "code two", true), TAKER_MUST_BE_ANOTHER_PERSON);
    assert_int_equal(takes(stage, daughter, "code two", false), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "proposed");
    assert_int_equal(helps(stage, daughter), MATTER_MUST_BE_VISIBLE);
    /* The party cannot confirm in her place, as with a power of attorney. */
    assert_int_equal(
        asks(stage, VERB_REPRESENT, jia, ROLE_PARTY, "",
             text_format(stage->arena, "{\"representation\":\"%.*s\"}", TEXT_ARGS(id))),
        REPRESENTATION_MUST_EXIST);
    assert_int_equal(takes(stage, daughter, "code two", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
    /* Once is enough: it opens nothing for the next. */
    assert_int_equal(takes(stage, stranger, "code two", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "wrong");
    /* She sees the matter as a helper, and neither as a party nor as an agent. */
    assert_int_equal(finds(stage, daughter, ROLE_HELPER), 1);
    assert_int_equal(finds(stage, daughter, ROLE_PARTY), 0);
    assert_int_equal(finds(stage, daughter, ROLE_AGENT), 0);
    /* She hands papers in; the record names both. */
    assert_int_equal(helps(stage, daughter), ALLOWED);
    struct text body =
        stage_words(stage, NODE,
                    "SELECT body FROM journal WHERE court_id = $1 AND matter_id = $2 AND body LIKE"
                    " '%\"step\":\"supplement\"%'");
    const struct value *result = value_member(value_read_canonical(body, stage->arena), "result");
    stage_expect_text(value_member_text(result, "account"), daughter);
    stage_expect_text(value_member_text(result, "acted_for"), jia);
    stage_expect_text(value_member_text(result, "role"), "helper");
    /* Nothing of legal effect. */
    assert_int_equal(takes_as_helper(stage, daughter, "withdraw"), PERSON_MUST_ACT_HIMSELF);
    assert_int_equal(takes_as_helper(stage, daughter, "insist"), PERSON_MUST_ACT_HIMSELF);
    assert_int_equal(
        asks(stage, VERB_OFFER_HELP, daughter, ROLE_HELPER, "", TEXT("{\"name\":\"x\"}")),
        PERSON_MUST_ACT_HIMSELF);
    assert_int_equal(
        asks(stage, VERB_REPRESENT, daughter, ROLE_HELPER, "",
             text_format(stage->arena,
                         "{\"agent\":\"%s\",\"principal\":\"%s\",\"scope\":\"special\"}", stranger,
                         jia)),
        PERSON_MUST_ACT_HIMSELF);
    /* No power of attorney is given in this way. */
    assert_int_equal(
        asks(stage, VERB_REPRESENT, jia, ROLE_PARTY, "",
             text_format(stage->arena, "{\"agent\":\"%s\",\"scope\":\"help\"}", stranger)),
        FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    /* The party sees who helps. */
    struct look look = look_of(stage, &asker, jia, ROLE_PARTY);
    int count = representation_list_mine(&look, &items), in_force = 0;
    for (int i = 0; i < count; i++) {
        if (items[i].one.status != REPRESENTATION_IN_FORCE)
            continue;
        in_force++;
        stage_expect_text(items[i].agent_name, "shunzi某");
        stage_expect_text(items[i].one.name, "朴顺子");
        stage_expect_text(items[i].one.relation, "女儿");
        assert_true(items[i].counts_today && !items[i].is_mine_to_confirm);
    }
    assert_int_equal(in_force, 1);
    /* Names are nothing that stays for ever. */
    assert_int_equal(stage_number(stage, NODE,
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND (body LIKE '%朴顺子%' OR body LIKE '%女儿%')"),
                     0);
    /* Ended by the party: she sees nothing more. */
    assert_int_equal(ends(stage, stranger, ROLE_PARTY, id), REPRESENTATION_MUST_EXIST);
    assert_int_equal(ends(stage, jia, ROLE_PARTY, id), ALLOWED);
    assert_int_equal(finds(stage, daughter, ROLE_HELPER), 0);
    assert_int_equal(helps(stage, daughter), MATTER_MUST_BE_VISIBLE);
}

static void
told_days(struct stage *stage)
{
    const char *son = enrolled(stage, "son", "party"), *jia = party_of(stage);
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    /* A day to take it up, and not a moment more. */
    assert_int_equal(offers(stage, jia, "late"), ALLOWED);
    stage_pass(stage, 24 * HOUR_MS);
    assert_int_equal(takes(stage, son, "late", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "wrong");
    assert_int_equal(offers(stage, jia, "in time"), ALLOWED);
    stage_pass(stage, 24 * HOUR_MS - 2 * MINUTE_MS);
    assert_int_equal(takes(stage, son, "in time", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
    /* Seven days after this one; by itself no longer. */
    stage_pass(stage, 7 * 24 * HOUR_MS);
    assert_int_equal(helps(stage, son), ALLOWED);
    stage_pass(stage, 24 * HOUR_MS);
    assert_int_equal(finds(stage, son, ROLE_HELPER), 0);
    assert_int_equal(helps(stage, son), MATTER_MUST_BE_VISIBLE);
}

static void
told_tries(struct stage *stage)
{
    const char *guesser = enrolled(stage, "guesser", "party"), *jia = party_of(stage);
    const char *clerk = enrolled(stage, "clerk", "system_admin");
    const char *son = enrolled(stage, "son", "party");
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    assert_int_equal(offers(stage, jia, "right"), ALLOWED);
    /* Nobody who works here helps, whatever he calls himself. */
    assert_int_equal(takes(stage, clerk, "right", true), ROLES_MUST_BE_SEPARATE);
    for (int i = 0; i < HELP_TRIES_MAX; i++) {
        assert_int_equal(takes(stage, guesser, "wrong", i % 2 == 0), ALLOWED);
        stage_expect_text(stage_answer(stage, "status"), "wrong");
    }
    assert_int_equal(takes(stage, guesser, "right", true), RATE_MUST_BE_KEPT);
    assert_int_equal(takes(stage, son, "right", false), ALLOWED); /* of one account alone */
    stage_pass(stage, 24 * HOUR_MS);
    assert_int_equal(offers(stage, jia, "right again"), ALLOWED);
    assert_int_equal(takes(stage, guesser, "right again", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
    /* So many codes on a day. */
    for (int i = 1; i < HELP_OFFERS_MAX; i++)
        assert_int_equal(offers(stage, jia, "again"), ALLOWED);
    assert_int_equal(offers(stage, jia, "again"), RATE_MUST_BE_KEPT);
}

static void
test_help__is_taken_up_and_ended(void **state)
{
    (void)state;
    stage_tell(NODE, told_help, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_help__has_its_days(void **state)
{
    (void)state;
    stage_tell(NODE, told_days, STAGE_NO_FAULTS);
}

static void
test_help__is_not_guessed(void **state)
{
    (void)state;
    stage_tell(NODE, told_tries, STAGE_NO_FAULTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help__is_taken_up_and_ended),
        cmocka_unit_test(test_help__has_its_days),
        cmocka_unit_test(test_help__is_not_guessed),
    };
    return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}
