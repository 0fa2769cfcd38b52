/* session.c: reading a cookie is strict, so that one session has one spelling; what it opens is
 * looked up in the node it names. */
#include "http/session.h"

#include "base/canon.h"
#include "http/token.h"

enum { MINUTE_MS = 60 * 1000, SESSION_ID_BYTES = 10, COOKIE_BYTES_MAX = 4096 };

static const struct text stage_words[SESSION_STAGE_COUNT] = {
    TEXT_INIT("in"),
    TEXT_INIT("second_factor"),
    TEXT_INIT("set_up"),
    TEXT_INIT("sign_up"),
};

struct text
session_stage_word(enum session_stage stage)
{
    return stage_words[stage];
}

/* ---- the cookie ---- */

struct text
session_cookie(struct text cookies, const char *name)
{
    struct text rest = cookies, found = TEXT("");
    int times = 0;
    if (cookies.length > COOKIE_BYTES_MAX)
        return TEXT("");
    while (!text_is_empty(rest)) {
        struct text value = text_cut(&rest, ';');
        struct text key = text_trim(text_cut(&value, '='));
        if (text_is(key, name)) {
            found = text_trim(value);
            times++;
        }
    }
    return times == 1 ? found : TEXT("");
}

static bool
read_value(struct text value, struct text *node, struct text *secret)
{
    *secret = value;
    *node = text_cut(secret, '.');
    return token_node_is_fit(*node) && token_secret_is_fit(*secret);
}

bool
session_cookie_read(struct text cookies, struct text *node, struct text *secret)
{
    return read_value(session_cookie(cookies, SESSION_COOKIE), node, secret);
}

struct text
session_cookie_set(struct text node_code, struct text secret, int64_t max_age_s,
                   struct arena *arena)
{
    struct text node = token_node(node_code, arena);
    struct text age =
        max_age_s > 0 ? text_format(arena, "; Max-Age=%lld", (long long)max_age_s) : TEXT("");
    return text_format(arena,
                       SESSION_COOKIE "=%.*s.%.*s; Path=/; Secure; HttpOnly; SameSite=Lax%.*s",
                       TEXT_ARGS(node), TEXT_ARGS(secret), TEXT_ARGS(age));
}

struct text
session_cookie_clear(struct arena *arena)
{
    return text_format(arena,
                       SESSION_COOKIE "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
}

/* ---- who that is ---- */

static enum session_stage
stage_of(struct text word)
{
    for (int i = 0; i < SESSION_STAGE_COUNT; i++) {
        if (text_equal(word, stage_words[i]))
            return (enum session_stage)i;
    }
    return SESSION_SECOND_FACTOR;
}

/* The role the session acts in, if the account still holds it. */
static void
take_role(struct session *session)
{
    struct text place = session->row.role;
    struct text word = text_cut(&place, '@');
    const struct account *account = &session->account;
    enum role role;
    for (int i = 0; role_parse(word, &role) && i < account->roles_count; i++) {
        if (account->roles[i].role == role && text_equal(account->roles[i].place, place)) {
            session->has_role = true;
            session->role = role;
            session->place = account->roles[i].place;
        }
    }
}

static struct text
capitals(struct text code, struct arena *arena)
{
    char *bytes = arena_take(arena, code.length + 1);
    for (size_t i = 0; i < code.length; i++) {
        bool is_small = code.bytes[i] >= 'a' && code.bytes[i] <= 'z';
        bytes[i] = is_small ? (char)(code.bytes[i] - 'a' + 'A') : code.bytes[i];
    }
    return (struct text){bytes, code.length};
}

static void
take_account(struct session *session, struct store *store, struct arena *arena)
{
    if (text_is(session->row.account, "-"))
        return;
    if (!account_rows_load(store, post_id(session->post), session->row.account, arena,
                           &session->account))
        session->state = SESSION_NONE;
    else if (!session->account.is_active)
        session->state = SESSION_ENDED;
    take_role(session);
}

static bool
is_read(struct session *session, struct post *post, struct store *store)
{
    if (!store_fault(store)->is_set)
        return true;
    *session = (struct session){.state = SESSION_NONE, .post = post};
    return false;
}

bool
session_find(struct house *house, int thread, struct text cookies, int64_t now_ms,
             struct arena *arena, struct session *session)
{
    return session_find_by(house, thread, session_cookie(cookies, SESSION_COOKIE), now_ms, arena,
                           session);
}

bool
session_find_by(struct house *house, int thread, struct text value, int64_t now_ms,
                struct arena *arena, struct session *session)
{
    struct text node, secret;
    bool is_idle;
    *session = (struct session){.state = SESSION_NONE};
    if (!read_value(value, &node, &secret))
        return true;
    struct post *post = house_post_by_code(house, capitals(node, arena));
    if (post == NULL)
        return true;
    struct store *store = post_reader(post, thread);
    session->digest = digest_of(secret);
    if (!session_list_find(store, post_id(post), &session->digest, arena, &session->row))
        return is_read(session, post, store);
    session->post = post;
    session->secret = secret;
    session->stage = stage_of(session->row.stage);
    if (session_row_lives(&session->row, now_ms, &is_idle))
        session->state = SESSION_LIVES;
    else
        session->state = is_idle ? SESSION_IDLE : SESSION_ENDED;
    take_account(session, store, arena);
    if (session->state == SESSION_NONE)
        session->post = NULL;
    return is_read(session, post, store);
}

void
session_see(const struct session *session, int64_t now_ms)
{
    if (session->state == SESSION_LIVES && now_ms - session->row.seen_ms >= POST_SEEN_MS)
        post_see_session(session->post, &session->digest, now_ms);
}

/* ---- new ones ---- */

bool
session_is_staff(const struct account *account)
{
    for (int i = 0; i < account->roles_count; i++) {
        if (!access_is_citizen(account->roles[i].role))
            return true;
    }
    return false;
}

struct text
session_role(enum role role, struct text place, struct arena *arena)
{
    struct text word = role_word(role);
    if (text_is_empty(place))
        return word;
    return text_format(arena, "%.*s@%.*s", TEXT_ARGS(word), TEXT_ARGS(place));
}

struct text
session_only_role(const struct account *account, struct arena *arena)
{
    if (account->roles_count != 1)
        return TEXT("");
    return session_role(account->roles[0].role, account->roles[0].place, arena);
}

static int64_t
idle_ms(struct post *post, const struct session_wish *wish, int64_t now_ms)
{
    int64_t minutes = 0;
    struct text name = wish->is_staff ? TEXT("staff_idle_minutes") : TEXT("citizen_idle_minutes");
    struct text value = policy_value(&wish->rules->policies, name, post_id(post),
                                     date_of_instant(now_ms, CHINA_OFFSET_MINUTES));
    if (!text_number(value, &minutes) || minutes < 1)
        minutes = wish->is_staff ? 30 : 60;
    return minutes * MINUTE_MS;
}

const struct value *
session_open_input(struct post *post, const struct session_wish *wish, const struct world *world,
                   struct arena *arena, struct text *secret, int64_t *max_age_s)
{
    unsigned char random[TOKEN_RANDOM_BYTES], name[SESSION_ID_BYTES];
    int64_t now_ms = world->wall_ms(world->of);
    const int64_t kept_ms = SESSION_KEPT_DAYS * (int64_t)DAY_MS;
    bool will_be_kept = wish->is_kept && !wish->is_staff;
    bool is_kept = will_be_kept && wish->stage == SESSION_IN;
    int64_t span_ms = is_kept                     ? kept_ms
                      : wish->stage == SESSION_IN ? SESSION_DAY_MS
                                                  : SESSION_HALF_WAY_MS;
    world->random(world->of, random, sizeof random);
    world->random(world->of, name, sizeof name);
    *secret = token_secret(random, arena);
    *max_age_s = is_kept ? span_ms / 1000 : 0;
    struct digest digest = digest_of(*secret);
    struct canon input = canon_open(arena, 512);
    canon_begin_object(&input);
    canon_member_text_if(&input, "about", wish->about);
    canon_member_text(&input, "account", wish->account);
    canon_member_text(&input, "digest", digest_hex(&digest, arena));
    canon_member_integer(&input, "ends", now_ms + span_ms);
    canon_member_text_if(&input, "how", wish->how);
    /* Half-way in it only says what was asked for: such a session ends long before. */
    canon_member_integer(&input, "idle", will_be_kept ? kept_ms : idle_ms(post, wish, now_ms));
    canon_member_text(&input, "label", text_is_empty(wish->label) ? TEXT("-") : wish->label);
    if (wish->replaced != NULL)
        canon_member_text(&input, "replaces", digest_hex(wish->replaced, arena));
    canon_member_text(&input, "role", text_is_empty(wish->role) ? TEXT("-") : wish->role);
    canon_member_text(&input, "session",
                      hex_of((struct text){(const char *)name, sizeof name}, arena));
    canon_member_text(&input, "stage", stage_words[wish->stage]);
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), arena);
}

const struct value *
session_change_input(const struct session *session, struct text role, const struct world *world,
                     struct arena *arena, struct text *secret)
{
    unsigned char random[TOKEN_RANDOM_BYTES];
    world->random(world->of, random, sizeof random);
    *secret = token_secret(random, arena);
    struct digest fresh = digest_of(*secret);
    struct canon input = canon_open(arena, 256);
    canon_begin_object(&input);
    canon_member_text(&input, "digest", digest_hex(&session->digest, arena));
    canon_member_text(&input, "new_digest", digest_hex(&fresh, arena));
    canon_member_text(&input, "role", role);
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), arena);
}

bool
session_is_kept(const struct session *session)
{
    return session->row.idle_ms >= SESSION_KEPT_DAYS * (int64_t)DAY_MS;
}

int64_t
session_max_age_s(const struct session *session, int64_t now_ms)
{
    return session_is_kept(session) && session->row.ends_ms > now_ms
               ? (session->row.ends_ms - now_ms) / 1000
               : 0;
}
