/* procedure_fuzz.c: procedure files: either there is a mistake that can be read, or a procedure
 * that can be asked anything. */
#include "fuzz.h"
#include "rule/procedure_sound.h"

static bool
count_a_day(const void *of, const struct period_asked *asked, struct arena *arena,
            struct period_found *found)
{
    (void)of;
    (void)arena;
    *found = (struct period_found){.nominal = asked->from, .last_day = asked->from, .due_ms = 1};
    return true;
}

/* Whatever the file says, every role may ask what it may do and try it. */
static void
ask_everything(const struct procedure *procedure, struct arena *arena)
{
    struct policy_set policies = {0};
    struct rule_set rules = {&policies, count_a_day, NULL};
    struct matter_facts facts = matter_new(TEXT("m"), TEXT("a"), TEXT("a"));
    struct date today = {20000};

    for (size_t state = 0; state < procedure->states_count; state++) {
        facts.state = procedure->states[state].name;
        facts.procedure = procedure->name;
        facts.version = procedure->version;
        for (size_t i = 0; i < procedure->steps_count; i++) {
            const struct step *step = &procedure->steps[i];
            struct step_request request = {
                .step = step->name,
                .asker = {.role = step->by[0].role, .account = TEXT("x"), .node = TEXT("a")},
                .times = {.entered_ms = 1},
                .today = today,
            };
            struct step_result result;
            const struct step **steps;

            procedure_steps_open(procedure, &facts, &request.asker, &rules, today, arena, &steps);
            if (procedure_decide(procedure, &facts, &request, &rules, arena, &result) == ALLOWED)
                MUST(matter_apply(&facts, &result, arena).state.length > 0);
            procedure_arrival(procedure, &facts, step->name, &request, &rules, arena, &result);
        }
    }
}

FUZZ(input, arena)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct procedure_list list;
    struct period_catalogue periods = {0};
    struct policy_set policies = {0};
    struct case_types types = {0};
    struct sound_beside beside = {&list, &periods, &policies, &types, NULL};
    const char *name = "fuzz.yaml";
    bool is_good = procedure_rule_read(&name, &input, 1, NULL, arena, &mistakes, &list);

    MUST(is_good == (mistakes.count == 0));
    for (size_t i = 0; i < list.count; i++) {
        if (!list.files[i].is_good)
            continue;
        procedure_sound(&list.files[i], &beside);
        if (list.files[i].procedure.steps_count * list.files[i].procedure.states_count <= 400)
            ask_everything(&list.files[i].procedure, arena);
    }
    MUST(text_is_utf8(mistakes_text(&mistakes, arena)));
}
