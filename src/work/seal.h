/* seal.h: what a node keeps of secrets that are too short to be hashed, or must be read again.
 *
 * One key of the node, beside its other keys, never in the database. A telephone number or a code
 * of six digits is kept as a keyed hash: without the key nobody can try them all. The secret of a
 * second factor is encrypted (XChaCha20-Poly1305) and bound to its account. */
#ifndef TB_SEAL_H
#define TB_SEAL_H
#include "base/digest.h"
#include "base/world.h"

enum { SEAL_KEY_BYTES = 32, SEAL_MORE_BYTES = 40 };

/* `purpose` keeps hashes of one kind apart from those of another. */
struct digest seal_hash(const unsigned char key[static SEAL_KEY_BYTES], const char *purpose,
                        struct text text);

/* SEAL_MORE_BYTES longer than the secret. */
struct text seal_close(const unsigned char key[static SEAL_KEY_BYTES], struct text account,
                       struct text secret, const struct world *world, struct arena *arena);
/* False unless it was sealed with this key for this account. */
bool seal_open(const unsigned char key[static SEAL_KEY_BYTES], struct text account,
               struct text sealed, struct arena *arena, struct text *secret);

#endif
