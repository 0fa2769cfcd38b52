/* proposal_rows.h: what one person proposes to change and another decides, beside the calendar,
 * which has rows of its own. */
#ifndef TB_PROPOSAL_ROWS_H
#define TB_PROPOSAL_ROWS_H
#include "store/journal.h"

enum { PROPOSALS_MAX = 200 };

enum proposal_status { PROPOSAL_OPEN, PROPOSAL_APPROVED, PROPOSAL_DECLINED };
struct text proposal_status_word(enum proposal_status status);

struct proposal {
    struct text id;
    struct text kind;   /* directory, words */
    struct text target; /* the court or place; the key of the sentence */
    enum proposal_status status;
    struct text from, to;                  /* canonical JSON: as it stood, as it is to be */
    struct text proposer, decider, reason; /* accounts; decider and reason may be empty */
    int64_t position, decided_position;    /* of the events; -1 none */
    int64_t proposed_ms, decided_ms;       /* 0 none */
};

/* `change_proposed`, `change_decided`. */
void proposal_rows_apply(struct store *store, struct text court_id, const struct event *event,
                         struct arena *arena);
bool proposal_rows_load(struct store *store, struct text court_id, struct text id,
                        struct arena *arena, struct proposal *proposal);
/* Was one approved for that target whose `to` has this member "digest"? */
bool proposal_rows_approved(struct store *store, struct text court_id, struct text kind,
                            struct text target, struct text digest_hex, struct arena *arena);
/* Those of a kind, the newest first, at most PROPOSALS_MAX. */
int proposal_rows_list(struct store *store, struct text court_id, struct text kind,
                       struct arena *arena, struct proposal **proposals);
/* The newest approved one of each target of a kind, by target, at most `most`. */
int proposal_rows_in_force(struct store *store, struct text court_id, struct text kind, int most,
                           struct arena *arena, struct proposal **proposals);

#endif
