/* page_agents.c: powers of attorney: given by the principal, shown by the agent, taken in at a
 * counter; confirmed, and taken back. [CPL-2023:61, CPL-2023:62] */
#include "http/entry.h"
#include "http/page_files.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "view/agents_page.h"

enum { SIGN_IN_CHARACTERS_MAX = 120, NAME_CHARACTERS_MAX = 100, SHA256_LETTERS = 64 };

struct giving {
    enum agents_way way;
    struct agents_form_page page;
    struct agents_typed typed;
    struct my_matters *matters; /* of the person; NULL at a counter */
};

/* ---- the list ---- */

enum completion
page_agents(struct page_call *call)
{
    struct api_call *api = &call->api;
    const struct representation_item *items = NULL;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    struct agents_page *view = ARENA_NEW(api->arena, struct agents_page);
    int count = representation_list_mine(&look, &items);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    agents_page_fill(&call->view, api->account.id, call->frame.today, items, count, view);
    view->may_give = api->asker.role == ROLE_PARTY;
    page_title(call, "agents.title");
    page_frame_area(call, "my");
    page_crumb(call, "/account", wording("nav.account", api->language));
    page_crumb(call, "", call->frame.title);
    struct page page = page_begin(call);
    page_citizen_agents(&page, view);
    return page_end(call, 200, &page);
}

/* ---- the form ---- */

static const struct {
    const char *title, *lead, *button, *address, *back, *done;
} ways[] = {
    [AGENTS_GIVE] = {"agents.give", "agents.give-lead", "agents.give-send", "/account/agents/new",
                     "/account/agents", "agent-given"},
    [AGENTS_PROPOSE] = {"agents.propose", "agents.propose-lead", "agents.propose-send",
                        "/account/agents/propose", "/account/agents", "agent-proposed"},
    [AGENTS_COUNTER] = {"agents.counter", "agents.counter-lead", "agents.counter-send",
                        "/desk/people/agent", "/desk/people", "agent-taken-in"},
};

static enum agents_way
way_of(const struct page_call *call)
{
    for (int way = AGENTS_GIVE; way < AGENTS_COUNTER; way++) {
        if (text_is(call->api.request->path, ways[way].address))
            return (enum agents_way)way;
    }
    return AGENTS_COUNTER;
}

static struct answer
draw(struct page_call *call, struct giving *giving, struct plain_form *form, int status)
{
    enum language language = call->api.language;
    struct agents_form_page *view = &giving->page;
    view->form = plain_form_close(form);
    view->title = wording(ways[giving->way].title, language);
    view->lead = wording(ways[giving->way].lead, language);
    view->button = wording(ways[giving->way].button, language);
    view->action = text_of(ways[giving->way].address);
    view->back = text_of(ways[giving->way].back);
    page_title_text(call, view->title);
    bool is_counter = giving->way == AGENTS_COUNTER;
    page_frame_area(call, is_counter ? "/desk/people" : "my");
    page_crumb(call, ways[giving->way].back,
               wording(is_counter ? "nav.people" : "agents.title", language));
    page_crumb(call, "", view->title);
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    if (is_counter)
        page_desk_agent(&page, view);
    else
        page_citizen_agent(&page, view);
    return page_answer(call, status, &page);
}

/* Who asks, and what he may choose from. False after the answer. */
static bool
begin(struct page_call *call, struct giving *giving, enum completion *done)
{
    struct api_call *api = &call->api;
    giving->way = way_of(call);
    call->of = giving;
    if (!page_has_role(call, done))
        return false;
    bool is_fit = giving->way == AGENTS_COUNTER ? api->asker.role == ROLE_COUNTER
                  : giving->way == AGENTS_GIVE  ? api->asker.role == ROLE_PARTY
                                                : true;
    if (!is_fit) {
        *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
        return false;
    }
    if (giving->way != AGENTS_GIVE)
        return true;
    struct look look = api_look(api);
    giving->matters = ARENA_NEW(api->arena, struct my_matters);
    my_matters_load(&look, NEVER_MS, TEXT(""), giving->matters);
    if (!api_look_failed(api))
        return true;
    *done = api_obstruct(api, LOOK_MUST_SUCCEED);
    return false;
}

enum completion
page_agent(struct page_call *call)
{
    struct giving *giving = ARENA_NEW(call->api.arena, struct giving);
    enum completion done;
    if (!begin(call, giving, &done))
        return done;
    return api_answer(&call->api,
                      draw(call, giving,
                           agents_form(&call->view, giving->way, giving->matters, &giving->typed),
                           200));
}

/* ---- giving ---- */

static void
read_typed(struct page_call *call, struct giving *giving)
{
    struct agents_typed *typed = &giving->typed;
    *typed = (struct agents_typed){
        .principal = page_posted(call, "principal"),
        .agent = page_posted(call, "agent"),
        .agent_name = page_posted(call, "agent_name"),
        .name = page_posted(call, "name"),
        .number = page_posted(call, "number"),
        .scope = page_posted(call, "scope"),
        .matter = page_posted(call, "matter"),
        .from = page_posted(call, "from"),
        .until = page_posted(call, "until"),
        .document = page_posted(call, "document"),
    };
    struct digest digest;
    if (typed->document.length != SHA256_LETTERS || !digest_parse(typed->document, &digest))
        typed->document = TEXT("");
    for (size_t i = 0; call->files != NULL && i < call->files->taken_count; i++) {
        if (text_equal(call->files->taken[i].sha256, typed->document))
            typed->file = call->files->taken[i];
    }
}

static void
check_day(struct page_call *call, struct plain_form *form, const char *name, struct text value)
{
    struct date day;
    if (!text_is_empty(value) && !date_parse(value, &day))
        plain_form_mark(form, text_of(name), wording("form.date", call->api.language));
}

/* At a counter the number of a matter is typed; at home one of one's own is chosen. */
static void
check_matter(struct page_call *call, struct plain_form *form, struct giving *giving)
{
    struct tracking_number number;
    struct text matter = giving->typed.matter;
    if (text_is_empty(matter))
        return;
    bool is_known = tracking_number_read(matter, call->api.arena, &number) == NUMBER_IS_VALID;
    for (int i = 0; is_known && giving->matters != NULL; i++) {
        is_known = i < giving->matters->count;
        if (is_known && text_equal(giving->matters->rows[i].row.matter_id, number.text))
            break;
    }
    if (is_known)
        giving->typed.matter = number.text;
    else
        plain_form_mark(form, TEXT("matter"), wording("enquiry.number-wrong", call->api.language));
}

static void
note_file_mistakes(struct page_call *call, struct plain_form *form)
{
    for (size_t i = 0; call->files != NULL && i < call->files->mistakes_count; i++) {
        const struct page_file_mistake *one = &call->files->mistakes[i];
        plain_form_mark(form, TEXT("document"), one->sentence);
    }
}

static void
check(struct page_call *call, struct plain_form *form, struct giving *giving)
{
    const struct agents_typed *typed = &giving->typed;
    note_file_mistakes(call, form);
    plain_form_check(form);
    page_check_line(call, form, "principal", typed->principal, SIGN_IN_CHARACTERS_MAX);
    page_check_line(call, form, "agent", typed->agent, SIGN_IN_CHARACTERS_MAX);
    page_check_line(call, form, "agent_name", typed->agent_name, NAME_CHARACTERS_MAX);
    page_check_line(call, form, "name", typed->name, NAME_CHARACTERS_MAX);
    page_check_line(call, form, "number", typed->number, NAME_CHARACTERS_MAX);
    check_day(call, form, "from", typed->from);
    check_day(call, form, "until", typed->until);
    check_matter(call, form, giving);
    if (giving->way == AGENTS_COUNTER && text_is_empty(typed->name) &&
        text_is_empty(typed->principal))
        plain_form_mark(form, TEXT("name"), wording("agents.nobody", call->api.language));
}

/* A number is kept as it is dialled; any other name one signs in with stays as it is. */
static struct text
sign_in_of(struct page_call *call, struct text typed)
{
    struct text phone = entry_phone(typed, call->api.arena);
    return text_is_empty(phone) ? typed : phone;
}

static struct text
input_of(struct page_call *call, const struct giving *giving)
{
    const struct agents_typed *typed = &giving->typed;
    struct canon input = canon_open(call->api.arena, 500);
    canon_begin_object(&input);
    if (giving->way == AGENTS_PROPOSE)
        canon_member_text(&input, "agent", call->api.account.id);
    else {
        canon_member_text_if(&input, "agent_name", typed->agent_name);
        canon_member_text_if(&input, "agent_sign_in", sign_in_of(call, typed->agent));
    }
    canon_member_text_if(&input, "document", typed->document);
    canon_member_text_if(&input, "from", typed->from);
    canon_member_text_if(&input, "matter", typed->matter);
    if (giving->way == AGENTS_COUNTER && !text_is_empty(typed->name)) {
        canon_key(&input, "person");
        canon_begin_object(&input);
        canon_member_text(&input, "name", typed->name);
        canon_member_text_if(&input, "number", typed->number);
        canon_end_object(&input);
    }
    if (giving->way != AGENTS_GIVE)
        canon_member_text_if(&input, "principal_sign_in", sign_in_of(call, typed->principal));
    canon_member_text(&input, "scope", typed->scope);
    canon_member_text_if(&input, "until", typed->until);
    canon_end_object(&input);
    return canon_text(&input);
}

static struct answer
given(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct giving *giving = call->of;
    (void)outcome;
    return page_redirect(call, text_of(ways[giving->way].back), ways[giving->way].done);
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct giving *giving = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct text detail = value_member_text(said, "detail");
    struct text why = api_sentence(&call->api, outcome->refusal, TEXT(""));
    struct plain_form *form =
        agents_form(&call->view, giving->way, giving->matters, &giving->typed);
    if (outcome->refusal == ACCOUNT_MUST_EXIST)
        why = wording("agents.no-account", call->api.language);
    if (text_is(detail, "person.name") || text_is(detail, "person.number"))
        text_cut(&detail, '.');
    if (!plain_form_mark(form, detail, why))
        giving->page.why = page_why(call, outcome);
    return draw(call, giving, form, status);
}

/* On a thread that may block, with the form and its file. */
static void
give(struct page_call *call)
{
    struct giving *giving = call->of;
    read_typed(call, giving);
    struct plain_form *form =
        agents_form(&call->view, giving->way, giving->matters, &giving->typed);
    check(call, form, giving);
    if (form->wrong_count > 0) {
        page_answer_later(call, draw(call, giving, form, 422));
        return;
    }
    struct text input = input_of(call, giving);
    struct act act = {.verb = VERB_REPRESENT,
                      .input = value_read_canonical(input, call->api.arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    page_submit_later(call, act, input, given, again);
}

/* Who has an account is not to be found out by trying numbers. */
enum completion
page_give_agent(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct giving *giving = ARENA_NEW(api->arena, struct giving);
    enum completion done;
    int64_t wait_ms;
    if (!begin(call, giving, &done))
        return done;
    if (!limiter_try(api->api->look_up, api_client(api),
                     api->api->world->steady_ms(api->api->world->of), &wait_ms))
        return page_too_many(call, wait_ms);
    return page_take_posted(call, give);
}

/* ---- confirming and ending ---- */

static bool
is_ending(const struct page_call *call)
{
    return strstr(call->api.match.route->path, "{id}/end") != NULL;
}

/* Mine, and such that this can be done with it. False after the answer. */
static bool
find(struct page_call *call, struct representation_item *item, enum completion *done)
{
    struct api_call *api = &call->api;
    const struct representation_item *items = NULL;
    struct text id = api_segment(api, "id");
    if (!page_has_role(call, done))
        return false;
    struct look look = api_look(api);
    int count = representation_list_mine(&look, &items);
    for (int i = 0; i < count; i++) {
        enum representation_status status = items[i].one.status;
        bool is_open = status == REPRESENTATION_PROPOSED || status == REPRESENTATION_IN_FORCE;
        *item = items[i];
        if (text_equal(items[i].one.id, id) &&
            (is_ending(call) ? is_open : items[i].is_mine_to_confirm))
            return true;
    }
    *done = page_nothing(call);
    return false;
}

enum completion
page_ask_agent(struct page_call *call)
{
    struct representation_item item;
    enum completion done;
    if (!find(call, &item, &done))
        return done;
    struct confirm_view *view = ARENA_NEW(call->api.arena, struct confirm_view);
    agents_confirm_fill(&call->view, call->api.account.id, is_ending(call), &item, view);
    page_title_text(call, view->title);
    page_frame_area(call, "my");
    page_crumb(call, "/account/agents", wording("agents.title", call->api.language));
    page_crumb(call, "", view->title);
    struct page page = page_begin(call);
    page_citizen_confirm(&page, view);
    return page_end(call, 200, &page);
}

static struct answer
settled(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    (void)outcome;
    return page_redirect(call, TEXT("/account/agents"),
                         is_ending(call) ? "agent-ended" : "agent-confirmed");
}

enum completion
page_settle_agent(struct page_call *call)
{
    struct api_call *api = &call->api;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct canon input = canon_open(api->arena, 120);
    canon_begin_object(&input);
    canon_member_text(&input, "representation", api_segment(api, "id"));
    canon_end_object(&input);
    struct act act = {.verb = is_ending(call) ? VERB_END_REPRESENTATION : VERB_REPRESENT,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), settled, NULL);
}
