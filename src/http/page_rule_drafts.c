/* page_rule_drafts.c: a rule file on its way into force: drafted with every mistake named, compared
 * with what stands, tried on what runs, decided by somebody else. What reads all rules or all that
 * runs is done on a thread of errands. */
#include "http/page_change.h"
#include "http/page_files.h"
#include "http/page_routes.h"
#include "view/rule_draft_page.h"
#include "work/rule_trial.h"

#include <stdio.h>

#define RULES_AREA "/desk/rules"

enum { NAME_CHARACTERS_MAX = 100 };

/* What else is approved and will come into force with it. */
struct beside {
    struct rule_draft drafts[RULE_DRAFTS_MAX + 1];
    int count;
};

static void
load_beside(struct page_call *call, struct rule_draft draft, struct beside *beside, bool *waits)
{
    struct look look = api_look(&call->api);
    int all = 0, kept = 0;
    rule_drafts_waiting(&look, beside->drafts, &all);
    *waits = false;
    for (int i = 0; i < all; i++) {
        if (text_equal(beside->drafts[i].name, draft.name))
            *waits = true;
        else
            beside->drafts[kept++] = beside->drafts[i];
    }
    beside->drafts[kept++] = draft;
    beside->count = kept;
}

/* ---- drafting ---- */

struct drafting {
    struct rule_draft_page page;
    struct rule_draft_typed typed;
    struct plain_form *form;
    struct beside beside;
};

static struct answer
draw_form(struct page_call *call, struct drafting *drafting, int status)
{
    struct rule_draft_page *view = &drafting->page;
    const struct rule_draft_typed *typed = &drafting->typed;
    view->form = plain_form_close(drafting->form);
    view->base = typed->base;
    view->kib_max = RULE_DRAFT_BYTES_MAX / 1024;
    view->action = typed->is_new ? TEXT(RULES_AREA "/draft")
                                 : text_format(call->api.arena, RULES_AREA "/draft?name=%.*s",
                                               TEXT_ARGS(typed->name));
    struct text title = typed->is_new ? view_say(&call->view, "draft.new") : typed->name;
    page_title_text(call, title);
    page_frame_area(call, RULES_AREA);
    page_crumb(call, RULES_AREA, view_say(&call->view, "rules.title"));
    page_crumb(call, "", title);
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    page_desk_rule_draft(&page, view);
    return page_answer(call, status, &page);
}

/* The file of the address, or a new one without any. False after the answer. */
static bool
begin(struct page_call *call, struct drafting *drafting, enum completion *done)
{
    struct api_call *api = &call->api;
    struct rule_draft_typed *typed = &drafting->typed;
    call->of = drafting;
    if (!page_acts_as(call, ROLE_SYSTEM_ADMIN, done))
        return false;
    typed->name = api_parameter(api, "name", NAME_CHARACTERS_MAX);
    typed->is_new = text_is_empty(typed->name);
    const struct rulebook_file *file = rulebook_file(api_rules(api), typed->name);
    if (api_has_mistakes(api) || (!typed->is_new && file == NULL)) {
        *done = page_not_found(call);
        return false;
    }
    if (file != NULL) {
        typed->content = file->content;
        typed->base = digest_hex(&file->digest, api->arena);
    }
    return true;
}

enum completion
page_rule_draft(struct page_call *call)
{
    struct drafting *drafting = ARENA_NEW(call->api.arena, struct drafting);
    struct rule_draft draft = {0};
    enum completion done;
    if (!begin(call, drafting, &done))
        return done;
    draft.name = drafting->typed.name;
    load_beside(call, draft, &drafting->beside, &drafting->page.waits);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    drafting->form = rule_draft_form(&call->view, &drafting->typed);
    return api_answer(&call->api, draw_form(call, drafting, 200));
}

static struct answer
proposed(struct api_call *api, const struct outcome *outcome)
{
    return page_change_proposed(page_call_of(api), outcome, RULES_AREA, "rules-proposed");
}

static struct answer
propose_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct drafting *drafting = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    drafting->form = rule_draft_form(&call->view, &drafting->typed);
    if (!plain_form_mark(drafting->form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        drafting->page.why = page_why(call, outcome);
    return draw_form(call, drafting, status);
}

static struct text
input_of(struct page_call *call, const struct rule_draft_typed *typed)
{
    struct canon input = canon_open(call->api.arena, typed->content.length + 400);
    canon_begin_object(&input);
    canon_member_text_if(&input, "base", typed->base);
    canon_member_text(&input, "content", typed->content);
    canon_member_text(&input, "name", typed->name);
    canon_end_object(&input);
    return canon_text(&input);
}

/* On a thread of errands: all rules are read with the draft among them. */
static void
check_and_propose(void *of)
{
    struct page_call *call = of;
    struct drafting *drafting = call->of;
    struct api_call *api = &call->api;
    const struct rule_draft *draft = &drafting->beside.drafts[drafting->beside.count - 1];
    struct mistakes mistakes = mistakes_open(api->arena);
    struct fault fault = {0};
    if (!rule_draft_check(api_rules(api), drafting->beside.drafts, drafting->beside.count,
                          api->arena, &mistakes, &fault)) {
        fprintf(stderr, "tongban: a draft of the rules: %s\n", fault.what);
        page_answer_later(call, api_obstacle(api, SERVICE_MUST_HAVE_ROOM));
        return;
    }
    if (mistakes.count > 0) {
        rule_mistakes_fill(&call->view, &mistakes, draft, &drafting->page.mistakes);
        plain_form_mark(drafting->form, TEXT("content"), view_say(&call->view, "draft.mend"));
        page_answer_later(call, draw_form(call, drafting, 422));
        return;
    }
    struct text input = input_of(call, &drafting->typed);
    struct act act = {.verb = VERB_PROPOSE_RULES,
                      .input = value_read_canonical(input, api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    page_submit_later(call, act, input, proposed, propose_again);
}

/* What cannot be read as a file of the rules at all is said before any are read. */
static void
mark(struct page_call *call, struct drafting *drafting)
{
    struct api_call *api = &call->api;
    const struct rule_draft_typed *typed = &drafting->typed;
    plain_form_check(drafting->form);
    if (!rulebook_may_hold(api_rules(api), typed->name) ||
        (typed->is_new && rulebook_file(api_rules(api), typed->name) != NULL))
        plain_form_mark(drafting->form, TEXT("name"),
                        api_sentence(api, RULE_FILE_MUST_HAVE_ITS_PLACE, TEXT("")));
    if (typed->content.length > RULE_DRAFT_BYTES_MAX || text_has_hidden(typed->content) ||
        text_has_unseen(typed->content))
        plain_form_mark(drafting->form, TEXT("content"),
                        api_sentence(api, FIELD_MUST_BE_IN_BOUNDS, TEXT("")));
}

enum completion
page_propose_rules(struct page_call *call)
{
    struct drafting *drafting = ARENA_NEW(call->api.arena, struct drafting);
    struct rule_draft_typed *typed = &drafting->typed;
    struct api_call *api = &call->api;
    enum completion done;
    if (!begin(call, drafting, &done))
        return done;
    if (typed->is_new)
        typed->name = page_posted(call, "name");
    typed->base = page_posted(call, "base");
    struct text content = page_posted(call, "content");
    /* The blanks at its end were cut off with the last line feed. */
    typed->content =
        text_is_empty(content) ? content : text_format(api->arena, "%.*s\n", TEXT_ARGS(content));
    struct rule_draft draft = {typed->name, typed->content};
    load_beside(call, draft, &drafting->beside, &drafting->page.waits);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    drafting->form = rule_draft_form(&call->view, typed);
    mark(call, drafting);
    if (drafting->form->wrong_count > 0)
        return api_answer(api, draw_form(call, drafting, 422));
    if (!errand_send(api->api->papers, check_and_propose, call))
        return api_obstruct(api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

/* ---- deciding ---- */

struct trying {
    struct rule_change_view view;
    struct beside beside;
    struct text before, after, next;
    bool waits;
};

static void *
load(struct page_call *call, const struct proposal_named *named)
{
    const struct proposal *proposal = &named->proposal;
    struct trying *trying = ARENA_NEW(call->api.arena, struct trying);
    struct look look = api_look(&call->api);
    int64_t since = 0;
    rule_drafts_content(&look, proposal, &trying->before, &trying->after);
    enum rule_draft_state state = rule_drafts_state(&look, proposal, &since);
    trying->next = rule_draft_next(&call->view, state, since);
    trying->view.is_asked = state == RULE_DRAFT_OPEN || state == RULE_DRAFT_WAITS;
    struct rule_draft draft = {proposal->target, trying->after};
    load_beside(call, draft, &trying->beside, &trying->waits);
    trying->waits = trying->waits && state == RULE_DRAFT_OPEN;
    return trying;
}

/* On a thread of errands. */
static void
try_out(struct page_call *call, const struct proposal_named *proposal, void *of)
{
    struct trying *trying = of;
    struct api_call *api = &call->api;
    struct rule_change_view *view = &trying->view;
    struct rule_trial trial;
    struct line_diff diff = line_diff(trying->before, trying->after, api->arena);
    diff_view_fill(&call->view, &diff, proposal->proposal.target, &view->diff);
    if (!view->is_asked)
        return;
    view->at_ms = api->now_ms;
    rule_trial_run(api->post, api_rules(api), trying->beside.drafts, trying->beside.count,
                   api->now_ms, api->arena, &trial);
    view->is_untried = trial.fault.is_set;
    if (trial.fault.is_set)
        fprintf(stderr, "tongban: a trial of new rules: %s\n", trial.fault.what);
    rule_mistakes_fill(&call->view, &trial.mistakes,
                       &trying->beside.drafts[trying->beside.count - 1], &view->mistakes);
    rule_change_tried(&call->view, &trial.simulation, view);
}

static struct text
hinder(struct page_call *call, const void *of)
{
    const struct trying *trying = of;
    return trying->view.mistakes.rows_count > 0 ? view_say(&call->view, "draft.not-sound")
           : trying->view.is_untried            ? view_say(&call->view, "draft.untried")
           : trying->view.diff.is_cut           ? view_say(&call->view, "draft.not-shown")
                                                : TEXT("");
}

static void
fill(struct page_call *call, const struct proposal_named *proposal, void *of,
     struct change_page *page)
{
    struct trying *trying = of;
    change_page_fill(&call->view, proposal, "rules.file", proposal->proposal.target, RULES_AREA,
                     call->api.account.id, call->api.asker.role, page);
    if (!text_is_empty(trying->next))
        change_fact(&call->view, &page->facts, "draft.next", trying->next);
    page->back_label = view_say(&call->view, "rules.back");
    if (trying->waits)
        page->note = view_say(&call->view, "draft.another-waits");
    page->rules = &trying->view;
}

static const struct change_kind rules_change = {
    .kind = RULES_KIND,
    .decides = VERB_DECIDE_RULES,
    .area = RULES_AREA,
    .list_title = "rules.title",
    .title = "draft.change",
    .hint = "draft.decision-hint",
    .approved = "rules-approved",
    .declined = "rules-declined",
    .load = load,
    .work_out = try_out,
    .hinder = hinder,
    .fill = fill,
};

enum completion
page_rules_change(struct page_call *call)
{
    return page_change_show(call, &rules_change);
}

enum completion
page_decide_rules(struct page_call *call)
{
    return page_change_decide(call, &rules_change);
}
