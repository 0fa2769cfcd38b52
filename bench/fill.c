/* fill.c: brings matters into a node as a counter and an officer would, through the real corridor
 * and journal, without a socket in between: data to measure on, and what an act costs the writer.
 *
 *   fill DATA RULES NODE MATTERS NOTES FOLDER
 *
 * DATA holds the nodes (`tongban init`). MATTERS are handed in at NODE for NODE itself, then NOTES
 * internal notes are written on them, the same matter seldom twice in a row. FOLDER gets
 * NODE.matters (a tracking number per line), NODE.token for the officer's programs and
 * NODE.session, what his browser's cookie holds. With 0 matters those that NODE.matters names are
 * written on. Prints for both: acts, seconds, microseconds of this process's processor time per
 * act. */
#include "cli/account.h"
#include "http/session.h"
#include "http/token.h"
#include "store/account_rows.h"
#include "work/foundation.h"
#include "work/system_world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WINDOW = 4 * GROUP_ACTS_MAX, NUMBER_BYTES = 24 };

static const char FIELDS[] =
    "{\"owner\":\"%.*s\",\"procedure\":\"civil_filing\",\"fields\":{\"parties\":["
    "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\","
    "\"phone\":\"13900000001\",\"address\":\"吉林省延边州和龙市某林场一号\"},"
    "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\","
    "\"address\":\"吉林省延边州安图县二道白河镇某街二号\"}],"
    "\"cause\":\"民间借贷纠纷\",\"claims\":\"判令被告返还借款54046元及利息。\","
    "\"facts\":\"被告于2025年3月向原告借款，约定同年底返还，至今未还。\","
    "\"amount\":\"54046.00\",\"on_paper\":true,\"materials\":["
    "{\"item\":\"complaint\",\"paper\":true},{\"item\":\"identity\",\"paper\":true},"
    "{\"item\":\"evidence\",\"paper\":true},{\"item\":\"copies\",\"paper\":true},"
    "{\"item\":\"address_confirmation\",\"paper\":true}]}}";
static const char NOTE[] =
    "{\"fields\":{\"text\":\"已电话联系当事人，核对送达地址，下周一上午到窗口交原件。\"}}";

struct fill {
    struct house *house;
    struct post *post;
    struct arena *arena;
    struct asker counter, officer;
    char (*numbers)[NUMBER_BYTES];
    size_t matters;

    pthread_mutex_t lock;
    pthread_cond_t wake;
    size_t done, failed;
};

/* One act on its way; a window of them lives at a time. */
struct slot {
    struct job job;
    struct fill *fill;
    char id[32], *number;
};

static double
now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
take_outcome(struct job *job)
{
    struct slot *slot = job->of;
    struct fill *fill = slot->fill;
    bool is_good = !job->outcome.is_fault && job->outcome.refusal == ALLOWED;
    if (is_good && slot->number != NULL)
        snprintf(slot->number, NUMBER_BYTES, "%.*s", TEXT_ARGS(job->outcome.matter_id));
    pthread_mutex_lock(&fill->lock);
    if (!is_good && fill->failed++ == 0)
        fprintf(stderr, "fill: refused: %.*s\n",
                TEXT_ARGS(job->outcome.is_fault ? TEXT("fault") : job->outcome.answer));
    if (++fill->done == WINDOW)
        pthread_cond_signal(&fill->wake);
    pthread_mutex_unlock(&fill->lock);
}

static void
wait_for(struct fill *fill, size_t missing)
{
    pthread_mutex_lock(&fill->lock);
    fill->done += missing;
    while (fill->done < WINDOW)
        pthread_cond_wait(&fill->wake, &fill->lock);
    fill->done = 0;
    pthread_mutex_unlock(&fill->lock);
}

/* Acts in windows that are a whole number of groups, as a crowd at the counters would bring them.
 */
static bool
run_acts(struct fill *fill, const char *name, enum verb verb, size_t count)
{
    static struct slot slots[WINDOW];
    struct value_mistake mistake;
    bool opens = verb == VERB_OPEN_MATTER;
    struct text node = post_id(fill->post);
    struct text json = opens ? text_format(fill->arena, FIELDS, TEXT_ARGS(node)) : text_of(NOTE);
    const struct value *input = value_read(json, fill->arena, &mistake);
    int64_t now_ms = house_world(fill->house)->wall_ms(house_world(fill->house)->of);
    double start = now(CLOCK_MONOTONIC), start_cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t at = 0; at < count;) {
        size_t in_window = 0;
        for (; in_window < WINDOW && at < count; in_window++, at++) {
            struct slot *slot = &slots[in_window];
            char *number = fill->numbers[opens ? at : at * 7919 % fill->matters];
            *slot = (struct slot){.fill = fill, .number = opens ? number : NULL};
            snprintf(slot->id, sizeof slot->id, "%c%lld-%zu", name[0], (long long)now_ms, at);
            slot->job = (struct job){
                .act = {.verb = verb,
                        .id = text_of(slot->id),
                        .request = digest_of(text_of(slot->id)),
                        .asker = opens ? fill->counter : fill->officer,
                        .matter_id = opens ? TEXT("") : text_of(number),
                        .step = opens ? TEXT("hand_in") : TEXT("note"),
                        .input = input,
                        .if_version = -1,
                        .claimed_ms = -1,
                        .counter_ms = now_ms},
                .done = take_outcome,
                .of = slot,
            };
            if (!post_submit(fill->post, &slot->job))
                abort();
        }
        wait_for(fill, WINDOW - in_window);
    }
    double seconds = now(CLOCK_MONOTONIC) - start;
    double processor = now(CLOCK_PROCESS_CPUTIME_ID) - start_cpu;
    if (count > 0)
        printf("%s %zu acts %.3f s %.0f /s %.2f us\n", name, count, seconds,
               (double)count / seconds, processor * 1e6 / (double)count);
    return fill->failed == 0;
}

static bool
let_in(struct fill *fill, const char *sign_in, const char *role, struct asker *asker)
{
    struct account account;
    struct account_wish wish = {
        .sign_in = sign_in, .name = sign_in, .roles = role, .identity = IDENTITY_SEEN};
    struct text node = post_id(fill->post);
    if (!account_put(fill->post, &wish) ||
        !account_rows_by_sign_in(post_reader(fill->post, 0), node, text_of(sign_in), fill->arena,
                                 &account))
        return false;
    *asker = (struct asker){
        .role = account.roles[0].role,
        .identity = account.identity,
        .account = account.id,
        .acted_for = account.roles[0].role == ROLE_COUNTER ? TEXT("当事人甲") : TEXT(""),
        .node = node,
        .is_at_hub = fill->post == house_hub(fill->house),
    };
    return true;
}

static FILE *
open_list(const struct fill *fill, const char *folder, const char *what, const char *mode)
{
    struct text path =
        text_format(fill->arena, "%s/%.*s.%s", folder, TEXT_ARGS(post_id(fill->post)), what);
    FILE *file = fopen(path.bytes, mode);
    if (file == NULL)
        perror(path.bytes);
    return file;
}

static bool
write_secret(struct fill *fill, const char *folder, const char *what, struct text secret)
{
    FILE *file = open_list(fill, folder, what, "w");
    if (file == NULL)
        return false;
    fprintf(file, "%.*s\n", TEXT_ARGS(secret));
    return fclose(file) == 0;
}

/* What the door does after it has checked a password. */
static bool
let_through(struct fill *fill, enum verb verb, const struct value *input)
{
    struct job job = {
        .act = {.verb = verb,
                .asker = fill->officer,
                .input = input,
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = -1},
    };
    post_run(fill->post, &job, fill->arena);
    return !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
}

static struct text
node_code(const struct fill *fill)
{
    const struct network_node *node = network_find(post_network(fill->post), post_id(fill->post));
    return token_node(node->node_code, fill->arena);
}

static bool
write_session(struct fill *fill, const char *folder)
{
    int64_t max_age_s;
    struct text secret;
    const struct world *world = house_world(fill->house);
    struct session_wish wish = {
        .account = fill->officer.account,
        .stage = SESSION_IN,
        .role = session_role(fill->officer.role, TEXT(""), fill->arena),
        .label = TEXT("bench"),
        .how = TEXT("password"),
        .is_staff = true,
        .rules = house_rules(fill->house),
    };
    const struct value *input =
        session_open_input(fill->post, &wish, world, fill->arena, &secret, &max_age_s);
    return let_through(fill, VERB_OPEN_SESSION, input) &&
           write_secret(fill, folder, "session",
                        text_format(fill->arena, "%.*s.%.*s", TEXT_ARGS(node_code(fill)),
                                    TEXT_ARGS(secret)));
}

static bool
write_token(struct fill *fill, const char *folder)
{
    unsigned char random[TOKEN_RANDOM_BYTES];
    const struct world *world = house_world(fill->house);
    world->random(world->of, random, sizeof random);
    struct text token = token_make(node_code(fill), random, fill->arena);
    struct digest digest = token_digest(token);
    struct canon input = canon_open(fill->arena, 256);
    canon_begin_object(&input);
    canon_member_text(&input, "account", fill->officer.account);
    canon_member_integer(&input, "ends", world->wall_ms(world->of) + DAY_MS);
    canon_member_text(&input, "label", TEXT("bench"));
    canon_member_text(&input, "token_digest", digest_hex(&digest, fill->arena));
    canon_end_object(&input);
    return let_through(fill, VERB_SIGN_IN, value_read_canonical(canon_text(&input), fill->arena)) &&
           write_secret(fill, folder, "token", token);
}

/* Those of an earlier run. */
static bool
read_numbers(struct fill *fill, const char *folder)
{
    FILE *file = open_list(fill, folder, "matters", "r");
    size_t room = 0;
    char line[NUMBER_BYTES + 2];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (fill->matters == room) {
            room = room * 2 + 1024;
            fill->numbers = realloc(fill->numbers, room * sizeof *fill->numbers);
            if (fill->numbers == NULL)
                abort();
        }
        snprintf(fill->numbers[fill->matters++], NUMBER_BYTES, "%.*s", NUMBER_BYTES - 1, line);
    }
    return file != NULL && fclose(file) == 0 && fill->matters > 0;
}

static bool
write_numbers(struct fill *fill, const char *folder)
{
    FILE *file = open_list(fill, folder, "matters", "w");
    if (file == NULL)
        return false;
    for (size_t i = 0; i < fill->matters; i++)
        fprintf(file, "%s\n", fill->numbers[i]);
    return fclose(file) == 0;
}

/* The hub learns who holds what, as it would in service; nothing is left to be delivered. */
static void
settle(struct fill *fill)
{
    double start = now(CLOCK_MONOTONIC);
    house_settle(fill->house);
    printf("settled %.3f s\n", now(CLOCK_MONOTONIC) - start);
}

static bool
bring(struct fill *fill, size_t matters, size_t notes, const char *folder)
{
    if (!let_in(fill, "bench-counter", "counter", &fill->counter) ||
        !let_in(fill, "bench-officer", "filing_officer", &fill->officer))
        return false;
    if (matters == 0 && !read_numbers(fill, folder))
        return false;
    if (matters > 0) {
        fill->matters = matters;
        fill->numbers = calloc(matters, sizeof *fill->numbers);
        if (fill->numbers == NULL)
            abort();
        if (!run_acts(fill, "opened", VERB_OPEN_MATTER, matters) || !write_numbers(fill, folder))
            return false;
    }
    if (!run_acts(fill, "noted", VERB_TAKE_STEP, notes))
        return false;
    settle(fill);
    return write_token(fill, folder) && write_session(fill, folder);
}

int
main(int argc, char **argv)
{
    struct fault fault = {0};
    if (argc != 7) {
        fputs("usage: fill DATA RULES NODE MATTERS NOTES FOLDER\n", stderr);
        return 2;
    }
    struct fill fill = {.arena = arena_open()};
    struct house_options options = {argv[1], argv[2], system_world(), 1};
    pthread_mutex_init(&fill.lock, NULL);
    pthread_cond_init(&fill.wake, NULL);
    fill.house = house_open(&options, &fault);
    fill.post = fill.house == NULL ? NULL : house_post(fill.house, text_of(argv[3]));
    bool is_done = fill.post != NULL &&
                   bring(&fill, strtoul(argv[4], NULL, 10), strtoul(argv[5], NULL, 10), argv[6]);
    if (!is_done)
        fprintf(stderr, "fill: failed %s\n", fault.what);
    house_close(fill.house);
    arena_close(fill.arena);
    free(fill.numbers);
    return is_done ? 0 : 1;
}
