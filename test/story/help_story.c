/* help_story.c: a party makes a code, somebody near to him takes it up, and then sees that matter
 * for a few days and does in it what has no legal effect: under both their names, and no longer
 * than the party wants. [CPL-2023:61] */
#include "stage.h"

#include "exchange/claim_code.h"
#include "query/my_matters.h"
#include "query/paper_list.h"
#include "query/representation_list.h"
#include "store/account_rows.h"
#include "work/printing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char NODE[] = "DESK";

/* Whom the party writes down. */
#define HELPER_NAME "朴顺子"

static const char *
enrolled_as(struct stage *stage, const char *sign_in, const char *role, const char *name)
{
    struct account account;
    struct stage_node *at = stage_node(stage, NODE);
    stage_act(stage, VERB_ENROL, "system_admin@DESK", "",
              "{\"sign_in\":\"%s\",\"name\":\"%s\",\"identity\":0,\"roles\":[{\"role\":\"%s\"}]}",
              sign_in, name, role);
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, text_of(sign_in), stage->arena, &account));
    return text_terminated(account.id, stage->arena);
}

static const char *
enrolled(struct stage *stage, const char *sign_in, const char *role)
{
    return enrolled_as(stage, sign_in, role, text_format(stage->arena, "%s某", sign_in).bytes);
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
    const char *jia = party_of(stage);
    const char *daughter = enrolled_as(stage, "shunzi", "party", HELPER_NAME);
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
        stage_expect_text(items[i].agent_name, HELPER_NAME);
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
    const char *son = enrolled_as(stage, "son", "party", HELPER_NAME), *jia = party_of(stage);
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
    const char *guesser = enrolled_as(stage, "guesser", "party", HELPER_NAME);
    const char *clerk = enrolled_as(stage, "clerk", "system_admin", HELPER_NAME);
    const char *son = enrolled_as(stage, "son", "party", HELPER_NAME), *jia = party_of(stage);
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

/* ---- never more than help ---- */

static bool
says(struct text text, const char *part)
{
    return memmem(text.bytes, text.length, part, strlen(part)) != NULL;
}

static struct paper_source
acknowledgement_for(struct stage *stage, const char *account, enum role role)
{
    struct asker *asker = ARENA_NEW(stage->arena, struct asker);
    struct look *look = ARENA_NEW(stage->arena, struct look);
    struct paper_list list;
    struct paper_source source = {0};
    *look = look_of(stage, asker, account, role);
    assert_true(paper_list_load(look, stage->matter, &list));
    for (int i = 0; i < list.count; i++) {
        if (!text_is(list.rows[i].kind, "acknowledgement"))
            continue;
        assert_true(paper_list_source(look, stage->matter, list.rows[i].id, &source));
        return source;
    }
    fail_msg("%s gets no acknowledgement", account);
    return source;
}

static bool
is_marked(struct stage *stage, struct paper_source *source)
{
    struct fault fault = {0};
    struct printed printed;
    struct text job;
    struct printing *printing =
        printing_open(NULL, "no-folder", TEXT(""), &stage_node(stage, NODE)->paper_key, &fault);
    assert_non_null(printing);
    assert_true(printing_note(printing, source, stage->arena, &printed, &job));
    printing_close(printing);
    return says(job, "\"qr\":");
}

static struct text
receipt_for(struct stage *stage, const char *account, enum role role)
{
    struct asker asker;
    struct text receipt;
    struct look look = look_of(stage, &asker, account, role);
    const struct node *node = stage_node(stage, NODE)->node;
    int64_t opening = claim_code_opening(node->store, node->id, stage->matter);
    assert_true(history_receipt(&look, stage->matter, opening, node->checkpoint,
                                node->checkpoint_size, true, &receipt));
    return receipt;
}

static void
told_papers(struct stage *stage)
{
    static const char *const items[] = {"authorisation", "address_confirmation",
                                        "preservation_application", "relief_application",
                                        "mediation_preference"};
    const char *daughter = enrolled_as(stage, "shunzi", "party", HELPER_NAME);
    const char *jia = party_of(stage);
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    assert_int_equal(offers(stage, jia, "papers"), ALLOWED);
    assert_int_equal(takes(stage, daughter, "papers", true), ALLOWED);
    /* What adds the matter to an account is for the party's eyes. */
    struct paper_source his = acknowledgement_for(stage, jia, ROLE_PARTY);
    struct paper_source hers = acknowledgement_for(stage, daughter, ROLE_HELPER);
    assert_false(text_is_empty(his.claim_code));
    assert_true(text_is_empty(hers.claim_code));
    assert_true(is_marked(stage, &his));
    assert_false(is_marked(stage, &hers));
    assert_true(says(receipt_for(stage, jia, ROLE_PARTY), "\nprivate_salt "));
    struct text receipt = receipt_for(stage, daughter, ROLE_HELPER);
    assert_true(says(receipt, "\nbody ") && !says(receipt, "\nprivate"));
    /* Papers of legal effect are not hers to hand in, whatever else lies with them. */
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        struct text input = text_format(stage->arena,
                                        "{\"fields\":{\"materials\":["
                                        "{\"item\":\"evidence\",\"paper\":true},"
                                        "{\"item\":\"%s\",\"paper\":true}]}}",
                                        items[i]);
        assert_int_equal(asks(stage, VERB_TAKE_STEP, daughter, ROLE_HELPER, "supplement", input),
                         PERSON_MUST_ACT_HIMSELF);
        assert_int_equal(asks(stage, VERB_TAKE_STEP, jia, ROLE_PARTY, "supplement", input),
                         ALLOWED);
    }
}

static void
told_names(struct stage *stage)
{
    const char *daughter = enrolled_as(stage, "shunzi", "party", HELPER_NAME);
    const char *thief = enrolled(stage, "thief", "party"), *jia = party_of(stage);
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    assert_int_equal(offers(stage, jia, "overheard"), ALLOWED);
    /* To somebody of another name it is a wrong code, and counts as one. */
    for (int i = 0; i < HELP_TRIES_MAX; i++) {
        assert_int_equal(takes(stage, thief, "overheard", i % 2 == 0), ALLOWED);
        stage_expect_text(stage_answer(stage, "status"), "wrong");
    }
    assert_int_equal(takes(stage, thief, "overheard", true), RATE_MUST_BE_KEPT);
    assert_int_equal(takes(stage, daughter, "overheard", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
}

/* A counter takes in a power of attorney of somebody without an account. */
static struct text
empowered(struct stage *stage, const char *agent)
{
    struct digest digest = digest_of(TEXT("power"));
    struct text document = digest_hex(&digest, stage->arena);
    stage_act(stage, VERB_KEEP_FILE, "party@DESK", "",
              "{\"bytes\":5,\"media\":\"application/pdf\",\"sha256\":\"%.*s\"}",
              TEXT_ARGS(document));
    assert_int_equal(asks(stage, VERB_REPRESENT, "s1", ROLE_COUNTER, "",
                          text_format(stage->arena,
                                      "{\"agent\":\"%s\",\"document\":\"%.*s\",\"matter\":\"%.*s\","
                                      "\"person\":{\"name\":\"老朴\"},\"scope\":\"general\"}",
                                      agent, TEXT_ARGS(document), TEXT_ARGS(stage->matter))),
                     ALLOWED);
    return text_copy(stage_answer(stage, "representation"), stage->arena);
}

static void
told_sides(struct stage *stage)
{
    const char *son = enrolled_as(stage, "son", "party", HELPER_NAME);
    const char *jia = party_of(stage);
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    assert_int_equal(offers(stage, jia, "sides"), ALLOWED);
    /* Whoever acts for somebody else in it does not help as well. */
    struct text power = empowered(stage, son);
    assert_int_equal(takes(stage, son, "sides", true), TAKER_MUST_BE_ANOTHER_PERSON);
    assert_int_equal(ends(stage, son, ROLE_AGENT, power), ALLOWED);
    assert_int_equal(takes(stage, son, "sides", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
}

static void
told_agent(struct stage *stage)
{
    const char *filed = enrolled(stage, "filed", "party");
    stage->matter = TEXT("");
    assert_int_equal(asks(stage, VERB_OPEN_MATTER, filed, ROLE_PARTY, "hand_in",
                          stage_complaint(stage, "JL7505")),
                     ALLOWED);
    stage->matter = text_copy(stage->outcome.matter_id, stage->arena);
    assert_int_equal(offers(stage, filed, "own"), ALLOWED);
    /* An agent passes nothing on, also when he is none any more. */
    struct text power = empowered(stage, filed);
    assert_int_equal(offers(stage, filed, "passed on"), PERSON_MUST_ACT_HIMSELF);
    assert_int_equal(ends(stage, filed, ROLE_AGENT, power), ALLOWED);
    assert_int_equal(offers(stage, filed, "passed on"), PERSON_MUST_ACT_HIMSELF);
    /* Nor one who filed and whose power of attorney lies there on paper. */
    stage_hand_in_at(stage, "agent@DESK", "JL7505");
    const char *agent = text_terminated(stage_asker(stage, "agent@DESK").account, stage->arena);
    assert_int_equal(offers(stage, agent, "passed on"), PERSON_MUST_ACT_HIMSELF);
}

static void
told_many(struct stage *stage)
{
    const char *son = enrolled_as(stage, "son", "party", HELPER_NAME), *jia = party_of(stage);
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    /* Codes of long ago do not count for ever. */
    for (int i = 0; i <= REPRESENTATIONS_MAX; i++) {
        if (i > 0 && i % HELP_OFFERS_MAX == 0)
            stage_pass(stage, 24 * HOUR_MS);
        assert_int_equal(offers(stage, jia, text_format(stage->arena, "%d", i).bytes), ALLOWED);
    }
    assert_int_equal(takes(stage, son, "199", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "wrong");
    assert_int_equal(takes(stage, son, "200", true), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "in_force");
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

static void
test_help__makes_nobody_a_party(void **state)
{
    (void)state;
    stage_tell(NODE, told_papers, STAGE_NO_FAULTS);
}

static void
test_help__is_for_one_name(void **state)
{
    (void)state;
    stage_tell(NODE, told_names, STAGE_NO_FAULTS);
}

static void
test_help__is_for_one_side(void **state)
{
    (void)state;
    stage_tell(NODE, told_sides, STAGE_NO_FAULTS);
}

static void
test_help__is_offered_by_no_agent(void **state)
{
    (void)state;
    stage_tell(NODE, told_agent, STAGE_NO_FAULTS);
}

static void
test_help__is_offered_again_for_ever(void **state)
{
    (void)state;
    stage_tell(NODE, told_many, STAGE_NO_FAULTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help__is_taken_up_and_ended),
        cmocka_unit_test(test_help__has_its_days),
        cmocka_unit_test(test_help__is_not_guessed),
        cmocka_unit_test(test_help__makes_nobody_a_party),
        cmocka_unit_test(test_help__is_for_one_name),
        cmocka_unit_test(test_help__is_for_one_side),
        cmocka_unit_test(test_help__is_offered_by_no_agent),
        cmocka_unit_test(test_help__is_offered_again_for_ever),
    };
    return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}
