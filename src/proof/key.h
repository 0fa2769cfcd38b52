/* key.h: the Ed25519 keys of a node and their one-line text forms.
 *
 * A key has a name ("JL7501/log1": node, then use and number) and a hash of 4 bytes over name and
 * public key (C2SP signed-note), by which a signature names the key it was made with. Names are 1
 * to KEY_NAME_MAX bytes of UTF-8 without blanks, '+' or control characters. Names are borrowed:
 * they live as long as what was handed in. */
#ifndef TB_KEY_H
#define TB_KEY_H
#include "base/text.h"
#include "proof/flaw.h"

enum {
    KEY_BYTES = 32,
    KEY_SEED_BYTES = 32,
    KEY_HASH_BYTES = 4,
    KEY_SIGNATURE_BYTES = 64,
    KEY_NAME_MAX = 128
};

struct public_key {
    struct text name;
    unsigned char bytes[KEY_BYTES];
    unsigned char hash[KEY_HASH_BYTES];
};

/* Holds a secret: wipe it with key_wipe, and print only key_public_text. */
struct signing_key {
    struct public_key public;
    unsigned char expanded[2 * KEY_BYTES]; /* seed, then public key: what the library signs with */
};

bool key_name_is_fit(struct text name);

/* The same seed and name give the same key. The name must be fit. */
struct signing_key key_make(struct text name, const unsigned char seed[static KEY_SEED_BYTES]);
void key_wipe(struct signing_key *key);

/* PRIVATE+KEY+<name>+<hash, 8 hexadecimal digits>+<base64 of 0x01 and the seed> */
struct text key_write_text(const struct signing_key *key, struct arena *arena);
enum flaw key_read_text(struct text text, struct arena *arena, struct signing_key *key);

/* <name>+<hash, 8 hexadecimal digits>+<base64 of 0x01 and the public key>. Reading refuses a wrong
 * hash, another algorithm, points that are written in a second way, of small or mixed order, or not
 * on the curve. */
struct text key_public_text(const struct public_key *key, struct arena *arena);
enum flaw key_read_public(struct text text, struct arena *arena, struct public_key *key);

/* <name>+<hash>: short form that names a public key in lists. */
struct text key_id(const struct public_key *key, struct arena *arena);

/* Deterministic (RFC 8032): the same bytes give the same signature. */
void key_sign(const struct signing_key *key, struct text bytes,
              unsigned char signature[static KEY_SIGNATURE_BYTES]);
/* False also for a signature whose second half is not reduced, and for bad public keys. */
bool key_verify(const struct public_key *key, struct text bytes,
                const unsigned char signature[static KEY_SIGNATURE_BYTES]);

#endif
