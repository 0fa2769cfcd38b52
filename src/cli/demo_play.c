/* demo_play.c: nothing is written past the corridor: what the demo shows is what the program does.
 */
#include "cli/demo_play.h"

#include "cli/account.h"
#include "store/account_rows.h"
#include "store/service_rows.h"
#include "work/foundation.h"
#include "work/password.h"
#include "work/seal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define MINUTE_MS (60 * INT64_C(1000))
#define HOUR_MS   (60 * MINUTE_MS)

static const struct demo_person people[] = {
    {"JL75", "hub@75", "中心协调员", "hub_officer", 1},
    {"JL75", "system@75", "系统管理员", "system_admin", 1},
    {"JL75", "security@75", "安全管理员", "security_admin", 1},
    {"JL75", "audit@75", "审计管理员", "audit_admin", 1},
    {"JL75", "counter@75", "窗口（中级法院）", "counter", 1},
    {"JL75", "officer@75", "立案人员（中级法院）", "filing_officer", 1},
    {"JL75", "judge@75", "法官（中级法院）", "judge", 1},
    {"JL75", "head@75", "庭长（中级法院）", "supervisor", 1},
    {"JL7501", "counter@7501", "窗口（敦化）", "counter", 1},
    {"JL7501", "officer@7501", "立案人员（敦化）", "filing_officer", 1},
    {"JL7501", "judge@7501", "法官（敦化）", "judge", 1},
    {"JL7501", "head@7501", "庭长（敦化）", "supervisor", 1},
    {"JL7502", "counter@7502", "窗口（和龙）", "counter", 1},
    {"JL7502", "officer@7502", "立案人员（和龙）", "filing_officer", 1},
    {"JL7502", "judge@7502", "法官（和龙）", "judge", 1},
    {"JL7502", "head@7502", "庭长（和龙）", "supervisor", 1},
    {"JL7503", "counter@7503", "窗口（汪清）", "counter", 1},
    {"JL7503", "officer@7503", "立案人员（汪清）", "filing_officer", 1},
    {"JL7503", "judge@7503", "法官（汪清）", "judge", 1},
    {"JL7503", "head@7503", "庭长（汪清）", "supervisor", 1},
    {"JL7503", "server@7503", "送达人员（汪清）", "server", 1},
    {"JL7504", "counter@7504", "窗口（珲春）", "counter", 1},
    {"JL7504", "officer@7504", "立案人员（珲春）", "filing_officer", 1},
    {"JL7504", "judge@7504", "法官（珲春）", "judge", 1},
    {"JL7504", "head@7504", "庭长（珲春）", "supervisor", 1},
    {"JL7504", "server@7504", "送达人员（珲春）", "server", 1},
    {"JL7505", "counter@7505", "窗口（白河）", "counter", 1},
    {"JL7505", "officer@7505", "立案人员（白河）", "filing_officer", 1},
    {"JL7505", "judge@7505", "法官（白河）", "judge", 1},
    {"JL7505", "head@7505", "庭长（白河）", "supervisor", 1},
    {"JL7505", "president@7505", "院长（白河）", "president", 1},
    {"DESK", "jia", "当事人甲", "party", 2},
    {"DESK", "yi", "当事人乙", "party", 2},
    {"DESK", "agent", "代理人丙", "agent", 2},
    {"DESK", "13900000001", "当事人丁", "party", 0},
    {"DESK", "13900000002", "当事人戊", "party", 1},
    {"DESK", "13900000003", "代理人己", "agent", 1},
};
enum { PEOPLE = sizeof people / sizeof people[0] };

const struct demo_person *
demo_person(size_t place)
{
    return place < PEOPLE ? &people[place] : NULL;
}

/* ---- a clock that is set by hand ---- */

struct played_clock {
    int64_t now_ms;
    const struct world *real;
};

static int64_t
played_now(void *of)
{
    return ((struct played_clock *)of)->now_ms;
}

static void
played_random(void *of, void *bytes, size_t count)
{
    const struct world *real = ((struct played_clock *)of)->real;
    real->random(real->of, bytes, count);
}

/* ---- the stage ---- */

struct play {
    struct house *house;
    struct played_clock *clock;
    struct arena *arena;
    struct fault *fault;
    struct text matter;
    struct text refused; /* a matter whose ruling is announced */ /* handed in last */
    bool is_line_cut; /* nothing travels between courts */
};

static void
pass(struct play *play, int64_t ms)
{
    play->clock->now_ms += ms;
    house_settle(play->house);
}

static const struct demo_person *
person_of(const char *sign_in)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        if (strcmp(people[i].sign_in, sign_in) == 0)
            return &people[i];
    }
    return NULL;
}

static bool
make_asker(struct play *play, const char *sign_in, struct text acted_for, struct asker *asker)
{
    struct account account;
    const struct demo_person *person = person_of(sign_in);
    struct post *post = house_post(play->house, text_of(person->node));
    if (!account_rows_by_sign_in(post_reader(post, 0), post_id(post), text_of(sign_in), play->arena,
                                 &account))
        return false;
    *asker = (struct asker){
        .role = account.roles[0].role,
        .identity = account.identity,
        .account = account.id,
        .acted_for = acted_for,
        .node = post_id(post),
        .is_at_hub = post == house_hub(play->house),
    };
    return true;
}

/* Somebody does something; `input` is JSON. */
static bool
act(struct play *play, enum verb verb, const char *sign_in, const char *step, struct text input)
{
    struct value_mistake mistake;
    unsigned char random[16];
    struct asker asker;
    struct post *post = house_post(play->house, text_of(person_of(sign_in)->node));
    if (play->fault->is_set || !make_asker(play, sign_in, TEXT("当事人甲"), &asker))
        return false;
    play->clock->now_ms += MINUTE_MS;
    played_random(play->clock, random, sizeof random);
    struct text id = hex_of((struct text){(const char *)random, sizeof random}, play->arena);
    struct job job = {
        .act = {.verb = verb,
                .id = id,
                .request = digest_of(id),
                .asker = asker,
                .matter_id = verb == VERB_OPEN_MATTER ? TEXT("") : play->matter,
                .step = text_of(step),
                .input = value_read(input, play->arena, &mistake),
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = play->clock->now_ms},
    };
    if (job.act.input == NULL)
        fault_set(play->fault, "demo: %s: %s", step, mistake.what);
    else
        post_run(post, &job, play->arena);
    if (job.act.input != NULL && (job.outcome.is_fault || job.outcome.refusal != ALLOWED))
        fault_set(play->fault, "demo: %s by %s: %.150s", step, sign_in,
                  job.outcome.is_fault ? "fault" : job.outcome.answer.bytes);
    if (play->fault->is_set)
        return false;
    if (verb == VERB_OPEN_MATTER)
        play->matter = job.outcome.matter_id;
    if (!play->is_line_cut)
        house_settle(play->house);
    return true;
}

static bool step(struct play *play, const char *sign_in, const char *name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The matter handed in last goes on; the format makes the JSON of the fields. */
static bool
step(struct play *play, const char *sign_in, const char *name, const char *format, ...)
{
    char fields[4000];
    va_list args;
    va_start(args, format);
    vsnprintf(fields, sizeof fields, format, args);
    va_end(args);
    return act(play, VERB_TAKE_STEP, sign_in, name,
               text_format(play->arena, "{\"fields\":%s}", fields));
}

struct wish {
    const char *who, *owner, *cause, *claims, *facts, *amount;
};

static const char *
somebody_of(const char *node)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        if (strcmp(people[i].node, node) == 0)
            return people[i].sign_in;
    }
    return NULL;
}

/* A text file as a citizen would send it; the bytes lie with the node before the act. */
static struct text
bring_file(struct play *play, const char *node, struct text content)
{
    struct post *post = house_post(play->house, text_of(node));
    struct digest digest = digest_of(content);
    struct text sha256 = digest_hex(&digest, play->arena);
    const char *folder =
        text_format(play->arena, "%s/%.2s", post_blob_folder(post), sha256.bytes).bytes;
    const char *path = post_blob_path(post, sha256, play->arena);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        fault_set(play->fault, "demo: %s: %s", folder, strerror(errno));
        return TEXT("");
    }
    FILE *file = fopen(path, "wb");
    bool is_written =
        file != NULL && fwrite(content.bytes, 1, content.length, file) == content.length;
    if (file != NULL && fclose(file) != 0)
        is_written = false;
    if (!is_written)
        fault_set(play->fault, "demo: %s: %s", path, strerror(errno));
    act(play, VERB_KEEP_FILE, strcmp(node, "DESK") == 0 ? "jia" : somebody_of(node), "keep_file",
        text_format(play->arena,
                    "{\"bytes\":%zu,\"media\":\"text/plain; charset=utf-8\",\"sha256\":\"%.*s\"}",
                    content.length, TEXT_ARGS(sha256)));
    return sha256;
}

/* Where papers reach him: who comes by the web agreed to his account. */
#define BY_ACCOUNT "\"electronic_service\":true,\"electronic_way\":\"account\","
#define BY_POST                                                                                    \
    "\"service_receiver\":\"当事人甲\",\"service_phone\":\"13900000001\","                     \
    "\"service_address\":\"吉林省延边州和龙市某林场一号\",\"service_postcode\":\"133500\","

static bool
hand_in(struct play *play, const struct wish *wish)
{
    struct asker asker;
    bool is_web = strcmp(person_of(wish->who)->node, "DESK") == 0;
    if (!make_asker(play, wish->who, TEXT(""), &asker))
        return false;
    struct text account =
        is_web ? text_format(play->arena, ",\"account\":\"%.*s\"", TEXT_ARGS(asker.account))
               : TEXT("");
    struct text complaint = text_format(play->arena, "\"paper\":true");
    if (is_web) {
        struct text sha256 = bring_file(play, "DESK",
                                        text_format(play->arena,
                                                    "民事起诉状\n\n诉讼请求：%s\n\n"
                                                    "事实与理由：%s\n",
                                                    wish->claims, wish->facts));
        complaint = text_format(play->arena, "\"file\":\"%.*s\",\"title\":\"起诉状.txt\"",
                                TEXT_ARGS(sha256));
    }
    return act(
        play, VERB_OPEN_MATTER, wish->who, "hand_in",
        text_format(play->arena,
                    "{\"procedure\":\"civil_filing\",\"owner\":\"%s\",\"fields\":{\"parties\":["
                    "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\","
                    "\"phone\":\"13900000001\",\"address\":\"吉林省延边州和龙市某林场一号\"%.*s},"
                    "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\","
                    "\"address\":\"吉林省延边州安图县二道白河镇某街二号\"}],"
                    "\"cause\":\"%s\",\"claims\":\"%s\",\"facts\":\"%s\",\"amount\":\"%s\","
                    "\"on_paper\":%s,%s\"materials\":["
                    "{\"item\":\"complaint\",%.*s},{\"item\":\"identity\",\"paper\":true},"
                    "{\"item\":\"evidence\",\"paper\":true},{\"item\":\"copies\",\"paper\":true},"
                    "{\"item\":\"address_confirmation\",\"paper\":true}]}}",
                    wish->owner, TEXT_ARGS(account), wish->cause, wish->claims, wish->facts,
                    wish->amount, is_web ? "false" : "true", is_web ? BY_ACCOUNT : BY_POST,
                    TEXT_ARGS(complaint)));
}

static struct text
today_of(struct play *play)
{
    return date_text(date_of_instant(play->clock->now_ms, CHINA_OFFSET_MINUTES), play->arena);
}

static const char ALL_GOOD[] =
    "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
    "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"evidence\",\"verdict\":\"ok\"},"
    "{\"item\":\"copies\",\"verdict\":\"ok\"},"
    "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}";
static const char TWO_DEFECTS[] =
    "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"defective\",\"ground\":"
    "\"诉讼请求没有写明利息计算的起止日期\"},"
    "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"evidence\",\"verdict\":\"missing\","
    "\"ground\":\"没有提交借条或者转账凭证\"},{\"item\":\"copies\",\"verdict\":\"ok\"},"
    "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}";
static const char ONE_NOTICE[] =
    "{\"defects\":[{\"item\":\"complaint\",\"ground\":\"诉讼请求没有写明利息计算的起止日期\"},"
    "{\"item\":\"evidence\",\"ground\":\"没有提交借条或者转账凭证\"}],\"days\":5}";

static const struct wish LOAN = {"counter@7502",
                                 "JL7505",
                                 "民间借贷纠纷",
                                 "判令被告返还借款54046元及利息。",
                                 "被告于2025年3月向原告借款，约定同年底返还，至今未还。",
                                 "54046.00"};

static void
play_registered(struct play *play)
{
    hand_in(play, &LOAN);
    step(play, "officer@7505", "open", "{}");
    step(play, "counter@7502", "take_originals",
         "{\"materials\":[{\"item\":\"complaint\",\"paper\":true,\"original\":true}]}");
    step(play, "officer@7505", "check_items", ALL_GOOD);
    pass(play, DAY_MS);
    step(play, "officer@7505", "register", "{}");
}

/* The judge asks the court where the defendant is to serve what was filed. */
static void
entrust(struct play *play, const char *court, const char *document, const char *title,
        const char *address)
{
    struct text origin = play->matter;
    struct text sha256 =
        bring_file(play, "JL7505", text_format(play->arena, "%s\n\n（演示用文书）\n", title));
    act(play, VERB_OPEN_MATTER, "judge@7505", "entrust",
        text_format(play->arena,
                    "{\"procedure\":\"entrusted_service\",\"owner\":\"JL7505\","
                    "\"origin\":\"%.*s\",\"fields\":{\"court\":\"%s\",\"recipient\":"
                    "\"当事人乙\",\"addressee\":\"person\",\"address\":\"%s\","
                    "\"phone\":\"13900000002\",\"document\":\"%s\",\"cause\":"
                    "\"民间借贷纠纷\",\"materials\":[{\"item\":\"papers\",\"file\":\"%.*s\","
                    "\"title\":\"%s.txt\"}]}}",
                    TEXT_ARGS(origin), court, address, document, TEXT_ARGS(sha256), title));
}

/* Served at the second visit: the first time nobody was there, then he would not sign. */
static void
play_served_there(struct play *play)
{
    play_registered(play);
    entrust(play, "JL7504", "complaint", "起诉状副本", "吉林省珲春市某林场二号");
    step(play, "server@7504", "accept", "{}");
    pass(play, DAY_MS);
    step(play, "server@7504", "attempt",
         "{\"by\":\"D1\",\"visited\":\"%.*s\",\"time_of_day\":\"09:40\",\"where\":"
         "\"某林场二号\",\"people\":\"邻居一人\",\"failure\":\"R09\","
         "\"record\":\"到场无人，电话无人接听，邻居称傍晚回来。\"}",
         TEXT_ARGS(today_of(play)));
    pass(play, DAY_MS);
    step(play, "server@7504", "report_served",
         "{\"by\":\"D2\",\"visited\":\"%.*s\",\"time_of_day\":\"17:30\",\"where\":"
         "\"某林场二号\",\"people\":\"当事人乙\",\"refused_by\":\"self\","
         "\"left_at\":\"residence\",\"left\":\"%.*s\",\"filmed\":true,"
         "\"record\":\"当事人乙拒绝签收，文书留在住所，全程录像。\"}",
         TEXT_ARGS(today_of(play)), TEXT_ARGS(today_of(play)));
    step(play, "judge@7505", "accept_return", "{}");
}

static void
play_being_served(struct play *play)
{
    struct wish wish = LOAN;
    hand_in(play, &wish);
    step(play, "officer@7505", "open", "{}");
    step(play, "officer@7505", "check_items", ALL_GOOD);
    step(play, "officer@7505", "register", "{}");
    entrust(play, "JL7504", "notice", "应诉通知书", "吉林省珲春市某林场二号");
}

static void
play_refused(struct play *play)
{
    struct wish wish = LOAN;
    wish.cause = "其他合同纠纷";
    hand_in(play, &wish);
    step(play, "officer@7505", "open", "{}");
    step(play, "officer@7505", "check_items", ALL_GOOD);
    step(play, "officer@7505", "propose_refusal",
         "{\"reason\":\"arbitration\",\"explanation\":"
         "\"合同第十二条约定提交仲裁，经释明仍坚持起诉。\"}");
    pass(play, DAY_MS);
    step(play, "judge@7505", "sign_refusal",
         "{\"reason\":\"arbitration\",\"explanation\":"
         "\"原告与被告签订的合同第十二条约定，因合同发生的争议提交仲裁委员会仲裁。"
         "双方之间存在书面仲裁协议，人民法院不应受理。\"}");
    play->refused = play->matter;
}

/* The ruling reached the plaintiff in no other way. */
static void
play_announced(struct play *play)
{
    struct service_row *services;
    struct post *post = house_post(play->house, TEXT("JL7505"));
    play->matter = play->refused;
    if (service_rows_of_matter(post_reader(post, 0), post_id(post), play->matter, play->arena,
                               &services) == 0)
        return;
    act(play, VERB_ANNOUNCE, "judge@7505", "announce",
        text_format(
            play->arena,
            "{\"service\":\"%.*s\",\"reason\":\"other_modes_failed\",\"procedure\":"
            "\"ordinary\",\"course\":\"窗口通知领取未到，两次上门无人，邮件逾期未领退回。\","
            "\"content\":\"裁定对你的起诉不予受理。\",\"lies\":"
            "\"如不服本裁定，可以在裁定书送达之日起十日内向本院递交上诉状，"
            "上诉于吉林省延边林区中级法院。\"}",
            TEXT_ARGS(services[0].service_id)));
}

static void
play_redirected(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "counter@7501";
    wish.owner = "JL7503";
    hand_in(play, &wish);
    step(play, "officer@7503", "open", "{}");
    step(play, "officer@7503", "redirect",
         "{\"reason\":\"other_court\",\"court_name\":\"延吉市人民法院\","
         "\"explanation\":\"被告住所地在延吉市，请向延吉市人民法院起诉。\"}");
}

static void
play_withdrawn(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "jia";
    wish.owner = "JL7502";
    hand_in(play, &wish);
    step(play, "officer@7502", "open", "{}");
    step(play, "jia", "withdraw", "{\"reason\":\"双方已经自行和解。\"}");
}

static void
require_correction(struct play *play, const char *officer)
{
    step(play, officer, "open", "{}");
    step(play, officer, "check_items", TWO_DEFECTS);
    step(play, officer, "require_correction", ONE_NOTICE);
}

/* The clerk hands over what is to be served in this matter, against a signature. */
static void
hand_over(struct play *play, const char *clerk)
{
    struct post *post = house_post(play->house, text_of(person_of(clerk)->node));
    struct service_row *services;
    struct date today = date_of_instant(play->clock->now_ms, CHINA_OFFSET_MINUTES);
    int count = service_rows_of_matter(post_reader(post, 0), post_id(post), play->matter,
                                       play->arena, &services);
    for (int i = 0; i < count; i++) {
        if (services[i].is_served)
            continue;
        act(play, VERB_RECORD_ATTEMPT, clerk, "record_attempt",
            text_format(play->arena,
                        "{\"service\":\"%.*s\",\"mode\":\"D1a\",\"facts\":{\"receiver\":"
                        "\"self\"},\"dates\":{\"signed\":\"%.*s\"},"
                        "\"received_by\":\"当事人甲\",\"place\":\"诉讼服务大厅\"}",
                        TEXT_ARGS(services[i].service_id),
                        TEXT_ARGS(date_text(today, play->arena))));
    }
}

/* What came by account goes on paper as well, to somebody who asked for it. */
static void
post_too(struct play *play)
{
    struct service_row *services;
    struct post *post = house_post(play->house, TEXT("JL7505"));
    struct date today = date_of_instant(play->clock->now_ms, CHINA_OFFSET_MINUTES);
    struct text slip =
        bring_file(play, "JL7505", TEXT("法院专递邮件详情单\n单号：1100000000012\n"));
    if (service_rows_of_matter(post_reader(post, 0), post_id(post), play->matter, play->arena,
                               &services) == 0)
        return;
    act(play, VERB_RECORD_ATTEMPT, "officer@7505", "record_attempt",
        text_format(play->arena,
                    "{\"service\":\"%.*s\",\"mode\":\"D5\",\"facts\":{\"address_source\":"
                    "\"given\"},\"dates\":{\"posted\":\"%.*s\"},"
                    "\"courier_number\":\"1100000000012\",\"note\":\"当事人另要纸质文书。\","
                    "\"evidence\":[{\"file\":\"%.*s\",\"name\":\"邮件详情单.txt\"}]}",
                    TEXT_ARGS(services[0].service_id), TEXT_ARGS(date_text(today, play->arena)),
                    TEXT_ARGS(slip)));
}

static void
play_returned(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "counter@7504";
    wish.owner = "JL7501";
    hand_in(play, &wish);
    require_correction(play, "officer@7501");
    hand_over(play, "counter@7504");
    pass(play, 9 * (int64_t)DAY_MS);
    step(play, "officer@7501", "return_papers",
         "{\"note\":\"补正期限届满，当事人未补正，经询问表示另行准备材料。\"}");
}

static void
play_transferred(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "counter@7505";
    wish.owner = "JL7501";
    wish.cause = "生态破坏责任纠纷";
    hand_in(play, &wish);
    step(play, "officer@7501", "open", "{}");
    step(play, "judge@7501", "offer_transfer",
         "{\"court\":\"JL7504\",\"reason\":\"designated\","
         "\"explanation\":\"环境资源案件由珲春林区基层法院集中管辖。\"}");
    pass(play, DAY_MS);
    step(play, "judge@7504", "accept_transfer", "{}");
}

static void
play_transferred_out(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "counter@7501";
    wish.owner = "JL7503";
    wish.cause = "物权保护纠纷";
    hand_in(play, &wish);
    step(play, "officer@7503", "open", "{}");
    step(play, "judge@7503", "transfer_out",
         "{\"court_name\":\"延吉市人民法院\",\"reason\":\"no_jurisdiction\","
         "\"explanation\":\"不动产所在地在延吉市，本网络各院均无管辖权。\"}");
}

/* Read and left lying: by now its time is over, and the hub may urge the court. */
static void
play_late(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "counter@7504";
    wish.owner = "JL7501";
    hand_in(play, &wish);
    step(play, "officer@7501", "open", "{}");
}

static void
play_enforcement(struct play *play)
{
    act(play, VERB_OPEN_MATTER, "counter@7504", "hand_in",
        TEXT("{\"procedure\":\"enforcement_filing\",\"owner\":\"JL7503\",\"fields\":{\"parties\":["
             "{\"position\":\"creditor\",\"kind\":\"person\",\"name\":\"当事人甲\"},"
             "{\"position\":\"debtor\",\"kind\":\"organisation\",\"name\":\"某林业公司\"}],"
             "\"title_number\":\"（2025）吉7503民初12号\","
             "\"requests\":\"给付工资36800元及迟延履行期间的债务利息。\",\"amount\":\"36800\","
             "\"materials\":[{\"item\":\"application\",\"paper\":true},"
             "{\"item\":\"title\",\"paper\":true},{\"item\":\"identity\",\"paper\":true},"
             "{\"item\":\"address_confirmation\",\"paper\":true}]}}"));
    step(play, "officer@7503", "open", "{}");
    step(play, "officer@7503", "check_items",
         "{\"verdicts\":[{\"item\":\"application\",\"verdict\":\"ok\"},"
         "{\"item\":\"title\",\"verdict\":\"ok\"},{\"item\":\"identity\",\"verdict\":\"ok\"},"
         "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}");
    step(play, "officer@7503", "register", "{}");
}

static void
play_open_ones(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "jia";
    wish.owner = "JL7505";
    hand_in(play, &wish); /* nobody has answered yet */
    pass(play, DAY_MS);
    wish.who = "counter@7503";
    hand_in(play, &wish);
    require_correction(play, "officer@7505");
    pass(play, 4 * HOUR_MS);
    hand_over(play, "counter@7503");
    step(play, "counter@7503", "hand_in_correction",
         "{\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
         "{\"item\":\"evidence\",\"paper\":true}],\"note\":\"已写明起止日期并附转账凭证。\"}");
    pass(play, 2 * HOUR_MS);
    wish.who = "jia";
    hand_in(play, &wish);
    require_correction(play, "officer@7505");
    post_too(play);
    pass(play, 12 * HOUR_MS);
    wish.who = "counter@7501";
    hand_in(play, &wish);
    step(play, "officer@7505", "open", "{}");
    step(play, "officer@7505", "check_items", ALL_GOOD);
    step(play, "officer@7505", "propose_refusal",
         "{\"reason\":\"arbitration\",\"explanation\":\"合同约定仲裁，经释明仍坚持起诉。\"}");
    wish.owner = "JL7502";
    hand_in(play, &wish);
    step(play, "officer@7502", "open", "{}");
}

/* The last one: it goes on its way when the demo is served. */
static void
play_handed_in(struct play *play)
{
    struct wish wish = LOAN;
    wish.who = "counter@7504";
    wish.owner = "JL7503";
    play->is_line_cut = true;
    hand_in(play, &wish);
}

/* One account has a second factor, whose secret is no secret. */
static bool
set_factor(struct play *play)
{
    struct asker asker;
    struct post *post = house_post(play->house, text_of(person_of(DEMO_FACTOR_SIGN_IN)->node));
    if (!make_asker(play, DEMO_FACTOR_SIGN_IN, TEXT(""), &asker))
        return false;
    struct text sealed = seal_close(post_seal_key(post), asker.account, TEXT(DEMO_FACTOR_SECRET),
                                    play->clock->real, play->arena);
    struct text hex = hex_of(sealed, play->arena);
    return act(play, VERB_BEGIN_FACTOR, DEMO_FACTOR_SIGN_IN, "begin_factor",
               text_format(play->arena, "{\"sealed\":\"%.*s\"}", TEXT_ARGS(hex))) &&
           act(play, VERB_CONFIRM_FACTOR, DEMO_FACTOR_SIGN_IN, "confirm_factor",
               text_format(play->arena, "{\"recovery\":[],\"sealed\":\"%.*s\",\"step\":0}",
                           TEXT_ARGS(hex)));
}

static bool
enrol_people(struct play *play)
{
    struct text hash = password_hash(TEXT(DEMO_PASSWORD), play->arena);
    for (size_t i = 0; i < PEOPLE; i++) {
        bool is_phone = people[i].sign_in[0] == '1';
        struct account_wish wish = {
            .sign_in = people[i].sign_in,
            .name = people[i].name,
            .roles = people[i].roles,
            .password_hash = hash.bytes,
            .phone = is_phone ? people[i].sign_in : NULL,
            .identity = people[i].identity,
        };
        if (!account_put(house_post(play->house, text_of(people[i].node)), &wish)) {
            fault_set(play->fault, "demo: account %s", people[i].sign_in);
            return false;
        }
    }
    return set_factor(play) && act(play, VERB_REPRESENT, "jia", "represent",
                                   TEXT("{\"agent_name\":\"代理人己\",\"agent_sign_in\":"
                                        "\"13900000003\",\"scope\":\"special\"}"));
}

/* The court is snowed in on a day that is the last of some period; the president is to decide.
 * Where the calendar of the coming year is not loaded it is the last court day before. */
static void
play_snow(struct play *play)
{
    struct calendar calendar = rulebook_calendar(house_rules(play->house), TEXT("JL7505"));
    struct date day = date_of_instant(play->clock->now_ms, CHINA_OFFSET_MINUTES);
    int missing_year;
    struct date ahead = date_add_days(day, 5);
    ahead = calendar_court_day_from(&calendar, ahead, 1, &missing_year);
    if (date_is_none(ahead))
        ahead = calendar_court_day_from(&calendar, day, -1, &missing_year);
    if (date_is_none(ahead))
        return;
    act(play, VERB_PROPOSE_CALENDAR, "head@7505", "",
        text_format(
            play->arena,
            "{\"first\":\"%.*s\",\"kind\":\"off\",\"notice\":\"白河法院停办公告\","
            "\"words\":{\"en\":\"closed for snow\",\"ko\":\"대설로 휴무\",\"zh\":\"大雪停办\"}}",
            TEXT_ARGS(date_text(ahead, play->arena))));
}

static void
play_all(struct play *play, int64_t now_ms)
{
    static void (*const scenes[])(struct play *) = {
        play_registered,  play_refused,         play_redirected,  play_withdrawn, play_returned,
        play_transferred, play_transferred_out, play_enforcement, play_late,      play_served_there,
    };
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0] && !play->fault->is_set; i++) {
        scenes[i](play);
        pass(play, DAY_MS);
    }
    if (play->fault->is_set)
        return;
    pass(play, now_ms - 2 * (int64_t)DAY_MS - play->clock->now_ms);
    play_open_ones(play);
    play_being_served(play);
    struct wish fresh = LOAN;
    fresh.who = "jia";
    fresh.owner = "JL7504";
    pass(play, now_ms - 5 * MINUTE_MS - play->clock->now_ms);
    play_announced(play);
    hand_in(play, &fresh);
    play_handed_in(play);
    play_snow(play);
}

bool
demo_play(const char *data, const char *network, const char *rules, const struct world *world,
          struct fault *fault)
{
    int64_t now_ms = world->wall_ms(world->of);
    struct played_clock clock = {now_ms - 30 * (int64_t)DAY_MS, world};
    struct world played = {played_now, played_now, played_random, &clock};
    struct house_options options = {.data = data, .rules = rules, .world = &played, .readers = 1};
    struct play play = {.clock = &clock, .fault = fault, .arena = arena_open()};
    if (foundation_lay(data, network, rules, &played, fault))
        play.house = house_open(&options, fault);
    if (play.house != NULL && enrol_people(&play))
        play_all(&play, now_ms);
    house_close(play.house);
    arena_close(play.arena);
    return !fault->is_set;
}
