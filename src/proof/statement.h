/* statement.h: what the record says of an event without telling its content.
 *
 * A statement is canonical JSON on one line. Its hash is the event's leaf in the tree of the node;
 * the leaves of one stream are joined to a chain, so that a case file that travels alone shows a
 * missing or exchanged event. The content (the body) is tied in by a commitment with a salt: once
 * body and salt are erased by law, the leaf stays good and tells nothing. */
#ifndef TB_STATEMENT_H
#define TB_STATEMENT_H
#include "proof/flaw.h"
#include "proof/tree.h"

enum {
    SALT_BYTES = 16,
    STATEMENT_TEXT_MAX = 256, /* bytes of one text within a statement */
    STATEMENT_BYTES_MAX = 16 * 1024
};

/* Times are milliseconds UTC; below 0 is "not known" and written as null. */
struct statement {
    struct text act;    /* id of the act, made where the intent arose */
    struct text actor;  /* who acted; empty where the node itself did */
    struct text role;   /* in which role; may be empty */
    struct text kind;   /* kind of event with its version: step_taken/1 */
    struct text matter; /* tracking number; "-" for what concerns the node */
    struct text stream;
    int64_t seq;        /* place within the stream, from 0 */
    struct digest prev; /* chain link of the event before; all zero for the first */
    struct text node;   /* the node that keeps the record */
    int64_t directory;  /* version of the network's directory the act relied on */
    int64_t claimed_ms; /* what the author says */
    int64_t counter_ms; /* received at the counter */
    int64_t owner_ms;   /* received by the court that decides */
    int64_t entered_ms; /* entered in this record; always known */
    struct digest commitment;
};

/* Texts within STATEMENT_TEXT_MAX and without control or hidden characters; act, kind, matter,
 * stream and node not empty; numbers within range. */
bool statement_is_fit(const struct statement *statement);

/* The statement must be fit. */
struct text statement_text(const struct statement *statement, struct arena *arena);
/* Reads exactly what statement_text writes. The texts may point into `text`. */
enum flaw statement_read(struct text text, struct arena *arena, struct statement *statement);

/* SHA-256(salt || body) */
struct digest statement_commitment(struct hasher *hasher, struct text salt, struct text body);
/* SHA-256(0x00 || text): the leaf of the tree. */
struct digest statement_leaf(struct hasher *hasher, struct text text);
/* SHA-256(0x02 || prev || leaf): the chain of the stream up to this event. */
struct digest statement_link(struct hasher *hasher, const struct digest *prev,
                             const struct digest *leaf);

#endif
