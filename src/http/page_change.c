/* page_change.c: one person proposed, another sees old beside new and decides. */
#include "http/page_change.h"

#include "http/page_files.h"

enum { REASON_CHARACTERS_MAX = 200 };

struct deciding {
    const struct change_kind *kind;
    struct change_page page;
    struct proposal_named proposal;
    struct text decision, reason; /* as typed */
    struct plain_form *form;
    void *of; /* of kind->load */
};

struct answer
page_change_proposed(struct page_call *call, const struct outcome *outcome, const char *area,
                     const char *flash)
{
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    return page_redirect(
        call,
        text_format(call->api.arena, "%s/%.*s", area, TEXT_ARGS(value_member_text(said, "change"))),
        flash);
}

static bool
begin(struct page_call *call, const struct change_kind *kind, struct deciding *deciding,
      enum completion *done)
{
    struct api_call *api = &call->api;
    call->of = deciding;
    deciding->kind = kind;
    if (!page_has_role(call, done))
        return false;
    struct look look = api_look(api);
    enum refusal refusal =
        proposal_list_one(&look, kind->kind, api_segment(api, "change"), &deciding->proposal);
    if (refusal == ALLOWED && kind->load != NULL)
        deciding->of = kind->load(call, &deciding->proposal);
    if (api_look_failed(api))
        *done = api_obstruct(api, LOOK_MUST_SUCCEED);
    else if (refusal == CHANGE_MUST_BE_OPEN)
        *done = page_nothing(call);
    else if (refusal != ALLOWED)
        *done = page_refuse(call, refusal, TEXT(""));
    else
        return true;
    return false;
}

static struct answer
draw(struct page_call *call, struct deciding *deciding, int status)
{
    const struct change_kind *kind = deciding->kind;
    struct change_page *view = &deciding->page;
    kind->fill(call, &deciding->proposal, deciding->of, view);
    view->form = plain_form_close(deciding->form);
    page_title(call, kind->title);
    page_frame_area(call, kind->area);
    page_crumb(call, kind->area, view_say(&call->view, kind->list_title));
    page_crumb(call, "", view_say(&call->view, kind->title));
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    page_desk_change(&page, view);
    return page_answer(call, status, &page);
}

static struct plain_form *
form_of(struct page_call *call, const struct deciding *deciding)
{
    return change_decision_form(&call->view, deciding->kind->hint, deciding->decision,
                                deciding->reason);
}

/* On a thread of errands. */
static void
show_later(void *of)
{
    struct page_call *call = of;
    struct deciding *deciding = call->of;
    deciding->kind->work_out(call, &deciding->proposal, deciding->of);
    page_answer_later(call, draw(call, deciding, 200));
}

enum completion
page_change_show(struct page_call *call, const struct change_kind *kind)
{
    struct deciding *deciding = ARENA_NEW(call->api.arena, struct deciding);
    enum completion done;
    if (!begin(call, kind, deciding, &done))
        return done;
    deciding->form = form_of(call, deciding);
    if (kind->work_out == NULL)
        return api_answer(&call->api, draw(call, deciding, 200));
    if (!errand_send(call->api.api->papers, show_later, call))
        return api_obstruct(&call->api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

static bool
approves(const struct deciding *deciding)
{
    return text_is(deciding->decision, "approve");
}

static struct answer
decided(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct deciding *deciding = call->of;
    const struct change_kind *kind = deciding->kind;
    return page_change_proposed(call, outcome, kind->area,
                                approves(deciding) ? kind->approved : kind->declined);
}

static struct answer
decide_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct deciding *deciding = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    deciding->form = form_of(call, deciding);
    if (!plain_form_mark(deciding->form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        deciding->page.why = page_why(call, outcome);
    return draw(call, deciding, status);
}

static struct text
input_of(struct page_call *call, const struct deciding *deciding)
{
    struct canon input = canon_open(call->api.arena, 300);
    canon_begin_object(&input);
    canon_member_boolean(&input, "approve", approves(deciding));
    canon_member_text(&input, "change", deciding->proposal.proposal.id);
    canon_member_text_if(&input, "reason", deciding->reason);
    canon_end_object(&input);
    return canon_text(&input);
}

static struct act
act_of(struct page_call *call, const struct deciding *deciding)
{
    return (struct act){.verb = deciding->kind->decides,
                        .input = value_read_canonical(input_of(call, deciding), call->api.arena),
                        .if_version = -1,
                        .claimed_ms = -1};
}

/* On a thread of errands. */
static void
decide_later(void *of)
{
    struct page_call *call = of;
    struct deciding *deciding = call->of;
    const struct change_kind *kind = deciding->kind;
    kind->work_out(call, &deciding->proposal, deciding->of);
    if (approves(deciding))
        deciding->page.why = kind->hinder(call, deciding->of);
    if (deciding->form->wrong_count > 0 || !text_is_empty(deciding->page.why))
        page_answer_later(call, draw(call, deciding, 422));
    else
        page_submit_later(call, act_of(call, deciding), input_of(call, deciding), decided,
                          decide_again);
}

enum completion
page_change_decide(struct page_call *call, const struct change_kind *kind)
{
    struct deciding *deciding = ARENA_NEW(call->api.arena, struct deciding);
    struct api_call *api = &call->api;
    enum completion done;
    if (!begin(call, kind, deciding, &done))
        return done;
    deciding->decision = page_posted(call, "decision");
    deciding->reason = page_posted(call, "reason");
    deciding->form = form_of(call, deciding);
    plain_form_check(deciding->form);
    if (text_characters(deciding->reason) > REASON_CHARACTERS_MAX)
        plain_form_mark(deciding->form, TEXT("reason"),
                        api_sentence(api, FIELD_MUST_BE_IN_BOUNDS, TEXT("")));
    if (text_is(deciding->decision, "decline") && text_is_empty(deciding->reason))
        plain_form_mark(deciding->form, TEXT("reason"),
                        view_say(&call->view, "directory.reason-missing"));
    if (kind->work_out != NULL)
        return errand_send(api->api->papers, decide_later, call)
                   ? REQUEST_HELD
                   : api_obstruct(api, SERVICE_MUST_HAVE_ROOM);
    if (deciding->form->wrong_count > 0)
        return api_answer(api, draw(call, deciding, 422));
    return page_submit(call, act_of(call, deciding), input_of(call, deciding), decided,
                       decide_again);
}
