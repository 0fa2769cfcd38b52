/* draft.c: rows that change. An empty text is written as "-", which no id, court or page is called.
 */
#include "store/draft.h"

struct text
draft_holder(const struct asker *asker)
{
    switch (asker->role) {
    case ROLE_PARTY:
    case ROLE_AGENT: return asker->account;
    case ROLE_COUNTER:
    case ROLE_FILING_OFFICER: return TEXT("-");
    default: return TEXT("");
    }
}

static struct text
or_none(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static struct text
column_or_empty(struct sql *row, int column, struct arena *arena)
{
    struct text text = sql_column(row, column, arena);
    return text_is(text, "-") ? TEXT("") : text;
}

static void
take_row(struct sql *row, struct arena *arena, struct draft *draft)
{
    *draft = (struct draft){
        .id = sql_column(row, 0, arena),
        .account = sql_column(row, 1, arena),
        .procedure = sql_column(row, 2, arena),
        .owner = column_or_empty(row, 3, arena),
        .place = column_or_empty(row, 4, arena),
        .copy_of = column_or_empty(row, 5, arena),
        .taken_by = column_or_empty(row, 6, arena),
        .version = sql_column_integer(row, 7),
        .made_ms = sql_column_integer(row, 8),
        .changed_ms = sql_column_integer(row, 9),
        .ends_ms = sql_column_integer(row, 10),
        .taken_ms = sql_column_integer(row, 11),
    };
}

bool
draft_load(struct store *store, struct text court_id, struct text id, int64_t now_ms,
           struct arena *arena, struct draft *draft)
{
    struct sql *row =
        sql(store, "SELECT draft_id, account_id, procedure_name, owner, place, copy_of, taken_by,"
                   " version, made_ms, changed_ms, ends_ms, taken_ms, content FROM draft"
                   " WHERE court_id = $1 AND draft_id = $2 AND ends_ms > $3");
    sql_text(row, 1, court_id);
    sql_text(row, 2, id);
    sql_integer(row, 3, now_ms);
    bool is_there = sql_next(row);
    if (is_there) {
        take_row(row, arena, draft);
        draft->content = sql_column(row, 12, arena);
    }
    sql_end(row);
    return is_there;
}

int
draft_list(struct store *store, struct text court_id, struct text account, int64_t now_ms, int most,
           struct arena *arena, struct draft *drafts)
{
    int count = 0;
    struct sql *rows =
        sql(store, "SELECT draft_id, account_id, procedure_name, owner, place, copy_of, taken_by,"
                   " version, made_ms, changed_ms, ends_ms, taken_ms FROM draft"
                   " WHERE court_id = $1 AND account_id = $2 AND ends_ms > $3"
                   " ORDER BY changed_ms DESC, draft_id");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, account);
    sql_integer(rows, 3, now_ms);
    while (count < most && sql_next(rows))
        take_row(rows, arena, &drafts[count++]);
    sql_end(rows);
    return count;
}

int
draft_files(struct store *store, struct text court_id, struct text id, struct arena *arena,
            const struct draft_file **files)
{
    struct draft_file *list = ARENA_MANY(arena, DRAFT_FILES_MAX, struct draft_file);
    int count = 0;
    struct sql *rows =
        sql(store, "SELECT draft_file.sha256, draft_file.name, blob.media, blob.bytes"
                   " FROM draft_file JOIN blob ON blob.court_id = $1"
                   " AND blob.sha256 = draft_file.sha256"
                   " WHERE draft_file.court_id = $1 AND draft_file.draft_id = $2"
                   " ORDER BY draft_file.sha256");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, id);
    while (count < DRAFT_FILES_MAX && sql_next(rows))
        list[count++] = (struct draft_file){
            .sha256 = sql_column(rows, 0, arena),
            .name = column_or_empty(rows, 1, arena),
            .media = sql_column(rows, 2, arena),
            .bytes = sql_column_integer(rows, 3),
        };
    sql_end(rows);
    *files = list;
    return count;
}

struct text
draft_of_code(struct store *store, struct text court_id, const struct digest *code, int64_t now_ms,
              struct arena *arena)
{
    struct sql *row = sql(store, "SELECT draft_id FROM draft_code WHERE court_id = $1"
                                 " AND digest = $2 AND ends_ms > $3");
    sql_text(row, 1, court_id);
    sql_blob(row, 2, code->bytes, DIGEST_BYTES);
    sql_integer(row, 3, now_ms);
    struct text id = sql_next(row) ? sql_column(row, 0, arena) : TEXT("");
    sql_end(row);
    return id;
}

/* ---- for the writer ---- */

void
draft_put(struct store *store, struct text court_id, const struct draft *draft)
{
    struct sql *gone = sql(store, "DELETE FROM draft WHERE court_id = $1 AND draft_id = $2");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, draft->id);
    sql_run(gone);
    struct sql *put =
        sql(store, "INSERT INTO draft (court_id, draft_id, account_id, procedure_name, owner,"
                   " place, content, copy_of, taken_by, version, made_ms, changed_ms, ends_ms,"
                   " taken_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
                   " $14)");
    sql_text(put, 1, court_id);
    sql_text(put, 2, draft->id);
    sql_text(put, 3, draft->account);
    sql_text(put, 4, draft->procedure);
    sql_text(put, 5, or_none(draft->owner));
    sql_text(put, 6, or_none(draft->place));
    sql_text(put, 7, draft->content);
    sql_text(put, 8, or_none(draft->copy_of));
    sql_text(put, 9, or_none(draft->taken_by));
    sql_integer(put, 10, draft->version);
    sql_integer(put, 11, draft->made_ms);
    sql_integer(put, 12, draft->changed_ms);
    sql_integer(put, 13, draft->ends_ms);
    sql_integer(put, 14, draft->taken_ms);
    sql_run(put);
}

static void
remove_files(struct store *store, struct text court_id, struct text id)
{
    struct sql *gone = sql(store, "DELETE FROM draft_file WHERE court_id = $1 AND draft_id = $2");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, id);
    sql_run(gone);
}

void
draft_put_files(struct store *store, struct text court_id, struct text id,
                const struct draft_file *files, int count)
{
    remove_files(store, court_id, id);
    for (int i = 0; i < count; i++) {
        struct sql *put = sql(store, "INSERT INTO draft_file (court_id, draft_id, sha256, name)"
                                     " VALUES ($1, $2, $3, $4)"
                                     " ON CONFLICT (court_id, draft_id, sha256) DO NOTHING");
        sql_text(put, 1, court_id);
        sql_text(put, 2, id);
        sql_text(put, 3, files[i].sha256);
        sql_text(put, 4, or_none(files[i].name));
        sql_run(put);
    }
}

static void
remove_code(struct store *store, struct text court_id, struct text id)
{
    struct sql *gone = sql(store, "DELETE FROM draft_code WHERE court_id = $1 AND draft_id = $2");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, id);
    sql_run(gone);
}

void
draft_remove(struct store *store, struct text court_id, struct text id)
{
    remove_files(store, court_id, id);
    remove_code(store, court_id, id);
    struct sql *gone = sql(store, "DELETE FROM draft WHERE court_id = $1 AND draft_id = $2");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, id);
    sql_run(gone);
}

void
draft_put_code(struct store *store, struct text court_id, struct text id, const struct digest *code,
               int64_t now_ms, int64_t ends_ms)
{
    remove_code(store, court_id, id);
    struct sql *put =
        sql(store, "INSERT INTO draft_code (court_id, digest, draft_id, made_ms, ends_ms)"
                   " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (court_id, digest) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_blob(put, 2, code->bytes, DIGEST_BYTES);
    sql_text(put, 3, id);
    sql_integer(put, 4, now_ms);
    sql_integer(put, 5, ends_ms);
    sql_run(put);
}

int
draft_list_ended(struct store *store, struct text court_id, int64_t now_ms, int most,
                 struct arena *arena, struct text *ids)
{
    int count = 0;
    struct sql *rows = sql(store, "SELECT draft_id FROM draft WHERE court_id = $1"
                                  " AND ends_ms <= $2 ORDER BY ends_ms, draft_id");
    sql_text(rows, 1, court_id);
    sql_integer(rows, 2, now_ms);
    while (count < most && sql_next(rows))
        ids[count++] = sql_column(rows, 0, arena);
    sql_end(rows);
    return count;
}
