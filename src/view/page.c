/* page.c: escapes, and says sums, days and sizes as people do. */
#include "view/page.h"

#include "base/money.h"
#include "paper/amount_capitals.h"

enum { PAGE_BYTES_EXPECTED = 16 * 1024, MASK_SHOWN_FRONT = 3, MASK_SHOWN_BACK = 4 };

struct page
page_open(const struct view *view, const struct page_frame *frame)
{
    return (struct page){.buffer = buffer_open(view->arena, PAGE_BYTES_EXPECTED),
                         .arena = view->arena,
                         .view = view,
                         .frame = frame};
}

struct text
page_close(struct page *page)
{
    return buffer_text(&page->buffer);
}

/* ---- what reaches the buffer ---- */

void
page_put(struct page *page, const char *literal, size_t length)
{
    buffer_add(&page->buffer, literal, length);
}

static const char *
entity_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void
page_put_text(struct page *page, struct text text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *entity = entity_of(text.bytes[i]);
        if (entity == NULL)
            continue;
        buffer_add(&page->buffer, text.bytes + from, i - from);
        buffer_add(&page->buffer, entity, strlen(entity));
        from = i + 1;
    }
    buffer_add(&page->buffer, text.bytes + from, text.length - from);
}

static void
put_percent(struct page *page, struct text text, const char *as_they_are)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || (c != '\0' && strchr(as_they_are, c) != NULL);
        char encoded[3] = {'%', digits[c >> 4], digits[c & 15]};
        if (c == '&' && is_plain)
            page_put_text(page, TEXT("&"));
        else
            buffer_add(&page->buffer, is_plain ? text.bytes + i : encoded, is_plain ? 1 : 3);
    }
}

void
page_put_address(struct page *page, struct text text)
{
    bool is_ours = (text_starts_with(text, "/") && !text_starts_with(text, "//") &&
                    !text_starts_with(text, "/\\")) ||
                   text_starts_with(text, "#") || text_starts_with(text, "?");
    bool is_known = is_ours || text_starts_with(text, "https://") ||
                    text_starts_with(text, "http://") || text_starts_with(text, "tel:") ||
                    text_starts_with(text, "mailto:");
    put_percent(page, is_known ? text : TEXT("#"), "-._~:/?#[]@!$&()*+,;=%");
}

void
page_put_address_part(struct page *page, struct text text)
{
    put_percent(page, text, "-._~");
}

void
page_put_markup(struct page *page, struct markup markup)
{
    buffer_add_text(&page->buffer, markup.html);
}

void
page_say(struct page *page, const char *key, const struct wording_value *values, size_t count)
{
    page_put_text(page, count == 0 ? view_say(page->view, key)
                                   : view_say_fill(page->view, key, values, count));
}

/* ---- as text ---- */

struct text
page_text_as_is(const struct page *page, struct text text)
{
    (void)page;
    return text;
}

struct text
page_text_string(const struct page *page, const char *string)
{
    (void)page;
    return text_of(string);
}

struct text
page_text_integer(const struct page *page, int64_t integer)
{
    return text_format(page->arena, "%lld", (long long)integer);
}

struct text
page_text_words(const struct page *page, struct words words)
{
    return view_words(page->view, &words);
}

/* ---- formatters ---- */

static struct text
fill(const struct page *page, const char *key, const struct wording_value *values, size_t count)
{
    return wording_fill(key, page->view->language, values, count, page->arena);
}

struct text
page_money(const struct page *page, int64_t fen)
{
    struct wording_value value = {"yuan", money_text((struct money){fen}, page->arena)};
    return fill(page, "page.money", &value, 1);
}

struct text
page_money_cn(const struct page *page, int64_t fen)
{
    return amount_capitals((struct money){fen}, page->arena);
}

static struct text
weekday_of(const struct page *page, struct date day)
{
    static const char *const keys[] = {"weekday.monday",   "weekday.tuesday", "weekday.wednesday",
                                       "weekday.thursday", "weekday.friday",  "weekday.saturday",
                                       "weekday.sunday"};
    return wording(keys[date_weekday(day)], page->view->language);
}

/* The month as its place in a date wants it: a number, but in English a name. */
static struct text
month_of(const struct page *page, int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    if (page->view->language == LANGUAGE_EN)
        return text_of(names[month - 1]);
    return text_format(page->arena, "%d", month);
}

static struct text
say_day(const struct page *page, const char *key, struct date day, struct text time)
{
    if (date_is_none(day))
        return TEXT("");
    struct civil civil = date_civil(day);
    struct wording_value values[] = {
        {"day", text_format(page->arena, "%d", civil.day)},
        {"month", month_of(page, civil.month)},
        {"time", time},
        {"weekday", weekday_of(page, day)},
        {"year", text_format(page->arena, "%d", civil.year)},
    };
    return fill(page, key, values, sizeof values / sizeof values[0]);
}

struct text
page_date(const struct page *page, struct date day)
{
    bool is_this_year = !date_is_none(day) && page->frame != NULL &&
                        !date_is_none(page->frame->today) &&
                        date_civil(page->frame->today).year == date_civil(day).year;
    return say_day(page, is_this_year ? "page.date" : "page.date-year", day, TEXT(""));
}

struct text
page_day(const struct page *page, struct date day)
{
    return date_is_none(day) ? TEXT("") : date_text(day, page->arena);
}

static bool
is_instant(int64_t at_ms)
{
    return at_ms > 0 && at_ms < VALUE_INTEGER_MAX;
}

struct text
page_clock(const struct page *page, int64_t at_ms)
{
    if (!is_instant(at_ms))
        return TEXT("");
    int minute = minute_of_instant(at_ms, CHINA_OFFSET_MINUTES);
    return text_format(page->arena, "%02d:%02d", minute / 60, minute % 60);
}

struct text
page_instant(const struct page *page, int64_t at_ms)
{
    if (!is_instant(at_ms))
        return TEXT("");
    return say_day(page, "page.instant", date_of_instant(at_ms, CHINA_OFFSET_MINUTES),
                   page_clock(page, at_ms));
}

struct text
page_instant_long(const struct page *page, int64_t at_ms)
{
    if (!is_instant(at_ms))
        return TEXT("");
    return say_day(page, "page.instant-long", date_of_instant(at_ms, CHINA_OFFSET_MINUTES),
                   page_clock(page, at_ms));
}

struct text
page_days_left(const struct page *page, struct date day)
{
    if (date_is_none(day) || page->frame == NULL)
        return TEXT("");
    int left = day.day - page->frame->today.day;
    struct wording_value value = {"days", page_text_integer(page, left < 0 ? -left : left)};
    if (left == 0)
        return wording("page.days-today", page->view->language);
    return fill(page, left > 0 ? "page.days-left" : "page.days-over", &value, 1);
}

struct text
page_bytes(const struct page *page, int64_t bytes)
{
    if (bytes < 1024)
        return text_format(page->arena, "%lld B", (long long)bytes);
    if (bytes < INT64_C(1024) * 1024)
        return text_format(page->arena, "%lld KB", (long long)((bytes + 512) / 1024));
    return text_format(page->arena, "%lld.%lld MB", (long long)(bytes / (1024 * 1024)),
                       (long long)(bytes % (1024 * 1024) * 10 / (1024 * 1024)));
}

static struct text
mask(const struct page *page, struct text text, size_t stars)
{
    size_t count = text_characters(text), front = 0, back = 0;
    if (count <= MASK_SHOWN_FRONT + MASK_SHOWN_BACK)
        return text_is_empty(text) ? text : TEXT("****");
    for (size_t i = 0; i < MASK_SHOWN_FRONT; i++)
        text_next(text, &front);
    for (size_t i = 0; i < count - MASK_SHOWN_BACK; i++)
        text_next(text, &back);
    struct buffer buffer = buffer_open(page->arena, text.length + stars);
    buffer_add(&buffer, text.bytes, front);
    for (size_t i = 0; i < stars; i++)
        buffer_add(&buffer, "*", 1);
    buffer_add(&buffer, text.bytes + back, text.length - back);
    return buffer_text(&buffer);
}

struct text
page_mask_id(const struct page *page, struct text id)
{
    return mask(page, id, text_characters(id) > 7 ? text_characters(id) - 7 : 0);
}

struct text
page_mask_phone(const struct page *page, struct text phone)
{
    return mask(page, phone, 4);
}
