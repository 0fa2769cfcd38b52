/* calendar_change.c: days are proposed by one person and decided by another, who sees which periods
 * they touch; then the clock counts those again, some matters at a time, and both days stay on
 * record. The calendar of the country comes with the rule files, and is decided upon in the same
 * way where periods run already. [CPL-2023:85] */
#include "command/calendar_change.h"

#include "command/step_event.h"
#include "command/verbs.h"
#include "store/calendar_rows.h"

#define CALENDAR_STREAM TEXT("calendar")

enum {
    NOTICE_CHARACTERS_MAX = 200,
    WORDS_CHARACTERS_MAX = 60,
    SPAN_DAYS_MAX = 31,
    DAYS_BACK_MAX = 366,
    DAYS_AHEAD_MAX = 800,
    RECOUNT_MATTERS = 50 /* one act */
};

static void
end(struct corridor *corridor, struct outcome *outcome, const struct author *author,
    enum event_kind kind, struct text change, struct canon *body, struct text private,
    struct text salt, struct arena *arena)
{
    struct canon said = canon_open(arena, 80);
    canon_end_object(body);
    outcome->position = journal_append(corridor->node, author, kind, NODE_MATTER, CALENDAR_STREAM,
                                       canon_text(body), private, salt, arena);
    canon_begin_object(&said);
    canon_member_text(&said, "change", change);
    canon_end_object(&said);
    outcome->answer = canon_text(&said);
}

static struct text
new_id(struct node *node, struct arena *arena)
{
    unsigned char random[8];
    node->world->random(node->world->of, random, sizeof random);
    return text_format(arena, "d%.*s",
                       TEXT_ARGS(hex_of((struct text){(const char *)random, 8}, arena)));
}

/* ---- proposing ---- */

static bool
refuse(struct outcome *outcome, enum refusal refusal, const char *field, struct arena *arena)
{
    outcome_refuse(outcome, refusal, text_of(field), arena);
    return false;
}

static bool
is_line(struct text text, int characters_max)
{
    return text_characters(text) <= (size_t)characters_max && !text_has_hidden(text);
}

static bool
read_words(const struct act *act, struct words *words, struct outcome *outcome, struct arena *arena)
{
    static const char *const keys[LANGUAGE_COUNT] = {
        [LANGUAGE_ZH] = "zh", [LANGUAGE_KO] = "ko", [LANGUAGE_EN] = "en"};
    const struct value *typed = value_member(act->input, "words");
    struct text zh = text_trim(value_member_text(typed, "zh"));
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct text one = text_trim(value_member_text(typed, keys[i]));
        if (!is_line(one, WORDS_CHARACTERS_MAX))
            return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, keys[i], arena);
        words->in[i] = text_is_empty(one) ? zh : one;
    }
    return !text_is_empty(zh) || refuse(outcome, FIELD_MUST_BE_GIVEN, "zh", arena);
}

static bool
read_days(struct node *node, const struct act *act, struct calendar_span *span,
          struct outcome *outcome, struct arena *arena)
{
    struct text first = value_member_text(act->input, "first");
    struct text last = value_member_text(act->input, "last");
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    if (!date_parse(first, &span->first))
        return refuse(outcome, text_is_empty(first) ? FIELD_MUST_BE_GIVEN : DATE_MUST_EXIST,
                      "first", arena);
    span->last = span->first;
    if (!text_is_empty(last) && !date_parse(last, &span->last))
        return refuse(outcome, DATE_MUST_EXIST, "last", arena);
    if (span->first.day < today.day - DAYS_BACK_MAX || span->first.day > today.day + DAYS_AHEAD_MAX)
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "first", arena);
    if (span->last.day < span->first.day || span->last.day - span->first.day >= SPAN_DAYS_MAX)
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "last", arena);
    return true;
}

/* A day that is what it is to become anyhow is a slip of whoever typed it. */
static bool
changes_some_day(const struct corridor *corridor, const struct calendar_span *span, bool is_work,
                 struct outcome *outcome, struct arena *arena)
{
    struct calendar calendar = rulebook_calendar(corridor->rules, corridor->node->id);
    bool changes = false;
    for (struct date day = span->first; day.day <= span->last.day; day.day++) {
        if (!calendar_has_year(&calendar, date_civil(day).year))
            return refuse(outcome, CALENDAR_MUST_BE_LOADED, "first", arena);
        changes |= calendar_is_court_day(&calendar, day) != is_work;
    }
    return changes || refuse(outcome, CALENDAR_DAY_MUST_CHANGE, "first", arena);
}

static void
write_words(struct canon *body, const struct words *words)
{
    canon_key(body, "words");
    canon_begin_object(body);
    canon_member_text(body, "en", words->in[LANGUAGE_EN]);
    canon_member_text(body, "ko", words->in[LANGUAGE_KO]);
    canon_member_text(body, "zh", words->in[LANGUAGE_ZH]);
    canon_end_object(body);
}

/* Input: kind (off, work), first, last? (the same day), words {zh, ko?, en?}, notice. */
void
propose_calendar_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                     struct arena *arena)
{
    struct node *node = corridor->node;
    enum calendar_change_kind kind;
    struct calendar_span span;
    struct text notice = text_trim(value_member_text(act->input, "notice"));
    if (act->asker.role != ROLE_SYSTEM_ADMIN && act->asker.role != ROLE_SUPERVISOR) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!calendar_change_kind_parse(value_member_text(act->input, "kind"), &kind) ||
        kind == CHANGE_FILES) {
        outcome_refuse(outcome, FIELD_MUST_BE_ONE_OF_THE_CHOICES, TEXT("kind"), arena);
        return;
    }
    if (text_is_empty(notice) || !is_line(notice, NOTICE_CHARACTERS_MAX)) {
        outcome_refuse(outcome,
                       text_is_empty(notice) ? FIELD_MUST_BE_GIVEN : FIELD_MUST_BE_IN_BOUNDS,
                       TEXT("notice"), arena);
        return;
    }
    if (!read_days(node, act, &span, outcome, arena) ||
        !read_words(act, &span.words, outcome, arena) ||
        !changes_some_day(corridor, &span, kind == CHANGE_WORK, outcome, arena))
        return;
    struct author author = act_author(act, role_word(act->asker.role));
    struct text id = new_id(node, arena);
    struct canon body = canon_open(arena, 500);
    canon_begin_object(&body);
    canon_member_text(&body, "change", id);
    canon_member_text(&body, "first", date_text(span.first, arena));
    canon_member_text(&body, "kind", calendar_change_kind_word(kind));
    canon_member_text(&body, "last", date_text(span.last, arena));
    canon_member_text(&body, "notice", notice);
    write_words(&body, &span.words);
    end(corridor, outcome, &author, EVENT_CALENDAR_PROPOSED, id, &body, TEXT(""), TEXT(""), arena);
}

static bool
has_running_periods(struct node *node)
{
    struct sql *row = sql(node->store, "SELECT 1 FROM period_rows WHERE court_id = $1"
                                       " AND status = 'running' LIMIT 1");
    sql_text(row, 1, node->id);
    bool has_one = sql_next(row);
    sql_end(row);
    return has_one;
}

void
calendar_change_by_files(struct corridor *corridor, const struct author *author, struct text name,
                         struct arena *arena)
{
    struct node *node = corridor->node;
    struct canon body = canon_open(arena, 200);
    if (!has_running_periods(node) || calendar_rows_has_open_files(node->store, node->id))
        return;
    canon_begin_object(&body);
    canon_member_text(&body, "change", new_id(node, arena));
    canon_member_text(&body, "kind", calendar_change_kind_word(CHANGE_FILES));
    canon_member_text(&body, "notice", name);
    canon_end_object(&body);
    journal_append(node, author, EVENT_CALENDAR_PROPOSED, NODE_MATTER, CALENDAR_STREAM,
                   canon_text(&body), TEXT(""), TEXT(""), arena);
}

/* ---- deciding ---- */

/* Why, in somebody's own words: it can be erased. */
static struct text
said_of(struct text reason, struct arena *arena)
{
    struct canon private = canon_open(arena, 300);
    if (text_is_empty(reason))
        return TEXT("");
    canon_begin_object(&private);
    canon_member_text(&private, "reason", reason);
    canon_end_object(&private);
    return canon_text(&private);
}

/* Input: change, approve (true, false), reason? (given where it is declined). New rule files count
 * for what begins in any case: they are approved or wait. Whoever decides is not who proposed. What
 * is done can be approved once more: what another court held meanwhile is counted again. */
void
decide_calendar_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                    struct arena *arena)
{
    struct node *node = corridor->node;
    struct calendar_change change;
    struct text reason = text_trim(value_member_text(act->input, "reason"));
    bool is_approved = value_member_is_true(act->input, "approve");
    if (act->asker.role != ROLE_SUPERVISOR && act->asker.role != ROLE_PRESIDENT) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!calendar_rows_load(node->store, node->id, value_member_text(act->input, "change"), arena,
                            &change) ||
        !(change.status == CHANGE_PROPOSED || (change.status == CHANGE_DONE && is_approved))) {
        outcome_refuse(outcome, CALENDAR_CHANGE_MUST_BE_OPEN, TEXT("change"), arena);
        return;
    }
    if (text_equal(change.proposer, act->asker.account)) {
        outcome_refuse(outcome, TAKER_MUST_BE_ANOTHER_PERSON, TEXT(""), arena);
        return;
    }
    if (change.kind == CHANGE_FILES && !is_approved) {
        outcome_refuse(outcome, FIELD_MUST_BE_ONE_OF_THE_CHOICES, TEXT("decision"), arena);
        return;
    }
    if (!is_line(reason, NOTICE_CHARACTERS_MAX) || (!is_approved && text_is_empty(reason))) {
        outcome_refuse(outcome,
                       text_is_empty(reason) ? FIELD_MUST_BE_GIVEN : FIELD_MUST_BE_IN_BOUNDS,
                       TEXT("reason"), arena);
        return;
    }
    struct author author = act_author(act, role_word(act->asker.role));
    struct text said = said_of(reason, arena);
    struct text salt = text_is_empty(said) ? TEXT("") : journal_salt(node, arena);
    struct canon body = canon_open(arena, 300);
    canon_begin_object(&body);
    canon_member_text(&body, "change", change.id);
    if (!text_is_empty(said))
        canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_member_text(&body, "status", is_approved ? TEXT("approved") : TEXT("declined"));
    end(corridor, outcome, &author, EVENT_CALENDAR_DECIDED, change.id, &body, said, salt, arena);
    corridor->wants_refresh = true; /* the days count from the next act on */
}

/* ---- counting again ---- */

struct recount {
    struct corridor *corridor;
    struct text change;
    int64_t restated;
};

static bool
restate_stream(struct recount *recount, struct step_case *one, enum stream stream,
               struct arena *arena)
{
    struct corridor *corridor = recount->corridor;
    struct author clock = {TEXT("-"), TEXT("clock"), TEXT("clock"), -1, -1, corridor->node->now_ms};
    return procedure_restate(one->procedure, &one->row.facts, stream, recount->change,
                             &one->request, &corridor->rules->rule_set, arena, &one->result) &&
           step_event_append(corridor, one, &clock, EVENT_PERIOD_RESTATED, arena) >= 0;
}

static void
recount_matter(struct recount *recount, struct text matter_id, struct arena *arena)
{
    struct node *node = recount->corridor->node;
    bool is_moved = false;
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        struct step_case one = {0};
        if (!matter_row_load(node->store, node->id, matter_id, arena, &one.row))
            return;
        one.procedure = step_event_procedure(recount->corridor, &one.row);
        one.request = (struct step_request){
            .asker = {.role = ROLE_CLOCK, .account = TEXT("clock"), .node = node->id},
            .times = {.entered_ms = node->now_ms},
            .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
        };
        if (one.procedure != NULL)
            is_moved |= restate_stream(recount, &one, (enum stream)stream, arena);
    }
    recount->restated += is_moved;
}

/* Input: change. The clock asks until all matters were looked at; where it is doubted nothing is
 * counted. */
void
recount_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
            struct arena *arena)
{
    struct node *node = corridor->node;
    struct calendar_change change;
    struct text *matters = ARENA_MANY(arena, RECOUNT_MATTERS, struct text);
    if (node->clock_is_doubted) {
        outcome_refuse(outcome, NODE_MUST_BE_WRITABLE, TEXT("clock"), arena);
        return;
    }
    if (!calendar_rows_load(node->store, node->id, value_member_text(act->input, "change"), arena,
                            &change) ||
        change.status != CHANGE_APPROVED) {
        outcome_refuse(outcome, CALENDAR_CHANGE_MUST_BE_OPEN, TEXT("change"), arena);
        return;
    }
    struct recount recount = {corridor, change.id, 0};
    int count = calendar_rows_touched(node->store, node->id, &change, change.reached, node->now_ms,
                                      RECOUNT_MATTERS, arena, matters);
    for (int i = 0; i < count; i++)
        recount_matter(&recount, matters[i], arena);
    struct author clock = {TEXT("-"), TEXT("clock"), TEXT("clock"), -1, -1, node->now_ms};
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_text(&body, "change", change.id);
    canon_member_boolean(&body, "done", count < RECOUNT_MATTERS);
    if (count > 0)
        canon_member_text(&body, "reached", matters[count - 1]);
    canon_member_integer(&body, "restated", recount.restated);
    end(corridor, outcome, &clock, EVENT_CALENDAR_RECOUNTED, change.id, &body, TEXT(""), TEXT(""),
        arena);
}
