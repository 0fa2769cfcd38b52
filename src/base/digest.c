/* digest.c: OpenSSL's SHA-256, fetched once (fetching per call costs more than a short digest). */
#include "base/digest.h"

#include <assert.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct hasher {
    EVP_MD_CTX *context;
};

static EVP_MD *sha256;
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;

static void
fetch_sha256(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (sha256 == NULL)
        abort();
}

static void
free_context(void *context)
{
    EVP_MD_CTX_free(context);
}

struct hasher *
hasher_open(struct arena *arena)
{
    pthread_once(&sha256_once, fetch_sha256);
    struct hasher *hasher = ARENA_NEW(arena, struct hasher);
    hasher->context = EVP_MD_CTX_new();
    if (hasher->context == NULL)
        abort();
    arena_defer(arena, free_context, hasher->context);
    return hasher;
}

void
hasher_begin(struct hasher *hasher)
{
    if (EVP_DigestInit_ex2(hasher->context, sha256, NULL) != 1)
        abort();
}

void
hasher_add(struct hasher *hasher, const void *bytes, size_t length)
{
    if (EVP_DigestUpdate(hasher->context, bytes, length) != 1)
        abort();
}

struct digest
hasher_end(struct hasher *hasher)
{
    struct digest digest;
    if (EVP_DigestFinal_ex(hasher->context, digest.bytes, NULL) != 1)
        abort();
    return digest;
}

static _Thread_local EVP_MD_CTX *thread_context;
static pthread_key_t context_key;
static pthread_once_t context_once = PTHREAD_ONCE_INIT;

static void
make_context_key(void)
{
    if (pthread_key_create(&context_key, free_context) != 0)
        abort();
}

/* One context per thread, kept between calls and freed when the thread ends. */
static EVP_MD_CTX *
context_of_thread(void)
{
    if (thread_context == NULL) {
        pthread_once(&sha256_once, fetch_sha256);
        pthread_once(&context_once, make_context_key);
        thread_context = EVP_MD_CTX_new();
        if (thread_context == NULL || pthread_setspecific(context_key, thread_context) != 0)
            abort();
    }
    return thread_context;
}

struct digest
digest_of(struct text bytes)
{
    struct hasher hasher = {context_of_thread()};
    hasher_begin(&hasher);
    hasher_add(&hasher, bytes.bytes, bytes.length);
    return hasher_end(&hasher);
}

bool
digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}

struct text
hex_of(struct text bytes, struct arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_take(arena, bytes.length * 2 + 1);
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.bytes[i];
        hex[2 * i] = digits[byte >> 4];
        hex[2 * i + 1] = digits[byte & 15];
    }
    return (struct text){hex, bytes.length * 2};
}

struct text
digest_hex(const struct digest *digest, struct arena *arena)
{
    return hex_of((struct text){(const char *)digest->bytes, DIGEST_BYTES}, arena);
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
hex_read(struct text hex, unsigned char *bytes, size_t count)
{
    if (hex.length != count * 2)
        return false;
    for (size_t i = 0; i < count; i++) {
        int high = hex_value(hex.bytes[2 * i]), low = hex_value(hex.bytes[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

bool
digest_parse(struct text hex, struct digest *digest)
{
    return hex_read(hex, digest->bytes, DIGEST_BYTES);
}

struct text
base64_of(struct text bytes, struct arena *arena)
{
    assert(bytes.length < INT32_MAX / 2);
    char *base64 = arena_take(arena, (bytes.length + 2) / 3 * 4 + 1);
    int length = EVP_EncodeBlock((unsigned char *)base64, (const unsigned char *)bytes.bytes,
                                 (int)bytes.length);
    return (struct text){base64, (size_t)length};
}

static bool
is_base64(struct text text)
{
    size_t padding = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                         (c >= '0' && c <= '9') || c == '+' || c == '/';
        if (c == '=')
            padding++;
        else if (!is_letter || padding > 0)
            return false;
    }
    return text.length % 4 == 0 && padding <= 2;
}

bool
base64_read(struct text base64, struct arena *arena, struct text *bytes)
{
    if (base64.length > INT32_MAX / 2 || !is_base64(base64))
        return false;
    unsigned char *raw = arena_take(arena, base64.length / 4 * 3 + 1);
    int length = EVP_DecodeBlock(raw, (const unsigned char *)base64.bytes, (int)base64.length);
    if (length < 0)
        return false;
    for (size_t i = base64.length; i > 0 && base64.bytes[i - 1] == '='; i--)
        length--;
    *bytes = (struct text){(const char *)raw, (size_t)length};
    return text_equal(base64_of(*bytes, arena), base64); /* refuses stray last bits */
}
