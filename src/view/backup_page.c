/* backup_page.c: says first what is wrong, then the figures, then the commands with everything in
 * them that is known. */
#include "view/backup_page.h"

#include "paper/wording.h"
#include "view/page.h"

#include <string.h>

static struct text
say(const struct view *view, const char *key)
{
    return wording(key, view->language);
}

struct text
backup_trouble(const struct view *view, int64_t taken_ms, bool is_verified, int64_t now_ms)
{
    const char *key = taken_ms <= 0                ? "backups.none"
                      : !is_verified               ? "backups.unverified"
                      : taken_ms > now_ms          ? "backups.ahead"
                      : now_ms - taken_ms > DAY_MS ? "backups.old"
                                                   : NULL;
    return key == NULL ? TEXT("") : say(view, key);
}

static struct text
number_of(const struct view *view, int64_t number)
{
    return text_format(view->arena, "%lld", (long long)number);
}

static void
fill_facts(const struct view *view, const struct backup_state *state, struct backup_row *row)
{
    enum { FACTS = 6 };
    struct page at = {.arena = view->arena, .view = view};
    const struct backup_record *record = &state->record;
    struct summary_row *rows = ARENA_MANY(view->arena, FACTS, struct summary_row);
    int count = 0;
    rows[count++] = (struct summary_row){
        say(view, "backups.taken"),
        record->taken_ms > 0 ? page_instant_long(&at, record->taken_ms) : say(view, "system.never"),
        TEXT("")};
    rows[count++] = (struct summary_row){say(view, "backups.behind"),
                                         number_of(view, state->events - record->events), TEXT("")};
    if (record->taken_ms > 0) {
        rows[count++] = (struct summary_row){say(view, "backups.verified"),
                                             record->verified_ms > 0
                                                 ? page_instant_long(&at, record->verified_ms)
                                                 : say(view, "backups.not-verified"),
                                             TEXT("")};
        rows[count++] = (struct summary_row){say(view, "backups.events"),
                                             number_of(view, record->events), TEXT("")};
        rows[count++] = (struct summary_row){say(view, "backups.size"),
                                             page_bytes(&at, record->bytes), TEXT("")};
        rows[count++] = (struct summary_row){say(view, "backups.place"), record->place, TEXT("")};
    }
    row->facts = (struct summary_list_view){rows, count, false};
}

static bool
is_plain_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || (byte != '\0' && strchr("/._-:+", byte) != NULL);
}

/* A word of a command line: whatever a shell could read something into is put in quotes. */
static struct text
quoted(const struct view *view, struct text word)
{
    struct buffer buffer = buffer_open(view->arena, word.length + 8);
    size_t plain = 0;
    while (plain < word.length && is_plain_byte(word.bytes[plain]))
        plain++;
    if (plain > 0 && plain == word.length)
        return word;
    buffer_add_text(&buffer, TEXT("'"));
    while (!text_is_empty(word)) {
        bool had_quote = memchr(word.bytes, '\'', word.length) != NULL;
        buffer_add_text(&buffer, text_cut(&word, '\''));
        if (had_quote)
            buffer_add_text(&buffer, TEXT("'\\''"));
    }
    buffer_add_text(&buffer, TEXT("'"));
    return buffer_text(&buffer);
}

/* The folder that holds the folder. */
static struct text
above(struct text place)
{
    while (place.length > 1 && place.bytes[place.length - 1] != '/')
        place.length--;
    if (place.length > 1)
        place.length--;
    return place;
}

void
backups_page_fill(const struct view *view, const struct backup_state *states, int count,
                  struct text data, int64_t now_ms, struct backups_page *page)
{
    struct backup_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct backup_row);
    struct text from = say(view, "backups.example"), to = TEXT("/backup/tongban");
    struct text folder = quoted(view, data);
    for (int i = 0; i < count; i++) {
        const struct backup_record *record = &states[i].record;
        struct text place = record->taken_ms > 0 ? quoted(view, record->place) : from;
        struct text node = quoted(view, states[i].node);
        rows[i] = (struct backup_row){
            .name = view_court_name(view, states[i].node),
            .trouble = backup_trouble(view, record->taken_ms, record->verified_ms > 0, now_ms),
            .restore = text_format(view->arena,
                                   "sudo -u tongban tongban restore --data %.*s --from %.*s"
                                   " --node %.*s",
                                   TEXT_ARGS(folder), TEXT_ARGS(place), TEXT_ARGS(node)),
            .accept = text_format(view->arena,
                                  "sudo -u tongban tongban restore --data %.*s --node %.*s"
                                  " --accept-loss '%.*s'",
                                  TEXT_ARGS(folder), TEXT_ARGS(node),
                                  TEXT_ARGS(say(view, "backups.reason"))),
        };
        fill_facts(view, &states[i], &rows[i]);
        if (record->taken_ms > 0)
            to = above(record->place);
    }
    *page = (struct backups_page){
        .rows = rows,
        .rows_count = count,
        .make = text_format(view->arena, "sudo -u tongban tongban backup --data %.*s --to %.*s",
                            TEXT_ARGS(folder), TEXT_ARGS(quoted(view, to))),
    };
}
