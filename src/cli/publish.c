/* publish.c: what the hub keeps is sent to all; each node records the version it works under. */
#include "cli/publish.h"

#include "cli/options.h"
#include "rule/network_rule.h"
#include "work/house.h"
#include "work/system_world.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FILE_BYTES_MAX = 400 * 1024 };

static struct text
read_file(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "tongban: %s cannot be read: %s\n", path, strerror(errno));
        return TEXT("");
    }
    char *bytes = arena_take(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(bytes, 1, FILE_BYTES_MAX + 1, file);
    fclose(file);
    if (length > FILE_BYTES_MAX) {
        fprintf(stderr, "tongban: %s is larger than %d bytes\n", path, FILE_BYTES_MAX);
        return TEXT("");
    }
    return (struct text){bytes, length};
}

/* Runs one act of the system administrator at a node and delivers what follows from it. */
static bool
run_act(struct house *house, struct post *post, enum verb verb, struct text input)
{
    struct arena *arena = arena_open();
    struct job job = {
        .act = {.verb = verb,
                .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("terminal")},
                .input = value_read_canonical(input, arena),
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = -1},
    };
    post_run(post, &job, arena);
    bool is_done = !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
    if (is_done)
        house_settle(house);
    else
        fprintf(
            stderr, "tongban: %.*s: %.*s\n", TEXT_ARGS(post_id(post)),
            TEXT_ARGS(job.outcome.is_fault ? TEXT("the node cannot write") : job.outcome.answer));
    arena_close(arena);
    return is_done;
}

static bool
publish(struct house *house, const char *kind, struct text content, struct arena *arena)
{
    struct post *hub = house_hub(house);
    if (hub == NULL) {
        fputs("tongban: the hub is not in this data folder\n", stderr);
        return false;
    }
    struct canon input = canon_open(arena, content.length + 100);
    canon_begin_object(&input);
    canon_member_text(&input, "content", content);
    canon_member_text(&input, "kind", text_of(kind));
    canon_member_text(&input, "name", TEXT("network"));
    canon_end_object(&input);
    return run_act(house, hub, VERB_KEEP_REFERENCE, canon_text(&input));
}

int
publish_main(int argc, char **argv)
{
    const char *data = NULL, *network = NULL, *trust = NULL, *rules = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder with the hub (required)"},
        {"network", "FILE", &network, NULL, "a new directory of the network"},
        {"trust", "FILE", &trust, NULL, "a new trust list, signed by the quorum"},
        {"rules", "DIR", &rules, NULL, "the rules [beside the program]"},
        {0},
    };
    if (!options_read(argc, argv, "publish --data DIR --network FILE | --trust FILE", rows, NULL, 0,
                      NULL))
        return 2;
    if (data == NULL || (network == NULL) == (trust == NULL)) {
        fputs("tongban: publish needs --data and one of --network and --trust\n", stderr);
        return 2;
    }
    struct fault fault = {0};
    struct arena *arena = arena_open();
    struct text content = read_file(network != NULL ? network : trust, arena);
    struct mistakes mistakes = mistakes_open(arena);
    bool is_good = !text_is_empty(content);
    if (is_good && network != NULL && network_rule_load(network, arena, &mistakes) == NULL) {
        fprintf(stderr, "%s", mistakes_text(&mistakes, arena).bytes);
        is_good = false;
    }
    struct house_options options = {
        .data = data, .rules = rules, .world = system_world(), .readers = 1};
    struct house *house = is_good ? house_open(&options, &fault) : NULL;
    is_good =
        house != NULL && publish(house, network != NULL ? "directory" : "trust", content, arena);
    if (fault.is_set)
        fprintf(stderr, "tongban: %s\n", fault.what);
    house_close(house);
    arena_close(arena);
    return is_good ? 0 : 1;
}

int
confirm_clock_main(int argc, char **argv)
{
    const char *data = NULL, *rules = NULL;
    struct option_row rows[] = {
        {"data", "DIR", &data, NULL, "the data folder (required)"},
        {"rules", "DIR", &rules, NULL, "the rules [beside the program]"},
        {0},
    };
    if (!options_read(argc, argv, "confirm-clock --data DIR", rows, NULL, 0, NULL))
        return 2;
    if (data == NULL) {
        fputs("tongban: confirm-clock needs --data\n", stderr);
        return 2;
    }
    struct fault fault = {0};
    struct house_options options = {
        .data = data, .rules = rules, .world = system_world(), .readers = 1};
    struct house *house = house_open(&options, &fault);
    bool is_good = house != NULL;
    for (int i = 0; is_good && i < house_count(house); i++)
        is_good = run_act(house, house_at(house, i), VERB_CONFIRM_CLOCK, TEXT("{}"));
    if (fault.is_set)
        fprintf(stderr, "tongban: %s\n", fault.what);
    house_close(house);
    return is_good ? 0 : 1;
}
