/* tracking_number.h: the number a matter is given where it is handed in, also offline, and keeps
 * for life. Pure.
 *
 * Four characters of the node that received it, ten random decimal digits, two check digits (ISO
 * 7064 MOD 97-10, a letter counting as two digits, A = 10 to Z = 35). Written 7502-48213-09657-19.
 *
 * The check digits catch every wrong digit and every swap of neighbouring digits. A digit written
 * for a letter of a node code, or the other way round, can in rare cases escape them; whoever looks
 * a number up knows the nodes that exist. */
#ifndef TB_TRACKING_NUMBER_H
#define TB_TRACKING_NUMBER_H
#include "law/number.h"

enum { TRACKING_NUMBER_CHARACTERS = 16, NODE_CODE_CHARACTERS = 4 };

struct tracking_number {
    struct text text;      /* with its dashes, 19 bytes */
    struct text node_code; /* 4 bytes */
};

/* Four of 0-9 and A-Z, without a pair (B1, M2, X3 or turned round) whose swap no check digit sees.
 */
bool tracking_number_is_node_code(struct text node_code);

/* Makes a number from eight unpredictable bytes. The node code must be one. */
struct text tracking_number_make(struct text node_code, const unsigned char random[static 8],
                                 struct arena *arena);

/* Reads a number as written: dashes of any kind, blanks and full-width forms are let pass. `number`
 * is filled only when valid. */
enum number_reason tracking_number_read(struct text written, struct arena *arena,
                                        struct tracking_number *number);

#endif
