/* rules_page.c: which rule files there are, and one of them in its versions. */
#include "view/rules_page.h"

enum { DIGEST_SHOWN = 12 };

/* The first version of a file came with the program; later ones may have come with a newer one, or
 * by hand. */
static struct text
approval_of(const struct view *view, const struct rule_version *version)
{
    return version->is_approved   ? view_say(view, "draft.approved-here")
           : version->version > 1 ? view_say(view, "draft.not-approved-here")
                                  : TEXT("");
}

static struct rules_row
row_of(const struct view *view, const struct rule_version *version)
{
    struct text digest = version->digest;
    if (digest.length > DIGEST_SHOWN)
        digest.length = DIGEST_SHOWN;
    return (struct rules_row){
        .name = version->name,
        .digest = digest,
        .version = version->version,
        .kept_ms = version->kept_ms,
        .approval = approval_of(view, version),
        .state = version->is_in_use
                     ? (struct tag_view){"good", "check", view_say(view, "rules.in-use")}
                     : (struct tag_view){"", "", view_say(view, "rules.earlier")},
    };
}

static void
fill_drafts(const struct view *view, const struct rules_drafted *drafted, struct rules_page *page)
{
    struct change_row *rows =
        ARENA_MANY(view->arena, (size_t)drafted->count + 1, struct change_row);
    for (int i = 0; i < drafted->count; i++) {
        const struct proposal_named *from = &drafted->proposals[i];
        rows[i] = (struct change_row){
            .name = from->proposal.target,
            .who = from->proposer_name,
            .address = text_format(view->arena, "/desk/rules/%.*s", TEXT_ARGS(from->proposal.id)),
            .proposed_ms = from->proposal.proposed_ms,
            .state = rule_draft_tag(view, drafted->states[i]),
        };
    }
    page->drafts = rows;
    page->drafts_count = drafted->count;
}

void
rules_page_fill(const struct view *view, const struct rule_version *files, int count,
                const struct rules_drafted *drafted, bool may_draft, struct rules_page *page)
{
    struct rules_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct rules_row);
    for (int i = 0; i < count; i++) {
        rows[i] = row_of(view, &files[i]);
        rows[i].address =
            text_format(view->arena, "/desk/rules/file?name=%.*s", TEXT_ARGS(files[i].name));
        if (may_draft && files[i].is_in_use)
            rows[i].draft =
                text_format(view->arena, "/desk/rules/draft?name=%.*s", TEXT_ARGS(files[i].name));
        if (!files[i].is_in_use)
            rows[i].state = (struct tag_view){"", "", view_say(view, "rules.gone")};
    }
    page->files = rows;
    page->files_count = count;
    page->may_draft = may_draft;
    fill_drafts(view, drafted, page);
}

/* ---- one file ---- */

void
rule_file_fill(const struct view *view, const struct rule_version *versions, int count,
               int64_t from, int64_t to, const struct line_diff *diff, struct rule_file_page *page)
{
    struct rules_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct rules_row);
    for (int i = 0; i < count; i++) {
        rows[i] = row_of(view, &versions[i]);
        rows[i].is_shown = diff != NULL && versions[i].version == to;
        if (i + 1 < count) /* there is one before it */
            rows[i].address =
                text_format(view->arena, "/desk/rules/file?name=%.*s&to=%lld",
                            TEXT_ARGS(versions[i].name), (long long)versions[i].version);
    }
    *page = (struct rule_file_page){.versions = rows,
                                    .versions_count = count,
                                    .is_compared = diff != NULL,
                                    .from = from,
                                    .to = to};
    if (diff == NULL)
        return;
    struct wording_value places[] = {{"from", text_format(view->arena, "%lld", (long long)from)},
                                     {"to", text_format(view->arena, "%lld", (long long)to)}};
    diff_view_fill(view, diff, view_say_fill(view, "rules.difference", places, 2), &page->diff);
}
