/* command.c: walks a group of acts through the corridor, each under a mark of its own. */
#include "command/command.h"

#include "command/erase.h"
#include "command/verbs.h"
#include "rule/network_rule.h"
#include "store/calendar_rows.h"
#include "store/own_words_rows.h"
#include "store/reference_rows.h"

#include <assert.h>
#include <stdlib.h>

/* What an act takes as a rule: memory that stays in the processor's cache from act to act. */
enum { SCRATCH_BYTES = 128 * 1024 };

static const struct {
    const char *text;
    void (*run)(struct corridor *, const struct act *, struct outcome *, struct arena *);
} verbs[] = {
#define VERB(name, text, function) {text, function},
#include "command/command.def"
#undef VERB
};

const char *
verb_text(enum verb verb)
{
    return verbs[verb].text;
}

struct corridor *
corridor_open(struct node *node, const struct rulebook *rules)
{
    struct corridor *corridor = calloc(1, sizeof *corridor);
    if (corridor == NULL)
        abort();
    corridor->node = node;
    corridor->rules = rules;
    corridor->scratch = arena_open_for(SCRATCH_BYTES);
    corridor_refresh(corridor);
    erase_finish(node);
    return corridor;
}

void
corridor_close(struct corridor *corridor)
{
    if (corridor == NULL)
        return;
    arena_close(corridor->references);
    arena_close(corridor->erasing);
    arena_close(corridor->scratch);
    free(corridor);
}

bool
corridor_refresh(struct corridor *corridor)
{
    struct arena *arena = arena_open();
    struct text directory, list;
    struct store *store = corridor->node->store;
    struct text id = corridor->node->id;
    int64_t version =
        reference_rows_newest(store, id, TEXT("directory"), TEXT("network"), arena, &directory);
    reference_rows_newest(store, id, TEXT("trust"), TEXT("network"), arena, &list);
    if (store_fault(store)->is_set) {
        arena_close(arena);
        return false;
    }
    struct network *network = version > 0 ? network_rule_read_text(directory, arena) : NULL;
    struct trust *trust = ARENA_NEW(arena, struct trust);
    if (text_is_empty(list) || trust_read(list, arena, trust) != NO_FLAW)
        trust = NULL;
    struct calendar_decisions decided = calendar_rows_decided(store, id, arena);
    struct own_words own = own_words_rows_load(store, id, &corridor->rules->guide, arena);
    if (store_fault(store)->is_set) {
        arena_close(arena);
        return false;
    }
    rulebook_use_decisions(corridor->rules, id, &decided);
    rulebook_use_words(corridor->rules, id, &own);
    arena_close(corridor->references);
    corridor->references = arena;
    corridor->network = network;
    corridor->trust = trust;
    corridor->node->directory_version = version;
    const struct network_node *hub = network == NULL ? NULL : network_hub(network);
    corridor->hub = hub == NULL ? TEXT("") : hub->id;
    const struct network_node *self = network_find(network, id);
    if (self != NULL && text_is_empty(corridor->node->code))
        corridor->node->code = text_copy(self->node_code, corridor->node->arena);
    return true;
}

struct author
act_author(const struct act *act, struct text role)
{
    return (struct author){
        .act_id = text_is_empty(act->id) ? TEXT("-") : act->id,
        .account = act->asker.account,
        .role = role,
        .claimed_ms = act->claimed_ms,
        .counter_ms = act->counter_ms,
        .owner_ms = -1,
    };
}

void
outcome_refuse(struct outcome *outcome, enum refusal refusal, struct text detail,
               struct arena *arena)
{
    assert(refusal != ALLOWED);
    outcome->refusal = refusal;
    outcome->position = -1;
    struct canon answer = canon_open(arena, 160);
    canon_begin_object(&answer);
    canon_member_text_if(&answer, "detail", detail);
    canon_member_text(&answer, "refusal", refusal_name(refusal));
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* The answer that was given to this id before. */
static bool
find_outcome(struct node *node, const struct act *act, struct outcome *outcome, struct arena *arena)
{
    struct sql *row = sql(node->store, "SELECT request, status, position, answer FROM outcome"
                                       " WHERE court_id = $1 AND act_id = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, act->id);
    bool is_there = sql_next(row);
    if (is_there) {
        struct text request = sql_column_here(row, 0);
        struct text now = {(const char *)act->request.bytes, DIGEST_BYTES};
        outcome->is_repeat = true;
        outcome->position = sql_column_integer(row, 2);
        outcome->answer = sql_column(row, 3, arena);
        outcome->refusal = (enum refusal)ALLOWED;
        if (sql_column_integer(row, 1) != 0)
            refusal_parse(
                value_member_text(value_read_canonical(outcome->answer, arena), "refusal"),
                &outcome->refusal);
        if (!text_equal(request, now)) {
            outcome->is_repeat = false;
            outcome_refuse(outcome, IDEMPOTENCY_KEY_MUST_MATCH, TEXT(""), arena);
        }
    }
    sql_end(row);
    return is_there;
}

static void
keep_outcome(struct node *node, const struct act *act, const struct outcome *outcome)
{
    struct sql *put = sql(node->store, "INSERT INTO outcome (court_id, act_id, request, status,"
                                       " position, answer, entered_ms)"
                                       " VALUES ($1, $2, $3, $4, $5, $6, $7)");
    sql_text(put, 1, node->id);
    sql_text(put, 2, act->id);
    sql_blob(put, 3, act->request.bytes, DIGEST_BYTES);
    sql_integer(put, 4, outcome->refusal != ALLOWED);
    sql_integer(put, 5, outcome->position);
    sql_text(put, 6, outcome->answer);
    sql_integer(put, 7, node->now_ms);
    sql_run(put);
}

/* What becomes part of a statement is short and hides nothing, whatever the door let through. */
static bool
names_are_fit(const struct act *act)
{
    const struct text names[] = {act->id, act->asker.account, act->matter_id, act->step};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].length > ACT_NAME_MAX || !text_is_utf8(names[i]) || text_has_hidden(names[i]))
            return false;
    }
    return true;
}

static void
run_one(struct corridor *corridor, const struct act *act, struct outcome *outcome,
        struct arena *arena)
{
    struct node *node = corridor->node;
    *outcome = (struct outcome){.position = -1, .answer = TEXT("{}")};
    if (!names_are_fit(act)) {
        outcome_refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, TEXT(""), arena);
        return;
    }
    if (!text_is_empty(act->id) && find_outcome(node, act, outcome, arena))
        return;
    if (!node_mark(node))
        return;
    verbs[act->verb].run(corridor, act, outcome, arena);
    if (outcome->refusal == ALLOWED)
        node_keep_mark(node);
    else
        node_back_to_mark(node);
    if (!text_is_empty(act->id))
        keep_outcome(node, act, outcome);
}

static bool
is_house_keeping(enum verb verb)
{
    switch (verb) {
    case VERB_RECORD_RESTORE:
    case VERB_SIGN_IN:
    case VERB_SIGN_OUT:
    case VERB_OPEN_SESSION:
    case VERB_CHANGE_SESSION:
    case VERB_END_SESSION:
    case VERB_SEE_SESSIONS:
    case VERB_NOTE_FAILURE:
    case VERB_LOG_ACCESS: return true;
    default: return false;
    }
}

/* What a durable group changes in memory. Where directory or trust list cannot be read, the node
 * goes on with what it had, or stops. */
static void
take_effect(struct corridor *corridor)
{
    struct node *node = corridor->node;
    node->clock_is_doubted = node->clock_is_doubted && !corridor->has_confirmed_clock;
    node->is_read_only = node->is_read_only && !corridor->has_answered_loss;
    if (!corridor->wants_refresh)
        return;
    corridor->wants_refresh = !corridor_refresh(corridor);
    if (corridor->wants_refresh)
        node_cancel(node);
}

void
corridor_run(struct corridor *corridor, const struct act *acts, struct outcome *outcomes,
             size_t count, struct arena *arena)
{
    struct node *node = corridor->node;
    assert(count > 0 && count <= GROUP_ACTS_MAX);
    bool wanted_refresh = corridor->wants_refresh, is_kept = node_begin(node);
    for (size_t i = 0; is_kept && i < count; i++) {
        if (node->is_read_only && !is_house_keeping(acts[i].verb)) {
            outcomes[i] = (struct outcome){.position = -1};
            if (!text_is_empty(acts[i].id) && find_outcome(node, &acts[i], &outcomes[i], arena))
                continue; /* what was answered once is answered again */
            outcome_refuse(&outcomes[i], NODE_MUST_BE_WRITABLE, TEXT(""), arena);
            continue;
        }
        run_one(corridor, &acts[i], &outcomes[i], corridor->scratch);
        outcomes[i].answer = text_copy(outcomes[i].answer, arena);
        outcomes[i].matter_id = text_copy(outcomes[i].matter_id, arena);
        arena_reset(corridor->scratch);
        is_kept = !store_fault(node->store)->is_set;
    }
    if (is_kept)
        is_kept = node_commit(node);
    else if (!node->is_stopped || store_fault(node->store)->is_set)
        node_cancel(node);
    if (!is_kept)
        corridor->wants_refresh = wanted_refresh;
    else
        take_effect(corridor);
    erase_take_effect(corridor, is_kept);
    corridor->has_confirmed_clock = corridor->has_answered_loss = false;
    for (size_t i = 0; !is_kept && i < count; i++)
        outcomes[i] = (struct outcome){.is_fault = true, .position = -1};
}
