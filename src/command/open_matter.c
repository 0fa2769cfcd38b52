/* open_matter.c: something is handed in: it gets its tracking number here, offline or not, and
 * keeps it for life. What opens a matter is a step of its procedure like any other. */
#include "command/drafts.h"
#include "command/step_event.h"
#include "command/verbs.h"

#include "law/tracking_number.h"
#include "store/service_rows.h"

enum { NUMBER_TRIES = 20 };

static bool
number_is_free(struct node *node, struct text number)
{
    struct sql *row =
        sql(node->store, "SELECT 1 FROM matter_rows WHERE court_id = $1 AND matter_id = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, number);
    bool is_taken = sql_next(row);
    sql_end(row);
    return !is_taken;
}

/* Random, so that numbers tell nothing of each other; gaps mean nothing. */
static struct text
make_number(struct node *node, struct arena *arena)
{
    unsigned char random[8];
    struct text number = TEXT("");
    for (int i = 0; i < NUMBER_TRIES; i++) {
        node->world->random(node->world->of, random, sizeof random);
        number = tracking_number_make(node->code, random, arena);
        if (number_is_free(node, number))
            break;
    }
    return number;
}

/* What is opened out of another matter comes from somebody who has that matter before him. */
static bool
may_come_from(struct corridor *corridor, const struct act *act, struct text origin,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    return text_is_empty(origin) ||
           (matter_row_load(node->store, node->id, origin, arena, &row) &&
            access_may_see(&act->asker, &row.facts, SIGHT_INTERNAL, TEXT("")));
}

/* Another court serves for a service of the case: it must be one that is still open, and on whom
 * the other court is to serve, else accepting its report would serve somebody else. */
static enum refusal
check_service(struct node *node, const struct act *act, const struct step_case *one,
              struct arena *arena)
{
    struct service_row service;
    struct text recipient =
        text_trim(value_member_text(value_member(act->input, "fields"), "recipient"));
    if (text_is_empty(one->origin_service))
        return ALLOWED;
    if (!service_rows_load(node->store, node->id, one->origin, one->origin_service, arena,
                           &service))
        return SERVICE_MUST_EXIST;
    if (service.is_served)
        return SERVICE_MUST_BE_UNSERVED;
    return service_rows_is_for(&service, recipient) ? ALLOWED : SERVICE_MUST_NAME_RECIPIENT;
}

static void
open_matter(struct corridor *corridor, const struct act *act, int64_t begun_ms,
            struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text owner = value_member_text(act->input, "owner");
    struct text name = value_member_text(act->input, "procedure");
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    struct step_case one = {.is_new = true, .begun_ms = begun_ms};

    one.procedure = rulebook_procedure_in_force(corridor->rules, name, today);
    if (one.procedure == NULL) {
        outcome_refuse(outcome, PROCEDURE_MUST_EXIST, TEXT("procedure"), arena);
        return;
    }
    if (!network_is_court(corridor->network, owner)) {
        outcome_refuse(outcome, COURT_MUST_BE_KNOWN, TEXT("owner"), arena);
        return;
    }
    if (!rulebook_kind_is_open(corridor->rules, one.procedure, owner, today)) {
        outcome_refuse(outcome, CASE_KIND_MUST_BE_OPEN, one.procedure->case_kind, arena);
        return;
    }
    one.origin = value_member_text(act->input, "origin");
    one.origin_service = value_member_text(act->input, "origin_service");
    if (!may_come_from(corridor, act, one.origin, arena)) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT("origin"), arena);
        return;
    }
    enum refusal refusal = check_service(node, act, &one, arena);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, TEXT("origin_service"), arena);
        return;
    }
    one.step =
        procedure_step(one.procedure, text_is_empty(act->step) ? TEXT("hand_in") : act->step);
    if (one.step == NULL) {
        outcome_refuse(outcome, STEP_MUST_EXIST, act->step, arena);
        return;
    }
    one.row.matter_id = make_number(node, arena);
    one.row.amount_fen = -1;
    one.row.facts = matter_new(one.row.matter_id, owner, node->id);
    one.row.facts.case_kind = one.procedure->case_kind;
    one.row.facts.procedure = one.procedure->name;
    one.row.facts.version = one.procedure->version;
    one.row.facts.owner_place = value_member_text(act->input, "owner_place");
    one.row.facts.receiving_place = act->asker.place;
    step_event_take(corridor, act, &one, outcome, arena);
}

/* What was typed in a draft becomes what is handed in. */
static const struct value *
input_of(const struct act *act, const struct draft *draft, struct arena *arena)
{
    struct canon input = canon_open(arena, draft->content.length + 200);
    canon_begin_object(&input);
    canon_key(&input, "fields");
    canon_put_canonical(&input, draft->content);
    canon_member_text(&input, "owner", draft->owner);
    canon_member_text_if(&input, "owner_place", value_member_text(act->input, "owner_place"));
    canon_member_text(&input, "procedure", draft->procedure);
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), arena);
}

static void
refuse_version(const struct draft *draft, struct outcome *outcome, struct arena *arena)
{
    outcome->refusal = VERSION_MUST_BE_CURRENT;
    struct canon answer = canon_open(arena, 120);
    canon_begin_object(&answer);
    canon_member_text(&answer, "refusal", refusal_name(VERSION_MUST_BE_CURRENT));
    canon_member_text(&answer, "state", TEXT(STATE_DRAFT));
    canon_member_integer(&answer, "version", draft->version);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* Input: procedure, owner, owner_place?, origin?, origin_service?, fields; or draft, owner_place?,
 * where if_version is the version of the draft. A draft ends with what it became, in the same
 * transaction. */
void
open_matter_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                struct arena *arena)
{
    struct draft draft;
    struct act from_draft = *act;
    struct text id = value_member_text(act->input, "draft");
    if (text_is_empty(id)) {
        open_matter(corridor, act, 0, outcome, arena);
        return;
    }
    if (!drafts_load(corridor, act, id, &draft, outcome, arena))
        return;
    if (act->if_version >= 0 && act->if_version != draft.version) {
        refuse_version(&draft, outcome, arena);
        return;
    }
    from_draft.input = input_of(act, &draft, arena);
    from_draft.if_version = -1;
    open_matter(corridor, &from_draft, draft.made_ms, outcome, arena);
    if (outcome->refusal == ALLOWED)
        drafts_forget(corridor, draft.id, arena);
}
