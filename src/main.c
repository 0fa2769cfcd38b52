/* main.c: reads the first word and hands over. A command is one line of the table. */
#include "cli/account.h"
#include "cli/audit_command.h"
#include "cli/backup.h"
#include "cli/check.h"
#include "cli/demo.h"
#include "cli/init.h"
#include "cli/law.h"
#include "cli/publish.h"
#include "cli/rules.h"
#include "cli/serve.h"
#include "cli/simulate.h"
#include "cli/transcripts.h"
#include "cli/verify.h"
#include "work/press.h"

#include <stdio.h>
#include <string.h>

struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* argv[0] is the name; gives the exit status */
    const char *help;
};

static const struct command commands[] = {
    {"account", account_main, "who may sign in at a node, and in which roles"},
    {"audit", audit_main, "is the record of every node sound?"},
    {"backup", backup_main, "copies of the nodes, without private keys"},
    {"check", check_main, "are the rules sound?"},
    {"demo", demo_main, "the network on made-up data"},
    {"export", export_main, "matters as lines of JSON"},
    {"import", import_main, "takes in what export wrote, or another house"},
    {"init", init_main, "makes the nodes of a network in a data folder"},
    {"confirm-clock", confirm_clock_main, "an operator says that the time is right"},
    {"press", press_main, "draws papers in a locked room; serve starts it"},
    {"publish", publish_main, "a new directory or trust list, from the hub to every node"},
    {"restore", restore_main, "puts a backup back, what was erased since left out"},
    {"rules", rules_main, "rule files approved at the nodes, into the folder of the rules"},
    {"serve", serve_main, "the nodes of a data folder behind one web door"},
    {"simulate", simulate_main, "new rules tried on what the nodes hold, before they count"},
    {"upgrade", upgrade_main, "backup, newer tables, audit"},
    {"law", law_main, "the law by itself: periods, numbers; JSON lines in and out"},
    {"verify", verify_main, "check a receipt, letter or list with a trust list, offline"},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void
print_help(FILE *out)
{
    fputs("usage: tongban COMMAND [--help]\n"
          "       tongban --version\n\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-14s %s\n", commands[i].name, commands[i].help);
}

int
main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--help") == 0) {
        print_help(stdout);
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("tongban " TONGBAN_VERSION);
        return 0;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    }
    fprintf(stderr, "tongban: no command is named `%s`; tongban --help lists them\n", argv[1]);
    return 2;
}
