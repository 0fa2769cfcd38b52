/* list_page.c: rows for people: whose turn it is stands before everything else. */
#include "view/list_page.h"

#include "paper/wording.h"
#include "view/due_view.h"
#include "view/page.h"

/* ---- my matters ---- */

/* Nobody is next once a matter has ended. */
static bool
has_ended(const struct matter_row *row)
{
    return text_is_empty(row->next_role) || text_is(row->next_role, "-");
}

static struct text
line_of(const struct view *view, const struct matter_row *row, bool is_mine, int64_t now_ms)
{
    static const char *const keys[2][3] = {{"my.court", "my.court-by", "my.court-late"},
                                           {"my.yours", "my.yours-by", "my.yours-late"}};
    struct page_frame frame = {.today = DATE_NONE};
    struct page page = {.arena = view->arena, .view = view, .frame = &frame};
    struct wording_value values[] = {
        {"court", view_court_name(view, row->next_node)},
        {"when", row->due_ms < NEVER_MS
                     ? page_date(&page, date_of_instant(row->due_ms - 1, CHINA_OFFSET_MINUTES))
                     : TEXT("")}};
    if (has_ended(row))
        return wording("my.ended", view->language);
    int by = row->due_ms == NEVER_MS ? 0 : row->due_ms > now_ms ? 1 : 2;
    const char *key = keys[is_mine][by];
    return wording_fill(key, view->language, values, 2, view->arena);
}

static struct my_row
my_row_of(const struct view *view, const struct rulebook *rules, const struct my_matter *matter,
          int64_t now_ms)
{
    const struct matter_row *row = &matter->row;
    bool is_mine = text_is(row->next_role, "party");
    const struct procedure *procedure = rulebook_procedure_in_force(
        rules, row->procedure_name, date_of_instant(now_ms, CHINA_OFFSET_MINUTES));
    return (struct my_row){
        .title = !text_is_empty(row->title) ? row->title
                 : procedure == NULL        ? row->procedure_name
                                            : view_words(view, &procedure->title),
        .no = row->matter_id,
        .address = text_format(view->arena, "/m/%.*s", TEXT_ARGS(row->matter_id)),
        .court = view_court_name(view, row->facts.owner),
        .state =
            matter->state_words == NULL ? row->facts.state : view_words(view, matter->state_words),
        .line = line_of(view, row, is_mine, now_ms),
        .due = due_view_of(view, row->due_ms, now_ms),
        .is_mine = is_mine,
        .is_ended = has_ended(row),
    };
}

void
my_page_fill(const struct view *view, const struct rulebook *rules, const struct my_matters *mine,
             int64_t now_ms, struct my_page *page)
{
    struct my_row *rows = ARENA_MANY(view->arena, (size_t)mine->count + 1, struct my_row);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < mine->count; i++) {
            struct my_row row = my_row_of(view, rules, &mine->rows[i], now_ms);
            if (row.is_mine == (pass == 0))
                rows[page->rows_count++] = row;
        }
        if (pass == 0)
            page->waiting_count = page->rows_count;
    }
    page->rows = rows;
    if (mine->has_more)
        page->older = text_format(view->arena, "/my?before=%lld~%.*s",
                                  (long long)mine->next_entered_ms, TEXT_ARGS(mine->next_matter));
}

/* ---- the queue ---- */

static struct text
court_or_ours(const struct view *view, const struct queue_source *source, struct text id)
{
    if (text_equal(id, source->asker->node))
        return wording("queue.ours", view->language);
    return view_court_name(view, id);
}

static struct text
holder_of(const struct view *view, const struct queue_source *source, struct text assignee)
{
    if (text_is_empty(assignee))
        return wording("queue.nobody", view->language);
    if (text_equal(assignee, source->asker->account))
        return wording("queue.me", view->language);
    struct text name = person_name_find(source->people, source->people_count, assignee);
    return text_is_empty(name) ? wording("queue.colleague", view->language) : name;
}

/* Which clock it is that stands in the first column. */
static struct text
clock_of(const struct view *view, const struct procedure *procedure, struct text period)
{
    const struct period_rule *rule = procedure == NULL ? NULL : procedure_period(procedure, period);
    return rule == NULL ? TEXT("") : view_words(view, &rule->words);
}

static bool
is_by(const struct step *step, enum role role)
{
    for (size_t i = 0; i < step->by_count; i++) {
        if (step->by[i].role == role)
            return true;
    }
    return false;
}

/* Nobody has it, and a step without a form makes whoever takes it its handler. */
static struct text
claim_of(const struct view *view, const struct queue_source *source,
         const struct procedure *procedure, const struct worklist_row *from, struct text home)
{
    int state = procedure == NULL ? -1 : procedure_state(procedure, from->state);
    if (state < 0 || !text_is_empty(from->assignee) ||
        !text_equal(from->owner, source->asker->node))
        return TEXT("");
    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        if (step->names_handler && step->fields_count == 0 && is_by(step, source->asker->role) &&
            (step->from & (UINT64_C(1) << state)) != 0)
            return text_format(view->arena, "%.*s/do/%.*s", TEXT_ARGS(home), TEXT_ARGS(step->name));
    }
    return TEXT("");
}

static struct queue_row
queue_row_of(const struct view *view, const struct queue_source *source,
             const struct worklist_row *from)
{
    struct page_frame frame = {.today = date_of_instant(source->now_ms, CHINA_OFFSET_MINUTES)};
    struct page page = {.arena = view->arena, .view = view, .frame = &frame};
    const struct procedure *procedure =
        rulebook_procedure_in_force(source->rules, from->procedure, frame.today);
    struct text home = text_format(view->arena, "/desk/m/%.*s", TEXT_ARGS(from->matter_id));
    return (struct queue_row){
        .number = from->matter_id,
        .address = home,
        .peek = text_format(view->arena, "/desk/peek/%.*s", TEXT_ARGS(from->matter_id)),
        .due = due_view_of(view, from->due_ms, source->now_ms),
        .claim = claim_of(view, source, procedure, from, home),
        .pick = text_format(view->arena, "%.*s~%lld", TEXT_ARGS(from->matter_id),
                            (long long)from->version),
        .version = from->version,
        .clock = clock_of(view, procedure, from->due_period),
        .kind = {"", "", procedure == NULL ? from->procedure : view_words(view, &procedure->title)},
        .state = {"info", "",
                  from->state_words == NULL ? from->state : view_words(view, from->state_words)},
        .parties = from->title,
        .cause = from->is_sealed ? wording("matter.sealed", view->language) : TEXT(""),
        .from = court_or_ours(view, source, from->receiving),
        .to = court_or_ours(view, source, from->owner),
        .holder = holder_of(view, source, from->assignee),
        .changed = page_instant(&page, from->state_since_ms),
    };
}

void
queue_page_rows(const struct view *view, const struct queue_source *source, struct queue_page *page)
{
    const struct worklist *list = source->list;
    struct queue_row *rows = ARENA_MANY(view->arena, (size_t)list->count + 1, struct queue_row);
    struct wording_value value = {"n", text_format(view->arena, "%d", list->count)};
    for (int i = 0; i < list->count; i++)
        rows[i] = queue_row_of(view, source, &list->rows[i]);
    page->queue = (struct queue_view){
        .count_line = wording_fill(list->has_more ? "queue.count-more" : "queue.count",
                                   view->language, &value, 1, view->arena),
        .empty = wording("queue.empty", view->language),
        .rows = rows,
        .rows_count = list->count,
    };
}

void
queue_page_reminders(const struct view *view, const struct worklist_task *tasks, int count,
                     struct queue_page *page)
{
    struct queue_task *reminders = ARENA_MANY(view->arena, (size_t)count + 1, struct queue_task);
    for (int i = 0; i < count; i++)
        reminders[i] = (struct queue_task){
            .title = tasks[i].words == NULL ? tasks[i].name : view_words(view, tasks[i].words),
            .no = tasks[i].matter_id,
            .address = text_format(view->arena, "/desk/m/%.*s", TEXT_ARGS(tasks[i].matter_id)),
            .opened_ms = tasks[i].opened_ms};
    page->reminders = reminders;
    page->reminders_count = count;
}
