/* seal.c: libsodium's keyed hash and authenticated encryption, with a fresh nonce in front. */
#include "work/seal.h"

#include <sodium.h>
#include <string.h>

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES
};
_Static_assert(NONCE_BYTES + TAG_BYTES == SEAL_MORE_BYTES, "the header says how much longer");

struct digest
seal_hash(const unsigned char key[static SEAL_KEY_BYTES], const char *purpose, struct text text)
{
    struct digest digest;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, SEAL_KEY_BYTES);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)text.bytes, text.length);
    crypto_auth_hmacsha256_final(&state, digest.bytes);
    sodium_memzero(&state, sizeof state);
    return digest;
}

struct text
seal_close(const unsigned char key[static SEAL_KEY_BYTES], struct text account, struct text secret,
           const struct world *world, struct arena *arena)
{
    unsigned char *sealed = arena_take(arena, secret.length + SEAL_MORE_BYTES);
    world->random(world->of, sealed, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed + NONCE_BYTES, NULL, (const unsigned char *)secret.bytes, secret.length,
        (const unsigned char *)account.bytes, account.length, NULL, sealed, key);
    return (struct text){(const char *)sealed, secret.length + SEAL_MORE_BYTES};
}

bool
seal_open(const unsigned char key[static SEAL_KEY_BYTES], struct text account, struct text sealed,
          struct arena *arena, struct text *secret)
{
    const unsigned char *bytes = (const unsigned char *)sealed.bytes;
    if (sealed.length < SEAL_MORE_BYTES)
        return false;
    size_t length = sealed.length - SEAL_MORE_BYTES;
    unsigned char *open = arena_take(arena, length + 1);
    *secret = (struct text){(const char *)open, length};
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               open, NULL, NULL, bytes + NONCE_BYTES, sealed.length - NONCE_BYTES,
               (const unsigned char *)account.bytes, account.length, bytes, key) == 0;
}
