/* table.c: bytes become UTF-8, then cells. */
#include "base/table.h"

#include <errno.h>
#include <iconv.h>

/* ---- text ---- */

/* Strict: a byte that the coding does not know is a flaw, not a question mark. */
static bool
convert(const char *coding, struct text bytes, struct arena *arena, struct text *text)
{
    struct buffer out = buffer_open(arena, 2 * bytes.length + 16);
    size_t room = 2 * bytes.length + 16, left = bytes.length, before = room;
    char *from = (char *)bytes.bytes, *to = buffer_room(&out, room);
    iconv_t converter = iconv_open("UTF-8", coding);
    if (converter == (iconv_t)-1)
        return false;
    bool is_good = iconv(converter, &from, &left, &to, &room) != (size_t)-1 && left == 0;
    iconv_close(converter);
    out.length = before - room;
    *text = buffer_text(&out);
    return is_good && text_is_utf8(*text);
}

static bool
read_text(struct text bytes, struct arena *arena, struct text *text)
{
    if (bytes.length >= 3 && memcmp(bytes.bytes, "\xEF\xBB\xBF", 3) == 0) {
        *text = (struct text){bytes.bytes + 3, bytes.length - 3};
        return text_is_utf8(*text);
    }
    if (bytes.length >= 2 &&
        (memcmp(bytes.bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes.bytes, "\xFE\xFF", 2) == 0)) {
        const char *coding = bytes.bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE";
        struct text rest = {bytes.bytes + 2, bytes.length - 2};
        return convert(coding, rest, arena, text);
    }
    *text = bytes;
    return text_is_utf8(bytes) || convert("GB18030", bytes, arena, text);
}

/* What spreadsheets would call a text can still hide something; so can a workbook that happens to
 * be valid in some coding. */
static bool
hides_nothing(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

/* ---- cells ---- */

struct reading {
    struct text text;
    size_t at;
    int line;
    char mark; /* between cells */
    struct buffer cell;
    struct arena *arena;
};

/* The sign that stands most often in the first line, outside quotation marks. */
static char
mark_of(struct text text)
{
    static const char marks[] = {',', ';', '\t'};
    size_t counts[3] = {0}, best = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < text.length && (is_quoted || text.bytes[i] != '\n'); i++) {
        is_quoted ^= text.bytes[i] == '"';
        for (size_t k = 0; k < 3; k++)
            counts[k] += !is_quoted && text.bytes[i] == marks[k];
    }
    for (size_t k = 1; k < 3; k++) {
        if (counts[k] > counts[best])
            best = k;
    }
    return marks[best];
}

static bool
is_at_end(const struct reading *reading)
{
    return reading->at >= reading->text.length;
}

static char
here(const struct reading *reading)
{
    return is_at_end(reading) ? '\n' : reading->text.bytes[reading->at];
}

/* CR LF, LF and CR alone end a line. */
static void
pass_end(struct reading *reading)
{
    bool is_return = here(reading) == '\r';
    reading->at++;
    if (is_return && !is_at_end(reading) && here(reading) == '\n')
        reading->at++;
    reading->line++;
}

static bool
read_quoted(struct reading *reading)
{
    reading->at++;
    while (!is_at_end(reading)) {
        char c = here(reading);
        if (c == '\r' || c == '\n') {
            pass_end(reading);
            buffer_add(&reading->cell, "\n", 1);
            continue;
        }
        reading->at++;
        if (c != '"') {
            buffer_add(&reading->cell, &c, 1);
            continue;
        }
        if (is_at_end(reading) || here(reading) != '"')
            return true;
        buffer_add(&reading->cell, "\"", 1);
        reading->at++;
    }
    return false;
}

/* A quotation mark in the middle of a cell is a character like any other. */
static bool
read_cell(struct reading *reading, struct text *cell)
{
    if (is_at_end(reading) || here(reading) == reading->mark || here(reading) == '\r' ||
        here(reading) == '\n') {
        *cell = TEXT("");
        return true;
    }
    reading->cell = buffer_open(reading->arena, 32);
    if (here(reading) == '"' && !is_at_end(reading) && !read_quoted(reading))
        return false;
    while (!is_at_end(reading)) {
        char c = here(reading);
        if (c == reading->mark || c == '\r' || c == '\n')
            break;
        buffer_add(&reading->cell, &c, 1);
        reading->at++;
    }
    *cell = text_trim(buffer_text(&reading->cell));
    return true;
}

/* Nothing is kept of a row that holds nothing. */
static const struct text *
keep_cells(struct arena *arena, const struct text *cells, int count)
{
    if (count == 0)
        return NULL;
    struct text *kept = ARENA_MANY(arena, (size_t)count, struct text);
    memcpy(kept, cells, (size_t)count * sizeof *kept);
    return kept;
}

static enum table_flaw
read_row(struct reading *reading, struct table_row *row)
{
    struct text cells[TABLE_COLUMNS_MAX];
    int count = 0;
    row->line = reading->line;
    row->cells = NULL;
    row->count = 0;
    for (;;) {
        struct text cell;
        if (!read_cell(reading, &cell))
            return TABLE_HAS_OPEN_QUOTES;
        if (text_characters(cell) > TABLE_CELL_CHARACTERS_MAX)
            return TABLE_IS_TOO_LARGE;
        if (count == TABLE_COLUMNS_MAX && !text_is_empty(cell))
            return TABLE_HAS_TOO_MANY;
        if (count < TABLE_COLUMNS_MAX)
            cells[count++] = cell;
        if (!text_is_empty(cell))
            row->count = count;
        bool is_last = is_at_end(reading);
        if (is_last || here(reading) != reading->mark) {
            if (!is_last)
                pass_end(reading);
            row->cells = keep_cells(reading->arena, cells, row->count);
            return TABLE_IS_GOOD;
        }
        reading->at++;
    }
}

enum table_flaw
table_read(struct text bytes, struct arena *arena, struct table *table)
{
    *table = (struct table){0};
    struct reading reading = {.line = 1, .arena = arena};
    if (bytes.length > TABLE_BYTES_MAX)
        return TABLE_IS_TOO_LARGE;
    if (!read_text(bytes, arena, &reading.text) || !hides_nothing(reading.text))
        return TABLE_IS_NO_TEXT;
    reading.mark = mark_of(reading.text);
    struct table_row *rows = ARENA_MANY(arena, TABLE_ROWS_MAX, struct table_row);
    table->rows = rows;
    while (!is_at_end(&reading)) {
        struct table_row row;
        enum table_flaw flaw = read_row(&reading, &row);
        if (flaw == TABLE_IS_GOOD && row.count > 0 && table->count == TABLE_ROWS_MAX)
            flaw = TABLE_HAS_TOO_MANY;
        if (flaw != TABLE_IS_GOOD) {
            table->line = row.line;
            return flaw;
        }
        if (row.count > 0)
            rows[table->count++] = row;
    }
    return TABLE_IS_GOOD;
}

/* ---- writing ---- */

void
table_put(struct buffer *line, struct text cell, bool is_first)
{
    bool is_formula = cell.length > 0 && strchr("=+-@\t\r", cell.bytes[0]) != NULL;
    bool is_quoted = is_formula;
    for (size_t i = 0; i < cell.length && !is_quoted; i++)
        is_quoted = strchr(",;\"\r\n\t", cell.bytes[i]) != NULL;
    if (!is_first)
        buffer_add(line, ",", 1);
    if (is_quoted)
        buffer_add(line, is_formula ? "\"'" : "\"", is_formula ? 2 : 1);
    for (size_t i = 0; i < cell.length; i++)
        buffer_add(line, cell.bytes[i] == '"' ? "\"\"" : &cell.bytes[i],
                   cell.bytes[i] == '"' ? 2 : 1);
    if (is_quoted)
        buffer_add(line, "\"", 1);
}
