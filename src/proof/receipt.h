/* receipt.h: an event of a record as its holder can show it to anybody, without a database or a
 * line.
 *
 *     tongban/receipt/v1
 *     {"act":…}                      the statement
 *     salt <hexadecimal>             both or neither: the content the statement commits to
 *     body <base64>
 *     private_salt <hexadecimal>     both or neither, after a body: the private part it commits to
 *     private <base64>
 *     index <number>                 of the leaf
 *     <base64>                       hashes from the leaf towards the root, one a line
 *                                    <- a blank line
 *     <checkpoint, a blank line, signatures>
 *
 * The statement is fixed when the event is entered; index, path and checkpoint prove it and may be
 * renewed with a later checkpoint. */
#ifndef TB_RECEIPT_H
#define TB_RECEIPT_H
#include "proof/checkpoint.h"
#include "proof/statement.h"
#include "proof/trust.h"

#define RECEIPT_KIND "tongban/receipt/v1"

enum { RECEIPT_BODY_BYTES_MAX = 1024 * 1024, RECEIPT_BYTES_MAX = 4 * 1024 * 1024 };

struct receipt {
    struct text statement;  /* the bytes that are hashed */
    struct text salt, body; /* the content; an empty salt: not shown */
    /* What the body commits to under "private"; an empty salt: not shown. Only with the body. */
    struct text private_salt, private;
    uint64_t index;
    struct tree_path path;
    struct text checkpoint; /* the signed note */
    /* What these say, filled by receipt_read alone. */
    struct statement said;
    struct note note;
    struct checkpoint head;
};

/* Writes the parts as they are. A body or private part over RECEIPT_BODY_BYTES_MAX is left out with
 * its salt, and no private part is written without the body. */
struct text receipt_write(const struct receipt *receipt, struct arena *arena);

/* Takes a receipt apart. The texts may point into `bytes`. Whether it is true is asked elsewhere.
 */
enum flaw receipt_read(struct text bytes, struct arena *arena, struct receipt *receipt);

/* All that needs no key: the event is in the tree of the checkpoint, the content fits. */
enum flaw receipt_check_tree(const struct receipt *receipt, struct hasher *hasher);

/* And all the rest: a log key of the node the statement names signed the checkpoint of that log,
 * and was good for a tree of that size at the time the event was entered. */
enum flaw receipt_check(const struct receipt *receipt, const struct trust *trust,
                        struct hasher *hasher, struct trust_answer *signer);

#endif
