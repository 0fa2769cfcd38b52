/* docket_view.c: writes what query/docket.h found; it hides nothing and finds nothing itself. */
#include "view/docket_view.h"

#include "base/money.h"
#include "paper/derivation_words.h"

static void
put_clock(const struct view *view, struct canon *canon, const struct docket *docket)
{
    const struct matter_row *row = &docket->row;
    if (text_is_empty(row->due_period) || row->due_ms >= NEVER_MS)
        return;
    const struct period_rule *rule =
        docket->procedure == NULL ? NULL : procedure_period(docket->procedure, row->due_period);
    canon_key(canon, "clock");
    canon_begin_object(canon);
    view_instant(view, canon, "due", row->due_ms);
    canon_member_text(canon, "period", row->due_period);
    view_title(view, canon, "title", rule == NULL ? NULL : &rule->words);
    canon_end_object(canon);
}

static void
put_next(const struct view *view, struct canon *canon, const struct matter_row *row)
{
    if (text_is_empty(row->next_role))
        return;
    canon_key(canon, "next");
    canon_begin_object(canon);
    view_court(view, canon, "node", row->next_node);
    view_role(view, canon, "role", row->next_role);
    canon_end_object(canon);
}

static void
put_custody(const struct view *view, struct canon *canon, const struct docket *docket)
{
    static const char *const words[] = {"held", "offered", "declined"};
    const struct matter_facts *facts = &docket->row.facts;
    canon_key(canon, "custody");
    canon_begin_object(canon);
    canon_member_text_if(canon, "case_number", facts->case_number);
    put_clock(view, canon, docket);
    canon_member_integer(canon, "epoch", facts->epoch);
    put_next(view, canon, &docket->row);
    view_court(view, canon, "offered_to", facts->offered_to);
    view_court(view, canon, "owner", facts->owner);
    canon_member_text_if(canon, "owner_place", facts->owner_place);
    view_court(view, canon, "receiving", facts->receiving);
    canon_member_text_if(canon, "receiving_place", facts->receiving_place);
    canon_member_boolean(canon, "sealed", facts->is_sealed);
    view_instant(view, canon, "since", docket->row.state_since_ms);
    canon_member_text(canon, "state", facts->state);
    view_title(view, canon, "state_name", docket->state == NULL ? NULL : &docket->state->words);
    canon_member_text(canon, "status", text_of(words[facts->custody]));
    canon_end_object(canon);
}

static void
put_times(const struct view *view, struct canon *canon, struct act_times times)
{
    canon_key(canon, "times");
    canon_begin_object(canon);
    view_instant(view, canon, "claimed", times.claimed_ms);
    view_instant(view, canon, "counter", times.counter_ms);
    view_instant(view, canon, "entered", times.entered_ms);
    view_instant(view, canon, "owner", times.owner_ms);
    canon_end_object(canon);
}

/* How the last day was found, as sentences with their articles. */
static void
put_derivation(const struct view *view, struct canon *canon, const struct value *kept)
{
    struct derivation *derivation = ARENA_NEW(view->arena, struct derivation);
    if (kept == NULL || !derivation_read(kept, derivation))
        return;
    canon_key(canon, "derivation");
    canon_begin_array(canon);
    for (size_t i = 0; i < derivation->count; i++) {
        const struct derivation_step *step = &derivation->steps[i];
        canon_begin_object(canon);
        view_citation(view, canon, step->rests_on);
        canon_member_text(canon, "step", derivation_words(step, view->language, view->arena));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_periods(const struct view *view, struct canon *canon, const struct docket *docket)
{
    canon_key(canon, "periods");
    canon_begin_array(canon);
    for (int i = 0; i < docket->periods_count; i++) {
        const struct docket_period *period = &docket->periods[i];
        int64_t missing = value_member_integer(period->details, "calendar_missing", 0);
        canon_begin_object(canon);
        if (missing != 0)
            canon_member_integer(canon, "calendar_missing", missing);
        put_derivation(view, canon, value_member(period->details, "derivation"));
        view_instant(view, canon, "due", period->due_ms);
        canon_member_text_if(canon, "last_day", period->last_day);
        canon_member_text(canon, "period", period->name);
        canon_member_integer(canon, "rounds", period->rounds);
        canon_member_text_if(canon, "rule", value_member_text(period->details, "rule"));
        canon_member_text_if(canon, "rules_digest",
                             value_member_text(period->details, "rules_digest"));
        canon_member_text_if(canon, "started", period->started);
        canon_member_text(canon, "status", period->status);
        view_title(view, canon, "title", period->rule == NULL ? NULL : &period->rule->words);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_documents(const struct view *view, struct canon *canon, const struct docket *docket)
{
    canon_key(canon, "documents");
    canon_begin_array(canon);
    for (int i = 0; i < docket->documents_count; i++) {
        const struct docket_document *document = &docket->documents[i];
        const struct item_rule *item =
            docket->procedure == NULL ? NULL : procedure_item(docket->procedure, document->item);
        bool is_paper = text_is_empty(document->sha256);
        canon_begin_object(canon);
        view_instant(view, canon, "brought", document->brought_ms);
        if (!is_paper)
            canon_member_integer(canon, "bytes", document->bytes);
        canon_member_text(canon, "document", document->id);
        canon_member_text_if(canon, "item", document->item);
        view_title(view, canon, "item_name", item == NULL ? NULL : &item->words);
        canon_member_text_if(canon, "media", document->media);
        canon_member_integer(canon, "originals", document->originals);
        canon_member_boolean(canon, "paper", is_paper);
        canon_member_text_if(canon, "sha256", document->sha256);
        canon_member_text_if(canon, "title", document->name);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_content(const struct view *view, struct canon *canon, const struct docket *docket)
{
    canon_key(canon, "content");
    canon_begin_object(canon);
    if (docket->row.amount_fen >= 0)
        canon_member_text(canon, "amount",
                          money_text((struct money){docket->row.amount_fen}, view->arena));
    put_documents(view, canon, docket);
    if (docket->fields != NULL)
        canon_member(canon, "fields", docket->fields);
    if (docket->parties != NULL)
        canon_member(canon, "parties", docket->parties);
    canon_member_text_if(canon, "title", docket->row.title);
    canon_end_object(canon);
}

static void
put_items(struct canon *canon, const struct matter_facts *facts)
{
    canon_key(canon, "items");
    canon_begin_array(canon);
    for (int i = 0; i < facts->items_count; i++) {
        const struct matter_item *item = &facts->items[i];
        canon_begin_object(canon);
        canon_member_text_if(canon, "ground", item->ground);
        canon_member_boolean(canon, "handed_in", item->is_handed_in);
        canon_member_text(canon, "item", item->name);
        canon_member_text(canon, "verdict", verdict_word(item->verdict));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_internal(const struct view *view, struct canon *canon, const struct docket *docket)
{
    canon_key(canon, "internal");
    canon_begin_object(canon);
    canon_member_text_if(canon, "handler", docket->row.facts.handler);
    put_items(canon, &docket->row.facts);
    canon_key(canon, "tasks");
    canon_begin_array(canon);
    for (int i = 0; i < docket->tasks_count; i++) {
        const struct docket_task *task = &docket->tasks[i];
        canon_begin_object(canon);
        view_court(view, canon, "node", task->node);
        view_instant(view, canon, "opened", task->opened_ms);
        view_role(view, canon, "role", task->role);
        canon_member_text(canon, "task", task->name);
        view_title(view, canon, "title", task->rule == NULL ? NULL : &task->rule->words);
        canon_end_object(canon);
    }
    canon_end_array(canon);
    canon_end_object(canon);
}

static void
put_steps(const struct view *view, struct canon *canon, const struct docket *docket)
{
    canon_key(canon, "steps");
    canon_begin_array(canon);
    for (int i = 0; i < docket->steps_count; i++) {
        const struct step *step = docket->steps[i];
        canon_begin_object(canon);
        view_citation(view, canon, step->rests_on);
        canon_member_text(canon, "step", step->name);
        view_title(view, canon, "title", &step->words);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
docket_view(const struct view *view, const struct docket *docket)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_member_text(&canon, "case_kind", docket->row.facts.case_kind);
    if (docket->sees[SIGHT_CONTENT])
        put_content(view, &canon, docket);
    put_custody(view, &canon, docket);
    if (docket->sees[SIGHT_INTERNAL])
        put_internal(view, &canon, docket);
    canon_member_text(&canon, "matter", docket->row.matter_id);
    if (docket->sees[SIGHT_PROGRESS])
        put_periods(view, &canon, docket);
    canon_member_text(&canon, "procedure", docket->row.procedure_name);
    canon_member_text(&canon, "procedure_digest", docket->row.procedure_digest);
    view_title(view, &canon, "procedure_name",
               docket->procedure == NULL ? NULL : &docket->procedure->title);
    canon_member_integer(&canon, "procedure_version", docket->row.facts.version);
    put_steps(view, &canon, docket);
    if (docket->sees[SIGHT_PROGRESS])
        put_times(view, &canon, docket->row.facts.times);
    canon_member_integer(&canon, "version", docket->row.version);
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- what happened ---- */

static void
put_papers(struct canon *canon, const struct history_event *event)
{
    canon_key(canon, "papers");
    canon_begin_array(canon);
    for (int i = 0; i < event->effects_count; i++) {
        if (event->effects[i].kind != EFFECT_PAPER_ISSUED)
            continue;
        canon_begin_object(canon);
        canon_member_text(canon, "paper", event->effects[i].name);
        canon_member_text_if(canon, "to", event->effects[i].value);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_by(const struct view *view, struct canon *canon, const struct history_event *event)
{
    canon_key(canon, "by");
    canon_begin_object(canon);
    canon_member_text_if(canon, "account", event->account);
    view_court(view, canon, "node", event->node);
    view_role(view, canon, "role", event->role);
    canon_end_object(canon);
}

static void
put_event(const struct view *view, struct canon *canon, struct text matter_id,
          const struct history_event *event)
{
    canon_begin_object(canon);
    put_by(view, canon, event);
    if (!text_is_empty(event->step_name))
        canon_member_boolean(canon, "effective", event->is_effective);
    if (event->is_erased)
        canon_member_boolean(canon, "erased", true);
    if (event->fields != NULL)
        canon_member(canon, "fields", event->fields);
    canon_member_text_if(canon, "from", event->from);
    canon_member_text(canon, "kind", event->kind);
    put_papers(canon, event);
    view_court(view, canon, "peer", event->peer);
    canon_member_integer(canon, "position", event->position);
    canon_member_text(canon, "receipt",
                      text_format(view->arena, "/api/v1/matters/%.*s/receipts/%lld",
                                  TEXT_ARGS(matter_id), (long long)event->position));
    canon_member_integer(canon, "seq", event->seq);
    canon_member_text_if(canon, "step", event->step_name);
    canon_member_text(canon, "stream", event->stream);
    put_times(view, canon, event->times);
    view_title(view, canon, "title", event->step == NULL ? NULL : &event->step->words);
    canon_member_text_if(canon, "to", event->to);
    canon_end_object(canon);
}

struct text
docket_view_history(const struct view *view, struct text matter_id,
                    const struct history_event *events, int count, bool more)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "events");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++)
        put_event(view, &canon, matter_id, &events[i]);
    canon_end_array(&canon);
    canon_member_text(&canon, "matter", matter_id);
    if (more && count > 0)
        canon_member_integer(&canon, "next", events[count - 1].position);
    canon_end_object(&canon);
    return canon_text(&canon);
}
