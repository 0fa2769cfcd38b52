/* page_sign_in.c: coming in and going out.
 *
 * A password is checked on a thread for what is dear by design. Somebody who does not exist costs
 * the same time and gets the same answer as a wrong password. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/sign_in_page.h"
#include "work/password.h"

enum { SIGN_IN_CHARACTERS_MAX = 120 };

struct coming_in {
    struct page_call *call;
    struct sign_in_page page;
    struct text password, hash, secret;
    int64_t max_age_s;
    bool is_known;
};

static struct answer
draw(struct page_call *call, struct sign_in_page *sign_in, int status, struct text chosen)
{
    page_title(call, sign_in->is_staff ? "sign-in.title-staff" : "sign-in.title");
    if (sign_in->is_staff)
        sign_in_page_courts(&call->view, chosen, sign_in);
    call->frame.has_mistakes = !text_is_empty(sign_in->mistake);
    struct page page = page_begin(call);
    page_public_sign_in(&page, sign_in);
    return page_answer(call, status, &page);
}

static struct text
home_of(const struct page_call *call, bool is_staff)
{
    (void)call;
    return is_staff ? TEXT("/desk") : TEXT("/my");
}

enum completion
page_sign_in(struct page_call *call)
{
    struct sign_in_page sign_in = {
        .is_staff = text_is(request_query(call->api.request, "who"), "staff"),
        .to = page_way_back(call, request_query(call->api.request, "to"), ""),
    };
    if (text_starts_with(sign_in.to, "/desk") || text_starts_with(sign_in.to, "/hub"))
        sign_in.is_staff = true;
    if (call->is_signed_in)
        return page_see_other(
            call, text_is_empty(sign_in.to) ? home_of(call, call->frame.is_staff) : sign_in.to,
            NULL);
    return api_answer(&call->api, draw(call, &sign_in, 200, TEXT("")));
}

/* On the writer's thread: the session is durable, its cookie may go. */
static struct answer
answer_in(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct coming_in *coming = call->of;
    (void)outcome;
    const struct network_node *node = network_find(post_network(api->post), post_id(api->post));
    bool is_staff = session_is_staff(&api->account);
    struct text to = text_is_empty(coming->page.to) ? home_of(call, is_staff) : coming->page.to;
    struct answer answer = page_redirect(call, to, NULL);
    limiter_forgive(api->api->sign_in_by_account, coming->page.sign_in);
    page_cookie(call, &answer,
                session_cookie_set(node == NULL ? TEXT("0000") : node->node_code, coming->secret,
                                   coming->max_age_s, api->arena));
    return answer;
}

/* On a thread for passwords. */
static void
check_password(void *of)
{
    struct coming_in *coming = of;
    struct page_call *call = coming->call;
    struct api_call *api = &call->api;
    if (!password_fits(coming->is_known ? coming->hash : TEXT(""), coming->password)) {
        coming->page.mistake = api_sentence(api, PASSWORD_MUST_BE_RIGHT, TEXT(""));
        struct answer answer = draw(call, &coming->page, 422, post_id(api->post));
        server_answer_later(api->request, &answer);
        return;
    }
    struct session_wish wish = {
        .account = api->account.id,
        .stage = SESSION_IN,
        .role = session_only_role(&api->account, api->arena),
        .how = TEXT("password"),
        .is_staff = session_is_staff(&api->account),
        .is_kept = coming->page.is_kept,
        .rules = api_rules(api),
    };
    api->asker =
        (struct asker){.role = ROLE_PARTY, .account = api->account.id, .node = post_id(api->post)};
    struct act act = {
        .verb = VERB_OPEN_SESSION,
        .input = session_open_input(api->post, &wish, api->api->world, api->arena, &coming->secret,
                                    &coming->max_age_s),
        .if_version = -1,
        .claimed_ms = -1,
    };
    api_submit_later(api, act, TEXT(""), answer_in);
}

enum completion
page_come_in(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct coming_in *coming = ARENA_NEW(api->arena, struct coming_in);
    int64_t wait_ms, now_ms = api->api->world->steady_ms(api->api->world->of);
    bool is_staff = text_is(page_posted(call, "who"), "staff");
    struct text node = page_posted(call, "node");
    coming->call = call;
    coming->page = (struct sign_in_page){
        .is_staff = is_staff,
        .to = page_way_back(call, page_posted(call, "to"), ""),
        .sign_in = text_fold(page_posted(call, "sign_in"), api->arena),
        .is_kept = text_is(page_posted(call, "keep"), "yes"),
    };
    coming->password = pairs_value(&call->form, "password");
    call->of = coming;
    api->post = is_staff ? house_post(api->api->house, node) : house_desk(api->api->house);
    if (api->post == NULL || text_is_empty(coming->page.sign_in) ||
        text_characters(coming->page.sign_in) > SIGN_IN_CHARACTERS_MAX ||
        text_is_empty(coming->password)) {
        coming->page.mistake = wording("sign-in.both", api->language);
        return api_answer(api, draw(call, &coming->page, 422, node));
    }
    if (!limiter_try(api->api->sign_in_by_address, api_client(api), now_ms, &wait_ms) ||
        !limiter_try(api->api->sign_in_by_account, coming->page.sign_in, now_ms, &wait_ms))
        return page_too_many(call, wait_ms);
    coming->is_known =
        account_list_password(post_reader(api->post, api->request->loop), post_id(api->post),
                              coming->page.sign_in, api->arena, &api->account, &coming->hash);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (!errand_send(api->api->passwords, check_password, coming))
        return api_obstruct(api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

static struct answer
answer_out(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    (void)outcome;
    struct answer answer = page_redirect(call, TEXT("/"), "signed-out");
    page_cookie(call, &answer, session_cookie_clear(api->arena));
    return answer;
}

enum completion
page_go_out(struct page_call *call)
{
    struct api_call *api = &call->api;
    if (call->session.state != SESSION_LIVES)
        return page_see_other(call, TEXT("/"), NULL);
    struct canon input = canon_open(api->arena, 128);
    canon_begin_object(&input);
    canon_member_text(&input, "digest", digest_hex(&call->session.digest, api->arena));
    canon_end_object(&input);
    api->asker = (struct asker){.role = ROLE_PARTY,
                                .account = call->session.row.account,
                                .node = post_id(call->session.post)};
    struct act act = {.verb = VERB_END_SESSION,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return api_submit(api, act, TEXT(""), answer_out);
}
