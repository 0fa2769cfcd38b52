/* filing_size.c: fields are looked through as they came, before anybody knows what they mean: a
 * text of the form of a digest that names a file here is a file. */
#include "query/filing_size.h"

#include "base/digest.h"
#include "store/store.h"

struct files {
    struct text digests[FILING_FILES_MAX];
    int count;
};

static void
add(struct files *files, struct text digest)
{
    for (int i = 0; i < files->count; i++) {
        if (text_equal(files->digests[i], digest))
            return;
    }
    if (files->count < FILING_FILES_MAX)
        files->digests[files->count++] = digest;
}

/* As deep as the reader of JSON lets anything be. */
static void
gather(struct files *files, const struct value *value)
{
    struct digest digest;
    if (value == NULL)
        return;
    if (value->type == VALUE_TEXT && digest_parse(value->text, &digest))
        add(files, value->text);
    for (const struct value *child = value->first; child != NULL; child = child->next)
        gather(files, child);
}

static void
gather_known(const struct look *look, struct text matter_id, struct files *files)
{
    struct sql *rows = sql(look->store, "SELECT sha256 FROM document_rows WHERE court_id = $1"
                                        " AND matter_id = $2 AND sha256 <> '-'");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, matter_id);
    while (sql_next(rows))
        add(files, sql_column(rows, 0, look->arena));
    sql_end(rows);
}

static int64_t
bytes_of(const struct look *look, struct text digest)
{
    struct sql *row =
        sql(look->store, "SELECT bytes FROM blob WHERE court_id = $1 AND sha256 = $2");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, digest);
    int64_t bytes = sql_next(row) ? sql_column_integer(row, 0) : 0;
    sql_end(row);
    return bytes;
}

int64_t
filing_size(const struct look *look, struct text matter_id, const struct value *fields)
{
    struct files *files = ARENA_NEW(look->arena, struct files);
    int64_t bytes = 0;
    gather(files, fields);
    if (files->count == 0 || !store_begin_read(look->store))
        return 0;
    if (!text_is_empty(matter_id))
        gather_known(look, matter_id, files);
    for (int i = 0; i < files->count; i++)
        bytes += bytes_of(look, files->digests[i]);
    store_end_read(look->store);
    return bytes;
}
