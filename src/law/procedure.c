/* procedure.c: a decision in three parts: may this person take this step now (who, where, when), is
 * what he filled in right, and what follows (procedure_effects.c). The first "no" in that order is
 * the one shown. */
#include "law/procedure.h"

#include "law/form.h"
#include "law/procedure_effects.h"

static const struct text field_type_words[FIELD_COUNT] = {
#define FIELD(name, word) TEXT_INIT(word),
#include "law/field.def"
#undef FIELD
};

struct text
field_type_word(enum field_type type)
{
    return field_type_words[type];
}

/* ---- looking things up ---- */

const struct step *
procedure_step(const struct procedure *procedure, struct text name)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        if (text_equal(procedure->steps[i].name, name))
            return &procedure->steps[i];
    return NULL;
}

int
procedure_state(const struct procedure *procedure, struct text name)
{
    for (size_t i = 0; i < procedure->states_count; i++)
        if (text_equal(procedure->states[i].name, name))
            return (int)i;
    return -1;
}

/* The lists of named things a procedure holds are all looked up alike. */
#define PROCEDURE_LOOK_UP(function, type, list)                                                    \
    const struct type *function(const struct procedure *procedure, struct text name)               \
    {                                                                                              \
        for (size_t i = 0; i < procedure->list##_count; i++)                                       \
            if (text_equal(procedure->list[i].name, name))                                         \
                return &procedure->list[i];                                                        \
        return NULL;                                                                               \
    }

PROCEDURE_LOOK_UP(procedure_period, period_rule, periods)
PROCEDURE_LOOK_UP(procedure_item, item_rule, items)
PROCEDURE_LOOK_UP(procedure_task, task_rule, tasks)
PROCEDURE_LOOK_UP(procedure_paper, paper_rule, papers)
PROCEDURE_LOOK_UP(procedure_notice, notice_rule, notices)
PROCEDURE_LOOK_UP(procedure_reasons, reason_list, reasons)

const struct choice *
procedure_choices(const struct procedure *procedure, const struct field_rule *field, size_t *count)
{
    static const struct choice answers[] = {
        {.name = TEXT_INIT(TICK_YES),
         .words = {{TEXT_INIT("是"), TEXT_INIT("예"), TEXT_INIT("Yes")}}},
        {.name = TEXT_INIT(TICK_NO),
         .words = {{TEXT_INIT("否"), TEXT_INIT("아니요"), TEXT_INIT("No")}}},
        {.name = TEXT_INIT(TICK_UNKNOWN),
         .words = {{TEXT_INIT("不清楚"), TEXT_INIT("모름"), TEXT_INIT("Not known")}}},
    };
    const struct reason_list *list = text_is_empty(field->reasons) || procedure == NULL
                                         ? NULL
                                         : procedure_reasons(procedure, field->reasons);

    if (field->type == FIELD_TICK) {
        *count = sizeof answers / sizeof answers[0];
        return answers;
    }
    *count = list == NULL ? field->choices_count : list->reasons_count;
    return list == NULL ? field->choices : list->reasons;
}

/* ---- may this step be taken at all ---- */

static bool
procedure_has_begun(const struct matter_facts *facts)
{
    return !text_is(facts->state, STATE_DRAFT);
}

/* A kind that is off in the rules can be turned on by a court, and the other way round. */
static bool
procedure_is_open(const struct guard_context *context)
{
    const struct procedure *procedure = context->procedure;
    char name[128];
    struct text policy, value;

    if (procedure->case_kind.length + sizeof "case_kind." > sizeof name)
        return false;
    policy.length = 0;
    policy.bytes = name;
    for (const char *c = "case_kind."; *c != '\0'; c++)
        name[policy.length++] = *c;
    for (size_t i = 0; i < procedure->case_kind.length; i++)
        name[policy.length++] = procedure->case_kind.bytes[i];
    value = policy_value(context->policies, policy, context->facts->owner, context->today);
    if (!date_in_span(context->today, procedure->in_force, procedure->until))
        return false;
    return text_is_empty(value) ? procedure->is_enabled : text_is(value, "on");
}

static enum refusal
procedure_check_beginning(const struct guard_context *context)
{
    const struct matter_facts *facts = context->facts;
    const struct procedure *procedure = context->procedure;
    bool is_same =
        text_equal(facts->procedure, procedure->name) && facts->version == procedure->version;

    if (procedure_has_begun(facts))
        return is_same ? ALLOWED : PROCEDURE_MUST_EXIST;
    return procedure_is_open(context) ? ALLOWED : CASE_KIND_MUST_BE_OPEN;
}

/* While a matter is offered to another court nothing is written about it here but the answer. */
static enum refusal
procedure_check_custody(const struct guard_context *context)
{
    const struct step *step = context->step;
    enum custody custody = context->facts->custody;

    switch (step->custody) {
    case VERB_OFFER: return custody == CUSTODY_HELD ? ALLOWED : MATTER_MUST_NOT_BE_FROZEN;
    case VERB_ACCEPT:
    case VERB_DECLINE: return custody == CUSTODY_OFFERED ? ALLOWED : TRANSFER_MUST_BE_OFFERED;
    case VERB_TAKE_BACK: return custody == CUSTODY_DECLINED ? ALLOWED : TRANSFER_MUST_BE_DECLINED;
    case VERB_NONE: break;
    }
    if (step->stream == STREAM_MAIN && custody != CUSTODY_HELD)
        return MATTER_MUST_NOT_BE_FROZEN;
    return ALLOWED;
}

static enum refusal
procedure_check_state(const struct guard_context *context)
{
    int state = procedure_state(context->procedure, context->facts->state);

    if (state < 0)
        return PROCEDURE_MUST_EXIST;
    if (context->step->from & (UINT64_C(1) << state))
        return ALLOWED;
    if (context->procedure->states[state].is_end)
        return MATTER_MUST_BE_OPEN;
    if (state != 0 && context->step->from == 1)
        return MATTER_MUST_BE_NEW;
    return STATE_MUST_ALLOW_STEP;
}

static bool
procedure_has_taken(const struct guard_context *context, struct text step)
{
    struct text taker = matter_taker(context->facts, step);

    return !text_is_empty(taker) && text_equal(taker, context->asker->account);
}

static bool
procedure_has_signed(const struct guard_context *context)
{
    const struct asker *asker = context->asker;
    struct text person = text_is_empty(asker->acted_for) ? asker->account : asker->acted_for;

    for (int i = 0; i < context->facts->signatures_count; i++) {
        const struct matter_signature *signature = &context->facts->signatures[i];
        if (text_equal(signature->step, context->step->name) &&
            text_equal(signature->person, person))
            return true;
    }
    return false;
}

/* Whoever signs for another signs for somebody named on the matter. */
static bool
procedure_signs_for_a_party(const struct guard_context *context)
{
    struct text person = context->asker->acted_for;

    if (context->is_look || (text_is_empty(person) && context->asker->role == ROLE_PARTY))
        return true;
    for (int i = 0; i < context->facts->people_count; i++)
        if (text_equal(context->facts->people[i], person))
            return true;
    return false;
}

/* Of an agent: by what he holds from the person he acts for. */
static struct representation_standing
procedure_standing(const struct guard_context *context)
{
    return representation_standing(context->asker, context->facts, context->asker->acted_for);
}

static enum refusal
procedure_check_person(const struct guard_context *context)
{
    const struct step *step = context->step;

    for (size_t i = 0; i < step->not_by_count; i++)
        if (procedure_has_taken(context, step->not_by[i]))
            return step->not_by_refusal;
    if (context->asker->identity < step->identity)
        return IDENTITY_MUST_BE_PROVEN;
    if (context->asker->role == ROLE_AGENT && step->needs_special &&
        !procedure_standing(context).is_special)
        return AUTHORITY_MUST_BE_SPECIAL;
    if (step->is_signed_by_all && procedure_has_signed(context))
        return SIGNATURE_MUST_BE_GIVEN_ONCE;
    if (step->is_signed_by_all && !procedure_signs_for_a_party(context))
        return PERSON_ACTED_FOR_MUST_BE_NAMED;
    return ALLOWED;
}

/* `detail` says which fact was not as it must be. */
static enum refusal
procedure_check_guards(const struct guard_context *context, struct text *detail)
{
    const struct step *step = context->step;

    for (size_t i = 0; i < step->guards_count; i++) {
        const struct guard *guard = &step->guards[i];

        if (guard_holds(guard, context))
            continue;
        /* Who has it, the refusals of a handler say themselves. */
        bool says_fact =
            text_is_empty(guard->name) && guard->guards_count == 0 && guard->fact != FACT_HANDLER;
        *detail = says_fact ? fact_word(guard->fact) : guard->name;
        return guard->refusal;
    }
    for (size_t i = 0; i < step->gates_count; i++) {
        const struct gate_rule *gate = &step->gates[i];
        const struct matter_link *link = matter_link(context->facts, gate->link);
        bool is_ready = false;

        for (size_t j = 0; link != NULL && j < gate->states_count; j++)
            is_ready = is_ready || text_equal(gate->states[j], link->state);
        if (!is_ready)
            return LINKED_MATTER_MUST_BE_READY;
    }
    return ALLOWED;
}

static enum refusal
procedure_check_checklist(const struct guard_context *context)
{
    if (context->step->requires_checked && guard_count_unchecked(context) > 0)
        return MATERIALS_MUST_ALL_BE_CHECKED;
    if (context->step->requires_no_defect && guard_count_defects(context) > 0)
        return DEFECTS_MUST_BE_GONE;
    return ALLOWED;
}

/* Everything but what was filled in. */
static enum refusal
procedure_may_take(const struct guard_context *context)
{
    const struct step *step = context->step;
    enum refusal refusal = procedure_check_beginning(context);

    if (refusal != ALLOWED)
        return refusal;
    if (context->asker->role == ROLE_AGENT && procedure_standing(context).has_ended)
        return REPRESENTATION_MUST_BE_IN_FORCE;
    if (!access_is_one_of(context->asker, context->facts, step->by, (int)step->by_count))
        return context->asker->role == ROLE_HELPER ? PERSON_MUST_ACT_HIMSELF : ROLE_MUST_BE_ALLOWED;
    if ((refusal = procedure_check_custody(context)) != ALLOWED)
        return refusal;
    if ((refusal = procedure_check_state(context)) != ALLOWED)
        return refusal;
    return procedure_check_person(context);
}

/* ---- what was filled in, beyond each field by itself ---- */

/* An officer who asks for corrections names every defect found, once, and nothing else. [REG2015:7]
 */
static enum refusal
procedure_check_defects(const struct guard_context *context, struct arena *arena,
                        struct text *detail)
{
    for (size_t i = 0; i < context->step->fields_count; i++) {
        const struct field_rule *field = &context->step->fields[i];
        const struct value *named = value_member_named(context->fields, field->name);
        size_t count = named == NULL ? 0 : named->count;

        if (field->type != FIELD_DEFECTS)
            continue;
        for (const struct value *entry = named == NULL ? NULL : named->first; entry != NULL;
             entry = entry->next) {
            struct text name = value_member_text(entry, "item");
            const struct matter_item *item = matter_item(context->facts, name);
            *detail = name;
            if (item == NULL ||
                (item->verdict != VERDICT_MISSING && item->verdict != VERDICT_DEFECTIVE))
                return NOTICE_MUST_NAME_ONLY_DEFECTS;
        }
        *detail = guard_list_defects(context, arena);
        if ((int)count < guard_count_defects(context))
            return NOTICE_MUST_NAME_ALL_DEFECTS;
        *detail = TEXT("");
    }
    return ALLOWED;
}

static enum refusal
procedure_check_court(const struct guard_context *context)
{
    struct text court = value_text(value_member_named(context->fields, context->step->court_field));
    bool goes_away = context->step->custody == VERB_OFFER || context->step->sends_task;

    if (goes_away && text_equal(court, context->facts->owner))
        return TRANSFER_MUST_NAME_ANOTHER_COURT;
    return ALLOWED;
}

static enum refusal
procedure_check_number(const struct guard_context *context)
{
    if (context->step->number.is_entry && !text_is_empty(context->facts->case_number))
        return CASE_NUMBER_MUST_BE_MISSING;
    return ALLOWED;
}

/* Papers of legal effect are no helper's to hand in. [CPL-2023:62] */
static enum refusal
procedure_check_materials(const struct guard_context *context, struct text *detail)
{
    if (context->asker->role != ROLE_HELPER)
        return ALLOWED;
    for (size_t i = 0; i < context->step->fields_count; i++) {
        const struct field_rule *field = &context->step->fields[i];
        const struct value *list = field->type == FIELD_MATERIALS
                                       ? value_member_named(context->fields, field->name)
                                       : NULL;
        for (const struct value *entry = list == NULL ? NULL : list->first; entry != NULL;
             entry = entry->next) {
            struct text name = value_member_text(entry, "item");
            const struct item_rule *item = procedure_item(context->procedure, name);
            if (item == NULL || !item->is_person_only)
                continue;
            *detail = name;
            return PERSON_MUST_ACT_HIMSELF;
        }
    }
    return ALLOWED;
}

static enum refusal
procedure_check_filled_in(const struct guard_context *context, struct arena *arena,
                          struct text *detail)
{
    enum refusal refusal;

    if (context->step->needs_acted_for && context->asker->role != ROLE_PARTY &&
        text_is_empty(context->asker->acted_for))
        return PERSON_ACTED_FOR_MUST_BE_NAMED;
    if ((refusal = procedure_check_court(context)) != ALLOWED ||
        (refusal = procedure_check_materials(context, detail)) != ALLOWED)
        return refusal;
    return procedure_check_defects(context, arena, detail);
}

/* ---- the questions ---- */

static struct guard_context
procedure_context(const struct procedure *procedure, const struct matter_facts *facts,
                  const struct step *step, const struct asker *asker, const struct rule_set *rules,
                  struct date today)
{
    return (struct guard_context){
        .procedure = procedure,
        .facts = facts,
        .step = step,
        .asker = asker,
        .policies = rules->policies,
        .forms = rules->forms,
        .today = today,
    };
}

static void
procedure_begin_result(const struct procedure *procedure, const struct matter_facts *facts,
                       const struct step_request *request, struct step_result *result)
{
    *result = (struct step_result){
        .procedure = procedure->name,
        .version = procedure->version,
        .case_kind = procedure->case_kind,
        .step = request->step,
        .account = request->asker.account,
        .acted_for = request->asker.acted_for,
        .role = request->asker.role,
        .at_ms = request->times.entered_ms,
        .times = request->times,
        .from_state = facts->state,
        .to_state = facts->state,
        .next = {ROLE_COUNT, 0},
        .is_effective = true,
    };
}

/* While a matter is offered it waits for whoever may accept it. */
static struct actor
procedure_next(const struct procedure *procedure, const struct state *state, bool is_offered)
{
    uint64_t here = UINT64_C(1) << (state - procedure->states);

    for (size_t i = 0; is_offered && i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        if (step->custody == VERB_ACCEPT && (step->from & here) != 0 && step->by_count > 0)
            return step->by[0];
    }
    return state->next;
}

static bool
procedure_is_offered(const struct guard_context *context, const struct step_result *result)
{
    const struct step *step = context->step;

    if (step->custody != VERB_NONE && result->is_effective)
        return step->custody == VERB_OFFER;
    return context->facts->custody == CUSTODY_OFFERED;
}

static void
procedure_end_result(const struct guard_context *context, struct step_result *result)
{
    const struct step *step = context->step;
    const struct state *state;
    int index = procedure_state(context->procedure, context->facts->state);

    if (result->is_effective && step->to >= 0)
        index = step->to;
    state = &context->procedure->states[index];
    result->to_state = state->name;
    result->next = procedure_next(context->procedure, state, procedure_is_offered(context, result));
    result->is_end = state->is_end;
    result->stream = step->stream;
    result->tells_party = step->tells_party;
    result->tells_hub = step->tells_hub;
}

/* ---- what the law says of service ---- */

/* The day the letter came: of the periods that began with it, the latest. */
static struct date
procedure_letter_day(const struct guard_context *context)
{
    const struct service_wish_rule *rule = &context->step->service;
    struct date day = DATE_NONE;

    for (size_t i = 0; i < rule->letters_count; i++) {
        const struct matter_period *period = matter_period(context->facts, rule->letters[i]);
        if (period != NULL && (date_is_none(day) || date_compare(period->from, day) > 0))
            day = period->from;
    }
    return day;
}

static bool
procedure_has_field(const struct step *step, struct text name)
{
    for (size_t i = 0; i < step->fields_count; i++)
        if (text_equal(step->fields[i].name, name))
            return true;
    return false;
}

/* What is wanting at its place in the form; what no field asks stays in the detail. */
static enum refusal
procedure_point_out(const struct step *step, enum refusal refusal, struct text names,
                    struct arena *arena, struct step_result *result)
{
    enum { NAMES_MAX = 16 };
    struct field_mistake *mistakes = ARENA_MANY(arena, NAMES_MAX, struct field_mistake);

    result->detail = names;
    result->mistakes = mistakes;
    while (!text_is_empty(names) && result->mistakes_count < NAMES_MAX) {
        struct text name = text_cut(&names, ' ');
        if (procedure_has_field(step, name))
            mistakes[result->mistakes_count++] = (struct field_mistake){name, refusal, TEXT("")};
    }
    return result->mistakes_count > 0 ? FIELDS_MUST_BE_RIGHT : refusal;
}

static enum refusal
procedure_weigh_verdict(const struct step *step, const struct service_judgment *found,
                        struct arena *arena, struct step_result *result)
{
    enum service_wish wish = step->service.wish;
    bool is_served = text_is(found->outcome, "served");
    bool is_forbidden = text_is(found->outcome, "prohibited");

    if (text_is(found->outcome, "contradicted"))
        return procedure_point_out(step, SERVICE_DATES_MUST_AGREE, found->detail, arena, result);
    if (text_is(found->outcome, "missing") && wish != WISH_ANYTHING)
        return procedure_point_out(step, SERVICE_FACTS_MUST_BE_KNOWN, found->detail, arena, result);
    result->detail = found->detail;
    if (is_forbidden && wish != WISH_FAILED)
        return SERVICE_MUST_BE_LAWFUL;
    if (wish == WISH_SERVED && !is_served)
        return SERVICE_MUST_BE_DONE;
    if (wish == WISH_FAILED && is_served)
        return SERVICE_MUST_BE_REPORTED_AS_DONE;
    result->detail = TEXT("");
    return ALLOWED;
}

/* Served or not, and from which day, is said by the law and by nobody else. */
static enum refusal
procedure_judge_service(struct guard_context *context, const struct step_request *request,
                        const struct rule_set *rules, struct arena *arena,
                        struct step_result *result, struct service_judgment *found)
{
    const struct step *step = context->step;
    struct service_asked asked = {
        .mode = step->service.mode,
        .fields = context->fields,
        .memories = context->facts->memories,
        .memories_count = context->facts->memories_count,
        .letter_received = procedure_letter_day(context),
        .now_ms = request->times.entered_ms,
        .court = request->asker.node,
    };

    if (step->service.wish == WISH_NONE)
        return ALLOWED;
    if (rules->serve == NULL || !rules->serve(rules->of, &asked, arena, found))
        return CONDITION_MUST_BE_MET;
    return procedure_weigh_verdict(step, found, arena, result);
}

static void
procedure_add_text(struct value *object, const struct value ***end, const char *key,
                   struct text text, struct arena *arena)
{
    struct value *value = ARENA_NEW(arena, struct value);

    if (text_is_empty(text))
        return;
    *value = (struct value){.type = VALUE_TEXT, .text = text, .key = text_of(key)};
    **end = value;
    *end = &value->next;
    object->count++;
}

static struct text
procedure_day_text(struct date day, struct arena *arena)
{
    return date_is_none(day) ? TEXT("") : date_text(day, arena);
}

/* The verdict goes into the event whole; nobody works it out a second time. */
static void
procedure_keep_verdict(struct consequence *consequence, const struct service_judgment *found)
{
    struct arena *arena = consequence->arena;
    struct value *memory = ARENA_NEW(arena, struct value);
    const struct value **end = &memory->first;
    struct effect *effect = procedure_effect(consequence, EFFECT_SERVICE_JUDGED, found->outcome);

    memory->type = VALUE_OBJECT;
    procedure_add_text(memory, &end, "closed_on", procedure_day_text(found->closed_on, arena),
                       arena);
    procedure_add_text(memory, &end, "mode", found->used, arena);
    procedure_add_text(memory, &end, "outcome", found->outcome, arena);
    procedure_add_text(memory, &end, "served_on", procedure_day_text(found->served_on, arena),
                       arena);
    effect->memory = memory;
    effect->value = found->used;
    effect->rule = found->rule;
    effect->rules_digest = found->rules_digest;
    effect->derivation = found->derivation;
    effect->count = found->is_late ? 1 : 0;
}

static enum refusal
procedure_weigh(struct guard_context *context, const struct step_request *request,
                struct arena *arena, struct step_result *result)
{
    enum refusal refusal = procedure_may_take(context);
    struct form form;

    if (refusal != ALLOWED)
        return refusal;
    form = form_check(context, request->fields, arena);
    context->fields = result->fields = form.understood;
    result->mistakes = form.mistakes;
    result->mistakes_count = form.mistakes_count;
    result->warnings = form.warnings;
    result->warnings_count = form.warnings_count;
    result->files = form.files;
    result->files_count = form.files_count;
    if (form.mistakes_count > 0)
        return FIELDS_MUST_BE_RIGHT;
    if ((refusal = procedure_check_number(context)) != ALLOWED)
        return refusal;
    if ((refusal = procedure_check_guards(context, &result->detail)) != ALLOWED) {
        if (refusal == GAP_MUST_BE_EXPLAINED_AND_ANNOTATED)
            result->detail = guard_list_missing(context, arena);
        return refusal;
    }
    if ((refusal = procedure_check_checklist(context)) != ALLOWED) {
        result->detail = refusal == DEFECTS_MUST_BE_GONE ? guard_list_defects(context, arena)
                                                         : guard_list_unchecked(context, arena);
        return refusal;
    }
    return procedure_check_filled_in(context, arena, &result->detail);
}

enum refusal
procedure_decide(const struct procedure *procedure, const struct matter_facts *facts,
                 const struct step_request *request, const struct rule_set *rules,
                 struct arena *arena, struct step_result *result)
{
    const struct step *step = procedure_step(procedure, request->step);
    struct guard_context context =
        procedure_context(procedure, facts, step, &request->asker, rules, request->today);
    struct consequence consequence = {&context, request, rules, arena, result};
    struct service_judgment found = {.served_on = DATE_NONE, .closed_on = DATE_NONE};

    procedure_begin_result(procedure, facts, request, result);
    if (step == NULL)
        return result->refusal = STEP_MUST_EXIST;
    result->step = step->name;
    result->refusal = procedure_weigh(&context, request, arena, result);
    if (result->refusal == ALLOWED)
        result->refusal = procedure_judge_service(&context, request, rules, arena, result, &found);
    if (result->refusal != ALLOWED)
        return result->refusal;
    if (step->service.wish != WISH_NONE)
        procedure_keep_verdict(&consequence, &found);
    procedure_all_effects(&consequence);
    procedure_end_result(&context, result);
    return result->refusal;
}

/* Of what arrived, the fields the answering step knows too. */
static const struct value *
procedure_known_fields(const struct step *step, const struct value *fields, struct arena *arena)
{
    struct value *known = ARENA_NEW(arena, struct value);
    const struct value **end = &known->first;

    known->type = VALUE_OBJECT;
    for (size_t i = 0; step != NULL && i < step->fields_count; i++) {
        const struct value *value = value_member_named(fields, step->fields[i].name);
        struct value *copy = ARENA_NEW(arena, struct value);

        if (value == NULL)
            continue;
        *copy = *value;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
        known->count++;
    }
    return known;
}

enum refusal
procedure_arrival(const struct procedure *procedure, const struct matter_facts *facts,
                  struct text arrived, const struct step_request *request,
                  const struct rule_set *rules, struct arena *arena, struct step_result *result)
{
    const struct step *step = procedure_step(procedure, arrived);
    enum refusal refusal = step == NULL ? STEP_MUST_EXIST : STATE_MUST_ALLOW_STEP;
    struct step_request answer = *request;

    procedure_begin_result(procedure, facts, request, result);
    answer.asker.role = ROLE_EXCHANGE;
    for (size_t i = 0; step != NULL && i < step->on_arrival_count; i++) {
        const struct step *next = procedure_step(procedure, step->on_arrival[i]);

        answer.step = step->on_arrival[i];
        answer.fields = procedure_known_fields(next, request->fields, arena);
        refusal = procedure_decide(procedure, facts, &answer, rules, arena, result);
        if (refusal == ALLOWED)
            return ALLOWED;
    }
    return result->refusal = refusal;
}

/* A period without an end (no calendar) never runs out by itself. */
enum refusal
procedure_lapse(const struct procedure *procedure, const struct matter_facts *facts,
                struct text name, const struct step_request *request, const struct rule_set *rules,
                struct arena *arena, struct step_result *result)
{
    const struct period_rule *rule = procedure_period(procedure, name);
    const struct matter_period *period = matter_period(facts, name);
    int state = procedure_state(procedure, facts->state);
    struct step_request lapse = *request;
    struct guard_context context =
        procedure_context(procedure, facts, NULL, &lapse.asker, rules, lapse.today);
    struct consequence consequence = {&context, &lapse, rules, arena, result};
    struct effect *effect;

    lapse.step = TEXT("lapse");
    lapse.asker.role = ROLE_CLOCK;
    procedure_begin_result(procedure, facts, &lapse, result);
    if (rule == NULL || period == NULL || period->status != PERIOD_RUNNING || state < 0)
        return result->refusal = PERIOD_MUST_BE_RUNNING;
    if (period->due_ms == 0 || lapse.times.entered_ms < period->due_ms)
        return result->refusal = PERIOD_MUST_HAVE_RUN_OUT;
    result->stream = period->stream;
    effect = procedure_effect(&consequence, EFFECT_PERIOD_LAPSED, rule->name);
    effect->period = *period;
    effect->period.status = PERIOD_LAPSED;
    if (!text_is_empty(rule->lapse_task))
        procedure_open_task(&consequence, rule->lapse_task);
    result->next =
        procedure_next(procedure, &procedure->states[state], facts->custody == CUSTODY_OFFERED);
    result->is_end = procedure->states[state].is_end;
    result->tells_party = rule->concerns_party;
    result->tells_hub = true;
    return result->refusal;
}

/* Of a period in court days the whole course is counted again; of any other its nominal day stands
 * for good, however it came about, and only the end moves off a day of rest. */
static bool
procedure_recount(const struct consequence *consequence, const struct period_rule *rule,
                  const struct matter_period *period, struct period_found *found)
{
    const struct rule_set *rules = consequence->rules;
    struct period_asked asked = {
        .unit = rule->unit,
        .catalogue = rule->catalogue,
        .variant = rule->variant,
        .length = rule->length,
        .from = period->from,
        .court = period->stream == STREAM_MAIN ? consequence->context->facts->owner : period->node,
    };
    bool is_fixed = !date_is_none(period->nominal);

    if (rule->unit == UNIT_HOURS || rule->unit == UNIT_OFFICE_MINUTES || date_is_none(period->from))
        return false;
    if (text_is_empty(rule->length_field) &&
        rules->period(rules->of, &asked, consequence->arena, found) &&
        (found->counts_court_days || date_compare(found->nominal, period->nominal) == 0))
        return !date_is_none(found->nominal) || found->calendar_missing != 0;
    asked.unit = UNIT_DAYS;
    asked.length = is_fixed ? period->nominal.day - period->from.day : 0;
    return is_fixed && asked.length > 0 && rule->unit != UNIT_WORKING_DAYS &&
           rules->period(rules->of, &asked, consequence->arena, found);
}

/* Later than it was, or known where it was not. */
static bool
procedure_gains(const struct matter_period *period, const struct period_found *found)
{
    if (found->calendar_missing != 0 || date_is_none(found->last_day))
        return false;
    return date_is_none(period->last_day) || date_compare(found->last_day, period->last_day) > 0;
}

static bool
procedure_is_watched(const struct matter_period *period, enum stream stream, struct text node)
{
    bool is_on = period->status == PERIOD_RUNNING || period->status == PERIOD_LAPSED;

    return is_on && period->stream == stream &&
           (stream == STREAM_MAIN || text_equal(period->node, node));
}

/* What was opened because the period had run out is closed, and what was opened because the time
 * for that ran out as well. */
static void
procedure_undo_lapse(struct consequence *consequence, const struct period_rule *rule)
{
    const struct procedure *procedure = consequence->context->procedure;

    for (size_t tries = procedure->periods_count; rule != NULL && tries > 0; tries--) {
        const struct task_rule *task = procedure_task(procedure, rule->lapse_task);
        if (task == NULL)
            return;
        procedure_close_task(consequence, task->name);
        rule = procedure_period(procedure, task->period);
    }
}

/* A clock that was stopped on the way is not started again. */
static bool
procedure_is_stopped_by(const struct step_result *result, struct text period)
{
    for (int i = 0; i < result->effects_count; i++) {
        if (result->effects[i].kind == EFFECT_PERIOD_STOPPED &&
            text_equal(result->effects[i].name, period))
            return true;
    }
    return false;
}

static void
procedure_restate_period(struct consequence *consequence, const struct period_rule *rule,
                         const struct matter_period *period, const struct period_found *found,
                         struct text change)
{
    struct effect *effect = procedure_effect(consequence, EFFECT_PERIOD_RESTATED, period->name);
    bool is_back =
        period->status == PERIOD_LAPSED && consequence->request->times.entered_ms < found->due_ms;

    effect->value = change;
    effect->detail =
        date_is_none(period->last_day) ? TEXT("") : date_text(period->last_day, consequence->arena);
    effect->period = *period;
    procedure_put_found(effect, found);
    if (is_back)
        effect->period.status = PERIOD_RUNNING;
    consequence->result->tells_party |=
        rule->concerns_party && effect->period.status == PERIOD_RUNNING;
    if (is_back)
        procedure_undo_lapse(consequence, rule);
}

bool
procedure_restate(const struct procedure *procedure, const struct matter_facts *facts,
                  enum stream stream, struct text change, const struct step_request *request,
                  const struct rule_set *rules, struct arena *arena, struct step_result *result)
{
    const struct notice_rule *notice = procedure_notice(procedure, TEXT(NOTICE_RESTATED));
    int state = procedure_state(procedure, facts->state);
    struct step_request restate = *request;
    struct guard_context context =
        procedure_context(procedure, facts, NULL, &restate.asker, rules, restate.today);
    struct consequence consequence = {&context, &restate, rules, arena, result};

    restate.step = TEXT("restate");
    restate.asker.role = ROLE_CLOCK;
    procedure_begin_result(procedure, facts, &restate, result);
    result->stream = stream;
    if (stream == STREAM_MAIN && !text_equal(facts->owner, restate.asker.node))
        return false;
    for (int i = 0; state >= 0 && i < facts->periods_count; i++) {
        const struct matter_period *period = &facts->periods[i];
        const struct period_rule *rule = procedure_period(procedure, period->name);
        struct period_found found = {.nominal = DATE_NONE, .last_day = DATE_NONE};
        if (rule != NULL && procedure_is_watched(period, stream, restate.asker.node) &&
            !procedure_is_stopped_by(result, period->name) &&
            procedure_recount(&consequence, rule, period, &found) &&
            procedure_gains(period, &found))
            procedure_restate_period(&consequence, rule, period, &found, change);
    }
    if (result->effects_count == 0)
        return false;
    if (result->tells_party && notice != NULL)
        procedure_effect(&consequence, EFFECT_NOTICE_PROMISED, notice->name)->value = notice->to;
    result->next =
        procedure_next(procedure, &procedure->states[state], facts->custody == CUSTODY_OFFERED);
    result->is_end = procedure->states[state].is_end;
    result->tells_hub = true;
    return true;
}

bool
procedure_expected(const struct procedure *procedure, const struct rule_set *rules,
                   struct text court, int64_t received_ms, struct arena *arena,
                   struct period_found *found)
{
    const struct period_rule *rule = procedure_period(procedure, TEXT("filing_decision"));
    struct period_asked asked;

    *found = (struct period_found){.last_day = DATE_NONE};
    if (rule == NULL || rules == NULL)
        return false;
    asked = (struct period_asked){.unit = rule->unit,
                                  .catalogue = rule->catalogue,
                                  .variant = rule->variant,
                                  .length = rule->length,
                                  .from = date_of_instant(received_ms, CHINA_OFFSET_MINUTES),
                                  .from_ms = received_ms,
                                  .court = court};
    return rules->period(rules->of, &asked, arena, found) && !date_is_none(found->last_day) &&
           found->calendar_missing == 0;
}

enum refusal
procedure_follow(const struct procedure *procedure, const struct matter_facts *facts, bool is_agent,
                 struct text account, struct text node, const struct step_request *request,
                 struct arena *arena, struct step_result *result)
{
    int state = procedure_state(procedure, facts->state);
    struct step_request follow = *request;

    follow.step = TEXT("follow");
    follow.asker.role = ROLE_EXCHANGE;
    procedure_begin_result(procedure, facts, &follow, result);
    if (state < 0)
        return result->refusal = STATE_MUST_ALLOW_STEP;
    result->stream = STREAM_INTAKE;
    result->effects = ARENA_NEW(arena, struct effect);
    result->effects[result->effects_count++] =
        (struct effect){.kind = EFFECT_FOLLOWED,
                        .name = account,
                        .value = node,
                        .count = is_agent ? FOLLOWS_AS_AGENT : 0,
                        .who = {ROLE_COUNT, 0}};
    result->next =
        procedure_next(procedure, &procedure->states[state], facts->custody == CUSTODY_OFFERED);
    result->is_end = procedure->states[state].is_end;
    return result->refusal = ALLOWED;
}

int
procedure_steps_open(const struct procedure *procedure, const struct matter_facts *facts,
                     const struct asker *asker, const struct rule_set *rules, struct date today,
                     struct arena *arena, const struct step ***steps)
{
    int count = 0;

    *steps = ARENA_MANY(arena, procedure->steps_count, const struct step *);
    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        struct guard_context context =
            procedure_context(procedure, facts, step, asker, rules, today);

        struct text detail;

        context.is_look = true;
        if (procedure_may_take(&context) == ALLOWED &&
            procedure_check_number(&context) == ALLOWED &&
            procedure_check_guards(&context, &detail) == ALLOWED &&
            procedure_check_checklist(&context) == ALLOWED)
            (*steps)[count++] = step;
    }
    return count;
}
