/* village.c: nothing here knows more than a door would. */
#include "command/village.h"

#include "rule/network_rule.h"
#include "store/audit.h"
#include "store/reference_rows.h"
#include "work/foundation.h"
#include "work/system_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

/* Monday, 2 November 2026, nine o'clock in China. */
#define OPENING_MS (INT64_C(1793581200) * 1000)

static int64_t
wall_of(void *of)
{
    return ((struct village *)of)->wall_ms;
}

static int64_t
steady_of(void *of)
{
    return ((struct village *)of)->steady_ms;
}

static void
random_of(void *of, void *bytes, size_t count)
{
    const struct world *real = system_world();
    (void)of;
    real->random(real->of, bytes, count);
}

static void
open_house(struct village *village)
{
    struct fault fault = {0};
    struct house_options options = {.data = village->data,
                                    .rules = village->rules == NULL ? RULES : village->rules,
                                    .world = &village->world,
                                    .readers = 1};
    village->house = house_open(&options, &fault);
    if (village->house == NULL)
        fail_msg("the village does not open: %s", fault.what);
}

void
village_open(struct village *village)
{
    struct fault fault = {0};
    *village = (struct village){.wall_ms = OPENING_MS, .arena = arena_open()};
    village->world = (struct world){wall_of, steady_of, random_of, village};
    strcpy(village->folder, "/tmp/tongban-village-XXXXXX");
    assert_non_null(mkdtemp(village->folder));
    village->data = text_format(village->arena, "%s/data", village->folder).bytes;
    if (!foundation_lay(village->data, RULES "/network/yanbian.yaml", RULES, &village->world,
                        &fault))
        fail_msg("the village cannot be founded: %s", fault.what);
    open_house(village);
}

void
village_close(struct village *village)
{
    char command[100];
    house_close(village->house);
    snprintf(command, sizeof command, "rm -rf %s", village->folder);
    assert_int_equal(system(command), 0);
    arena_close(village->arena);
}

void
village_restart(struct village *village)
{
    house_close(village->house);
    open_house(village);
}

void
village_pass(struct village *village, int64_t ms)
{
    village->wall_ms += ms;
    village->steady_ms += ms;
}

void
village_settle(struct village *village)
{
    house_settle(village->house);
}

static struct post *
post_of(struct village *village, const char *node)
{
    struct post *post = house_post(village->house, text_of(node));
    assert_non_null(post);
    return post;
}

struct outcome
village_act(struct village *village, const char *node, enum role role, enum verb verb,
            const char *step, const char *json)
{
    unsigned char random[16];
    struct value_mistake mistake = {0};
    struct post *post = post_of(village, node);
    struct arena *arena = village->arena;
    village_pass(village, 1000);
    random_of(NULL, random, sizeof random);
    struct text id = hex_of((struct text){(const char *)random, sizeof random}, arena);
    bool is_citizen = role == ROLE_PARTY || role == ROLE_AGENT;
    struct job job = {
        .act = {.verb = verb,
                .id = id,
                .request = digest_of(id),
                .asker = {.role = role,
                          .identity = IDENTITY_PROVIDER,
                          .account = is_citizen ? TEXT("a00000000000000000001")
                                                : text_format(arena, "%.*s-%s",
                                                              TEXT_ARGS(role_word(role)), node),
                          .acted_for = role == ROLE_PARTY ? TEXT("") : TEXT("当事人甲"),
                          .node = post_id(post),
                          .is_at_hub = post == house_hub(village->house)},
                .matter_id = verb == VERB_OPEN_MATTER ? TEXT("") : village->matter,
                .step = text_of(step),
                .input = json == NULL ? NULL : value_read(text_of(json), arena, &mistake),
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = village->wall_ms},
    };
    if (json != NULL && job.act.input == NULL)
        fail_msg("%s: %s", step, mistake.what);
    post_run(post, &job, arena);
    if (verb == VERB_OPEN_MATTER && job.outcome.refusal == ALLOWED)
        village->matter = job.outcome.matter_id;
    return job.outcome;
}

struct outcome
village_step(struct village *village, const char *node, enum role role, const char *step,
             const char *fields)
{
    struct outcome outcome =
        village_act(village, node, role, VERB_TAKE_STEP, step,
                    text_format(village->arena, "{\"fields\":%s}", fields).bytes);
    if (outcome.is_fault || outcome.refusal != ALLOWED)
        fail_msg("%s at %s: %.*s", step, node, TEXT_ARGS(outcome.answer));
    village_settle(village);
    return outcome;
}

void
village_hand_in(struct village *village, const char *node, const char *owner)
{
    bool is_desk = strcmp(node, "DESK") == 0;
    struct text input = text_format(
        village->arena,
        "{\"procedure\":\"civil_filing\",\"owner\":\"%s\",\"fields\":{\"parties\":["
        "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\"},"
        "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\"}],"
        "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"借款未还。\","
        "\"amount\":\"54046.00\",\"on_paper\":%s,\"materials\":["
        "{\"item\":\"complaint\",\"paper\":true},{\"item\":\"identity\",\"paper\":true},"
        "{\"item\":\"evidence\",\"paper\":true},{\"item\":\"copies\",\"paper\":true},"
        "{\"item\":\"address_confirmation\",\"paper\":true}]}}",
        owner, is_desk ? "false" : "true");
    struct outcome outcome = village_act(village, node, is_desk ? ROLE_PARTY : ROLE_COUNTER,
                                         VERB_OPEN_MATTER, "hand_in", input.bytes);
    if (outcome.is_fault || outcome.refusal != ALLOWED)
        fail_msg("hand_in at %s: %.*s", node, TEXT_ARGS(outcome.answer));
    village_settle(village);
}

struct matter_row
village_row(struct village *village, const char *node)
{
    struct matter_row row;
    struct post *post = post_of(village, node);
    if (!matter_row_load(post_reader(post, 0), post_id(post), village->matter, village->arena,
                         &row))
        fail_msg("%s knows no such matter", node);
    return row;
}

static sqlite3 *
open_file(struct village *village, const char *node)
{
    sqlite3 *database;
    const char *path = text_format(village->arena, "%s/%s/node.db", village->data, node).bytes;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 5000);
    return database;
}

const char *
village_ask(struct village *village, const char *node, const char *query)
{
    sqlite3_stmt *asked;
    const char *answer = NULL;
    sqlite3 *database = open_file(village, node);
    if (sqlite3_prepare_v2(database, query, -1, &asked, NULL) != SQLITE_OK)
        fail_msg("%s: %s", query, sqlite3_errmsg(database));
    if (sqlite3_bind_parameter_count(asked) > 0)
        sqlite3_bind_text(asked, 1, village->matter.bytes, (int)village->matter.length,
                          SQLITE_STATIC);
    if (sqlite3_step(asked) == SQLITE_ROW && sqlite3_column_text(asked, 0) != NULL)
        answer =
            text_copy(text_of((const char *)sqlite3_column_text(asked, 0)), village->arena).bytes;
    sqlite3_finalize(asked);
    sqlite3_close(database);
    return answer;
}

int64_t
village_count(struct village *village, const char *node, const char *query)
{
    const char *answer = village_ask(village, node, query);
    return answer == NULL ? -1 : strtoll(answer, NULL, 10);
}

void
village_tamper(struct village *village, const char *node, const char *statement)
{
    char *what = NULL;
    sqlite3 *database = open_file(village, node);
    if (sqlite3_exec(database, statement, NULL, NULL, &what) != SQLITE_OK)
        fail_msg("%s: %s", statement, what);
    sqlite3_close(database);
}

void
village_audit(struct village *village)
{
    for (int i = 0; i < house_count(village->house); i++) {
        struct post *post = house_at(village->house, i);
        struct store *store = post_reader(post, 0);
        struct trust *trust = ARENA_NEW(village->arena, struct trust);
        struct audit *audit = ARENA_NEW(village->arena, struct audit);
        struct text list;
        reference_rows_newest(store, post_id(post), TEXT("trust"), TEXT("network"), village->arena,
                              &list);
        assert_int_equal(trust_read(list, village->arena, trust), NO_FLAW);
        const char *folder =
            text_format(village->arena, "%s/%.*s", village->data, TEXT_ARGS(post_id(post))).bytes;
        if (!audit_node(store, post_id(post), trust, folder, village->arena, audit))
            fail_msg("%.*s: %.*s", TEXT_ARGS(post_id(post)), TEXT_ARGS(audit->findings[0]));
    }
}
