/* calendar_list.c: what a change would move is counted in the same way as the clock will count it,
 * so that whoever approves sees what then happens. */
#include "query/calendar_list.h"

#include "store/account_rows.h"
#include "store/matter_rows.h"

static bool
may_look(const struct look *look)
{
    switch (look->asker->role) {
    case ROLE_SYSTEM_ADMIN:
    case ROLE_AUDIT_ADMIN:
    case ROLE_SUPERVISOR:
    case ROLE_PRESIDENT: return true;
    default: return false;
    }
}

static struct text
name_of(const struct look *look, struct text account_id)
{
    struct account account;
    if (text_is_empty(account_id) ||
        !account_rows_load(look->store, look->court_id, account_id, look->arena, &account))
        return TEXT("");
    return account.name;
}

static void
put_names(const struct look *look, struct calendar_named *one)
{
    one->proposer = name_of(look, one->change.proposer);
    one->decider = name_of(look, one->change.decider);
}

enum refusal
calendar_list_load(const struct look *look, const struct calendar_named **changes, int *count)
{
    struct calendar_change *bare;
    *count = 0;
    if (!may_look(look))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return ALLOWED;
    *count = calendar_rows_list(look->store, look->court_id, look->arena, &bare);
    struct calendar_named *named =
        ARENA_MANY(look->arena, (size_t)*count + 1, struct calendar_named);
    for (int i = 0; i < *count; i++) {
        named[i].change = bare[i];
        put_names(look, &named[i]);
    }
    store_end_read(look->store);
    *changes = named;
    return ALLOWED;
}

/* ---- what would move ---- */

struct walk {
    const struct look *look;
    const struct rule_set *rules;
    const struct calendar_change *change;
    struct moved_list *moved;
};

static struct date
day_of(struct text text)
{
    struct date date;
    return date_parse(text, &date) ? date : DATE_NONE;
}

static void
add_moved(struct walk *walk, const struct matter_row *row, const struct procedure *procedure,
          const struct effect *effect)
{
    struct moved_list *moved = walk->moved;
    const struct period_rule *rule = procedure_period(procedure, effect->name);
    const struct matter_period *before = matter_period(&row->facts, effect->name);
    bool is_seen = access_may_see(walk->look->asker, &row->facts, SIGHT_PROGRESS, TEXT(""));
    bool is_told = rule->concerns_party && effect->period.status == PERIOD_RUNNING &&
                   procedure_notice(procedure, TEXT(NOTICE_RESTATED)) != NULL;
    moved->periods++;
    moved->parties += is_told;
    if (moved->rows_count == MOVED_MAX)
        return;
    moved->rows[moved->rows_count++] = (struct moved_period){
        .matter_id = is_seen ? text_copy(row->matter_id, walk->look->arena) : TEXT(""),
        .words = &rule->words,
        .before = day_of(effect->detail),
        .after = effect->period.last_day,
        .runs_again = before->status == PERIOD_LAPSED && effect->period.status == PERIOD_RUNNING,
        .tells_party = is_told,
    };
}

static void
try_matter(struct walk *walk, struct text matter_id, struct arena *scratch)
{
    const struct look *look = walk->look;
    struct matter_row row;
    if (!matter_row_load(look->store, look->court_id, matter_id, scratch, &row))
        return;
    const struct procedure *procedure =
        rulebook_procedure(look->rules, row.procedure_name, row.procedure_digest);
    struct step_request request = {
        .asker = {.role = ROLE_CLOCK, .account = TEXT("clock"), .node = look->court_id},
        .times = {.entered_ms = look->now_ms},
        .today = date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES),
    };
    for (int stream = 0; procedure != NULL && stream < STREAM_COUNT; stream++) {
        struct step_result result;
        if (!procedure_restate(procedure, &row.facts, (enum stream)stream, walk->change->id,
                               &request, walk->rules, scratch, &result))
            continue;
        for (int i = 0; i < result.effects_count; i++) {
            if (result.effects[i].kind == EFFECT_PERIOD_RESTATED)
                add_moved(walk, &row, procedure, &result.effects[i]);
        }
    }
}

static void
walk_matters(struct walk *walk)
{
    const struct look *look = walk->look;
    struct arena *scratch = arena_open();
    struct text *matters = ARENA_MANY(look->arena, MOVED_MATTERS_MAX, struct text);
    int count = calendar_rows_touched(look->store, look->court_id, walk->change, TEXT("-"),
                                      look->now_ms, MOVED_MATTERS_MAX, look->arena, matters);
    for (int i = 0; i < count; i++) {
        try_matter(walk, matters[i], scratch);
        arena_reset(scratch);
    }
    walk->moved->is_cut = count == MOVED_MATTERS_MAX;
    arena_close(scratch);
}

/* The days that count now and, as long as it is open, those of the change. */
static struct calendar_decisions
days_with(const struct look *look, const struct calendar_change *change)
{
    struct calendar_decisions decided =
        calendar_rows_decided(look->store, look->court_id, look->arena);
    struct calendar_decided *days =
        ARENA_MANY(look->arena, decided.count + 1, struct calendar_decided);
    for (size_t i = 0; i < decided.count; i++)
        days[i] = decided.days[i];
    if (change->status == CHANGE_PROPOSED && change->kind != CHANGE_FILES)
        days[decided.count++] =
            (struct calendar_decided){change->span, change->notice, change->kind == CHANGE_WORK};
    return (struct calendar_decisions){days, decided.count};
}

enum refusal
calendar_change_load(const struct look *look, struct text id, struct calendar_named *change,
                     struct moved_list *moved)
{
    if (moved != NULL)
        *moved =
            (struct moved_list){.rows = ARENA_MANY(look->arena, MOVED_MAX, struct moved_period)};
    if (!may_look(look))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return ALLOWED;
    bool is_there =
        calendar_rows_load(look->store, look->court_id, id, look->arena, &change->change);
    if (is_there) {
        struct rulebook_preview preview = {look->rules, look->court_id,
                                           days_with(look, &change->change)};
        struct rule_set rules = rulebook_preview(&preview);
        struct walk walk = {look, &rules, &change->change, moved};
        put_names(look, change);
        if (moved != NULL && change->change.status != CHANGE_DECLINED)
            walk_matters(&walk);
    }
    store_end_read(look->store);
    return is_there ? ALLOWED : CALENDAR_CHANGE_MUST_BE_OPEN;
}
