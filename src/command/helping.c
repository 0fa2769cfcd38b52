/* helping.c: somebody near to a party helps him from elsewhere. The party makes a code and reads it
 * out; whoever enters it with his own account within a day sees that one matter for a few days, and
 * does in it what has no legal effect. No power of attorney is given. [CPL-2023:61] Names, and the
 * digest of the code, stand in the private part. */
#include "command/enrol.h"
#include "command/representing.h"
#include "command/security.h"
#include "command/verbs.h"
#include "store/account_rows.h"
#include "store/matter_rows.h"
#include "store/representation_rows.h"

enum { NAME_CHARACTERS_MAX = 100, RELATION_CHARACTERS_MAX = 30 };

/* Stream of the node for codes that opened nothing. */
#define HELP_STREAM TEXT("help")
#define WRONG_CODE  "help_code_wrong"

/* ---- offering ---- */

static bool
is_fit(struct text text, size_t characters_max)
{
    return text_characters(text) <= characters_max && !text_has_hidden(text);
}

/* Does this name somebody in this matter, for whom he acts? */
static bool
is_of_matter(const struct representation *one, const struct matter_row *row)
{
    if (!text_is_empty(one->matter))
        return text_equal(one->matter, row->facts.id);
    for (int i = 0; i < row->facts.people_count; i++) {
        if (text_equal(row->facts.people[i], one->principal))
            return true;
    }
    return false;
}

/* Whoever filed for somebody may have shown his power of attorney on paper alone. */
static bool
was_agent(const struct node *node, struct text account, struct text matter_id, struct arena *arena)
{
    struct event event;
    bool was = false;
    struct sql *rows = journal_each(node->store, node->id, matter_id, 0);
    while (journal_each_next(rows, arena, &event)) {
        const struct value *statement = value_read_canonical(event.statement, arena);
        was |= text_equal(value_member_text(statement, "actor"), account) &&
               text_equal(value_member_text(statement, "role"), role_word(ROLE_AGENT));
    }
    sql_end(rows);
    return was;
}

/* An agent is named in the matter as a party is, and has no file to pass on. */
static bool
is_agent(struct node *node, struct text account, const struct matter_row *row, struct arena *arena)
{
    struct representation *list;
    int count = representation_rows_of_agent(node->store, node->id, account, arena, &list);
    for (int i = 0; i < count; i++) {
        if (list[i].scope != SCOPE_HELP && list[i].status != REPRESENTATION_DECLINED &&
            is_of_matter(&list[i], row))
            return true;
    }
    return was_agent(node, account, row->facts.id, arena);
}

static enum refusal
check_offer(const struct corridor *corridor, const struct act *act, struct text *detail,
            struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct digest code;
    struct text name = value_member_text(act->input, "name");
    struct text relation = value_member_text(act->input, "relation");
    *detail = TEXT("");
    if (act->asker.role == ROLE_HELPER)
        return PERSON_MUST_ACT_HIMSELF;
    if (act->asker.role != ROLE_PARTY)
        return ROLE_MUST_BE_ALLOWED;
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, &row))
        return MATTER_MUST_EXIST;
    if (!access_may_see(&act->asker, &row.facts, SIGHT_CONTENT, TEXT("")))
        return MATTER_MUST_BE_VISIBLE;
    if (is_agent(node, act->asker.account, &row, arena))
        return PERSON_MUST_ACT_HIMSELF;
    *detail = TEXT("code_digest");
    if (!digest_parse(value_member_text(act->input, "code_digest"), &code))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    *detail = text_is_empty(name) ? TEXT("name") : TEXT("relation");
    if (text_is_empty(name) || text_is_empty(relation))
        return FIELD_MUST_BE_GIVEN;
    *detail = is_fit(name, NAME_CHARACTERS_MAX) ? TEXT("relation") : TEXT("name");
    if (!is_fit(name, NAME_CHARACTERS_MAX) || !is_fit(relation, RELATION_CHARACTERS_MAX))
        return FIELD_MUST_BE_IN_BOUNDS;
    return ALLOWED;
}

/* The code before this one opens nothing any more. False when there were too many today. */
static bool
make_room(struct corridor *corridor, const struct act *act, struct date today,
          struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct representation *list;
    int today_count = 0;
    int count = representation_rows_help_given(node->store, node->id, act->asker.account,
                                               node->now_ms, arena, &list);
    for (int i = 0; i < count; i++)
        today_count += date_compare(list[i].from, today) == 0;
    if (today_count >= HELP_OFFERS_MAX || count == REPRESENTATIONS_MAX) {
        outcome_refuse(outcome, RATE_MUST_BE_KEPT, TEXT("help"), arena);
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (list[i].status != REPRESENTATION_PROPOSED ||
            !text_equal(list[i].matter, act->matter_id))
            continue;
        list[i].status = REPRESENTATION_DECLINED;
        representing_settle(corridor, act, &list[i], outcome, arena);
    }
    return true;
}

/* Input: code_digest, name and relation of the helper. The answer names the representation. */
void
offer_help_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
               struct arena *arena)
{
    struct node *node = corridor->node;
    struct text detail;
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    enum refusal refusal = check_offer(corridor, act, &detail, arena);
    outcome->matter_id = act->matter_id;
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, detail, arena);
        return;
    }
    if (!make_room(corridor, act, today, outcome, arena))
        return;
    struct representation one = {
        .id = text_format(arena, "r%.*s", TEXT_ARGS(enrol_new_id(node, arena))),
        .principal = act->asker.account,
        .agent = HELP_OF_NOBODY,
        .name = value_member_text(act->input, "name"),
        .relation = value_member_text(act->input, "relation"),
        .matter = act->matter_id,
        .from = today,
        .until = DATE_NONE,
        .status = REPRESENTATION_PROPOSED,
        .scope = SCOPE_HELP,
        .code = value_member_text(act->input, "code_digest"),
        .ends_ms = node->now_ms + HELP_CODE_DAYS * (int64_t)DAY_MS,
    };
    representing_settle(corridor, act, &one, outcome, arena);
}

/* ---- taking it up ---- */

static int
count_wrong_lately(const struct node *node, struct text account, struct arena *arena)
{
    int count = 0;
    struct sql *rows = sql(node->store, "SELECT statement, body FROM journal WHERE court_id = $1"
                                        " AND matter_id = $2 AND stream = $3 ORDER BY seq DESC");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, NODE_MATTER);
    sql_text(rows, 3, HELP_STREAM);
    while (count < HELP_TRIES_MAX && sql_next(rows)) {
        const struct value *statement = value_read_canonical(sql_column(rows, 0, arena), arena);
        if (node->now_ms - value_member_integer(statement, "entered", 0) >= DAY_MS)
            break;
        const struct value *body = value_read_canonical(sql_column(rows, 1, arena), arena);
        count += text_equal(value_member_text(body, "account"), account);
    }
    sql_end(rows);
    return count;
}

static void
answer_wrong(struct corridor *corridor, const struct act *act, struct outcome *outcome,
             struct arena *arena)
{
    struct canon body = canon_open(arena, 160);
    canon_begin_object(&body);
    canon_member_text(&body, "account", act->asker.account);
    canon_member_text(&body, "what", TEXT(WRONG_CODE));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position = journal_append(corridor->node, &author, EVENT_SECURITY_NOTED, NODE_MATTER,
                                       HELP_STREAM, canon_text(&body), TEXT(""), TEXT(""), arena);
    outcome->answer = TEXT("{\"status\":\"wrong\"}");
}

/* Whoever made it wrote down for whom; to anybody else it is no code at all. */
static bool
is_his_code(struct node *node, const struct act *act, const struct representation *one,
            struct arena *arena)
{
    struct account account;
    return text_equal(one->principal, act->asker.account) ||
           (account_rows_load(node->store, node->id, act->asker.account, arena, &account) &&
            text_is_same_name(account.name, one->name, arena));
}

/* Does he act in this matter for somebody else, or may he from a later day on? */
static bool
acts_for_another(struct node *node, struct text account, const struct representation *offered,
                 const struct matter_row *row, struct arena *arena)
{
    struct representation *list;
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    int count = representation_rows_of_agent(node->store, node->id, account, arena, &list);
    for (int i = 0; i < count; i++) {
        const struct representation *one = &list[i];
        if (one->status == REPRESENTATION_IN_FORCE && is_of_matter(one, row) &&
            (date_is_none(one->until) || date_compare(today, one->until) <= 0) &&
            !text_equal(one->principal, offered->principal))
            return true;
    }
    return false;
}

/* Nobody helps himself, nor the one whose matter it is on another side, nor two at once. */
static enum refusal
check_helper(struct corridor *corridor, const struct act *act, const struct representation *one,
             struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    if (!matter_row_load(node->store, node->id, one->matter, arena, &row))
        return MATTER_MUST_EXIST;
    if (text_equal(one->principal, act->asker.account))
        return TAKER_MUST_BE_ANOTHER_PERSON;
    for (int i = 0; i < row.facts.people_count; i++) {
        if (text_equal(row.facts.people[i], act->asker.account))
            return TAKER_MUST_BE_ANOTHER_PERSON;
    }
    if (acts_for_another(node, act->asker.account, one, &row, arena))
        return TAKER_MUST_BE_ANOTHER_PERSON;
    return representing_check_holder(node, act->asker.account, arena);
}

/* Input: code_digest, confirm (false: only whether it opens anything). A wrong code is no refusal:
 * it is written down, for after HELP_TRIES_MAX of them within a day no code is looked at. */
void
take_up_help_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    struct representation one;
    struct text code = value_member_text(act->input, "code_digest");
    struct digest digest;
    if (!access_is_citizen(act->asker.role)) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!digest_parse(code, &digest)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("code_digest"), arena);
        return;
    }
    if (count_wrong_lately(node, act->asker.account, arena) >= HELP_TRIES_MAX) {
        outcome_refuse(outcome, RATE_MUST_BE_KEPT, TEXT("help"), arena);
        return;
    }
    if (!representation_rows_of_code(node->store, node->id, code, node->now_ms, arena, &one) ||
        !is_his_code(node, act, &one, arena)) {
        answer_wrong(corridor, act, outcome, arena);
        return;
    }
    enum refusal refusal = check_helper(corridor, act, &one, arena);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, TEXT(""), arena);
        return;
    }
    if (!value_member_is_true(act->input, "confirm")) {
        outcome->answer = TEXT("{\"status\":\"proposed\"}");
        return;
    }
    one.agent = act->asker.account;
    one.code = TEXT("");
    one.from = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    one.until = date_add_days(one.from, HELP_DAYS);
    one.status = REPRESENTATION_IN_FORCE;
    outcome->matter_id = one.matter;
    representing_settle(corridor, act, &one, outcome, arena);
}
