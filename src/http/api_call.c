/* api_call.c: reads what a request brings, strictly, and gathers everything that is wrong with it.
 */
#include "http/api_call.h"

#include "http/address.h"
#include "law/form.h"
#include "query/docket.h"
#include "store/representation_rows.h"

enum { CLOCK_SLACK_MS = 5 * 60 * 1000 };

/* ---- reading ---- */

void
api_mistake(struct api_call *call, struct text path, enum refusal refusal)
{
    if (call->mistakes_count < API_MISTAKES_MAX)
        call->mistakes[call->mistakes_count++] = (struct field_mistake){path, refusal, TEXT("")};
}

bool
api_has_mistakes(const struct api_call *call)
{
    return call->mistakes_count > 0;
}

/* A name nobody declared is a stranger's text: what is long or hides something is not repeated. */
static struct text
name_shown(struct text name)
{
    bool is_harmless = name.length <= API_NAME_BYTES_MAX && !text_has_hidden(name);
    return is_harmless ? name : TEXT("…");
}

void
api_keys(struct api_call *call, const char *const *keys, size_t count)
{
    const struct value *member = call->body == NULL ? NULL : call->body->first;
    for (; member != NULL; member = member->next) {
        bool is_known = false;
        for (size_t i = 0; i < count && !is_known; i++)
            is_known = text_is(member->key, keys[i]);
        if (!is_known)
            api_mistake(call, name_shown(member->key), FIELD_MUST_BE_KNOWN);
    }
}

static enum refusal
check_text(struct text text, int characters_max)
{
    if (text_characters(text) > (size_t)characters_max)
        return FIELD_MUST_NOT_BE_TOO_LONG;
    if (text_has_hidden(text))
        return FIELD_MUST_NOT_HIDE_CHARACTERS;
    return ALLOWED;
}

struct text
api_text(struct api_call *call, const char *key, int characters_max, bool is_required)
{
    const struct value *member = value_member(call->body, key);
    struct text path = text_of(key);
    if (member == NULL || member->type == VALUE_NULL) {
        if (is_required)
            api_mistake(call, path, FIELD_MUST_BE_GIVEN);
        return TEXT("");
    }
    if (member->type != VALUE_TEXT) {
        api_mistake(call, path, FIELD_MUST_BE_OF_ITS_TYPE);
        return TEXT("");
    }
    enum refusal refusal = check_text(member->text, characters_max);
    struct text trimmed = text_trim(member->text);
    if (refusal == ALLOWED && is_required && text_is_empty(trimmed))
        refusal = FIELD_MUST_BE_GIVEN;
    if (refusal == ALLOWED)
        return trimmed;
    api_mistake(call, path, refusal);
    return TEXT("");
}

int64_t
api_claimed(struct api_call *call)
{
    int64_t at_ms;
    struct text claimed = api_text(call, "claimed_at", 40, false);
    if (text_is_empty(claimed))
        return -1;
    if (!instant_parse(claimed, CHINA_OFFSET_MINUTES, &at_ms)) {
        api_mistake(call, TEXT("claimed_at"), DATE_MUST_EXIST);
        return -1;
    }
    if (at_ms <= 0 || at_ms > call->now_ms + CLOCK_SLACK_MS) {
        api_mistake(call, TEXT("claimed_at"), FIELD_MUST_BE_IN_BOUNDS);
        return -1;
    }
    return at_ms;
}

struct text
api_parameter(struct api_call *call, const char *name, int characters_max)
{
    struct text given = request_query(call->request, name);
    enum refusal refusal = check_text(given, characters_max);
    if (refusal == ALLOWED && request_query_count(call->request, name) > 1)
        refusal = FIELD_MUST_NOT_REPEAT;
    if (refusal == ALLOWED)
        return text_trim(given);
    api_mistake(call, text_of(name), refusal);
    return TEXT("");
}

struct text
api_segment(const struct api_call *call, const char *name)
{
    return route_parameter(&call->match, name);
}

/* ---- who ---- */

/* "counter" or "counter@JL7504-T1": whoever holds a role at several places may name the place. */
static bool
holds_role(const struct account *account, struct text wanted, enum role *role, struct text *place)
{
    struct text at = wanted;
    struct text word = text_cut(&at, '@');
    if (!role_parse(word, role))
        return false;
    for (int i = 0; i < account->roles_count; i++) {
        const struct account_role *held = &account->roles[i];
        if (held->role == *role && (text_is_empty(at) || text_equal(held->place, at))) {
            *place = held->place;
            return true;
        }
    }
    return false;
}

/* A program names its role with every request; a page has that of its session and no other. */
static struct text
role_in_header(const struct api_call *call)
{
    return call->manner == NULL ? request_header(call->request, "X-Role") : TEXT("");
}

static bool
role_of(struct api_call *call, struct text wanted, enum role *role, struct text *place)
{
    struct text header = role_in_header(call);
    const struct account *account = &call->account;
    if (text_is_empty(wanted))
        wanted = text_is_empty(header) ? call->role : header;
    else if (!text_is_empty(header) && !text_equal(header, wanted))
        return false;
    if (text_is_empty(wanted) && account->roles_count == 1) {
        *role = account->roles[0].role;
        *place = account->roles[0].place;
        return true;
    }
    return holds_role(account, wanted, role, place);
}

void
api_take_role(struct api_call *call, struct text wanted, struct text acted_for)
{
    enum role role = ROLE_PARTY;
    struct text place = TEXT("");
    struct post *hub = house_hub(call->api->house);
    bool is_named = !text_is_empty(wanted) || !text_is_empty(role_in_header(call));
    if (!role_of(call, wanted, &role, &place))
        api_mistake(call, TEXT("role"), is_named ? ROLE_MUST_BE_ALLOWED : FIELD_MUST_BE_GIVEN);
    /* A party speaks for himself; whoever speaks for another is an agent or a clerk. */
    if (role == ROLE_PARTY && !text_is_empty(acted_for) && !text_equal(acted_for, call->account.id))
        api_mistake(call, TEXT("acted_for"), ROLE_MUST_BE_ALLOWED);
    call->asker = (struct asker){
        .role = role,
        .identity = call->account.identity,
        .account = call->account.id,
        .acted_for = role == ROLE_PARTY ? TEXT("") : acted_for,
        .node = post_id(call->post),
        .place = place,
        .is_at_hub = hub == call->post,
    };
}

struct text
api_node_code(struct text code, struct arena *arena)
{
    char *capitals = arena_take(arena, code.length + 1);
    for (size_t i = 0; i < code.length; i++) {
        bool is_small = code.bytes[i] >= 'a' && code.bytes[i] <= 'z';
        capitals[i] = is_small ? (char)(code.bytes[i] - 'a' + 'A') : code.bytes[i];
    }
    return (struct text){capitals, code.length};
}

struct text
api_client(const struct api_call *call)
{
    struct address address;
    if (!address_parse(call->request->address, &address))
        return call->request->address;
    struct address client = address_of_client(&address);
    return address_text(&client, call->arena);
}

bool
api_may_ask(struct api_call *call, enum completion *done)
{
    int64_t wait_ms;
    struct api *api = call->api;
    if (limiter_try(api->look_up, api_client(call), api->world->steady_ms(api->world->of),
                    &wait_ms))
        return true;
    *done = api_answer(call, api_too_many(call, wait_ms));
    return false;
}

/* ---- conditions ---- */

bool
api_condition(struct api_call *call, int64_t *version, enum completion *done)
{
    struct text given = request_header(call->request, "If-Match");
    if (!request_has_header(call->request, "If-Match")) {
        *done = api_obstruct(call, CONDITION_MUST_BE_GIVEN);
        return false;
    }
    *version = -1;
    if (text_is(given, "*"))
        return true;
    if (given.length > 2 && given.bytes[0] == '"' && given.bytes[given.length - 1] == '"')
        given = (struct text){given.bytes + 1, given.length - 2};
    if (text_number(given, version))
        return true;
    *done = api_obstruct(call, CONDITION_MUST_BE_A_VERSION);
    return false;
}

/* ---- looking ---- */

const struct rulebook *
api_rules(const struct api_call *call)
{
    return house_rules(call->api->house);
}

struct date
api_today(const struct api_call *call)
{
    return date_of_instant(call->now_ms, CHINA_OFFSET_MINUTES);
}

/* Open routes speak of the network as the desk, or the first node, knows it. */
static struct post *
post_to_ask(const struct api_call *call)
{
    if (call->post != NULL)
        return call->post;
    struct post *desk = house_desk(call->api->house);
    if (desk == NULL && house_count(call->api->house) > 0)
        desk = house_at(call->api->house, 0);
    return desk;
}

/* What an agent may see hangs on what he holds today. */
static void
equip_asker(struct api_call *call)
{
    representation_rows_equip(post_reader(call->post, call->request->loop), post_id(call->post),
                              &call->asker, api_today(call), call->arena);
}

struct look
api_look(struct api_call *call)
{
    equip_asker(call);
    return (struct look){
        .store = post_reader(call->post, call->request->loop),
        .court_id = post_id(call->post),
        .rules = api_rules(call),
        .network = post_network(call->post),
        .asker = &call->asker,
        .now_ms = call->now_ms,
        .arena = call->arena,
    };
}

bool
api_find_matter(struct api_call *call, struct look *look, struct text *matter_id,
                enum completion *done)
{
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call)) {
        *done = api_refuse_mistakes(call);
        return false;
    }
    *look = api_look(call);
    *matter_id = docket_find(look, api_segment(call, "no"));
    if (!text_is_empty(*matter_id))
        return true;
    *done = api_not_found(call);
    return false;
}

struct view
api_view(const struct api_call *call)
{
    struct post *post = post_to_ask(call);
    return (struct view){.language = call->language,
                         .network = post == NULL ? NULL : post_network(post),
                         .arena = call->arena,
                         .forms = &api_rules(call)->forms};
}

bool
api_look_failed(struct api_call *call)
{
    struct store *store = post_reader(call->post, call->request->loop);
    if (!store_fault(store)->is_set)
        return false;
    store_recover(store);
    return true;
}

void
api_log(struct api_call *call, struct text matter_id, bool allowed)
{
    post_log_look(call->post, matter_id, call->account.id, role_word(call->asker.role),
                  text_of(call->match.route->operation), allowed);
}

void
api_log_document(struct api_call *call, struct text matter_id, struct text document_id)
{
    post_log_look(call->post, matter_id, call->account.id, role_word(call->asker.role),
                  text_format(call->arena, ACCESS_LOOK_DOCUMENT "%.*s", TEXT_ARGS(document_id)),
                  true);
}

void
api_log_alike(struct api_call *call, struct text matter_id)
{
    post_log_look(call->post, matter_id, call->account.id, role_word(call->asker.role),
                  TEXT(ACCESS_LOOK_ALIKE), true);
}
