/* enquiry_page.c: answers of other courts as sentences; only how far a matter is, never content. */
#include "view/enquiry_page.h"

#include "paper/wording.h"
#include "view/page.h"

/* States go by name in the answer; their words are those of any procedure that has such a state. */
static struct text
state_name(const struct view *view, const struct rulebook *rules, struct text state)
{
    for (size_t i = 0; i < rules->procedures.count; i++) {
        const struct procedure *procedure = &rules->procedures.files[i].procedure;
        int at = procedure_state(procedure, state);
        if (at >= 0)
            return view_words(view, &procedure->states[at].words);
    }
    return state;
}

static struct text
instant_words(const struct view *view, struct text written)
{
    int64_t at_ms;
    struct page_frame frame = {.today = DATE_NONE};
    struct page page = {.arena = view->arena, .view = view, .frame = &frame};
    return instant_parse(written, CHINA_OFFSET_MINUTES, &at_ms) ? page_instant_long(&page, at_ms)
                                                                : written;
}

static void
fill_answer(const struct view *view, const struct rulebook *rules, const struct value *answer,
            struct enquiry_row *row)
{
    struct text due = value_member_text(answer, "due");
    struct wording_value values[] = {
        {"court", view_court_name(view, value_member_text(answer, "owner"))},
        {"since", instant_words(view, value_member_text(answer, "since"))},
        {"state", state_name(view, rules, value_member_text(answer, "state"))},
    };
    row->was_found = true;
    row->line = wording_fill("enquiry.found", view->language, values, 3, view->arena);
    if (text_is_empty(due))
        return;
    struct wording_value when = {"due", instant_words(view, due)};
    row->due = wording_fill("enquiry.due", view->language, &when, 1, view->arena);
}

static void
fill_steps(const struct view *view, struct text matter_id, const struct enquiry *enquiry,
           struct enquiry_row *row)
{
    struct matter_action *steps =
        ARENA_MANY(view->arena, (size_t)enquiry->steps_count + 1, struct matter_action);
    for (int i = 0; i < enquiry->steps_count; i++)
        steps[row->steps_count++] = (struct matter_action){
            .title = view_words(view, &enquiry->steps[i]->words),
            .address = text_format(view->arena, "/desk/enquiry/%.*s/do/%.*s", TEXT_ARGS(matter_id),
                                   TEXT_ARGS(enquiry->steps[i]->name))};
    row->steps = steps;
}

void
enquiry_page_fill(const struct view *view, const struct rulebook *rules, struct text matter_id,
                  const struct enquiry *enquiries, int count, int64_t now_ms,
                  struct enquiry_page *page)
{
    struct enquiry_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct enquiry_row);
    (void)now_ms;
    for (int i = 0; i < count; i++) {
        const struct enquiry *from = &enquiries[i];
        struct wording_value court = {"court", view_court_name(view, from->asked)};
        rows[i] = (struct enquiry_row){.person = from->person,
                                       .reason = from->reason,
                                       .asked_ms = from->asked_ms,
                                       .is_waiting = from->answer == NULL && !from->has_expired};
        if (from->has_expired)
            rows[i].line = wording("enquiry.expired", view->language);
        else if (from->answer == NULL)
            rows[i].line = wording_fill("enquiry.waiting", view->language, &court, 1, view->arena);
        else if (value_is_true(value_member(from->answer, "found")))
            fill_answer(view, rules, from->answer, &rows[i]);
        else
            rows[i].line =
                wording_fill("enquiry.not-found", view->language, &court, 1, view->arena);
        fill_steps(view, matter_id, from, &rows[i]);
    }
    page->rows = rows;
    page->rows_count = count;
}
