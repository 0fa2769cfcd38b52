/* page_helper.c: help by code. The party makes the code at a page of his matter and reads it out;
 * whoever helps enters it, sees whose matter it is, and says yes. [CPL-2023:61] */
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "law/draft_code.h"
#include "paper/wording.h"
#include "query/my_matters.h"
#include "view/helper_page.h"
#include "work/seal.h"

enum { NAME_CHARACTERS_MAX = 100, RELATION_CHARACTERS_MAX = 30 };

struct offering {
    struct page_matter matter;
    struct helper_page page;
    struct helper_typed typed;
    struct draft_code code;
};

/* ---- of one matter ---- */

/* His own matter; a helper of his is told that this is for him to do. */
static bool
load(struct page_call *call, struct offering *offering, enum completion *done)
{
    struct api_call *api = &call->api;
    const struct representation_item *items = NULL;
    const struct history_event *events = NULL;
    int events_count = 0;
    bool has_more = false;
    call->of = offering;
    if (!page_matter_load(call, &offering->matter, done))
        return false;
    if (api->asker.role != ROLE_PARTY) {
        *done = page_refuse(
            call, api->asker.role == ROLE_HELPER ? PERSON_MUST_ACT_HIMSELF : ROLE_MUST_BE_ALLOWED,
            TEXT(""));
        return false;
    }
    const struct page_matter *matter = &offering->matter;
    struct helper_page *page = &offering->page;
    int count = representation_list_mine(&matter->look, &items);
    history_load(&matter->look, matter->id, -1, &events, &events_count, &has_more);
    if (api_look_failed(api)) {
        *done = api_obstruct(api, LOOK_MUST_SUCCEED);
        return false;
    }
    page->no = matter->id;
    page->title = matter->docket.row.title;
    page->back = page_matter_address(call, matter->id);
    page->action = text_format(api->arena, "%.*s/help", TEXT_ARGS(page->back));
    helper_page_fill(&call->view, matter->id, call->frame.today, items, count, page);
    helper_page_done(&call->view, items, count, events, events_count, api->now_ms, page);
    page_matter_trail(call, matter->id);
    page_title(call, "helper.title");
    page_crumb(call, "", call->frame.title);
    return true;
}

static struct answer
draw(struct page_call *call, struct offering *offering, struct plain_form *form, int status)
{
    offering->page.form = plain_form_close(form);
    call->frame.has_mistakes = offering->page.form.is_wrong || !text_is_empty(offering->page.why);
    struct page page = page_begin(call);
    page_citizen_helper(&page, &offering->page);
    return page_answer(call, status, &page);
}

enum completion
page_helper_matter(struct page_call *call)
{
    enum completion done;
    struct offering *offering = ARENA_NEW(call->api.arena, struct offering);
    if (!load(call, offering, &done))
        return done;
    return api_answer(&call->api,
                      draw(call, offering, helper_form(&call->view, &offering->typed), 200));
}

static struct answer
offered(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct offering *offering = call->of;
    const struct helper_typed blank = {.name = TEXT("")};
    struct page page = {.arena = api->arena, .view = &call->view, .frame = &call->frame};
    const struct representation_item *items = NULL;
    (void)outcome;
    struct look look = api_look(api);
    int count = representation_list_mine(&look, &items); /* with the one just made */
    offering->page.helpers_count = 0;
    helper_page_fill(&call->view, offering->matter.id, call->frame.today, items, count,
                     &offering->page);
    offering->page.code = offering->code.text;
    offering->page.code_until = page_instant(&page, api->now_ms + HELP_CODE_DAYS * (int64_t)DAY_MS);
    return draw(call, offering, helper_form(&call->view, &blank), 200);
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct offering *offering = call->of;
    offering->page.why = outcome->refusal == RATE_MUST_BE_KEPT
                             ? wording("helper.too-many", call->api.language)
                             : page_why(call, outcome);
    return draw(call, offering, helper_form(&call->view, &offering->typed), status);
}

/* As with the code of a draft: shown once, and the same when a form comes twice. */
enum completion
page_offer_help(struct page_call *call)
{
    enum completion done;
    struct api_call *api = &call->api;
    struct offering *offering = ARENA_NEW(api->arena, struct offering);
    if (!load(call, offering, &done))
        return done;
    offering->typed =
        (struct helper_typed){page_posted(call, "name"), page_posted(call, "relation")};
    struct plain_form *form = helper_form(&call->view, &offering->typed);
    plain_form_check(form);
    page_check_line(call, form, "name", offering->typed.name, NAME_CHARACTERS_MAX);
    page_check_line(call, form, "relation", offering->typed.relation, RELATION_CHARACTERS_MAX);
    if (form->wrong_count > 0)
        return api_answer(api, draw(call, offering, form, 422));
    const struct network_node *node = network_find(call->view.network, post_id(api->post));
    struct digest random =
        seal_hash(post_seal_key(api->post), "help code",
                  text_format(api->arena, "%.*s\n%.*s", TEXT_ARGS(page_posted_once(call)),
                              TEXT_ARGS(offering->matter.id)));
    offering->code =
        draft_code_make(node == NULL ? TEXT("0000") : node->node_code, random.bytes, api->arena);
    struct digest digest = draft_code_help_digest(&offering->code, api->arena);
    struct canon input = canon_open(api->arena, 400);
    canon_begin_object(&input);
    canon_member_text(&input, "code_digest", digest_hex(&digest, api->arena));
    canon_member_text(&input, "name", offering->typed.name);
    canon_member_text(&input, "relation", offering->typed.relation);
    canon_end_object(&input);
    struct act act = {.verb = VERB_OFFER_HELP,
                      .matter_id = offering->matter.id,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), offered, again);
}

/* ---- entering a code ---- */

struct taking {
    struct helper_start_page page;
    struct representation_item item; /* what the code opens */
    bool is_there;
};

static bool
begin(struct page_call *call, struct taking *taking, enum completion *done)
{
    struct api_call *api = &call->api;
    const struct representation_item *items = NULL;
    call->of = taking;
    if (!page_has_role(call, done))
        return false;
    struct look look = api_look(api);
    struct my_matters *mine = ARENA_NEW(api->arena, struct my_matters);
    int count = representation_list_mine(&look, &items);
    taking->page.is_party = api->asker.role == ROLE_PARTY;
    if (taking->page.is_party)
        my_matters_load(&look, NEVER_MS, TEXT(""), mine);
    if (api_look_failed(api)) {
        *done = api_obstruct(api, LOOK_MUST_SUCCEED);
        return false;
    }
    helper_start_fill(&call->view, api->account.id, call->frame.today, items, count, mine,
                      &taking->page);
    return true;
}

static void
frame(struct page_call *call, struct text title)
{
    page_title_text(call, title);
    page_frame_area(call, "my");
    page_crumb(call, "/my", wording("my.title", call->api.language));
    page_crumb(call, "", title);
}

static struct answer
draw_start(struct page_call *call, struct taking *taking, int status)
{
    frame(call, wording("helper.start", call->api.language));
    call->frame.has_mistakes = !text_is_empty(taking->page.why);
    struct page page = page_begin(call);
    page_citizen_helper_start(&page, &taking->page);
    return page_answer(call, status, &page);
}

enum completion
page_helper(struct page_call *call)
{
    enum completion done;
    struct taking *taking = ARENA_NEW(call->api.arena, struct taking);
    if (!begin(call, taking, &done))
        return done;
    return api_answer(&call->api, draw_start(call, taking, 200));
}

static struct answer
draw_confirm(struct page_call *call, struct confirm_view *view)
{
    frame(call, view->title);
    struct page page = page_begin(call);
    page_citizen_confirm(&page, view);
    return page_answer(call, 200, &page);
}

static struct answer
say_wrong(struct page_call *call, struct taking *taking, int status)
{
    taking->page.why = wording("helper.code-wrong", call->api.language);
    return draw_start(call, taking, status);
}

/* Known, or taken up; a code that was just used up shows what it opened when its form comes twice.
 */
static struct answer
settled(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct taking *taking = call->of;
    struct confirm_view *view = ARENA_NEW(api->arena, struct confirm_view);
    const struct value *said = value_read_canonical(outcome->answer, api->arena);
    struct text status = value_member_text(said, "status");
    if (text_is(status, "wrong"))
        return say_wrong(call, taking, 422);
    if (!taking->is_there)
        return page_redirect(call, TEXT("/my/help"), NULL);
    if (text_equal(status, representation_status_word(REPRESENTATION_IN_FORCE)))
        helper_taken_fill(&call->view, &taking->item, call->frame.today, view);
    else
        helper_ask_fill(&call->view, &taking->item, taking->page.typed, view);
    return draw_confirm(call, view);
}

static struct answer
not_taken(struct page_call *call, int status, const struct outcome *outcome)
{
    struct taking *taking = call->of;
    const char *key = outcome->refusal == TAKER_MUST_BE_ANOTHER_PERSON ? "helper.own-matter"
                      : outcome->refusal == RATE_MUST_BE_KEPT          ? "helper.too-often"
                                                                       : NULL;
    taking->page.why = key == NULL ? page_why(call, outcome) : wording(key, call->api.language);
    return draw_start(call, taking, status);
}

/* A code with a slip in it is no try: its last character says so. */
enum completion
page_take_up_help(struct page_call *call)
{
    enum completion done;
    struct api_call *api = &call->api;
    struct taking *taking = ARENA_NEW(api->arena, struct taking);
    struct draft_code code;
    bool confirms = text_is(page_posted(call, "confirm"), "yes");
    if (!begin(call, taking, &done))
        return done;
    taking->page.typed = page_posted(call, "code");
    if (!draft_code_read(taking->page.typed, api->arena, &code))
        return api_answer(api, say_wrong(call, taking, 422));
    struct digest digest = draft_code_help_digest(&code, api->arena);
    struct text hex = digest_hex(&digest, api->arena);
    struct look look = api_look(api);
    taking->is_there = representation_list_of_code(&look, hex, &taking->item);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    struct canon input = canon_open(api->arena, 200);
    canon_begin_object(&input);
    canon_member_text(&input, "code_digest", hex);
    canon_member_boolean(&input, "confirm", confirms);
    canon_end_object(&input);
    struct act act = {.verb = VERB_TAKE_UP_HELP,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), settled, not_taken);
}
