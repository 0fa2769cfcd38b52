/* guide_page.h: the guide: topics to choose from or to find by everyday words, and one topic with
 * its papers, times, cost and who helps. Papers and times are those of the rules on the day. */
#ifndef TB_GUIDE_PAGE_H
#define TB_GUIDE_PAGE_H
#include "rule/rulebook.h"
#include "view/view.h"

struct guide_row {
    struct text title, line, address;
};
struct guide_page {
    struct text words; /* as typed */
    bool was_searched;
    const struct guide_row *found; /* topics for the words */
    int found_count;
    const struct guide_row *causes; /* what a suit about it would be called; begins a filing */
    int causes_count;
    const struct guide_row *services, *others;
    int services_count, others_count;
};
/* `words`: empty for none. */
void guide_page_fill(const struct view *view, const struct rulebook *rules, struct text words,
                     struct date today, struct guide_page *page);

/* Topics people come with, for the home page. */
int guide_page_examples(const struct view *view, const struct guide *guide,
                        const struct guide_row **rows);

struct guide_paper {
    struct text name, help, when; /* when: whether it is always needed */
};
struct guide_time_row {
    struct text what, length, rests_on; /* rests_on: the article */
};
struct guide_topic_page {
    struct text title, what, cost, helps, go;
    const struct text *steps;
    int steps_count;
    const struct guide_paper *papers;
    int papers_count;
    const struct guide_time_row *times;
    int times_count;
    const struct text *sources; /* the articles it rests on */
    int sources_count;
};
void guide_topic_fill(const struct view *view, const struct rulebook *rules,
                      const struct guide_topic *topic, struct date today,
                      struct guide_topic_page *page);

#endif
