/* guide_page.c: the guide points at the rules, and here they are read. */
#include "view/guide_page.h"

#include "paper/derivation_words.h"
#include "paper/own_wording.h"

enum { CAUSES_SHOWN = 4, EXAMPLES_SHOWN = 6 };

/* A sentence of a topic as the court says it. */
static struct text
say_of(const struct view *view, const struct guide_topic *topic, const char *member, size_t number,
       const struct words *words)
{
    struct text sentence = view_words(view, words);
    return view->own == NULL
               ? sentence
               : own_words_say(view->own,
                               own_wording_topic_key(topic->id, member, number, view->arena),
                               view->language, sentence);
}

static struct guide_row
row_of(const struct view *view, const struct guide_topic *topic)
{
    return (struct guide_row){
        say_of(view, topic, "title", 0, &topic->title),
        say_of(view, topic, "line", 0, &topic->line),
        text_format(view->arena, "/guide/%.*s", TEXT_ARGS(topic->id)),
    };
}

static int
list(const struct view *view, const struct guide *guide, bool services, int most,
     const struct guide_row **rows)
{
    struct guide_row *all = ARENA_MANY(view->arena, guide->count + 1, struct guide_row);
    int count = 0;
    for (size_t i = 0; i < guide->count && count < most; i++) {
        if (guide->topics[i].is_service == services)
            all[count++] = row_of(view, &guide->topics[i]);
    }
    *rows = all;
    return count;
}

int
guide_page_examples(const struct view *view, const struct guide *guide,
                    const struct guide_row **rows)
{
    return list(view, guide, false, EXAMPLES_SHOWN, rows);
}

static void
find_topics(const struct view *view, const struct guide *guide, struct guide_page *page)
{
    const struct guide_topic *const *found;
    size_t count = guide_search(guide, page->words, view->arena, &found);
    struct guide_row *rows = ARENA_MANY(view->arena, count + 1, struct guide_row);
    for (size_t i = 0; i < count; i++)
        rows[i] = row_of(view, found[i]);
    page->found = rows;
    page->found_count = (int)count;
}

/* With the name of the cause, which the filing finds again. */
static void
find_causes(const struct view *view, const struct cause_edition *edition, struct guide_page *page)
{
    const struct cause *const *found = NULL;
    size_t count = edition == NULL ? 0 : cause_search(edition, page->words, view->arena, &found);
    struct guide_row *rows = ARENA_MANY(view->arena, CAUSES_SHOWN, struct guide_row);
    for (size_t i = 0; i < count && i < CAUSES_SHOWN; i++) {
        const struct cause_group *group = cause_group(edition, found[i]->group);
        struct text name = view_words(view, &found[i]->name);
        rows[page->causes_count++] =
            (struct guide_row){name, group == NULL ? TEXT("") : view_words(view, &group->name),
                               text_format(view->arena, "/apply?q=%.*s", TEXT_ARGS(name))};
    }
    page->causes = rows;
}

void
guide_page_fill(const struct view *view, const struct rulebook *rules, struct text words,
                struct date today, struct guide_page *page)
{
    *page = (struct guide_page){.words = words, .was_searched = !text_is_empty(words)};
    page->services_count =
        list(view, &rules->guide, true, (int)rules->guide.count, &page->services);
    page->others_count = list(view, &rules->guide, false, (int)rules->guide.count, &page->others);
    if (!page->was_searched)
        return;
    find_topics(view, &rules->guide, page);
    find_causes(view, cause_edition_on(&rules->causes, today), page);
}

/* ---- one topic ---- */

static struct text
when_of(const struct view *view, const struct item_rule *item)
{
    const char *key = item->is_required           ? "guide.always"
                      : item->required_if != NULL ? "guide.sometimes"
                                                  : "guide.optional";
    return view_say(view, key);
}

static void
fill_papers(const struct view *view, const struct guide_topic *topic,
            const struct procedure *procedure, struct guide_topic_page *page)
{
    size_t own = topic->papers.count;
    size_t most = own + (procedure == NULL ? 0 : procedure->items_count);
    struct guide_paper *papers = ARENA_MANY(view->arena, most + 1, struct guide_paper);
    for (size_t i = 0; i < own; i++)
        papers[page->papers_count++].name =
            say_of(view, topic, "papers", i + 1, &topic->papers.lines[i]);
    for (size_t i = 0; own == 0 && i < most; i++) {
        const struct item_rule *item = &procedure->items[i];
        papers[page->papers_count++] = (struct guide_paper){
            view_words(view, &item->words), view_words(view, &item->help), when_of(view, item)};
    }
    page->papers = papers;
}

static void
fill_times(const struct view *view, const struct rulebook *rules, const struct guide_topic *topic,
           struct date today, struct guide_topic_page *page)
{
    struct guide_time_row *rows =
        ARENA_MANY(view->arena, topic->times_count + 1, struct guide_time_row);
    for (size_t i = 0; i < topic->times_count; i++) {
        const struct guide_time *time = &topic->times[i];
        const struct period *period = period_find(&rules->time.periods, time->period);
        const struct period_variant *variant =
            period == NULL ? NULL : period_variant_find(period, time->variant, today);
        if (variant == NULL)
            continue; /* not in force today */
        struct text unit = period_unit_text(variant->length.unit);
        struct text length =
            text_format(view->arena, "%d %.*s", variant->length.count, TEXT_ARGS(unit));
        struct wording_value values[] = {{"period", view_words(view, &period->words)},
                                         {"variant", view_words(view, &variant->words)}};
        rows[page->times_count++] =
            (struct guide_time_row){view_say_fill(view, "guide.time", values, 2),
                                    derivation_words_length(length, view->language, view->arena),
                                    source_citation_text(&rules->time.sources, variant->rests_on,
                                                         view->language, view->arena)};
    }
    page->times = rows;
}

static const struct text *
steps_of(const struct view *view, const struct guide_topic *topic)
{
    const struct guide_lines *lines = &topic->steps;
    struct text *texts = ARENA_MANY(view->arena, lines->count + 1, struct text);
    for (size_t i = 0; i < lines->count; i++)
        texts[i] = say_of(view, topic, "steps", i + 1, &lines->lines[i]);
    return texts;
}

void
guide_topic_fill(const struct view *view, const struct rulebook *rules,
                 const struct guide_topic *topic, struct date today, struct guide_topic_page *page)
{
    struct text *sources = ARENA_MANY(view->arena, topic->rests_on_count + 1, struct text);
    for (size_t i = 0; i < topic->rests_on_count; i++)
        sources[i] = source_citation_text(&rules->time.sources, topic->rests_on[i], view->language,
                                          view->arena);
    *page = (struct guide_topic_page){
        .title = say_of(view, topic, "title", 0, &topic->title),
        .what = say_of(view, topic, "what", 0, &topic->what),
        .cost = say_of(view, topic, "cost", 0, &topic->cost),
        .helps = say_of(view, topic, "helps", 0, &topic->helps),
        .go = topic->go,
        .steps = steps_of(view, topic),
        .steps_count = (int)topic->steps.count,
        .sources = sources,
        .sources_count = (int)topic->rests_on_count,
    };
    fill_papers(view, topic,
                text_is_empty(topic->procedure)
                    ? NULL
                    : rulebook_procedure_in_force(rules, topic->procedure, today),
                page);
    fill_times(view, rules, topic, today, page);
}
