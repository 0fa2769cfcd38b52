/* api_work.c: what waits at a court, and who holds what in the network. */
#include "http/api_routes.h"
#include "law/tracking_number.h"
#include "view/list_view.h"

static bool
read_after(struct api_call *call, int64_t *due_ms, struct text *matter)
{
    struct text after = api_parameter(call, "after", API_ID_CHARACTERS_MAX);
    *due_ms = -1;
    *matter = TEXT("");
    return text_is_empty(after) || list_view_read_key(after, due_ms, matter);
}

static bool
read_flag(struct api_call *call, const char *name, bool *flag)
{
    struct text given = api_parameter(call, name, 8);
    *flag = text_is(given, "true");
    return text_is_empty(given) || *flag || text_is(given, "false");
}

enum completion
api_show_queue(struct api_call *call)
{
    struct worklist *list = ARENA_NEW(call->arena, struct worklist);
    const struct worklist_task *tasks;
    int tasks_count;
    api_take_role(call, TEXT(""), TEXT(""));
    struct worklist_filter filter = {
        .role = api_parameter(call, "role", API_ID_CHARACTERS_MAX),
        .state = api_parameter(call, "state", API_ID_CHARACTERS_MAX),
        .assignee = api_parameter(call, "assignee", API_ID_CHARACTERS_MAX),
        .period = api_parameter(call, "period", API_ID_CHARACTERS_MAX),
    };
    bool is_right = read_after(call, &filter.after_due_ms, &filter.after_matter) &&
                    read_flag(call, "overdue", &filter.overdue_only);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!is_right)
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    if (text_is_empty(filter.role))
        filter.role = role_word(call->asker.role);
    if (text_is(filter.assignee, "me"))
        filter.assignee = call->asker.account;
    struct look look = api_look(call);
    struct view view = api_view(call);
    enum refusal refusal = worklist_load(&look, &filter, list);
    if (refusal == ALLOWED)
        refusal = worklist_tasks(&look, filter.role, &tasks, &tasks_count);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return api_refuse(call, refusal, TEXT(""));
    return api_give(call, 200, list_view_queue(&view, filter.role, list, tasks, tasks_count));
}

enum completion
api_show_statistics(struct api_call *call)
{
    const struct statistics_row *rows;
    int count;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    enum refusal refusal = statistics_load(&look, &rows, &count);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return api_refuse(call, refusal, TEXT(""));
    return api_give(call, 200, list_view_statistics(&view, rows, count));
}

enum completion
api_list_custody(struct api_call *call)
{
    struct custody_list *list = ARENA_NEW(call->arena, struct custody_list);
    const struct custody_count *counts;
    int counts_count;
    api_take_role(call, TEXT(""), TEXT(""));
    struct custody_filter filter = custody_filter_of(CUSTODY_OPEN);
    filter.owner = api_parameter(call, "owner", API_ID_CHARACTERS_MAX);
    filter.state = api_parameter(call, "state", API_ID_CHARACTERS_MAX);
    bool is_late = false, is_ended = false;
    bool is_right = read_after(call, &filter.after_ms, &filter.after_matter) &&
                    read_flag(call, "late", &is_late) && read_flag(call, "ended", &is_ended);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!is_right || (is_late && is_ended))
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    if (is_late || is_ended)
        filter.number = is_late ? CUSTODY_LATE : CUSTODY_ENDED;
    struct look look = api_look(call);
    struct view view = api_view(call);
    enum refusal refusal = custody_list_load(&look, &filter, list);
    if (refusal == ALLOWED)
        refusal = custody_list_counts(&look, &counts, &counts_count);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return api_refuse(call, refusal, TEXT(""));
    return api_give(call, 200, list_view_custody(&view, &filter, list, counts, counts_count));
}

enum completion
api_show_custody(struct api_call *call)
{
    struct custody_line line;
    struct tracking_number number;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (tracking_number_read(api_segment(call, "no"), call->arena, &number) != NUMBER_IS_VALID)
        return api_not_found(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    enum refusal refusal = custody_list_find(&look, number.text, &line);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (refusal == MATTER_MUST_EXIST)
        return api_not_found(call);
    if (refusal != ALLOWED)
        return api_refuse(call, refusal, TEXT(""));
    return api_give(call, 200, list_view_line(&view, &line));
}
