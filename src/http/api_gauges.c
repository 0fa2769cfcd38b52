/* api_gauges.c: names the numbers of acts and nodes once, at start. */
#include "http/api_gauges.h"

static void
name_acts(struct api *api)
{
    static const char *const ends[ACT_ENDS] = {"accepted", "refused", "failed"};
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        for (int end = 0; end < ACT_ENDS; end++)
            api->acts[verb][end] = metrics_counter(
                api->metrics, "tongban_acts_total", "Acts answered by the interface for programs.",
                text_format(api->arena, "verb=\"%s\",outcome=\"%s\"", verb_text((enum verb)verb),
                            ends[end])
                    .bytes);
    }
}

/* What a gauge is asked about. */
struct watched {
    const struct world *world;
    struct post *post;
};

static struct post_health
health_of(void *of)
{
    return post_health(((const struct watched *)of)->post);
}

static int64_t
read_waiting(void *of)
{
    return health_of(of).waiting;
}

static int64_t
read_promises(void *of)
{
    return health_of(of).outbox_open;
}

static int64_t
age_ms(const struct watched *watched, int64_t since_ms)
{
    int64_t age = watched->world->wall_ms(watched->world->of) - since_ms;
    return since_ms <= 0 || age < 0 ? 0 : age;
}

static int64_t
read_promise_age(void *of)
{
    return age_ms(of, health_of(of).outbox_oldest_ms);
}

static int64_t
read_checkpoint_age(void *of)
{
    return age_ms(of, health_of(of).checkpoint_ms);
}

static int64_t
read_events(void *of)
{
    return health_of(of).size;
}

static int64_t
read_alarms(void *of)
{
    return health_of(of).alarms;
}

static int64_t
read_is_well(void *of)
{
    struct post_health health = health_of(of);
    return !health.is_stopped && !health.is_read_only && !health.clock_is_doubted;
}

/* Of a node that has no copy, as if it had been made in 1970, so that one alarm finds both. */
static int64_t
read_backup_age(void *of)
{
    const struct watched *watched = of;
    int64_t age = watched->world->wall_ms(watched->world->of) - health_of(of).backup_ms;
    return age < 0 ? 0 : age;
}

static int64_t
read_backup_events(void *of)
{
    struct post_health health = health_of(of);
    return health.size - health.backup_events;
}

static int64_t
read_backup_is_verified(void *of)
{
    return health_of(of).backup_is_verified;
}

static int64_t
read_uploads(void *of)
{
    const struct watched *watched = of;
    int64_t uploads, bytes;
    shelf_count(post_shelf(watched->post), &uploads, &bytes);
    return uploads;
}

static int64_t
read_upload_bytes(void *of)
{
    const struct watched *watched = of;
    int64_t uploads, bytes;
    shelf_count(post_shelf(watched->post), &uploads, &bytes);
    return bytes;
}

static void
name_scans(struct api *api)
{
    static const char *const ends[SCAN_ENDS] = {"outcome=\"clean\"", "outcome=\"found\"",
                                                "outcome=\"unreached\""};
    for (int end = 0; end < SCAN_ENDS; end++)
        api->scans[end] =
            metrics_counter(api->metrics, "tongban_files_scanned_total",
                            "Files shown to the virus scanner, by what it said.", ends[end]);
}

static const struct {
    const char *name, *help;
    int decimals;
    int64_t (*read)(void *of);
} watches[] = {
    {"tongban_queue_acts", "Acts that wait for the writer of a node.", 0, read_waiting},
    {"tongban_outbox_open", "Promises to other nodes that are not kept yet.", 0, read_promises},
    {"tongban_outbox_age_seconds", "Age of the oldest promise that is not kept.", 3,
     read_promise_age},
    {"tongban_checkpoint_age_seconds", "Time since the newest checkpoint was signed.", 3,
     read_checkpoint_age},
    {"tongban_events", "Events in the record of a node.", 0, read_events},
    {"tongban_backup_age_seconds", "Age of the newest copy of a node; since 1970 where none is.", 3,
     read_backup_age},
    {"tongban_backup_events_behind", "Events that came after the newest copy.", 0,
     read_backup_events},
    {"tongban_backup_verified", "1 where the newest copy was audited and found sound.", 0,
     read_backup_is_verified},
    {"tongban_uploads", "Files that come in piece by piece and are not whole yet.", 0,
     read_uploads},
    {"tongban_upload_bytes", "What of them is on disk.", 0, read_upload_bytes},
    {"tongban_alarms", "Conflicts and refusals by peers since the start.", 0, read_alarms},
    {"tongban_node_well", "1 while a node writes and believes its clock.", 0, read_is_well},
};

static void
name_watches(struct api *api)
{
    for (size_t i = 0; i < sizeof watches / sizeof watches[0]; i++) {
        for (int place = 0; place < house_count(api->house); place++) {
            struct watched *watched = ARENA_NEW(api->arena, struct watched);
            *watched = (struct watched){api->world, house_at(api->house, place)};
            const char *labels =
                text_format(api->arena, "node=\"%.*s\"", TEXT_ARGS(post_id(watched->post))).bytes;
            metrics_watch(api->metrics, watches[i].name, watches[i].help, labels,
                          watches[i].decimals, watches[i].read, watched);
        }
    }
}

/* ---- messages to people ---- */

struct watched_way {
    struct house *house;
    const struct watched *node; /* of those that wait */
    enum message_way way;
    enum message_end end;
};

static int64_t
read_messages(void *of)
{
    const struct watched_way *watched = of;
    return house_messages(watched->house, watched->way, watched->end);
}

static int64_t
read_messages_open(void *of)
{
    const struct watched_way *watched = of;
    return post_health(watched->node->post).messages_open[watched->way];
}

static int64_t
read_message_age(void *of)
{
    const struct watched_way *watched = of;
    return age_ms(watched->node, post_health(watched->node->post).messages_oldest_ms[watched->way]);
}

static void
name_ends(struct api *api, enum message_way way)
{
    static const char *const ends[MESSAGE_ENDS] = {"sent", "put_off", "given_up"};
    for (int end = 0; end < MESSAGE_ENDS; end++) {
        struct watched_way *watched = ARENA_NEW(api->arena, struct watched_way);
        *watched = (struct watched_way){api->house, NULL, way, (enum message_end)end};
        metrics_watch(api->metrics, "tongban_messages",
                      "Text messages and mails since the start, by what became of them.",
                      text_format(api->arena, "way=\"%.*s\",outcome=\"%s\"",
                                  TEXT_ARGS(message_way_word(way)), ends[end])
                          .bytes,
                      0, read_messages, watched);
    }
}

static void
name_waiting(struct api *api, enum message_way way)
{
    for (int place = 0; place < house_count(api->house); place++) {
        struct watched *node = ARENA_NEW(api->arena, struct watched);
        struct watched_way *watched = ARENA_NEW(api->arena, struct watched_way);
        *node = (struct watched){api->world, house_at(api->house, place)};
        *watched = (struct watched_way){api->house, node, way, MESSAGE_SENT};
        const char *labels =
            text_format(api->arena, "node=\"%.*s\",way=\"%.*s\"", TEXT_ARGS(post_id(node->post)),
                        TEXT_ARGS(message_way_word(way)))
                .bytes;
        metrics_watch(api->metrics, "tongban_messages_open",
                      "Text messages and mails that were promised and not sent yet.", labels, 0,
                      read_messages_open, watched);
        metrics_watch(api->metrics, "tongban_messages_age_seconds",
                      "Age of the oldest message that was not sent yet.", labels, 3,
                      read_message_age, watched);
    }
}

void
api_gauges_name(struct api *api)
{
    name_acts(api);
    name_scans(api);
    name_watches(api);
    for (int way = 0; way < MESSAGE_WAYS; way++) {
        name_ends(api, (enum message_way)way);
        name_waiting(api, (enum message_way)way);
    }
}
