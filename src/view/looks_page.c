/* looks_page.c: a look in words: the role that looked, and at what. */
#include "view/looks_page.h"

#include "law/access.h"
#include "paper/wording.h"

static struct text
role_of(const struct view *view, struct text role)
{
    enum role known;
    if (!role_parse(role, &known))
        return role;
    struct words words = role_words(known);
    return view_words(view, &words);
}

/* Reasons are the names of what was opened. */
static struct text
what_of(const struct view *view, struct text reason)
{
    if (text_is(reason, "enquiry"))
        return wording("looks.enquiry", view->language);
    if (text_starts_with(reason, ACCESS_LOOK_DOCUMENT) || text_is(reason, "showDocument") ||
        text_is(reason, "page_document"))
        return wording("looks.document", view->language);
    if (text_is(reason, ACCESS_LOOK_ALIKE))
        return wording("looks.alike", view->language);
    if (text_is(reason, "showAccessLog") || text_is(reason, "page_looks"))
        return wording("looks.looks", view->language);
    return wording("looks.matter", view->language);
}

struct looks_row
looks_page_row(const struct view *view, const struct access_look *look)
{
    return (struct looks_row){look->at_ms, look->account, role_of(view, look->role),
                              what_of(view, look->reason), !look->was_allowed};
}

static struct text
who_of(const struct view *view, const struct access_look *look, const struct person_name *names,
       int names_count)
{
    struct text name = person_name_find(names, names_count, look->account);
    return text_is_empty(name) ? view_court_name(view, look->node) : name;
}

void
looks_page_fill(const struct view *view, struct text no, const struct access_look *looks, int count,
                bool more, const struct person_name *names, int names_count,
                struct looks_page *page)
{
    struct looks_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct looks_row);
    for (int i = 0; i < count; i++) {
        rows[i] = looks_page_row(view, &looks[i]);
        rows[i].who = who_of(view, &looks[i], names, names_count);
    }
    *page = (struct looks_page){no, rows, count, more};
}
