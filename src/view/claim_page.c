/* claim_page.c: a claim in words. That a code was wrong and that a number is unknown is one
 * sentence, so that nobody learns which numbers there are. */
#include "view/claim_page.h"

#include "paper/wording.h"

static const char *
why_key(struct text why)
{
    if (text_is(why, "name"))
        return "claim.why-name";
    return text_is(why, "wait") ? "claim.why-wait" : "claim.why-code";
}

void
claim_page_fill(const struct view *view, const struct claim *claim, struct claim_page *page)
{
    struct wording_value court = {"court", view_court_name(view, claim->asked)};
    if (claim->status == CLAIM_ASKED)
        page->asked = wording_fill("claim.asked", view->language, &court, 1, view->arena);
    if (claim->status == CLAIM_REFUSED)
        page->why = wording_fill(why_key(claim->why), view->language, &court, 1, view->arena);
}
