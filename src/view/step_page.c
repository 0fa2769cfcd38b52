/* step_page.c: says beforehand what a step will cause, from the same rule that causes it. */
#include "view/step_page.h"

#include "paper/wording.h"
#include "view/page.h"

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

/* Whom a notice is for decides how it is called. */
static const char *
told_key(const struct notice_rule *notice)
{
    if (text_is(notice->to, "party"))
        return "step.notifies";
    return text_is(notice->to, "receiving") ? "step.notifies-receiving" : "step.notifies-inside";
}

static bool
is_over(const struct matter_facts *facts, const struct period_action *action)
{
    const struct matter_period *period =
        facts == NULL ? NULL : matter_period(facts, action->period);
    return facts != NULL && !begins(action) &&
           (period == NULL ||
            (period->status != PERIOD_RUNNING && period->status != PERIOD_SUSPENDED));
}

void
step_page_effects(const struct view *view, const struct procedure *procedure,
                  const struct step *step, const struct matter_facts *facts, struct step_page *page)
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
        if (is_over(facts, &step->periods[i]))
            continue;
        add(view, page, effects, begins(&step->periods[i]) ? "step.starts" : "step.stops",
            period == NULL ? step->periods[i].period : view_words(view, &period->words));
    }
    for (size_t i = 0; i < step->notifies_count; i++) {
        const struct notice_rule *notice = procedure_notice(procedure, step->notifies[i]);
        add(view, page, effects, notice != NULL ? told_key(notice) : "step.notifies",
            notice == NULL ? TEXT("") : view_words(view, &notice->words));
    }
    page->effects = effects;
}

/* ---- what the person will read ---- */

enum { TOLD_MAX = 120 };

static void
tell(struct step_page *page, struct step_line *told, struct text what, struct text how)
{
    if (page->told_count < TOLD_MAX && !text_is_empty(how))
        told[page->told_count++] = (struct step_line){what, how};
}

static void
tell_defects(const struct view *view, const struct procedure *procedure, const struct value *list,
             struct step_page *page, struct step_line *told)
{
    for (const struct value *one = value_is(list, VALUE_ARRAY) ? list->first : NULL; one != NULL;
         one = one->next) {
        struct text name = value_member_text(one, "item");
        const struct item_rule *item = procedure_item(procedure, name);
        tell(page, told, item == NULL ? name : view_words(view, &item->words),
             value_member_text(one, "ground"));
    }
}

void
step_page_preview(const struct view *view, const struct procedure *procedure,
                  const struct step *step, const struct value *values, struct date last_day,
                  struct step_page *page)
{
    struct step_line *told = ARENA_MANY(view->arena, TOLD_MAX, struct step_line);
    struct page_frame frame = {.today = DATE_NONE};
    struct page at = {.arena = view->arena, .view = view, .frame = &frame};
    struct text day = date_is_none(last_day) ? TEXT("……") : page_date(&at, last_day);
    for (size_t i = 0; i < step->fields_count; i++) {
        if (step->fields[i].type == FIELD_DEFECTS)
            tell_defects(view, procedure, value_member_named(values, step->fields[i].name), page,
                         told);
    }
    if (!date_is_none(last_day))
        tell(page, told, wording("step.last-day", view->language), day);
    for (size_t i = 0; i < step->notifies_count; i++) {
        const struct notice_rule *notice = procedure_notice(procedure, step->notifies[i]);
        if (notice == NULL || !text_is(notice->to, "party"))
            continue;
        struct wording_value value = {"day", day};
        struct text brief = view_words(view, &notice->brief);
        tell(page, told, wording("step.message", view->language),
             text_is_empty(brief) ? view_words(view, &notice->words)
                                  : wording_fill_in(brief, view->language, &value, 1, view->arena));
    }
    page->told = told;
    page->is_preview = true;
}
