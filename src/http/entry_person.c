/* entry_person.c: people at the public desk: a code to the telephone, and an account for whoever
 * has none yet. A number nobody has gets its code and its answer like any other. */
#include "http/entry_work.h"

#include "law/resident_id.h"
#include "paper/wording.h"
#include "work/password.h"
#include "work/seal.h"

enum {
    CODE_DIGITS = 6,
    MOBILE_DIGITS = 11,
    COUNTRY_DIGITS_MIN = 8,
    COUNTRY_DIGITS_MAX = 15,
    CODES = 1000000,
    CARD_LENGTH_MAX = 30
};

/* ---- numbers ---- */

static bool
is_mainland_mobile(struct text digits)
{
    return digits.length == MOBILE_DIGITS && digits.bytes[0] == '1' && digits.bytes[1] >= '3';
}

/* Digits alone, with a + in front where one was; empty for anything else. */
static struct text
dialled(struct text written, struct arena *arena)
{
    struct text folded = text_fold(written, arena);
    char *number = arena_take(arena, folded.length + 2);
    size_t length = 0;
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.bytes[i];
        bool is_mark = c == ' ' || c == '-' || c == '(' || c == ')';
        if (is_mark)
            continue;
        if (!(c >= '0' && c <= '9') && !(c == '+' && length == 0))
            return TEXT("");
        number[length++] = c;
    }
    return (struct text){number, length};
}

struct text
entry_phone(struct text written, struct arena *arena)
{
    struct text number = dialled(written, arena);
    static const char *const home[] = {"+86", "0086", "86"};
    for (size_t i = 0; i < sizeof home / sizeof home[0]; i++) {
        size_t length = strlen(home[i]);
        struct text rest = {number.bytes + length, number.length - length};
        if (number.length > length && text_starts_with(number, home[i]) && is_mainland_mobile(rest))
            return rest;
    }
    if (is_mainland_mobile(number))
        return number;
    bool is_abroad = number.length > COUNTRY_DIGITS_MIN && number.bytes[0] == '+' &&
                     number.bytes[1] != '0' && number.length <= COUNTRY_DIGITS_MAX + 1 &&
                     !text_starts_with(number, "+86");
    return is_abroad ? number : TEXT("");
}

static struct text
address_hex(const struct api_call *call, struct text phone)
{
    struct digest digest = seal_hash(post_seal_key(call->post), "phone", phone);
    return digest_hex(&digest, call->arena);
}

static struct text
code_hex(const struct api_call *call, struct text phone, struct text code)
{
    struct text bound = text_format(call->arena, "%.*s\n%.*s", TEXT_ARGS(phone), TEXT_ARGS(code));
    struct digest digest = seal_hash(post_seal_key(call->post), "code", bound);
    return digest_hex(&digest, call->arena);
}

/* ---- sending ---- */

static struct text
new_code(struct api_call *call)
{
    const struct world *world = call->api->world;
    uint32_t number;
    do /* no number comes oftener than another */
        world->random(world->of, &number, sizeof number);
    while (number >= UINT32_MAX - UINT32_MAX % CODES);
    return text_format(call->arena, "%06u", (unsigned)(number % CODES));
}

/* The desk, and the number as it is kept; false after it was said what is wrong. */
static bool
take_phone(struct entry *entry, struct limiter *limiter, enum completion *done)
{
    struct api_call *call = entry->call;
    call->post = house_desk(call->api->house);
    entry->wish.phone = entry_phone(entry->wish.phone, call->arena);
    if (call->post == NULL) {
        *done = entry_refuse(entry, COURT_MUST_BE_KNOWN, "node");
        return false;
    }
    if (text_is_empty(entry->wish.phone)) {
        *done = entry_refuse(entry, PHONE_MUST_BE_VALID, "phone");
        return false;
    }
    return entry_may_try(entry, limiter, done);
}

enum completion
entry_send_code(struct api_call *call, const struct entry_wish *wish)
{
    enum completion done;
    struct entry *entry = entry_begin(call, wish);
    if (!take_phone(entry, call->api->codes_by_address, &done))
        return done;
    struct text phone = entry->wish.phone, code = new_code(call);
    const struct wording_value values[] = {{"code", code}};
    struct canon input = canon_open(call->arena, 600);
    canon_begin_object(&input);
    canon_member_text(&input, "address", address_hex(call, phone));
    canon_member_text(&input, "content",
                      wording_fill("code.message", call->language, values, 1, call->arena));
    canon_member_text(&input, "digest", code_hex(call, phone, code));
    canon_member_text(&input, "to", phone);
    canon_end_object(&input);
    return entry_act(entry, VERB_SEND_CODE, value_read_canonical(canon_text(&input), call->arena),
                     entry_done);
}

/* ---- typing ---- */

static struct answer
code_used(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    const struct value *said = value_read_canonical(outcome->answer, call->arena);
    struct text stage = value_member_text(said, "stage");
    if (!value_member_is_true(said, "fits")) {
        entry->result.end = ENTRY_REFUSED;
        entry->result.refusal = CODE_MUST_BE_RIGHT;
        entry->result.detail = TEXT("code");
        entry->result.tries_left = (int)value_member_integer(said, "left", 0);
        return entry_say(entry);
    }
    entry_take_cookie(entry, text_is(stage, "sign_up")         ? SESSION_SIGN_UP
                             : text_is(stage, "second_factor") ? SESSION_SECOND_FACTOR
                                                               : SESSION_IN);
    return entry_say(entry);
}

enum completion
entry_by_code(struct api_call *call, const struct entry_wish *wish)
{
    enum completion done;
    struct entry *entry = entry_begin(call, wish);
    if (!take_phone(entry, call->api->sign_in_by_address, &done))
        return done;
    struct text phone = entry->wish.phone, code = text_fold(wish->code, call->arena);
    if (!account_rows_by_sign_in(post_reader(call->post, call->request->loop), post_id(call->post),
                                 phone, call->arena, &call->account))
        call->account = (struct account){.is_active = false};
    if (api_look_failed(call))
        return entry_fail(entry, LOOK_MUST_SUCCEED);
    struct canon input = canon_open(call->arena, 900);
    canon_begin_object(&input);
    canon_member_text(&input, "address", address_hex(call, phone));
    canon_member_text(&input, "digest", code_hex(call, phone, code));
    canon_key(&input, "opening");
    canon_put_canonical(&input, entry_opening(entry, SESSION_IN, TEXT("code")));
    canon_member_text(&input, "phone", phone);
    canon_end_object(&input);
    return entry_act(entry, VERB_USE_CODE, value_read_canonical(canon_text(&input), call->arena),
                     code_used);
}

/* ---- signing up ---- */

static struct answer
signed_up(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    const struct value *said = value_read_canonical(outcome->answer, call->arena);
    call->account.id = text_copy(value_member_text(said, "account"), call->arena);
    entry_take_cookie(entry, SESSION_IN);
    return entry_say(entry);
}

static enum completion
sign_up(struct entry *entry, struct text hash)
{
    struct api_call *call = entry->call;
    struct canon input = canon_open(call->arena, 1200);
    canon_begin_object(&input);
    canon_member_text(&input, "half", digest_hex(&entry->wish.session->digest, call->arena));
    canon_member_text(&input, "name", entry->wish.name);
    canon_member_text_if(&input, "number", entry->wish.number);
    canon_key(&input, "opening");
    canon_put_canonical(&input, entry_opening(entry, SESSION_IN, TEXT("code")));
    canon_member_text_if(&input, "password_hash", hash);
    canon_end_object(&input);
    return entry_act(entry, VERB_SIGN_UP, value_read_canonical(canon_text(&input), call->arena),
                     signed_up);
}

/* On a thread for passwords. */
static void
hash_and_sign_up(void *of)
{
    struct entry *entry = of;
    entry->is_on_errand = true;
    struct text hash = password_hash(entry->wish.password, entry->call->arena);
    if (text_is_empty(hash))
        entry_fail(entry, SERVICE_MUST_HAVE_ROOM);
    else
        sign_up(entry, hash);
}

/* A resident identity number with its check digit; other cards as they are written. */
static bool
take_card(struct entry *entry)
{
    struct api_call *call = entry->call;
    struct resident_id id;
    struct text folded = text_trim(text_fold(entry->wish.number, call->arena));
    entry->wish.number = folded;
    bool looks_resident = folded.length == 18 || folded.length == 15;
    if (text_is_empty(folded))
        return true;
    if (!looks_resident)
        return folded.length >= 5 && folded.length <= CARD_LENGTH_MAX && !text_has_hidden(folded);
    if (resident_id_read(folded, api_today(call), call->arena, &id) != NUMBER_IS_VALID)
        return false;
    entry->wish.number = id.text;
    return true;
}

enum completion
entry_sign_up(struct api_call *call, const struct entry_wish *wish)
{
    struct entry *entry = entry_begin(call, wish);
    call->post = wish->session->post;
    if (wish->session->state != SESSION_LIVES || wish->session->stage != SESSION_SIGN_UP)
        return entry_refuse(entry, ASKER_MUST_BE_SIGNED_IN, "");
    entry->wish.name = text_trim(wish->name);
    entry_go_on(entry);
    if (!take_card(entry))
        return entry_refuse(entry, IDENTITY_NUMBER_MUST_BE_VALID, "number");
    call->account = (struct account){.name = entry->wish.name,
                                     .sign_in = wish->session->row.about,
                                     .phone = wish->session->row.about,
                                     .roles = {{ROLE_PARTY, TEXT("")}},
                                     .roles_count = 1,
                                     .is_active = true};
    if (text_is_empty(wish->password))
        return sign_up(entry, TEXT(""));
    if (!password_is_strong(wish->password))
        return entry_refuse(entry, PASSWORD_MUST_BE_STRONG, "password");
    if (!errand_send(call->api->passwords, hash_and_sign_up, entry))
        return entry_fail(entry, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

/* ---- what a browser is called ---- */

static bool
holds(struct text text, const char *part)
{
    return memmem(text.bytes, text.length, part, strlen(part)) != NULL;
}

struct text
entry_label(struct text user_agent, struct arena *arena)
{
    /* The first that is found; several name others in whose skin they go. */
    static const char *const browsers[][2] = {
        {"MicroMessenger", "微信"}, {"Edg", "Edge"},      {"Firefox", "Firefox"},
        {"Chrome", "Chrome"},       {"Safari", "Safari"},
    };
    static const char *const systems[][2] = {
        {"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
        {"Windows", "Windows"},     {"Mac OS X", "macOS"},  {"Linux", "Linux"},
    };
    const char *browser = "", *system = "";
    for (size_t i = sizeof browsers / sizeof browsers[0]; i-- > 0;)
        browser = holds(user_agent, browsers[i][0]) ? browsers[i][1] : browser;
    for (size_t i = sizeof systems / sizeof systems[0]; i-- > 0;)
        system = holds(user_agent, systems[i][0]) ? systems[i][1] : system;
    if (browser[0] == '\0' || system[0] == '\0')
        return text_format(arena, "%s%s", browser, system);
    return text_format(arena, "%s · %s", browser, system);
}
