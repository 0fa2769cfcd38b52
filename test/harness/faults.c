/* faults.c: stands between the product and SQLite (ld --wrap). */
#include "harness/faults.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The linker's names for what is wrapped, and for what stands in. */
int __real_sqlite3_open_v2(const char *, sqlite3 **, int, const char *);
int __wrap_sqlite3_open_v2(const char *, sqlite3 **, int, const char *);
int __real_sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
int __wrap_sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
int __real_sqlite3_prepare_v3(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **,
                              const char **);
int __wrap_sqlite3_prepare_v3(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **,
                              const char **);
int __real_sqlite3_step(sqlite3_stmt *);
int __wrap_sqlite3_step(sqlite3_stmt *);
int __real_sqlite3_exec(sqlite3 *, const char *, sqlite3_callback, void *, char **);
int __wrap_sqlite3_exec(sqlite3 *, const char *, sqlite3_callback, void *, char **);
int __real_sqlite3_wal_checkpoint_v2(sqlite3 *, const char *, int, int *, int *);
int __wrap_sqlite3_wal_checkpoint_v2(sqlite3 *, const char *, int, int *, int *);
int __real_sqlite3_backup_step(sqlite3_backup *, int);
int __wrap_sqlite3_backup_step(sqlite3_backup *, int);
int __real_sqlite3_extended_errcode(sqlite3 *);
int __wrap_sqlite3_extended_errcode(sqlite3 *);
int __real_sqlite3_errcode(sqlite3 *);
int __wrap_sqlite3_errcode(sqlite3 *);

static struct {
    size_t seen, at;
    enum faults_way way;
    int code;
    int said; /* the code of the newest call, when it was ours */
    bool has_failed;
    char where[160];
    const char *from, *to;
    int checkpoint_mode; /* one more than the mode; 0 as asked */
} plan;

void
faults_at(size_t n, enum faults_way way, int code)
{
    plan.seen = 0;
    plan.at = n;
    plan.way = way;
    plan.code = code;
    plan.said = SQLITE_OK;
    plan.has_failed = false;
}

size_t
faults_seen(void)
{
    return plan.seen;
}

const char *
faults_take(void)
{
    plan.at = 0;
    return plan.has_failed ? plan.where : NULL;
}

void
faults_read_as(const char *from, const char *to)
{
    assert(from == NULL || strlen(to) <= strlen(from));
    plan.from = from;
    plan.to = to;
}

void
faults_checkpoint_as(int mode)
{
    plan.checkpoint_mode = mode + 1;
}

static bool
is_due(const char *doing, const char *what)
{
    plan.said = SQLITE_OK;
    if (++plan.seen != plan.at)
        return false;
    snprintf(plan.where, sizeof plan.where, "call %zu: %s %s", plan.seen, doing,
             what != NULL ? what : "");
    plan.has_failed = true;
    plan.said = plan.code;
    return true;
}

/* What SQLite does by itself after some faults. */
static void
roll_back(sqlite3 *database)
{
    if (plan.way == FAULTS_ROLLED_BACK && !sqlite3_get_autocommit(database))
        __real_sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL);
}

int
__wrap_sqlite3_open_v2(const char *path, sqlite3 **database, int flags, const char *vfs)
{
    bool fails = is_due("open", path);
    int code = __real_sqlite3_open_v2(path, database, flags, vfs);
    return fails ? plan.code : code;
}

int
__wrap_sqlite3_prepare_v2(sqlite3 *database, const char *text, int length, sqlite3_stmt **statement,
                          const char **rest)
{
    *statement = NULL;
    if (is_due("prepare", text)) {
        roll_back(database);
        return plan.code;
    }
    return __real_sqlite3_prepare_v2(database, text, length, statement, rest);
}

int
__wrap_sqlite3_prepare_v3(sqlite3 *database, const char *text, int length, unsigned flags,
                          sqlite3_stmt **statement, const char **rest)
{
    *statement = NULL;
    if (is_due("prepare", text)) {
        roll_back(database);
        return plan.code;
    }
    return __real_sqlite3_prepare_v3(database, text, length, flags, statement, rest);
}

int
__wrap_sqlite3_step(sqlite3_stmt *statement)
{
    if (!is_due("step", sqlite3_sql(statement)))
        return __real_sqlite3_step(statement);
    if (plan.way == FAULTS_AFTER)
        __real_sqlite3_step(statement);
    roll_back(sqlite3_db_handle(statement));
    return plan.code;
}

/* The text with the planned replacement; the caller frees it. */
static char *
reread(const char *text)
{
    char *copy = strdup(text);
    assert(copy != NULL);
    size_t from = strlen(plan.from), to = strlen(plan.to);
    for (char *at = copy; (at = strstr(at, plan.from)) != NULL; at += to) {
        memcpy(at, plan.to, to);
        memmove(at + to, at + from, strlen(at + from) + 1);
    }
    return copy;
}

int
__wrap_sqlite3_exec(sqlite3 *database, const char *text, sqlite3_callback each, void *of,
                    char **message)
{
    bool fails = is_due("execute", text);
    int code = SQLITE_OK;
    if (fails && plan.way != FAULTS_AFTER) {
        roll_back(database);
    } else {
        char *reread_text = plan.from != NULL ? reread(text) : NULL;
        code = __real_sqlite3_exec(database, reread_text != NULL ? reread_text : text, each, of,
                                   message);
        free(reread_text);
    }
    return fails ? plan.code : code;
}

int
__wrap_sqlite3_wal_checkpoint_v2(sqlite3 *database, const char *name, int mode, int *in_log,
                                 int *moved)
{
    bool fails = is_due("checkpoint", name);
    if (fails && plan.way != FAULTS_AFTER)
        return plan.code;
    mode = plan.checkpoint_mode > 0 ? plan.checkpoint_mode - 1 : mode;
    int code = __real_sqlite3_wal_checkpoint_v2(database, name, mode, in_log, moved);
    return fails ? plan.code : code;
}

int
__wrap_sqlite3_backup_step(sqlite3_backup *backup, int pages)
{
    bool fails = is_due("backup", NULL);
    if (fails && plan.way != FAULTS_AFTER)
        return plan.code;
    int code = __real_sqlite3_backup_step(backup, pages);
    return fails ? plan.code : code;
}

int
__wrap_sqlite3_extended_errcode(sqlite3 *database)
{
    return plan.said != SQLITE_OK ? plan.said : __real_sqlite3_extended_errcode(database);
}

int
__wrap_sqlite3_errcode(sqlite3 *database)
{
    return plan.said != SQLITE_OK ? plan.said & 0xff : __real_sqlite3_errcode(database);
}
