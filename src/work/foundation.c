/* foundation.c: the first trust list is believed because it is handed over; each later one because
 * the signers of the one before stand behind it. */
#include "work/foundation.h"

#include "command/command.h"
#include "rule/network_rule.h"
#include "rule/rule_folder.h"
#include "store/reference_rows.h"
#include "work/keyring.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_BYTES_MAX = 1024 * 1024, TEN_YEARS_DAYS = 3653 };

struct laying {
    const char *data;
    struct arena *arena;
    const struct world *world;
    struct text directory; /* the bytes of the network file */
    const struct network *network;
    const struct rulebook *rules;
    struct keyring *keys; /* one per node of the network */
    int64_t now_ms;
    struct fault *fault;
};

static struct text
read_file(const char *path, struct arena *arena, struct fault *fault)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fault_set(fault, "%s cannot be read: %s", path, strerror(errno));
        return TEXT("");
    }
    char *bytes = arena_take(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(bytes, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (struct text){bytes, length};
}

static const char *
node_folder(const struct laying *laying, const struct network_node *node)
{
    return text_format(laying->arena, "%s/%.*s", laying->data, TEXT_ARGS(node->id)).bytes;
}

static bool
make_folder(const char *path, struct fault *fault)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    fault_set(fault, "%s cannot be made: %s", path, strerror(errno));
    return false;
}

static bool
make_keys(struct laying *laying)
{
    for (size_t i = 0; i < laying->network->nodes_count; i++) {
        const struct network_node *node = &laying->network->nodes[i];
        const char *folder = node_folder(laying, node);
        if (!make_folder(folder, laying->fault) ||
            !keyring_load(folder, node->id, laying->world, true, laying->arena, &laying->keys[i],
                          laying->fault))
            return false;
    }
    return true;
}

static struct trust_key
trust_key_of(const struct laying *laying, const struct signing_key *key, enum key_use use)
{
    return (struct trust_key){
        .public = key->public,
        .use = use,
        .valid_from_ms = laying->now_ms - DAY_MS,
        .valid_to_ms = laying->now_ms + (int64_t)TEN_YEARS_DAYS * DAY_MS,
        .to_index = TREE_SIZE_MAX,
        .revoked_from_ms = INT64_MAX,
    };
}

static struct text
make_trust_list(struct laying *laying)
{
    const struct network *network = laying->network;
    size_t count = network->nodes_count, signers = 0;
    static const struct text types[] = {TEXT_INIT("event/1"),   TEXT_INIT("link/1"),
                                        TEXT_INIT("line/1"),    TEXT_INIT("reference/1"),
                                        TEXT_INIT("enquiry/1"), TEXT_INIT("answer/1"),
                                        TEXT_INIT("erasure/1")};
    struct trust_node *nodes = ARENA_MANY(laying->arena, count, struct trust_node);
    struct trust_signer *said = ARENA_MANY(laying->arena, count, struct trust_signer);
    const struct signing_key **voices =
        ARENA_MANY(laying->arena, count, const struct signing_key *);
    for (size_t i = 0; i < count; i++) {
        struct trust_key *keys = ARENA_MANY(laying->arena, 3, struct trust_key);
        keys[0] = trust_key_of(laying, &laying->keys[i].log, KEY_FOR_LOG);
        keys[1] = trust_key_of(laying, &laying->keys[i].exchange, KEY_FOR_EXCHANGE);
        keys[2] = trust_key_of(laying, &laying->keys[i].paper, KEY_FOR_PAPER);
        nodes[i] = (struct trust_node){
            network->nodes[i].id,          network->nodes[i].name, keys, 3, types,
            sizeof types / sizeof types[0]};
        if (network->nodes[i].kind == NODE_DESK || signers == TRUST_SIGNERS_MAX)
            continue;
        voices[signers] = &laying->keys[i].signer;
        said[signers++] =
            (struct trust_signer){network->nodes[i].id, laying->keys[i].signer.public};
    }
    struct trust trust = {
        .version = 1,
        .issued_ms = laying->now_ms,
        .network = network->id,
        .quorum = signers / 2 + 1,
        .signers = said,
        .signer_count = signers,
        .nodes = nodes,
        .node_count = count,
    };
    struct text text = trust_text(&trust, laying->arena);
    return note_sign(text, voices, signers, laying->arena);
}

static void
keep(struct corridor *corridor, const char *kind, struct text content, struct arena *arena)
{
    struct canon input = canon_open(arena, content.length + 100);
    canon_begin_object(&input);
    canon_member_text(&input, "content", content);
    canon_member_text(&input, "kind", text_of(kind));
    canon_member_text(&input, "name", TEXT("network"));
    canon_end_object(&input);
    struct act act = {
        .verb = VERB_KEEP_REFERENCE,
        .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("installer")},
        .input = value_read_canonical(canon_text(&input), arena),
        .if_version = -1,
        .claimed_ms = -1,
        .counter_ms = -1,
    };
    struct outcome outcome;
    corridor_run(corridor, &act, &outcome, 1, arena);
}

/* The trust list comes first: before the directory names a hub, nothing is sent to anybody. */
static bool
lay_node(struct laying *laying, size_t place, struct text trust_list)
{
    const struct network_node *about = &laying->network->nodes[place];
    const char *folder = node_folder(laying, about);
    struct node_options options = {
        .id = about->id,
        .database = text_format(laying->arena, "%s/node.db", folder).bytes,
        .folder = folder,
        .is_alone = true,
        .world = laying->world,
        .log_key = laying->keys[place].log,
        .exchange_key = laying->keys[place].exchange,
    };
    struct node *node = node_open(&options, laying->fault);
    if (node == NULL)
        return false;
    struct corridor *corridor = corridor_open(node, laying->rules);
    if (corridor->network == NULL) {
        keep(corridor, "trust", trust_list, laying->arena);
        keep(corridor, "directory", laying->directory, laying->arena);
    }
    bool is_laid = corridor->network != NULL && corridor->trust != NULL;
    if (!is_laid)
        fault_set(laying->fault, "node %.*s could not be laid: %s", TEXT_ARGS(about->id),
                  node->why_stopped);
    corridor_close(corridor);
    node_close(node);
    return is_laid;
}

static bool
lay_all(struct laying *laying)
{
    if (!make_folder(laying->data, laying->fault) || !make_keys(laying))
        return false;
    struct text trust_list = make_trust_list(laying);
    for (size_t i = 0; i < laying->network->nodes_count; i++) {
        if (!lay_node(laying, i, trust_list))
            return false;
    }
    return true;
}

bool
foundation_lay(const char *data, const char *network_file, const char *rules,
               const struct world *world, struct fault *fault)
{
    struct arena *arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct text folder = rule_folder_find(rules, getenv("TONGBAN_RULES"), arena);
    struct laying laying = {.data = data, .arena = arena, .world = world, .fault = fault};
    struct rulebook *book = text_is_empty(folder) ? NULL : rulebook_open(folder.bytes, &mistakes);
    laying.rules = book;
    laying.now_ms = world->wall_ms(world->of);
    laying.directory = read_file(network_file, arena, fault);
    if (book == NULL)
        fault_set(fault, "the rules cannot be used: run `tongban check`");
    else if (!fault->is_set)
        laying.network = network_rule_load(network_file, arena, &mistakes);
    if (laying.network == NULL && !fault->is_set)
        fault_set(fault, "%.200s", mistakes_text(&mistakes, arena).bytes);
    bool is_laid = false;
    if (!fault->is_set) {
        laying.keys = ARENA_MANY(arena, laying.network->nodes_count, struct keyring);
        is_laid = lay_all(&laying);
        for (size_t i = 0; i < laying.network->nodes_count; i++) {
            key_wipe(&laying.keys[i].log);
            key_wipe(&laying.keys[i].exchange);
            key_wipe(&laying.keys[i].signer);
            key_wipe(&laying.keys[i].paper);
        }
    }
    rulebook_close(book);
    arena_close(arena);
    return is_laid;
}
