/* erasure.c: the private part goes, its digest in the body stays; what was derived from it is made
 * again from what is left. */
#include "store/erasure.h"

#include "store/message.h"
#include "store/state.h"

#include <string.h>

enum { FILES_MAX = 4000 };

/* Photographs and signed forms of an attempt stand in what was told of it, and nowhere else. */
static void
list_files_of_service(struct store *store, struct text court_id, struct text matter_id,
                      struct arena *arena, struct erased_files *files)
{
    struct sql *rows = sql(store, "SELECT details FROM attempt_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND details <> '{}' UNION ALL"
                                  " SELECT details FROM evidence_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND details <> '{}'");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, matter_id);
    while (sql_next(rows)) {
        const struct value *details = value_read_canonical(sql_column(rows, 0, arena), arena);
        const struct value *list = value_member(details, "documents");
        for (const struct value *one = value_is(list, VALUE_ARRAY) ? list->first : NULL;
             one != NULL && files->count < FILES_MAX; one = one->next)
            if (!text_is_empty(value_member_text(one, "file")))
                files->digests[files->count++] = value_member_text(one, "file");
    }
    sql_end(rows);
}

static struct erased_files
list_files(struct store *store, struct text court_id, struct text matter_id, struct arena *arena)
{
    struct erased_files files = {ARENA_MANY(arena, FILES_MAX, struct text), 0};
    struct sql *rows = sql(store, "SELECT DISTINCT sha256 FROM document_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND sha256 <> '-'");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, matter_id);
    while (files.count < FILES_MAX && sql_next(rows))
        files.digests[files.count++] = sql_column(rows, 0, arena);
    sql_end(rows);
    list_files_of_service(store, court_id, matter_id, arena, &files);
    return files;
}

/* Of any matter. What is told of a service is canonical JSON, so that a file in it is written in
 * one way; there is no index for it, as files go seldom and few. */
static bool
is_spoken_of(struct store *store, struct text court_id, struct text sha256, struct arena *arena)
{
    struct sql *row =
        sql(store, "SELECT 1 FROM document_rows WHERE court_id = $1 AND sha256 = $2 UNION ALL"
                   " SELECT 1 FROM draft_file WHERE court_id = $1 AND sha256 = $2 UNION ALL"
                   " SELECT 1 FROM attempt_rows WHERE court_id = $1 AND details LIKE $3 UNION ALL"
                   " SELECT 1 FROM evidence_rows WHERE court_id = $1 AND details LIKE $3 LIMIT 1");
    sql_text(row, 1, court_id);
    sql_text(row, 2, sha256);
    sql_text(row, 3, text_format(arena, "%%\"file\":\"%.*s\"%%", TEXT_ARGS(sha256)));
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

void
erasure_of_files(struct store *store, struct text court_id, const struct text *digests, int count,
                 struct arena *arena, struct erased_files *files)
{
    *files = (struct erased_files){ARENA_MANY(arena, (size_t)count + 1, struct text), 0};
    for (int i = 0; i < count; i++) {
        if (is_spoken_of(store, court_id, digests[i], arena))
            continue;
        struct sql *gone = sql(store, "DELETE FROM blob WHERE court_id = $1 AND sha256 = $2");
        sql_text(gone, 1, court_id);
        sql_text(gone, 2, digests[i]);
        sql_run(gone);
        files->digests[files->count++] = digests[i];
    }
}

/* Derived tables without what was erased; files that nobody else speaks of are no longer ours. */
static void
derive_again(struct store *store, struct text court_id, struct text matter_id, struct arena *arena,
             struct erased_files *files)
{
    struct erased_files before = list_files(store, court_id, matter_id, arena);
    state_replay_matter(store, court_id, matter_id, arena);
    erasure_of_files(store, court_id, before.digests, before.count, arena, files);
}

int64_t
erasure_of_matter(struct store *store, struct text court_id, struct text matter_id,
                  int64_t ordered_by, struct arena *arena, struct erased_files *files)
{
    struct sql *list = sql(store, "INSERT INTO erasure (court_id, position, erased_by)"
                                  " SELECT court_id, position, $1 FROM journal"
                                  " WHERE court_id = $2 AND matter_id = $3"
                                  " AND private IS NOT NULL AND position < $1"
                                  " ON CONFLICT (court_id, position) DO NOTHING");
    sql_integer(list, 1, ordered_by);
    sql_text(list, 2, court_id);
    sql_text(list, 3, matter_id);
    sql_run(list);
    struct sql *gone = sql(store, "UPDATE journal SET private = NULL, private_salt = NULL"
                                  " WHERE court_id = $1 AND matter_id = $2"
                                  " AND private IS NOT NULL AND stream <> 'erasure'");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, matter_id);
    sql_run(gone);
    int64_t events = sql_changes(store);
    /* The grounds of older orders go as well, and count for nothing: an order that has been carried
     * out must come to rest. */
    struct sql *grounds = sql(store, "UPDATE journal SET private = NULL, private_salt = NULL"
                                     " WHERE court_id = $1 AND matter_id = $2"
                                     " AND private IS NOT NULL AND +position < $3");
    sql_text(grounds, 1, court_id);
    sql_text(grounds, 2, matter_id);
    sql_integer(grounds, 3, ordered_by);
    sql_run(grounds);
    struct sql *held = sql(store, "DELETE FROM held WHERE court_id = $1 AND matter_id = $2");
    sql_text(held, 1, court_id);
    sql_text(held, 2, matter_id);
    sql_run(held);
    message_forget_matter(store, court_id, matter_id);
    derive_again(store, court_id, matter_id, arena, files);
    return events;
}

void
erasure_of_event(struct store *store, struct text court_id, int64_t position, struct arena *arena,
                 struct erased_files *files)
{
    struct event event;
    *files = (struct erased_files){NULL, 0};
    struct sql *gone = sql(store, "UPDATE journal SET private = NULL, private_salt = NULL"
                                  " WHERE court_id = $1 AND position = $2");
    sql_text(gone, 1, court_id);
    sql_integer(gone, 2, position);
    sql_run(gone);
    struct sql *list = sql(store, "INSERT INTO erasure (court_id, position, erased_by)"
                                  " VALUES ($1, $2, $2) ON CONFLICT (court_id, position)"
                                  " DO NOTHING");
    sql_text(list, 1, court_id);
    sql_integer(list, 2, position);
    sql_run(list);
    if (journal_read(store, court_id, position, arena, &event))
        derive_again(store, court_id, event.matter_id, arena, files);
}
