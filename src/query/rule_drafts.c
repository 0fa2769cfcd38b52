/* rule_drafts.c: nothing writes down that a draft came into use: the node keeps what it works under
 * with its digest, and that is compared. */
#include "query/rule_drafts.h"

static bool
may_look(const struct look *look)
{
    enum role role = look->asker->role;
    return role == ROLE_SYSTEM_ADMIN || role == ROLE_AUDIT_ADMIN || role == ROLE_SUPERVISOR ||
           role == ROLE_PRESIDENT;
}

static struct text
digest_in(struct text json, struct arena *arena)
{
    return value_member_text(value_read_canonical(json, arena), "digest");
}

static struct text
digest_in_use(const struct look *look, struct text name)
{
    const struct rulebook_file *file = rulebook_file(look->rules, name);
    return file == NULL ? TEXT("") : digest_hex(&file->digest, look->arena);
}

/* Since when the node last worked under a file with this digest under this name; 0 never. */
static int64_t
kept_since(const struct look *look, struct text name, struct text digest)
{
    struct sql *row = sql(look->store, "SELECT kept_ms FROM reference_rows WHERE court_id = $1"
                                       " AND kind = 'rule' AND name = $2 AND digest = $3"
                                       " ORDER BY version DESC LIMIT 1");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, name);
    sql_text(row, 3, digest);
    int64_t since = sql_next(row) ? sql_column_integer(row, 0) : 0;
    sql_end(row);
    return since;
}

static bool
has_later(const struct look *look, const struct proposal *proposal)
{
    struct sql *row = sql(look->store, "SELECT 1 FROM proposal_rows WHERE court_id = $1"
                                       " AND kind = $2 AND target = $3 AND status = 'approved'"
                                       " AND decided_position > $4");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, TEXT(RULES_KIND));
    sql_text(row, 3, proposal->target);
    sql_integer(row, 4, proposal->decided_position);
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

static enum rule_draft_state
state_of(const struct look *look, const struct proposal *proposal, int64_t *since_ms)
{
    struct text after = digest_in(proposal->to, look->arena);
    struct text now = digest_in_use(look, proposal->target);
    *since_ms = 0;
    if (proposal->status == PROPOSAL_OPEN)
        return RULE_DRAFT_OPEN;
    if (proposal->status == PROPOSAL_DECLINED)
        return RULE_DRAFT_DECLINED;
    /* Kept before it was approved: an old version that is to count again. */
    *since_ms = kept_since(look, proposal->target, after);
    if (*since_ms < proposal->decided_ms)
        *since_ms = 0;
    if (text_equal(after, now))
        return RULE_DRAFT_IN_USE;
    if (*since_ms > 0) /* whoever went back does not take it again by accident */
        return RULE_DRAFT_REPLACED;
    return text_equal(digest_in(proposal->from, look->arena), now) && !has_later(look, proposal)
               ? RULE_DRAFT_WAITS
               : RULE_DRAFT_OVERTAKEN;
}

enum rule_draft_state
rule_drafts_state(const struct look *look, const struct proposal *proposal, int64_t *since_ms)
{
    enum rule_draft_state state = RULE_DRAFT_OPEN;
    *since_ms = 0;
    if (may_look(look) && store_begin_read(look->store)) {
        state = state_of(look, proposal, since_ms);
        store_end_read(look->store);
    }
    return state;
}

/* The content of that digest among references of a kind and name. */
static bool
load(const struct look *look, const char *kind, struct text name, struct text digest,
     struct text *content)
{
    struct sql *row = sql(look->store, "SELECT content FROM reference_rows WHERE court_id = $1"
                                       " AND kind = $2 AND name = $3 AND digest = $4 LIMIT 1");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, text_of(kind));
    sql_text(row, 3, name);
    sql_text(row, 4, digest);
    bool is_there = sql_next(row);
    if (is_there)
        *content = sql_column(row, 0, look->arena);
    sql_end(row);
    return is_there;
}

bool
rule_drafts_content(const struct look *look, const struct proposal *proposal, struct text *before,
                    struct text *after)
{
    struct text was = digest_in(proposal->from, look->arena);
    *before = TEXT("");
    if (!may_look(look) || !store_begin_read(look->store))
        return false;
    bool is_there =
        (text_is_empty(was) || load(look, "rule", proposal->target, was, before)) &&
        load(look, RULE_DRAFT_KIND, proposal->target, digest_in(proposal->to, look->arena), after);
    store_end_read(look->store);
    return is_there;
}

void
rule_drafts_waiting(const struct look *look, struct rule_draft *drafts, int *count)
{
    struct proposal *approved;
    int64_t since;
    *count = 0;
    if (!may_look(look) || !store_begin_read(look->store))
        return;
    int all = proposal_rows_in_force(look->store, look->court_id, TEXT(RULES_KIND),
                                     RULEBOOK_FILES_MAX, look->arena, &approved);
    for (int i = 0; i < all && *count < RULE_DRAFTS_MAX; i++) {
        struct rule_draft *one = &drafts[*count];
        one->name = approved[i].target;
        *count += state_of(look, &approved[i], &since) == RULE_DRAFT_WAITS &&
                  load(look, RULE_DRAFT_KIND, one->name, digest_in(approved[i].to, look->arena),
                       &one->content);
    }
    store_end_read(look->store);
}
