/* change_words_story.c: a court says a sentence in its own words: one person drafts it in every
 * language, another approves; it counts for the next page and the next message, and not for what
 * was sent before. */
#include "stage.h"

#include "paper/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL7502", HEAD[] = "supervisor@JL7502",
                  PRESIDENT[] = "president@JL7502";

#define KEY      "\"key\":\"notice.mail-phone\""
#define KO       "\"ko\":\"궁금하시면 {phone}에 전화하십시오.\""
#define EN       "\"en\":\"Call us: {phone}.\""
#define SAID     "\"words\":{" EN "," KO ",\"zh\":\"不清楚的，请打{phone}，有人接听。\"}"
#define WITH(zh) "{" KEY ",\"words\":{" EN "," KO ",\"zh\":\"" zh "\"}}"
#define MAIL                                                                                       \
    "SELECT content FROM message WHERE court_id = $1 AND matter_id = $2"                           \
    " AND kind = 'mail'"

static struct text
proposed(struct stage *stage, const char *input)
{
    stage_act(stage, VERB_PROPOSE_WORDS, ADMIN, "", "%s", input);
    return text_copy(stage_answer(stage, "change"), stage->arena);
}

static void
decide(struct stage *stage, const char *who, struct text change, const char *more)
{
    stage_act(stage, VERB_DECIDE_WORDS, who, "", "{%s\"change\":\"%.*s\"}", more,
              TEXT_ARGS(change));
}

static void
refused(struct stage *stage, enum refusal refusal, const char *detail, const char *input)
{
    stage_refused(stage, refusal, VERB_PROPOSE_WORDS, ADMIN, "", "%s", input);
    stage_expect_text(stage_answer(stage, "detail"), detail);
}

/* What a court says by now. */
static struct text
said_at(struct stage *stage, const char *node, enum language language)
{
    return own_words_say(rulebook_own_words(stage->rules, text_of(node)), TEXT("notice.mail-phone"),
                         language, wording("notice.mail-phone", language));
}

static void
told_slips(struct stage *stage)
{
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_PROPOSE_WORDS, HEAD, "", "{" KEY "," SAID "}");
    refused(stage, WORDS_MUST_BE_OPEN_TO_COURTS, "key",
            "{\"key\":\"refusal.words-open\"," SAID "}");
    refused(stage, PLACE_MUST_BE_KEPT, "zh {phone}", WITH("不清楚的，请打电话。"));
    refused(stage, PLACE_MUST_BE_ONE_OF_THE_SENTENCE, "zh {court}", WITH("请打{phone}问{court}"));
    refused(stage, PLACE_MUST_KEEP_ITS_FORMS, "zh {phone:은/는}", WITH("请打{phone:은/는}"));
    refused(stage, WORDS_MUST_BE_PLAIN, "zh", WITH("<b>请打{phone}</b>"));
    refused(stage, FIELD_MUST_BE_GIVEN, "zh", WITH(" "));
    refused(stage, CHANGE_MUST_DIFFER, "", "{" KEY ",\"withdraw\":true}");
    /* One language alone: whoever leaves the others says that he has compared them. */
    struct text one = text_format(
        stage->arena, "\"words\":{\"en\":\"%.*s\",\"ko\":\"%.*s\",\"zh\":\"请打{phone}。\"}",
        TEXT_ARGS(wording("notice.mail-phone", LANGUAGE_EN)),
        TEXT_ARGS(wording("notice.mail-phone", LANGUAGE_KO)));
    refused(stage, WORDS_MUST_AGREE, "agrees",
            text_format(stage->arena, "{" KEY ",%.*s}", TEXT_ARGS(one)).bytes);
    struct text change = proposed(
        stage, text_format(stage->arena, "{\"agrees\":true," KEY ",%.*s}", TEXT_ARGS(one)).bytes);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_DECIDE_WORDS, ADMIN, "",
                  "{\"approve\":true,\"change\":\"%.*s\"}", TEXT_ARGS(change));
    stage_refused(stage, CHANGE_MUST_BE_OPEN, VERB_DECIDE_DIRECTORY, "supervisor@JL75", "",
                  "{\"approve\":true,\"change\":\"%.*s\"}", TEXT_ARGS(change));
    decide(stage, HEAD, change, "\"approve\":false,\"reason\":\"先问院长\",");
    stage_refused(stage, CHANGE_MUST_BE_OPEN, VERB_DECIDE_WORDS, PRESIDENT, "",
                  "{\"approve\":true,\"change\":\"%.*s\"}", TEXT_ARGS(change));
    assert_null(rulebook_own_words(stage->rules, TEXT("JL7502")));
}

static void
told_words(struct stage *stage)
{
    struct text first = proposed(stage, "{" KEY "," SAID "}");
    struct text rival = proposed(stage, WITH("有事请打{phone}"));
    stage_expect_text(said_at(stage, "JL7502", LANGUAGE_EN),
                      wording("notice.mail-phone", LANGUAGE_EN).bytes);
    decide(stage, HEAD, first, "\"approve\":true,");
    stage_expect_text(said_at(stage, "JL7502", LANGUAGE_ZH), "不清楚的，请打{phone}，有人接听。");
    stage_expect_text(said_at(stage, "JL7502", LANGUAGE_EN), "Call us: {phone}.");
    assert_null(rulebook_own_words(stage->rules, TEXT("JL7505"))); /* its own, nobody else's */
    /* What was approved meanwhile is not written over. */
    stage_refused(stage, CHANGE_MUST_FIT_WHAT_STANDS, VERB_DECIDE_WORDS, PRESIDENT, "",
                  "{\"approve\":true,\"change\":\"%.*s\"}", TEXT_ARGS(rival));
    refused(stage, CHANGE_MUST_DIFFER, "", "{" KEY "," SAID "}");
    /* A node that comes back says the same. */
    stage_stop(stage, "JL7502");
    static const struct own_words none = {0};
    rulebook_use_words(stage->rules, TEXT("JL7502"), &none);
    stage_start(stage, "JL7502");
    stage_expect_text(said_at(stage, "JL7502", LANGUAGE_ZH), "不清楚的，请打{phone}，有人接听。");
    struct text back = proposed(stage, "{" KEY ",\"withdraw\":true}");
    decide(stage, PRESIDENT, back, "\"approve\":true,");
    assert_null(rulebook_own_words(stage->rules, TEXT("JL7502")));
}

/* The product says it otherwise by now: the court's own words wait, and can be withdrawn. */
static void
told_suspended(struct stage *stage)
{
    struct guide *in_use = (struct guide *)&stage->rules->guide, guide = *in_use;
    struct guide_topic *topics = ARENA_MANY(stage->arena, guide.count, struct guide_topic);
    memcpy(topics, guide.topics, guide.count * sizeof *topics);
    topics[0].title.in[LANGUAGE_EN] = TEXT("Another title");
    const char *key =
        text_format(stage->arena, "\"key\":\"topic.%.*s.title\"", TEXT_ARGS(guide.topics[0].id))
            .bytes;
    const char *withdraws = text_format(stage->arena, "{%s,\"withdraw\":true}", key).bytes;
    const char *own = text_format(stage->arena,
                                  "{%s,\"words\":{\"en\":\"Our own\",\"ko\":\"우리 말\","
                                  "\"zh\":\"我院\"}}",
                                  key)
                          .bytes;
    decide(stage, HEAD, proposed(stage, own), "\"approve\":true,");
    in_use->topics = topics;
    decide(stage, HEAD, proposed(stage, withdraws), "\"approve\":true,");
    refused(stage, CHANGE_MUST_DIFFER, "", withdraws);
    *in_use = guide; /* what is withdrawn does not come back with the old sentence */
    refused(stage, CHANGE_MUST_DIFFER, "", withdraws);
    assert_null(rulebook_own_words(stage->rules, TEXT("JL7502")));
}

static void
hand_in(struct stage *stage)
{
    struct stage_node *at = stage_node(stage, "JL7502");
    at->corridor->telling = (struct telling){.is_open = {true, true}};
    stage_act(stage, VERB_OPEN_MATTER, "counter@JL7502", "hand_in",
              "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"fields\":{\"parties\":["
              "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\","
              "\"email\":\"jia@example.cn\"},"
              "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\"}],"
              "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"至今未还。\","
              "\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
              "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
              "{\"item\":\"address_confirmation\",\"paper\":true}]}}");
    stage->matter = text_copy(stage->outcome.matter_id, stage->arena);
    stage_settle(stage);
}

static bool
mail_says(struct stage *stage, const char *part)
{
    return strstr(text_terminated(stage_words(stage, "JL7502", MAIL), stage->arena), part) != NULL;
}

static void
told_messages(struct stage *stage)
{
    hand_in(stage);
    struct text before = stage->matter;
    assert_true(mail_says(stage, "有疑问请打 12368"));
    decide(stage, HEAD, proposed(stage, "{" KEY "," SAID "}"), "\"approve\":true,");
    hand_in(stage);
    assert_true(mail_says(stage, "不清楚的，请打12368，有人接听。"));
    assert_false(mail_says(stage, "有疑问请打"));
    stage->matter = before; /* what was sent keeps its words */
    assert_true(mail_says(stage, "有疑问请打 12368"));
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_change_words__##name(void **state)                                            \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(slips, "JL75 JL7502", STAGE_NO_FAULTS)
STORY(words, "JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(suspended, "JL7502", STAGE_NO_FAULTS)
STORY(messages, "JL7502 JL7505", STAGE_NO_FAULTS)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_words__slips),
        cmocka_unit_test(test_change_words__words),
        cmocka_unit_test(test_change_words__suspended),
        cmocka_unit_test(test_change_words__messages),
    };
    return cmocka_run_group_tests_name("change_words", tests, NULL, NULL);
}
