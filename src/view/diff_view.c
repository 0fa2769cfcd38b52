/* diff_view.c: lines keep the blanks they begin with, which mean something in a rule file. */
#include "view/diff_view.h"

static const char NO_BREAK_SPACE[] = "\u00A0";

static struct text
with_its_blanks(struct text line, struct arena *arena)
{
    struct buffer shown = buffer_open(arena, line.length + 40);
    size_t at = 0;
    for (; at < line.length && line.bytes[at] == ' '; at++)
        buffer_add_text(&shown, text_of(NO_BREAK_SPACE));
    buffer_add(&shown, line.bytes + at, line.length - at);
    return buffer_text(&shown);
}

void
diff_view_fill(const struct view *view, const struct line_diff *diff, struct text title,
               struct diff_view *shown)
{
    static const char *const kinds[] = {[LINE_STAYS] = "stays",
                                        [LINE_GOES] = "goes",
                                        [LINE_COMES] = "comes",
                                        [LINES_LEFT_OUT] = "left-out"};
    struct diff_row *lines = ARENA_MANY(view->arena, (size_t)diff->count + 1, struct diff_row);
    for (int i = 0; i < diff->count; i++) {
        const struct diff_line *from = &diff->lines[i];
        lines[i] = (struct diff_row){kinds[from->kind], with_its_blanks(from->text, view->arena),
                                     from->old_number, from->new_number};
    }
    *shown = (struct diff_view){
        .title = title,
        .lines = lines,
        .lines_count = diff->count,
        .gone = diff->gone,
        .come = diff->come,
        .is_same = diff->gone == 0 && diff->come == 0,
        .is_coarse = diff->is_coarse,
        .is_cut = diff->is_cut,
    };
}
