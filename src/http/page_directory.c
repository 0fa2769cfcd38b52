/* page_directory.c: the directory of the network: everybody who administers or heads a court reads
 * it; at the hub one person proposes to change an entry and another decides. */
#include "http/page_change.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "store/reference_rows.h"
#include "view/directory_page.h"

#define DIRECTORY "directory"

static bool
is_at_hub(const struct page_call *call)
{
    return call->session.post == house_hub(call->api.api->house);
}

/* The newest version, and what stands in it. */
static int64_t
newest(struct page_call *call, const struct look *look, struct text *content)
{
    int64_t version = 0;
    *content = TEXT("");
    if (store_begin_read(look->store)) {
        version = reference_rows_newest(look->store, look->court_id, TEXT("directory"),
                                        TEXT("network"), call->api.arena, content);
        store_end_read(look->store);
    }
    return version;
}

enum completion
page_directory(struct page_call *call)
{
    struct api_call *api = &call->api;
    const struct proposal_named *proposals = NULL;
    struct text content;
    int count = 0;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    enum refusal refusal = proposal_list_load(&look, DIRECTORY, &proposals, &count);
    int64_t version = newest(call, &look, &content);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    struct directory_page *view = ARENA_NEW(api->arena, struct directory_page);
    directory_page_fill(&call->view, version, is_at_hub(call), api->asker.role, proposals, count,
                        view);
    page_title(call, "directory.title");
    page_frame_area(call, "/desk/directory");
    struct page page = page_begin(call);
    page_desk_directory(&page, view);
    return page_end(call, 200, &page);
}

/* As it is published, so that whoever publishes a file of his own begins with what is in force. */
enum completion
page_directory_file(struct page_call *call)
{
    struct api_call *api = &call->api;
    const struct proposal_named *proposals = NULL;
    struct text content;
    int count = 0;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    enum refusal refusal = proposal_list_load(&look, DIRECTORY, &proposals, &count);
    newest(call, &look, &content);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    struct answer answer = {
        .status = 200, .content_type = "text/plain; charset=utf-8", .body = content};
    return api_answer(api, answer);
}

/* ---- proposing ---- */

struct proposing {
    struct directory_form_page page;
    struct directory_typed typed;
    struct directory_entry entry; /* as it stands */
};

static struct answer
draw_form(struct page_call *call, struct proposing *proposing, struct plain_form *form, int status)
{
    struct directory_form_page *view = &proposing->page;
    struct text name = view_words(&call->view, &proposing->entry.name);
    view->form = plain_form_close(form);
    view->action = call->api.request->path;
    page_title_text(call, name);
    page_frame_area(call, "/desk/directory");
    page_crumb(call, "/desk/directory", wording("directory.title", call->api.language));
    page_crumb(call, "", name);
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    page_desk_directory_form(&page, view);
    return page_answer(call, status, &page);
}

/* The entry of the address. False after the answer. */
static bool
begin_form(struct page_call *call, struct proposing *proposing, enum completion *done)
{
    call->of = proposing;
    if (!page_acts_as(call, ROLE_SYSTEM_ADMIN, done))
        return false;
    if (!is_at_hub(call)) {
        *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
        return false;
    }
    if (directory_entry_find(call->view.network, api_segment(&call->api, "entry"),
                             &proposing->entry))
        return true;
    *done = page_nothing(call);
    return false;
}

static struct plain_form *
form_of(struct page_call *call, const struct proposing *proposing)
{
    return directory_form(&call->view, proposing->entry.is_place, &proposing->typed);
}

enum completion
page_directory_form(struct page_call *call)
{
    struct proposing *proposing = ARENA_NEW(call->api.arena, struct proposing);
    enum completion done;
    if (!begin_form(call, proposing, &done))
        return done;
    proposing->typed = directory_typed_of(&proposing->entry, call->api.arena);
    return api_answer(&call->api, draw_form(call, proposing, form_of(call, proposing), 200));
}

static void
put_words(struct canon *canon, const char *key, const struct text words[LANGUAGE_COUNT])
{
    canon_key(canon, key);
    canon_begin_object(canon);
    canon_member_text_if(canon, "en", words[LANGUAGE_EN]);
    canon_member_text_if(canon, "ko", words[LANGUAGE_KO]);
    canon_member_text_if(canon, "zh", words[LANGUAGE_ZH]);
    canon_end_object(canon);
}

static struct text
proposal_of(struct page_call *call, const struct proposing *proposing)
{
    struct canon input = canon_open(call->api.arena, 600);
    canon_begin_object(&input);
    canon_member_text(&input, "target", proposing->entry.id);
    canon_key(&input, "to");
    canon_begin_object(&input);
    put_words(&input, "address", proposing->typed.address);
    put_words(&input, "name", proposing->typed.name);
    canon_member_text(&input, "office", proposing->typed.office);
    canon_member_text(&input, "telephone", proposing->typed.telephone);
    canon_end_object(&input);
    canon_end_object(&input);
    return canon_text(&input);
}

static struct answer
proposed(struct api_call *api, const struct outcome *outcome)
{
    return page_change_proposed(page_call_of(api), outcome, "/desk/directory",
                                "directory-proposed");
}

static struct answer
propose_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct proposing *proposing = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct plain_form *form = form_of(call, proposing);
    if (!plain_form_mark(form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        proposing->page.why = page_why(call, outcome);
    return draw_form(call, proposing, form, status);
}

static void
read_typed(struct page_call *call, struct directory_typed *typed)
{
    static const char *const names[] = {"name_zh", "name_ko", "name_en"};
    static const char *const addresses[] = {"address_zh", "address_ko", "address_en"};
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        typed->name[i] = page_posted(call, names[i]);
        typed->address[i] = page_posted(call, addresses[i]);
    }
    typed->telephone = page_posted(call, "telephone");
    typed->office = page_posted(call, "office");
}

enum completion
page_propose_directory(struct page_call *call)
{
    struct proposing *proposing = ARENA_NEW(call->api.arena, struct proposing);
    enum completion done;
    struct directory_slips slips;
    if (!begin_form(call, proposing, &done))
        return done;
    read_typed(call, &proposing->typed);
    struct plain_form *form = form_of(call, proposing);
    struct text input = proposal_of(call, proposing);
    const struct value *said = value_read_canonical(input, call->api.arena);
    struct directory_entry entry = proposing->entry;
    directory_entry_read(value_member(said, "to"), &entry, &slips, call->api.arena);
    plain_form_check(form);
    for (int i = 0; i < slips.count; i++)
        plain_form_mark(form, text_of(slips.all[i].field),
                        api_sentence(&call->api, slips.all[i].refusal, TEXT("")));
    if (form->wrong_count > 0)
        return api_answer(&call->api, draw_form(call, proposing, form, 422));
    struct act act = {
        .verb = VERB_PROPOSE_DIRECTORY, .input = said, .if_version = -1, .claimed_ms = -1};
    return page_submit(call, act, input, proposed, propose_again);
}

/* ---- deciding ---- */

static void
fill(struct page_call *call, const struct proposal_named *proposal, void *of,
     struct change_page *page)
{
    (void)of;
    directory_change_fill(&call->view, proposal, call->api.account.id, call->api.asker.role, page);
}

static const struct change_kind directory_change = {
    .kind = DIRECTORY,
    .decides = VERB_DECIDE_DIRECTORY,
    .area = "/desk/directory",
    .list_title = "directory.title",
    .title = "directory.change",
    .hint = "directory.decision-hint",
    .approved = "directory-approved",
    .declined = "directory-declined",
    .fill = fill,
};

enum completion
page_directory_change(struct page_call *call)
{
    return page_change_show(call, &directory_change);
}

enum completion
page_decide_directory(struct page_call *call)
{
    return page_change_decide(call, &directory_change);
}
