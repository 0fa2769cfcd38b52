/* rule_trial.c: the rules are read anew for every trial and close with it; those in use stay as
 * they are. */
#include "work/rule_trial.h"

#include "rule/network_rule.h"
#include "store/calendar_rows.h"
#include "store/reference_rows.h"
#include "work/old_rules.h"

struct rulebook *
rule_trial_rules(const char *folder, struct store *store, struct text id, struct arena *arena,
                 struct mistakes *mistakes)
{
    struct text directory;
    struct rulebook *rules = rulebook_open(folder, mistakes);
    if (rules == NULL)
        return NULL;
    if (reference_rows_newest(store, id, TEXT("directory"), TEXT("network"), arena, &directory) > 0)
        rulebook_use_network(rules, network_rule_read_text(directory, arena));
    struct calendar_decisions decided = calendar_rows_decided(store, id, arena);
    rulebook_use_decisions(rules, id, &decided);
    old_rules_learn(store, id, rules, arena);
    return rules;
}

static void
simulate(const struct post *post, struct store *store, const char *folder, int64_t now_ms,
         struct arena *arena, struct rule_trial *trial)
{
    struct asker asker = {
        .role = ROLE_SYSTEM_ADMIN, .account = TEXT("trial"), .node = post_id(post)};
    struct rulebook *rules =
        rule_trial_rules(folder, store, post_id(post), arena, &trial->mistakes);
    if (rules == NULL)
        return;
    struct look look = {.store = store,
                        .court_id = post_id(post),
                        .rules = rules,
                        .asker = &asker,
                        .now_ms = now_ms,
                        .arena = arena};
    simulation_run(&look, &trial->simulation);
    rulebook_close(rules);
}

/* Against what is in use, which after going back is not what was kept last. */
static void
name_files(const struct rulebook *rules, const struct rule_draft *drafts, int count,
           struct arena *arena, struct simulation *simulation)
{
    struct simulated_file *files = ARENA_MANY(arena, (size_t)count + 1, struct simulated_file);
    for (int i = 0; i < count; i++)
        files[i] = (struct simulated_file){
            drafts[i].name,
            rulebook_file(rules, drafts[i].name) == NULL ? FILE_IS_NEW : FILE_IS_CHANGED};
    simulation->files = files;
    simulation->files_count = count;
}

void
rule_trial_run(const struct post *post, const struct rulebook *rules,
               const struct rule_draft *drafts, int count, int64_t now_ms, struct arena *arena,
               struct rule_trial *trial)
{
    *trial = (struct rule_trial){.mistakes = mistakes_open(arena)};
    const char *folder = rule_draft_lay_out(rules, drafts, count, arena, &trial->fault);
    if (folder == NULL)
        return;
    rule_draft_check_folder(folder, arena, &trial->mistakes);
    struct store *store = trial->mistakes.count > 0 ? NULL : post_open_reader(post, &trial->fault);
    if (store != NULL && store_begin_read(store)) {
        simulate(post, store, folder, now_ms, arena, trial);
        name_files(rules, drafts, count, arena, &trial->simulation);
        store_end_read(store);
    }
    if (store != NULL && store_fault(store)->is_set)
        trial->fault = *store_fault(store);
    store_close(store);
    rule_draft_clear(folder, rules, drafts, count, arena);
}
