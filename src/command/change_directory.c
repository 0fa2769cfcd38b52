/* change_directory.c: one person at the hub proposes to change what the directory says of a court
 * or place; another sees old beside new and decides. What is approved is a version of the directory
 * like any other: kept, promised to every node, and in force from the next act on. */
#include "command/change.h"
#include "command/keep_reference.h"
#include "command/verbs.h"

#include "rule/directory_entry.h"
#include "rule/network_rule.h"
#include "store/reference_rows.h"

#define DIRECTORY "directory"

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
    struct change_parts parts = {DIRECTORY, from.id, old, new};
    change_propose(corridor, act, &parts, outcome, arena);
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

/* What was published meanwhile by somebody else is not written over. */
void
decide_directory_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                     struct arena *arena)
{
    if (is_at_hub(corridor))
        change_decide(corridor, act, DIRECTORY, publish, outcome, arena);
    else
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
}
