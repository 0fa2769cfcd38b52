/* page_step_ready.c: days are counted by the rules that will count them when the step is taken. */
#include "http/page_step_ready.h"

#include "paper/wording.h"
#include "query/account_list.h"
#include "query/history.h"
#include "view/build.h"
#include "view/page.h"

enum { READY_MAX = 400, DAYS_MAX = 120 };

/* ---- days ---- */

/* The period whose length this field of the step gives; NULL: none. */
static const struct period_rule *
period_of(const struct procedure *procedure, const struct step *step, struct text field)
{
    for (size_t i = 0; i < step->periods_count; i++) {
        const struct period_action *action = &step->periods[i];
        const struct period_rule *period = procedure_period(procedure, action->period);
        bool begins = action->verb == PERIOD_START || action->verb == PERIOD_RESTART;
        if (begins && action->from == FROM_TODAY && period != NULL &&
            text_equal(period->length_field, field))
            return period;
    }
    return NULL;
}

/* Days that count once the paper is served: of a period that another step begins. */
static bool
counts_from_service(const struct procedure *procedure, const struct field_rule *field)
{
    for (size_t i = 0; i < procedure->periods_count; i++)
        if (field->is_remembered && field->type == FIELD_INTEGER &&
            text_equal(procedure->periods[i].length_field, field->name))
            return true;
    return false;
}

static struct date
last_day_of(struct page_call *call, const struct page_matter *matter,
            const struct period_rule *period, int64_t days)
{
    const struct rule_set *rules = &api_rules(&call->api)->rule_set;
    const struct period_asked asked = {
        .unit = period->unit,
        .length = days,
        .from = api_today(&call->api),
        .from_ms = call->api.now_ms,
        .court = matter->docket.row.facts.owner,
    };
    struct period_found found;
    if (!rules->period(rules->of, &asked, call->api.arena, &found))
        return DATE_NONE;
    return found.last_day;
}

/* 7 日，到 12月7日（星期一）; without a period it runs from service, which nobody knows yet. */
static void
add_days(struct page_call *call, const struct page_matter *matter, const struct field_rule *field,
         const struct period_rule *period, struct form_ready *ready, size_t *count)
{
    struct page_frame frame = {.today = DATE_NONE};
    struct page page = {.arena = call->api.arena, .view = &call->view, .frame = &frame};
    int64_t most = field->most < DAYS_MAX ? field->most : DAYS_MAX;
    for (int64_t days = field->least; days <= most && *count < READY_MAX; days++) {
        struct date last_day = period == NULL ? DATE_NONE : last_day_of(call, matter, period, days);
        struct text number = text_format(call->api.arena, "%lld", (long long)days);
        struct wording_value values[] = {
            {"n", number}, {"day", date_is_none(last_day) ? TEXT("") : page_date(&page, last_day)}};
        ready[(*count)++] =
            (struct form_ready){field->name, number,
                                wording_fill(period == NULL           ? "step.days-served"
                                             : date_is_none(last_day) ? "step.days-only"
                                                                      : "step.days-to",
                                             call->api.language, values, 2, call->api.arena)};
    }
}

/* As typed, or understood; 0: no number of days. */
static int64_t
days_in(const struct value *value)
{
    struct text typed = value_text(value);
    int64_t days = value_integer(value, 0);
    for (size_t i = 0; i < typed.length && typed.length <= 3; i++) {
        if (typed.bytes[i] < '0' || typed.bytes[i] > '9')
            return 0;
        days = days * 10 + (typed.bytes[i] - '0');
    }
    return days;
}

struct date
page_step_last_day(struct page_call *call, const struct page_matter *matter,
                   const struct step *step, const struct value *values)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct period_rule *period =
            period_of(matter->docket.procedure, step, step->fields[i].name);
        int64_t days = days_in(value_member_named(values, step->fields[i].name));
        if (period != NULL && days >= step->fields[i].least && days <= step->fields[i].most)
            return last_day_of(call, matter, period, days);
    }
    return DATE_NONE;
}

/* ---- people ---- */

static void
add_people(struct page_call *call, const struct page_matter *matter, const struct field_rule *field,
           struct form_ready *ready, size_t *count)
{
    const struct account *accounts = matter->colleagues;
    for (int i = 0; i < matter->colleagues_count && *count < READY_MAX; i++) {
        struct words words = role_words(accounts[i].roles[0].role);
        ready[(*count)++] = (struct form_ready){
            field->name, accounts[i].id,
            text_format(call->api.arena, "%.*s · %.*s", TEXT_ARGS(accounts[i].name),
                        TEXT_ARGS(view_words(&call->view, &words)))};
    }
}

/* ---- the whole ---- */

void
page_step_ready(struct page_call *call, struct page_matter *matter, const struct step *step,
                const struct matter_page *shown, struct form_filled *filled)
{
    const struct docket *docket = &matter->docket;
    struct form_ready *ready = ARENA_MANY(call->api.arena, READY_MAX, struct form_ready);
    filled->ready = ready;
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct field_rule *field = &step->fields[i];
        const struct period_rule *period = period_of(docket->procedure, step, field->name);
        if (field->type == FIELD_ACCOUNT)
            add_people(call, matter, field, ready, &filled->ready_count);
        else if (field->type == FIELD_INTEGER &&
                 (period != NULL || counts_from_service(docket->procedure, field)))
            add_days(call, matter, field, period, ready, &filled->ready_count);
    }
    size_t most = (size_t)shown->materials.rows_count;
    struct form_paper *papers = ARENA_MANY(call->api.arena, most + 1, struct form_paper);
    filled->papers = papers;
    for (int i = 0; i < shown->materials.rows_count && i < docket->documents_count; i++) {
        const struct file_row *row = &shown->materials.rows[i];
        papers[filled->papers_count++] =
            (struct form_paper){docket->documents[i].item, row->name, row->note, row->address};
    }
}

/* ---- what the corridor said of the fields ---- */

const struct field_mistake *
page_mistakes_of(struct page_call *call, const struct value *said, int *count)
{
    const struct value *list = value_member(said, "fields");
    *count = 0;
    if (!value_is(list, VALUE_ARRAY))
        return NULL;
    struct field_mistake *mistakes =
        ARENA_MANY(call->api.arena, list->count + 1, struct field_mistake);
    for (const struct value *one = list->first; one != NULL; one = one->next) {
        struct field_mistake *mistake = &mistakes[(*count)++];
        mistake->refusal = FIELDS_MUST_BE_RIGHT;
        refusal_parse(value_member_text(one, "refusal"), &mistake->refusal);
        mistake->field = value_member_text(one, "field");
        mistake->detail = value_member_text(one, "detail");
    }
    return mistakes;
}

/* ---- what was proposed ---- */

static bool
is_signed_by(const struct step *step, struct text name)
{
    for (size_t i = 0; i < step->not_by_count; i++) {
        if (text_equal(step->not_by[i], name))
            return true;
    }
    return false;
}

static const struct field_rule *
field_of(const struct step *step, struct text name)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        if (text_equal(step->fields[i].name, name))
            return &step->fields[i];
    }
    return NULL;
}

/* Only where both steps ask the same: the same name, type and reasons. */
static const struct value *
in_common(struct page_call *call, const struct step *step, const struct history_event *event)
{
    struct value *values = build_object(call->api.arena);
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct field_rule *mine = &step->fields[i],
                                *theirs = field_of(event->step, mine->name);
        const struct value *value = value_member_named(event->fields, mine->name);
        if (theirs != NULL && value != NULL && theirs->type == mine->type &&
            text_equal(theirs->reasons, mine->reasons))
            build_add(values, mine->name, build_branch(value, call->api.arena));
    }
    return values->count > 0 ? values : NULL;
}

/* ---- what is to be corrected ---- */

static const struct field_rule *
field_of_type(const struct step *step, enum field_type type)
{
    for (size_t i = 0; step != NULL && i < step->fields_count; i++) {
        if (step->fields[i].type == type)
            return &step->fields[i];
    }
    return NULL;
}

/* The materials the defects speak of, each as an entry that is still blank. */
static const struct value *
to_correct(struct page_call *call, const struct step *step, const struct history_event *event)
{
    const struct field_rule *asked = field_of_type(step, FIELD_MATERIALS);
    const struct field_rule *told = field_of_type(event->step, FIELD_DEFECTS);
    if (asked == NULL || told == NULL)
        return NULL;
    const struct value *defects = value_member_named(event->fields, told->name);
    struct value *materials = build_array(call->api.arena);
    for (const struct value *one = value_is(defects, VALUE_ARRAY) ? defects->first : NULL;
         one != NULL; one = one->next) {
        struct value *entry = build_object(call->api.arena);
        build_add(entry, TEXT("item"), build_text(value_member_text(one, "item"), call->api.arena));
        build_add(materials, TEXT(""), entry);
    }
    struct value *values = build_object(call->api.arena);
    build_add(values, asked->name, materials);
    return materials->count > 0 ? values : NULL;
}

const struct value *
page_step_begun(struct page_call *call, struct page_matter *matter, const struct step *step)
{
    const struct value *begun = NULL;
    const struct text state = matter->docket.row.facts.state;
    bool is_asked = step->not_by_count > 0 || field_of_type(step, FIELD_MATERIALS) != NULL;
    int64_t after = -1;
    for (bool more = is_asked; more;) {
        const struct history_event *events;
        int count;
        if (!history_load(&matter->look, matter->id, after, &events, &count, &more))
            return NULL;
        for (int i = 0; i < count; i++) {
            const struct history_event *event = &events[i];
            after = event->position;
            if (event->step == NULL || event->fields == NULL)
                continue;
            if (is_signed_by(step, event->step_name))
                begun = in_common(call, step, event);
            else if (text_equal(event->to, state) && !text_equal(event->from, state) &&
                     field_of_type(step, FIELD_MATERIALS) != NULL)
                begun = to_correct(call, step, event);
        }
        more &= count > 0;
    }
    return begun;
}
