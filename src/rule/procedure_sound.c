/* procedure_sound.c: the flow of a procedure. States and steps make a graph; who may act and which
 * periods run are carried along its edges. */
#include "rule/procedure_sound.h"

#include "rule/procedure_place.h"
#include "rule/procedure_used.h"

#define BIT(n) (UINT64_C(1) << (n))

struct flow {
    const struct procedure_file *file;
    const struct procedure *procedure;
    const struct sound_beside *beside;
};

static bool
starts_from(const struct step *step, size_t state)
{
    return (step->from & BIT(state)) != 0;
}

static void
say(const struct flow *flow, const char *section, struct text name, const char *key,
    const char *what, struct text about)
{
    schema_key_mistake(&flow->file->context, procedure_place(flow->file, section, name, key),
                       "`%.*s`: %s%s%.*s%s", TEXT_ARGS(name), what,
                       text_is_empty(about) ? "" : " `", TEXT_ARGS(about),
                       text_is_empty(about) ? "" : "`");
}

/* ---- reached and left ---- */

static uint64_t
states_reached(const struct procedure *procedure)
{
    uint64_t reached = 1, before = 0;

    while (reached != before) {
        before = reached;
        for (size_t i = 0; i < procedure->steps_count; i++)
            if ((procedure->steps[i].from & reached) != 0 && procedure->steps[i].to >= 0)
                reached |= BIT(procedure->steps[i].to);
    }
    return reached;
}

static uint64_t
states_with_an_end(const struct procedure *procedure)
{
    uint64_t ending = 0, before = UINT64_MAX;

    for (size_t i = 0; i < procedure->states_count; i++)
        ending |= procedure->states[i].is_end ? BIT(i) : 0;
    while (ending != before) {
        before = ending;
        for (size_t i = 0; i < procedure->steps_count; i++)
            if (procedure->steps[i].to >= 0 && (ending & BIT(procedure->steps[i].to)) != 0)
                ending |= procedure->steps[i].from;
    }
    return ending;
}

static void
check_states_are_reached_and_left(const struct flow *flow)
{
    uint64_t reached = states_reached(flow->procedure);
    uint64_t ending = states_with_an_end(flow->procedure);

    for (size_t i = 1; i < flow->procedure->states_count; i++) {
        struct text name = flow->procedure->states[i].name;

        if (!(reached & BIT(i)))
            say(flow, "states", name, "", "no steps lead here from the draft", TEXT(""));
        else if (!(ending & BIT(i)))
            say(flow, "states", name, "", "no steps lead from here to an end", TEXT(""));
    }
    if (!(ending & 1))
        schema_mistake(&flow->file->context, flow->file->tree, "the procedure never ends");
    for (size_t i = 0; i < flow->procedure->steps_count; i++)
        if ((flow->procedure->steps[i].from & reached) == 0)
            say(flow, "steps", flow->procedure->steps[i].name, "from",
                "no matter ever stands where this step begins", TEXT(""));
}

/* ---- who acts ---- */

static bool
may_act(const struct step *step, struct actor actor)
{
    for (size_t i = 0; i < step->by_count; i++)
        if (step->by[i].role == actor.role && (step->by[i].relations & actor.relations) != 0)
            return true;
    return false;
}

static void
check_next_owner_has_a_step(const struct flow *flow)
{
    const struct procedure *procedure = flow->procedure;

    for (size_t i = 1; i < procedure->states_count; i++) {
        const struct state *state = &procedure->states[i];
        bool has_step = state->is_end;

        for (size_t j = 0; j < procedure->steps_count && !has_step; j++) {
            const struct step *step = &procedure->steps[j];
            has_step = starts_from(step, i) && may_act(step, state->next);
        }
        if (!has_step)
            say(flow, "states", state->name, "next", "whose turn it is has no step to take here",
                TEXT(""));
    }
}

static bool
follows_service(const struct procedure *procedure, const struct step *step)
{
    for (size_t i = 0; i < procedure->papers_count; i++)
        if (text_equal(procedure->papers[i].served.on_served, step->name) ||
            text_equal(procedure->papers[i].served.on_void, step->name))
            return true;
    return false;
}

static bool
arrives_somewhere(const struct procedure *procedure, const struct step *step)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        for (size_t j = 0; j < procedure->steps[i].on_arrival_count; j++)
            if (text_equal(procedure->steps[i].on_arrival[j], step->name))
                return true;
    return false;
}

/* Administrators keep the machine and take no step; the clock tells and takes none; the parties are
 * on the matter and at no court. */
static bool
may_exist(struct actor actor)
{
    bool is_citizen =
        actor.role == ROLE_PARTY || actor.role == ROLE_AGENT || actor.role == ROLE_HELPER;

    if (actor.role == ROLE_SYSTEM_ADMIN || actor.role == ROLE_SECURITY_ADMIN ||
        actor.role == ROLE_AUDIT_ADMIN || actor.role == ROLE_CLOCK)
        return false;
    if (actor.relations == RELATION_ANY)
        return true;
    return is_citizen == (actor.relations == RELATION_BIT(RELATION_PERSON));
}

static void
check_steps_have_takers(const struct flow *flow)
{
    for (size_t i = 0; i < flow->procedure->steps_count; i++) {
        const struct step *step = &flow->procedure->steps[i];
        struct actor exchange = {ROLE_EXCHANGE, RELATION_ANY};

        for (size_t j = 0; j < step->by_count; j++)
            if (!may_exist(step->by[j]))
                say(flow, "steps", step->name, "by",
                    "nobody can stand so to a matter:", role_word(step->by[j].role));
        if (may_act(step, exchange) && !arrives_somewhere(flow->procedure, step) &&
            !follows_service(flow->procedure, step))
            say(flow, "steps", step->name, "by",
                "taken by exchange, but on no arrival and no service", TEXT(""));
        if ((step->from & 1) != 0 && step->stream != STREAM_TASK && step->to < 0)
            say(flow, "steps", step->name, "from", "a matter cannot begin and stay a draft",
                TEXT(""));
    }
}

static void
check_arrivals(const struct flow *flow)
{
    struct actor exchange = {ROLE_EXCHANGE, RELATION_ANY};

    for (size_t i = 0; i < flow->procedure->steps_count; i++) {
        const struct step *step = &flow->procedure->steps[i];

        for (size_t j = 0; j < step->on_arrival_count; j++) {
            const struct step *taken = procedure_step(flow->procedure, step->on_arrival[j]);

            if (taken->stream == step->stream)
                say(flow, "steps", step->name, "on_arrival",
                    "what arrives must cause a step of another stream, unlike", taken->name);
            if (step->stream != STREAM_MAIN && taken->stream != STREAM_MAIN)
                say(flow, "steps", step->name, "on_arrival",
                    "what arrives at the owner causes a main step, unlike", taken->name);
            if (!may_act(taken, exchange))
                say(flow, "steps", step->name, "on_arrival",
                    "what arrives is answered by role exchange, unlike", taken->name);
        }
    }
}

/* ---- service ---- */

static bool
is_kind_of_paper(const struct service_rules *service, struct text document)
{
    int at = service_fact_at(service, TEXT("document"));

    for (size_t i = 0; at >= 0 && i < service->facts[at].choices_count; i++)
        if (text_equal(service->facts[at].choices[i].id, document))
            return true;
    return false;
}

static bool
takes_day(const struct step *step)
{
    for (size_t i = 0; i < step->fields_count; i++)
        if (text_is(step->fields[i].name, FIELD_SERVED_ON) && step->fields[i].type == FIELD_DATE)
            return true;
    return false;
}

/* The owner's machine takes the step; what is served gives it a day. */
static void
check_step_on_service(const struct flow *flow, struct text paper, struct text name,
                      bool takes_served_on)
{
    const struct step *step = procedure_step(flow->procedure, name);
    struct actor exchange = {ROLE_EXCHANGE, RELATION_BIT(RELATION_OWNER)};

    if (step == NULL)
        return;
    if (step->stream != STREAM_MAIN || !may_act(step, exchange))
        say(flow, "papers", paper, "served", "a main step by exchange@owner follows, unlike",
            step->name);
    if (takes_served_on && !takes_day(step))
        say(flow, "papers", paper, "served",
            "the step has no field `served_on` of type date:", step->name);
}

static void
check_service(const struct flow *flow)
{
    for (size_t i = 0; i < flow->procedure->papers_count; i++) {
        const struct paper_rule *paper = &flow->procedure->papers[i];

        if (paper->served.to == SERVED_ON_NOBODY)
            continue;
        if (flow->beside->service != NULL &&
            !is_kind_of_paper(flow->beside->service, paper->served.document))
            say(flow, "papers", paper->name, "served", "rules/service knows no kind of paper",
                paper->served.document);
        check_step_on_service(flow, paper->name, paper->served.on_served, true);
        check_step_on_service(flow, paper->name, paper->served.on_void, false);
    }
}

/* ---- one writer of a state ---- */

static void
check_one_stream_moves_a_state(const struct flow *flow)
{
    const struct procedure *procedure = flow->procedure;

    for (size_t state = 1; state < procedure->states_count; state++) {
        const struct step *first = NULL;

        for (size_t i = 0; i < procedure->steps_count; i++) {
            const struct step *step = &procedure->steps[i];

            if (!starts_from(step, state) || step->to < 0)
                continue;
            if (first == NULL)
                first = step;
            if (step->stream == first->stream)
                continue;
            say(flow, "states", procedure->states[state].name, "",
                "two streams move a matter from here; one of the steps is", step->name);
            break;
        }
    }
}

/* ---- periods ---- */

static const struct task_rule *
task_of_period(const struct procedure *procedure, struct text period)
{
    for (size_t i = 0; i < procedure->tasks_count; i++)
        if (text_equal(procedure->tasks[i].period, period))
            return &procedure->tasks[i];
    return NULL;
}

static bool
is_start(enum period_verb verb)
{
    return verb == PERIOD_START || verb == PERIOD_RESTART;
}

static void
check_period_streams(const struct flow *flow, const struct period_rule *period)
{
    const struct step *first = NULL;
    bool is_started = task_of_period(flow->procedure, period->name) != NULL;

    for (size_t i = 0; i < flow->procedure->steps_count; i++) {
        const struct step *step = &flow->procedure->steps[i];

        for (size_t j = 0; j < step->periods_count; j++) {
            if (!text_equal(step->periods[j].period, period->name))
                continue;
            is_started = is_started || is_start(step->periods[j].verb);
            if (first == NULL)
                first = step;
            if (step->stream != first->stream)
                say(flow, "periods", period->name, "",
                    "steps of two streams act on it; one of them is", step->name);
        }
    }
    if (!is_started)
        say(flow, "periods", period->name, "", "nothing starts it", TEXT(""));
}

static void
check_period_catalogue(const struct flow *flow, const struct period_rule *rule)
{
    const struct period *period;

    if (rule->unit != UNIT_CATALOGUE)
        return;
    period = period_find(flow->beside->periods, rule->catalogue);
    if (period == NULL)
        say(flow, "periods", rule->name, "catalogue", "the catalogue has no", rule->catalogue);
    else if (period_variant_find(period, rule->variant, flow->procedure->in_force) == NULL)
        say(flow, "periods", rule->name, "variant",
            "on the first day in force the catalogue has no variant",
            text_is_empty(rule->variant) ? TEXT("default") : rule->variant);
}

/* Periods that may be running in each state, as bits. */
struct running {
    uint64_t in[PROCEDURE_STATES_MAX + 1];
};

static uint64_t
running_after(const struct procedure *procedure, const struct step *step, uint64_t running)
{
    for (size_t i = 0; i < step->periods_count; i++) {
        const struct period_action *action = &step->periods[i];
        const struct period_rule *rule = procedure_period(procedure, action->period);
        uint64_t bit = BIT((size_t)(rule - procedure->periods) & 63);

        if (is_start(action->verb))
            running |= bit;
        if (action->verb == PERIOD_STOP)
            running &= ~bit;
    }
    return running;
}

static struct running
running_everywhere(const struct procedure *procedure)
{
    struct running running = {{0}};
    bool has_grown = true;

    while (has_grown) {
        has_grown = false;
        for (size_t i = 0; i < procedure->steps_count; i++) {
            const struct step *step = &procedure->steps[i];

            for (size_t from = 0; from < procedure->states_count; from++) {
                size_t to = step->to >= 0 ? (size_t)step->to : from;
                uint64_t after;

                if (!starts_from(step, from))
                    continue;
                after = running_after(procedure, step, running.in[from]);
                has_grown = has_grown || (after & ~running.in[to]) != 0;
                running.in[to] |= after;
            }
        }
    }
    return running;
}

/* Periods of other streams are stopped by acts that stay in a state, so the graph says nothing of
 * them. */
static bool
is_of_main(const struct procedure *procedure, const struct period_rule *period)
{
    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        for (size_t j = 0; j < step->periods_count; j++)
            if (text_equal(step->periods[j].period, period->name))
                return step->stream == STREAM_MAIN;
    }
    return false;
}

/* A period that runs on after the end would call somebody to a matter nobody can act in. */
static void
check_nothing_runs_past_the_end(const struct flow *flow)
{
    const struct procedure *procedure = flow->procedure;
    struct running running = running_everywhere(procedure);

    for (size_t i = 0; i < procedure->states_count; i++) {
        for (size_t j = 0; j < procedure->periods_count && j < 64; j++) {
            const struct period_rule *period = &procedure->periods[j];

            if (procedure->states[i].is_end && (running.in[i] & BIT(j)) != 0 && !period->outlives &&
                is_of_main(procedure, period))
                say(flow, "periods", period->name, "",
                    "may still run at the end, and does not say `outlives`; at",
                    procedure->states[i].name);
        }
    }
}

static void
check_periods(const struct flow *flow)
{
    for (size_t i = 0; i < flow->procedure->periods_count; i++) {
        check_period_streams(flow, &flow->procedure->periods[i]);
        check_period_catalogue(flow, &flow->procedure->periods[i]);
    }
    check_nothing_runs_past_the_end(flow);
}

/* ---- custody ---- */

static bool
has_verb(const struct procedure *procedure, enum custody_verb verb)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        if (procedure->steps[i].custody == verb)
            return true;
    return false;
}

/* An offer is answered in one of two ways, and after a "no" the matter comes back. */
static void
check_custody(const struct flow *flow)
{
    const struct procedure *procedure = flow->procedure;
    bool is_whole = has_verb(procedure, VERB_ACCEPT) && has_verb(procedure, VERB_DECLINE) &&
                    has_verb(procedure, VERB_TAKE_BACK);

    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        bool goes_away = step->custody == VERB_OFFER || step->sends_task;

        if (goes_away && text_is_empty(step->court_field))
            say(flow, "steps", step->name, "", "names no court; it needs `court_field`", TEXT(""));
        if (step->custody == VERB_OFFER && !is_whole)
            say(flow, "steps", step->name, "custody",
                "an offer needs steps to accept, to decline and to take back", TEXT(""));
    }
}

/* ---- the rest of a step ---- */

static bool
has_field(const struct step *step, const char *name, enum field_type type)
{
    for (size_t i = 0; i < step->fields_count; i++)
        if (text_is(step->fields[i].name, name) && step->fields[i].type == type)
            return true;
    return false;
}

static bool
names_parties(const struct procedure *procedure)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        for (size_t j = 0; j < procedure->steps[i].fields_count; j++)
            if (procedure->steps[i].fields[j].type == FIELD_PARTIES)
                return true;
    return false;
}

static bool
has_acting_choice(const struct procedure *procedure, const struct field_rule *field)
{
    for (size_t i = 0; i < field->members_count; i++) {
        size_t count;
        const struct choice *choices = procedure_choices(procedure, &field->members[i], &count);

        for (size_t j = 0; j < count; j++)
            if (choices[j].acts)
                return true;
    }
    return false;
}

/* Without one nobody who is named could ever act, not even withdraw. */
static void
check_parties_act(const struct flow *flow, const struct step *step)
{
    for (size_t i = 0; i < step->fields_count; i++)
        if (step->fields[i].type == FIELD_PARTIES &&
            !has_acting_choice(flow->procedure, &step->fields[i]))
            say(flow, "steps", step->name, "fields", "none of the parties `acts`, in",
                step->fields[i].name);
}

static void
check_step_means(const struct flow *flow, const struct step *step)
{
    if (step->seals && !has_field(step, "sealed", FIELD_BOOLEAN))
        say(flow, "steps", step->name, "seals", "needs a field of type boolean:", TEXT("sealed"));
    if (step->is_signed_by_all && !names_parties(flow->procedure))
        say(flow, "steps", step->name, "signed_by_all", "no step names the parties", TEXT(""));
    if (!text_is_empty(step->number.type) &&
        case_type_ever(flow->beside->case_types, step->number.type) == NULL)
        say(flow, "steps", step->name, "number", "no case number has the type", step->number.type);
    for (size_t i = 0; i < step->not_by_count; i++)
        if (text_equal(step->not_by[i], step->name))
            say(flow, "steps", step->name, "not_by", "nobody could take it twice", TEXT(""));
}

bool
procedure_sound(const struct procedure_file *file, const struct sound_beside *beside)
{
    struct flow flow = {file, &file->procedure, beside};
    size_t before = file->context.mistakes->count;

    check_states_are_reached_and_left(&flow);
    check_next_owner_has_a_step(&flow);
    check_steps_have_takers(&flow);
    check_arrivals(&flow);
    check_service(&flow);
    check_one_stream_moves_a_state(&flow);
    check_periods(&flow);
    check_custody(&flow);
    for (size_t i = 0; i < file->procedure.steps_count; i++)
        check_step_means(&flow, &file->procedure.steps[i]);
    for (size_t i = 0; i < file->procedure.steps_count; i++)
        check_parties_act(&flow, &file->procedure.steps[i]);
    procedure_used(file, beside);
    return file->context.mistakes->count == before;
}
