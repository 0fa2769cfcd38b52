/* guide.c: from what people type to the topics that explain it. */
#include "law/guide.h"

#include "law/everyday.h"

const struct guide_topic *
guide_find(const struct guide *guide, struct text id)
{
    for (size_t i = 0; i < guide->count; i++) {
        if (text_equal(guide->topics[i].id, id))
            return &guide->topics[i];
    }
    return NULL;
}

static int
score(const struct guide_topic *topic, struct text typed, struct arena *arena)
{
    int best = 0;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        int points = everyday_score_name(everyday_alike(topic->title.in[language], arena), typed);
        best = points > best ? points : best;
    }
    for (size_t i = 0; i < topic->everyday_count; i++) {
        int points = everyday_score_word(everyday_alike(topic->everyday[i], arena), typed);
        best = points > best ? points : best;
    }
    return best;
}

size_t
guide_search(const struct guide *guide, struct text words, struct arena *arena,
             const struct guide_topic *const **found)
{
    const struct guide_topic **best =
        ARENA_MANY(arena, GUIDE_FOUND_MAX + 1, const struct guide_topic *);
    int points[GUIDE_FOUND_MAX + 1] = {0};
    size_t count = 0;
    *found = best;
    if (words.length > GUIDE_SEARCH_BYTES_MAX)
        return 0;
    struct text typed = everyday_alike(words, arena);
    for (size_t i = 0; typed.length > 0 && i < guide->count; i++) {
        int of_topic = score(&guide->topics[i], typed, arena);
        size_t at = count;
        if (of_topic == 0)
            continue;
        for (; at > 0 && points[at - 1] < of_topic; at--) {
            points[at] = points[at - 1];
            best[at] = best[at - 1];
        }
        points[at] = of_topic;
        best[at] = &guide->topics[i];
        count = count < GUIDE_FOUND_MAX ? count + 1 : count;
    }
    return count;
}
