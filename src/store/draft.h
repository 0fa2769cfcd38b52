/* draft.h: what somebody has filled in and not handed in yet. Rows beside the record, never in it:
 * they change, are forgotten after a while, and go when the matter is opened.
 *
 * A draft belongs to an account of the node, or, with account "-", to its counter. */
#ifndef TB_DRAFT_H
#define TB_DRAFT_H
#include "base/digest.h"
#include "law/access.h"
#include "store/store.h"

enum {
    DRAFT_BYTES_MAX = 256 * 1024, /* of the content */
    DRAFT_FILES_MAX = 200,
    DRAFT_LIST_MAX = 20,     /* of one account */
    DRAFT_COUNTER_MAX = 500, /* of the counter of a node */
    DRAFT_NAME_MAX = 100     /* characters of a file's name */
};

struct draft_file {
    struct text sha256, name, media;
    int64_t bytes;
};

struct draft {
    struct text id, account; /* account "-": of the counter */
    struct text procedure, owner,
        place;            /* owner: the court chosen; place: page reached; or empty */
    struct text content;  /* canonical JSON, as typed */
    struct text copy_of;  /* a save that came too late is kept as a draft of its own; or empty */
    struct text taken_by; /* node that took it up by its code; or empty */
    int64_t version, made_ms, changed_ms, ends_ms, taken_ms;
};

/* Whose drafts somebody sees: citizens have their own, at a counter everybody works on the same
 * ("-"). Empty: he has none. */
struct text draft_holder(const struct asker *asker);

/* False: none of that id that has not ended, or a fault of the store. */
bool draft_load(struct store *store, struct text court_id, struct text id, int64_t now_ms,
                struct arena *arena, struct draft *draft);
/* Of an account, the last changed first, without content; at most `most`. */
int draft_list(struct store *store, struct text court_id, struct text account, int64_t now_ms,
               int most, struct arena *arena, struct draft *drafts);
/* The files of a draft, at most DRAFT_FILES_MAX, by digest. */
int draft_files(struct store *store, struct text court_id, struct text id, struct arena *arena,
                const struct draft_file **files);
/* The id of the draft a code opens now; empty where there is none. */
struct text draft_of_code(struct store *store, struct text court_id, const struct digest *code,
                          int64_t now_ms, struct arena *arena);

/* ---- for the writer ---- */

/* Inserts or replaces the row of draft->id. */
void draft_put(struct store *store, struct text court_id, const struct draft *draft);
void draft_put_files(struct store *store, struct text court_id, struct text id,
                     const struct draft_file *files, int count);
/* Row, files and code go; what lies on disk is the caller's business. */
void draft_remove(struct store *store, struct text court_id, struct text id);
/* One code for each draft; an older one opens nothing from then on. */
void draft_put_code(struct store *store, struct text court_id, struct text id,
                    const struct digest *code, int64_t now_ms, int64_t ends_ms);
/* Ids of drafts that have ended, at most `most`. */
int draft_list_ended(struct store *store, struct text court_id, int64_t now_ms, int most,
                     struct arena *arena, struct text *ids);

#endif
