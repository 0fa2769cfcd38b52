/* audit_command.c: opens each node for reading only, also while it is being served. */
#include "cli/audit_command.h"

#include "cli/options.h"
#include "store/audit.h"
#include "store/reference_rows.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
audit_folder(const char *data, const char *name)
{
    struct arena *arena = arena_open();
    struct fault fault = {0};
    const char *folder = text_format(arena, "%s/%s", data, name).bytes;
    const char *database = text_format(arena, "%s/node.db", folder).bytes;
    struct store_options use = {.use = STORE_READS, .cache_kib = 8 * 1024};
    struct store *store = store_open(database, &use, &fault);
    bool is_sound = false;
    if (store == NULL) {
        printf("%s: cannot be opened: %s\n", name, fault.what);
    } else {
        struct trust *trust = ARENA_NEW(arena, struct trust);
        struct audit *audit = ARENA_NEW(arena, struct audit);
        struct text list;
        store_begin_read(store);
        reference_rows_newest(store, text_of(name), TEXT("trust"), TEXT("network"), arena, &list);
        if (text_is_empty(list) || trust_read(list, arena, trust) != NO_FLAW)
            trust = NULL;
        is_sound = audit_node(store, text_of(name), trust, folder, arena, audit);
        store_end_read(store);
        printf("%s: %lld events, %lld streams, %lld checkpoints, %lld files: %s\n", name,
               (long long)audit->events, (long long)audit->streams, (long long)audit->checkpoints,
               (long long)audit->files, is_sound ? "sound" : "NOT SOUND");
        for (int i = 0; i < audit->findings_count && i < AUDIT_FINDINGS_MAX; i++)
            printf("%s: %.*s\n", name, TEXT_ARGS(audit->findings[i]));
        if (audit->findings_count > AUDIT_FINDINGS_MAX)
            printf("%s: and %d more\n", name, audit->findings_count - AUDIT_FINDINGS_MAX);
    }
    store_close(store);
    arena_close(arena);
    return is_sound;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

bool
audit_folders(const char *data, const char *node)
{
    struct dirent **names = NULL;
    int count = scandir(data, &names, NULL, by_name), looked = 0;
    bool is_sound = true;
    for (int i = 0; i < count; i++) {
        char database[4096];
        snprintf(database, sizeof database, "%s/%s/node.db", data, names[i]->d_name);
        if (names[i]->d_name[0] != '.' && access(database, R_OK) == 0 &&
            (node == NULL || strcmp(node, names[i]->d_name) == 0)) {
            is_sound &= audit_folder(data, names[i]->d_name);
            looked++;
        }
        free(names[i]);
    }
    free(names);
    if (looked == 0)
        fprintf(stderr, "tongban: no node to audit in %s\n", data);
    return looked > 0 && is_sound;
}

int
audit_main(int argc, char **argv)
{
    const char *data = NULL, *node = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"node", "ID", &node, NULL, "only this node"},
        {0},
    };
    if (!options_read(argc, argv, "audit --data DIR [--node ID]", rows, NULL, 0, NULL))
        return 2;
    if (data == NULL) {
        fputs("tongban: audit needs --data DIR\n", stderr);
        return 2;
    }
    return audit_folders(data, node) ? 0 : 1;
}
