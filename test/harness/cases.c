/* cases.c: see cases.h. A failure names the line of the table, not the line of the program. */
#include "harness/cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct cases
cases_open(const char *path, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 1 << 16);
    char chunk[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(&buffer, chunk, count);
    fclose(file);
    return (struct cases){.path = path, .rest = buffer_text(&buffer), .arena = arena};
}

static size_t
blanks_at(struct text line, size_t at)
{
    size_t count = 0;
    while (at + count < line.length && line.bytes[at + count] == ' ')
        count++;
    return count;
}

static void
add_column(struct cases *cases, struct text value)
{
    if (cases->columns == CASES_COLUMNS_MAX)
        fail_msg("%s:%d: too many columns", cases->path, cases->line);
    cases->column[cases->columns++] =
        text_is(value, "-") ? TEXT("") : text_copy(value, cases->arena);
}

static void
split(struct cases *cases, struct text line)
{
    size_t start = 0;
    cases->columns = 0;
    for (size_t at = 0; at < line.length;) {
        size_t blanks = blanks_at(line, at);
        if (blanks < 2) {
            at += blanks == 0 ? 1 : blanks;
            continue;
        }
        add_column(cases, (struct text){line.bytes + start, at - start});
        start = at += blanks;
    }
    add_column(cases, (struct text){line.bytes + start, line.length - start});
    for (int i = cases->columns; i < CASES_COLUMNS_MAX; i++)
        cases->column[i] = TEXT("");
}

bool
cases_next(struct cases *cases, int columns)
{
    while (cases->rest.length > 0) {
        struct text line = text_cut(&cases->rest, '\n');
        cases->line++;
        while (line.length > 0 && line.bytes[line.length - 1] == ' ')
            line.length--;
        if (line.length == 0 || line.bytes[0] == '#')
            continue;
        split(cases, line);
        if (cases->columns != columns)
            fail_msg("%s:%d: %d columns, not %d", cases->path, cases->line, cases->columns,
                     columns);
        return true;
    }
    return false;
}

void
cases_expect(const struct cases *cases, const char *what, struct text got, struct text expected)
{
    if (!text_equal(got, expected))
        fail_msg("%s:%d: %.*s: %s is \"%.*s\", not \"%.*s\"", cases->path, cases->line,
                 TEXT_ARGS(cases->column[0]), what, TEXT_ARGS(got), TEXT_ARGS(expected));
}
