/* file_take.c: the order is kind, scan, place, record: nothing is named that is refused. */
#include "http/file_take.h"

#include "http/file_place.h"
#include "work/scanner.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the scan ---- */

enum obstacle
file_take_scan(struct api_call *call, const struct body_file *file, bool *is_unscanned)
{
    struct api *api = call->api;
    const char *scanner = house_scanner(api->house);
    *is_unscanned = false;
    if (scanner == NULL)
        return OBSTACLE_COUNT;
    enum scan_end end = scanner_ask(scanner, file->descriptor, api->world, SCANNER_PATIENCE_MS);
    metrics_add(api->scans[end], 1);
    if (end == SCAN_FOUND)
        return FILE_MUST_BE_CLEAN;
    if (end == SCAN_IS_CLEAN)
        return OBSTACLE_COUNT;
    struct text policy = policy_value(&api_rules(call)->policies, TEXT("unscanned_files"),
                                      post_id(call->post), api_today(call));
    *is_unscanned = text_is(policy, "take");
    return *is_unscanned ? OBSTACLE_COUNT : FILE_MUST_BE_SCANNED;
}

static const char *
unscanned_folder(const struct post *post, struct arena *arena)
{
    return text_format(arena, "%s/../unscanned", post_blob_folder(post)).bytes;
}

/* A second name of the same bytes, so that all of them can be scanned together later. */
bool
file_take_mark(struct api_call *call, struct text sha256)
{
    const char *folder = unscanned_folder(call->post, call->arena);
    struct body_file file = {
        .descriptor = -1,
        .path = text_of(post_blob_path(call->post, sha256, call->arena)),
    };
    return (mkdir(folder, 0700) == 0 || errno == EEXIST) &&
           body_file_keep(&file, folder, text_terminated(sha256, call->arena));
}

static bool
has_name(const char *folder, struct text sha256, struct arena *arena)
{
    return access(text_format(arena, "%s/%.*s", folder, TEXT_ARGS(sha256)).bytes, F_OK) == 0;
}

const bool *
file_take_marked(const struct api_call *call, const struct text *digests, int count)
{
    const struct network *network = post_network(call->post);
    size_t nodes = network == NULL ? 0 : network->nodes_count;
    bool *marked = ARENA_MANY(call->arena, (size_t)count + 1, bool);
    for (size_t i = 0; i < nodes; i++) {
        struct post *post = house_post(call->api->house, network->nodes[i].id);
        const char *folder = post == NULL ? NULL : unscanned_folder(post, call->arena);
        bool is_there = folder != NULL && access(folder, F_OK) == 0;
        for (int k = 0; k < count && is_there; k++)
            marked[k] |= !text_is_empty(digests[k]) && has_name(folder, digests[k], call->arena);
    }
    return marked;
}

/* ---- the record ---- */

static bool
keep(struct api_call *call, const struct body_file *file, enum media media, struct text sha256)
{
    struct canon input = canon_open(call->arena, 200);
    canon_begin_object(&input);
    canon_member_integer(&input, "bytes", (int64_t)file->bytes);
    canon_member_text(&input, "media", text_of(media_type(media)));
    canon_member_text(&input, "sha256", sha256);
    canon_end_object(&input);
    struct job job = {
        .act = {
            .verb = VERB_KEEP_FILE,
            .asker = {.role = ROLE_PARTY, .account = call->account.id, .node = post_id(call->post)},
            .input = value_read_canonical(canon_text(&input), call->arena),
            .if_version = -1,
            .claimed_ms = -1,
            .counter_ms = call->now_ms}};
    post_run(call->post, &job, call->arena);
    return !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
}

enum obstacle
file_take(struct api_call *call, const struct body_file *file, enum media said, struct text *sha256,
          enum media *media)
{
    bool is_unscanned;
    *sha256 = digest_hex(&file->digest, call->arena);
    *media = file_place_media(file);
    if (*media == MEDIA_UNKNOWN)
        return FILE_MUST_BE_OF_A_TAKEN_KIND;
    if (said != MEDIA_UNKNOWN && said != *media)
        return FILE_MUST_BE_WHAT_IT_SAYS;
    enum obstacle obstacle = file_take_scan(call, file, &is_unscanned);
    if (obstacle != OBSTACLE_COUNT)
        return obstacle;
    bool is_kept = file_place_keep(file, post_blob_folder(call->post), *sha256, call->arena) &&
                   (!is_unscanned || file_take_mark(call, *sha256)) &&
                   keep(call, file, *media, *sha256);
    return is_kept ? OBSTACLE_COUNT : RECORD_MUST_BE_KEPT;
}
