/* page_rules.c: under which rules this court works, since when, and what each version changed. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "view/rules_page.h"

enum { NAME_CHARACTERS_MAX = 100, NUMBER_CHARACTERS_MAX = 20 };

/* How far each draft has come is asked one by one: there are few. */
static enum refusal
load_drafts(const struct look *look, struct rules_drafted *drafted)
{
    enum refusal refusal =
        proposal_list_load(look, RULES_KIND, &drafted->proposals, &drafted->count);
    enum rule_draft_state *states =
        ARENA_MANY(look->arena, (size_t)drafted->count + 1, enum rule_draft_state);
    int64_t since;
    for (int i = 0; i < drafted->count; i++)
        states[i] = rule_drafts_state(look, &drafted->proposals[i].proposal, &since);
    drafted->states = states;
    return refusal;
}

enum completion
page_rules(struct page_call *call)
{
    struct api_call *api = &call->api;
    const struct rule_version *files = NULL;
    int count = 0;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    struct rules_drafted drafted = {0};
    enum refusal refusal = rule_versions_files(&look, &files, &count);
    if (refusal == ALLOWED)
        refusal = load_drafts(&look, &drafted);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    struct rules_page *view = ARENA_NEW(api->arena, struct rules_page);
    rules_page_fill(&call->view, files, count, &drafted, api->asker.role == ROLE_SYSTEM_ADMIN,
                    view);
    page_title(call, "rules.title");
    page_frame_area(call, "/desk/rules");
    struct page page = page_begin(call);
    page_desk_rules(&page, view);
    return page_end(call, 200, &page);
}

/* The version that is asked for, the newest where none is, and the one before it; false where there
 * are not two. Versions come the newest first. */
static bool
choose(const struct rule_version *versions, int count, int64_t wished, int64_t *from, int64_t *to)
{
    for (int i = 0; i + 1 < count; i++) {
        if (versions[i].version != wished && wished != 0)
            continue;
        *to = versions[i].version;
        *from = versions[i + 1].version;
        return true;
    }
    return false;
}

enum completion
page_rule_file(struct page_call *call)
{
    struct api_call *api = &call->api;
    const struct rule_version *versions = NULL;
    struct line_diff diff;
    struct text before = TEXT(""), after = TEXT("");
    int count = 0;
    int64_t wished = 0, from = 0, to = 0;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct text name = api_parameter(api, "name", NAME_CHARACTERS_MAX);
    struct text given = api_parameter(api, "to", NUMBER_CHARACTERS_MAX);
    if (api_has_mistakes(api) || (!text_is_empty(given) && !text_number(given, &wished)))
        return page_not_found(call);
    struct look look = api_look(api);
    enum refusal refusal = rule_versions_of(&look, name, &versions, &count);
    bool is_compared = refusal == ALLOWED && choose(versions, count, wished, &from, &to) &&
                       rule_versions_content(&look, name, from, &before) &&
                       rule_versions_content(&look, name, to, &after);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    if (count == 0 || (wished != 0 && !is_compared))
        return page_not_found(call);
    if (is_compared)
        diff = line_diff(before, after, api->arena);
    struct rule_file_page *view = ARENA_NEW(api->arena, struct rule_file_page);
    rule_file_fill(&call->view, versions, count, from, to, is_compared ? &diff : NULL, view);
    page_title_text(call, name);
    page_frame_area(call, "/desk/rules");
    page_crumb(call, "/desk/rules", view_say(&call->view, "rules.title"));
    page_crumb(call, "", name);
    struct page page = page_begin(call);
    page_desk_rule_file(&page, view);
    return page_end(call, 200, &page);
}
