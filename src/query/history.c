/* history.c: an event is told to whoever may know of it: everything to the inside of the owner
 * court, to others what was handed in and what the owner tells the parties. */
#include "query/history.h"

#include "law/form.h"

/* An event as it was kept, opened: of a peer's stream the peer's own event. */
struct kept {
    struct event event;
    const struct value *statement, *body, *private;
    struct step_result result;
    bool is_step, had_private;
};

struct viewer {
    const struct look *look;
    struct matter_row row;
    const struct procedure *procedure;
    bool sees_inside, sees_content;
    bool is_offered; /* he stands at the court the matter is offered to */
    bool is_asked;   /* he stands at the court that is asked to do what the matter is about */
};

static const struct value *
canonical_or_null(struct text text, struct arena *arena)
{
    return text_is_empty(text) ? NULL : value_read_canonical(text, arena);
}

static void
open_event(struct kept *kept, struct arena *arena)
{
    kept->statement = canonical_or_null(kept->event.statement, arena);
    kept->body = canonical_or_null(kept->event.body, arena);
    kept->private = canonical_or_null(kept->event.private, arena);
    kept->had_private = value_member(kept->body, "private") != NULL;
    if (event_is_of_peer(kept->event.kind)) {
        kept->statement = canonical_or_null(value_member_text(kept->body, "statement"), arena);
        kept->body = canonical_or_null(value_member_text(kept->body, "body"), arena);
        kept->private = canonical_or_null(value_member_text(kept->private, "private"), arena);
        kept->had_private = value_member(kept->body, "private") != NULL;
    }
    const struct value *result = value_member(kept->body, "result");
    kept->is_step = result != NULL && matter_read_result(result, arena, &kept->result);
}

/* Where only the place of a peer's event came at first, its content may have come later: it is
 * shown at its place. */
static void
find_content(const struct look *look, struct kept *kept)
{
    if (kept->event.kind != EVENT_EVENT_RECEIVED || kept->body != NULL)
        return;
    struct sql *rows = sql(look->store, "SELECT body, private FROM journal WHERE court_id = $1"
                                        " AND matter_id = $2 AND stream = 'inbox' AND kind = $3");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, kept->event.matter_id);
    sql_text(rows, 3, text_of(event_kind_text(EVENT_CONTENT_RECEIVED)));
    while (sql_next(rows)) {
        struct text body = sql_column(rows, 0, look->arena);
        if (value_member_integer(value_read_canonical(body, look->arena), "place", -1) !=
            kept->event.position)
            continue;
        kept->event.body = body;
        kept->event.private = sql_column(rows, 1, look->arena);
        open_event(kept, look->arena);
        break;
    }
    sql_end(rows);
}

/* Who is asked to take a matter over reads why. */
static bool
is_offer(const struct viewer *viewer, const struct kept *kept)
{
    const struct step *step =
        viewer->procedure == NULL ? NULL : procedure_step(viewer->procedure, kept->result.step);
    return viewer->is_offered && step != NULL && step->custody == VERB_OFFER;
}

static bool
is_told(const struct viewer *viewer, const struct kept *kept)
{
    switch (kept->event.kind) {
    case EVENT_STEP_TAKEN:
    case EVENT_ACCOUNT_FOLLOWS:
    case EVENT_EVENT_RECEIVED:
    case EVENT_PERIOD_LAPSED:
    case EVENT_PERIOD_RESTATED:
        return kept->is_step &&
               (viewer->sees_inside || viewer->is_asked || kept->result.tells_party ||
                kept->result.stream == STREAM_INTAKE || is_offer(viewer, kept));
    case EVENT_ENQUIRY_RECEIVED:
    case EVENT_ERASED: return true;
    default: return false;
    }
}

/* A party also knows which agent or helper did what in his name; clerks stay unnamed to him. */
static struct text
account_shown(const struct viewer *viewer, const struct kept *kept, struct text account)
{
    struct text own = viewer->look->asker->account;
    bool is_for_him = kept->is_step && access_is_citizen(kept->result.role) &&
                      text_equal(kept->result.acted_for, own);
    bool is_own = is_for_him || text_equal(account, own);
    return viewer->sees_inside || is_own ? account : TEXT("");
}

static const struct value *
fields_shown(const struct viewer *viewer, const struct kept *kept, const struct step *step)
{
    const struct value *fields = value_member(kept->private, "fields");
    if (!viewer->sees_content || step == NULL || fields == NULL)
        return NULL;
    return form_shown(step, fields, viewer->look->asker, &viewer->row.facts, viewer->look->arena);
}

static struct history_event
show(const struct viewer *viewer, const struct kept *kept)
{
    const struct value *statement = kept->statement;
    struct history_event shown = {
        .position = kept->event.position,
        .kind = value_member_text(statement, "kind"),
        .node = value_member_text(statement, "node"),
        .stream = value_member_text(statement, "stream"),
        .seq = value_member_integer(statement, "seq", 0),
        .role = value_member_text(statement, "role"),
        .account = account_shown(viewer, kept, value_member_text(statement, "actor")),
        .times = {.claimed_ms = value_member_integer(statement, "claimed", 0),
                  .counter_ms = value_member_integer(statement, "counter", 0),
                  .owner_ms = value_member_integer(statement, "owner", 0),
                  .entered_ms = value_member_integer(statement, "entered", 0)},
        .is_erased = kept->had_private && kept->private == NULL,
    };
    if (kept->event.kind == EVENT_ENQUIRY_RECEIVED)
        shown.peer = value_member_text(kept->body, "from");
    if (!kept->is_step)
        return shown;
    shown.step_name = kept->result.step;
    shown.step =
        viewer->procedure == NULL ? NULL : procedure_step(viewer->procedure, kept->result.step);
    shown.from = kept->result.from_state;
    shown.to = kept->result.to_state;
    shown.is_effective = kept->result.is_effective;
    shown.fields = fields_shown(viewer, kept, shown.step);
    shown.effects = kept->result.effects;
    shown.effects_count = kept->result.effects_count;
    shown.promised = value_member(kept->body, "promised");
    return shown;
}

/* False where this asker may not know what happens in the matter. */
static bool
open_viewer(const struct look *look, struct text matter_id, struct viewer *viewer)
{
    *viewer = (struct viewer){.look = look};
    if (!matter_row_load(look->store, look->court_id, matter_id, look->arena, &viewer->row) ||
        !access_may_see(look->asker, &viewer->row.facts, SIGHT_PROGRESS, TEXT("")))
        return false;
    viewer->sees_inside = access_may_see(look->asker, &viewer->row.facts, SIGHT_INTERNAL, TEXT(""));
    viewer->sees_content = access_may_see(look->asker, &viewer->row.facts, SIGHT_CONTENT, TEXT(""));
    unsigned relations = access_relations(look->asker, &viewer->row.facts);
    viewer->is_offered = (relations & RELATION_BIT(RELATION_OFFERED)) != 0;
    viewer->is_asked = (relations & RELATION_BIT(RELATION_EXECUTING)) != 0;
    viewer->procedure =
        rulebook_procedure(look->rules, viewer->row.procedure_name, viewer->row.procedure_digest);
    return true;
}

static void
read_events(const struct viewer *viewer, int64_t after, struct history_event *events, int *count,
            bool *more)
{
    const struct look *look = viewer->look;
    struct sql *rows = journal_each(look->store, look->court_id, viewer->row.matter_id, after + 1);
    struct kept kept = {0};
    while (!*more && journal_each_next(rows, look->arena, &kept.event)) {
        open_event(&kept, look->arena);
        if (viewer->sees_inside)
            find_content(look, &kept);
        if (!is_told(viewer, &kept))
            continue;
        if (*count == HISTORY_PAGE)
            *more = true;
        else
            events[(*count)++] = show(viewer, &kept);
    }
    sql_end(rows);
}

bool
history_load(const struct look *look, struct text matter_id, int64_t after,
             const struct history_event **events, int *count, bool *more)
{
    struct viewer viewer;
    struct history_event *list = ARENA_MANY(look->arena, HISTORY_PAGE, struct history_event);
    *events = list;
    *count = 0;
    *more = false;
    if (!store_begin_read(look->store))
        return false;
    bool is_there = open_viewer(look, matter_id, &viewer);
    if (is_there)
        read_events(&viewer, after, list, count, more);
    store_end_read(look->store);
    return is_there && !store_fault(look->store)->is_set;
}

/* Is nothing of what was filled in hidden from this asker? */
static bool
sees_all(const struct viewer *viewer, const struct kept *kept)
{
    struct arena *arena = viewer->look->arena;
    const struct value *fields = value_member(kept->private, "fields");
    const struct step *step =
        viewer->procedure == NULL ? NULL : procedure_step(viewer->procedure, kept->result.step);
    const struct value *shown = fields_shown(viewer, kept, step);
    if (fields == NULL || shown == NULL)
        return false;
    struct canon all = canon_open(arena, 1024), seen = canon_open(arena, 1024);
    canon_put(&all, fields);
    canon_put(&seen, shown);
    return text_equal(canon_text(&all), canon_text(&seen));
}

/* With the private part goes its salt, of which the code is made that adds the matter to an account
 * (exchange/claim_code.h): not for a helper. */
static enum receipt_shows
shows(const struct viewer *viewer, const struct kept *kept, bool with_content)
{
    if (!with_content || !viewer->sees_content)
        return RECEIPT_SHOWS_NOTHING;
    return viewer->look->asker->role != ROLE_HELPER && sees_all(viewer, kept)
               ? RECEIPT_SHOWS_PRIVATE
               : RECEIPT_SHOWS_BODY;
}

bool
history_receipt(const struct look *look, struct text matter_id, int64_t position,
                struct text checkpoint, uint64_t size, bool with_content, struct text *receipt)
{
    struct viewer viewer;
    struct kept kept = {0};
    if (!store_begin_read(look->store))
        return false;
    bool is_there = open_viewer(look, matter_id, &viewer) &&
                    journal_read(look->store, look->court_id, position, look->arena, &kept.event) &&
                    text_equal(kept.event.matter_id, matter_id);
    if (is_there) {
        struct journal_tree tree =
            journal_tree_open(look->store, look->court_id, size, look->arena);
        open_event(&kept, look->arena);
        if (viewer.sees_inside)
            find_content(look, &kept);
        is_there = is_told(&viewer, &kept) &&
                   journal_receipt(&tree, position, checkpoint, shows(&viewer, &kept, with_content),
                                   look->arena, receipt);
    }
    store_end_read(look->store);
    return is_there && !store_fault(look->store)->is_set;
}
