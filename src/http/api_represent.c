/* api_represent.c: powers of attorney: given, proposed, confirmed, ended, listed; and who a person
 * is, seen at a counter. */
#include "http/api_routes.h"
#include "http/entry.h"
#include "law/resident_id.h"
#include "view/list_view.h"

enum { SIGN_IN_CHARACTERS_MAX = 120, NAME_CHARACTERS_MAX = 100 };

enum completion
api_list_representations(struct api_call *call)
{
    const struct representation_item *items;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    int count = representation_list_mine(&look, &items);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return api_give(call, 200, list_view_representations(&view, items, count));
}

/* Name and number of a principal without an account. */
static void
check_person(struct api_call *call)
{
    const struct value *person = value_member(call->body, "person");
    if (person == NULL)
        return;
    if (!value_is(person, VALUE_OBJECT)) {
        api_mistake(call, TEXT("person"), FIELD_MUST_BE_OF_ITS_TYPE);
        return;
    }
    for (const struct value *member = person->first; member != NULL; member = member->next) {
        if (!text_is(member->key, "name") && !text_is(member->key, "number"))
            api_mistake(call, TEXT("person"), FIELD_MUST_BE_KNOWN);
        else if (!value_is(member, VALUE_TEXT))
            api_mistake(call, TEXT("person"), FIELD_MUST_BE_OF_ITS_TYPE);
        else if (text_characters(member->text) > NAME_CHARACTERS_MAX ||
                 text_has_hidden(member->text))
            api_mistake(call, TEXT("person"), FIELD_MUST_BE_IN_BOUNDS);
    }
}

static struct act
act_of(enum verb verb, const struct value *input)
{
    return (struct act){.verb = verb, .input = input, .if_version = -1, .claimed_ms = -1};
}

enum completion
api_represent(struct api_call *call)
{
    static const char *const keys[] = {
        "agent",  "agent_name", "agent_sign_in",     "document", "from",  "matter",
        "person", "principal",  "principal_sign_in", "role",     "scope", "until"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    static const char *const texts[] = {"agent",  "document",  "from",
                                        "matter", "principal", "until"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        api_text(call, texts[i], API_ID_CHARACTERS_MAX, false);
    struct text sign_in = api_text(call, "agent_sign_in", SIGN_IN_CHARACTERS_MAX, false);
    api_text(call, "agent_name", NAME_CHARACTERS_MAX, !text_is_empty(sign_in));
    api_text(call, "principal_sign_in", SIGN_IN_CHARACTERS_MAX, false);
    api_text(call, "scope", API_ID_CHARACTERS_MAX, true);
    check_person(call);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    enum completion done;
    if (!api_may_ask(call, &done))
        return done;
    return api_submit(call, act_of(VERB_REPRESENT, call->body), TEXT(""), NULL);
}

static enum completion
settle(struct api_call *call, enum verb verb)
{
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct canon input = canon_open(call->arena, 120);
    canon_begin_object(&input);
    canon_member_text(&input, "representation", api_segment(call, "id"));
    canon_end_object(&input);
    return api_submit(call, act_of(verb, value_read_canonical(canon_text(&input), call->arena)),
                      TEXT("-"), NULL);
}

enum completion
api_confirm_representation(struct api_call *call)
{
    return settle(call, VERB_REPRESENT);
}

enum completion
api_end_representation(struct api_call *call)
{
    return settle(call, VERB_END_REPRESENTATION);
}

static struct answer
answer_seen(struct api_call *call, const struct outcome *outcome)
{
    (void)outcome;
    return api_json(call, 202, TEXT("{\"done\":true}"));
}

/* Cards other than the resident identity card are taken as they are written. */
static struct text
read_card(struct api_call *call)
{
    struct resident_id id;
    struct text written = api_text(call, "number", API_ID_CHARACTERS_MAX, true);
    struct text folded = text_trim(text_fold(written, call->arena));
    if (folded.length != 18)
        return folded;
    if (resident_id_read(folded, api_today(call), call->arena, &id) == NUMBER_IS_VALID)
        return id.text;
    api_mistake(call, TEXT("number"), IDENTITY_NUMBER_MUST_BE_VALID);
    return TEXT("");
}

enum completion
api_see_person(struct api_call *call)
{
    static const char *const keys[] = {"matter", "name", "number", "phone", "role"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    struct text name = api_text(call, "name", NAME_CHARACTERS_MAX, true);
    struct text written = api_text(call, "phone", API_ID_CHARACTERS_MAX, true);
    struct text phone = entry_phone(written, call->arena), number = read_card(call);
    struct text matter = api_text(call, "matter", API_ID_CHARACTERS_MAX, false);
    if (!text_is_empty(written) && text_is_empty(phone))
        api_mistake(call, TEXT("phone"), PHONE_MUST_BE_VALID);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct canon input = canon_open(call->arena, 300);
    canon_begin_object(&input);
    canon_member_text_if(&input, "matter", matter);
    canon_key(&input, "person");
    canon_begin_object(&input);
    canon_member_text(&input, "name", name);
    canon_member_text(&input, "number", number);
    canon_member_text(&input, "phone", phone);
    canon_end_object(&input);
    canon_end_object(&input);
    return api_submit(
        call, act_of(VERB_SEE_PERSON, value_read_canonical(canon_text(&input), call->arena)),
        TEXT(""), answer_seen);
}
