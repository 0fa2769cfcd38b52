/* source.c: a party reads 《…》第…条, never our short form. */
#include "law/source.h"

#include <assert.h>

const struct source *
source_find(const struct source_list *list, struct text id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->sources[i].id, id))
            return &list->sources[i];
    }
    return NULL;
}

bool
source_resolves(const struct source_list *list, struct citation citation)
{
    const struct source *source = source_find(list, citation.source);
    if (source == NULL)
        return false;
    if (source->articles == 0)
        return citation.article == 0;
    return citation.article >= 1 && citation.article <= source->articles;
}

struct text
source_numeral(int number, struct arena *arena)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    static const char *const units[] = {"千", "百", "十", ""};
    struct buffer numeral = buffer_open(arena, 32);
    bool has_begun = false, has_gap = false;
    assert(number >= 1 && number <= 9999);
    for (int place = 0, value = 1000; place < 4; place++, value /= 10) {
        int digit = number / value % 10;
        if (digit == 0) {
            has_gap = has_begun;
            continue;
        }
        if (has_gap)
            buffer_add_text(&numeral, text_of(digits[0]));
        has_gap = false;
        if (has_begun || place != 2 || digit != 1) /* 十五, not 一十五 */
            buffer_add_text(&numeral, text_of(digits[digit]));
        buffer_add_text(&numeral, text_of(units[place]));
        has_begun = true;
    }
    return buffer_text(&numeral);
}

static struct text
text_in_chinese(const struct source *source, struct citation citation, struct arena *arena)
{
    struct buffer out = buffer_open(arena, 128);
    buffer_add_format(&out, "《%.*s》", TEXT_ARGS(source->name.in[LANGUAGE_ZH]));
    if (citation.article > 0)
        buffer_add_format(&out, "第%.*s条", TEXT_ARGS(source_numeral(citation.article, arena)));
    if (citation.item > 0)
        buffer_add_format(&out, "第（%.*s）项", TEXT_ARGS(source_numeral(citation.item, arena)));
    return buffer_text(&out);
}

static struct text
text_in_korean(const struct source *source, struct citation citation, struct arena *arena)
{
    struct buffer out = buffer_open(arena, 128);
    buffer_add_format(&out, "「%.*s」", TEXT_ARGS(source->name.in[LANGUAGE_KO]));
    if (citation.article > 0)
        buffer_add_format(&out, " 제%d조", citation.article);
    if (citation.item > 0)
        buffer_add_format(&out, " 제%d호", citation.item);
    return buffer_text(&out);
}

static struct text
text_in_english(const struct source *source, struct citation citation, struct arena *arena)
{
    struct buffer out = buffer_open(arena, 128);
    buffer_add_text(&out, source->name.in[LANGUAGE_EN]);
    if (citation.article > 0)
        buffer_add_format(&out, ", Article %d", citation.article);
    if (citation.item > 0)
        buffer_add_format(&out, ", item (%d)", citation.item);
    return buffer_text(&out);
}

struct text
source_citation_text(const struct source_list *list, struct citation citation,
                     enum language language, struct arena *arena)
{
    const struct source *source = source_find(list, citation.source);
    if (source == NULL)
        return citation_text(citation, arena);
    switch (language) {
    case LANGUAGE_ZH: return text_in_chinese(source, citation, arena);
    case LANGUAGE_KO: return text_in_korean(source, citation, arena);
    default: return text_in_english(source, citation, arena);
    }
}
