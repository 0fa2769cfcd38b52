/* page_calendar.c: the calendar of this court: proposed by its administrator or a head of division,
 * decided by another head or the president, who sees first what it moves. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/calendar_page.h"

enum {
    PARAMETER_CHARACTERS_MAX = 24,
    WORDS_CHARACTERS_MAX = 60,
    NOTICE_CHARACTERS_MAX = 200,
    YEAR_LEAST = 1990,
    YEAR_MOST = 2200
};

/* ---- the year and its changes ---- */

enum completion
page_calendar(struct page_call *call)
{
    struct api_call *api = &call->api;
    const struct calendar_named *changes = NULL;
    int count = 0;
    int64_t year = date_civil(api_today(api)).year;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct text given = api_parameter(api, "year", PARAMETER_CHARACTERS_MAX);
    if (api_has_mistakes(api) || (!text_is_empty(given) && (!text_number(given, &year) ||
                                                            year < YEAR_LEAST || year > YEAR_MOST)))
        return page_not_found(call);
    struct look look = api_look(api);
    enum refusal refusal = calendar_list_load(&look, &changes, &count);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    struct calendar calendar = rulebook_calendar(look.rules, look.court_id);
    struct calendar_page *view = ARENA_NEW(api->arena, struct calendar_page);
    calendar_page_fill(&call->view, &calendar, &look.rules->time.sources, (int)year, changes, count,
                       api->asker.role, view);
    page_title(call, "calendar.title");
    page_frame_area(call, "/desk/calendar");
    struct page page = page_begin(call);
    page_desk_calendar(&page, view);
    return page_end(call, 200, &page);
}

/* ---- proposing ---- */

struct proposing {
    struct calendar_form_page page;
    struct calendar_typed typed;
};

static struct answer
draw_form(struct page_call *call, struct proposing *proposing, struct plain_form *form, int status)
{
    struct calendar_form_page *view = &proposing->page;
    view->form = plain_form_close(form);
    view->action = TEXT("/desk/calendar/new");
    page_title(call, "calendar.propose");
    page_frame_area(call, "/desk/calendar");
    page_crumb(call, "/desk/calendar", wording("calendar.title", call->api.language));
    page_crumb(call, "", wording("calendar.propose", call->api.language));
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    page_desk_calendar_form(&page, view);
    return page_answer(call, status, &page);
}

static bool
may_propose(struct page_call *call, enum completion *done)
{
    if (!page_has_role(call, done))
        return false;
    if (call->session.role == ROLE_SYSTEM_ADMIN || call->session.role == ROLE_SUPERVISOR)
        return true;
    *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
    return false;
}

enum completion
page_calendar_form(struct page_call *call)
{
    struct proposing *proposing = ARENA_NEW(call->api.arena, struct proposing);
    enum completion done;
    if (!may_propose(call, &done))
        return done;
    return api_answer(
        &call->api, draw_form(call, proposing, calendar_form(&call->view, &proposing->typed), 200));
}

static void
check_day(struct page_call *call, struct plain_form *form, const char *name, struct text value)
{
    struct date day;
    if (!text_is_empty(value) && !date_parse(value, &day))
        plain_form_mark(form, text_of(name), wording("form.date", call->api.language));
}

static struct text
proposal_of(struct page_call *call, const struct calendar_typed *typed)
{
    struct canon input = canon_open(call->api.arena, 500);
    canon_begin_object(&input);
    canon_member_text(&input, "first", typed->first);
    canon_member_text(&input, "kind", typed->kind);
    canon_member_text_if(&input, "last", typed->last);
    canon_member_text(&input, "notice", typed->notice);
    canon_key(&input, "words");
    canon_begin_object(&input);
    canon_member_text_if(&input, "en", typed->en);
    canon_member_text_if(&input, "ko", typed->ko);
    canon_member_text(&input, "zh", typed->zh);
    canon_end_object(&input);
    canon_end_object(&input);
    return canon_text(&input);
}

static struct text
change_of(const struct page_call *call, const struct outcome *outcome)
{
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    return text_format(call->api.arena, "/desk/calendar/%.*s",
                       TEXT_ARGS(value_member_text(said, "change")));
}

static struct answer
proposed(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    return page_redirect(call, change_of(call, outcome), "calendar-proposed");
}

static struct answer
propose_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct proposing *proposing = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct plain_form *form = calendar_form(&call->view, &proposing->typed);
    if (!plain_form_mark(form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        proposing->page.why = page_why(call, outcome);
    return draw_form(call, proposing, form, status);
}

enum completion
page_propose_calendar(struct page_call *call)
{
    struct proposing *proposing = ARENA_NEW(call->api.arena, struct proposing);
    struct calendar_typed *typed = &proposing->typed;
    enum completion done;
    if (!may_propose(call, &done))
        return done;
    call->of = proposing;
    *typed = (struct calendar_typed){
        .kind = page_posted(call, "kind"),
        .first = text_fold(page_posted(call, "first"), call->api.arena),
        .last = text_fold(page_posted(call, "last"), call->api.arena),
        .zh = page_posted(call, "zh"),
        .ko = page_posted(call, "ko"),
        .en = page_posted(call, "en"),
        .notice = page_posted(call, "notice"),
    };
    struct plain_form *form = calendar_form(&call->view, typed);
    plain_form_check(form);
    check_day(call, form, "first", typed->first);
    check_day(call, form, "last", typed->last);
    page_check_line(call, form, "zh", typed->zh, WORDS_CHARACTERS_MAX);
    page_check_line(call, form, "ko", typed->ko, WORDS_CHARACTERS_MAX);
    page_check_line(call, form, "en", typed->en, WORDS_CHARACTERS_MAX);
    page_check_line(call, form, "notice", typed->notice, NOTICE_CHARACTERS_MAX);
    if (form->wrong_count > 0)
        return api_answer(&call->api, draw_form(call, proposing, form, 422));
    struct text input = proposal_of(call, typed);
    struct act act = {.verb = VERB_PROPOSE_CALENDAR,
                      .input = value_read_canonical(input, call->api.arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, input, proposed, propose_again);
}

/* ---- one change ---- */

struct deciding {
    struct calendar_change_page page;
    struct calendar_named change;
    struct moved_list moved;
    struct text decision, reason; /* as typed */
};

/* Loads the change of the address, with what it moves where that is to be drawn. False after the
 * answer. */
static bool
begin(struct page_call *call, struct deciding *deciding, bool with_moved, enum completion *done)
{
    struct api_call *api = &call->api;
    call->of = deciding;
    if (!page_has_role(call, done))
        return false;
    struct look look = api_look(api);
    enum refusal refusal = calendar_change_load(
        &look, api_segment(api, "change"), &deciding->change, with_moved ? &deciding->moved : NULL);
    if (refusal == ALLOWED && !api_look_failed(api))
        return true;
    if (api_look_failed(api))
        *done = api_obstruct(api, LOOK_MUST_SUCCEED);
    else if (refusal == CALENDAR_CHANGE_MUST_BE_OPEN)
        *done = page_nothing(call);
    else
        *done = page_refuse(call, refusal, TEXT(""));
    return false;
}

static struct answer
draw_change(struct page_call *call, struct deciding *deciding, struct plain_form *form, int status)
{
    struct calendar_change_page *view = &deciding->page;
    calendar_change_fill(&call->view, &deciding->change, &deciding->moved, call->api.account.id,
                         call->api.asker.role, view);
    view->form = plain_form_close(form);
    page_title(call, "calendar.change");
    page_frame_area(call, "/desk/calendar");
    page_crumb(call, "/desk/calendar", wording("calendar.title", call->api.language));
    page_crumb(call, "", wording("calendar.change", call->api.language));
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    page_desk_calendar_change(&page, view);
    return page_answer(call, status, &page);
}

static struct plain_form *
decision_form(struct page_call *call, const struct deciding *deciding)
{
    return calendar_decision_form(&call->view, &deciding->change.change, deciding->decision,
                                  deciding->reason);
}

enum completion
page_calendar_change(struct page_call *call)
{
    struct deciding *deciding = ARENA_NEW(call->api.arena, struct deciding);
    enum completion done;
    if (!begin(call, deciding, true, &done))
        return done;
    return api_answer(&call->api, draw_change(call, deciding, decision_form(call, deciding), 200));
}

static struct answer
decided(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct deciding *deciding = call->of;
    bool is_approved = text_is(deciding->decision, "approve");
    return page_redirect(call, change_of(call, outcome),
                         is_approved ? "calendar-approved" : "calendar-declined");
}

static struct answer
decide_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct deciding *deciding = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct plain_form *form = decision_form(call, deciding);
    if (!plain_form_mark(form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        deciding->page.why = page_why(call, outcome);
    return draw_change(call, deciding, form, status);
}

enum completion
page_decide_calendar(struct page_call *call)
{
    struct deciding *deciding = ARENA_NEW(call->api.arena, struct deciding);
    struct api_call *api = &call->api;
    enum completion done;
    if (!begin(call, deciding, false, &done))
        return done;
    deciding->page.is_unlisted = true;
    deciding->decision = page_posted(call, "decision");
    deciding->reason = page_posted(call, "reason");
    struct plain_form *form = decision_form(call, deciding);
    bool is_approved = text_is(deciding->decision, "approve");
    plain_form_check(form);
    page_check_line(call, form, "reason", deciding->reason, NOTICE_CHARACTERS_MAX);
    if (text_is(deciding->decision, "decline") && text_is_empty(text_trim(deciding->reason)))
        plain_form_mark(form, TEXT("reason"), wording("calendar.reason-missing", api->language));
    if (form->wrong_count > 0)
        return api_answer(api, draw_change(call, deciding, form, 422));
    struct canon input = canon_open(api->arena, 300);
    canon_begin_object(&input);
    canon_member_boolean(&input, "approve", is_approved);
    canon_member_text(&input, "change", deciding->change.change.id);
    canon_member_text_if(&input, "reason", deciding->reason);
    canon_end_object(&input);
    struct act act = {.verb = VERB_DECIDE_CALENDAR,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), decided, decide_again);
}
