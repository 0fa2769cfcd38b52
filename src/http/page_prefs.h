/* page_prefs.h: what a reader likes: language, size of type, day or night, keys. Kept in a cookie
 * of his browser and nowhere else; nothing in it is secret. */
#ifndef TB_PAGE_PREFS_H
#define TB_PAGE_PREFS_H
#include "base/language.h"

enum theme { THEME_AUTO, THEME_DAY, THEME_NIGHT, THEME_COUNT };
enum type_size { SIZE_NORMAL, SIZE_LARGE, SIZE_EXTRA, SIZE_COUNT };

struct page_prefs {
    bool has_language; /* he chose one; otherwise the browser's counts */
    enum language language;
    enum theme theme;
    enum type_size size;
    bool keys_are_off; /* single-key shortcuts of the desk */
};

const char *theme_word(enum theme theme);        /* "auto", "day", "night" */
const char *type_size_word(enum type_size size); /* "normal", "large", "extra" */

/* Of the Cookie header; what is not well formed is as if it were not there. */
struct page_prefs page_prefs_read(struct text cookies);
/* The value of Set-Cookie, good for a year. */
struct text page_prefs_cookie(const struct page_prefs *prefs, bool is_secure, struct arena *arena);
/* One word of a form ("ko", "large", "night", "on", "off", "auto") into its place. False: unknown.
 */
bool page_prefs_take(struct page_prefs *prefs, const char *name, struct text word);

/* The value of a cookie of the Cookie header; empty where it is not there. */
struct text cookie_value(struct text cookies, const char *name);

#endif
