/* check.c: every mistake of every rule file on a line of its own, where editors find it. */
#include "cli/check.h"

#include "cli/options.h"
#include "rule/rule_check.h"
#include "rule/rule_folder.h"

#include <stdio.h>
#include <stdlib.h>

static void
print_sound(const char *folder, const struct checked_rules *rules)
{
    size_t unverified = 0;

    for (size_t i = 0; i < rules->procedures.count; i++)
        unverified += !rules->procedures.files[i].procedure.is_verified;
    printf("%s is sound: %zu procedures (%zu to be compared with the law), %zu periods, %zu modes"
           " of service, %zu tariffs of fees, %zu kinds of case, %zu networks, %zu sources\n",
           folder, rules->procedures.count, unverified, rules->time.periods.count,
           rules->service.modes_count, rules->fees.tariffs_count, rules->case_kinds.count,
           rules->networks_count, rules->time.sources.count);
}

int
check_main(int argc, char **argv)
{
    const char *rules_option = NULL;
    struct option_row rows[] = {
        {"rules", "DIR", &rules_option, NULL, "the rules [beside the program]"},
        {0},
    };
    if (!options_read(argc, argv, "check [--rules DIR]", rows, NULL, 0, NULL))
        return 2;
    struct arena *arena = arena_open();
    struct text folder = rule_folder_find(rules_option, getenv("TONGBAN_RULES"), arena);
    struct mistakes mistakes = mistakes_open(arena);
    struct checked_rules rules;
    bool is_sound = !text_is_empty(folder) && rule_check(folder.bytes, arena, &mistakes, &rules);
    if (is_sound) {
        print_sound(folder.bytes, &rules);
    } else if (text_is_empty(folder)) {
        fputs("tongban: no rules were found; name them with --rules DIR\n", stderr);
    } else {
        struct text lines = mistakes_text(&mistakes, arena);
        fwrite(lines.bytes, 1, lines.length, stdout);
        fflush(stdout);
        fprintf(stderr, "tongban: %zu mistakes\n", mistakes.count);
    }
    arena_close(arena);
    return is_sound ? 0 : 1;
}
