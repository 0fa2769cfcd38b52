/* token.c: makes and reads bearer tokens. Reading is strict, so that one secret has one spelling.
 */
#include "http/token.h"

#include <assert.h>
#include <ctype.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

static const char PREFIX[] = "tb1_";
static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

bool
token_node_is_fit(struct text node)
{
    for (size_t i = 0; i < node.length; i++) {
        char c = node.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return node.length >= 1 && node.length <= TOKEN_NODE_LENGTH_MAX;
}

/* 43 characters carry 258 bits; the last two are zero in what token_make wrote. */
bool
token_secret_is_fit(struct text secret)
{
    if (secret.length != TOKEN_SECRET_LENGTH)
        return false;
    for (size_t i = 0; i < secret.length; i++) {
        if (secret.bytes[i] == 0 || strchr(ALPHABET, secret.bytes[i]) == NULL)
            return false;
    }
    return (strchr(ALPHABET, secret.bytes[secret.length - 1]) - ALPHABET) % 4 == 0;
}

struct text
token_node(struct text code, struct arena *arena)
{
    char *small = arena_take(arena, code.length + 1);
    for (size_t i = 0; i < code.length; i++)
        small[i] = (char)tolower((unsigned char)code.bytes[i]);
    return (struct text){small, code.length};
}

struct text
token_secret(const unsigned char random[static TOKEN_RANDOM_BYTES], struct arena *arena)
{
    char *secret = arena_take(arena, TOKEN_SECRET_LENGTH + 1);
    sodium_bin2base64(secret, TOKEN_SECRET_LENGTH + 1, random, TOKEN_RANDOM_BYTES,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (struct text){secret, TOKEN_SECRET_LENGTH};
}

struct text
token_make(struct text node, const unsigned char random[static TOKEN_RANDOM_BYTES],
           struct arena *arena)
{
    assert(token_node_is_fit(node));
    return text_format(arena, "%s%.*s_%.*s", PREFIX, TEXT_ARGS(node),
                       TEXT_ARGS(token_secret(random, arena)));
}

bool
token_parse(struct text token, struct text *node)
{
    if (!text_starts_with(token, PREFIX))
        return false;
    struct text rest = {token.bytes + strlen(PREFIX), token.length - strlen(PREFIX)};
    *node = text_cut(&rest, '_');
    return token_node_is_fit(*node) && token_secret_is_fit(rest);
}

bool
token_of_header(struct text authorization, struct text *token)
{
    static const char SCHEME[] = "Bearer ";
    if (authorization.length <= strlen(SCHEME) ||
        strncasecmp(authorization.bytes, SCHEME, strlen(SCHEME)) != 0)
        return false;
    *token =
        (struct text){authorization.bytes + strlen(SCHEME), authorization.length - strlen(SCHEME)};
    return true;
}

struct digest
token_digest(struct text token)
{
    return digest_of(token);
}

bool
token_matches(struct text token, const struct digest *kept)
{
    struct digest digest = digest_of(token);
    return sodium_memcmp(digest.bytes, kept->bytes, DIGEST_BYTES) == 0;
}
