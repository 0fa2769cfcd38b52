/* token.h: bearer tokens: what a program shows instead of a session.
 *
 * Written tb1_NODE_SECRET: NODE is the code of the node that keeps the account, SECRET is 32 random
 * bytes in 43 characters of base64url. The shape can be found by secret scanners. A node keeps only
 * the SHA-256 of the whole text. */
#ifndef TB_TOKEN_H
#define TB_TOKEN_H
#include "base/digest.h"

enum { TOKEN_RANDOM_BYTES = 32, TOKEN_SECRET_LENGTH = 43, TOKEN_NODE_LENGTH_MAX = 32 };

/* `node` is 1 to 32 of a-z, 0-9 and '-'; anything else is a bug and stops. */
struct text token_make(struct text node, const unsigned char random[static TOKEN_RANDOM_BYTES],
                       struct arena *arena);

/* Exactly the form above, the last character canonical; `*node` points into the text. */
bool token_parse(struct text token, struct text *node);

/* The token of an Authorization header "Bearer TOKEN" (scheme in any case, one blank), unchecked.
 * False for any other header. */
bool token_of_header(struct text authorization, struct text *token);

/* What is kept of a token. */
struct digest token_digest(struct text token);

/* The two parts alone: a code as a token spells it, a secret with its last character canonical. */
bool token_node_is_fit(struct text node);
bool token_secret_is_fit(struct text secret);
/* The code of a node in small letters, as tokens spell it; and 32 bytes as a secret. */
struct text token_node(struct text code, struct arena *arena);
struct text token_secret(const unsigned char random[static TOKEN_RANDOM_BYTES],
                         struct arena *arena);

/* In a time that does not depend on where the two differ. */
bool token_matches(struct text token, const struct digest *kept);

#endif
