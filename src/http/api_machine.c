/* api_machine.c: what programs and operators ask of the machine itself. */
#include "http/api_routes.h"
#include "store/reference_rows.h"

/* The node a question is about: ?node=ID, or the desk. */
static struct post *
post_asked(struct api_call *call)
{
    struct house *house = call->api->house;
    struct text node = api_parameter(call, "node", API_ID_CHARACTERS_MAX);
    if (!text_is_empty(node))
        return house_post(house, node);
    struct post *desk = house_desk(house);
    return desk == NULL && house_count(house) > 0 ? house_at(house, 0) : desk;
}

static enum completion
give_plain(struct api_call *call, struct text text)
{
    return api_answer(call, (struct answer){
                                .status = 200,
                                .content_type = "text/plain; charset=utf-8",
                                .body = text,
                            });
}

enum completion
api_show_checkpoint(struct api_call *call)
{
    uint64_t size;
    struct post *post = post_asked(call);
    if (post == NULL)
        return api_refuse(call, COURT_MUST_BE_KNOWN, TEXT("node"));
    return give_plain(call, post_checkpoint(post, call->arena, &size));
}

enum completion
api_show_trust(struct api_call *call)
{
    struct text list;
    call->post = post_asked(call);
    if (call->post == NULL)
        return api_refuse(call, COURT_MUST_BE_KNOWN, TEXT("node"));
    int64_t version =
        reference_rows_newest(post_reader(call->post, call->request->loop), post_id(call->post),
                              TEXT("trust"), TEXT("network"), call->arena, &list);
    if (api_look_failed(call) || version == 0)
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return give_plain(call, list);
}

/* ---- health ---- */

static bool
put_node(const struct view *view, struct canon *canon, struct post *post)
{
    struct post_health health = post_health(post);
    bool is_well = !health.is_stopped && !health.is_read_only && !health.clock_is_doubted;
    canon_begin_object(canon);
    canon_member_integer(canon, "alarms", health.alarms);
    view_instant(view, canon, "checkpoint", health.checkpoint_ms);
    canon_member_boolean(canon, "clock_doubted", health.clock_is_doubted);
    canon_member_integer(canon, "events", health.size);
    canon_member_text(canon, "node", post_id(post));
    canon_member_integer(canon, "outbox_open", health.outbox_open);
    view_instant(view, canon, "outbox_since", health.outbox_oldest_ms);
    canon_member_boolean(canon, "read_only", health.is_read_only);
    canon_member_boolean(canon, "stopped", health.is_stopped);
    canon_member_integer(canon, "waiting", health.waiting);
    canon_member_boolean(canon, "well", is_well);
    canon_end_object(canon);
    return is_well;
}

enum completion
api_health(struct api_call *call)
{
    struct house *house = call->api->house;
    struct view view = api_view(call);
    struct canon canon = canon_open(call->arena, 2048);
    bool is_well = true;
    canon_begin_object(&canon);
    canon_key(&canon, "nodes");
    canon_begin_array(&canon);
    for (int place = 0; place < house_count(house); place++)
        is_well &= put_node(&view, &canon, house_at(house, place));
    canon_end_array(&canon);
    canon_member_boolean(&canon, "well", is_well);
    canon_end_object(&canon);
    return api_give(call, is_well ? 200 : 503, canon_text(&canon));
}

enum completion
api_metrics(struct api_call *call)
{
    struct text text =
        call->api->metrics == NULL ? TEXT("") : metrics_text(call->api->metrics, call->arena);
    return api_answer(call, (struct answer){
                                .status = 200,
                                .content_type = METRICS_CONTENT_TYPE,
                                .body = text,
                            });
}

enum completion
api_show_openapi(struct api_call *call)
{
    return api_give(call, 200, call->api->openapi);
}

enum completion
api_index(struct api_call *call)
{
    return api_give(call, 200,
                    TEXT("{\"api\":\"/api/v1\",\"health\":\"/health\","
                         "\"openapi\":\"/api/v1/openapi.json\"}"));
}
