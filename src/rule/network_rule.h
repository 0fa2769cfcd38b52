/* network_rule.h: a file of rules/network/ into a network. */
#ifndef TB_NETWORK_RULE_H
#define TB_NETWORK_RULE_H
#include "law/network.h"
#include "rule/mistakes.h"

/* Reads the file at `path`. The network lives in the arena. NULL when a mistake was added. */
const struct network *network_rule_load(const char *path, struct arena *arena,
                                        struct mistakes *mistakes);

/* The same from the bytes of such a file, as the directory keeps them; they must outlive the
 * network. NULL when anything is wrong with them. */
struct network *network_rule_read_text(struct text bytes, struct arena *arena);

/* A file that reads back as the same network; comments are not part of one. */
struct text network_rule_write(const struct network *network, struct arena *arena);

#endif
