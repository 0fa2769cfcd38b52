/* change_rules.c: an administrator drafts one rule file, another person approves it. What is
 * approved is not in force by that: an operator puts it in its place (`tongban rules`) and starts
 * again, so that every node of the process works under one set of rules at a time. */
#include "command/change.h"
#include "command/keep_reference.h"
#include "command/verbs.h"

#include "rule/rule_draft.h"
#include "store/reference_rows.h"

/* Of what the rules in use hold under that name; empty for a file that is new. */
static struct text
standing(const struct corridor *corridor, struct text name, struct arena *arena)
{
    const struct rulebook_file *file = rulebook_file(corridor->rules, name);
    return file == NULL ? TEXT("") : digest_hex(&file->digest, arena);
}

static struct text
written(struct text digest, int64_t version, struct arena *arena)
{
    struct canon canon = canon_open(arena, 120);
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "digest", digest);
    if (version > 0)
        canon_member_integer(&canon, "version", version);
    canon_end_object(&canon);
    return canon_text(&canon);
}

static enum refusal
check(const struct corridor *corridor, const struct act *act, const char **detail,
      struct arena *arena)
{
    struct text name = value_member_text(act->input, "name");
    struct text content = value_member_text(act->input, "content");
    *detail = "name";
    if (!rulebook_may_hold(corridor->rules, name))
        return RULE_FILE_MUST_HAVE_ITS_PLACE;
    *detail = "content";
    if (text_is_empty(content))
        return FIELD_MUST_BE_GIVEN;
    if (content.length > RULE_DRAFT_BYTES_MAX || !text_is_utf8(content) ||
        text_has_hidden(content) || text_has_unseen(content))
        return FIELD_MUST_BE_IN_BOUNDS;
    *detail = "";
    struct text now = standing(corridor, name, arena);
    if (!text_equal(value_member_text(act->input, "base"), now))
        return CHANGE_MUST_FIT_WHAT_STANDS;
    struct digest digest = digest_of(content);
    return text_equal(digest_hex(&digest, arena), now) ? CHANGE_MUST_DIFFER : ALLOWED;
}

/* Input: name ("procedure/civil_filing.yaml"), content, base (digest of the file in use that it was
 * made from; not given for a new one). That the rules are sound with it is the caller's to find out
 * first: it is asked again wherever it counts. */
void
propose_rules_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    struct text before;
    const char *detail = "";
    enum refusal refusal = act->asker.role != ROLE_SYSTEM_ADMIN
                               ? ROLE_MUST_BE_ALLOWED
                               : check(corridor, act, &detail, arena);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, text_of(detail), arena);
        return;
    }
    struct kept_reference kept = {
        .kind = TEXT(RULE_DRAFT_KIND),
        .name = value_member_text(act->input, "name"),
        .content = value_member_text(act->input, "content"),
    };
    kept.version =
        reference_rows_newest(node->store, node->id, kept.kind, kept.name, arena, &before) + 1;
    struct author author = act_author(act, role_word(act->asker.role));
    keep_reference(corridor, &author, &kept, arena);
    struct digest digest = digest_of(kept.content);
    struct change_parts parts = {
        .kind = RULES_KIND,
        .target = kept.name,
        .from = written(standing(corridor, kept.name, arena), 0, arena),
        .to = written(digest_hex(&digest, arena), kept.version, arena),
    };
    change_propose(corridor, act, &parts, outcome, arena);
}

static enum refusal
publish(struct corridor *corridor, const struct act *act, const struct proposal *proposal,
        int64_t *version, struct arena *arena)
{
    struct text base = value_member_text(value_read_canonical(proposal->from, arena), "digest");
    (void)act, (void)version;
    return rulebook_may_hold(corridor->rules, proposal->target) &&
                   text_equal(base, standing(corridor, proposal->target, arena))
               ? ALLOWED
               : CHANGE_MUST_FIT_WHAT_STANDS;
}

void
decide_rules_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    change_decide(corridor, act, RULES_KIND, publish, outcome, arena);
}
