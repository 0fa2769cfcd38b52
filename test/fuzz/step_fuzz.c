/* step_fuzz.c: what strangers send as fields of a step. The first byte picks the step, the rest is
 * JSON. What is allowed goes into bytes, comes back and is applied; bytes that are no result and no
 * facts are refused. */
#include "fuzz.h"
#include "law/procedure.h"
#include "rule/procedure_rule.h"

#include <string.h>

static const struct procedure *civil;

static bool
count_a_day(const void *of, const struct period_asked *asked, struct arena *arena,
            struct period_found *found)
{
    (void)of;
    (void)arena;
    *found = (struct period_found){.nominal = asked->from, .last_day = asked->from, .due_ms = 1};
    return true;
}

static const struct procedure *
load_civil(void)
{
    static struct arena *arena; /* for the life of the process, and so it is no leak */

    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct procedure_list list;

    MUST(procedure_rule_load(RULES, NULL, arena, &mistakes, &list));
    return procedure_rule_find(&list, TEXT("civil_filing"), 0);
}

static void
decide(const struct step *step, const struct value *fields, struct arena *arena)
{
    struct policy_set policies = {0};
    struct rule_set rules = {&policies, count_a_day, NULL};
    struct matter_facts facts = matter_new(TEXT("m"), TEXT("a"), TEXT("a")), after;
    struct step_request request = {
        .step = step->name,
        .asker = {.role = step->by[0].role,
                  .identity = IDENTITY_PROVIDER,
                  .account = TEXT("x"),
                  .acted_for = TEXT("y"),
                  .node = TEXT("a")},
        .fields = fields,
        .times = {.entered_ms = 1},
        .today = {20000},
    };
    struct step_result result, again;
    struct canon canon = canon_open(arena, 1024);
    struct text person = TEXT("x");
    size_t state = 0;

    while (!(step->from & (UINT64_C(1) << state)))
        state++;
    facts.state = civil->states[state].name;
    facts.procedure = civil->name;
    facts.version = civil->version;
    facts.people = &person;
    facts.people_count = 1;
    if (procedure_decide(civil, &facts, &request, &rules, arena, &result) != ALLOWED) {
        MUST(result.refusal != FIELDS_MUST_BE_RIGHT || result.mistakes_count > 0);
        return;
    }
    matter_write_result(&canon, &result);
    MUST(matter_read_result(value_read_canonical(canon_text(&canon), arena), arena, &again));
    after = matter_apply(&facts, &again, arena);
    canon = canon_open(arena, 1024);
    matter_write_facts(&canon, &after);
    MUST(matter_read_facts(value_read_canonical(canon_text(&canon), arena), arena, &after));
}

FUZZ(input, arena)
{
    struct value_mistake mistake;
    struct step_result result;
    struct matter_facts facts;
    const struct value *value;

    if (civil == NULL)
        civil = load_civil();
    if (input.length == 0)
        return;
    const struct step *step = &civil->steps[(unsigned char)input.bytes[0] % civil->steps_count];
    struct text json = {input.bytes + 1, input.length - 1};
    value = value_read(json, arena, &mistake);
    if (value != NULL)
        decide(step, value, arena);
    value = value_read_canonical(json, arena);
    if (value == NULL)
        return;
    matter_read_facts(value, arena, &facts);
    if (matter_read_result(value, arena, &result)) {
        facts = matter_new(TEXT("m"), TEXT("a"), TEXT("a"));
        matter_apply(&facts, &result, arena);
    }
}
