/* alike_page.c: the same facts of two matters, as summary lists give them, in one table. */
#include "view/alike_page.h"

#include "paper/wording.h"
#include "view/apply_page.h"
#include "view/page.h"

enum { LINES_MAX = 60 };

struct text
alike_why(const struct view *view, const struct alike *alike)
{
    struct wording_value value = {"n", text_format(view->arena, "%d", alike->same_files)};
    if (alike->has_same_parties && alike->same_files > 0)
        return wording_fill("alike.both", view->language, &value, 1, view->arena);
    if (alike->has_same_parties)
        return wording("alike.parties", view->language);
    return wording_fill("alike.files", view->language, &value, 1, view->arena);
}

static struct text
state_of(const struct view *view, const struct docket *docket)
{
    return docket->state == NULL ? docket->row.facts.state
                                 : view_words(view, &docket->state->words);
}

static struct text
when_of(const struct view *view, int64_t at_ms)
{
    struct page_frame frame = {.today = DATE_NONE};
    struct page page = {.arena = view->arena, .view = view, .frame = &frame};
    return at_ms > 0 ? page_instant(&page, at_ms) : TEXT("");
}

static struct text
parties_of(const struct view *view, const struct docket *docket)
{
    struct buffer all = buffer_open(view->arena, 200);
    int count = 0;
    for (const struct value *one = value_is(docket->parties, VALUE_ARRAY) ? docket->parties->first
                                                                          : NULL;
         one != NULL && count < 20; one = one->next, count++) {
        buffer_add_text(&all, count == 0 ? TEXT("") : view_semicolon(view));
        buffer_add_text(&all, value_member_text(one, "name"));
    }
    return buffer_text(&all);
}

static struct text
files_of(const struct view *view, const struct docket *docket)
{
    struct buffer all = buffer_open(view->arena, 200);
    for (int i = 0; i < docket->documents_count && i < 20; i++) {
        const struct docket_document *document = &docket->documents[i];
        const struct item_rule *item =
            docket->procedure == NULL ? NULL : procedure_item(docket->procedure, document->item);
        struct text name = !text_is_empty(document->name) ? document->name
                           : item == NULL                 ? document->item
                                                          : view_words(view, &item->words);
        buffer_add_text(&all, i == 0 ? TEXT("") : view_semicolon(view));
        buffer_add_text(&all, name);
    }
    return buffer_text(&all);
}

static void
add(struct alike_page *page, struct alike_line *lines, struct text what, struct text here,
    struct text there)
{
    if (page->lines_count < LINES_MAX && (!text_is_empty(here) || !text_is_empty(there)))
        lines[page->lines_count++] =
            (struct alike_line){what, here, there, !text_equal(here, there)};
}

static struct summary_list_view
facts_of(const struct view *view, const struct docket *docket)
{
    const struct step *step = apply_step(docket->procedure);
    return step == NULL ? (struct summary_list_view){0}
                        : matter_page_facts(view, docket->procedure, step->fields,
                                            step->fields_count, docket->fields);
}

static const struct summary_row *
fact_called(const struct summary_list_view *facts, struct text label)
{
    for (int i = 0; i < facts->rows_count; i++) {
        if (text_equal(facts->rows[i].label, label))
            return &facts->rows[i];
    }
    return NULL;
}

/* Fields of both, in the order of this one's rules; what only the other has comes last. */
static void
add_fields(const struct view *view, const struct docket *docket, const struct docket *other,
           struct alike_page *page, struct alike_line *lines)
{
    struct summary_list_view here = facts_of(view, docket), there = facts_of(view, other);
    for (int i = 0; i < here.rows_count; i++) {
        const struct summary_row *row = &here.rows[i], *same = fact_called(&there, row->label);
        add(page, lines, row->label, row->value, same == NULL ? TEXT("") : same->value);
    }
    for (int i = 0; i < there.rows_count; i++) {
        const struct summary_row *row = &there.rows[i];
        if (fact_called(&here, row->label) == NULL)
            add(page, lines, row->label, TEXT(""), row->value);
    }
}

static void
add_all(const struct view *view, const struct docket *docket, const struct docket *other,
        struct alike_page *page)
{
    struct alike_line *lines = ARENA_MANY(view->arena, LINES_MAX, struct alike_line);
    page->lines = lines;
    add(page, lines, wording("part.parties", view->language), parties_of(view, docket),
        parties_of(view, other));
    add(page, lines, wording("queue.state", view->language), state_of(view, docket),
        state_of(view, other));
    add(page, lines, wording("alike.case-number", view->language), docket->row.facts.case_number,
        other->row.facts.case_number);
    add(page, lines, wording("peek.receiving", view->language),
        view_court_name(view, docket->row.facts.receiving),
        view_court_name(view, other->row.facts.receiving));
    add(page, lines, wording("alike.handed-in", view->language),
        when_of(view, docket->row.facts.times.counter_ms),
        when_of(view, other->row.facts.times.counter_ms));
    add_fields(view, docket, other, page, lines);
    add(page, lines, wording("matter.materials", view->language), files_of(view, docket),
        files_of(view, other));
}

void
alike_page_fill(const struct view *view, const struct docket *docket, const struct alike *list,
                int count, int chosen, struct alike_page *page)
{
    struct alike_choice *choices = ARENA_MANY(view->arena, (size_t)count + 1, struct alike_choice);
    page->no = docket->row.matter_id;
    page->here = text_format(view->arena, "/desk/m/%.*s", TEXT_ARGS(page->no));
    for (int i = 0; i < count; i++)
        choices[page->choices_count++] = (struct alike_choice){
            .no = list[i].matter_id,
            .title = list[i].docket->row.title,
            .why = alike_why(view, &list[i]),
            .address = text_format(view->arena, "%.*s/alike?with=%.*s", TEXT_ARGS(page->here),
                                   TEXT_ARGS(list[i].matter_id)),
            .state = state_of(view, list[i].docket),
            .is_current = i == chosen,
        };
    page->choices = choices;
    if (count == 0)
        return;
    page->other = list[chosen].matter_id;
    page->there = text_format(view->arena, "/desk/m/%.*s", TEXT_ARGS(page->other));
    add_all(view, docket, list[chosen].docket, page);
}
