/* paper_list.h: the papers of a matter: which event issued which, for whom, when; and what is
 * needed to write one again.
 *
 * A paper exists for whoever is told of the event that issued it (SIGHT_PROGRESS); what it says
 * only for who sees what was handed in (SIGHT_CONTENT). What it says never depends on who asks. */
#ifndef TB_PAPER_LIST_H
#define TB_PAPER_LIST_H
#include "paper/paper_content.h"
#include "query/docket.h"
#include "query/history.h"

enum { PAPER_LIST_MAX = 1000 };

struct paper_row {
    struct text id; /* NODE.stream.seq.kind: the same at every node */
    struct text kind;
    struct words title;
    struct text node; /* the court or desk that issued it */
    struct text step; /* by which step */
    int64_t position; /* of the event in the record of the node asked */
    int64_t issued_ms;
    bool is_bilingual; /* Chinese and Korean */
    bool is_of_party;  /* made from what the party said, to be signed by him */
    bool is_erased;    /* what it said was taken out by law: it cannot be written again */
};

struct paper_list {
    const struct paper_row *rows; /* oldest first */
    int count;
    bool sees_content; /* may have the papers themselves */
    /* What happened, as it was read for the list: its newest page, as history_load gives it. */
    const struct history_event *newest;
    int newest_count;
    bool has_older;
};

/* False where the node knows no such matter or the asker sees no progress of it. */
bool paper_list_load(const struct look *look, struct text matter_id, struct paper_list *list);

/* The same of a docket that was just loaded for the same asker. */
bool paper_list_of(const struct look *look, const struct docket *docket, struct paper_list *list);

/* What that paper is made from; `own` of it is left for the caller. False where there is none, the
 * asker may not have it, or it was erased. */
bool paper_list_source(const struct look *look, struct text matter_id, struct text id,
                       struct paper_source *source);

#endif
