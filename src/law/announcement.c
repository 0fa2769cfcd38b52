/* announcement.c: the table is announcement.def. */
#include "law/announcement.h"

static const struct {
    const char *word, *documents;
    bool is_required;
} items[ANNOUNCED_ITEM_COUNT] = {
#define ANNOUNCED_ITEM(name, word, documents, must) [name] = {word, documents, must},
#include "law/announcement.def"
#undef ANNOUNCED_ITEM
};

struct text
announced_item_word(enum announced_item item)
{
    return text_of(items[item].word);
}

bool
announced_item_is_asked(enum announced_item item, struct text document)
{
    struct text list = text_of(items[item].documents);
    while (!text_is_empty(list))
        if (text_equal(text_cut(&list, ' '), document))
            return true;
    return false;
}

bool
announced_item_is_required(enum announced_item item, struct text document)
{
    return items[item].is_required && announced_item_is_asked(item, document);
}

bool
announcement_is_by(enum role role)
{
    return role == ROLE_JUDGE || role == ROLE_SUPERVISOR || role == ROLE_PRESIDENT;
}

struct text
announced_gaps(struct text gaps, struct date last, struct date day, struct arena *arena)
{
    struct buffer list = buffer_open(arena, gaps.length + 40);
    struct date missed = date_add_days(last, 1);
    buffer_add_text(&list, gaps);
    for (int i = 0; i < ANNOUNCED_GAPS_MAX && date_compare(missed, day) < 0; i++) {
        buffer_add_format(&list, "%s%.*s", list.length > 0 ? " " : "",
                          TEXT_ARGS(date_text(missed, arena)));
        missed = date_add_days(missed, 1);
    }
    return buffer_text(&list);
}
