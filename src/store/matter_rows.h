/* matter_rows.h: matters, parties, documents, periods and tasks as rows. */
#ifndef TB_MATTER_ROWS_H
#define TB_MATTER_ROWS_H
#include "law/matter.h"
#include "store/journal.h"

/* No period runs. Later than any instant that matters, and exact in every JSON reader. */
#define NEVER_MS VALUE_INTEGER_MAX

struct matter_row {
    struct text matter_id, procedure_name, procedure_digest, title;
    struct text next_role, next_node, due_period;
    int64_t state_since_ms, amount_fen, due_ms, version;
    struct matter_facts facts;
};

/* False where this node knows no such matter. */
bool matter_row_load(struct store *store, struct text court_id, struct text matter_id,
                     struct arena *arena, struct matter_row *row);

/* Sets the nearest end of a period, and which period it is, from the facts: of those that run, and
 * of the owner's that ran out and whose work is still not done, so that what is late stays late. */
void matter_row_find_due(struct matter_row *row);

/* What a step event says: `body` has the result, and "open" where it opens the matter; `private`
 * (NULL where erased or none) has parties, fields, documents and the title. */
struct step_told {
    struct text matter_id, node; /* the node whose event it is */
    int64_t position;            /* of the event in this node's journal */
    struct text document_prefix; /* names documents alike at every node: NODE.stream.seq */
    struct text place;           /* NODE/stream/seq: what an answer names */
    bool is_step;                /* somebody took it; a lapse waits for no answer */
    const struct value *body, *private;
    bool moves_state; /* false for a peer's stream that does not decide */
    struct act_times times;
};
/* `known` is the row as the caller has read it within this transaction (version 0: there is none)
 * and becomes the row after the step; NULL: the row is read. */
void matter_rows_step(struct store *store, struct text court_id, const struct step_told *told,
                      struct matter_row *known, struct arena *arena);

/* How an event of a matter is named by what answers it: JL7502/intake/3. */
struct text matter_rows_place(struct text node, struct text stream, int64_t seq,
                              struct arena *arena);

/* Positions of arrivals that nothing has answered yet, oldest first; at most `most`. */
int matter_rows_waiting(struct store *store, struct text court_id, struct text matter_id, int most,
                        int64_t *positions);

/* A whole matter at once, as a transcript says it: `said` has parties, and periods with how they
 * were worked out. */
void matter_rows_put_whole(struct store *store, struct text court_id, struct matter_row *row,
                           const struct value *said, int64_t position, struct arena *arena);

/* Takes a matter out of every derived table; used before it is applied again. */
void matter_rows_forget(struct store *store, struct text court_id, struct text matter_id);

/* Case numbers of an own series: the last one given, 0 none. */
int64_t number_rows_last(struct store *store, struct text court_id, struct text series);
/* The matter that has this number; empty where it is free. */
struct text number_rows_holder(struct store *store, struct text court_id, struct text case_number,
                               struct arena *arena);

/* The matter of this node it was opened out of, and which service of that one it is about (empty:
 * none). False where it was opened out of none. */
bool matter_rows_origin(struct store *store, struct text court_id, struct text matter_id,
                        struct arena *arena, struct text *origin, struct text *service_id);

#endif
