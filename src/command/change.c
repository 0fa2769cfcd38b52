/* change.c: nobody approves what he proposed, and whoever declines says why. */
#include "command/change.h"

#define CHANGES_STREAM TEXT("changes")

enum { REASON_CHARACTERS_MAX = 200 };

static void
end(struct corridor *corridor, const struct act *act, enum event_kind kind, struct text change,
    struct canon *body, struct outcome *outcome, struct arena *arena)
{
    struct author author = act_author(act, role_word(act->asker.role));
    struct canon said = canon_open(arena, 80);
    canon_end_object(body);
    outcome->position = journal_append(corridor->node, &author, kind, NODE_MATTER, CHANGES_STREAM,
                                       canon_text(body), TEXT(""), TEXT(""), arena);
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
    return text_format(arena, "c%.*s",
                       TEXT_ARGS(hex_of((struct text){(const char *)random, 8}, arena)));
}

void
change_propose(struct corridor *corridor, const struct act *act, const struct change_parts *parts,
               struct outcome *outcome, struct arena *arena)
{
    struct canon body = canon_open(arena, 1000);
    struct text id = new_id(corridor->node, arena);
    canon_begin_object(&body);
    canon_member_text(&body, "change", id);
    canon_key(&body, "from");
    canon_put_canonical(&body, parts->from);
    canon_member_text(&body, "kind", text_of(parts->kind));
    canon_member_text(&body, "target", parts->target);
    canon_key(&body, "to");
    canon_put_canonical(&body, parts->to);
    end(corridor, act, EVENT_CHANGE_PROPOSED, id, &body, outcome, arena);
}

/* Why this person may not decide so. */
static enum refusal
check_decision(const struct act *act, const struct proposal *proposal, const char *kind,
               struct text reason, bool is_approved)
{
    if (proposal->status != PROPOSAL_OPEN || !text_is(proposal->kind, kind))
        return CHANGE_MUST_BE_OPEN;
    if (text_equal(proposal->proposer, act->asker.account))
        return TAKER_MUST_BE_ANOTHER_PERSON;
    if (text_characters(reason) > REASON_CHARACTERS_MAX || text_has_hidden(reason))
        return FIELD_MUST_BE_IN_BOUNDS;
    return !is_approved && text_is_empty(reason) ? FIELD_MUST_BE_GIVEN : ALLOWED;
}

void
change_decide(struct corridor *corridor, const struct act *act, const char *kind,
              change_publish *publish, struct outcome *outcome, struct arena *arena)
{
    struct proposal proposal;
    struct text reason = text_trim(value_member_text(act->input, "reason"));
    struct node *node = corridor->node;
    bool is_approved = value_member_is_true(act->input, "approve");
    int64_t version = 0;
    if (act->asker.role != ROLE_SUPERVISOR && act->asker.role != ROLE_PRESIDENT) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!proposal_rows_load(node->store, node->id, value_member_text(act->input, "change"), arena,
                            &proposal)) {
        outcome_refuse(outcome, CHANGE_MUST_BE_OPEN, TEXT("change"), arena);
        return;
    }
    enum refusal refusal = check_decision(act, &proposal, kind, reason, is_approved);
    bool is_of_reason = refusal == FIELD_MUST_BE_IN_BOUNDS || refusal == FIELD_MUST_BE_GIVEN;
    if (refusal == ALLOWED && is_approved)
        refusal = publish(corridor, act, &proposal, &version, arena);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, is_of_reason ? TEXT("reason") : TEXT(""), arena);
        return;
    }
    struct canon body = canon_open(arena, 300);
    canon_begin_object(&body);
    canon_member_text(&body, "change", proposal.id);
    canon_member_text_if(&body, "reason", reason);
    canon_member_text(&body, "status",
                      proposal_status_word(is_approved ? PROPOSAL_APPROVED : PROPOSAL_DECLINED));
    if (version > 0)
        canon_member_integer(&body, "version", version);
    end(corridor, act, EVENT_CHANGE_DECIDED, proposal.id, &body, outcome, arena);
}
