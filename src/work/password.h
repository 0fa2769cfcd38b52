/* password.h: argon2id by libsodium (64 MiB, three passes). Dear by design: at most a few at once.
 */
#ifndef TB_PASSWORD_H
#define TB_PASSWORD_H
#include "base/text.h"

enum { PASSWORD_BYTES_MIN = 10, PASSWORD_BYTES_MAX = 200 };

/* Long enough, not one character over and over. */
bool password_is_strong(struct text password);
/* The text to keep; empty when there is not enough memory. Takes about a tenth of a second. */
struct text password_hash(struct text password, struct arena *arena);
/* Takes as long whether it fits or not; an empty hash never fits and takes as long too. */
bool password_fits(struct text hash, struct text password);

#endif
