/* init.c: a network is founded once, on the machine that hosts its nodes. */
#include "cli/init.h"

#include "cli/options.h"
#include "rule/rule_folder.h"
#include "work/foundation.h"
#include "work/system_world.h"

#include <stdio.h>
#include <stdlib.h>

int
init_main(int argc, char **argv)
{
    const char *data = NULL, *network = NULL, *rules = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "where the nodes are made (required)"},
        {"network", "FILE", &network, NULL, "the network [rules/network/yanbian.yaml]"},
        {"rules", "DIR", &rules, NULL, "the rules [beside the program]"},
        {0},
    };
    if (!options_read(argc, argv, "init --data DIR [--network FILE]", rows, NULL, 0, NULL))
        return 2;
    if (data == NULL) {
        fputs("tongban: init needs --data DIR\n", stderr);
        return 2;
    }
    struct fault fault = {0};
    struct arena *arena = arena_open();
    struct text folder = rule_folder_find(rules, getenv("TONGBAN_RULES"), arena);
    if (network == NULL)
        network = text_format(arena, "%.*s/network/yanbian.yaml", TEXT_ARGS(folder)).bytes;
    bool is_laid = foundation_lay(data, network, rules, system_world(), &fault);
    if (is_laid)
        printf("The nodes of the network are made in %s. Add accounts with `tongban account`, then"
               " run `tongban serve --data %s`.\n",
               data, data);
    else
        fprintf(stderr, "tongban: %s\n", fault.what);
    arena_close(arena);
    return is_laid ? 0 : 1;
}
