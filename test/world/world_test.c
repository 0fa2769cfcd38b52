/* world_test.c: the town under many seeds. A seed that breaks an invariant is printed with what
 * happened last; what never happened over all seeds fails the run as well. */
#include "oracle.h"
#include "rule/network_rule.h"
#include "rule/rulebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { SEEDS = 50, REPEATED_SEED = 7 };

static struct rulebook *rules;
static struct arena *rules_arena;
static long sometimes[SOMETIMES_COUNT];
static unsigned long long first_seed = 1, seeds = SEEDS;

static double
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
print_last(const struct town *town)
{
    long first = town->trace_count > TOWN_TRACE ? town->trace_count - TOWN_TRACE : 0;
    for (long i = first; i < town->trace_count; i++)
        print_message("# %s\n", town->trace[i % TOWN_TRACE]);
    print_message("# seed %llu: %s\n", (unsigned long long)town->seed, town->complaint);
}

/* One event in a line: what it says, or what the peer's event in it says. */
static void
print_event(const struct site *site, const struct event *event, struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *statement = value_read_canonical(event->statement, arena);
    const char *by = "";
    if (event_is_of_peer(event->kind)) {
        struct text inner = value_member_text(body, "body");
        statement = value_read_canonical(value_member_text(body, "statement"), arena);
        body = text_is_empty(inner) ? NULL : value_read_canonical(inner, arena);
        by = " of";
    }
    const struct value *result = value_member(body, "result");
    const struct value *line = value_member(body, "line");
    printf("# %.*s %lld%s %.*s %.*s/%lld %s: %.*s, %.*s -> %.*s%s; line %.*s %lld\n",
           TEXT_ARGS(site->id), (long long)event->position, by,
           TEXT_ARGS(value_member_text(statement, "node")),
           TEXT_ARGS(value_member_text(statement, "stream")),
           (long long)value_member_integer(statement, "seq", -1), event_kind_text(event->kind),
           TEXT_ARGS(value_member_text(result, "step")),
           TEXT_ARGS(value_member_text(result, "from")), TEXT_ARGS(value_member_text(result, "to")),
           value_member_is_true(result, "tells_party") ? ", told" : "",
           TEXT_ARGS(value_member_text(line, "state")),
           (long long)value_member_integer(line, "epoch", -1));
}

/* With TOWN_MATTER=number in the environment: what each node's journal says of that matter. */
static void
print_matter(struct town *town, const char *matter_id)
{
    struct arena *arena = arena_open();
    for (int i = 0; i < SITES && matter_id != NULL; i++) {
        const struct site *site = &town->sites[i];
        struct event event;
        struct sql *rows = site->node == NULL
                               ? NULL
                               : journal_each(site->node->store, site->id, text_of(matter_id), 0);
        while (rows != NULL && journal_each_next(rows, arena, &event))
            print_event(site, &event, arena);
    }
    arena_close(arena);
}

static void
print_counts(const struct town *town)
{
    print_message("# seed %llu: %ld deeds, %ld letters", (unsigned long long)town->seed,
                  town->deeds_count, town->letters_count);
    for (int i = 0; i < SITES; i++)
        print_message("; %.*s %ld groups, %ld crashes, %zu kB", TEXT_ARGS(town->sites[i].id),
                      town->sites[i].groups, town->sites[i].crashes,
                      disk_bytes(town->sites[i].disk) / 1024);
    print_message("\n");
}

static bool
run_seed(uint64_t seed, struct digest *roots)
{
    struct town *town = town_open(seed, rules);
    town_run(town);
    bool is_well = town->complaint[0] == '\0';
    for (int i = 0; i < SOMETIMES_COUNT; i++)
        sometimes[i] += town->sometimes[i];
    if (!is_well || getenv("TOWN_TRACE") != NULL)
        print_last(town);
    if (getenv("TOWN_COUNTS") != NULL)
        print_counts(town);
    print_matter(town, getenv("TOWN_MATTER"));
    if (roots != NULL)
        *roots = town_digest(town);
    town_close(town);
    return is_well;
}

static int
open_rules(void **state)
{
    (void)state;
    rules_arena = arena_open();
    struct mistakes mistakes = mistakes_open(rules_arena);
    rules = rulebook_open(RULES_FOLDER, &mistakes);
    if (rules == NULL) {
        print_message("%.*s\n", TEXT_ARGS(mistakes_text(&mistakes, rules_arena)));
        return 1;
    }
    const struct network *network = network_rule_read_text(town_directory(), rules_arena);
    if (network != NULL)
        rulebook_use_network(rules, network);
    return network == NULL;
}

static int
close_rules(void **state)
{
    (void)state;
    rulebook_close(rules);
    arena_close(rules_arena);
    return 0;
}

static void
test_world__invariants_hold_under_every_seed(void **state)
{
    int broken = 0;
    double began = now_s();
    (void)state;
    for (uint64_t seed = first_seed; seed < first_seed + seeds && broken < 3; seed++)
        broken += !run_seed(seed, NULL);
    print_message("# %llu seeds from %llu in %.1f s\n", seeds, first_seed, now_s() - began);
    assert_int_equal(broken, 0);
}

static void
test_world__everything_meant_to_happen_happened(void **state)
{
    int never = 0;
    (void)state;
    for (int i = 0; i < SOMETIMES_COUNT; i++) {
        print_message("# %8ld  %s\n", sometimes[i], sometimes_words[i]);
        never += sometimes[i] == 0;
    }
    assert_int_equal(never, 0);
}

static void
test_world__a_seed_tells_the_same_story_again(void **state)
{
    struct digest roots[2];
    (void)state;
    for (int i = 0; i < 2; i++)
        assert_true(run_seed(REPEATED_SEED, &roots[i]));
    assert_true(digest_equal(&roots[0], &roots[1]));
}

/* Arguments: the first seed and how many. */
int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_world__invariants_hold_under_every_seed),
        cmocka_unit_test(test_world__everything_meant_to_happen_happened),
        cmocka_unit_test(test_world__a_seed_tells_the_same_story_again),
    };
    if (count > 1)
        first_seed = strtoull(arguments[1], NULL, 10);
    if (count > 2)
        seeds = strtoull(arguments[2], NULL, 10);
    return cmocka_run_group_tests_name("world", tests, open_rules, close_rules);
}
