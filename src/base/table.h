/* table.h: a table as spreadsheets save and copy it: CSV (RFC 4180), its lines with commas,
 * semicolons or tabs; in UTF-8, in UTF-16 with a mark, or else in GB18030, which covers what is
 * called ANSI on a Chinese desk.
 *
 * Read once, bounded before anything is kept. What stands in a cell is not judged here, only that
 * it can be shown. */
#ifndef TB_TABLE_H
#define TB_TABLE_H
#include "base/text.h"

enum {
    TABLE_BYTES_MAX = 1024 * 1024,
    TABLE_ROWS_MAX = 1000,
    TABLE_COLUMNS_MAX = 60,
    TABLE_CELL_CHARACTERS_MAX = 2000
};

enum table_flaw {
    TABLE_IS_GOOD,
    TABLE_IS_TOO_LARGE,
    TABLE_IS_NO_TEXT,      /* a workbook, a picture, a damaged file */
    TABLE_HAS_OPEN_QUOTES, /* a quotation mark is not closed */
    TABLE_HAS_TOO_MANY     /* rows or columns */
};

struct table_row {
    const struct text *cells; /* trimmed; ends of lines inside are line feeds */
    int count;                /* trailing empty cells left out */
    int line;                 /* where it begins in what was read, from 1 */
};

struct table {
    const struct table_row *rows; /* without those that hold nothing */
    int count;
    int line; /* of what a flaw speaks of; 0: of the whole */
};

enum table_flaw table_read(struct text bytes, struct arena *arena, struct table *table);

/* One cell more at the end of a line of CSV, in quotation marks where it needs them. What a
 * spreadsheet would take for a formula gets an apostrophe. `is_first`: no comma before it. */
void table_put(struct buffer *line, struct text cell, bool is_first);

#endif
