/* source.h: the laws, interpretations and notices that rules rest on, and how a citation is printed
 * for a reader. Pure. */
#ifndef TB_SOURCE_H
#define TB_SOURCE_H
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

struct source {
    struct text id;          /* as it stands before the colon of a citation */
    struct words name;       /* in full, without 《》 */
    struct words edition;    /* which text is meant; may be empty in all languages */
    struct date from, until; /* in force from the first to the last day; DATE_NONE: open */
    int articles;            /* its last article; 0 when it is not divided into articles */
    bool is_verified;        /* somebody compared our rules with the official text */
};

struct source_list {
    const struct source *sources;
    size_t count;
};

/* NULL when unknown. */
const struct source *source_find(const struct source_list *list, struct text id);

/* The citation names a source of the list and, where that has articles, one of them. */
bool source_resolves(const struct source_list *list, struct citation citation);

/* 《中华人民共和国民事诉讼法》第一百二十七条第（一）项; the same in Korean and English. A citation
 * that does not resolve is printed in its short form. */
struct text source_citation_text(const struct source_list *list, struct citation citation,
                                 enum language language, struct arena *arena);

/* 1 to 9999 in Chinese numerals as laws write them: 十, 八十五, 一百零五, 一千一百一十. */
struct text source_numeral(int number, struct arena *arena);

#endif
