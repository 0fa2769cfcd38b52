/* draft_code.h: what a person writes down to take up a draft on another device or at a counter:
 * where it lies, seven characters by chance, and one that betrays a slip. Pure.
 *
 * 7500-K7MX-2P9R: the code of the node, then eight characters of an alphabet in which no two look
 * alike. It opens one draft for a few days and says nothing of whose it is. */
#ifndef TB_DRAFT_CODE_H
#define TB_DRAFT_CODE_H
#include "base/digest.h"

enum { DRAFT_CODE_RANDOM_BYTES = 8 };

struct draft_code {
    struct text text; /* as it is written down */
    struct text node_code;
};

struct draft_code draft_code_make(struct text node_code,
                                  const unsigned char random[static DRAFT_CODE_RANDOM_BYTES],
                                  struct arena *arena);
/* As people type it: full-width, small letters, with or without dashes and blanks. False for what
 * cannot be one. */
bool draft_code_read(struct text written, struct arena *arena, struct draft_code *code);
/* What is kept instead of the code. */
struct digest draft_code_digest(const struct draft_code *code, struct arena *arena);
/* The same of a code of this form by which somebody helps: neither opens what the other does. */
struct digest draft_code_help_digest(const struct draft_code *code, struct arena *arena);

#endif
