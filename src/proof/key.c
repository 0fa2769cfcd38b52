/* key.c: libsodium does the mathematics; this file knows the text forms around it. */
#include "proof/key.h"

#include "base/digest.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ALGORITHM_ED25519 = 0x01, TAGGED_BYTES = 1 + KEY_BYTES, TAGGED_BASE64 = 44 };

static pthread_once_t sodium_once = PTHREAD_ONCE_INIT;

static void
start_sodium(void)
{
    if (sodium_init() < 0)
        abort();
}

bool
key_name_is_fit(struct text name)
{
    if (name.length == 0 || name.length > KEY_NAME_MAX)
        return false;
    if (!text_is_utf8(name) || text_has_hidden(name) || memchr(name.bytes, '+', name.length))
        return false;
    for (size_t at = 0; at < name.length;) {
        size_t before = at;
        text_next(name, &at);
        struct text character = {name.bytes + before, at - before};
        if (text_is_empty(text_trim(character)))
            return false;
    }
    return true;
}

static void
put_hash(struct public_key *key)
{
    unsigned char joined[KEY_NAME_MAX + 2 + KEY_BYTES];
    size_t length = key->name.length;
    memcpy(joined, key->name.bytes, length);
    joined[length++] = '\n';
    joined[length++] = ALGORITHM_ED25519;
    memcpy(joined + length, key->bytes, KEY_BYTES);
    struct digest digest = digest_of((struct text){(const char *)joined, length + KEY_BYTES});
    memcpy(key->hash, digest.bytes, KEY_HASH_BYTES);
}

struct signing_key
key_make(struct text name, const unsigned char seed[static KEY_SEED_BYTES])
{
    struct signing_key key = {.public.name = name};
    assert(key_name_is_fit(name));
    pthread_once(&sodium_once, start_sodium);
    crypto_sign_seed_keypair(key.public.bytes, key.expanded, seed);
    put_hash(&key.public);
    return key;
}

void
key_wipe(struct signing_key *key)
{
    sodium_memzero(key, sizeof *key);
}

static struct text
hash_hex(const struct public_key *key, struct arena *arena)
{
    return hex_of((struct text){(const char *)key->hash, KEY_HASH_BYTES}, arena);
}

struct text
key_id(const struct public_key *key, struct arena *arena)
{
    struct text hash = hash_hex(key, arena);
    return text_format(arena, "%.*s+%.*s", TEXT_ARGS(key->name), TEXT_ARGS(hash));
}

/* Ed25519's mark and 32 bytes, in base64. */
static struct text
tagged(const unsigned char bytes[static KEY_BYTES], struct arena *arena)
{
    char raw[TAGGED_BYTES] = {ALGORITHM_ED25519};
    memcpy(raw + 1, bytes, KEY_BYTES);
    struct text base64 = base64_of((struct text){raw, sizeof raw}, arena);
    sodium_memzero(raw, sizeof raw);
    return base64;
}

struct text
key_write_text(const struct signing_key *key, struct arena *arena)
{
    struct text id = key_id(&key->public, arena), seed = tagged(key->expanded, arena);
    return text_format(arena, "PRIVATE+KEY+%.*s+%.*s", TEXT_ARGS(id), TEXT_ARGS(seed));
}

struct text
key_public_text(const struct public_key *key, struct arena *arena)
{
    struct text id = key_id(key, arena), bytes = tagged(key->bytes, arena);
    return text_format(arena, "%.*s+%.*s", TEXT_ARGS(id), TEXT_ARGS(bytes));
}

/* Takes <name>+<hash>+<base64> apart. */
static bool
read_parts(struct text text, struct arena *arena, struct text *name, unsigned char *hash,
           unsigned char *bytes)
{
    struct text raw;
    if (text.length > KEY_NAME_MAX + 2 + 2 * KEY_HASH_BYTES + TAGGED_BASE64)
        return false;
    *name = text_cut(&text, '+');
    struct text hex = text_cut(&text, '+');
    if (!key_name_is_fit(*name) || !hex_read(hex, hash, KEY_HASH_BYTES) ||
        text.length != TAGGED_BASE64 || !base64_read(text, arena, &raw))
        return false;
    if (raw.length != TAGGED_BYTES || raw.bytes[0] != ALGORITHM_ED25519)
        return false;
    memcpy(bytes, raw.bytes + 1, KEY_BYTES);
    return true;
}

enum flaw
key_read_text(struct text text, struct arena *arena, struct signing_key *key)
{
    unsigned char hash[KEY_HASH_BYTES], seed[KEY_SEED_BYTES];
    struct text name;
    if (!text_starts_with(text, "PRIVATE+KEY+"))
        return KEY_MUST_BE_WELL_FORMED;
    text.bytes += sizeof "PRIVATE+KEY+" - 1;
    text.length -= sizeof "PRIVATE+KEY+" - 1;
    if (!read_parts(text, arena, &name, hash, seed))
        return KEY_MUST_BE_WELL_FORMED;
    *key = key_make(name, seed);
    sodium_memzero(seed, sizeof seed);
    return memcmp(key->public.hash, hash, sizeof hash) == 0 ? NO_FLAW : KEY_MUST_BE_WELL_FORMED;
}

enum flaw
key_read_public(struct text text, struct arena *arena, struct public_key *key)
{
    unsigned char hash[KEY_HASH_BYTES];
    pthread_once(&sodium_once, start_sodium);
    if (!read_parts(text, arena, &key->name, hash, key->bytes))
        return KEY_MUST_BE_WELL_FORMED;
    put_hash(key);
    if (memcmp(key->hash, hash, sizeof hash) != 0 ||
        crypto_core_ed25519_is_valid_point(key->bytes) != 1)
        return KEY_MUST_BE_WELL_FORMED;
    return NO_FLAW;
}

void
key_sign(const struct signing_key *key, struct text bytes,
         unsigned char signature[static KEY_SIGNATURE_BYTES])
{
    crypto_sign_detached(signature, NULL, (const unsigned char *)bytes.bytes, bytes.length,
                         key->expanded);
}

bool
key_verify(const struct public_key *key, struct text bytes,
           const unsigned char signature[static KEY_SIGNATURE_BYTES])
{
    pthread_once(&sodium_once, start_sodium);
    return crypto_sign_verify_detached(signature, (const unsigned char *)bytes.bytes, bytes.length,
                                       key->bytes) == 0;
}
