/* store.h: one connection to a database file: statements, transactions, faults.
 *
 * SQLite today. SQL stays portable: parameters are $1, $2 ... in the order they first appear, every
 * statement names one court, no function of the engine decides anything. One connection of a file
 * writes and runs every checkpoint (SQLite 3.40 has a defect when another connection does); readers
 * are opened read-only.
 *
 * A fault of the disk sticks to the store: later calls do nothing and give inert answers until
 * store_recover. A store belongs to one thread at a time. */
#ifndef TB_STORE_H
#define TB_STORE_H
#include "base/fault.h"
#include "base/text.h"

struct store;
struct sql;

enum store_use {
    STORE_WRITES,  /* makes the tables when the file is new */
    STORE_READS,   /* read-only; the file exists */
    STORE_REBUILDS /* only the derived tables, in memory or a scratch file */
};

struct store_options {
    const char *vfs; /* NULL is the system's */
    enum store_use use;
    bool is_alone; /* no other connection: needs no shared memory */
    int cache_kib; /* 0 is a small default */
};

/* NULL with `fault` set when the file cannot be opened, is damaged, or is no store of ours. */
struct store *store_open(const char *path, const struct store_options *options,
                         struct fault *fault);
/* NULL is allowed. Rolls back what is under way. */
void store_close(struct store *store);

const struct fault *store_fault(const struct store *store);
/* True when the fault is that the disk is full: after store_recover later writes may succeed. */
bool store_is_full(const struct store *store);
/* Rolls back and clears the fault. */
void store_recover(struct store *store);

/* Writers: takes the write lock at once. */
bool store_begin(struct store *store);
/* True once everything is on disk (synchronous=FULL). On false nothing may be assumed. */
bool store_commit(struct store *store);
void store_cancel(struct store *store);
/* A point inside a transaction to come back to. They do not nest. */
bool store_mark(struct store *store);
void store_keep_mark(struct store *store);
void store_back_to_mark(struct store *store);
/* Readers: what is read between the two is one moment. */
bool store_begin_read(struct store *store);
void store_end_read(struct store *store);

/* Writers, within a transaction: the derived tables go, and are there again, empty, as this program
 * has them. False after a fault. */
bool store_remake_state(struct store *store);

/* Moves the log into the file when it has grown; only the writer, between transactions. */
void store_checkpoint(struct store *store, bool wait_for_all);
/* Copies the database as one moment into a new file. */
bool store_copy_to(struct store *store, const char *path);

/* The statement of a literal, made ready once and kept; already reset and unbound. Never NULL:
 * after a fault it gives a statement that does nothing. */
struct sql *sql(struct store *store, const char *literal);
void sql_text(struct sql *statement, int at, struct text text);
void sql_blob(struct sql *statement, int at, const void *bytes, size_t length);
void sql_integer(struct sql *statement, int at, int64_t integer);
void sql_null(struct sql *statement, int at);
/* True while there is a row. The last false resets the statement. */
bool sql_next(struct sql *statement);
/* Ends reading early. */
void sql_end(struct sql *statement);
/* Runs a statement that gives no rows; false after a fault. */
bool sql_run(struct sql *statement);
/* Rows changed by the last sql_run. */
int64_t sql_changes(struct store *store);

/* Columns of the present row, from 0; NULL is the empty text, 0 or no bytes. */
struct text sql_column(struct sql *statement, int column, struct arena *arena);
/* The same without copying: good until the next call on the statement. */
struct text sql_column_here(struct sql *statement, int column);
int64_t sql_column_integer(struct sql *statement, int column);
bool sql_column_is_null(struct sql *statement, int column);

#endif
