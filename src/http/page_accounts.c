/* page_accounts.c: who may sign in at this court, for its administrators: the system administrator
 * enrols and changes, the security administrator opens what is locked, the audit administrator
 * looks. Nobody changes his own account. */
#include "command/enrol.h"
#include "http/entry.h"
#include "http/page_files.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/people_page.h"
#include "work/password.h"

enum { PARAMETER_CHARACTERS_MAX = 64, SIGN_IN_CHARACTERS_MAX = 120, NAME_CHARACTERS_MAX = 100 };

struct enrolling {
    struct account_form_page page;
    struct account_typed typed;
    struct account known; /* id empty: a new one */
    struct text password;
};

/* ---- lists ---- */

static enum completion
list(struct page_call *call, const char *title, const char *area)
{
    struct api_call *api = &call->api;
    const struct account *accounts = NULL;
    int count = 0;
    bool more = false;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct text after = api_parameter(api, "after", PARAMETER_CHARACTERS_MAX);
    if (api_has_mistakes(api))
        return page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
    struct look look = api_look(api);
    struct accounts_page *view = ARENA_NEW(api->arena, struct accounts_page);
    enum refusal refusal = account_list_load(&look, after, &accounts, &count, &more);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    accounts_page_fill(&call->view, api->asker.role, api->account.id, accounts, count, more, view);
    page_title(call, title);
    page_frame_area(call, area);
    struct page page = page_begin(call);
    page_desk_accounts(&page, view);
    return page_end(call, 200, &page);
}

/* Each administrator has a list of his own. */
enum completion
page_accounts(struct page_call *call)
{
    if (call->session.has_role && call->session.role == ROLE_SECURITY_ADMIN)
        return page_see_other(call, TEXT("/desk/security"), NULL);
    return list(call, "accounts.title", "/desk/accounts");
}

enum completion
page_security(struct page_call *call)
{
    enum completion done;
    if (!page_acts_as(call, ROLE_SECURITY_ADMIN, &done))
        return done;
    return list(call, "security.title", "/desk/security");
}

/* The account of the address. False after the answer. */
static bool
load(struct page_call *call, struct account *account, enum completion *done)
{
    struct api_call *api = &call->api;
    struct look look = api_look(api);
    bool is_there = false;
    if (store_begin_read(look.store)) {
        is_there = account_rows_load(look.store, look.court_id, api_segment(api, "account"),
                                     api->arena, account);
        store_end_read(look.store);
    }
    if (is_there)
        return true;
    *done = page_nothing(call);
    return false;
}

/* ---- enrolling and changing ---- */

static struct answer
draw(struct page_call *call, struct enrolling *enrolling, struct plain_form *form, int status)
{
    struct account_form_page *view = &enrolling->page;
    view->form = plain_form_close(form);
    view->is_new = text_is_empty(enrolling->known.id);
    view->title =
        view->is_new ? wording("accounts.new", call->api.language) : enrolling->known.name;
    view->action = call->api.request->path;
    if (!view->is_new) /* as it stands now: a change made meanwhile is said once, and then seen */
        view->seen_as = enrol_digest(&enrolling->known, call->api.arena);
    page_title_text(call, view->title);
    page_frame_area(call, "/desk/accounts");
    page_crumb(call, "/desk/accounts", wording("accounts.title", call->api.language));
    page_crumb(call, "", view->title);
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page page = page_begin(call);
    page_desk_account_form(&page, view);
    return page_answer(call, status, &page);
}

static struct plain_form *
form_of(struct page_call *call, const struct enrolling *enrolling)
{
    bool is_new = text_is_empty(enrolling->known.id);
    return account_form(&call->view, is_new ? NULL : &enrolling->known, &enrolling->typed);
}

/* The account that is changed; nobody's own. False after the answer. */
static bool
begin(struct page_call *call, struct enrolling *enrolling, enum completion *done)
{
    call->of = enrolling;
    if (!page_acts_as(call, ROLE_SYSTEM_ADMIN, done))
        return false;
    if (text_is_empty(api_segment(&call->api, "account"))) {
        enrolling->typed.is_active = true;
        return true;
    }
    if (!load(call, &enrolling->known, done))
        return false;
    if (!text_equal(enrolling->known.id, call->api.account.id))
        return true;
    *done = page_refuse(call, TAKER_MUST_BE_ANOTHER_PERSON, TEXT(""));
    return false;
}

enum completion
page_account_form(struct page_call *call)
{
    struct enrolling *enrolling = ARENA_NEW(call->api.arena, struct enrolling);
    enum completion done;
    if (!begin(call, enrolling, &done))
        return done;
    if (!text_is_empty(enrolling->known.id))
        enrolling->typed = account_typed_of(&enrolling->known, call->api.arena);
    return api_answer(&call->api, draw(call, enrolling, form_of(call, enrolling), 200));
}

static void
read_typed(struct page_call *call, struct enrolling *enrolling)
{
    struct account_typed *typed = &enrolling->typed;
    *typed = (struct account_typed){
        .name = page_posted(call, "name"),
        .sign_in = page_posted(call, "sign_in"),
        .phone = page_posted(call, "phone"),
        .is_seen = page_has_posted(call, "seen"),
        .is_active = text_is_empty(enrolling->known.id) || page_has_posted(call, "active"),
    };
    for (size_t i = 0; i < call->form.count && typed->roles_count < ACCOUNT_ROLES_MAX; i++) {
        if (text_is(call->form.all[i].name, "roles"))
            typed->roles[typed->roles_count++] = call->form.all[i].value;
    }
    enrolling->password = pairs_value(&call->form, "new_password");
}

static void
check(struct page_call *call, struct plain_form *form, const struct enrolling *enrolling)
{
    const struct account_typed *typed = &enrolling->typed;
    bool has_password = !text_is_empty(enrolling->password);
    struct text phone = entry_phone(typed->phone, call->api.arena);
    page_check_line(call, form, "name", typed->name, NAME_CHARACTERS_MAX);
    page_check_line(call, form, "sign_in", typed->sign_in, SIGN_IN_CHARACTERS_MAX);
    if (!text_is_empty(typed->phone) && text_is_empty(phone))
        plain_form_mark(form, TEXT("phone"),
                        api_sentence(&call->api, PHONE_MUST_BE_VALID, TEXT("")));
    if (has_password && !password_is_strong(enrolling->password))
        plain_form_mark(form, TEXT("new_password"),
                        api_sentence(&call->api, PASSWORD_MUST_BE_STRONG, TEXT("")));
    for (size_t i = 0; i < form->count; i++) {
        struct form_field *field = &form->fields[i];
        if (field->is_required && !(text_is(field->name, "new_password") && has_password))
            plain_form_missing(form, field);
    }
}

static enum identity
identity_of(const struct enrolling *enrolling)
{
    if (!enrolling->typed.is_seen)
        return IDENTITY_DECLARED;
    return enrolling->known.identity >= IDENTITY_SEEN ? enrolling->known.identity : IDENTITY_SEEN;
}

/* The input of the verb. Without the hash it is what counts as the content of the request: the
 * digest of that is kept for ever and would let a password be guessed. */
static struct text
input_of(struct page_call *call, const struct enrolling *enrolling, struct text hash)
{
    const struct account_typed *typed = &enrolling->typed;
    struct canon input = canon_open(call->api.arena, 500);
    canon_begin_object(&input);
    canon_member_text_if(&input, "account", enrolling->known.id);
    canon_member_boolean(&input, "active", typed->is_active);
    canon_member_integer(&input, "identity", identity_of(enrolling));
    canon_member_text(&input, "name", typed->name);
    canon_member_text_if(&input, "number", enrolling->known.number);
    canon_member_text_if(&input, "password_hash", hash);
    canon_member_text_if(&input, "phone", entry_phone(typed->phone, call->api.arena));
    canon_key(&input, "roles");
    canon_begin_array(&input);
    for (int i = 0; i < typed->roles_count; i++) {
        struct text place = typed->roles[i], role = text_cut(&place, '@');
        canon_begin_object(&input);
        canon_member_text_if(&input, "place", place);
        canon_member_text(&input, "role", role);
        canon_end_object(&input);
    }
    canon_end_array(&input);
    canon_member_text_if(&input, "seen", page_posted(call, "seen_as"));
    canon_member_text(&input, "sign_in", typed->sign_in);
    canon_end_object(&input);
    return canon_text(&input);
}

static struct answer
enrolled(struct api_call *api, const struct outcome *outcome)
{
    (void)outcome;
    return page_redirect(page_call_of(api), TEXT("/desk/accounts"), "account-kept");
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct enrolling *enrolling = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct plain_form *form = form_of(call, enrolling);
    if (!plain_form_mark(form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        enrolling->page.why = page_why(call, outcome);
    return draw(call, enrolling, form, status);
}

/* On a thread for passwords. */
static void
enrol(void *of)
{
    struct page_call *call = of;
    struct enrolling *enrolling = call->of;
    bool has_password = !text_is_empty(enrolling->password);
    struct text hash =
        has_password ? password_hash(enrolling->password, call->api.arena) : TEXT("");
    if (has_password && text_is_empty(hash)) {
        page_answer_later(call, api_obstacle(&call->api, SERVICE_MUST_HAVE_ROOM));
        return;
    }
    struct act act = {
        .verb = VERB_ENROL,
        .input = value_read_canonical(input_of(call, enrolling, hash), call->api.arena),
        .if_version = -1,
        .claimed_ms = -1,
    };
    page_submit_later(call, act, input_of(call, enrolling, TEXT("")), enrolled, again);
}

enum completion
page_enrol(struct page_call *call)
{
    struct enrolling *enrolling = ARENA_NEW(call->api.arena, struct enrolling);
    enum completion done;
    if (!begin(call, enrolling, &done))
        return done;
    read_typed(call, enrolling);
    struct plain_form *form = form_of(call, enrolling);
    check(call, form, enrolling);
    if (form->wrong_count > 0)
        return api_answer(&call->api, draw(call, enrolling, form, 422));
    if (!errand_send(call->api.api->passwords, enrol, call))
        return api_obstruct(&call->api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

/* ---- security ---- */

static bool
is_reset(const struct page_call *call)
{
    return strstr(call->api.match.route->path, "/reset") != NULL;
}

enum completion
page_ask_security(struct page_call *call)
{
    struct account *account = ARENA_NEW(call->api.arena, struct account);
    enum completion done;
    if (!page_acts_as(call, ROLE_SECURITY_ADMIN, &done) || !load(call, account, &done))
        return done;
    struct confirm_view *view = ARENA_NEW(call->api.arena, struct confirm_view);
    security_confirm_fill(&call->view, is_reset(call), account, view);
    page_title_text(call, view->title);
    page_frame_area(call, "/desk/security");
    page_crumb(call, "/desk/security", wording("security.title", call->api.language));
    page_crumb(call, "", view->title);
    struct page page = page_begin(call);
    page_desk_confirm(&page, view);
    return page_end(call, 200, &page);
}

static struct answer
secured(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    (void)of;
    if (result->end == ENTRY_DONE)
        return page_redirect(call, TEXT("/desk/security"),
                             is_reset(call) ? "factor-reset" : "account-unlocked");
    if (result->end == ENTRY_REFUSED)
        return page_no(call, api_status(result->refusal), "page.not-taken",
                       api_sentence(api, result->refusal, result->detail));
    return api_obstacle(api,
                        result->end == ENTRY_FAILED ? result->obstacle : SERVICE_MUST_HAVE_ROOM);
}

enum completion
page_secure(struct page_call *call)
{
    struct entry_wish wish = {.answer = secured, .session = &call->session};
    enum completion done;
    if (!page_acts_as(call, ROLE_SECURITY_ADMIN, &done))
        return done;
    struct text account = api_segment(&call->api, "account");
    return is_reset(call) ? entry_reset_factor(&call->api, account, &wish)
                          : entry_unlock(&call->api, account, &wish);
}
