/* page_public.c: the pages of everybody: where to begin, how the pages look, which courts there
 * are.
 */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "proof/flaw.h"
#include "store/reference_rows.h"
#include "view/finding.h"
#include "view/public_page.h"

enum { VERIFY_LINES_MAX = 60 };

static const char *const language_names[LANGUAGE_COUNT] = {"中文", "조선어", "English"};

enum completion
page_home(struct page_call *call)
{
    struct home_page home = {0};
    struct page_prefs prefs = page_prefs_read(request_header(call->api.request, "Cookie"));
    struct text wished = request_query(call->api.request, "hl");
    if (page_prefs_take(&prefs, "lang", wished)) {
        struct answer answer = page_redirect(call, TEXT("/"), NULL);
        page_cookie(call, &answer,
                    page_prefs_cookie(&prefs, call->api.request->is_secure, call->api.arena));
        return api_answer(&call->api, answer);
    }
    home.examples_count =
        guide_page_examples(&call->view, &api_rules(&call->api)->guide, &home.examples);
    page_title(call, "home.title");
    page_frame_area(call, "home");
    struct page page = page_begin(call);
    page_public_home(&page, &home);
    return page_end(call, 200, &page);
}

/* ---- preferences ---- */

struct row {
    const char *value, *key;
};

static const struct prefs_choice *
choices_of(struct page_call *call, const char *name, const struct row *rows, int count,
           const char *chosen)
{
    struct prefs_choice *choices = ARENA_MANY(call->api.arena, (size_t)count, struct prefs_choice);
    for (int i = 0; i < count; i++)
        choices[i] =
            (struct prefs_choice){name, rows[i].value, wording(rows[i].key, call->api.language),
                                  strcmp(rows[i].value, chosen) == 0};
    return choices;
}

static const struct prefs_choice *
language_choices(struct page_call *call)
{
    struct prefs_choice *choices = ARENA_MANY(call->api.arena, LANGUAGE_COUNT, struct prefs_choice);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        choices[i] = (struct prefs_choice){"lang", language_code((enum language)i),
                                           text_of(language_names[i]),
                                           call->api.language == (enum language)i};
    return choices;
}

enum completion
page_prefs(struct page_call *call)
{
    static const struct row sizes[] = {{"normal", "prefs.size-normal"},
                                       {"large", "prefs.size-large"},
                                       {"extra", "prefs.size-extra"}};
    static const struct row themes[] = {
        {"auto", "prefs.theme-auto"}, {"day", "prefs.theme-day"}, {"night", "prefs.theme-night"}};
    static const struct row keys[] = {{"on", "prefs.keys-on"}, {"off", "prefs.keys-off"}};
    struct prefs_page prefs = {
        .to = page_way_back(call, request_query(call->api.request, "to"), "/"),
        .languages = language_choices(call),
        .languages_count = LANGUAGE_COUNT,
        .sizes = choices_of(call, "size", sizes, 3, call->frame.size),
        .sizes_count = 3,
        .themes = choices_of(call, "theme", themes, 3, call->frame.theme),
        .themes_count = 3,
        .keys = choices_of(call, "keys", keys, 2, call->frame.keys_are_on ? "on" : "off"),
        .keys_count = call->frame.is_staff ? 2 : 0,
    };
    page_title(call, "prefs.title");
    struct page page = page_begin(call);
    page_public_prefs(&page, &prefs);
    return page_end(call, 200, &page);
}

/* One button of a header sends one of them, the page of preferences sends all. */
enum completion
page_keep_prefs(struct page_call *call)
{
    static const char *const names[] = {"lang", "size", "theme", "keys"};
    struct page_prefs prefs = page_prefs_read(request_header(call->api.request, "Cookie"));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        page_prefs_take(&prefs, names[i], page_posted(call, names[i]));
    struct answer answer =
        page_redirect(call, page_way_back(call, page_posted(call, "to"), "/"), NULL);
    page_cookie(call, &answer,
                page_prefs_cookie(&prefs, call->api.request->is_secure, call->api.arena));
    return api_answer(&call->api, answer);
}

/* Being asked was enough: the session was seen. */
enum completion
page_stay(struct page_call *call)
{
    return api_answer(&call->api, (struct answer){.status = 204});
}

/* ---- courts, help ---- */

enum completion
page_courts(struct page_call *call)
{
    struct courts_page courts = {0};
    courts_page_fill(&call->view, &courts);
    page_title(call, "courts.title");
    page_frame_area(call, "courts");
    struct page page = page_begin(call);
    page_public_courts(&page, &courts);
    return page_end(call, 200, &page);
}

enum completion
page_help(struct page_call *call)
{
    page_title(call, "help.title");
    page_frame_area(call, "help");
    struct page page = page_begin(call);
    page_public_help(&page, &call->frame);
    return page_end(call, 200, &page);
}

/* ---- is it genuine? ---- */

static struct answer
draw_verify(struct page_call *call, int status, struct verify_page *verify)
{
    page_title(call, "verify-page.title");
    call->frame.has_mistakes = !text_is_empty(verify->mistake);
    struct page page = page_begin(call);
    page_public_verify(&page, verify);
    return page_answer(call, status, &page);
}

enum completion
page_verify(struct page_call *call)
{
    struct verify_page verify = {.was_checked = false};
    return api_answer(&call->api, draw_verify(call, 200, &verify));
}

static bool
read_trust(struct page_call *call, struct trust *trust)
{
    struct api_call *api = &call->api;
    struct text list = TEXT("");
    if (api->post == NULL)
        api->post = house_desk(api->api->house);
    if (api->post == NULL)
        return false;
    reference_rows_newest(post_reader(api->post, api->request->loop), post_id(api->post),
                          TEXT("trust"), TEXT("network"), api->arena, &list);
    return !api_look_failed(api) && trust_read(list, api->arena, trust) == NO_FLAW;
}

enum completion
page_check(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct trust trust;
    enum completion done;
    struct verify_page verify = {
        .text = pairs_value(&call->form, "text"),
        .matter = text_fold(page_posted(call, "matter"), api->arena),
        .code = text_fold(page_posted(call, "code"), api->arena),
    };
    if (!api_may_ask(api, &done))
        return done;
    if (text_is_empty(text_trim(verify.text))) {
        verify.mistake = wording("verify-page.empty", api->language);
        return api_answer(api, draw_verify(call, 422, &verify));
    }
    if (!read_trust(call, &trust))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    struct finding *finding = finding_open(api->language, api->arena);
    finding_expect(finding, verify.matter, verify.code);
    enum flaw flaw = finding_check(finding, verify.text, &trust);
    verify.was_checked = true;
    verify.is_genuine = flaw == NO_FLAW;
    if (flaw != NO_FLAW)
        verify.reason = wording(flaw_key(flaw), api->language);
    struct text rest = flaw == NO_FLAW ? finding_words(finding) : TEXT("");
    struct text *lines = ARENA_MANY(api->arena, VERIFY_LINES_MAX, struct text);
    while (!text_is_empty(rest) && verify.lines_count < VERIFY_LINES_MAX)
        lines[verify.lines_count++] = text_cut(&rest, '\n');
    verify.lines = lines;
    return api_answer(api, draw_verify(call, 200, &verify));
}
