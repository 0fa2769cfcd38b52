/* due_view.c: days until the last day, and on it minutes. */
#include "view/due_view.h"

#include "paper/wording.h"
#include "store/matter_rows.h"

enum { NEAR_DAYS = 2, MINUTE_MS = 60 * 1000 };

static int
days_until(int64_t due_ms, int64_t now_ms)
{
    /* due_ms is the first instant that is too late, so the last day is the one before it. */
    return date_of_instant(due_ms - 1, CHINA_OFFSET_MINUTES).day -
           date_of_instant(now_ms, CHINA_OFFSET_MINUTES).day;
}

static struct text
say_number(const struct view *view, const char *key, int64_t number)
{
    struct wording_value value = {"n", text_format(view->arena, "%lld", (long long)number)};
    return wording_fill(key, view->language, &value, 1, view->arena);
}

static struct text
say_late(const struct view *view, int64_t late_ms)
{
    int64_t minutes = late_ms / MINUTE_MS;
    if (minutes < 60)
        return say_number(view, "due.late-minutes", minutes < 1 ? 1 : minutes);
    if (minutes < 24 * 60)
        return say_number(view, "due.late-hours", minutes / 60);
    return say_number(view, "due.late-days", minutes / (24 * 60));
}

struct due_view
due_view_of(const struct view *view, int64_t due_ms, int64_t now_ms)
{
    if (due_ms <= 0 || due_ms >= NEVER_MS)
        return (struct due_view){"", TEXT("")};
    if (due_ms <= now_ms)
        return (struct due_view){"late", say_late(view, now_ms - due_ms)};
    if (due_ms - now_ms <= 60 * MINUTE_MS)
        return (struct due_view){
            "today",
            say_number(view, "due.minutes", (due_ms - now_ms + MINUTE_MS - 1) / MINUTE_MS)};
    int days = days_until(due_ms, now_ms);
    if (days > 0)
        return (struct due_view){days <= NEAR_DAYS ? "near" : "calm",
                                 say_number(view, "due.days", days)};
    int minute = minute_of_instant(due_ms - 1, CHINA_OFFSET_MINUTES) + 1;
    struct wording_value value = {"time",
                                  text_format(view->arena, "%02d:%02d", minute / 60, minute % 60)};
    return (struct due_view){"today",
                             wording_fill("due.today", view->language, &value, 1, view->arena)};
}
