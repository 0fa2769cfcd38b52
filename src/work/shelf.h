/* shelf.h: files that come in piece by piece, at one node: they survive a cut line, a restart and
 * the night, until they are whole or their days are over.
 *
 * Each is two files in the node's folder: ID.part, the bytes so far, and ID.note, what is known of
 * it. The note says how many bytes are on disk for sure; what lies behind them in the part is not
 * believed and is written over. A file that is whole and was kept among the files of the node has
 * its note only, by which its form finds it, until the form was sent.
 *
 * Nothing here is anybody's record: rows of the journal begin when a file is kept. All notes stand
 * in memory as well, so that looking costs no disk. Safe from every thread; a file has one writer
 * at a time. */
#ifndef TB_SHELF_H
#define TB_SHELF_H
#include "base/fault.h"
#include "base/text.h"

enum {
    SHELF_ID_LENGTH = 32,     /* hexadecimal digits */
    SHELF_UPLOADS_MAX = 4096, /* at one node */
    SHELF_ACCOUNT_MAX = 60,   /* of one account */
    SHELF_GONE_MS =
        24 * 60 * 60 * 1000 /* so long what has ended is still told from what never was */
};

struct upload {
    struct text id;
    struct text account;       /* whose it is */
    struct text place;         /* path of the form it is for; empty: a program sends it */
    struct text slot;          /* its control there; may be empty */
    struct text name;          /* for people to read; may be empty */
    struct text said;          /* the type its sender takes it for; may be empty */
    struct text mark;          /* by which its sender knows the file again; may be empty */
    struct text sha256, media; /* of a file that is whole and kept; empty before */
    int64_t bytes, offset;     /* all of it, and what of it is on disk for sure */
    int64_t made_ms, ends_ms;
};

enum shelf_end {
    SHELF_DONE,
    SHELF_IS_UNKNOWN,   /* none of that id of that account */
    SHELF_HAS_ENDED,    /* its days are over */
    SHELF_IS_WRITTEN,   /* somebody else is its writer just now; he was asked to stop */
    SHELF_IS_ELSEWHERE, /* it does not go on at that place */
    SHELF_IS_FULL,      /* the account has as much under way as it may */
    SHELF_FAILED        /* the disk, by errno */
};

struct shelf;
struct shelf_hold; /* the right to write one of them */

/* What lies in the folder is taken up again; what cannot be read goes. NULL with the fault set. */
struct shelf *shelf_open(const char *folder, int64_t now_ms, struct fault *fault);
/* Nobody writes any more. NULL is allowed. */
void shelf_close(struct shelf *shelf);

/* ---- looking: copies into the arena ---- */

enum shelf_end shelf_find(struct shelf *shelf, struct text id, struct text account, int64_t now_ms,
                          struct arena *arena, struct upload *upload);
/* Those of an account for one form that have not ended, the oldest first. */
int shelf_list(struct shelf *shelf, struct text account, struct text place, int64_t now_ms,
               struct arena *arena, const struct upload **uploads);

/* ---- changing: blocks on the disk, but for shelf_take and shelf_let_go ---- */

/* Of `upload`: id to times, without offset and digest. `account_bytes_max` bounds what the account
 * has under way, this one included. On disk when it is done. */
enum shelf_end shelf_begin(struct shelf *shelf, const struct upload *upload, int64_t now_ms,
                           int64_t account_bytes_max);

/* Takes the right to write from `offset` on, and fills `upload`; offset -1: wherever it stands. */
enum shelf_end shelf_take(struct shelf *shelf, struct text id, struct text account, int64_t now_ms,
                          int64_t offset, struct arena *arena, struct upload *upload,
                          struct shelf_hold **hold);
/* How its writer is told that somebody else waits: his line may be dead without his knowing.
 * Called under a lock on any thread, so it only hangs up. NULL: not any more; after that it is not
 * under way either. */
void shelf_tell(struct shelf_hold *hold, void (*tell)(void *of), void *of);
/* Open for reading and writing; -1 of one that is kept already. */
int shelf_descriptor(const struct shelf_hold *hold);
/* Path of the part, for whoever gives it a name of its own. */
const char *shelf_path(const struct shelf_hold *hold);
/* What has come so far is on disk from now on, and noted. Gives the new offset, -1 with errno. */
int64_t shelf_settle(struct shelf_hold *hold);
/* It lies among the files of the node under this digest. False with errno set. */
bool shelf_keep(struct shelf_hold *hold, struct text sha256, const char *media);
/* Gives the right back. */
void shelf_let_go(struct shelf_hold *hold);
/* Takes it away for good, and the right with it. */
void shelf_drop(struct shelf_hold *hold);

/* Files of a form that are kept: those whose digest `is_named` goes on saying yes to stay. */
void shelf_drop_kept(struct shelf *shelf, struct text account, struct text place,
                     bool (*is_named)(void *of, struct text sha256), void *of);

/* What has ended loses its bytes, and is forgotten a day later. */
void shelf_sweep(struct shelf *shelf, int64_t now_ms);

/* For operators: how many are under way, and their bytes on disk. */
void shelf_count(struct shelf *shelf, int64_t *uploads, int64_t *bytes);

#endif
