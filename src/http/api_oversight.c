/* api_oversight.c: who looked, what must go by law, what other courts are asked and urged to do. */
#include "http/api_routes.h"
#include "law/tracking_number.h"
#include "query/docket.h"
#include "view/list_view.h"

enum { GROUND_CHARACTERS_MAX = 2000, NAME_CHARACTERS_MAX = 100, CITATION_CHARACTERS_MAX = 40 };

enum completion
api_show_looks(struct api_call *call)
{
    const struct access_look *looks;
    int count;
    bool more;
    int64_t before = VALUE_INTEGER_MAX;
    api_take_role(call, TEXT(""), TEXT(""));
    struct text parameter = api_parameter(call, "before", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!text_is_empty(parameter) && !text_number(parameter, &before))
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    struct look look = api_look(call);
    struct view view = api_view(call);
    struct text matter_id = docket_find(&look, api_segment(call, "no"));
    if (text_is_empty(matter_id))
        return api_not_found(call);
    bool is_there = access_looks_load(&look, matter_id, before, &looks, &count, &more);
    api_log(call, matter_id, is_there);
    if (!is_there)
        return api_not_found(call);
    return api_give(call, 200, list_view_looks(&view, looks, count, more));
}

enum completion
api_erase(struct api_call *call)
{
    static const char *const keys[] = {"ground", "rests_on", "role"};
    struct citation citation;
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "ground", GROUND_CHARACTERS_MAX, true);
    struct text rests_on = api_text(call, "rests_on", CITATION_CHARACTERS_MAX, true);
    if (!text_is_empty(rests_on) && (!citation_parse(rests_on, &citation) ||
                                     !source_resolves(&api_rules(call)->time.sources, citation)))
        api_mistake(call, TEXT("rests_on"), FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct act act = {
        .verb = VERB_ERASE,
        .matter_id = docket_find(&look, api_segment(call, "no")),
        .input = call->body,
        .if_version = -1,
        .claimed_ms = -1,
    };
    if (text_is_empty(act.matter_id))
        return api_not_found(call);
    return api_submit(call, act, TEXT(""), NULL);
}

/* The person the clerk speaks for: {"person":{"name":…}}. */
static void
check_person(struct api_call *call)
{
    const struct value *person = value_member(call->body, "person");
    const struct value *name = value_member(person, "name");
    if (person == NULL) {
        api_mistake(call, TEXT("person"), FIELD_MUST_BE_GIVEN);
    } else if (!value_is(person, VALUE_OBJECT) || !value_is(name, VALUE_TEXT)) {
        api_mistake(call, TEXT("person.name"), FIELD_MUST_BE_OF_ITS_TYPE);
    } else {
        if (person->count > 1)
            api_mistake(call, TEXT("person"), FIELD_MUST_BE_KNOWN);
        if (text_is_empty(text_trim(name->text)))
            api_mistake(call, TEXT("person.name"), FIELD_MUST_BE_GIVEN);
        if (text_characters(name->text) > NAME_CHARACTERS_MAX)
            api_mistake(call, TEXT("person.name"), FIELD_MUST_NOT_BE_TOO_LONG);
        if (text_has_hidden(name->text))
            api_mistake(call, TEXT("person.name"), FIELD_MUST_NOT_HIDE_CHARACTERS);
    }
}

static struct answer
answer_enquired(struct api_call *call, const struct outcome *outcome)
{
    return api_json(call, 202, text_copy(outcome->answer, call->arena));
}

enum completion
api_enquire(struct api_call *call)
{
    static const char *const keys[] = {"person", "reason", "role"};
    struct tracking_number number;
    struct api *api = call->api;
    int64_t wait_ms;
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "reason", GROUND_CHARACTERS_MAX, true);
    check_person(call);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!limiter_try(api->enquiries, call->account.id, api->world->steady_ms(api->world->of),
                     &wait_ms))
        return api_answer(call, problem_too_many(call->request, wait_ms));
    if (tracking_number_read(api_segment(call, "no"), call->arena, &number) != NUMBER_IS_VALID)
        return api_not_found(call);
    struct act act = {
        .verb = VERB_ENQUIRE,
        .matter_id = number.text,
        .input = call->body,
        .if_version = -1,
        .claimed_ms = -1,
    };
    return api_submit(call, act, TEXT(""), answer_enquired);
}

enum completion
api_list_enquiries(struct api_call *call)
{
    const struct enquiry *enquiries;
    int count;
    struct tracking_number number;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (tracking_number_read(api_segment(call, "no"), call->arena, &number) != NUMBER_IS_VALID)
        return api_not_found(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    enquiry_list_load(&look, number.text, &enquiries, &count);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (count > 0)
        api_log(call, number.text, true);
    return api_give(call, 200, list_view_enquiries(&view, enquiries, count));
}

static struct answer
answer_urged(struct api_call *call, const struct outcome *outcome)
{
    return api_json(call, 202, text_copy(outcome->answer, call->arena));
}

enum completion
api_urge(struct api_call *call)
{
    static const char *const keys[] = {"court", "message", "role"};
    struct tracking_number number;
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "court", API_ID_CHARACTERS_MAX, false);
    api_text(call, "message", GROUND_CHARACTERS_MAX, true);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (tracking_number_read(api_segment(call, "no"), call->arena, &number) != NUMBER_IS_VALID)
        return api_not_found(call);
    struct act act = {
        .verb = VERB_URGE,
        .matter_id = number.text,
        .input = call->body,
        .if_version = -1,
        .claimed_ms = -1,
    };
    return api_submit(call, act, TEXT(""), answer_urged);
}
