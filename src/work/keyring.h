/* keyring.h: the private keys of a node, as files of mode 0600 in its folder: never in the
 * database, never in a backup. Of a node whose seal key is lost second factors are set up anew. */
#ifndef TB_KEYRING_H
#define TB_KEYRING_H
#include "base/fault.h"
#include "base/world.h"
#include "proof/key.h"
#include "work/seal.h"

struct keyring {
    struct signing_key log, exchange;
    struct signing_key signer;          /* this node's voice in the trust list */
    struct signing_key paper;           /* the marks on papers */
    unsigned char seal[SEAL_KEY_BYTES]; /* seal.h; made wherever it is missing */
};

/* Reads the keys of `folder`/keys, or makes them when the folder has none and `may_make`. Names are
 * NODE/log1, NODE/exchange1, NODE/signer1, NODE/paper1. A node from before there were paper keys is
 * given one; its marks are believed once a trust list names it. False with `fault` set: unreadable,
 * readable by others, of another node. */
bool keyring_load(const char *folder, struct text node_id, const struct world *world, bool may_make,
                  struct arena *arena, struct keyring *keys, struct fault *fault);

#endif
