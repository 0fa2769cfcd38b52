/* table_fuzz.c: tables of strangers: what passes is text in bounds, and comes back as it was. */
#include "base/table.h"
#include "fuzz.h"

static void
look_at(const struct table *table)
{
    MUST(table->count <= TABLE_ROWS_MAX);
    for (int i = 0; i < table->count; i++) {
        const struct table_row *row = &table->rows[i];
        MUST(row->count >= 1 && row->count <= TABLE_COLUMNS_MAX && row->line >= 1);
        MUST(!text_is_empty(row->cells[row->count - 1]));
        for (int k = 0; k < row->count; k++) {
            MUST(text_is_utf8(row->cells[k]));
            MUST(text_characters(row->cells[k]) <= TABLE_CELL_CHARACTERS_MAX);
            MUST(memchr(row->cells[k].bytes, '\r', row->cells[k].length) == NULL ||
                 row->cells[k].length == 0);
        }
    }
}

/* Written and read again: the same cells, but for the apostrophe before what might be a formula. */
static void
write_again(const struct table *table, struct arena *arena)
{
    struct buffer out = buffer_open(arena, 4096);
    struct table again;
    buffer_add(&out, "\xEF\xBB\xBF\"a\",b\n", 9);
    for (int i = 0; i < table->count; i++) {
        for (int k = 0; k < table->rows[i].count; k++)
            table_put(&out, table->rows[i].cells[k], k == 0);
        buffer_add(&out, "\n", 1);
    }
    if (out.length > TABLE_BYTES_MAX || table->count == TABLE_ROWS_MAX)
        return;
    enum table_flaw flaw = table_read(buffer_text(&out), arena, &again);
    MUST(flaw == TABLE_IS_GOOD || flaw == TABLE_IS_TOO_LARGE);
    if (flaw != TABLE_IS_GOOD)
        return;
    MUST(again.count == table->count + 1);
    for (int i = 0; i < table->count; i++) {
        MUST(again.rows[i + 1].count == table->rows[i].count);
        for (int k = 0; k < table->rows[i].count; k++) {
            struct text was = table->rows[i].cells[k], is = again.rows[i + 1].cells[k];
            if (is.length == was.length + 1 && is.bytes[0] == '\'')
                is = (struct text){is.bytes + 1, is.length - 1};
            MUST(text_equal(is, was));
        }
    }
}

FUZZ(input, arena)
{
    struct table table;
    if (table_read(input, arena, &table) != TABLE_IS_GOOD)
        return;
    look_at(&table);
    write_again(&table, arena);
}
