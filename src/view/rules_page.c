/* rules_page.c: lines keep the blanks they begin with, which mean something in a rule file. */
#include "view/rules_page.h"

enum { DIGEST_SHOWN = 12 };

static const char NO_BREAK_SPACE[] = "\u00A0";

static struct rules_row
row_of(const struct view *view, const struct rule_version *version)
{
    struct text digest = version->digest;
    if (digest.length > DIGEST_SHOWN)
        digest.length = DIGEST_SHOWN;
    return (struct rules_row){
        .name = version->name,
        .digest = digest,
        .version = version->version,
        .kept_ms = version->kept_ms,
        .state = version->is_in_use
                     ? (struct tag_view){"good", "check", view_say(view, "rules.in-use")}
                     : (struct tag_view){"", "", view_say(view, "rules.earlier")},
    };
}

void
rules_page_fill(const struct view *view, const struct rule_version *files, int count,
                struct rules_page *page)
{
    struct rules_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct rules_row);
    for (int i = 0; i < count; i++) {
        rows[i] = row_of(view, &files[i]);
        rows[i].address =
            text_format(view->arena, "/desk/rules/file?name=%.*s", TEXT_ARGS(files[i].name));
        if (!files[i].is_in_use)
            rows[i].state = (struct tag_view){"", "", view_say(view, "rules.gone")};
    }
    page->files = rows;
    page->files_count = count;
}

/* ---- one file ---- */

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

static void
fill_lines(const struct view *view, const struct line_diff *diff, struct rule_file_page *page)
{
    static const char *const kinds[] = {[LINE_STAYS] = "stays",
                                        [LINE_GOES] = "goes",
                                        [LINE_COMES] = "comes",
                                        [LINES_LEFT_OUT] = "left-out"};
    struct rules_line *lines = ARENA_MANY(view->arena, (size_t)diff->count + 1, struct rules_line);
    for (int i = 0; i < diff->count; i++) {
        const struct diff_line *from = &diff->lines[i];
        lines[i] = (struct rules_line){kinds[from->kind], with_its_blanks(from->text, view->arena),
                                       from->old_number, from->new_number};
    }
    page->lines = lines;
    page->lines_count = diff->count;
    page->gone = diff->gone;
    page->come = diff->come;
    page->is_same = diff->gone == 0 && diff->come == 0;
    page->is_coarse = diff->is_coarse;
    page->is_cut = diff->is_cut;
}

void
rule_file_fill(const struct view *view, const struct rule_version *versions, int count,
               int64_t from, int64_t to, const struct line_diff *diff, struct rule_file_page *page)
{
    struct rules_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct rules_row);
    for (int i = 0; i < count; i++) {
        rows[i] = row_of(view, &versions[i]);
        rows[i].is_shown = diff != NULL && versions[i].version == to;
        if (i + 1 < count) /* there is one before it */
            rows[i].address =
                text_format(view->arena, "/desk/rules/file?name=%.*s&to=%lld",
                            TEXT_ARGS(versions[i].name), (long long)versions[i].version);
    }
    *page = (struct rule_file_page){.versions = rows,
                                    .versions_count = count,
                                    .is_compared = diff != NULL,
                                    .from = from,
                                    .to = to};
    if (diff != NULL)
        fill_lines(view, diff, page);
}
