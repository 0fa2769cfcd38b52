/* page_prefs.c: the cookie `p` is four words with dots: ko.large.night.on */
#include "http/page_prefs.h"

static const char *const themes[THEME_COUNT] = {"auto", "day", "night"};
static const char *const sizes[SIZE_COUNT] = {"normal", "large", "extra"};

const char *
theme_word(enum theme theme)
{
    return themes[theme];
}

const char *
type_size_word(enum type_size size)
{
    return sizes[size];
}

struct text
cookie_value(struct text cookies, const char *name)
{
    while (!text_is_empty(cookies)) {
        struct text value = text_trim(text_cut(&cookies, ';'));
        if (text_is(text_cut(&value, '='), name))
            return value;
    }
    return TEXT("");
}

bool
page_prefs_take(struct page_prefs *prefs, const char *name, struct text word)
{
    enum language language;
    bool is_known = false;
    struct text code = word; /* "zh-CN" is written in pages, "zh" in the cookie */
    if (strcmp(name, "lang") == 0 && language_parse(text_cut(&code, '-'), &language)) {
        prefs->has_language = true;
        prefs->language = language;
        return true;
    }
    for (int i = 0; i < THEME_COUNT && strcmp(name, "theme") == 0; i++) {
        if (text_is(word, themes[i])) {
            prefs->theme = (enum theme)i;
            is_known = true;
        }
    }
    for (int i = 0; i < SIZE_COUNT && strcmp(name, "size") == 0; i++) {
        if (text_is(word, sizes[i])) {
            prefs->size = (enum type_size)i;
            is_known = true;
        }
    }
    if (strcmp(name, "keys") == 0 && (text_is(word, "on") || text_is(word, "off"))) {
        prefs->keys_are_off = text_is(word, "off");
        is_known = true;
    }
    return is_known;
}

struct page_prefs
page_prefs_read(struct text cookies)
{
    struct page_prefs prefs = {.has_language = false};
    struct text rest = cookie_value(cookies, "p");
    static const char *const names[] = {"lang", "size", "theme", "keys"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        page_prefs_take(&prefs, names[i], text_cut(&rest, '.'));
    return prefs;
}

struct text
page_prefs_cookie(const struct page_prefs *prefs, bool is_secure, struct arena *arena)
{
    return text_format(arena, "p=%s.%s.%s.%s; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly%s",
                       prefs->has_language ? language_code(prefs->language) : "-",
                       sizes[prefs->size], themes[prefs->theme], prefs->keys_are_off ? "off" : "on",
                       is_secure ? "; Secure" : "");
}
