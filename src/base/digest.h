/* digest.h: SHA-256 (FIPS 180-4), and bytes written as hexadecimal or base64 (RFC 4648). */
#ifndef TB_DIGEST_H
#define TB_DIGEST_H
#include "base/text.h"

enum { DIGEST_BYTES = 32, DIGEST_HEX_LENGTH = 64 };

struct digest {
    unsigned char bytes[DIGEST_BYTES];
};

struct digest digest_of(struct text bytes);

/* A digest made piece by piece: begin, add any number of times, end once. One at a time per handle;
 * a handle belongs to one thread and is given back with its arena. */
struct hasher;
struct hasher *hasher_open(struct arena *arena);
void hasher_begin(struct hasher *hasher);
void hasher_add(struct hasher *hasher, const void *bytes, size_t length);
struct digest hasher_end(struct hasher *hasher);

bool digest_equal(const struct digest *a, const struct digest *b);
struct text digest_hex(const struct digest *digest, struct arena *arena);
/* Exactly 64 lower-case hexadecimal digits. */
bool digest_parse(struct text hex, struct digest *digest);

struct text hex_of(struct text bytes, struct arena *arena);
bool hex_read(struct text hex, unsigned char *bytes, size_t count);
/* Standard alphabet with padding; reading is strict (no blanks, canonical last bits). */
struct text base64_of(struct text bytes, struct arena *arena);
bool base64_read(struct text base64, struct arena *arena, struct text *bytes);

#endif
