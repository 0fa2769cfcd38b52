/* rules.c: which drafts are approved at the nodes and wait, and, with --take, their way into the
 * folder of the rules. Nothing of a node is written; what is taken is in use after a restart. What
 * was drafted from another file than the folder holds is left out and named; the rest is taken
 * where the rules are sound with all of it, or none. */
#include "cli/rules.h"

#include "cli/options.h"
#include "query/rule_drafts.h"
#include "rule/rule_folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct taking {
    const struct rulebook *rules; /* of the folder, as it stands */
    struct rule_draft drafts[RULE_DRAFTS_MAX];
    int count, left_out;
    bool is_well;
    struct arena *arena;
};

/* Nodes share the folder, so that they cannot each have a file as they like. */
static void
add(struct taking *taking, const char *node, const struct rule_draft *draft)
{
    for (int i = 0; i < taking->count; i++) {
        const struct rule_draft *one = &taking->drafts[i];
        if (!text_equal(one->name, draft->name))
            continue;
        if (!text_equal(one->content, draft->content)) {
            fprintf(stderr, "tongban: %.*s is approved in two ways; choose one with --node ID\n",
                    TEXT_ARGS(draft->name));
            taking->is_well = false;
        }
        return;
    }
    if (taking->count == RULE_DRAFTS_MAX) {
        fprintf(stderr, "tongban: more than %d files wait\n", RULE_DRAFTS_MAX);
        taking->is_well = false;
        return;
    }
    struct digest digest = digest_of(draft->content);
    printf("%s: %.*s %.*s\n", node, TEXT_ARGS(draft->name),
           TEXT_ARGS(digest_hex(&digest, taking->arena)));
    taking->drafts[taking->count++] = *draft;
}

/* An approved draft that was made from another file than lies in the folder now. */
static void
name_others(struct taking *taking, const struct look *look, const char *node)
{
    struct proposal *approved;
    int64_t since;
    if (!store_begin_read(look->store))
        return;
    int count = proposal_rows_in_force(look->store, look->court_id, TEXT(RULES_KIND),
                                       RULEBOOK_FILES_MAX, look->arena, &approved);
    store_end_read(look->store);
    for (int i = 0; i < count; i++) {
        if (rule_drafts_state(look, &approved[i], &since) != RULE_DRAFT_OVERTAKEN)
            continue;
        fprintf(stderr,
                "tongban: %s: %.*s was drafted from another file than the folder holds; draft it"
                " again\n",
                node, TEXT_ARGS(approved[i].target));
        taking->left_out++;
    }
}

static void
read_node(struct taking *taking, const char *data, const char *node)
{
    struct fault fault = {0};
    const char *database = text_format(taking->arena, "%s/%s/node.db", data, node).bytes;
    struct store_options use = {.use = STORE_READS, .cache_kib = 8 * 1024};
    struct store *store = store_open(database, &use, &fault);
    if (store == NULL) {
        fprintf(stderr, "tongban: %s cannot be opened: %s\n", node, fault.what);
        taking->is_well = false;
        return;
    }
    struct asker operator= {
        .role = ROLE_SYSTEM_ADMIN, .account = TEXT("terminal"), .node = text_of(node)};
    struct look look = {.store = store,
                        .court_id = text_copy(text_of(node), taking->arena),
                        .rules = taking->rules,
                        .asker = &operator,
                        .arena = taking->arena };
    struct rule_draft drafts[RULE_DRAFTS_MAX];
    int count;
    rule_drafts_waiting(&look, drafts, &count);
    for (int i = 0; i < count; i++)
        add(taking, node, &drafts[i]);
    name_others(taking, &look, node);
    if (store_fault(store)->is_set) {
        fprintf(stderr, "tongban: %s cannot be read: %s\n", node, store_fault(store)->what);
        taking->is_well = false;
    }
    store_close(store);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void
read_nodes(struct taking *taking, const char *data, const char *node)
{
    struct dirent **names = NULL;
    int count = scandir(data, &names, NULL, by_name), read = 0;
    for (int i = 0; i < count; i++) {
        char database[4096];
        snprintf(database, sizeof database, "%s/%s/node.db", data, names[i]->d_name);
        if (names[i]->d_name[0] != '.' && access(database, R_OK) == 0 &&
            (node == NULL || strcmp(node, names[i]->d_name) == 0)) {
            read_node(taking, data, names[i]->d_name);
            read++;
        }
        free(names[i]);
    }
    free(names);
    if (read == 0) {
        fprintf(stderr, "tongban: no node to take rules from in %s\n", data);
        taking->is_well = false;
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

static bool
take(struct taking *taking, const char *folder)
{
    struct fault fault = {0};
    struct mistakes mistakes = mistakes_open(taking->arena);
    if (!rule_draft_check(taking->rules, taking->drafts, taking->count, taking->arena, &mistakes,
                          &fault)) {
        fprintf(stderr, "tongban: %s\n", fault.what);
        return false;
    }
    if (mistakes.count > 0) {
        print_mistakes(&mistakes, taking->arena);
        return false;
    }
    if (!rule_draft_put(folder, taking->rules, taking->drafts, taking->count, taking->arena,
                        &fault)) {
        fprintf(stderr, "tongban: %s; nothing was taken\n", fault.what);
        return false;
    }
    printf("%d files of rules are in their place; they are in use after a restart\n",
           taking->count);
    return true;
}

int
rules_main(int argc, char **argv)
{
    const char *data = NULL, *rules = NULL, *node = NULL;
    bool takes = false;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"rules", "DIR", &rules, NULL, "the rules [beside the program]"},
        {"node", "ID", &node, NULL, "only what was approved at this node"},
        {"take", NULL, NULL, &takes, "put what is approved into the folder of the rules"},
        {0},
    };
    if (!options_read(argc, argv, "rules --data DIR [--rules DIR] [--node ID] [--take]", rows, NULL,
                      0, NULL))
        return 2;
    if (data == NULL) {
        fputs("tongban: rules needs --data DIR\n", stderr);
        return 2;
    }
    struct arena *arena = arena_open();
    struct taking *taking = ARENA_NEW(arena, struct taking);
    struct mistakes mistakes = mistakes_open(arena);
    struct text folder = rule_folder_find(rules, getenv("TONGBAN_RULES"), arena);
    if (takes && !text_is_empty(folder) && rule_folder_is_of_system(folder.bytes)) {
        fprintf(stderr,
                "tongban: the next installation would write over what is taken into %s; name a copy"
                " with --rules DIR, and serve from it\n",
                folder.bytes);
        arena_close(arena);
        return 1;
    }
    struct rulebook *book = text_is_empty(folder) ? NULL : rulebook_open(folder.bytes, &mistakes);
    *taking = (struct taking){.rules = book, .is_well = book != NULL, .arena = arena};
    if (book == NULL)
        print_mistakes(&mistakes, arena);
    else
        read_nodes(taking, data, node);
    bool is_done = taking->is_well;
    if (is_done && taking->count == 0)
        puts("nothing that is approved waits");
    else if (is_done && takes)
        is_done = take(taking, folder.bytes);
    is_done = is_done && taking->left_out == 0;
    rulebook_close(book);
    arena_close(arena);
    return is_done ? 0 : 1;
}
