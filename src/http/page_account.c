/* page_account.c: one's own account: in which role, by which password, from which browsers. */
#include "http/entry.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "query/session_list.h"
#include "view/sign_in_page.h"

static struct text
role_label(struct page_call *call, const struct account_role *role)
{
    struct words words = role_words(role->role);
    const struct network_place *place = network_place(call->view.network, role->place);
    struct text name = view_words(&call->view, &words);
    return place == NULL ? name
                         : text_format(call->api.arena, "%.*s · %.*s", TEXT_ARGS(name),
                                       TEXT_ARGS(view_words(&call->view, &place->name)));
}

static void
fill_roles(struct page_call *call, struct account_page *view)
{
    const struct account *account = &call->session.account;
    struct account_role_choice *roles =
        ARENA_MANY(call->api.arena, (size_t)account->roles_count + 1, struct account_role_choice);
    for (int i = 0; i < account->roles_count; i++) {
        struct text value =
            session_role(account->roles[i].role, account->roles[i].place, call->api.arena);
        roles[i] = (struct account_role_choice){value, role_label(call, &account->roles[i]),
                                                text_equal(value, call->session.row.role)};
    }
    view->roles = roles;
    view->roles_count = account->roles_count;
}

static void
fill_sessions(struct page_call *call, struct account_page *view)
{
    const struct session_row *rows = NULL;
    call->api.asker = (struct asker){
        .role = ROLE_PARTY, .account = call->api.account.id, .node = post_id(call->api.post)};
    struct look look = api_look(&call->api);
    int count = session_list_mine(&look, &rows);
    struct account_session *sessions =
        ARENA_MANY(call->api.arena, (size_t)count + 1, struct account_session);
    for (int i = 0; i < count; i++)
        sessions[i] = (struct account_session){rows[i].id, rows[i].label, rows[i].seen_ms,
                                               text_equal(rows[i].id, call->session.row.id)};
    view->sessions = sessions;
    view->sessions_count = count;
}

static struct account_page *
describe(struct page_call *call)
{
    static const char *const identities[] = {"identity.declared", "identity.seen",
                                             "identity.provider"};
    const struct account *account = &call->session.account;
    struct account_page *view = ARENA_NEW(call->api.arena, struct account_page);
    *view = (struct account_page){
        .name = account->name,
        .sign_in = account->sign_in,
        .identity = wording(identities[account->identity], call->api.language),
        .is_staff = call->frame.is_staff,
        .needs_old = !entry_may_set_password(&call->session, call->api.now_ms),
    };
    fill_roles(call, view);
    fill_sessions(call, view);
    return view;
}

static struct answer
draw(struct page_call *call, struct account_page *view, int status)
{
    page_title(call, "nav.account");
    page_frame_area(call, "/account");
    call->frame.has_mistakes = !text_is_empty(view->mistake);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_account(&page, view);
    else
        page_citizen_account(&page, view);
    return page_answer(call, status, &page);
}

enum completion
page_account(struct page_call *call)
{
    struct account_page *view = describe(call);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    return api_answer(&call->api, draw(call, view, 200));
}

static struct answer
answer_changed(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct account_page *view = of;
    if (result->end == ENTRY_DONE || result->end == ENTRY_IN) {
        struct answer answer = page_redirect(call, TEXT("/account"), "account-changed");
        if (!text_is_empty(result->cookie))
            page_cookie(call, &answer, result->cookie);
        return answer;
    }
    view->mistake = page_entry_why(call, result);
    return draw(call, view, page_entry_status(result));
}

static struct entry_wish
wish_of(struct page_call *call)
{
    return (struct entry_wish){
        .answer = answer_changed, .of = describe(call), .session = &call->session};
}

enum completion
page_set_password(struct page_call *call)
{
    struct entry_wish wish = wish_of(call);
    wish.password = pairs_value(&call->form, "new_password");
    return entry_set_password(&call->api, pairs_value(&call->form, "password"), &wish);
}

enum completion
page_end_sessions(struct page_call *call)
{
    struct entry_wish wish = wish_of(call);
    struct text session = page_posted(call, "session");
    /* Everywhere only where that was said: a form that names nothing ends nothing. */
    if (text_is_empty(session) && !page_has_posted(call, "all"))
        return api_obstruct(&call->api, FORM_MUST_BE_CLEAR);
    return entry_end_sessions(&call->api, session, &wish);
}

/* ---- the role ---- */

enum completion
page_role(struct page_call *call)
{
    struct account_page *view = describe(call);
    view->to = page_way_back(call, request_query(call->api.request, "to"), "");
    page_title(call, "account.role");
    struct page page = page_begin(call);
    page_public_role(&page, view);
    return page_end(call, 200, &page);
}

static struct answer
answer_role(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    (void)of;
    if (result->end != ENTRY_DONE && result->end != ENTRY_IN)
        return page_no(call, page_entry_status(result), "page.not-taken",
                       page_entry_why(call, result));
    struct text to =
        page_way_back(call, page_posted(call, "to"), call->frame.is_staff ? "/desk" : "/my");
    struct answer answer = page_redirect(call, to, NULL);
    if (!text_is_empty(result->cookie))
        page_cookie(call, &answer, result->cookie);
    return answer;
}

enum completion
page_change_role(struct page_call *call)
{
    struct entry_wish wish = {.answer = answer_role, .session = &call->session};
    return entry_change_role(&call->api, page_posted(call, "role"), &wish);
}
