/* take_step.c: any step of any procedure. Who, when, what and what follows stand in its rule file;
 * here is only the order in which a registrar asks. */
#include "command/step_event.h"
#include "command/verbs.h"
#include "exchange/enquiry.h"
#include "law/tracking_number.h"
#include "store/representation_rows.h"

/* What changed since the version somebody saw: the events, without their content. */
static void
refuse_stale(struct corridor *corridor, const struct act *act, const struct matter_row *row,
             struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct canon canon = canon_open(arena, 512);
    canon_begin_object(&canon);
    canon_key(&canon, "changed");
    canon_begin_array(&canon);
    struct event event;
    int64_t seen = 0;
    struct sql *rows = journal_each(node->store, node->id, act->matter_id, 0);
    while (journal_each_next(rows, arena, &event)) {
        const struct value *body = value_read_canonical(event.body, arena);
        if (event_is_of_peer(event.kind))
            body = value_read_canonical(value_member_text(body, "body"), arena);
        const struct value *result = value_member(body, "result");
        if (result == NULL || ++seen <= act->if_version)
            continue;
        canon_begin_object(&canon);
        canon_member_text(&canon, "state", value_member_text(result, "to"));
        canon_member_text(&canon, "step", value_member_text(result, "step"));
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_member_text(&canon, "refusal", refusal_name(VERSION_MUST_BE_CURRENT));
    canon_member_text(&canon, "state", row->facts.state);
    canon_member_integer(&canon, "version", row->version);
    canon_end_object(&canon);
    outcome->refusal = VERSION_MUST_BE_CURRENT;
    outcome->answer = canon_text(&canon);
}

/* A matter that neither was taken in here nor is kept here: a clerk may take papers in for it while
 * the party stands before him, once its court has said where it is and how it stands. */
static enum refusal
find_elsewhere(struct corridor *corridor, const struct act *act, struct arena *arena,
               struct matter_row *row)
{
    struct node *node = corridor->node;
    struct tracking_number number;
    if (act->asker.role != ROLE_COUNTER ||
        tracking_number_read(act->matter_id, arena, &number) != NUMBER_IS_VALID ||
        text_equal(number.node_code, node->code))
        return MATTER_MUST_EXIST;
    return enquiry_present(node->store, node->id, act->matter_id, act->asker.account,
                           act->asker.acted_for, node->now_ms, arena, row)
               ? ALLOWED
               : ENQUIRY_MUST_BE_ANSWERED;
}

/* The record names both: who did it, and for whom. */
static struct text
whom_he_helps(const struct asker *asker, struct text matter_id)
{
    for (int i = 0; i < asker->representations_count; i++) {
        const struct representation *one = &asker->representations[i];
        if (one->scope == SCOPE_HELP && text_equal(one->matter, matter_id) &&
            representation_counts(one, asker->today))
            return one->principal;
    }
    return TEXT("");
}

void
take_step_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct step_case one = {0};
    struct act taken = *act;

    outcome->matter_id = act->matter_id;
    representation_rows_equip(node->store, node->id, &taken.asker,
                              date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES), arena);
    if (taken.asker.role == ROLE_HELPER)
        taken.asker.acted_for = whom_he_helps(&taken.asker, act->matter_id);
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, &one.row)) {
        enum refusal refusal = find_elsewhere(corridor, act, arena, &one.row);
        if (refusal != ALLOWED) {
            outcome_refuse(outcome, refusal, TEXT(""), arena);
            return;
        }
        one.is_elsewhere = taken.asker.has_enquiry = true;
    }
    if (!access_may_see(&taken.asker, &one.row.facts, SIGHT_CUSTODY, TEXT(""))) {
        outcome_refuse(outcome, MATTER_MUST_BE_VISIBLE, TEXT(""), arena);
        return;
    }
    if (act->if_version >= 0 && act->if_version != one.row.version) {
        refuse_stale(corridor, act, &one.row, outcome, arena);
        return;
    }
    one.procedure = step_event_procedure(corridor, &one.row);
    one.step = one.procedure == NULL ? NULL : procedure_step(one.procedure, act->step);
    if (one.step == NULL) {
        outcome_refuse(outcome, one.procedure == NULL ? PROCEDURE_MUST_EXIST : STEP_MUST_EXIST,
                       act->step, arena);
        return;
    }
    if (one.is_elsewhere && one.step->stream != STREAM_INTAKE) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, act->step, arena);
        return;
    }
    step_event_take(corridor, &taken, &one, outcome, arena);
}
