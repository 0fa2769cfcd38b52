/* mistakes.c: a rule file is corrected by people who know the law, not the program; they should
 * have to start it once, not once per mistake. */
#include "rule/mistakes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct mistakes
mistakes_open(struct arena *arena)
{
    return (struct mistakes){.arena = arena};
}

/* The sentence as far as it is whole: it may have been cut inside a character. */
static struct text
whole_of(const char *what)
{
    struct text text = text_of(what);
    for (size_t at = 0, before = 0; at < text.length; before = at) {
        text_next(text, &at);
        if (!text_is_utf8((struct text){text.bytes + before, at - before}))
            return (struct text){text.bytes, before};
    }
    return text;
}

void
mistakes_add(struct mistakes *mistakes, const char *file, int line, int column, const char *format,
             ...)
{
    char what[1024];
    mistakes->count++;
    if (mistakes->count > MISTAKES_KEPT_MAX)
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    struct mistake *mistake = ARENA_NEW(mistakes->arena, struct mistake);
    *mistake = (struct mistake){text_copy(text_of(file), mistakes->arena), line, column,
                                text_copy(whole_of(what), mistakes->arena), NULL};
    if (mistakes->last == NULL)
        mistakes->first = mistake;
    else
        mistakes->last->next = mistake;
    mistakes->last = mistake;
}

struct text
mistakes_text(const struct mistakes *mistakes, struct arena *arena)
{
    struct buffer lines = buffer_open(arena, 1024);
    for (const struct mistake *mistake = mistakes->first; mistake; mistake = mistake->next) {
        buffer_add_text(&lines, mistake->file);
        if (mistake->line > 0)
            buffer_add_format(&lines, ":%d:%d", mistake->line, mistake->column);
        buffer_add_format(&lines, ": %.*s\n", TEXT_ARGS(mistake->what));
    }
    if (mistakes->count > MISTAKES_KEPT_MAX)
        buffer_add_format(&lines, "and %zu more\n", mistakes->count - MISTAKES_KEPT_MAX);
    return buffer_text(&lines);
}

enum { NAME_BYTES_MAX = 63 };

static size_t
smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Keys to press to make one of the other; two neighbours swapped count once. */
static size_t
distance(struct text a, struct text b)
{
    size_t rows[3][NAME_BYTES_MAX + 1] = {{0}};
    for (size_t j = 0; j <= b.length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            size_t differs = a.bytes[i - 1] != b.bytes[j - 1];
            now[j] = smallest(before[j] + 1, now[j - 1] + 1, before[j - 1] + differs);
            if (i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
                a.bytes[i - 2] == b.bytes[j - 1] && earlier[j - 2] + 1 < now[j])
                now[j] = earlier[j - 2] + 1;
        }
    }
    return rows[a.length % 3][b.length];
}

const char *
mistakes_nearest(struct text typed, const char *const candidates[], size_t count)
{
    const char *nearest = NULL;
    size_t least = 3;
    for (size_t i = 0; i < count && typed.length <= NAME_BYTES_MAX; i++) {
        struct text candidate = text_of(candidates[i]);
        if (candidate.length > NAME_BYTES_MAX)
            continue;
        size_t apart = distance(typed, candidate);
        size_t longer = typed.length > candidate.length ? typed.length : candidate.length;
        if (apart < least && apart * 3 <= longer) {
            least = apart;
            nearest = candidates[i];
        }
    }
    return nearest;
}
