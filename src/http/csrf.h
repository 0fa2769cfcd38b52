/* csrf.h: was this form made by us for this browser, and sent from a page of ours? Pure.
 *
 * Two tests, and a form must pass both: the token in it, and the origin the browser names. The
 * token is written anew with a fresh pad into every page, so that its bytes never repeat in
 * something compressed; it belongs to one secret (the session's, or the visitor's) and is
 * compared in constant time. */
#ifndef TB_CSRF_H
#define TB_CSRF_H
#include "base/text.h"

enum {
    CSRF_KEY_BYTES = 32,
    CSRF_PAD_BYTES = 32,
    CSRF_TOKEN_LENGTH = 86,
    CSRF_VISITOR_MS = 2 * 60 * 60 * 1000
};

/* The token of a page for a session, from the secret in its cookie. `pad` is fresh randomness. */
struct text csrf_token(struct text secret, const unsigned char pad[static CSRF_PAD_BYTES],
                       struct arena *arena);
bool csrf_fits(struct text secret, struct text token);

/* The same for somebody who is not signed in: `visitor` is the value of his cookie (any fresh
 * random text), `key` the process's own. Good until the next but one full hour of two. */
struct text csrf_visitor_token(const unsigned char key[static CSRF_KEY_BYTES], struct text visitor,
                               int64_t now_ms, const unsigned char pad[static CSRF_PAD_BYTES],
                               struct arena *arena);
bool csrf_visitor_fits(const unsigned char key[static CSRF_KEY_BYTES], struct text visitor,
                       int64_t now_ms, struct text token);

/* May a request that changes something come from there? By `Sec-Fetch-Site` where the browser sends
 * it: same-origin or none. Otherwise `Origin` must be http or https and name `Host`; without either
 * header it may not. Empty texts are headers that were not sent. */
bool csrf_origin_is_own(struct text fetch_site, struct text origin, struct text host);

#endif
