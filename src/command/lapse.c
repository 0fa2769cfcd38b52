/* lapse.c: a period has run out. The clock decides nothing: it tells the person whose turn it is.
 */
#include "command/step_event.h"
#include "command/verbs.h"

void
lapse_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
          struct arena *arena)
{
    struct node *node = corridor->node;
    struct step_case one = {0};
    struct text period = value_member_text(act->input, "period");

    if (node->clock_is_doubted) {
        outcome_refuse(outcome, NODE_MUST_BE_WRITABLE, TEXT("clock"), arena);
        return;
    }
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, &one.row)) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    const struct matter_period *watched = matter_period(&one.row.facts, period);
    bool is_ours = watched != NULL &&
                   (watched->stream == STREAM_MAIN ? text_equal(one.row.facts.owner, node->id)
                                                   : text_equal(watched->node, node->id));
    if (watched != NULL && !is_ours) {
        outcome_refuse(outcome, MATTER_MUST_BE_OURS, TEXT(""), arena);
        return;
    }
    one.procedure = step_event_procedure(corridor, &one.row);
    if (one.procedure == NULL) {
        outcome_refuse(outcome, PROCEDURE_MUST_EXIST, TEXT(""), arena);
        return;
    }
    one.request = (struct step_request){
        .asker = {.role = ROLE_CLOCK, .account = TEXT("clock"), .node = node->id},
        .times = {.entered_ms = node->now_ms},
        .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
    };
    enum refusal refusal = procedure_lapse(one.procedure, &one.row.facts, period, &one.request,
                                           &corridor->rules->rule_set, arena, &one.result);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, period, arena);
        return;
    }
    struct author clock = {TEXT("-"), TEXT("clock"), TEXT("clock"), -1, -1, node->now_ms};
    outcome->position = step_event_append(corridor, &one, &clock, EVENT_PERIOD_LAPSED, arena);
    outcome->matter_id = act->matter_id;
    outcome->answer = step_event_answer(corridor, &one, outcome->position, arena);
}
