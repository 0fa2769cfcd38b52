/* api_service.c: how papers are served, for programs: looked at, recorded, and what the addressee
 * says of it. */
#include "http/api_routes.h"
#include "view/service_view.h"

enum { TEXT_CHARACTERS_MAX = 1000 };

enum completion
api_list_services(struct api_call *call)
{
    enum completion done;
    struct look look;
    struct text matter_id;
    struct docket *docket = ARENA_NEW(call->arena, struct docket);
    struct service_list list;
    bool is_hidden = false;
    if (!api_find_matter(call, &look, &matter_id, &done))
        return done;
    bool is_there = docket_load(&look, matter_id, docket, &is_hidden);
    if (is_there || is_hidden)
        api_log(call, matter_id, is_there);
    if (!is_there)
        return api_look_failed(call) ? api_obstruct(call, LOOK_MUST_SUCCEED) : api_not_found(call);
    if (!service_list_load(&look, docket, &list))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    struct view view = api_view(call);
    return api_give(call, 200, service_view_list(&view, &list));
}

/* The body with the service of the address. */
static const struct value *
with_service(struct api_call *call)
{
    struct value *input = ARENA_NEW(call->arena, struct value);
    struct value *service = ARENA_NEW(call->arena, struct value);
    *service = (struct value){.type = VALUE_TEXT,
                              .text = api_segment(call, "service"),
                              .key = TEXT("service"),
                              .next = call->body == NULL ? NULL : call->body->first};
    *input = (struct value){.type = VALUE_OBJECT,
                            .first = service,
                            .count = call->body == NULL ? 1 : call->body->count + 1};
    return input;
}

static struct answer
answer_plainly(struct api_call *call, const struct outcome *outcome)
{
    return api_json(call, 200,
                    text_is(outcome->answer, "{}") ? TEXT("{\"done\":true}")
                                                   : text_copy(outcome->answer, call->arena));
}

static enum completion
submit(struct api_call *call, enum verb verb, const struct value *input)
{
    struct look look = api_look(call);
    struct act act = {
        .verb = verb,
        .matter_id = docket_find(&look, api_segment(call, "no")),
        .input = input,
        .if_version = -1,
        .claimed_ms = -1,
    };
    if (text_is_empty(act.matter_id))
        return api_not_found(call);
    return api_submit(call, act, api_segment(call, "service"), answer_plainly);
}

enum completion
api_record_attempt(struct api_call *call)
{
    static const char *const keys[] = {
        "attempt", "courier_number", "dates",     "evidence", "facts",   "failure",     "met",
        "mode",    "note",           "objection", "place",    "receipt", "received_by", "role"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "mode", API_ID_CHARACTERS_MAX, true);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return submit(call, VERB_RECORD_ATTEMPT, with_service(call));
}

enum completion
api_object_service(struct api_call *call)
{
    static const char *const keys[] = {"reason", "role"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "reason", TEXT_CHARACTERS_MAX, true);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return submit(call, VERB_OBJECT_SERVICE, with_service(call));
}

enum completion
api_withdraw_consent(struct api_call *call)
{
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return submit(call, VERB_WITHDRAW_CONSENT, NULL);
}
