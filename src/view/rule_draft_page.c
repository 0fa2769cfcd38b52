/* rule_draft_page.c: mistakes stand beside the line they are about; of what would change the first
 * rows are shown and all are counted. */
#include "view/rule_draft_page.h"

#include "law/refusal.h"
#include "view/page.h"
#include "view/plain_form.h"

enum { MISTAKES_SHOWN = 50, SAYS_BYTES_MAX = 160, FACTS = 5, ROWS = 24 };

/* ---- mistakes ---- */

static struct text
line_of(struct text content, int line)
{
    struct text found = TEXT("");
    for (int i = 0; i < line; i++)
        found = text_cut(&content, '\n');
    while (found.length > SAYS_BYTES_MAX || (found.length > 0 && !text_is_utf8(found)))
        found.length--;
    return text_trim(found);
}

void
rule_mistakes_fill(const struct view *view, const struct mistakes *mistakes,
                   const struct rule_draft *draft, struct rule_mistakes_view *shown)
{
    struct rule_mistake_row *rows =
        ARENA_MANY(view->arena, MISTAKES_SHOWN, struct rule_mistake_row);
    *shown = (struct rule_mistakes_view){.rows = rows};
    for (const struct mistake *one = mistakes->first; one != NULL; one = one->next) {
        bool is_here = text_equal(one->file, draft->name);
        if (shown->rows_count == MISTAKES_SHOWN)
            break;
        rows[shown->rows_count++] = (struct rule_mistake_row){
            .file = is_here ? TEXT("") : one->file,
            .what = one->what,
            .says = is_here ? line_of(draft->content, one->line) : TEXT(""),
            .line = one->line,
            .column = one->column,
        };
    }
    shown->more = (int64_t)mistakes->count - shown->rows_count;
}

/* ---- the form ---- */

struct plain_form *
rule_draft_form(const struct view *view, const struct rule_draft_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    if (typed->is_new) {
        struct form_field *name =
            plain_form_add(form, CONTROL_TEXT, "name", view_say(view, "draft.name"),
                           view_say(view, "draft.name-hint"), typed->name);
        name->is_required = true;
    }
    struct form_field *content =
        plain_form_add(form, CONTROL_LINES, "content", view_say(view, "draft.content"),
                       view_say(view, "draft.content-hint"), typed->content);
    content->is_required = true;
    content->rows = ROWS;
    content->lang = language_tag(LANGUAGE_ZH);
    return form;
}

/* ---- what was tried ---- */

static void
add_count(const struct view *view, struct rule_change_view *shown, const char *key, int64_t count)
{
    struct summary_row *rows = (struct summary_row *)shown->facts.rows;
    rows[shown->facts.rows_count++] = (struct summary_row){
        view_say(view, key), text_format(view->arena, "%lld", (long long)count), TEXT("")};
}

static struct text
files_of(const struct view *view, const struct simulation *simulation)
{
    static const char *const kinds[] = {[FILE_IS_NEW] = "draft.file-new",
                                        [FILE_IS_CHANGED] = "draft.file-changed",
                                        [FILE_IS_GONE] = "draft.file-gone"};
    struct buffer all = buffer_open(view->arena, 200);
    for (int i = 0; i < simulation->files_count; i++) {
        if (i > 0)
            buffer_add_text(&all, view_semicolon(view));
        struct wording_value name = {"name", simulation->files[i].name};
        buffer_add_text(&all,
                        view_say_fill(view, kinds[simulation->files[i].difference], &name, 1));
    }
    return buffer_text(&all);
}

void
rule_change_tried(const struct view *view, const struct simulation *simulation,
                  struct rule_change_view *shown)
{
    struct rule_period_row *periods =
        ARENA_MANY(view->arena, SIMULATION_ROWS_MAX, struct rule_period_row);
    struct rule_filing_row *filings =
        ARENA_MANY(view->arena, SIMULATION_ROWS_MAX, struct rule_filing_row);
    shown->facts = (struct summary_list_view){
        ARENA_MANY(view->arena, FACTS + 1, struct summary_row), 0, false};
    ((struct summary_row *)shown->facts.rows)[shown->facts.rows_count++] =
        (struct summary_row){view_say(view, "draft.files"), files_of(view, simulation), TEXT("")};
    add_count(view, shown, "draft.open-matters", simulation->open_matters);
    add_count(view, shown, "draft.on-old-rules", simulation->on_old_rules);
    add_count(view, shown, "draft.periods-moved", simulation->periods_moved);
    add_count(view, shown, "draft.filings-tried", simulation->filings_tried);
    add_count(view, shown, "draft.filings-refused", simulation->filings_refused);
    for (int i = 0; i < simulation->periods_count; i++) {
        const struct simulated_period *from = &simulation->periods[i];
        periods[i] = (struct rule_period_row){
            from->matter_id, from->period, !date_is_none(from->before), from->before, from->after};
    }
    for (int i = 0; i < simulation->filings_count; i++) {
        const struct simulated_filing *from = &simulation->filings[i];
        filings[i] =
            (struct rule_filing_row){from->matter_id, from->procedure, from->field,
                                     view_say(view, refusal_key(from->refusal, view->arena).bytes)};
    }
    shown->periods = periods;
    shown->periods_count = simulation->periods_count;
    shown->more_periods = simulation->periods_moved - simulation->periods_count;
    shown->filings = filings;
    shown->filings_count = simulation->filings_count;
    shown->more_filings = simulation->filings_refused - simulation->filings_count;
}

/* ---- how far it has come ---- */

struct tag_view
rule_draft_tag(const struct view *view, enum rule_draft_state state)
{
    static const struct {
        const char *kind, *icon, *key;
    } tags[RULE_DRAFT_STATES] = {
        [RULE_DRAFT_OPEN] = {"warn", "clock", "directory.open"},
        [RULE_DRAFT_DECLINED] = {"", "cross", "directory.declined"},
        [RULE_DRAFT_WAITS] = {"info", "clock", "draft.waits"},
        [RULE_DRAFT_IN_USE] = {"good", "check", "draft.in-use"},
        [RULE_DRAFT_REPLACED] = {"", "", "draft.replaced"},
        [RULE_DRAFT_OVERTAKEN] = {"", "cross", "draft.overtaken"},
    };
    return (struct tag_view){tags[state].kind, tags[state].icon, view_say(view, tags[state].key)};
}

struct text
rule_draft_next(const struct view *view, enum rule_draft_state state, int64_t since_ms)
{
    struct page at = {.arena = view->arena, .view = view};
    struct wording_value since = {"day",
                                  since_ms > 0 ? page_instant_long(&at, since_ms) : TEXT("")};
    switch (state) {
    case RULE_DRAFT_WAITS: return view_say(view, "draft.next-waits");
    case RULE_DRAFT_IN_USE:
        return since_ms > 0 ? view_say_fill(view, "draft.next-in-use", &since, 1)
                            : view_say(view, "draft.next-again");
    case RULE_DRAFT_REPLACED: return view_say_fill(view, "draft.next-replaced", &since, 1);
    case RULE_DRAFT_OVERTAKEN: return view_say(view, "draft.next-overtaken");
    default: return TEXT("");
    }
}
