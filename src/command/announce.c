/* announce.c: service on somebody whom nothing else reaches [CPL-2023:95]. A judge decides on it
 * and says why; the text goes up at once and is fixed from then on; after its days the clock has
 * the law asked again. That it stood there is recorded day by day, so a day on which nobody could
 * have read it is known. */
#include "command/enrol.h"
#include "command/servicing.h"
#include "command/verbs.h"
#include "law/announcement.h"
#include "law/service_said.h"
#include "paper/wording.h"
#include "store/announcement_rows.h"

enum { COURSE_CHARACTERS_MAX = 4000, ITEM_CHARACTERS_MAX = 1000 };

/* A stream of its own that stays at this court: what goes up for everybody needs no envelope. */
#define ANNOUNCEMENT_STREAM TEXT("announcement")

struct announcing {
    struct corridor *corridor;
    struct arena *arena;
    struct matter_row row;
    struct service_row service;
    struct service_attempt *attempt;
    const struct service_verdict *verdict;
    struct text reason, course, procedure, items[ANNOUNCED_ITEM_COUNT];
    struct date today;
};

/* ---- what was filled in ---- */

static enum refusal
check_lines(struct text lines, size_t characters_max, bool is_required)
{
    if (text_is_empty(lines))
        return is_required ? FIELD_MUST_BE_GIVEN : ALLOWED;
    if (text_characters(lines) > characters_max)
        return FIELD_MUST_NOT_BE_TOO_LONG;
    return text_has_unseen(lines) ? FIELD_MUST_NOT_HIDE_CHARACTERS : ALLOWED;
}

static enum refusal
read_items(const struct act *act, struct announcing *one, struct text *detail)
{
    for (int i = 0; i < ANNOUNCED_ITEM_COUNT; i++) {
        struct text word = announced_item_word((enum announced_item)i);
        *detail = word;
        if (!announced_item_is_asked((enum announced_item)i, one->service.document))
            continue;
        one->items[i] = text_trim(value_member_text(act->input, word.bytes));
        enum refusal refusal =
            check_lines(one->items[i], ITEM_CHARACTERS_MAX,
                        announced_item_is_required((enum announced_item)i, one->service.document));
        if (refusal != ALLOWED)
            return refusal;
    }
    *detail = TEXT("course");
    one->course = text_trim(value_member_text(act->input, "course"));
    return check_lines(one->course, COURSE_CHARACTERS_MAX, true);
}

static enum refusal
find(const struct act *act, struct announcing *one, struct text *detail)
{
    struct node *node = one->corridor->node;
    *detail = TEXT("");
    if (!announcement_is_by(act->asker.role))
        return ROLE_MUST_BE_ALLOWED;
    if (!matter_row_load(node->store, node->id, act->matter_id, one->arena, &one->row) ||
        !access_may_see(&act->asker, &one->row.facts, SIGHT_CONTENT, TEXT("")))
        return MATTER_MUST_EXIST;
    if (one->row.facts.is_sealed)
        return SEALED_MATTER_MUST_NOT_BE_ANNOUNCED;
    *detail = TEXT("service");
    if (!text_equal(one->row.facts.owner, node->id))
        return MATTER_MUST_BE_OURS;
    if (!service_rows_load(node->store, node->id, act->matter_id,
                           value_member_text(act->input, "service"), one->arena, &one->service))
        return SERVICE_MUST_EXIST;
    return one->service.is_served ? SERVICE_MUST_BE_OPEN : ALLOWED;
}

/* ---- what the law says ---- */

static bool
judge(const struct act *act, struct announcing *one)
{
    struct field_mistake mistakes[SERVICE_SAID_MISTAKES_MAX];
    int count;
    struct canon said = canon_open(one->arena, 300);
    one->reason = value_member_text(act->input, "reason");
    one->procedure = value_member_text(act->input, "procedure");
    canon_begin_object(&said);
    canon_key(&said, "dates");
    canon_begin_object(&said);
    canon_member_text(&said, "published", date_text(one->today, one->arena));
    canon_end_object(&said);
    canon_key(&said, "facts");
    canon_begin_object(&said);
    canon_member_boolean(&said, "content_complete", true);
    canon_member_boolean(&said, "course_on_file", true);
    canon_member_text(&said, "manner", TEXT("network"));
    canon_member_text_if(&said, "procedure", one->procedure);
    canon_member_text_if(&said, "reason", one->reason);
    canon_end_object(&said);
    canon_member_text(&said, "mode", TEXT("D7"));
    canon_end_object(&said);
    one->attempt = ARENA_NEW(one->arena, struct service_attempt);
    if (service_said_read(&one->corridor->rules->service,
                          value_read_canonical(canon_text(&said), one->arena), one->arena,
                          one->attempt, mistakes, &count) != ALLOWED)
        return false;
    servicing_equip(one->corridor, &one->service, one->attempt);
    one->verdict = servicing_verdict(one->corridor, one->attempt, one->row.facts.owner, one->arena);
    return true;
}

/* ---- what goes up ---- */

static void
add_line(struct announcing *one, struct buffer *text, const char *key,
         const struct wording_value *values, size_t count)
{
    if (text->length > 0)
        buffer_add_format(text, "\n");
    buffer_add_text(text, wording_fill(key, LANGUAGE_ZH, values, count, one->arena));
}

static struct text
names_of(const struct value *names, struct arena *arena)
{
    struct buffer list = buffer_open(arena, 80);
    const struct value *name = value_is(names, VALUE_ARRAY) ? names->first : NULL;
    for (; name != NULL; name = name->next)
        buffer_add_format(&list, "%s%.*s", name == names->first ? "" : "、",
                          TEXT_ARGS(value_text(name)));
    return buffer_text(&list);
}

static struct text
papers_of(const struct announcing *one)
{
    const struct procedure *procedure = step_event_procedure(one->corridor, &one->row);
    struct buffer list = buffer_open(one->arena, 80);
    struct text rest = one->service.papers;
    while (!text_is_empty(rest)) {
        struct text name = text_cut(&rest, ' ');
        const struct paper_rule *paper =
            procedure == NULL ? NULL : procedure_paper(procedure, name);
        buffer_add_format(&list, "%s%.*s", list.length > 0 ? "、" : "",
                          TEXT_ARGS(paper == NULL ? name : paper->words.in[LANGUAGE_ZH]));
    }
    return buffer_text(&list);
}

static struct text
number_of(const struct announcing *one)
{
    struct text number = one->row.facts.case_number;
    return text_is_empty(number) || text_is(number, "-") ? one->row.matter_id : number;
}

/* 2026年3月2日 */
static struct text
day_of(struct date day, struct arena *arena)
{
    struct civil civil = date_civil(day);
    return text_format(arena, "%d年%d月%d日", civil.year, civil.month, civil.day);
}

/* In Chinese, the language of the courts' announcements; once it is up it is never said anew. */
static struct text
compose(struct announcing *one)
{
    static const char *const item_keys[ANNOUNCED_ITEM_COUNT] = {
        [ANNOUNCED_GIST] = "announcement.text-gist",
        [ANNOUNCED_ANSWER] = "announcement.text-answer",
        [ANNOUNCED_APPEARANCE] = "announcement.text-appearance",
        [ANNOUNCED_CONTENT] = "announcement.text-content",
        [ANNOUNCED_APPEAL] = "announcement.text-lies",
        [ANNOUNCED_CONSEQUENCE] = "announcement.text-consequence",
    };
    const struct network_node *court =
        network_find(one->corridor->network, one->corridor->node->id);
    struct buffer text = buffer_open(one->arena, 1000);
    bool is_lost = text_is(one->reason, "whereabouts_unknown");
    struct wording_value values[] = {
        {"court", court == NULL ? one->corridor->node->id : court->name.in[LANGUAGE_ZH]},
        {"names", names_of(value_member(one->service.details, "names"), one->arena)},
        {"number", number_of(one)},
        {"papers", papers_of(one)},
        {"until", day_of(one->verdict->wait_until, one->arena)},
        {"on", day_of(one->today, one->arena)},
    };
    size_t count = sizeof values / sizeof values[0];
    add_line(one, &text, "announcement.text-names", values, count);
    add_line(one, &text, is_lost ? "announcement.text-lost" : "announcement.text-nothing-else",
             values, count);
    for (int i = 0; i < ANNOUNCED_ITEM_COUNT; i++) {
        struct wording_value said[] = {{"what", one->items[i]}};
        if (!text_is_empty(one->items[i]))
            add_line(one, &text, item_keys[i], said, 1);
    }
    add_line(one, &text, "announcement.text-end", values, count);
    add_line(one, &text, "announcement.text-signed", values, count);
    add_line(one, &text, "announcement.text-day", values, count);
    return buffer_text(&text);
}

static int64_t
publish(struct announcing *one, const struct author *author, int64_t attempt, struct text id)
{
    struct node *node = one->corridor->node;
    struct arena *arena = one->arena;
    struct canon private = canon_open(arena, 1500);
    canon_begin_object(&private);
    canon_member_text(&private, "course", one->course);
    canon_key(&private, "names");
    canon_put(&private, value_member(one->service.details, "names"));
    canon_member_text(&private, "papers", papers_of(one));
    canon_member_text(&private, "text", compose(one));
    canon_end_object(&private);
    struct text secret = canon_text(&private), salt = journal_salt(node, arena);
    struct canon body = canon_open(arena, 400);
    canon_begin_object(&body);
    canon_member_text(&body, "announcement", id);
    canon_member_integer(&body, "attempt", attempt);
    canon_member_text(&body, "document", one->service.document);
    canon_member_text(&body, "on", date_text(one->today, arena));
    canon_member_text(&body, "private", journal_private_digest(secret, salt, arena));
    canon_member_text(&body, "service", one->service.service_id);
    canon_member_text(&body, "until", date_text(one->verdict->wait_until, arena));
    canon_end_object(&body);
    return journal_append(node, author, EVENT_SERVICE_ANNOUNCED, one->row.matter_id,
                          ANNOUNCEMENT_STREAM, canon_text(&body), secret, salt, arena);
}

/* What the last rule was by which the law decided. */
static struct text
deciding_rule(const struct service_verdict *verdict)
{
    for (size_t i = verdict->steps_count; i-- > 0;)
        if (!text_is_empty(verdict->steps[i].rule))
            return verdict->steps[i].rule;
    return TEXT("");
}

/* Input: service; reason, procedure (rules/service/facts.yaml), course; the items of
 * announcement.def that its kind of paper has. */
void
announce_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
             struct arena *arena)
{
    struct node *node = corridor->node;
    struct announcing one = {
        .corridor = corridor,
        .arena = arena,
        .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
    };
    struct text detail;
    outcome->matter_id = act->matter_id;
    enum refusal refusal = find(act, &one, &detail);
    if (refusal == ALLOWED)
        refusal = read_items(act, &one, &detail);
    if (refusal == ALLOWED && !judge(act, &one)) {
        refusal = FIELD_MUST_BE_ONE_OF_THE_CHOICES;
        detail = TEXT("reason");
    }
    if (refusal == ALLOWED && one.verdict->outcome != SERVICE_NOT_YET) {
        refusal = ANNOUNCEMENT_MUST_BE_LAWFUL;
        detail = deciding_rule(one.verdict);
    }
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, detail, arena);
        return;
    }
    struct author author = act_author(act, role_word(act->asker.role));
    struct canon note = canon_open(arena, 300);
    canon_begin_object(&note);
    canon_member_text(&note, "note", one.course);
    canon_end_object(&note);
    struct servicing_attempt attempt = {
        .service = one.service,
        .attempt = one.attempt,
        .by = act->asker.account,
        .as = role_word(act->asker.role),
        .at = node->id,
        .text = value_read_canonical(canon_text(&note), arena),
        .evidence_seq = -1,
    };
    struct text id = enrol_new_id(node, arena);
    outcome->position = publish(&one, &author, one.service.attempts + 1, id);
    servicing_judge(corridor, &attempt, &author, arena);
    servicing_go_on(corridor, act->matter_id, arena);
    outcome->answer = text_format(arena, "{\"announcement\":\"%.*s\"}", TEXT_ARGS(id));
}

/* ---- the clock ---- */

static bool
clock_is_right(struct node *node, struct outcome *outcome, struct arena *arena)
{
    if (node->clock_is_doubted)
        outcome_refuse(outcome, NODE_MUST_BE_WRITABLE, TEXT("clock"), arena);
    return !node->clock_is_doubted;
}

/* Input: announcement. It stands there today. */
void
note_shown_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
               struct arena *arena)
{
    struct node *node = corridor->node;
    struct announcement_row row;
    struct text id = value_member_text(act->input, "announcement");
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    if (!clock_is_right(node, outcome, arena))
        return;
    if (!announcement_rows_load(node->store, node->id, id, arena, &row) ||
        date_compare(row.shown, today) >= 0 || date_compare(row.until, today) < 0) {
        outcome_refuse(outcome, ANNOUNCEMENT_MUST_STAND, TEXT("announcement"), arena);
        return;
    }
    struct author clock = {TEXT("-"), TEXT("clock"), TEXT("clock"), -1, -1, node->now_ms};
    struct canon body = canon_open(arena, 100);
    canon_begin_object(&body);
    canon_member_text(&body, "announcement", id);
    canon_member_text(&body, "day", date_text(today, arena));
    canon_end_object(&body);
    outcome->matter_id = row.matter_id;
    outcome->position =
        journal_append(node, &clock, EVENT_SERVICE_SHOWN, row.matter_id, ANNOUNCEMENT_STREAM,
                       canon_text(&body), TEXT(""), TEXT(""), arena);
}

/* Input: service, attempt. A time that had to pass has passed, so the law is asked again with what
 * is known. */
void
judge_again_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct attempt_row *attempts;
    struct field_mistake mistakes[SERVICE_SAID_MISTAKES_MAX];
    int mistakes_count;
    int64_t number = value_member_integer(act->input, "attempt", 0);
    struct servicing_attempt one = {.attempt = ARENA_NEW(arena, struct service_attempt),
                                    .evidence_seq = -1};
    if (!clock_is_right(node, outcome, arena))
        return;
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, &row) ||
        !text_equal(row.facts.owner, node->id)) {
        outcome_refuse(outcome, MATTER_MUST_BE_OURS, TEXT(""), arena);
        return;
    }
    bool is_there =
        service_rows_load(node->store, node->id, act->matter_id,
                          value_member_text(act->input, "service"), arena, &one.service);
    int count = is_there ? service_rows_attempts(node->store, node->id, act->matter_id,
                                                 one.service.service_id, arena, &attempts)
                         : 0;
    if (number < 1 || number > count ||
        service_said_read(&corridor->rules->service, attempts[number - 1].said, arena, one.attempt,
                          mistakes, &mistakes_count) != ALLOWED) {
        outcome_refuse(outcome, SERVICE_ATTEMPT_MUST_EXIST, TEXT("attempt"), arena);
        return;
    }
    servicing_equip(corridor, &one.service, one.attempt);
    if (servicing_verdict(corridor, one.attempt, node->id, arena)->outcome == SERVICE_NOT_YET) {
        outcome_refuse(outcome, SERVICE_TIME_MUST_HAVE_PASSED, TEXT("attempt"), arena);
        return;
    }
    one.number = number;
    one.channel = attempts[number - 1].channel;
    one.by = attempts[number - 1].made_by;
    one.as = attempts[number - 1].made_as;
    one.at = attempts[number - 1].made_at;
    struct author clock = {TEXT("-"), TEXT("clock"), TEXT("clock"), -1, -1, node->now_ms};
    outcome->matter_id = act->matter_id;
    outcome->position = servicing_judge(corridor, &one, &clock, arena);
    servicing_go_on(corridor, act->matter_id, arena);
}
