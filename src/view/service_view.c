/* service_view.c: what was recorded is given as it was recorded. */
#include "view/service_view.h"

static void
put_day(const struct view *view, struct canon *canon, const char *key, struct date day)
{
    if (!date_is_none(day))
        canon_member_text(canon, key, date_text(day, view->arena));
}

static void
put_list(struct canon *canon, const char *key, struct text list)
{
    canon_key(canon, key);
    canon_begin_array(canon);
    while (!text_is_empty(list))
        canon_put_text(canon, text_cut(&list, ' '));
    canon_end_array(canon);
}

static void
put_attempt(const struct view *view, struct canon *canon, const struct attempt_row *row)
{
    canon_begin_object(canon);
    canon_member_text(canon, "as", row->made_as);
    view_instant(view, canon, "at", row->made_ms);
    canon_member_integer(canon, "attempt", row->number);
    canon_member_text_if(canon, "channel", row->channel);
    view_court(view, canon, "court", row->made_at);
    if (row->details != NULL && row->details->count > 0)
        canon_member(canon, "details", row->details);
    canon_member_text(canon, "mode", row->mode);
    canon_member_text(canon, "outcome", row->outcome);
    canon_member(canon, "said", row->said);
    put_day(view, canon, "served_on", row->served_on);
    canon_member(canon, "verdict", row->verdict);
    canon_end_object(canon);
}

static void
put_service(const struct view *view, struct canon *canon, const struct service_item *item)
{
    const struct service_row *row = &item->row;
    canon_begin_object(canon);
    canon_key(canon, "attempts");
    canon_begin_array(canon);
    for (int i = 0; i < item->attempts_count; i++)
        put_attempt(view, canon, &item->attempts[i]);
    canon_end_array(canon);
    put_day(view, canon, "closed_on", row->closed_on);
    if (row->details != NULL && row->details->count > 0)
        canon_member(canon, "details", row->details);
    canon_member_text_if(canon, "document", row->document);
    view_instant(view, canon, "issued", row->planned_ms);
    canon_key(canon, "objections");
    canon_begin_array(canon);
    for (int i = 0; i < item->objections_count; i++) {
        const struct evidence_row *one = &item->objections[i];
        canon_begin_object(canon);
        view_instant(view, canon, "at", one->at_ms);
        canon_member_text(canon, "node", one->node);
        canon_member_text(canon, "says",
                          value_member_text(value_member(one->details, "text"), "note"));
        canon_member_integer(canon, "seq", one->seq);
        canon_end_object(canon);
    }
    canon_end_array(canon);
    put_list(canon, "papers", row->papers);
    canon_member_text_if(canon, "place", item->paper_place);
    canon_member(canon, "plan", row->plan);
    canon_member_boolean(canon, "presumed", row->is_presumed);
    put_list(canon, "recipients", row->recipients);
    canon_member_boolean(canon, "served", row->is_served);
    put_day(view, canon, "served_on", row->served_on);
    canon_member_text(canon, "service", row->service_id);
    canon_end_object(canon);
}

struct text
service_view_list(const struct view *view, const struct service_list *list)
{
    struct canon canon = canon_open(view->arena, 2048);
    canon_begin_object(&canon);
    canon_member_boolean(&canon, "may_record", list->may_record);
    canon_key(&canon, "services");
    canon_begin_array(&canon);
    for (int i = 0; i < list->count; i++)
        put_service(view, &canon, &list->items[i]);
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}
