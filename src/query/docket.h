/* docket.h: one matter as somebody may see it: who holds it and since when, what is next, under
 * which clock, what was handed in, what happened. */
#ifndef TB_DOCKET_H
#define TB_DOCKET_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { DOCKET_DOCUMENTS_MAX = 2000 };

struct docket_document {
    struct text id;            /* NODE.stream.seq.number */
    struct text item;          /* which material it is */
    struct text name;          /* as it was called; may be empty */
    struct text sha256, media; /* both empty for paper */
    int64_t bytes, originals, brought_ms;
};

struct docket_period {
    struct text name, status, started;
    struct text last_day;           /* empty where hours run or the calendar is missing */
    int64_t due_ms;                 /* NEVER_MS: none */
    int64_t rounds;                 /* how often it was started */
    const struct value *details;    /* rule, rules_digest, derivation, calendar_missing */
    const struct period_rule *rule; /* NULL where the rules have none of that name */
};

struct docket_task {
    struct text name, role, node;
    int64_t opened_ms;
    const struct task_rule *rule;
};

/* Parts an asker may not see are empty or NULL; `sees` says which. */
struct docket {
    struct matter_row row;
    const struct procedure *procedure; /* NULL where its rules are lost */
    const struct state *state;         /* NULL likewise */
    bool sees[SIGHT_COUNT];

    const struct docket_period *periods; /* with progress those that concern the party */
    int periods_count;

    const struct value *parties; /* content: an array; protected addresses left out */
    const struct value *fields;  /* content: what was filled in at the hand-in */
    const struct docket_document *documents;
    int documents_count;

    const struct docket_task *tasks; /* internal: open ones */
    int tasks_count;

    const struct step *const *steps; /* what this asker may do now, fields aside */
    int steps_count;
};

/* False where the node knows no such matter, or the asker may see nothing of it: who asks cannot
 * tell the two apart, but `is_hidden` (may be NULL) tells the access log. */
bool docket_load(const struct look *look, struct text matter_id, struct docket *docket,
                 bool *is_hidden);

/* By tracking number or case number as people write them; empty where this node knows none. */
struct text docket_find(const struct look *look, struct text written);

/* The document of that id, for somebody who sees content. */
bool docket_document(const struct look *look, struct text matter_id, struct text document_id,
                     struct docket_document *document);

#endif
