/* page_words.c: what this court says in its own words; the system administrator drafts, a head of
 * division or the president decides. */
#include "http/page_change.h"
#include "http/page_routes.h"
#include "view/words_page.h"

#define WORDS_AREA "/desk/words"

enum completion
page_words(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct words_lists lists = {0};
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    enum refusal refusal = proposal_list_in_force(&look, OWN_WORDS_KIND, OWN_WORDS_MAX,
                                                  &lists.in_force, &lists.in_force_count);
    if (refusal == ALLOWED)
        refusal =
            proposal_list_load(&look, OWN_WORDS_KIND, &lists.proposals, &lists.proposals_count);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    lists.sentences_count = own_wording_list(&api_rules(api)->guide, api->arena, &lists.sentences);
    struct words_page *view = ARENA_NEW(api->arena, struct words_page);
    words_page_fill(&call->view, &lists, api->asker.role, view);
    page_title(call, "words.title");
    page_frame_area(call, WORDS_AREA);
    struct page page = page_begin(call);
    page_desk_words(&page, view);
    return page_end(call, 200, &page);
}

/* ---- drafting ---- */

struct drafting {
    struct words_form_page page;
    struct own_sentence sentence;
    struct words_typed typed;
    bool is_suspended; /* the court has words for it that do not count now */
};

static struct answer
draw_form(struct page_call *call, struct drafting *drafting, struct plain_form *form, int status)
{
    struct words_form_page *view = &drafting->page;
    words_form_fill(&call->view, &drafting->sentence, view);
    view->may_withdraw = view->may_withdraw || drafting->is_suspended;
    view->form = plain_form_close(form);
    view->action = call->api.request->path;
    page_title(call, "words.draft");
    page_frame_area(call, WORDS_AREA);
    page_crumb(call, WORDS_AREA, view_say(&call->view, "words.title"));
    page_crumb(call, "", view_say(&call->view, "words.draft"));
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    page_desk_words_form(&page, view);
    return page_answer(call, status, &page);
}

static struct plain_form *
form_of(struct page_call *call, const struct drafting *drafting)
{
    return words_form(&call->view, &drafting->sentence, &drafting->typed);
}

static bool
is_suspended(struct page_call *call, const struct own_sentence *sentence)
{
    const struct proposal_named *in_force;
    struct look look = api_look(&call->api);
    struct words said;
    int count = 0;
    proposal_list_in_force(&look, OWN_WORDS_KIND, OWN_WORDS_MAX, &in_force, &count);
    for (int i = 0; i < count; i++) {
        if (text_equal(in_force[i].proposal.target, sentence->key))
            return own_words_state(&in_force[i].proposal, sentence, &said, call->api.arena) ==
                   OWN_WORDS_SUSPENDED;
    }
    return false;
}

/* The sentence of the address. False after the answer. */
static bool
begin(struct page_call *call, struct drafting *drafting, enum completion *done)
{
    call->of = drafting;
    if (!page_acts_as(call, ROLE_SYSTEM_ADMIN, done))
        return false;
    if (own_wording_find(&api_rules(&call->api)->guide, api_segment(&call->api, "key"),
                         call->api.arena, &drafting->sentence)) {
        drafting->is_suspended = is_suspended(call, &drafting->sentence);
        return true;
    }
    *done = page_nothing(call);
    return false;
}

enum completion
page_words_form(struct page_call *call)
{
    struct drafting *drafting = ARENA_NEW(call->api.arena, struct drafting);
    enum completion done;
    if (!begin(call, drafting, &done))
        return done;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        drafting->typed.said.in[i] =
            own_words_say(call->view.own, drafting->sentence.key, (enum language)i,
                          drafting->sentence.product.in[i]);
    return api_answer(&call->api, draw_form(call, drafting, form_of(call, drafting), 200));
}

static struct answer
proposed(struct api_call *api, const struct outcome *outcome)
{
    return page_change_proposed(page_call_of(api), outcome, WORDS_AREA, "words-proposed");
}

static struct answer
propose_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct drafting *drafting = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct plain_form *form = form_of(call, drafting);
    if (!plain_form_mark(form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        drafting->page.why = page_why(call, outcome);
    return draw_form(call, drafting, form, status);
}

static struct text
input_of(struct page_call *call, const struct drafting *drafting, bool withdraws)
{
    struct canon input = canon_open(call->api.arena, 600);
    canon_begin_object(&input);
    canon_member_boolean(&input, "agrees", drafting->typed.agrees);
    canon_member_text(&input, "key", drafting->sentence.key);
    canon_member_boolean(&input, "withdraw", withdraws);
    if (!withdraws) {
        canon_key(&input, "words");
        canon_put_canonical(&input, own_words_write(&drafting->typed.said, call->api.arena));
    }
    canon_end_object(&input);
    return canon_text(&input);
}

/* Every language at once, each with the place that is missing or too many. */
static void
mark(struct page_call *call, const struct drafting *drafting, struct plain_form *form)
{
    plain_form_check(form);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct text place;
        enum refusal refusal =
            own_wording_check(drafting->sentence.key, drafting->sentence.product.in[i],
                              drafting->typed.said.in[i], (enum language)i, &place);
        if (refusal != ALLOWED)
            plain_form_mark(form, text_of(language_code((enum language)i)),
                            api_sentence(&call->api, refusal, place));
    }
}

enum completion
page_propose_words(struct page_call *call)
{
    struct drafting *drafting = ARENA_NEW(call->api.arena, struct drafting);
    bool withdraws = page_has_posted(call, "withdraw");
    enum completion done;
    if (!begin(call, drafting, &done))
        return done;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        drafting->typed.said.in[i] = page_posted(call, language_code((enum language)i));
    drafting->typed.agrees = page_has_posted(call, "agrees");
    struct plain_form *form = form_of(call, drafting);
    if (!withdraws)
        mark(call, drafting, form);
    if (form->wrong_count > 0)
        return api_answer(&call->api, draw_form(call, drafting, form, 422));
    struct text input = input_of(call, drafting, withdraws);
    struct act act = {.verb = VERB_PROPOSE_WORDS,
                      .input = value_read_canonical(input, call->api.arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, input, proposed, propose_again);
}

/* ---- deciding ---- */

static void
fill(struct page_call *call, const struct proposal_named *proposal, void *of,
     struct change_page *page)
{
    (void)of;
    struct own_sentence sentence;
    bool is_there = own_wording_find(&api_rules(&call->api)->guide, proposal->proposal.target,
                                     call->api.arena, &sentence);
    words_change_fill(&call->view, proposal, is_there ? &sentence : NULL, call->api.account.id,
                      call->api.asker.role, page);
}

static const struct change_kind words_change = {
    .kind = OWN_WORDS_KIND,
    .decides = VERB_DECIDE_WORDS,
    .area = WORDS_AREA,
    .list_title = "words.title",
    .title = "words.change",
    .hint = "words.decision-hint",
    .approved = "words-approved",
    .declined = "words-declined",
    .fill = fill,
};

enum completion
page_words_change(struct page_call *call)
{
    return page_change_show(call, &words_change);
}

enum completion
page_decide_words(struct page_call *call)
{
    return page_change_decide(call, &words_change);
}
