/* password.c: somebody without an account costs as much time as somebody with one. */
#include "work/password.h"

#include <sodium.h>
#include <string.h>

enum { MEMORY_BYTES = 64 * 1024 * 1024, PASSES = 3 };

bool
password_is_strong(struct text password)
{
    if (password.length < PASSWORD_BYTES_MIN || password.length > PASSWORD_BYTES_MAX)
        return false;
    for (size_t i = 1; i < password.length; i++) {
        if (password.bytes[i] != password.bytes[0])
            return true;
    }
    return false;
}

struct text
password_hash(struct text password, struct arena *arena)
{
    char *hash = arena_take(arena, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(hash, password.bytes, password.length, PASSES, MEMORY_BYTES) != 0)
        return TEXT("");
    return text_of(hash);
}

bool
password_fits(struct text hash, struct text password)
{
    /* Of no password anybody has: made once from random bytes that were thrown away. */
    static const char nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
                                 "3Ji3nJ1UjzhyaTAHEpvXOqZZlUjfVrYgDVQ3kzbdA3k";
    char kept[crypto_pwhash_STRBYTES] = {0};
    bool is_known = !text_is_empty(hash) && hash.length < sizeof kept;
    if (password.length > PASSWORD_BYTES_MAX)
        return false;
    if (is_known)
        memcpy(kept, hash.bytes, hash.length);
    else
        memcpy(kept, nobody, sizeof nobody);
    return crypto_pwhash_str_verify(kept, password.bytes, password.length) == 0 && is_known;
}
