/* api_rule.c: what the rules say, to anybody who asks. */
#include "http/api_routes.h"
#include "view/element_view.h"
#include "view/procedure_view.h"
#include "view/rule_view.h"

enum { SEAT_CHARACTERS_MAX = 40 };

enum completion
api_list_courts(struct api_call *call)
{
    enum completion done;
    if (!api_may_ask(call, &done))
        return done;
    struct view view = api_view(call);
    return api_give(call, 200, rule_view_courts(&view));
}

enum completion
api_list_procedures(struct api_call *call)
{
    enum completion done;
    if (!api_may_ask(call, &done))
        return done;
    const struct procedure_list *list = &api_rules(call)->procedures;
    const struct procedure **procedures =
        ARENA_MANY(call->arena, list->count + 1, const struct procedure *);
    for (size_t i = 0; i < list->count; i++)
        procedures[i] = &list->files[i].procedure;
    struct view view = api_view(call);
    return api_give(call, 200, procedure_view_list(&view, procedures, (int)list->count));
}

enum completion
api_show_procedure(struct api_call *call)
{
    enum completion done;
    if (!api_may_ask(call, &done))
        return done;
    struct view view = api_view(call);
    const struct procedure *procedure =
        rulebook_procedure_in_force(api_rules(call), api_segment(call, "name"), api_today(call));
    if (procedure == NULL)
        return api_refuse(call, PROCEDURE_MUST_EXIST, TEXT(""));
    return api_give(call, 200, procedure_view(&view, procedure));
}

enum completion
api_list_forms(struct api_call *call)
{
    enum completion done;
    if (!api_may_ask(call, &done))
        return done;
    struct view view = api_view(call);
    return api_give(call, 200, element_view_list(&view));
}

enum completion
api_show_form(struct api_call *call)
{
    enum completion done;
    if (!api_may_ask(call, &done))
        return done;
    struct view view = api_view(call);
    const struct element_form *form =
        element_form_on(view.forms, api_segment(call, "form"), api_today(call));
    if (form == NULL)
        return api_answer(call, problem_not_found(call->request));
    return api_give(call, 200, element_view_form(&view, form));
}

enum completion
api_show_calendar(struct api_call *call)
{
    enum completion done;
    int64_t year;
    struct calendar calendar;
    if (!api_may_ask(call, &done))
        return done;
    struct text seat = api_parameter(call, "seat", SEAT_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!text_number(api_segment(call, "year"), &year) || year < 1900 || year > 9999)
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    if (!calendar_of_seat(&api_rules(call)->time.calendars, seat, &calendar))
        return api_refuse(call, COURT_MUST_BE_KNOWN, TEXT("seat"));
    struct view view = api_view(call);
    return api_give(call, 200, rule_view_calendar(&view, &calendar, (int)year));
}
