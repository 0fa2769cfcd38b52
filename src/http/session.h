/* session.h: a browser that is signed in: its cookie, who that is, in which role, and since when.
 *
 * The cookie `__Host-s` holds NODE.SECRET: the code of the node that keeps the account in small
 * letters, and 32 random bytes as token.h writes them. The node keeps the digest of the secret. A
 * session ends when it has rested too long, at its absolute end, or when somebody ends it; for a
 * day it is still known whose it was, so that a form sent too late can be kept for him. */
#ifndef TB_SESSION_H
#define TB_SESSION_H
#include "query/session_list.h"
#include "store/account_rows.h"
#include "work/house.h"

#define SESSION_COOKIE "__Host-s"

/* Spans in ms. What a person half-way in must do is done within minutes. */
enum {
    SESSION_DAY_MS = 12 * 60 * 60 * 1000,
    SESSION_HALF_WAY_MS = 10 * 60 * 1000,
    SESSION_KEPT_DAYS = 30,
    SESSION_LABEL_MAX = 80 /* characters */
};

enum session_state {
    SESSION_NONE, /* no cookie, or one that opens nothing and says nothing */
    SESSION_LIVES,
    SESSION_IDLE, /* rested too long: whose it was is known */
    SESSION_ENDED /* its time is over, or it was ended: likewise */
};

/* How far somebody is in. Only SESSION_IN may do anything but the next step of coming in. */
enum session_stage {
    SESSION_IN,
    SESSION_SECOND_FACTOR, /* the password was right, the code is missing */
    SESSION_SET_UP,        /* the court asks for a second factor that is not set up yet */
    SESSION_SIGN_UP,       /* the phone number was proven, there is no account yet */
    SESSION_STAGE_COUNT
};
struct text session_stage_word(enum session_stage stage);

struct session {
    enum session_state state;
    enum session_stage stage;
    struct post *post;      /* NULL with SESSION_NONE */
    struct text secret;     /* as in the cookie: for csrf_token and csrf_fits */
    struct digest digest;   /* for END_SESSION, CHANGE_SESSION */
    struct session_row row; /* row.about: the number of somebody who signs up */
    struct account account; /* empty while signing up */
    bool has_role;          /* false: several, and none chosen yet */
    enum role role;
    struct text place;
};

/* Who that is. `cookies` is the Cookie header. False when the store failed, that of session->post:
 * then say so, and let it recover (api_look_failed). */
bool session_find(struct house *house, int thread, struct text cookies, int64_t now_ms,
                  struct arena *arena, struct session *session);

/* The same by what a cookie holds, NODE.SECRET: a program shows it as its bearer token. */
bool session_find_by(struct house *house, int thread, struct text value, int64_t now_ms,
                     struct arena *arena, struct session *session);

/* Notes that somebody used the session, if it lives and where that is due. What a page fetches by
 * itself is no use of it. */
void session_see(const struct session *session, int64_t now_ms);

/* The two parts of the cookie; false unless it is there once and written as we write it. */
bool session_cookie_read(struct text cookies, struct text *node, struct text *secret);
/* A cookie of another name, as it stands; empty where it is missing or stands there twice. */
struct text session_cookie(struct text cookies, const char *name);

/* Values of Set-Cookie. With `max_age_s` 0 the cookie ends with the browser. */
struct text session_cookie_set(struct text node_code, struct text secret, int64_t max_age_s,
                               struct arena *arena);
struct text session_cookie_clear(struct arena *arena);

/* What a new session is to be. */
struct session_wish {
    struct text account; /* "-" with SESSION_SIGN_UP */
    enum session_stage stage;
    struct text role; /* as written in session_role; empty: not chosen */
    struct text about, label;
    struct text how;               /* password, code, totp, recovery: for the record */
    bool is_staff, is_kept;        /* "keep me signed in"; citizens only */
    const struct digest *replaced; /* may be NULL */
    const struct rulebook *rules;  /* for the policy of rest */
};

/* The input of OPEN_SESSION and the secret for the cookie; `*max_age_s` for session_cookie_set. */
const struct value *session_open_input(struct post *post, const struct session_wish *wish,
                                       const struct world *world, struct arena *arena,
                                       struct text *secret, int64_t *max_age_s);
/* The input of CHANGE_SESSION: another role, and so another secret. */
const struct value *session_change_input(const struct session *session, struct text role,
                                         const struct world *world, struct arena *arena,
                                         struct text *secret);
/* "Keep me signed in" was asked for, in this session or on the way to it. */
bool session_is_kept(const struct session *session);
/* How long the cookie of a changed session lives on; 0: with the browser. */
int64_t session_max_age_s(const struct session *session, int64_t now_ms);

/* "counter", "counter@JL7504-T1"; and the only role of an account, empty where it has several. */
struct text session_role(enum role role, struct text place, struct arena *arena);
struct text session_only_role(const struct account *account, struct arena *arena);
bool session_is_staff(const struct account *account);

#endif
