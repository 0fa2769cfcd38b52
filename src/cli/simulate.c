/* simulate.c: before new rules are put in place: are they sound, what differs from those in force,
 * which running periods would end later, and which of the latest filings would be refused. Nothing
 * of a node is written; each is opened for reading only, also while it is being served. */
#include "cli/simulate.h"

#include "cli/options.h"
#include "rule/rule_folder.h"
#include "work/rule_trial.h"
#include "work/system_world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the rules in force, for a tool that compares folders ---- */

static bool
write_old(const char *folder, struct store *store, struct text court_id)
{
    struct arena *arena = arena_open();
    struct fault fault = {0};
    bool is_written = rule_folder_make(folder, &fault); /* nothing is written over */
    struct sql *rows = sql(store, "SELECT name, content FROM reference_rows WHERE court_id = $1"
                                  " AND kind = 'rule' ORDER BY name, version");
    sql_text(rows, 1, court_id);
    while (is_written && sql_next(rows)) { /* the newest of a name comes last */
        is_written = rule_folder_write(folder, sql_column(rows, 0, arena),
                                       sql_column(rows, 1, arena), false, arena, &fault);
        arena_reset(arena);
    }
    sql_end(rows);
    if (fault.is_set)
        fprintf(stderr, "tongban: %s\n", fault.what);
    arena_close(arena);
    return is_written;
}

/* ---- what is said ---- */

static const char *
day_text(struct date day, struct arena *arena)
{
    return date_is_none(day) ? "not known" : date_text(day, arena).bytes;
}

static void
print_node(const char *name, const struct simulation *simulation, struct arena *arena)
{
    static const char *const differences[] = {"new", "changed", "gone"};
    for (int i = 0; i < simulation->files_count; i++)
        printf("%s: file %.*s is %s\n", name, TEXT_ARGS(simulation->files[i].name),
               differences[simulation->files[i].difference]);
    printf("%s: %lld matters run, %lld of them stay on a procedure of before\n", name,
           (long long)simulation->open_matters, (long long)simulation->on_old_rules);
    printf("%s: %lld periods would end later, once somebody approves it\n", name,
           (long long)simulation->periods_moved);
    for (int i = 0; i < simulation->periods_count; i++) {
        const struct simulated_period *one = &simulation->periods[i];
        printf("%s: %.*s %.*s: %s, then %s\n", name, TEXT_ARGS(one->matter_id),
               TEXT_ARGS(one->period), day_text(one->before, arena), day_text(one->after, arena));
    }
    printf("%s: of the last %lld filings %lld would be refused\n", name,
           (long long)simulation->filings_tried, (long long)simulation->filings_refused);
    for (int i = 0; i < simulation->filings_count; i++) {
        const struct simulated_filing *one = &simulation->filings[i];
        printf("%s: %.*s %.*s: %.*s%s%.*s\n", name, TEXT_ARGS(one->matter_id),
               TEXT_ARGS(one->procedure), TEXT_ARGS(refusal_name(one->refusal)),
               text_is_empty(one->field) ? "" : " ", TEXT_ARGS(one->field));
    }
}

static void
print_mistakes(const struct mistakes *mistakes, struct arena *arena)
{
    struct text lines = mistakes_text(mistakes, arena);
    fwrite(lines.bytes, 1, lines.length, stdout);
    fflush(stdout);
    fprintf(stderr, "tongban: %zu mistakes\n", mistakes->count);
}

/* ---- one node ---- */

struct simulating {
    const char *data, *rules, *old;
};

static bool
try_store(const struct simulating *simulating, struct store *store, const char *name,
          struct arena *arena)
{
    struct text id = text_of(name);
    const struct world *world = system_world();
    struct mistakes mistakes = mistakes_open(arena);
    struct rulebook *rules = rule_trial_rules(simulating->rules, store, id, arena, &mistakes);
    struct simulation *simulation = ARENA_NEW(arena, struct simulation);
    struct asker operator= {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("terminal"), .node = id};
    if (rules == NULL) {
        print_mistakes(&mistakes, arena);
        return false;
    }
    struct look look = {.store = store,
                        .court_id = id,
                        .rules = rules,
                        .asker = &operator,
                        .now_ms = world->wall_ms(world->of),
                        .arena = arena};
    simulation_run(&look, simulation);
    bool is_read = !store_fault(store)->is_set;
    if (is_read)
        print_node(name, simulation, arena);
    else
        printf("%s: cannot be read: %s\n", name, store_fault(store)->what);
    rulebook_close(rules);
    return is_read && (simulating->old == NULL || write_old(simulating->old, store, id));
}

static bool
try_node(const struct simulating *simulating, const char *name)
{
    struct arena *arena = arena_open();
    struct fault fault = {0};
    const char *database = text_format(arena, "%s/%s/node.db", simulating->data, name).bytes;
    struct store_options use = {.use = STORE_READS, .cache_kib = 8 * 1024};
    struct store *store = store_open(database, &use, &fault);
    bool is_tried = false;
    if (store == NULL) {
        printf("%s: cannot be opened: %s\n", name, fault.what);
    } else if (store_begin_read(store)) {
        is_tried = try_store(simulating, store, name, arena);
        store_end_read(store);
    }
    store_close(store);
    arena_close(arena);
    return is_tried;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool
try_nodes(const struct simulating *simulating, const char *node)
{
    struct dirent **names = NULL;
    int count = scandir(simulating->data, &names, NULL, by_name), tried = 0;
    bool is_well = true;
    for (int i = 0; i < count; i++) {
        char database[4096];
        snprintf(database, sizeof database, "%s/%s/node.db", simulating->data, names[i]->d_name);
        if (is_well && names[i]->d_name[0] != '.' && access(database, R_OK) == 0 &&
            (node == NULL || strcmp(node, names[i]->d_name) == 0)) {
            is_well = try_node(simulating, names[i]->d_name);
            tried++;
        }
        free(names[i]);
    }
    free(names);
    if (tried == 0)
        fprintf(stderr, "tongban: no node to try the rules on in %s\n", simulating->data);
    return tried > 0 && is_well;
}

int
simulate_main(int argc, char **argv)
{
    struct simulating simulating = {NULL, NULL, NULL};
    const char *node = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &simulating.data, NULL, "the data folder (required)"},
        {"rules", "DIR", &simulating.rules, NULL, "the new rules (required)"},
        {"node", "ID", &node, NULL, "only this node"},
        {"old", "DIR", &simulating.old, NULL,
         "also write the rules last kept into a new folder; compare with diff -ru"},
        {0},
    };
    if (!options_read(argc, argv, "simulate --data DIR --rules DIR [--node ID] [--old DIR]", rows,
                      NULL, 0, NULL))
        return 2;
    if (simulating.data == NULL || simulating.rules == NULL) {
        fputs("tongban: simulate needs --data DIR and --rules DIR\n", stderr);
        return 2;
    }
    if (simulating.old != NULL && node == NULL) {
        fputs("tongban: --old needs --node ID: nodes may work under different rules\n", stderr);
        return 2;
    }
    return try_nodes(&simulating, node) ? 0 : 1;
}
