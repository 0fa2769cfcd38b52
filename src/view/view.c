/* view.c: the small pieces of answers. Keys of one object ascend, so a name stands right behind the
 * id it explains. */
#include "view/view.h"

#include "law/access.h"

#include <string.h>

struct text
view_words(const struct view *view, const struct words *words)
{
    if (words == NULL)
        return TEXT("");
    struct text said = words->in[view->language];
    return text_is_empty(said) ? words->in[LANGUAGE_ZH] : said;
}

struct text
view_say(const struct view *view, const char *key)
{
    struct text sentence = wording(key, view->language);
    return view->own == NULL ? sentence
                             : own_words_say(view->own, text_of(key), view->language, sentence);
}

struct text
view_say_fill(const struct view *view, const char *key, const struct wording_value *values,
              size_t count)
{
    return wording_fill_in(view_say(view, key), view->language, values, count, view->arena);
}

struct text
view_colon(const struct view *view)
{
    return view->language == LANGUAGE_ZH ? TEXT("：") : TEXT(": ");
}

struct text
view_semicolon(const struct view *view)
{
    return view->language == LANGUAGE_ZH ? TEXT("；") : TEXT("; ");
}

void
view_instant(const struct view *view, struct canon *canon, const char *key, int64_t at_ms)
{
    if (at_ms > 0 && at_ms < VALUE_INTEGER_MAX)
        canon_member_text(canon, key, instant_text(at_ms, CHINA_OFFSET_MINUTES, view->arena));
}

void
view_title(const struct view *view, struct canon *canon, const char *key, const struct words *words)
{
    canon_member_text_if(canon, key, view_words(view, words));
}

static void
put_with_name(const struct view *view, struct canon *canon, const char *key, struct text id,
              const struct words *name)
{
    if (text_is_empty(id))
        return;
    canon_member_text(canon, key, id);
    if (name == NULL)
        return;
    static const char tail[] = "_name";
    size_t length = strlen(key);
    char *named = arena_take_raw(view->arena, length + sizeof tail);
    memcpy(named, key, length);
    memcpy(named + length, tail, sizeof tail);
    canon_member_text(canon, named, view_words(view, name));
}

struct text
view_court_name(const struct view *view, struct text id)
{
    const struct network_node *node = network_find(view->network, id);
    return node == NULL ? id : view_words(view, &node->name);
}

void
view_court(const struct view *view, struct canon *canon, const char *key, struct text id)
{
    const struct network_node *node = network_find(view->network, id);
    put_with_name(view, canon, key, id, node == NULL ? NULL : &node->name);
}

void
view_role(const struct view *view, struct canon *canon, const char *key, struct text role)
{
    enum role known;
    struct words words;
    bool is_known = role_parse(role, &known);
    if (is_known)
        words = role_words(known);
    put_with_name(view, canon, key, role, is_known ? &words : NULL);
}

void
view_citation(const struct view *view, struct canon *canon, struct citation rests_on)
{
    if (!citation_is_none(rests_on))
        canon_member_text(canon, "rests_on", citation_text(rests_on, view->arena));
}
