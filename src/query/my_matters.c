/* my_matters.c: found by the person, so that a citizen's list costs what the citizen has. */
#include "query/my_matters.h"

static void
add(const struct look *look, struct text matter_id, struct my_matters *mine)
{
    struct my_matter *one = &mine->rows[mine->count];
    *one = (struct my_matter){0};
    if (!matter_row_load(look->store, look->court_id, matter_id, look->arena, &one->row) ||
        !access_may_see(look->asker, &one->row.facts, SIGHT_CUSTODY, TEXT("")))
        return;
    bool sees_content = access_may_see(look->asker, &one->row.facts, SIGHT_CONTENT, TEXT(""));
    if (!sees_content || text_is(one->row.title, "-"))
        one->row.title = TEXT("");
    if (!sees_content)
        one->row.amount_fen = -1;
    const struct procedure *procedure =
        rulebook_procedure(look->rules, one->row.procedure_name, one->row.procedure_digest);
    int state = procedure == NULL ? -1 : procedure_state(procedure, one->row.facts.state);
    one->state_words = state < 0 ? NULL : &procedure->states[state].words;
    mine->count++;
}

/* His own, and as an agent those of everybody he represents or represented: each is asked again
 * whether he sees it. */
static struct sql *
found(const struct look *look)
{
    if (look->asker->role != ROLE_AGENT)
        return sql(look->store, "SELECT p.matter_id, m.entered_ms FROM person_rows p, matter_rows m"
                                " WHERE p.court_id = $1 AND p.account_id = $2 AND m.court_id = $1"
                                " AND m.matter_id = p.matter_id AND m.entered_ms <= $3"
                                " AND (m.entered_ms < $3 OR p.matter_id < $4)"
                                " ORDER BY m.entered_ms DESC, p.matter_id DESC LIMIT $5");
    return sql(look->store,
               "SELECT DISTINCT p.matter_id, m.entered_ms FROM person_rows p, matter_rows m"
               " WHERE p.court_id = $1 AND (p.account_id = $2 OR p.account_id IN"
               " (SELECT r.principal FROM representation_rows r WHERE r.court_id = $1"
               " AND r.agent = $2)) AND m.court_id = $1"
               " AND m.matter_id = p.matter_id AND m.entered_ms <= $3"
               " AND (m.entered_ms < $3 OR p.matter_id < $4)"
               " ORDER BY m.entered_ms DESC, p.matter_id DESC LIMIT $5");
}

static void
walk(const struct look *look, int64_t before_entered_ms, struct text before_matter,
     struct my_matters *mine)
{
    struct sql *rows = found(look);
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, look->asker->account);
    sql_integer(rows, 3, before_entered_ms);
    sql_text(rows, 4, text_is_empty(before_matter) ? TEXT("-") : before_matter);
    sql_integer(rows, 5, MY_MATTERS_PAGE + 1);
    for (int seen = 0; sql_next(rows); seen++) {
        if (seen == MY_MATTERS_PAGE) {
            mine->has_more = true;
            break;
        }
        mine->next_matter = sql_column(rows, 0, look->arena);
        mine->next_entered_ms = sql_column_integer(rows, 1);
        add(look, mine->next_matter, mine);
    }
    sql_end(rows);
}

/* A helper has few: one to a code. */
static void
gather_helped(const struct look *look, struct my_matters *mine)
{
    for (int i = 0; i < look->asker->representations_count; i++) {
        const struct representation *one = &look->asker->representations[i];
        bool is_there = one->scope != SCOPE_HELP || mine->count == MY_MATTERS_PAGE;
        for (int k = 0; k < mine->count && !is_there; k++)
            is_there = text_equal(mine->rows[k].row.matter_id, one->matter);
        if (!is_there)
            add(look, one->matter, mine);
    }
}

void
my_matters_load(const struct look *look, int64_t before_entered_ms, struct text before_matter,
                struct my_matters *mine)
{
    mine->count = 0;
    mine->has_more = false;
    if (!store_begin_read(look->store))
        return;
    if (look->asker->role == ROLE_HELPER)
        gather_helped(look, mine);
    else
        walk(look, before_entered_ms, before_matter, mine);
    store_end_read(look->store);
}
