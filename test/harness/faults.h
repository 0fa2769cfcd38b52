/* faults.h: makes a chosen call of the store fail, so that a story can be told again with a fault
 * at every call in turn. The product has no part in it: a test links with `faults_link_args`, which
 * puts these functions between the product and SQLite.
 *
 *     for (size_t n = 1; ; n++) {
 *         faults_at(n, FAULTS_BEFORE, SQLITE_IOERR_WRITE);
 *         ... the story; what it was told as kept must be there, all else undone ...
 *         if (faults_take() == NULL)
 *             break;                   no call was left to fail: every one had its turn
 *     }
 *
 * Counted are sqlite3_open_v2, _prepare_v2, _prepare_v3, _step, _exec, _wal_checkpoint_v2 and
 * _backup_step. One thread at a time. */
#ifndef TB_FAULTS_H
#define TB_FAULTS_H
#include <stddef.h>

enum faults_way {
    FAULTS_BEFORE,      /* the call does nothing and fails */
    FAULTS_ROLLED_BACK, /* as before, and SQLite has rolled the transaction back by itself */
    FAULTS_AFTER        /* the call is done, but says that it failed */
};

/* The `n`-th call from now (1 is the next one) fails once with `code`, an extended result code of
 * SQLite; 0 plans nothing. The count of calls begins again. */
void faults_at(size_t n, enum faults_way way, int code);

/* Store calls since faults_at. */
size_t faults_seen(void);

/* What the call that failed was doing, for the report; NULL when none has failed. Takes a fault
 * that is still planned back. */
const char *faults_take(void);

/* Every `from` in SQL that is executed from now on is read as `to`, of the same length or shorter:
 * so a test can weaken a setting and show that the weakness would be found. NULL ends it. */
void faults_read_as(const char *from, const char *to);

/* Checkpoints that are asked for from now on run in this mode of SQLite; -1 ends it. */
void faults_checkpoint_as(int mode);

#endif
