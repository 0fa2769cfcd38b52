/* cause.c: people say 欠钱不还, the list says 民间借贷纠纷. The search leads from one to the other
 * and never chooses: it shows the few that may be meant. */
#include "law/cause.h"

#include "law/everyday.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const struct cause_edition *
cause_edition(const struct cause_editions *editions, struct text id)
{
    for (size_t i = 0; i < editions->count; i++)
        if (text_equal(editions->editions[i].id, id))
            return &editions->editions[i];
    return NULL;
}

const struct cause_edition *
cause_edition_on(const struct cause_editions *editions, struct date filed)
{
    for (size_t i = 0; i < editions->count; i++) {
        const struct cause_edition *edition = &editions->editions[i];
        if (date_in_span(filed, edition->from, edition->until))
            return edition;
    }
    return NULL;
}

/* One part of a number, 1 to 999; moves past it. -1 for anything else. */
static int
take_part(struct text *rest)
{
    int value = 0;
    size_t digits = 0;
    while (digits < rest->length && rest->bytes[digits] >= '0' && rest->bytes[digits] <= '9' &&
           digits <= 3)
        value = value * 10 + (rest->bytes[digits++] - '0');
    if (digits == 0 || digits > 3 || rest->bytes[0] == '0')
        return -1;
    rest->bytes += digits;
    rest->length -= digits;
    return value;
}

static bool
split_number(struct text number, int *third, int *fourth)
{
    *fourth = 0;
    if ((*third = take_part(&number)) < 0)
        return false;
    if (number.length == 0)
        return true;
    if (number.bytes[0] != '.')
        return false;
    number.bytes++;
    number.length--;
    return (*fourth = take_part(&number)) > 0 && number.length == 0;
}

bool
cause_is_number(struct text number)
{
    int third, fourth;
    return split_number(number, &third, &fourth);
}

int
cause_compare_numbers(struct text a, struct text b)
{
    int third_a, fourth_a, third_b, fourth_b;
    bool are_numbers = split_number(a, &third_a, &fourth_a) && split_number(b, &third_b, &fourth_b);
    assert(are_numbers);
    (void)are_numbers;
    return third_a != third_b ? third_a - third_b : fourth_a - fourth_b;
}

const struct cause *
cause_find(const struct cause_edition *edition, struct text number)
{
    for (size_t i = 0; i < edition->count; i++)
        if (text_equal(edition->causes[i].number, number))
            return &edition->causes[i];
    return NULL;
}

const struct cause *
cause_parent(const struct cause_edition *edition, const struct cause *cause)
{
    struct text rest = cause->number;
    struct text parent = text_cut(&rest, '.');
    return cause_level(cause) == 4 ? cause_find(edition, parent) : NULL;
}

const struct cause_group *
cause_group(const struct cause_edition *edition, struct text id)
{
    for (size_t i = 0; i < edition->groups_count; i++)
        if (text_equal(edition->groups[i].id, id))
            return &edition->groups[i];
    return NULL;
}

int
cause_level(const struct cause *cause)
{
    return memchr(cause->number.bytes, '.', cause->number.length) == NULL ? 3 : 4;
}

/* Search */

/* The best name and the best word count, a further word a little. */
static int
score(const struct cause *cause, struct text typed, struct arena *arena)
{
    int best = text_equal(cause->number, typed) ? EVERYDAY_SAME : 0, more = 0;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        int of_name = everyday_score_name(everyday_alike(cause->name.in[language], arena), typed);
        best = of_name > best ? of_name : best;
    }
    for (size_t i = 0; i < cause->everyday_count; i++) {
        int of_word = everyday_score_word(everyday_alike(cause->everyday[i], arena), typed);
        more += of_word > 0;
        best = of_word > best ? of_word : best;
    }
    return best + (more > 1 ? more - 1 : 0);
}

struct scored {
    const struct cause *cause;
    int score;
};

static int
by_score(const void *left, const void *right)
{
    const struct scored *a = left, *b = right;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return cause_compare_numbers(a->cause->number, b->cause->number);
}

size_t
cause_search(const struct cause_edition *edition, struct text words, struct arena *arena,
             const struct cause *const **found)
{
    *found = NULL;
    if (words.length > CAUSE_SEARCH_BYTES_MAX)
        return 0;
    struct text typed = everyday_alike(words, arena);
    struct scored *hits = ARENA_MANY(arena, edition->count + 1, struct scored);
    size_t count = 0;
    for (size_t i = 0; typed.length > 0 && i < edition->count; i++) {
        int points = score(&edition->causes[i], typed, arena);
        if (points > 0)
            hits[count++] = (struct scored){&edition->causes[i], points};
    }
    if (count == 0)
        return 0;
    qsort(hits, count, sizeof hits[0], by_score);
    count = count > CAUSE_FOUND_MAX ? CAUSE_FOUND_MAX : count;
    const struct cause **best = ARENA_MANY(arena, count, const struct cause *);
    for (size_t i = 0; i < count; i++)
        best[i] = hits[i].cause;
    *found = best;
    return count;
}
