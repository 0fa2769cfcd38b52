/* entry.h: coming in, in all its ways and steps, for pages and for programs alike: by password, by
 * a code to the telephone, with a second factor; signing up; another role; going out.
 *
 * Every function takes the call over: it answers it, now or later, with what `wish->answer` makes
 * of the result, and gives what the handler returns. `answer` may run on any thread and must not
 * look into a store; call->post and call->account are those of the person by then.
 *
 * What a stranger must not learn is the same here: that a number has an account or not, that a name
 * exists or not. Codes and secrets are in no log and no journal. */
#ifndef TB_ENTRY_H
#define TB_ENTRY_H
#include "http/api_call.h"
#include "http/session.h"
#include "work/totp.h"

enum entry_end {
    ENTRY_IN,        /* signed in: a cookie, or a token for a program */
    ENTRY_HALF_WAY,  /* a cookie for the next step, which `stage` names */
    ENTRY_DONE,      /* what was asked is done */
    ENTRY_REFUSED,   /* `refusal` says why */
    ENTRY_MUST_WAIT, /* for `wait_ms` */
    ENTRY_FAILED     /* `obstacle` says why */
};

struct entry_result {
    enum entry_end end;
    enum session_stage stage;
    enum refusal refusal;
    struct text detail; /* name of the field it speaks of; may be empty */
    enum obstacle obstacle;
    int64_t wait_ms;
    int tries_left;     /* of a code that was wrong; -1 otherwise */
    struct text cookie; /* value of Set-Cookie; empty: the cookie stays as it is */
    struct text
        session;       /* what the cookie holds: the bearer token of a program that has a session */
    struct text token; /* for a program */
    int64_t ends_ms;   /* of the token */
    bool has_role;     /* false: the person must choose one, entry_change_role */
    /* What a person sees once: the secret to type or photograph, the codes for paper. */
    struct text factor_secret, factor_address;
    struct text recovery[TOTP_RECOVERY_CODES];
    int recovery_count;
};

typedef struct answer entry_answer(struct api_call *call, const struct entry_result *result,
                                   void *of);

struct entry_wish {
    entry_answer *answer;
    void *of;
    struct text node; /* id or code; empty: the public desk */
    struct text sign_in, password;
    struct text code;  /* second factor shown at once; empty: not shown */
    struct text phone; /* entry_send_code, entry_by_code */
    struct text name;  /* entry_sign_up: real name, and number of the identity card or empty */
    struct text number;
    struct text label;             /* entry_label, or what a program calls itself */
    bool is_kept;                  /* "keep me signed in" */
    bool wants_token;              /* a program: token and no cookie */
    const struct session *session; /* what the browser has now; may be NULL */
};

/* Sign-in name (at the desk also the telephone number) and password. A court that asks for a second
 * factor leads half-way: SESSION_SECOND_FACTOR, or SESSION_SET_UP where none was set up yet. */
enum completion entry_by_password(struct api_call *call, const struct entry_wish *wish);

/* Sends a code to wish->phone, whoever has that number. ENTRY_DONE, ENTRY_MUST_WAIT, or refused
 * with PHONE_MUST_BE_VALID. */
enum completion entry_send_code(struct api_call *call, const struct entry_wish *wish);
/* The code that was sent (wish->phone, wish->code): in, or half-way to SESSION_SIGN_UP or
 * SESSION_SECOND_FACTOR. A wrong one: CODE_MUST_BE_RIGHT with tries_left. */
enum completion entry_by_code(struct api_call *call, const struct entry_wish *wish);
/* For wish->session at SESSION_SIGN_UP: name, number?, password?. */
enum completion entry_sign_up(struct api_call *call, const struct entry_wish *wish);

/* For wish->session at SESSION_SECOND_FACTOR: wish->code is of the authenticator or of the paper.
 */
enum completion entry_second_factor(struct api_call *call, const struct entry_wish *wish);

/* Makes a secret for call->account and shows it: factor_secret, factor_address. For wish->session
 * at SESSION_SET_UP or in, or a program. */
enum completion entry_begin_factor(struct api_call *call, const struct entry_wish *wish);
/* The secret that was made and is not confirmed yet, to draw the page again. False: none. */
bool entry_pending_factor(struct api_call *call, struct text *secret, struct text *address);
/* wish->code proves that the authenticator has it: ENTRY_DONE, or ENTRY_IN for somebody half-way;
 * `recovery` holds the codes for paper. */
enum completion entry_confirm_factor(struct api_call *call, const struct entry_wish *wish);

/* Is wish->password the new password: `old` must be right, unless the session was opened by a code
 * within the last quarter of an hour (a forgotten password). Other browsers are signed out. */
enum completion entry_set_password(struct api_call *call, struct text old,
                                   const struct entry_wish *wish);
/* May he set a password without the old one? */
bool entry_may_set_password(const struct session *session, int64_t now_ms);

/* `role` as session_role writes it. The cookie changes. */
enum completion entry_change_role(struct api_call *call, struct text role,
                                  const struct entry_wish *wish);
/* This browser goes; or one session of the account by its id; or all of them (id empty). */
enum completion entry_leave(struct api_call *call, const struct entry_wish *wish);
enum completion entry_end_sessions(struct api_call *call, struct text id,
                                   const struct entry_wish *wish);

/* For the security administrator (call->asker is settled): lets an account of call->post try again;
 * takes its second factor away. */
enum completion entry_unlock(struct api_call *call, struct text account,
                             const struct entry_wish *wish);
enum completion entry_reset_factor(struct api_call *call, struct text account,
                                   const struct entry_wish *wish);

/* A number as it is kept: full-width digits, blanks and dashes folded, +86 away; mainland mobile
 * numbers and + with 8 to 15 digits. Empty where it is none. */
struct text entry_phone(struct text written, struct arena *arena);

/* "Firefox · Windows": what a person recognises a browser by, from its User-Agent. */
struct text entry_label(struct text user_agent, struct arena *arena);

#endif
