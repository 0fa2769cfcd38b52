/* page.h: one page being written: the pieces that compiled templates (tool/compile_pages.c) are
 * made of, and what every page knows of its reader.
 *
 * Everything that reaches the buffer passes a function that escapes for its place, but for the
 * templates' own literals and struct markup. Texts live in the arena of the request. */
#ifndef TB_PAGE_H
#define TB_PAGE_H
#include "base/date.h"
#include "paper/wording.h"
#include "view/asset.h"
#include "view/frame.h"
#include "view/view.h"

/* HTML that was escaped already: an SVG drawn here, never anything a person typed. */
struct markup {
    struct text html;
};

struct page {
    struct buffer buffer;
    struct arena *arena;
    const struct view *view;
    const struct page_frame *frame;
};

struct page page_open(const struct view *view, const struct page_frame *frame);
/* The page as it stands; lives as long as the arena of the view. */
struct text page_close(struct page *page);

/* ---- for templates ---- */

void page_put(struct page *page, const char *literal, size_t length);
/* Text and quoted attributes alike: & < > " ' are written as entities. */
void page_put_text(struct page *page, struct text text);
/* The beginning of an address: a path of this site ("/m/…", "#…"), http, https, tel or mailto;
 * anything else becomes "#". What an address may not hold is percent-encoded. */
void page_put_address(struct page *page, struct text text);
/* Within an address, where a value is one segment or parameter: all but letters, digits, - . _ ~ is
 * percent-encoded. */
void page_put_address_part(struct page *page, struct text text);
void page_put_markup(struct page *page, struct markup markup);
void page_say(struct page *page, const char *key, const struct wording_value *values, size_t count);

struct text page_text_as_is(const struct page *page, struct text text);
struct text page_text_string(const struct page *page, const char *string);
struct text page_text_integer(const struct page *page, int64_t integer);
struct text page_text_words(const struct page *page, struct words words);
/* Anything that can be shown, as text. */
#define page_text_of(page, x)                                                                      \
    _Generic((x), struct text: page_text_as_is, const char *: page_text_string,                    \
             char *: page_text_string, int: page_text_integer, unsigned: page_text_integer,        \
             long: page_text_integer, unsigned long: page_text_integer,                            \
             long long: page_text_integer, struct words: page_text_words)(page, x)

static inline bool
page_truth_text(struct text text)
{
    return text.length > 0;
}
static inline bool
page_truth_integer(int64_t integer)
{
    return integer != 0;
}
static inline bool
page_truth_pointer(const void *pointer)
{
    return pointer != NULL;
}
#define page_truth(x)                                                                              \
    _Generic((x), struct text                                                                      \
             : page_truth_text, bool                                                               \
             : page_truth_integer, int                                                             \
             : page_truth_integer, unsigned                                                        \
             : page_truth_integer, long                                                            \
             : page_truth_integer, unsigned long                                                   \
             : page_truth_integer, long long                                                       \
             : page_truth_integer, default                                                         \
             : page_truth_pointer)(x)

/* ---- formatters ---- */

struct text page_money(const struct page *page, int64_t fen);     /* 25.00 元 */
struct text page_money_cn(const struct page *page, int64_t fen);  /* 人民币贰拾伍元整 */
struct text page_date(const struct page *page, struct date day);  /* 11月30日（星期一） */
struct text page_day(const struct page *page, struct date day);   /* 2026-11-30 */
struct text page_instant(const struct page *page, int64_t at_ms); /* 11月23日 09:12 */
struct text page_clock(const struct page *page, int64_t at_ms);   /* 09:12 */
struct text page_instant_long(const struct page *page, int64_t at_ms);
struct text page_days_left(const struct page *page, struct date day);    /* 还剩 7 天 */
struct text page_bytes(const struct page *page, int64_t bytes);          /* 71 KB */
struct text page_mask_id(const struct page *page, struct text id);       /* 222***********0019 */
struct text page_mask_phone(const struct page *page, struct text phone); /* 139****0001 */

#endif
