/* matter_opened.c: what was opened out of a matter, and what the law says of a service. */
#include "view/matter_page.h"

#include "law/derivation.h"
#include "paper/derivation_words.h"
#include "paper/wording.h"
#include "view/due_view.h"
#include "view/page.h"

static struct text
day_said(const struct view *view, struct text day)
{
    struct date date;
    return date_parse(day, &date) ? derivation_words_day(date, view->language, view->arena)
                                  : TEXT("");
}

void
matter_page_opened(const struct view *view, const struct origin_item *items, int count,
                   int64_t now_ms, struct matter_page *page)
{
    struct matter_opened *opened = ARENA_MANY(view->arena, (size_t)count + 1, struct matter_opened);
    for (int i = 0; i < count; i++) {
        const struct matter_row *row = &items[i].row;
        const struct value *verdict = matter_memory(&row->facts, TEXT(MEMORY_SERVICE));
        opened[i] = (struct matter_opened){
            .no = row->matter_id,
            .title = view_words(view, items[i].title),
            .who = text_is(row->title, "-") ? row->matter_id : row->title,
            .court = view_court_name(view, row->facts.executing),
            .state = view_words(view, items[i].state),
            .served_on = day_said(view, value_member_text(verdict, "served_on")),
            .address = text_format(view->arena, "/desk/m/%.*s", TEXT_ARGS(row->matter_id)),
            .due = due_view_of(view, items[i].is_end ? NEVER_MS : row->due_ms, now_ms),
        };
    }
    page->opened = opened;
    page->opened_count = count;
}

/* ---- what the law says ---- */

static struct text
counted_said(const struct view *view, const struct value *counted)
{
    struct derivation *derivation = ARENA_NEW(view->arena, struct derivation);
    if (!derivation_read(counted, derivation) || derivation->count == 0)
        return TEXT("");
    return derivation_words(&derivation->steps[0], view->language, view->arena);
}

/* As it was said when it was judged; a note names what it speaks of. */
static struct text
sentence_of(const struct view *view, const struct value *step)
{
    const struct value *words = value_member(step, "words");
    static const char *const languages[] = {"zh", "ko", "en"};
    if (value_member(step, "counted") != NULL)
        return counted_said(view, value_member(step, "counted"));
    struct text sentence = value_member_text(words, languages[view->language]);
    struct wording_value values[] = {{"what", value_member_text(step, "what")},
                                     {"day", day_said(view, value_member_text(step, "day"))}};
    return wording_fill_in(sentence, view->language, values, 2, view->arena);
}

static void
fill_steps(const struct view *view, const struct rulebook *rules, struct text derivation,
           struct matter_verdict *verdict)
{
    const struct value *list =
        text_is_empty(derivation) ? NULL : value_read_canonical(derivation, view->arena);
    size_t count = value_is(list, VALUE_ARRAY) ? list->count : 0;
    struct matter_clock_step *steps = ARENA_MANY(view->arena, count + 1, struct matter_clock_step);
    for (const struct value *one = count == 0 ? NULL : list->first; one != NULL; one = one->next) {
        struct text sentence = sentence_of(view, one);
        struct citation citation;
        if (text_is_empty(sentence))
            continue;
        bool is_cited = citation_parse(value_member_text(one, "rests_on"), &citation);
        steps[verdict->steps_count++] = (struct matter_clock_step){
            sentence, is_cited ? source_citation_text(&rules->time.sources, citation,
                                                      view->language, view->arena)
                               : TEXT("")};
    }
    verdict->steps = steps;
}

static struct text
outcome_said(const struct view *view, struct text outcome)
{
    static const struct {
        const char *outcome, *key;
    } rows[] = {
        {"served", "service.outcome-served"},         {"missing", "service.outcome-missing"},
        {"not_yet", "service.outcome-not-yet"},       {"failed", "service.outcome-failed"},
        {"prohibited", "service.outcome-prohibited"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_is(outcome, rows[i].outcome))
            return wording(rows[i].key, view->language);
    return outcome;
}

void
matter_page_verdict(const struct view *view, const struct matter_source *source,
                    struct matter_page *page)
{
    const struct effect *newest = NULL;
    for (int i = 0; i < source->events_count; i++)
        for (int k = 0; k < source->events[i].effects_count; k++)
            if (source->events[i].effects[k].kind == EFFECT_SERVICE_JUDGED)
                newest = &source->events[i].effects[k];
    if (newest == NULL)
        return;
    struct matter_verdict *verdict = ARENA_NEW(view->arena, struct matter_verdict);
    const struct service_mode *mode = service_mode_find(&source->rules->service, newest->value);
    *verdict = (struct matter_verdict){
        .outcome = outcome_said(view, newest->name),
        .mode = mode == NULL ? newest->value : view_words(view, &mode->words),
        .served_on = day_said(view, value_member_text(newest->memory, "served_on")),
        .closed_on = day_said(view, value_member_text(newest->memory, "closed_on")),
        .is_late = newest->count > 0,
        .is_served = text_is(newest->name, "served"),
    };
    fill_steps(view, source->rules, newest->derivation, verdict);
    page->verdict = verdict;
}
