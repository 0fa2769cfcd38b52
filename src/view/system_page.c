/* system_page.c: first what is wrong and what to do about it, then the numbers. */
#include "view/system_page.h"

#include "paper/wording.h"
#include "view/backup_page.h"
#include "view/page.h"

enum { DIGEST_SHOWN = 16 };

static struct text
number_of(const struct view *view, int64_t number)
{
    return text_format(view->arena, "%lld", (long long)number);
}

/* "3 (the oldest since 11/26 09:12)", or "0". */
static struct text
open_since(const struct view *view, int64_t open, int64_t since_ms)
{
    struct page page = {.arena = view->arena, .view = view};
    struct wording_value values[] = {{"n", number_of(view, open)},
                                     {"when", page_instant(&page, since_ms)}};
    if (open == 0 || since_ms <= 0)
        return number_of(view, open);
    return wording_fill("system.open-since", view->language, values, 2, view->arena);
}

static struct text
trouble_of(const struct view *view, const struct node_state *state)
{
    const char *key = state->is_stopped         ? "system.is-stopped"
                      : state->is_read_only     ? "system.is-read-only"
                      : state->clock_is_doubted ? "system.clock-is-doubted"
                                                : NULL;
    return key == NULL ? TEXT("") : wording(key, view->language);
}

static void
fill_facts(const struct view *view, const struct node_state *state, struct system_page *page)
{
    struct page at = {.arena = view->arena, .view = view};
    struct text checkpoint = state->checkpoint_ms <= 0
                                 ? wording("system.never", view->language)
                                 : page_instant_long(&at, state->checkpoint_ms);
    struct text backup = state->backup_ms <= 0 ? wording("system.never", view->language)
                                               : page_instant_long(&at, state->backup_ms);
    const struct {
        const char *key;
        struct text value;
    } facts[] = {
        {"system.events", number_of(view, state->events)},
        {"system.checkpoint", checkpoint},
        {"system.promises", open_since(view, state->promises, state->promises_since_ms)},
        {"system.messages", open_since(view, state->messages, state->messages_since_ms)},
        {"system.alarms", number_of(view, state->alarms)},
        {"backups.taken", backup},
    };
    enum { FACTS = sizeof facts / sizeof facts[0] };
    struct summary_row *rows = ARENA_MANY(view->arena, FACTS, struct summary_row);
    for (int i = 0; i < FACTS; i++)
        rows[i] =
            (struct summary_row){wording(facts[i].key, view->language), facts[i].value, TEXT("")};
    page->facts = (struct summary_list_view){rows, FACTS, true};
}

static struct text
kind_of(const struct view *view, struct text kind)
{
    const char *key = text_is(kind, "directory") ? "system.directory"
                      : text_is(kind, "trust")   ? "system.trust"
                                                 : "system.rule";
    return wording(key, view->language);
}

void
system_page_fill(const struct view *view, const struct node_state *state,
                 const struct rule_in_use *rules, int count, int64_t now_ms,
                 struct system_page *page)
{
    struct rule_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct rule_row);
    for (int i = 0; i < count; i++) {
        struct text digest = rules[i].digest;
        if (digest.length > DIGEST_SHOWN)
            digest.length = DIGEST_SHOWN;
        rows[i] = (struct rule_row){kind_of(view, rules[i].kind), rules[i].name, digest,
                                    rules[i].version};
    }
    *page = (struct system_page){
        .trouble = trouble_of(view, state),
        .backup_trouble = backup_trouble(view, state->backup_ms, state->backup_is_verified, now_ms),
        .rules = rows,
        .rules_count = count};
    fill_facts(view, state, page);
}

/* ---- the log ---- */

void
log_page_fill(const struct view *view, const struct access_look *looks, int count,
              bool refused_only, int64_t last, bool more, struct log_page *page)
{
    struct log_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct log_row);
    for (int i = 0; i < count; i++)
        rows[i] =
            (struct log_row){looks_page_row(view, &looks[i]), view_court_name(view, looks[i].node),
                             looks[i].matter_id, looks[i].digested >= 0};
    *page = (struct log_page){.rows = rows, .rows_count = count, .refused_only = refused_only};
    if (more)
        page->older = text_format(view->arena, "/desk/log?%sbefore=%lld",
                                  refused_only ? "v=refused&" : "", (long long)last);
}
