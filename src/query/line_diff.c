/* line_diff.c: the longest common subsequence of the lines between what both begin and end with
 * alike; rule files change in a few places, so that middle is short. */
#include "query/line_diff.h"

#include <string.h>

struct side {
    struct text *lines;
    size_t count;
};

struct diffing {
    struct side old, new;
    size_t head, tail; /* lines that both begin and end with */
    struct diff_line *all;
    size_t count;
    struct line_diff *diff;
};

static struct side
split(struct text text, struct arena *arena)
{
    size_t most = 1;
    for (size_t i = 0; i < text.length; i++)
        most += text.bytes[i] == '\n';
    struct side side = {ARENA_MANY(arena, most, struct text), 0};
    while (!text_is_empty(text))
        side.lines[side.count++] = text_cut(&text, '\n');
    return side;
}

static void
add(struct diffing *diffing, enum line_kind kind, size_t old, size_t new)
{
    struct text text = kind == LINE_COMES ? diffing->new.lines[new] : diffing->old.lines[old];
    diffing->all[diffing->count++] = (struct diff_line){
        kind, text, kind == LINE_COMES ? 0 : (int)old + 1, kind == LINE_GOES ? 0 : (int)new + 1};
    diffing->diff->gone += kind == LINE_GOES;
    diffing->diff->come += kind == LINE_COMES;
}

/* longest[i * width + j]: of what follows the ith old and the jth new line of the middle. */
static uint32_t *
measure(const struct diffing *diffing, size_t rows, size_t columns, struct arena *arena)
{
    size_t width = columns + 1;
    uint32_t *longest = ARENA_MANY(arena, (rows + 1) * width, uint32_t);
    for (size_t i = rows; i-- > 0;) {
        for (size_t j = columns; j-- > 0;) {
            uint32_t below = longest[(i + 1) * width + j], right = longest[i * width + j + 1];
            bool is_same = text_equal(diffing->old.lines[diffing->head + i],
                                      diffing->new.lines[diffing->head + j]);
            longest[i * width + j] = is_same         ? longest[(i + 1) * width + j + 1] + 1
                                     : below > right ? below
                                                     : right;
        }
    }
    return longest;
}

static void
walk_middle(struct diffing *diffing, size_t rows, size_t columns)
{
    struct arena *scratch = arena_open();
    bool is_measured = rows == 0 || columns <= LINE_DIFF_CELLS_MAX / rows;
    const uint32_t *longest = is_measured ? measure(diffing, rows, columns, scratch) : NULL;
    size_t i = 0, j = 0, width = columns + 1, head = diffing->head;
    diffing->diff->is_coarse = !is_measured;
    while (i < rows || j < columns) {
        bool is_same = is_measured && i < rows && j < columns &&
                       text_equal(diffing->old.lines[head + i], diffing->new.lines[head + j]);
        bool goes = i < rows && (j == columns || !is_measured ||
                                 longest[(i + 1) * width + j] >= longest[i * width + j + 1]);
        if (is_same)
            add(diffing, LINE_STAYS, head + i++, head + j++);
        else if (goes)
            add(diffing, LINE_GOES, head + i++, 0);
        else
            add(diffing, LINE_COMES, 0, head + j++);
    }
    arena_close(scratch);
}

/* Is a line that stays near one that does not? */
static bool *
mark_shown(const struct diffing *diffing, struct arena *arena)
{
    bool *shown = ARENA_MANY(arena, diffing->count + 1, bool);
    for (size_t i = 0; i < diffing->count; i++) {
        if (diffing->all[i].kind == LINE_STAYS)
            continue;
        size_t from = i < LINE_DIFF_CONTEXT ? 0 : i - LINE_DIFF_CONTEXT;
        for (size_t k = from; k < diffing->count && k <= i + LINE_DIFF_CONTEXT; k++)
            shown[k] = true;
    }
    return shown;
}

static void
put_rows(struct diffing *diffing, struct arena *arena)
{
    const bool *shown = mark_shown(diffing, arena);
    struct line_diff *diff = diffing->diff;
    struct diff_line *rows = ARENA_MANY(arena, LINE_DIFF_ROWS_MAX, struct diff_line);
    diff->lines = rows;
    for (size_t i = 0; i < diffing->count; i++) {
        bool follows = diff->count > 0 && rows[diff->count - 1].kind == LINES_LEFT_OUT;
        if (!shown[i] && follows) {
            rows[diff->count - 1].old_number++;
            continue;
        }
        if (diff->count == LINE_DIFF_ROWS_MAX) {
            diff->is_cut = true;
            return;
        }
        rows[diff->count++] =
            shown[i] ? diffing->all[i] : (struct diff_line){LINES_LEFT_OUT, TEXT(""), 1, 0};
    }
}

struct line_diff
line_diff(struct text old, struct text new, struct arena *arena)
{
    struct line_diff diff = {0};
    struct diffing diffing = {.old = split(old, arena), .new = split(new, arena), .diff = &diff};
    size_t fewer = diffing.old.count < diffing.new.count ? diffing.old.count : diffing.new.count;
    while (diffing.head < fewer &&
           text_equal(diffing.old.lines[diffing.head], diffing.new.lines[diffing.head]))
        diffing.head++;
    while (diffing.tail < fewer - diffing.head &&
           text_equal(diffing.old.lines[diffing.old.count - 1 - diffing.tail],
                      diffing.new.lines[diffing.new.count - 1 - diffing.tail]))
        diffing.tail++;
    size_t rows = diffing.old.count - diffing.head - diffing.tail,
           columns = diffing.new.count - diffing.head - diffing.tail;
    diffing.all = ARENA_MANY(arena, diffing.old.count + diffing.new.count + 1, struct diff_line);
    for (size_t i = 0; i < diffing.head; i++)
        add(&diffing, LINE_STAYS, i, i);
    walk_middle(&diffing, rows, columns);
    for (size_t i = 0; i < diffing.tail; i++)
        add(&diffing, LINE_STAYS, diffing.head + rows + i, diffing.head + columns + i);
    put_rows(&diffing, arena);
    return diff;
}
