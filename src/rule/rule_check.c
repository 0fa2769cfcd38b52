/* rule_check.c: what `tongban check` asks of a folder before a court relies on it. A file that
 * cannot be understood is named; files that can are still asked whether they make sense. */
#include "rule/rule_check.h"

#include "rule/case_kind_rule.h"
#include "rule/case_type_rule.h"
#include "rule/cause_rule.h"
#include "rule/element_form_rule.h"
#include "rule/fee_rule.h"
#include "rule/guide_rule.h"
#include "rule/jurisdiction_rule.h"
#include "rule/network_rule.h"
#include "rule/policy_rule.h"
#include "rule/procedure_sound.h"
#include "rule/service_rule.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static int
is_yaml(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return entry->d_name[0] != '.' && length > 5 &&
           strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

/* Jurisdiction names courts; they are looked up in the first network there is. */
static const struct network *
check_networks(const char *folder, struct arena *arena, struct mistakes *mistakes,
               struct checked_rules *rules)
{
    struct dirent **names = NULL;
    const char *place = text_format(arena, "%s/network", folder).bytes;
    int count = scandir(place, &names, is_yaml, alphasort);
    const struct network *first = NULL;

    for (int i = 0; i < count; i++) {
        const char *path = text_format(arena, "%s/%s", place, names[i]->d_name).bytes;
        const struct network *network = network_rule_load(path, arena, mistakes);

        rules->networks_count += network != NULL;
        if (first == NULL)
            first = network;
        free(names[i]);
    }
    free(names);
    return first;
}

/* A procedure for a kind of case nobody may file, or a kind that may be filed and no procedure. */
static void
check_kinds(const char *folder, struct arena *arena, struct mistakes *mistakes,
            const struct checked_rules *rules)
{
    const char *path = text_format(arena, "%s/case_kind.yaml", folder).bytes;

    for (size_t i = 0; i < rules->case_kinds.count; i++) {
        const struct case_kind *kind = &rules->case_kinds.kinds[i];
        bool has_procedure = false;

        for (size_t j = 0; j < rules->procedures.count; j++)
            has_procedure = has_procedure ||
                            text_equal(rules->procedures.files[j].procedure.case_kind, kind->id);
        if (!has_procedure)
            mistakes_add(mistakes, path, 0, 0, "no procedure handles the kind `%.*s`",
                         TEXT_ARGS(kind->id));
    }
}

bool
rule_check(const char *folder, struct arena *arena, struct mistakes *mistakes,
           struct checked_rules *rules)
{
    size_t before = mistakes->count;
    const struct source_list *sources = &rules->time.sources;
    const struct network *network;
    struct sound_beside beside = {&rules->procedures, &rules->time.periods, &rules->policies,
                                  &rules->case_types, &rules->service};

    *rules = (struct checked_rules){0};
    time_rule_load(folder, arena, mistakes, &rules->time);
    case_type_rule_load(folder, sources, arena, mistakes, &rules->case_types);
    case_kind_rule_load(folder, sources, arena, mistakes, &rules->case_kinds);
    network = check_networks(folder, arena, mistakes, rules);
    if (cause_rule_load(folder, sources, arena, mistakes, &rules->causes) &&
        jurisdiction_rule_load(folder, sources, network, arena, mistakes, &rules->jurisdiction))
        jurisdiction_rule_check_causes(&rules->jurisdiction, &rules->causes, mistakes);
    element_form_rule_load(folder, sources, &rules->causes, arena, mistakes, &rules->forms);
    policy_rule_load(folder, sources, arena, mistakes, &rules->policies);
    service_rule_load(folder, sources, &rules->time.periods, arena, mistakes, &rules->service);
    fee_rule_load(folder, sources, &rules->policies, arena, mistakes, &rules->fees);
    if (procedure_rule_load(folder, sources, arena, mistakes, &rules->procedures))
        check_kinds(folder, arena, mistakes, rules);
    guide_rule_load(folder, sources, &rules->time.periods, &rules->procedures, arena, mistakes,
                    &rules->guide);
    for (size_t i = 0; i < rules->procedures.count; i++)
        if (rules->procedures.files[i].is_good)
            procedure_sound(&rules->procedures.files[i], &beside);
    return mistakes->count == before;
}
