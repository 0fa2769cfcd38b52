/* step_page.c: says beforehand what a step will cause, from the same rule that causes it. */
#include "view/step_page.h"

#include "paper/wording.h"

enum { EFFECTS_MAX = 24 };

static void
add(const struct view *view, struct step_page *page, struct text *effects, const char *key,
    struct text what)
{
    struct wording_value value = {"what", what};
    if (page->effects_count < EFFECTS_MAX && !text_is_empty(what))
        effects[page->effects_count++] = wording_fill(key, view->language, &value, 1, view->arena);
}

static bool
begins(const struct period_action *action)
{
    return action->verb == PERIOD_START || action->verb == PERIOD_RESTART;
}

void
step_page_effects(const struct view *view, const struct procedure *procedure,
                  const struct step *step, struct step_page *page)
{
    struct text *effects = ARENA_MANY(view->arena, EFFECTS_MAX, struct text);
    if (step->to >= 0 && !text_equal(procedure->states[step->to].name, page->matter.state))
        add(view, page, effects, "step.moves-to",
            view_words(view, &procedure->states[step->to].words));
    for (size_t i = 0; i < step->issues_count; i++) {
        const struct paper_rule *paper = procedure_paper(procedure, step->issues[i]);
        add(view, page, effects, "step.issues",
            paper == NULL ? step->issues[i] : view_words(view, &paper->words));
    }
    for (size_t i = 0; i < step->periods_count; i++) {
        const struct period_rule *period = procedure_period(procedure, step->periods[i].period);
        add(view, page, effects, begins(&step->periods[i]) ? "step.starts" : "step.stops",
            period == NULL ? step->periods[i].period : view_words(view, &period->words));
    }
    for (size_t i = 0; i < step->notifies_count; i++) {
        const struct notice_rule *notice = procedure_notice(procedure, step->notifies[i]);
        add(view, page, effects, "step.notifies",
            notice == NULL ? TEXT("") : view_words(view, &notice->words));
    }
    page->effects = effects;
}
