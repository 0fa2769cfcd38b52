/* procedure_effects.c: periods that start and stop, what fields hold, tasks, notices, numbers and
 * custody, in the order in which a person would do it by hand. */
#include "law/procedure_effects.h"

#include <assert.h>

/* ---- periods ---- */

struct effect *
procedure_effect(struct consequence *consequence, enum effect_kind kind, struct text name)
{
    struct step_result *result = consequence->result;
    int count = result->effects_count;
    bool is_full = count == 0 || (count >= 16 && (count & (count - 1)) == 0);

    if (is_full) {
        struct effect *more =
            ARENA_MANY(consequence->arena, count < 16 ? 16 : (size_t)count * 2, struct effect);
        for (int i = 0; i < count; i++)
            more[i] = result->effects[i];
        result->effects = more;
    }
    result->effects_count++;
    result->effects[count] = (struct effect){
        .kind = kind,
        .name = name,
        .who = {ROLE_COUNT, 0},
        .period = {.from = DATE_NONE,
                   .nominal = DATE_NONE,
                   .last_day = DATE_NONE,
                   .suspended_on = DATE_NONE},
    };
    return &result->effects[count];
}

/* The day, and the minute, a period counts from. */
static int64_t
procedure_start_ms(const struct consequence *consequence, const struct period_action *action)
{
    const struct act_times *times = &consequence->request->times;
    const struct guard_context *context = consequence->context;
    enum period_from from = action->from;
    int64_t counter_ms = times->counter_ms != 0 ? times->counter_ms : times->entered_ms;
    int64_t owner_ms = times->owner_ms != 0 ? times->owner_ms : times->entered_ms;

    if (from == FROM_POLICY) {
        struct text value = policy_value(consequence->rules->policies, action->from_name,
                                         context->facts->owner, context->today);
        from = text_is(value, "counter") ? FROM_COUNTER : FROM_OWNER;
    }
    switch (from) {
    case FROM_COUNTER: return counter_ms;
    case FROM_OWNER: return owner_ms;
    case FROM_CLAIMED: return times->claimed_ms != 0 ? times->claimed_ms : times->entered_ms;
    default: return times->entered_ms;
    }
}

static struct date
procedure_start_day(const struct consequence *consequence, const struct period_action *action)
{
    const struct guard_context *context = consequence->context;
    struct date date;

    if (action->from == FROM_FIELD &&
        date_parse(value_text(value_member_named(context->fields, action->from_name)), &date))
        return date;
    if (action->from == FROM_TODAY || action->from == FROM_FIELD)
        return consequence->request->today;
    return date_of_instant(procedure_start_ms(consequence, action), CHINA_OFFSET_MINUTES);
}

void
procedure_put_found(struct effect *effect, const struct period_found *found)
{
    effect->period.nominal = found->nominal;
    effect->period.last_day = found->last_day;
    effect->period.due_ms = found->due_ms;
    effect->period.calendar_missing = found->calendar_missing;
    effect->rule = found->rule;
    effect->rules_digest = found->rules_digest;
    effect->derivation = found->derivation;
}

/* A period belongs to the stream it was started in; that stream's writer watches it. */
static enum stream
procedure_stream(const struct consequence *consequence)
{
    const struct step *step = consequence->context->step;

    return step == NULL ? consequence->result->stream : step->stream;
}

/* Whose calendar and office hours count. */
static struct text
procedure_court(const struct consequence *consequence)
{
    if (procedure_stream(consequence) == STREAM_MAIN)
        return consequence->context->facts->owner;
    return consequence->request->asker.node;
}

static bool
procedure_count_period(struct consequence *consequence, const struct period_asked *asked,
                       struct effect *effect)
{
    struct period_found found = {.nominal = DATE_NONE, .last_day = DATE_NONE};

    if (!consequence->rules->period(consequence->rules->of, asked, consequence->arena, &found))
        return false;
    procedure_put_found(effect, &found);
    effect->period.status = PERIOD_RUNNING;
    return true;
}

static int
procedure_length(const struct consequence *consequence, struct text field, int otherwise)
{
    const struct guard_context *context = consequence->context;
    const struct value *value = value_member_named(context->fields, field);

    if (value == NULL)
        value = matter_memory(context->facts, field);
    return text_is_empty(field) ? otherwise : (int)value_integer(value, otherwise);
}

static void
procedure_start_period(struct consequence *consequence, const struct period_rule *rule,
                       const struct period_action *action)
{
    struct effect *effect = procedure_effect(consequence, EFFECT_PERIOD_STARTED, rule->name);
    struct period_asked asked = {
        .unit = rule->unit,
        .catalogue = rule->catalogue,
        .variant = rule->variant,
        .length = procedure_length(consequence, rule->length_field, rule->length),
        .from = procedure_start_day(consequence, action),
        .from_ms = procedure_start_ms(consequence, action),
        .court = procedure_court(consequence),
    };

    effect->period.name = rule->name;
    effect->period.from = asked.from;
    effect->period.stream = procedure_stream(consequence);
    effect->period.node = consequence->request->asker.node;
    effect->period.is_reminder = rule->is_reminder;
    if (!procedure_count_period(consequence, &asked, effect))
        consequence->result->refusal = CONDITION_MUST_BE_MET;
}

static void
procedure_stop_period(struct consequence *consequence, const struct matter_period *period)
{
    struct effect *effect = procedure_effect(consequence, EFFECT_PERIOD_STOPPED, period->name);

    effect->period = *period;
    effect->period.status = PERIOD_STOPPED;
    effect->count = period->due_ms != 0 && consequence->request->times.entered_ms >= period->due_ms;
}

static void
procedure_suspend_period(struct consequence *consequence, const struct matter_period *period)
{
    struct effect *effect = procedure_effect(consequence, EFFECT_PERIOD_SUSPENDED, period->name);
    struct date today = consequence->request->today;

    effect->period = *period;
    effect->period.status = PERIOD_SUSPENDED;
    effect->period.suspended_on = today;
    effect->period.days_left = date_is_none(period->nominal) ? 0 : period->nominal.day - today.day;
    effect->period.due_ms = 0;
}

/* What was left on the day it was suspended is counted again from today. */
static void
procedure_resume_period(struct consequence *consequence, const struct period_rule *rule,
                        const struct matter_period *period)
{
    struct effect *effect = procedure_effect(consequence, EFFECT_PERIOD_RESUMED, period->name);
    struct period_asked asked = {
        .unit = UNIT_DAYS,
        .catalogue = rule->catalogue,
        .variant = rule->variant,
        .length = period->days_left,
        .from = consequence->request->today,
        .from_ms = consequence->request->times.entered_ms,
        .court = procedure_court(consequence),
    };

    effect->period = *period;
    effect->period.days_left = 0;
    effect->period.suspended_on = DATE_NONE;
    if (!procedure_count_period(consequence, &asked, effect))
        consequence->result->refusal = CONDITION_MUST_BE_MET;
}

static void
procedure_extend_period(struct consequence *consequence, const struct period_rule *rule,
                        const struct matter_period *period, const struct period_action *action)
{
    struct effect *effect = procedure_effect(consequence, EFFECT_PERIOD_EXTENDED, period->name);
    int days = procedure_length(consequence, action->length_field, action->length);
    struct period_asked asked = {
        .unit = UNIT_DAYS,
        .catalogue = rule->catalogue,
        .variant = rule->variant,
        .length = days,
        .from = period->nominal,
        .from_ms = period->due_ms,
        .court = procedure_court(consequence),
    };

    effect->period = *period;
    effect->count = days;
    if (period->status == PERIOD_SUSPENDED)
        effect->period.days_left += days;
    else if (!procedure_count_period(consequence, &asked, effect))
        consequence->result->refusal = CONDITION_MUST_BE_MET;
}

static void
procedure_act_on_period(struct consequence *consequence, const struct period_action *action)
{
    const struct guard_context *context = consequence->context;
    const struct period_rule *rule = procedure_period(context->procedure, action->period);
    const struct matter_period *period = matter_period(context->facts, action->period);
    enum period_status status = period == NULL ? PERIOD_NONE : period->status;
    bool is_on = status == PERIOD_RUNNING || status == PERIOD_SUSPENDED || status == PERIOD_LAPSED;

    assert(rule != NULL);
    switch (action->verb) {
    case PERIOD_START:
    case PERIOD_RESTART: procedure_start_period(consequence, rule, action); break;
    case PERIOD_STOP:
        if (is_on)
            procedure_stop_period(consequence, period);
        break;
    case PERIOD_SUSPEND:
        if (status == PERIOD_RUNNING)
            procedure_suspend_period(consequence, period);
        break;
    case PERIOD_RESUME:
        if (status == PERIOD_SUSPENDED)
            procedure_resume_period(consequence, rule, period);
        break;
    case PERIOD_EXTEND:
        if (is_on)
            procedure_extend_period(consequence, rule, period, action);
        break;
    }
}

/* ---- effects of fields ---- */

static void
procedure_remember(struct consequence *consequence, const struct field_rule *field,
                   const struct value *value)
{
    if (field->is_remembered)
        procedure_effect(consequence, EFFECT_REMEMBERED, field->name)->memory = value;
}

static void
procedure_hand_in_items(struct consequence *consequence, const struct value *list)
{
    for (const struct value *entry = list->first; entry != NULL; entry = entry->next) {
        struct text item = value_member_text(entry, "item");
        bool is_first = true;

        for (const struct value *other = list->first; other != entry; other = other->next)
            is_first = is_first && !text_equal(value_member_text(other, "item"), item);
        if (is_first)
            procedure_effect(consequence, EFFECT_ITEM_HANDED_IN, item);
    }
}

static void
procedure_give_verdicts(struct consequence *consequence, const struct value *list)
{
    for (const struct value *entry = list->first; entry != NULL; entry = entry->next) {
        struct effect *effect =
            procedure_effect(consequence, EFFECT_VERDICT_GIVEN, value_member_text(entry, "item"));

        effect->value = value_member_text(entry, "verdict");
        effect->detail = value_member_text(entry, "ground");
    }
}

static struct value *
procedure_text_value(struct consequence *consequence, struct text text)
{
    struct value *value = ARENA_NEW(consequence->arena, struct value);

    value->type = VALUE_TEXT;
    value->text = text;
    return value;
}

static void
procedure_add_person(struct consequence *consequence, struct value *list, const struct value ***end,
                     struct text person)
{
    struct value *value;

    if (text_is_empty(person) || value_array_has(list, person))
        return;
    value = procedure_text_value(consequence, person);
    **end = value;
    *end = &value->next;
    list->count++;
}

/* The plaintiff acts in the matter from the beginning; the defendant does not before he is served.
 */
static bool
procedure_party_acts(const struct consequence *consequence, const struct field_rule *field,
                     const struct value *party)
{
    for (size_t i = 0; i < field->members_count; i++) {
        const struct field_rule *member = &field->members[i];
        struct text chosen = value_text(value_member_named(party, member->name));
        size_t count;
        const struct choice *choices =
            procedure_choices(consequence->context->procedure, member, &count);

        for (size_t j = 0; j < count; j++)
            if (choices[j].acts && text_equal(choices[j].name, chosen))
                return true;
    }
    return false;
}

bool
procedure_notice_goes(const struct notice_rule *notice, enum notice_way way)
{
    return notice->ways == 0 || (notice->ways & 1u << way) != 0;
}

static bool
procedure_field_has_actor(const struct procedure *procedure, const struct field_rule *field,
                          struct text position)
{
    for (size_t i = 0; i < field->members_count; i++) {
        size_t count;
        const struct choice *choices = procedure_choices(procedure, &field->members[i], &count);

        for (size_t j = 0; j < count; j++)
            if (choices[j].acts && text_equal(choices[j].name, position))
                return true;
    }
    return false;
}

bool
procedure_position_acts(const struct procedure *procedure, struct text position)
{
    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];

        for (size_t j = 0; j < step->fields_count; j++)
            if (step->fields[j].type == FIELD_PARTIES &&
                procedure_field_has_actor(procedure, &step->fields[j], position))
                return true;
    }
    return false;
}

/* Who is named on the matter: the accounts of parties that act and of their agents, and of him who
 * hands it in himself. Only accounts: a name would stay in the record for ever. */
static void
procedure_name_people(struct consequence *consequence, const struct field_rule *field,
                      const struct value *parties)
{
    const struct asker *asker = consequence->context->asker;
    struct value *list = ARENA_NEW(consequence->arena, struct value);
    const struct value **end = &list->first;
    struct effect *effect;

    list->type = VALUE_ARRAY;
    if (asker->role == ROLE_PARTY || asker->role == ROLE_AGENT)
        procedure_add_person(consequence, list, &end, asker->account);
    for (const struct value *party = parties == NULL ? NULL : parties->first; party != NULL;
         party = party->next) {
        if (!procedure_party_acts(consequence, field, party))
            continue;
        procedure_add_person(consequence, list, &end, value_member_text(party, "account"));
        procedure_add_person(consequence, list, &end, value_member_text(party, "agent_account"));
    }
    if (list->count == 0 && parties == NULL)
        return;
    effect = procedure_effect(consequence, EFFECT_PARTIES_NAMED, TEXT(""));
    effect->memory = list;
    effect->count =
        parties == NULL ? consequence->context->facts->parties_count : (int64_t)parties->count;
}

static void
procedure_effects_of_fields(struct consequence *consequence)
{
    const struct guard_context *context = consequence->context;
    const struct field_rule *parties_field = NULL;
    const struct value *parties = NULL;

    for (size_t i = 0; i < context->step->fields_count; i++) {
        const struct field_rule *field = &context->step->fields[i];
        const struct value *value = value_member_named(context->fields, field->name);

        if (value == NULL)
            continue;
        procedure_remember(consequence, field, value);
        switch (field->type) {
        case FIELD_MATERIALS: procedure_hand_in_items(consequence, value); break;
        case FIELD_VERDICTS: procedure_give_verdicts(consequence, value); break;
        case FIELD_PARTIES:
            parties = value;
            parties_field = field;
            break;
        default: break;
        }
    }
    if (parties != NULL || text_is(context->facts->state, STATE_DRAFT))
        procedure_name_people(consequence, parties_field, parties);
}

/* What was found wanting is looked at again after a correction. */
static void
procedure_reset_verdicts(struct consequence *consequence)
{
    const struct matter_facts *facts = consequence->context->facts;

    for (int i = 0; i < facts->items_count; i++) {
        const struct matter_item *item = &facts->items[i];
        if (item->verdict == VERDICT_MISSING || item->verdict == VERDICT_DEFECTIVE)
            procedure_effect(consequence, EFFECT_VERDICT_GIVEN, item->name)->value =
                verdict_word(VERDICT_UNCHECKED);
    }
}

/* ---- effects the rule names ---- */

static bool
procedure_task_is_open(const struct matter_facts *facts, struct text name)
{
    for (int i = 0; i < facts->tasks_count; i++)
        if (text_equal(facts->tasks[i].name, name))
            return true;
    return false;
}

void
procedure_open_task(struct consequence *consequence, struct text name)
{
    const struct procedure *procedure = consequence->context->procedure;
    const struct task_rule *task = procedure_task(procedure, name);
    struct period_action from_today = {.verb = PERIOD_START, .from = FROM_TODAY};

    if (procedure_task_is_open(consequence->context->facts, name))
        return;
    procedure_effect(consequence, EFFECT_TASK_OPENED, name)->who = task->who;
    if (!text_is_empty(task->period))
        procedure_start_period(consequence, procedure_period(procedure, task->period), &from_today);
}

void
procedure_close_task(struct consequence *consequence, struct text name)
{
    const struct guard_context *context = consequence->context;
    struct period_action stop = {.verb = PERIOD_STOP,
                                 .period = procedure_task(context->procedure, name)->period};

    if (!procedure_task_is_open(context->facts, name))
        return;
    procedure_effect(consequence, EFFECT_TASK_CLOSED, name);
    if (!text_is_empty(stop.period))
        procedure_act_on_period(consequence, &stop);
}

static void
procedure_move_tasks(struct consequence *consequence)
{
    const struct step *step = consequence->context->step;

    for (size_t i = 0; i < step->closes_tasks_count; i++)
        procedure_close_task(consequence, step->closes_tasks[i]);
    for (size_t i = 0; i < step->opens_tasks_count; i++)
        procedure_open_task(consequence, step->opens_tasks[i]);
}

static void
procedure_issue(struct consequence *consequence)
{
    const struct guard_context *context = consequence->context;
    const struct step *step = context->step;

    for (size_t i = 0; i < step->counts_count; i++)
        procedure_effect(consequence, EFFECT_COUNTED, step->counts[i])->count = 1;
    for (size_t i = 0; i < step->issues_count; i++) {
        const struct paper_rule *paper = procedure_paper(context->procedure, step->issues[i]);
        procedure_effect(consequence, EFFECT_PAPER_ISSUED, paper->name)->count =
            paper->is_bilingual;
    }
    for (size_t i = 0; i < step->notifies_count; i++) {
        const struct notice_rule *notice = procedure_notice(context->procedure, step->notifies[i]);
        procedure_effect(consequence, EFFECT_NOTICE_PROMISED, notice->name)->value = notice->to;
    }
    for (size_t i = 0; i < step->opens_count; i++)
        procedure_effect(consequence, EFFECT_MATTER_LINKED, step->opens[i].link)->value =
            step->opens[i].procedure;
}

/* Per type of case number, else for all: "assigned" by the national system, or our "own". */
static struct text
procedure_number_mode(const struct consequence *consequence, struct text type)
{
    const struct guard_context *context = consequence->context;
    const struct policy_set *policies = consequence->rules->policies;
    struct text own = text_format(consequence->arena, "case_number.%.*s", TEXT_ARGS(type));
    struct text mode = policy_value(policies, own, context->facts->owner, context->today);

    if (text_is_empty(mode))
        mode = policy_value(policies, TEXT("case_number"), context->facts->owner, context->today);
    return text_is(mode, "own") ? TEXT("own") : TEXT("assigned");
}

static void
procedure_register(struct consequence *consequence)
{
    const struct guard_context *context = consequence->context;
    const struct step *step = context->step;

    if (step->registers)
        procedure_effect(consequence, EFFECT_REGISTERED, TEXT(""));
    if (!text_is_empty(step->number.type)) {
        struct effect *effect =
            procedure_effect(consequence, EFFECT_NUMBER_WANTED, step->number.type);
        effect->detail = procedure_number_mode(consequence, step->number.type);
        for (size_t i = 0; i < step->fields_count; i++)
            if (step->fields[i].type == FIELD_NUMBER)
                effect->value =
                    value_text(value_member_named(context->fields, step->fields[i].name));
    }
}

static void
procedure_move_custody(struct consequence *consequence)
{
    const struct guard_context *context = consequence->context;
    const struct step *step = context->step;
    struct text court = value_text(value_member_named(context->fields, step->court_field));
    struct effect *effect;

    switch (step->custody) {
    case VERB_OFFER:
        procedure_effect(consequence, EFFECT_CUSTODY_OFFERED, TEXT(""))->value = court;
        break;
    case VERB_ACCEPT:
        effect = procedure_effect(consequence, EFFECT_CUSTODY_ACCEPTED, TEXT(""));
        effect->value = context->facts->offered_to;
        effect->count = context->facts->epoch + 1;
        break;
    case VERB_DECLINE:
        procedure_effect(consequence, EFFECT_CUSTODY_DECLINED, TEXT(""))->value =
            context->facts->offered_to;
        break;
    case VERB_TAKE_BACK: procedure_effect(consequence, EFFECT_CUSTODY_RETURNED, TEXT("")); break;
    case VERB_NONE: break;
    }
    if (step->sends_task)
        procedure_effect(consequence, EFFECT_TASK_SENT, TEXT(""))->value = court;
}

static void
procedure_settle_people(struct consequence *consequence)
{
    const struct guard_context *context = consequence->context;
    const struct step *step = context->step;
    struct text named = value_member_text(context->fields, "handler");

    if (step->names_handler)
        procedure_effect(consequence, EFFECT_HANDLER_NAMED, TEXT(""))->value =
            text_is_empty(named) ? context->asker->account : named;
    if (step->frees_handler)
        procedure_effect(consequence, EFFECT_HANDLER_FREED, TEXT(""));
    if (step->seals)
        procedure_effect(consequence, EFFECT_SEALED, TEXT(""))->count =
            value_member_is_true(context->fields, "sealed");
    for (size_t i = 0; i < step->voids_count; i++)
        procedure_effect(consequence, EFFECT_SIGNATURES_VOID, step->voids[i]);
}

/* Counts the signatures there are with this one; true when it is the last. */
static bool
procedure_sign(struct consequence *consequence)
{
    const struct guard_context *context = consequence->context;
    const struct asker *asker = context->asker;
    int64_t missing = context->facts->parties_count - 1;
    struct effect *effect;

    for (int i = 0; i < context->facts->signatures_count; i++)
        missing -= text_equal(context->facts->signatures[i].step, context->step->name);
    effect = procedure_effect(consequence, EFFECT_SIGNED, context->step->name);
    effect->value = text_is_empty(asker->acted_for) ? asker->account : asker->acted_for;
    effect->count = missing < 0 ? 0 : missing;
    return effect->count == 0;
}

void
procedure_all_effects(struct consequence *consequence)
{
    const struct step *step = consequence->context->step;

    if (step->is_signed_by_all && !procedure_sign(consequence)) {
        consequence->result->is_effective = false;
        return;
    }
    procedure_effects_of_fields(consequence);
    if (step->resets_verdicts)
        procedure_reset_verdicts(consequence);
    for (size_t i = 0; i < step->periods_count; i++)
        procedure_act_on_period(consequence, &step->periods[i]);
    procedure_move_tasks(consequence);
    procedure_issue(consequence);
    procedure_register(consequence);
    procedure_move_custody(consequence);
    procedure_settle_people(consequence);
}
