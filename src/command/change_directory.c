/* change_directory.c: one person at the hub proposes to change what the directory says of a court
 * or place; another sees old beside new and decides. What is approved is a version of the directory
 * like any other: kept, promised to every node, and in force from the next act on. */
#include "command/keep_reference.h"
#include "command/verbs.h"

#include "rule/directory_entry.h"
#include "rule/network_rule.h"
#include "store/proposal_rows.h"
#include "store/reference_rows.h"

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

/* The newest directory, also where the group under way brought it. */
static const struct network *
newest(struct corridor *corridor, int64_t *version, struct arena *arena)
{
    struct text content;
    struct node *node = corridor->node;
    *version = reference_rows_newest(node->store, node->id, TEXT("directory"), TEXT("network"),
                                     arena, &content);
    return *version > 0 ? network_rule_read_text(content, arena) : NULL;
}

static bool
is_at_hub(const struct corridor *corridor)
{
    return text_equal(corridor->hub, corridor->node->id);
}

static struct text
new_id(struct node *node, struct arena *arena)
{
    unsigned char random[8];
    node->world->random(node->world->of, random, sizeof random);
    return text_format(arena, "c%.*s",
                       TEXT_ARGS(hex_of((struct text){(const char *)random, 8}, arena)));
}

/* Input: target, to {name, address, telephone, office} (directory_entry_read). */
void
propose_directory_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                      struct arena *arena)
{
    struct directory_entry from, to;
    struct directory_slips slips;
    int64_t version;
    if (act->asker.role != ROLE_SYSTEM_ADMIN || !is_at_hub(corridor)) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!directory_entry_find(newest(corridor, &version, arena),
                              value_member_text(act->input, "target"), &from)) {
        outcome_refuse(outcome, COURT_MUST_BE_KNOWN, TEXT("target"), arena);
        return;
    }
    to = from;
    if (!directory_entry_read(value_member(act->input, "to"), &to, &slips, arena)) {
        outcome_refuse(outcome, slips.all[0].refusal, text_of(slips.all[0].field), arena);
        return;
    }
    struct text old = directory_entry_write(&from, arena), new = directory_entry_write(&to, arena);
    if (text_equal(old, new)) {
        outcome_refuse(outcome, CHANGE_MUST_DIFFER, TEXT(""), arena);
        return;
    }
    struct canon body = canon_open(arena, 1000);
    struct text id = new_id(corridor->node, arena);
    canon_begin_object(&body);
    canon_member_text(&body, "change", id);
    canon_key(&body, "from");
    canon_put_canonical(&body, old);
    canon_member_text(&body, "kind", TEXT("directory"));
    canon_member_text(&body, "target", from.id);
    canon_key(&body, "to");
    canon_put_canonical(&body, new);
    end(corridor, act, EVENT_CHANGE_PROPOSED, id, &body, outcome, arena);
}

/* Keeps the directory with the change in it: its version, or why not. */
static enum refusal
publish(struct corridor *corridor, const struct act *act, const struct proposal *proposal,
        int64_t *version, struct arena *arena)
{
    struct directory_entry entry;
    struct directory_slips slips;
    const struct network *network = newest(corridor, version, arena);
    if (!directory_entry_find(network, proposal->target, &entry) ||
        !text_equal(directory_entry_write(&entry, arena), proposal->from))
        return CHANGE_MUST_FIT_WHAT_STANDS;
    if (!directory_entry_read(value_read_canonical(proposal->to, arena), &entry, &slips, arena))
        return slips.all[0].refusal;
    struct kept_reference kept = {
        .kind = TEXT("directory"),
        .name = TEXT("network"),
        .content = network_rule_write(directory_entry_apply(network, &entry, arena), arena),
        .version = ++*version,
    };
    /* What goes to everybody is read once more first: it says just what was approved. */
    struct directory_entry written;
    if (kept.content.length > REFERENCE_BYTES_MAX ||
        !directory_entry_find(network_rule_read_text(kept.content, arena), proposal->target,
                              &written) ||
        !text_equal(directory_entry_write(&written, arena), proposal->to))
        return FIELD_MUST_BE_IN_BOUNDS;
    struct author author = act_author(act, role_word(act->asker.role));
    keep_reference(corridor, &author, &kept, arena);
    return ALLOWED;
}

/* Why this person may not decide so. */
static enum refusal
check_decision(const struct corridor *corridor, const struct act *act,
               const struct proposal *proposal, struct text reason, bool is_approved)
{
    if (proposal->status != PROPOSAL_OPEN || !text_is(proposal->kind, "directory"))
        return CHANGE_MUST_BE_OPEN;
    if (text_equal(proposal->proposer, act->asker.account))
        return TAKER_MUST_BE_ANOTHER_PERSON;
    if (text_characters(reason) > REASON_CHARACTERS_MAX || text_has_hidden(reason))
        return FIELD_MUST_BE_IN_BOUNDS;
    if (!is_approved && text_is_empty(reason))
        return FIELD_MUST_BE_GIVEN;
    return is_at_hub(corridor) ? ALLOWED : ROLE_MUST_BE_ALLOWED;
}

/* Input: change, approve (true, false), reason? (given where it is declined). Whoever decides is
 * not who proposed. What was published meanwhile by somebody else is not written over. */
void
decide_directory_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                     struct arena *arena)
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
    enum refusal refusal = check_decision(corridor, act, &proposal, reason, is_approved);
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
    if (is_approved)
        canon_member_integer(&body, "version", version);
    end(corridor, act, EVENT_CHANGE_DECIDED, proposal.id, &body, outcome, arena);
}
