/* csrf.c: a key is made from the secret, masked, and unmasked again to be compared. */
#include "http/csrf.h"

#include <sodium.h>
#include <string.h>

static const char FOR_SESSIONS[] = "tongban csrf", FOR_VISITORS[] = "tongban visitor";

enum { BOTH_BYTES = CSRF_PAD_BYTES + CSRF_KEY_BYTES };

static void
key_of(const unsigned char *secret, size_t secret_length, const char *purpose, struct text about,
       int64_t period, unsigned char key[static CSRF_KEY_BYTES])
{
    crypto_auth_hmacsha256_state state;
    unsigned char number[8];
    for (int i = 0; i < 8; i++)
        number[i] = (unsigned char)((uint64_t)period >> (8 * i));
    crypto_auth_hmacsha256_init(&state, secret, secret_length);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_auth_hmacsha256_update(&state, number, sizeof number);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)about.bytes, about.length);
    crypto_auth_hmacsha256_final(&state, key);
    sodium_memzero(&state, sizeof state);
}

static struct text
mask(const unsigned char key[static CSRF_KEY_BYTES], const unsigned char *pad, struct arena *arena)
{
    unsigned char both[BOTH_BYTES];
    char *token = arena_take(arena, CSRF_TOKEN_LENGTH + 1);
    memcpy(both, pad, CSRF_PAD_BYTES);
    for (int i = 0; i < CSRF_KEY_BYTES; i++)
        both[CSRF_PAD_BYTES + i] = key[i] ^ pad[i];
    sodium_bin2base64(token, CSRF_TOKEN_LENGTH + 1, both, sizeof both,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (struct text){token, CSRF_TOKEN_LENGTH};
}

static bool
unmask(struct text token, unsigned char key[static CSRF_KEY_BYTES])
{
    unsigned char both[BOTH_BYTES];
    size_t length;
    if (token.length != CSRF_TOKEN_LENGTH ||
        sodium_base642bin(both, sizeof both, token.bytes, token.length, NULL, &length, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        length != sizeof both)
        return false;
    for (int i = 0; i < CSRF_KEY_BYTES; i++)
        key[i] = both[CSRF_PAD_BYTES + i] ^ both[i];
    return true;
}

static void
session_key(struct text secret, unsigned char key[static CSRF_KEY_BYTES])
{
    key_of((const unsigned char *)secret.bytes, secret.length, FOR_SESSIONS, TEXT(""), 0, key);
}

struct text
csrf_token(struct text secret, const unsigned char pad[static CSRF_PAD_BYTES], struct arena *arena)
{
    unsigned char key[CSRF_KEY_BYTES];
    session_key(secret, key);
    return mask(key, pad, arena);
}

bool
csrf_fits(struct text secret, struct text token)
{
    unsigned char wanted[CSRF_KEY_BYTES], given[CSRF_KEY_BYTES];
    if (text_is_empty(secret) || !unmask(token, given))
        return false;
    session_key(secret, wanted);
    return sodium_memcmp(wanted, given, sizeof given) == 0;
}

struct text
csrf_visitor_token(const unsigned char key[static CSRF_KEY_BYTES], struct text visitor,
                   int64_t now_ms, const unsigned char pad[static CSRF_PAD_BYTES],
                   struct arena *arena)
{
    unsigned char made[CSRF_KEY_BYTES];
    key_of(key, CSRF_KEY_BYTES, FOR_VISITORS, visitor, now_ms / CSRF_VISITOR_MS, made);
    return mask(made, pad, arena);
}

bool
csrf_visitor_fits(const unsigned char key[static CSRF_KEY_BYTES], struct text visitor,
                  int64_t now_ms, struct text token)
{
    unsigned char wanted[CSRF_KEY_BYTES], given[CSRF_KEY_BYTES];
    bool fits = false;
    if (text_is_empty(visitor) || !unmask(token, given))
        return false;
    for (int ago = 0; ago < 2; ago++) {
        key_of(key, CSRF_KEY_BYTES, FOR_VISITORS, visitor, now_ms / CSRF_VISITOR_MS - ago, wanted);
        fits |= sodium_memcmp(wanted, given, sizeof given) == 0;
    }
    return fits;
}

static char
small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
same_without_case(struct text a, struct text b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++) {
        if (small(a.bytes[i]) != small(b.bytes[i]))
            return false;
    }
    return true;
}

/* What stands behind "https://" or "http://"; empty for anything else, such as "null". */
static struct text
host_of(struct text origin)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(schemes[i]);
        if (text_starts_with(origin, schemes[i]))
            return (struct text){origin.bytes + length, origin.length - length};
    }
    return TEXT("");
}

bool
csrf_origin_is_own(struct text fetch_site, struct text origin, struct text host)
{
    if (!text_is_empty(fetch_site))
        return text_is(fetch_site, "same-origin") || text_is(fetch_site, "none");
    struct text named = host_of(origin);
    return !text_is_empty(named) && same_without_case(named, host);
}
