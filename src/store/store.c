/* store.c: SQLite behind twelve calls. Statements are found again by the address of their literal,
 * so that asking twice costs a look into a table. */
#include "store/store.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char schema_journal[], schema_outbox[], schema_state[];

enum {
    STATEMENTS_MAX = 512,
    DEFAULT_CACHE_KIB = 1024,
    REBUILD_CACHE_KIB = 64 * 1024,
    READER_BUSY_MS = 5000,
    CHECKPOINT_PAGES = 4000
};

struct sql {
    struct store *store;
    const char *literal;
    sqlite3_stmt *prepared;
};

struct store {
    sqlite3 *database;
    struct fault fault;
    bool is_full, is_in_transaction;
    int log_pages;   /* length of the write-ahead log after the last commit */
    struct sql none; /* stands in after a fault */
    struct sql statements[STATEMENTS_MAX];
};

static void
note_fault(struct store *store, const char *doing)
{
    int code = sqlite3_extended_errcode(store->database);
    if (!store->fault.is_set)
        store->is_full = (code & 0xff) == SQLITE_FULL;
    fault_set(&store->fault, "%s: %s (%d)", doing, sqlite3_errstr(code), code);
}

static bool
execute(struct store *store, const char *text)
{
    if (store->fault.is_set)
        return false;
    if (sqlite3_exec(store->database, text, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    note_fault(store, "database");
    return false;
}

static void
say_instead(char *text, const char *word, const char *instead)
{
    assert(strlen(word) == strlen(instead));
    for (char *at = text; (at = strstr(at, word)) != NULL;)
        memcpy(at, instead, strlen(word));
}

/* The schema says BYTEA, as PostgreSQL does; SQLite must be told BLOB or it would store numbers.
 * Small rows lie in the tree of their key itself: half the pages to write, one look to find them.
 */
static bool
make_tables(struct store *store, const char *schema)
{
    size_t length = strlen(schema);
    char *text = malloc(length + 1);
    if (text == NULL)
        abort();
    memcpy(text, schema, length + 1);
    say_instead(text, "BYTEA", "BLOB ");
    say_instead(text, "/* small rows */", "WITHOUT ROWID   ");
    bool is_made = execute(store, text);
    free(text);
    return is_made;
}

bool
store_remake_state(struct store *store)
{
    static const char begins[] = "\nCREATE TABLE ";
    for (const char *at = schema_state; (at = strstr(at, begins)) != NULL;) {
        char drop[100] = "DROP TABLE IF EXISTS ";
        at += sizeof begins - 1;
        strncat(drop, at, strcspn(at, " ("));
        if (!execute(store, drop))
            return false;
    }
    return make_tables(store, schema_state);
}

static bool
is_new(struct store *store)
{
    struct sql *found = sql(store, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'");
    bool answer = sql_next(found) && sql_column_integer(found, 0) == 0;
    sql_end(found);
    return answer;
}

static int
note_log_pages(void *of, sqlite3 *database, const char *name, int pages)
{
    (void)database;
    (void)name;
    ((struct store *)of)->log_pages = pages;
    return SQLITE_OK;
}

static bool
set_up_writer(struct store *store, const struct store_options *options)
{
    if (options->is_alone && !execute(store, "PRAGMA locking_mode=EXCLUSIVE"))
        return false;
    if (!execute(store,
                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
                 "PRAGMA secure_delete=ON"))
        return false;
    sqlite3_wal_hook(store->database, note_log_pages, store);
    if (!is_new(store))
        return !store->fault.is_set;
    return execute(store, "BEGIN IMMEDIATE") && make_tables(store, schema_journal) &&
           make_tables(store, schema_outbox) && make_tables(store, schema_state) &&
           execute(store, "COMMIT");
}

static bool
set_up(struct store *store, const struct store_options *options)
{
    char pragmas[200];
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                      options->use == STORE_READS, NULL);
    sqlite3_busy_timeout(store->database, READER_BUSY_MS);
    int cache_kib = options->use == STORE_REBUILDS ? REBUILD_CACHE_KIB : DEFAULT_CACHE_KIB;
    if (options->cache_kib > 0)
        cache_kib = options->cache_kib;
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
             "PRAGMA cache_size=-%d",
             cache_kib);
    if (!execute(store, pragmas))
        return false;
    switch (options->use) {
    case STORE_WRITES: return set_up_writer(store, options);
    case STORE_READS: return execute(store, "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0");
    case STORE_REBUILDS:
        return execute(store, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                              "PRAGMA locking_mode=EXCLUSIVE") &&
               make_tables(store, schema_state);
    }
    return false;
}

/* SQLite would count every allocation of the process under one lock. Nobody asks for the sum. */
static void
set_up_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct store *
store_open(const char *path, const struct store_options *options, struct fault *fault)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL)
        abort();
    pthread_once(&once, set_up_library);
    store->none.store = store;
    int flags = options->use == STORE_READS ? SQLITE_OPEN_READONLY
                                            : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(path, &store->database, flags | SQLITE_OPEN_NOMUTEX, options->vfs);
    if (code != SQLITE_OK) {
        fault_set(fault, "database cannot be opened: %s", sqlite3_errstr(code));
    } else if (set_up(store, options)) {
        return store;
    } else {
        fault_set(fault, "%s", store->fault.what);
    }
    store_close(store);
    return NULL;
}

void
store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < STATEMENTS_MAX; i++)
        sqlite3_finalize(store->statements[i].prepared);
    sqlite3_close(store->database);
    free(store);
}

const struct fault *
store_fault(const struct store *store)
{
    return &store->fault;
}

bool
store_is_full(const struct store *store)
{
    return store->is_full;
}

void
store_recover(struct store *store)
{
    for (size_t i = 0; i < STATEMENTS_MAX; i++) {
        if (store->statements[i].prepared != NULL)
            sqlite3_reset(store->statements[i].prepared);
    }
    if (!sqlite3_get_autocommit(store->database))
        sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    store->fault = (struct fault){0};
    store->is_full = false;
    store->is_in_transaction = false;
}

bool
store_begin(struct store *store)
{
    assert(!store->is_in_transaction);
    store->is_in_transaction = sql_run(sql(store, "BEGIN IMMEDIATE"));
    return store->is_in_transaction;
}

bool
store_commit(struct store *store)
{
    bool is_kept = sql_run(sql(store, "COMMIT"));
    if (is_kept)
        store->is_in_transaction = false;
    return is_kept;
}

void
store_cancel(struct store *store)
{
    if (store->is_in_transaction && !store->fault.is_set)
        sql_run(sql(store, "ROLLBACK"));
    store->is_in_transaction = false;
}

bool
store_mark(struct store *store)
{
    return sql_run(sql(store, "SAVEPOINT act"));
}

void
store_keep_mark(struct store *store)
{
    sql_run(sql(store, "RELEASE act"));
}

void
store_back_to_mark(struct store *store)
{
    sql_run(sql(store, "ROLLBACK TO act"));
    sql_run(sql(store, "RELEASE act"));
}

bool
store_begin_read(struct store *store)
{
    return sql_run(sql(store, "BEGIN"));
}

void
store_end_read(struct store *store)
{
    sql_run(sql(store, "COMMIT"));
}

void
store_checkpoint(struct store *store, bool wait_for_all)
{
    int in_log = 0, moved = 0;
    if (store->fault.is_set)
        return;
    int mode = wait_for_all ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    if (!wait_for_all && store->log_pages < CHECKPOINT_PAGES)
        return;
    int code = sqlite3_wal_checkpoint_v2(store->database, NULL, mode, &in_log, &moved);
    if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
        note_fault(store, "checkpoint");
}

bool
store_copy_to(struct store *store, const char *path)
{
    sqlite3 *copy = NULL;
    if (store->fault.is_set)
        return false;
    int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *backup =
        code == SQLITE_OK ? sqlite3_backup_init(copy, "main", store->database, "main") : NULL;
    if (backup != NULL) {
        code = sqlite3_backup_step(backup, -1);
        int finish = sqlite3_backup_finish(backup);
        code = code == SQLITE_DONE ? finish : code;
    }
    bool is_copied = backup != NULL && code == SQLITE_OK;
    if (!is_copied)
        fault_set(&store->fault, "copy of the database: %s", sqlite3_errstr(code));
    sqlite3_close(copy);
    return is_copied;
}

/* Every parameter must be called $n and stand at place n, so that binding needs no look-up. */
static bool
parameters_are_in_order(sqlite3_stmt *prepared)
{
    char name[12];
    for (int i = 1; i <= sqlite3_bind_parameter_count(prepared); i++) {
        snprintf(name, sizeof name, "$%d", i);
        const char *found = sqlite3_bind_parameter_name(prepared, i);
        if (found == NULL || strcmp(found, name) != 0)
            return false;
    }
    return true;
}

static struct sql *
slot_of(struct store *store, const char *literal)
{
    size_t at = ((uintptr_t)literal >> 3) * 2654435761u % STATEMENTS_MAX;
    for (size_t tries = 0; tries < STATEMENTS_MAX; tries++) {
        struct sql *statement = &store->statements[at];
        if (statement->literal == literal || statement->literal == NULL)
            return statement;
        at = (at + 1) % STATEMENTS_MAX;
    }
    assert(!"too many statements");
    return &store->none;
}

struct sql *
sql(struct store *store, const char *literal)
{
    if (store->fault.is_set)
        return &store->none;
    struct sql *statement = slot_of(store, literal);
    if (statement->literal == literal) {
        sqlite3_reset(statement->prepared);
        sqlite3_clear_bindings(statement->prepared);
        return statement;
    }
    sqlite3_stmt *prepared = NULL;
    if (sqlite3_prepare_v3(store->database, literal, -1, SQLITE_PREPARE_PERSISTENT, &prepared,
                           NULL) != SQLITE_OK) {
        note_fault(store, literal);
        return &store->none;
    }
    assert(parameters_are_in_order(prepared));
    *statement = (struct sql){store, literal, prepared};
    return statement;
}

void
sql_text(struct sql *statement, int at, struct text text)
{
    if (statement->prepared != NULL)
        sqlite3_bind_text(statement->prepared, at, text.length == 0 ? "" : text.bytes,
                          (int)text.length, SQLITE_STATIC);
}

void
sql_blob(struct sql *statement, int at, const void *bytes, size_t length)
{
    if (statement->prepared != NULL)
        sqlite3_bind_blob(statement->prepared, at, bytes, (int)length, SQLITE_STATIC);
}

void
sql_integer(struct sql *statement, int at, int64_t integer)
{
    if (statement->prepared != NULL)
        sqlite3_bind_int64(statement->prepared, at, integer);
}

void
sql_null(struct sql *statement, int at)
{
    if (statement->prepared != NULL)
        sqlite3_bind_null(statement->prepared, at);
}

bool
sql_next(struct sql *statement)
{
    if (statement->prepared == NULL || statement->store->fault.is_set)
        return false;
    int code = sqlite3_step(statement->prepared);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        note_fault(statement->store, statement->literal);
    sqlite3_reset(statement->prepared);
    return false;
}

void
sql_end(struct sql *statement)
{
    if (statement->prepared != NULL)
        sqlite3_reset(statement->prepared);
}

bool
sql_run(struct sql *statement)
{
    while (sql_next(statement))
        continue;
    return statement->prepared != NULL && !statement->store->fault.is_set;
}

int64_t
sql_changes(struct store *store)
{
    return sqlite3_changes64(store->database);
}

struct text
sql_column_here(struct sql *statement, int column)
{
    const char *bytes = sqlite3_column_blob(statement->prepared, column);
    int length = sqlite3_column_bytes(statement->prepared, column);
    return bytes == NULL ? TEXT("") : (struct text){bytes, (size_t)length};
}

struct text
sql_column(struct sql *statement, int column, struct arena *arena)
{
    return text_copy(sql_column_here(statement, column), arena);
}

int64_t
sql_column_integer(struct sql *statement, int column)
{
    return sqlite3_column_int64(statement->prepared, column);
}

bool
sql_column_is_null(struct sql *statement, int column)
{
    return sqlite3_column_type(statement->prepared, column) == SQLITE_NULL;
}
