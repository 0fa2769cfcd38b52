/* api_notice.c: what people are told, and how. */
#include "http/api_routes.h"
#include "query/docket.h"
#include "view/notice_view.h"

enum { NAME_CHARACTERS_MAX = 80, ADDRESS_CHARACTERS_MAX = 254 };

/* ---- looking ---- */

enum completion
api_list_notices(struct api_call *call)
{
    int64_t before = VALUE_INTEGER_MAX;
    api_take_role(call, TEXT(""), TEXT(""));
    struct text parameter = api_parameter(call, "before", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!text_is_empty(parameter) && !text_number(parameter, &before))
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    struct notice_list *list = ARENA_NEW(call->arena, struct notice_list);
    struct look look = api_look(call);
    struct view view = api_view(call);
    notice_list_load(&look, before, list);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return api_give(call, 200, notice_view_list(&view, list));
}

enum completion
api_list_unreached(struct api_call *call)
{
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct unreached_list *list = ARENA_NEW(call->arena, struct unreached_list);
    struct look look = api_look(call);
    struct view view = api_view(call);
    enum refusal refusal = notice_list_unreached(&look, list);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return api_refuse(call, refusal, TEXT(""));
    return api_give(call, 200, notice_view_unreached(&view, list));
}

static struct ways
load_ways(struct api_call *call)
{
    struct ways ways = {.by = {true, true}};
    struct look look = api_look(call);
    if (!store_begin_read(look.store))
        return ways;
    ways = notice_rows_ways(look.store, look.court_id, call->account.id, call->arena);
    store_end_read(look.store);
    return ways;
}

enum completion
api_show_ways(struct api_call *call)
{
    struct view view = api_view(call);
    struct ways ways = load_ways(call);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return api_give(call, 200, notice_view_ways(&view, &ways));
}

/* ---- changing ---- */

static struct answer
answer_done(struct api_call *call, const struct outcome *outcome)
{
    (void)outcome;
    return api_json(call, 200, TEXT("{\"done\":true}"));
}

static void
check_of(struct api_call *call)
{
    const struct value *of = value_member(call->body, "of");
    if (!value_is(of, VALUE_INTEGER) || value_integer(of, -1) < 0)
        api_mistake(call, TEXT("of"), of == NULL ? FIELD_MUST_BE_GIVEN : FIELD_MUST_BE_OF_ITS_TYPE);
    api_text(call, "notice", NAME_CHARACTERS_MAX, true);
}

enum completion
api_read_notice(struct api_call *call)
{
    static const char *const keys[] = {"notice", "of", "role"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    check_of(call);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct act act = {
        .verb = VERB_READ_NOTICE, .input = call->body, .if_version = -1, .claimed_ms = -1};
    return api_submit(call, act, TEXT(""), answer_done);
}

enum completion
api_note_told(struct api_call *call)
{
    static const char *const keys[] = {"how", "matter", "notice", "of", "recipient", "role"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    check_of(call);
    api_text(call, "how", API_ID_CHARACTERS_MAX, true);
    api_text(call, "recipient", NAME_CHARACTERS_MAX, true);
    struct text matter = api_text(call, "matter", API_ID_CHARACTERS_MAX, true);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct act act = {
        .verb = VERB_NOTE_TOLD,
        .matter_id = docket_find(&look, matter),
        .input = call->body,
        .if_version = -1,
        .claimed_ms = -1,
    };
    if (text_is_empty(act.matter_id))
        return api_not_found(call);
    return api_submit(call, act, TEXT(""), answer_done);
}

static bool
is_wanted(struct api_call *call, const char *key)
{
    const struct value *value = value_member(call->body, key);
    if (!value_is(value, VALUE_TRUE) && !value_is(value, VALUE_FALSE))
        api_mistake(call, text_of(key),
                    value == NULL ? FIELD_MUST_BE_GIVEN : FIELD_MUST_BE_OF_ITS_TYPE);
    return value_is_true(value);
}

/* What was just chosen, with what it means. */
static struct answer
answer_ways(struct api_call *call, const struct outcome *outcome)
{
    struct view view = api_view(call);
    struct ways ways = {
        .by = {value_member_is_true(call->body, "text"), value_member_is_true(call->body, "mail")},
        .email = value_member_text(call->body, "email"),
    };
    (void)outcome;
    ways.has_language = language_parse(value_member_text(call->body, "language"), &ways.language);
    return api_json(call, 200, notice_view_ways(&view, &ways));
}

enum completion
api_set_ways(struct api_call *call)
{
    static const char *const keys[] = {"email", "language", "mail", "role", "text"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "email", ADDRESS_CHARACTERS_MAX, false);
    api_text(call, "language", API_ID_CHARACTERS_MAX, false);
    is_wanted(call, "text");
    is_wanted(call, "mail");
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct act act = {
        .verb = VERB_SET_WAYS, .input = call->body, .if_version = -1, .claimed_ms = -1};
    return api_submit(call, act, TEXT(""), answer_ways);
}
