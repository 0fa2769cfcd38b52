/* erase.c: the private part of a matter's events is erased by law; that something was there, when
 * and on which ground it went stays and proves itself. Holders of copies are told by the event. */
#include "command/verbs.h"

#include "store/matter_rows.h"
#include "store/outbox.h"
#include "store/state.h"

static int64_t
erase_events(struct node *node, struct text matter_id, int64_t ordered_by)
{
    struct sql *list = sql(node->store, "INSERT INTO erasure (court_id, position, erased_by)"
                                        " SELECT court_id, position, $1 FROM journal"
                                        " WHERE court_id = $2 AND matter_id = $3"
                                        " AND private IS NOT NULL AND position < $1"
                                        " ON CONFLICT (court_id, position) DO NOTHING");
    sql_integer(list, 1, ordered_by);
    sql_text(list, 2, node->id);
    sql_text(list, 3, matter_id);
    sql_run(list);
    struct sql *gone = sql(node->store, "UPDATE journal SET private = NULL, private_salt = NULL"
                                        " WHERE court_id = $1 AND matter_id = $2"
                                        " AND private IS NOT NULL");
    sql_text(gone, 1, node->id);
    sql_text(gone, 2, matter_id);
    sql_run(gone);
    return sql_changes(node->store);
}

void
erase_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
          struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct text ground = value_member_text(act->input, "ground");
    struct text rests_on = value_member_text(act->input, "rests_on");

    if (act->asker.role != ROLE_SECURITY_ADMIN && act->asker.role != ROLE_PRESIDENT) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, &row)) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    if (text_is_empty(ground) || text_is_empty(rests_on)) {
        outcome_refuse(outcome, GROUND_MUST_BE_GIVEN, TEXT("ground"), arena);
        return;
    }
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_text(&body, "ground", ground);
    canon_member_text(&body, "rests_on", rests_on);
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->matter_id = act->matter_id;
    outcome->position = journal_append(node, &author, EVENT_ERASED, act->matter_id, TEXT("erasure"),
                                       canon_text(&body), TEXT(""), TEXT(""), arena);
    int64_t events = erase_events(node, act->matter_id, outcome->position);
    state_replay_matter(node->store, node->id, act->matter_id, arena);
    struct canon answer = canon_open(arena, 80);
    canon_begin_object(&answer);
    canon_member_integer(&answer, "events", events);
    canon_member_integer(&answer, "position", outcome->position);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}
