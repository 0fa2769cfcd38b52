/* totp.c: HOTP of RFC 4226 over the number of half minutes since 1970. */
#include "work/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdlib.h>

enum { SHA1_BYTES = 20, MODULUS = 1000000 };

static const char BASE32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/* No 0, 1, I, L, O, U: nothing to be mistaken for another, and no words. */
static const char RECOVERY[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
enum { RECOVERY_SIGNS = sizeof RECOVERY - 1 };

int
totp_code(struct text secret, int64_t step)
{
    unsigned char counter[8], hash[SHA1_BYTES];
    unsigned length = sizeof hash;
    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    if (HMAC(EVP_sha1(), secret.bytes, (int)secret.length, counter, sizeof counter, hash,
             &length) == NULL)
        abort();
    const unsigned char *at = hash + (hash[SHA1_BYTES - 1] & 15);
    uint32_t number =
        ((uint32_t)(at[0] & 127) << 24) | ((uint32_t)at[1] << 16) | ((uint32_t)at[2] << 8) | at[3];
    return (int)(number % MODULUS);
}

bool
totp_fits(struct text secret, struct text code, int64_t now_ms, int64_t last_step, int64_t *step)
{
    int64_t number, now = now_ms / TOTP_STEP_MS;
    bool fits = false;
    if (code.length != TOTP_DIGITS || !text_number(code, &number))
        return false;
    for (int64_t at = now - 1; at <= now + 1; at++) {
        int wanted = totp_code(secret, at), given = (int)number;
        bool is_it = sodium_memcmp(&wanted, &given, sizeof wanted) == 0 && at > last_step;
        if (is_it)
            *step = at;
        fits |= is_it;
    }
    return fits;
}

struct text
totp_base32(struct text bytes, struct arena *arena)
{
    char *text = arena_take(arena, bytes.length * 8 / 5 + 2);
    size_t length = 0;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        held = (held << 8) | (unsigned char)bytes.bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            text[length++] = BASE32[(held >> (bits - 5)) & 31];
    }
    if (bits > 0)
        text[length++] = BASE32[(held << (5 - bits)) & 31];
    return (struct text){text, length};
}

static void
add_escaped(struct buffer *buffer, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (is_plain)
            buffer_add(buffer, &c, 1);
        else
            buffer_add_format(buffer, "%%%02X", (unsigned char)c);
    }
}

struct text
totp_address(struct text issuer, struct text name, struct text secret, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 200);
    buffer_add_text(&buffer, TEXT("otpauth://totp/"));
    add_escaped(&buffer, issuer);
    buffer_add_text(&buffer, TEXT(":"));
    add_escaped(&buffer, name);
    buffer_add_text(&buffer, TEXT("?secret="));
    buffer_add_text(&buffer, totp_base32(secret, arena));
    buffer_add_text(&buffer, TEXT("&issuer="));
    add_escaped(&buffer, issuer);
    buffer_add_text(&buffer, TEXT("&algorithm=SHA1&digits=6&period=30"));
    return buffer_text(&buffer);
}

struct text
totp_recovery_code(const unsigned char random[static TOTP_RECOVERY_BYTES], struct arena *arena)
{
    char *code = arena_take(arena, TOTP_RECOVERY_LENGTH + 2);
    size_t length = 0;
    for (int i = 0; i < TOTP_RECOVERY_LENGTH; i++) {
        if (i == TOTP_RECOVERY_LENGTH / 2)
            code[length++] = '-';
        code[length++] = RECOVERY[random[i] % RECOVERY_SIGNS];
    }
    return (struct text){code, length};
}

struct text
totp_recovery_fold(struct text written, struct arena *arena)
{
    struct text folded = text_fold(written, arena);
    char *code = arena_take(arena, TOTP_RECOVERY_LENGTH + 1);
    size_t length = 0;
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.bytes[i];
        if (c == '-' || c == ' ')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (length == TOTP_RECOVERY_LENGTH || c == '\0' || strchr(RECOVERY, c) == NULL)
            return TEXT("");
        code[length++] = c;
    }
    return length == TOTP_RECOVERY_LENGTH ? (struct text){code, length} : TEXT("");
}
