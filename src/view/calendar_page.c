/* calendar_page.c: days are said as people say them, with what makes them so. */
#include "view/calendar_page.h"

#include "paper/wording.h"

static struct text
say(const struct view *view, const char *key)
{
    return wording(key, view->language);
}

static struct text
days_of(const struct view *view, const struct calendar_span *span)
{
    if (date_is_none(span->first))
        return TEXT("");
    if (date_compare(span->first, span->last) == 0)
        return date_text(span->first, view->arena);
    struct text first = date_text(span->first, view->arena);
    struct text last = date_text(span->last, view->arena);
    return text_format(view->arena, "%.*s – %.*s", TEXT_ARGS(first), TEXT_ARGS(last));
}

/* Under the heading of its year. */
static struct text
short_days(const struct view *view, const struct calendar_span *span)
{
    struct civil first = date_civil(span->first), last = date_civil(span->last);
    if (date_compare(span->first, span->last) == 0)
        return text_format(view->arena, "%02d-%02d", first.month, first.day);
    return text_format(view->arena, "%02d-%02d – %02d-%02d", first.month, first.day, last.month,
                       last.day);
}

static struct tag_view
kind_tag(const struct view *view, bool is_work)
{
    return (struct tag_view){is_work ? "info" : "good", is_work ? "pencil" : "clock",
                             say(view, is_work ? "calendar.work" : "calendar.off")};
}

/* ---- the year ---- */

/* What makes a day what it is, in the words of the reader. */
static struct text
rests_on(const struct view *view, const struct calendar *calendar,
         const struct source_list *sources, const struct calendar_day *day)
{
    const struct source *source = source_find(sources, day->rests_on.source);
    if (source != NULL)
        return view_words(view, &source->name);
    for (size_t i = 0; i < calendar->decided.count; i++) {
        const struct calendar_decided *one = &calendar->decided.days[i];
        if (&one->span.words == day->words)
            return text_format(view->arena, "%.*s · %.*s", TEXT_ARGS(say(view, "calendar.own")),
                               TEXT_ARGS(one->notice));
    }
    return citation_text(day->rests_on, view->arena);
}

/* Days that are off or worked for the same reason and follow each other are one row, so that what a
 * decision replaced is not said beside it. */
static void
fill_year(const struct view *view, const struct calendar *calendar,
          const struct source_list *sources, int year, struct calendar_page *page)
{
    enum { DAYS_MAX = 366 };
    struct calendar_day_row *rows = ARENA_MANY(view->arena, DAYS_MAX, struct calendar_day_row);
    struct calendar_span run = {.first = DATE_NONE, .last = DATE_NONE};
    const struct words *before = NULL;
    struct date day;
    page->days = rows;
    page->is_missing =
        !calendar_has_year(calendar, year) || !date_from_civil((struct civil){year, 1, 1}, &day);
    page->court_days = calendar_count_court_days(calendar, year);
    for (; !page->is_missing && date_civil(day).year == year; day = date_add_days(day, 1)) {
        struct calendar_day one = calendar_day(calendar, day);
        bool goes_on = one.words != NULL && one.words == before;
        before = one.words;
        if (one.words == NULL)
            continue;
        run.last = day;
        if (goes_on) {
            rows[page->days_count - 1].days = short_days(view, &run);
            continue;
        }
        run.first = day;
        rows[page->days_count++] = (struct calendar_day_row){
            .days = short_days(view, &run),
            .words = view_words(view, one.words),
            .rests_on = rests_on(view, calendar, sources, &one),
            .kind = kind_tag(view, one.kind != CALENDAR_HOLIDAY),
        };
    }
}

static struct text
address_of_year(const struct view *view, const struct calendar *calendar, int year)
{
    if (!calendar_has_year(calendar, year))
        return TEXT("");
    return text_format(view->arena, "/desk/calendar?year=%d", year);
}

/* ---- changes ---- */

static struct tag_view
state_tag(const struct view *view, enum calendar_change_status status)
{
    static const struct {
        const char *kind, *icon, *key;
    } tags[] = {
        [CHANGE_PROPOSED] = {"warn", "clock", "calendar.proposed"},
        [CHANGE_APPROVED] = {"info", "clock", "calendar.approved"},
        [CHANGE_DECLINED] = {"wrong", "cross", "calendar.declined"},
        [CHANGE_DONE] = {"good", "check", "calendar.done"},
    };
    return (struct tag_view){tags[status].kind, tags[status].icon, say(view, tags[status].key)};
}

static struct text
what_of(const struct view *view, const struct calendar_change *change)
{
    if (change->kind == CHANGE_FILES)
        return change->notice;
    return view_words(view, &change->span.words);
}

static struct text
address_of(const struct view *view, struct text id)
{
    return text_format(view->arena, "/desk/calendar/%.*s", TEXT_ARGS(id));
}

void
calendar_page_fill(const struct view *view, const struct calendar *calendar,
                   const struct source_list *sources, int year,
                   const struct calendar_named *changes, int count, enum role role,
                   struct calendar_page *page)
{
    struct calendar_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct calendar_row);
    for (int i = 0; i < count; i++) {
        const struct calendar_change *change = &changes[i].change;
        rows[i] = (struct calendar_row){
            .days = days_of(view, &change->span),
            .words = what_of(view, change),
            .address = address_of(view, change->id),
            .who = text_is_empty(changes[i].proposer) ? say(view, "calendar.by-files")
                                                      : changes[i].proposer,
            .proposed_ms = change->proposed_ms,
            .state = state_tag(view, change->status),
        };
    }
    page->year = year;
    page->changes = rows;
    page->changes_count = count;
    page->may_propose = role == ROLE_SYSTEM_ADMIN || role == ROLE_SUPERVISOR;
    page->earlier = address_of_year(view, calendar, year - 1);
    page->later = address_of_year(view, calendar, year + 1);
    fill_year(view, calendar, sources, year, page);
}

/* ---- proposing ---- */

static void
add_line(struct plain_form *form, const char *name, const char *label, const char *hint,
         struct text value, bool is_required)
{
    const struct view *view = form->view;
    struct form_field *field = plain_form_add(form, CONTROL_TEXT, name, say(view, label),
                                              hint == NULL ? TEXT("") : say(view, hint), value);
    field->is_required = is_required;
}

static void
add_day(struct plain_form *form, const char *name, const char *label, const char *hint,
        struct text value, bool is_required)
{
    add_line(form, name, label, hint, value, is_required);
    form->fields[form->count - 1].type = TEXT("date");
}

struct plain_form *
calendar_form(const struct view *view, const struct calendar_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    struct form_field *kind =
        plain_form_add(form, CONTROL_RADIO, "kind", say(view, "calendar.kind"),
                       say(view, "calendar.kind-hint"), typed->kind);
    kind->is_required = true;
    plain_form_choice(form, kind, TEXT("off"), say(view, "calendar.kind-off"),
                      text_is(typed->kind, "off"));
    plain_form_choice(form, kind, TEXT("work"), say(view, "calendar.kind-work"),
                      text_is(typed->kind, "work"));
    add_day(form, "first", "calendar.first", NULL, typed->first, true);
    add_day(form, "last", "calendar.last", "calendar.last-hint", typed->last, false);
    add_line(form, "zh", "calendar.words", "calendar.words-hint", typed->zh, true);
    add_line(form, "ko", "calendar.words-ko", NULL, typed->ko, false);
    add_line(form, "en", "calendar.words-en", NULL, typed->en, false);
    add_line(form, "notice", "calendar.notice", "calendar.notice-hint", typed->notice, true);
    return form;
}

/* ---- one change ---- */

struct facts {
    const struct view *view;
    struct summary_row rows[10];
    int count;
};

static void
add_fact(struct facts *facts, const char *label, struct text value)
{
    if (!text_is_empty(value))
        facts->rows[facts->count++] =
            (struct summary_row){.label = say(facts->view, label), .value = value};
}

static struct text
who_and_when(const struct view *view, struct text name, int64_t at_ms)
{
    if (at_ms == 0)
        return TEXT("");
    struct text day = date_text(date_of_instant(at_ms, CHINA_OFFSET_MINUTES), view->arena);
    return text_format(view->arena, "%.*s · %.*s", TEXT_ARGS(name), TEXT_ARGS(day));
}

static void
fill_facts(const struct view *view, const struct calendar_named *named,
           struct calendar_change_page *page)
{
    const struct calendar_change *change = &named->change;
    struct facts *facts = ARENA_NEW(view->arena, struct facts);
    facts->view = view;
    bool is_files = change->kind == CHANGE_FILES;
    add_fact(facts, "calendar.state", state_tag(view, change->status).words);
    add_fact(facts, "calendar.what", what_of(view, change));
    if (!is_files) {
        add_fact(facts, "calendar.days", days_of(view, &change->span));
        add_fact(
            facts, "calendar.kind",
            say(view, change->kind == CHANGE_WORK ? "calendar.kind-work" : "calendar.kind-off"));
        add_fact(facts, "calendar.notice", change->notice);
    }
    add_fact(facts, "calendar.proposer",
             who_and_when(view,
                          text_is_empty(named->proposer) ? say(view, "calendar.by-files")
                                                         : named->proposer,
                          change->proposed_ms));
    add_fact(facts, "calendar.decider", who_and_when(view, named->decider, change->decided_ms));
    add_fact(facts, "calendar.reason", change->reason);
    if (change->status == CHANGE_DONE || change->status == CHANGE_APPROVED)
        add_fact(facts, "calendar.restated",
                 text_format(view->arena, "%lld", (long long)change->restated));
    page->facts = (struct summary_list_view){facts->rows, facts->count, false};
}

static struct moved_row
moved_row_of(const struct view *view, const struct moved_period *one)
{
    return (struct moved_row){
        .number = text_is_empty(one->matter_id) ? say(view, "calendar.hidden") : one->matter_id,
        .address = text_is_empty(one->matter_id)
                       ? TEXT("")
                       : text_format(view->arena, "/desk/m/%.*s", TEXT_ARGS(one->matter_id)),
        .period = view_words(view, one->words),
        .before = date_is_none(one->before) ? say(view, "calendar.unknown")
                                            : date_text(one->before, view->arena),
        .after = date_text(one->after, view->arena),
        .runs_again = one->runs_again,
        .tells_party = one->tells_party,
    };
}

void
calendar_change_fill(const struct view *view, const struct calendar_named *change,
                     const struct moved_list *moved, struct text account, enum role role,
                     struct calendar_change_page *page)
{
    enum calendar_change_status status = change->change.status;
    struct moved_row *rows =
        ARENA_MANY(view->arena, (size_t)moved->rows_count + 1, struct moved_row);
    for (int i = 0; i < moved->rows_count; i++)
        rows[i] = moved_row_of(view, &moved->rows[i]);
    fill_facts(view, change, page);
    page->rows = rows;
    page->rows_count = moved->rows_count;
    page->periods = moved->periods;
    page->parties = moved->parties;
    page->more = moved->periods - moved->rows_count;
    page->is_cut = moved->is_cut;
    page->is_open = status == CHANGE_PROPOSED;
    page->is_over = status == CHANGE_DECLINED || status == CHANGE_DONE;
    page->is_own = text_equal(change->change.proposer, account);
    page->may_decide =
        (role == ROLE_SUPERVISOR || role == ROLE_PRESIDENT) && !page->is_own &&
        (page->is_open || (status == CHANGE_DONE && (page->is_unlisted || moved->periods > 0)));
    page->action = address_of(view, change->change.id);
}

struct plain_form *
calendar_decision_form(const struct view *view, const struct calendar_change *change,
                       struct text decision, struct text reason)
{
    bool may_decline = change->status == CHANGE_PROPOSED && change->kind != CHANGE_FILES;
    struct plain_form *form = plain_form_open(view);
    struct form_field *choice =
        plain_form_add(form, CONTROL_RADIO, "decision", say(view, "calendar.decision"),
                       say(view, change->kind == CHANGE_FILES ? "calendar.decision-files"
                                                              : "calendar.decision-hint"),
                       decision);
    choice->is_required = true;
    plain_form_choice(form, choice, TEXT("approve"), say(view, "calendar.approve"),
                      text_is(decision, "approve"));
    if (may_decline)
        plain_form_choice(form, choice, TEXT("decline"), say(view, "calendar.decline"),
                          text_is(decision, "decline"));
    add_line(form, "reason", "calendar.reason", may_decline ? "calendar.reason-hint" : NULL, reason,
             false);
    return form;
}
