/* api_matter.c: handing in, looking, taking steps. */
#include "http/api_routes.h"
#include "query/filing_size.h"
#include "view/docket_view.h"
#include "view/list_view.h"

enum { ACTED_FOR_CHARACTERS_MAX = 100 };

/* ---- changing ---- */

/* The fields of a step as they came; what is wrong with them the law says. */
static void
check_fields(struct api_call *call)
{
    const struct value *fields = value_member(call->body, "fields");
    if (fields != NULL && !value_is(fields, VALUE_OBJECT))
        api_mistake(call, TEXT("fields"), FIELD_MUST_BE_OF_ITS_TYPE);
}

static void
take_who(struct api_call *call)
{
    struct text role = api_text(call, "role", API_ID_CHARACTERS_MAX, false);
    api_take_role(call, role, api_text(call, "acted_for", ACTED_FOR_CHARACTERS_MAX, false));
}

static bool
is_too_large(struct api_call *call, struct text matter_id)
{
    struct look look = api_look(call);
    return filing_size(&look, matter_id, value_member(call->body, "fields")) > API_FILING_BYTES_MAX;
}

enum completion
api_open_matter(struct api_call *call)
{
    static const char *const keys[] = {"acted_for",      "claimed_at", "fields",      "origin",
                                       "origin_service", "owner",      "owner_place", "procedure",
                                       "role",           "step"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    take_who(call);
    check_fields(call);
    struct act act = {
        .verb = VERB_OPEN_MATTER,
        .step = api_text(call, "step", API_ID_CHARACTERS_MAX, false),
        .input = call->body,
        .if_version = -1,
        .claimed_ms = api_claimed(call),
    };
    api_text(call, "origin", API_ID_CHARACTERS_MAX, false);
    api_text(call, "origin_service", API_ID_CHARACTERS_MAX, false);
    api_text(call, "owner", API_ID_CHARACTERS_MAX, true);
    api_text(call, "owner_place", API_ID_CHARACTERS_MAX, false);
    api_text(call, "procedure", API_ID_CHARACTERS_MAX, true);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (is_too_large(call, TEXT("")))
        return api_obstruct(call, FILING_MUST_BE_SMALLER);
    return api_submit(call, act, TEXT(""), NULL);
}

enum completion
api_take_step(struct api_call *call)
{
    static const char *const keys[] = {"acted_for", "claimed_at", "fields", "role"};
    enum completion done;
    int64_t version;
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    take_who(call);
    check_fields(call);
    struct act act = {
        .verb = VERB_TAKE_STEP,
        .step = api_segment(call, "step"),
        .input = call->body,
        .claimed_ms = api_claimed(call),
    };
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!api_condition(call, &version, &done))
        return done;
    act.if_version = version;
    struct look look = api_look(call);
    act.matter_id = docket_find(&look, api_segment(call, "no"));
    if (text_is_empty(act.matter_id))
        return api_not_found(call);
    if (is_too_large(call, act.matter_id))
        return api_obstruct(call, FILING_MUST_BE_SMALLER);
    return api_submit(call, act, TEXT(""), NULL);
}

/* ---- looking ---- */

/* One's own matters: for citizens those they are named on, for staff those given to them. */
static enum completion
list_given(struct api_call *call, struct look *look, int64_t after_due_ms, struct text after)
{
    struct worklist *list = ARENA_NEW(call->arena, struct worklist);
    struct worklist_filter filter = {
        .role = role_word(call->asker.role),
        .assignee = call->asker.account,
        .after_due_ms = after_due_ms,
        .after_matter = after,
    };
    struct view view = api_view(call);
    worklist_load(look, &filter, list);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return api_give(call, 200, list_view_queue(&view, filter.role, list, NULL, 0));
}

enum completion
api_list_matters(struct api_call *call)
{
    int64_t key_ms = -1;
    struct text matter = TEXT("");
    api_take_role(call, TEXT(""), TEXT(""));
    struct text after = api_parameter(call, "after", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!text_is_empty(after) && !list_view_read_key(after, &key_ms, &matter))
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    struct look look = api_look(call);
    struct view view = api_view(call);
    if (!access_is_citizen(call->asker.role))
        return list_given(call, &look, key_ms, matter);
    struct my_matters *mine = ARENA_NEW(call->arena, struct my_matters);
    my_matters_load(&look, key_ms < 0 ? NEVER_MS : key_ms, matter, mine);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return api_give(call, 200, list_view_mine(&view, mine));
}

enum completion
api_show_matter(struct api_call *call)
{
    bool is_hidden;
    struct docket *docket = ARENA_NEW(call->arena, struct docket);
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    struct text matter_id = docket_find(&look, api_segment(call, "no"));
    if (text_is_empty(matter_id))
        return api_not_found(call);
    if (!docket_load(&look, matter_id, docket, &is_hidden)) {
        if (is_hidden)
            api_log(call, matter_id, false);
        return api_not_found(call);
    }
    api_log(call, matter_id, true);
    struct answer answer = api_json(call, 200, docket_view(&view, docket));
    api_header(call, &answer, TEXT("ETag"),
               text_format(call->arena, "\"%lld\"", (long long)docket->row.version));
    return api_answer(call, answer);
}

enum completion
api_show_events(struct api_call *call)
{
    const struct history_event *events;
    int count;
    int64_t after = -1;
    bool more;
    api_take_role(call, TEXT(""), TEXT(""));
    struct text parameter = api_parameter(call, "after", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!text_is_empty(parameter) && !text_number(parameter, &after))
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    struct look look = api_look(call);
    struct view view = api_view(call);
    struct text matter_id = docket_find(&look, api_segment(call, "no"));
    if (text_is_empty(matter_id))
        return api_not_found(call);
    if (!history_load(&look, matter_id, after, &events, &count, &more)) {
        api_log(call, matter_id, false);
        return api_not_found(call);
    }
    api_log(call, matter_id, true);
    return api_give(call, 200, docket_view_history(&view, matter_id, events, count, more));
}
