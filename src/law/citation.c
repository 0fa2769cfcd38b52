/* citation.c: reads and writes the short form of a citation. What it says in full is known by
 * source.c. */
#include "law/citation.h"

static bool
is_source_id(struct text text)
{
    if (text.length == 0 || text.length > CITATION_SOURCE_BYTES_MAX)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool is_letter = c >= 'A' && c <= 'Z';
        if (!is_letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return true;
}

/* 1 to `most`, without leading zeros. */
static bool
read_number(struct text text, int most, int *number)
{
    int64_t value;
    if (text.length == 0 || text.bytes[0] == '0' || !text_number(text, &value) || value > most)
        return false;
    *number = (int)value;
    return true;
}

bool
citation_parse(struct text text, struct citation *citation)
{
    struct text rest = text;
    *citation = (struct citation){.source = text_cut(&rest, ':')};
    if (!is_source_id(citation->source))
        return false;
    if (citation->source.length == text.length)
        return true;
    if (rest.length > 0 && rest.bytes[rest.length - 1] == ')') {
        rest.length--;
        struct text article = text_cut(&rest, '(');
        return read_number(article, CITATION_ARTICLE_MAX, &citation->article) &&
               read_number(rest, CITATION_ITEM_MAX, &citation->item);
    }
    return read_number(rest, CITATION_ARTICLE_MAX, &citation->article);
}

struct text
citation_text(struct citation citation, struct arena *arena)
{
    if (citation.article == 0)
        return text_copy(citation.source, arena);
    if (citation.item == 0)
        return text_format(arena, "%.*s:%d", TEXT_ARGS(citation.source), citation.article);
    return text_format(arena, "%.*s:%d(%d)", TEXT_ARGS(citation.source), citation.article,
                       citation.item);
}

bool
citation_is_none(struct citation citation)
{
    return citation.source.length == 0;
}

bool
citation_equal(struct citation a, struct citation b)
{
    return text_equal(a.source, b.source) && a.article == b.article && a.item == b.item;
}
