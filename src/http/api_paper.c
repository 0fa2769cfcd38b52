/* api_paper.c: bytes in and out: files, documents, receipts. */
#include "http/api_routes.h"
#include "http/file_place.h"
#include "http/file_take.h"
#include "query/docket.h"
#include "query/history.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES_MAX = 600 };

/* ---- in ---- */

struct keeping {
    struct api_call *call;
    enum media said, is;
    bool is_unscanned;
};

static struct answer
answer_kept(struct api_call *call, const struct outcome *outcome)
{
    const struct keeping *keeping = call->request->of;
    struct request *request = call->request;
    (void)outcome;
    struct canon canon = canon_open(call->arena, 200);
    canon_begin_object(&canon);
    canon_member_integer(&canon, "bytes", (int64_t)request->file.bytes);
    canon_member_text(&canon, "media", text_of(media_type(keeping->is)));
    canon_member_text(&canon, "sha256", digest_hex(&request->file.digest, call->arena));
    canon_end_object(&canon);
    return api_json(call, 201, canon_text(&canon));
}

static void
refuse_file(struct api_call *call, struct answer answer)
{
    server_answer_later(call->request, &answer);
}

/* On a thread for files: what is it, and into its place. */
static void
keep_file(void *of)
{
    struct keeping *keeping = of;
    struct api_call *call = keeping->call;
    struct request *request = call->request;
    struct text sha256 = digest_hex(&request->file.digest, call->arena);
    keeping->is = file_place_media(&request->file);
    if (keeping->is == MEDIA_UNKNOWN && keeping->said == MEDIA_UNKNOWN) {
        refuse_file(call, api_obstacle(call, FILE_MUST_BE_OF_A_TAKEN_KIND));
        return;
    }
    if (keeping->is == MEDIA_UNKNOWN ||
        (keeping->said != MEDIA_UNKNOWN && keeping->said != keeping->is)) {
        refuse_file(call, api_obstacle(call, FILE_MUST_BE_WHAT_IT_SAYS));
        return;
    }
    enum obstacle obstacle = file_take_scan(call, &request->file, &keeping->is_unscanned);
    if (obstacle != OBSTACLE_COUNT) {
        refuse_file(call, api_obstacle(call, obstacle));
        return;
    }
    if (!file_place_keep(&request->file, post_blob_folder(call->post), sha256, call->arena) ||
        (keeping->is_unscanned && !file_take_mark(call, sha256))) {
        enum breach breach = errno == ENOSPC ? DISK_MUST_HAVE_ROOM : DISK_MUST_WORK;
        refuse_file(call, problem_of_breach(request, breach));
        return;
    }
    struct canon input = canon_open(call->arena, 200);
    canon_begin_object(&input);
    canon_member_integer(&input, "bytes", (int64_t)request->file.bytes);
    canon_member_text(&input, "media", text_of(media_type(keeping->is)));
    canon_member_text(&input, "sha256", sha256);
    canon_end_object(&input);
    struct act act = {
        .verb = VERB_KEEP_FILE,
        .input = value_read_canonical(canon_text(&input), call->arena),
        .if_version = -1,
        .claimed_ms = -1,
    };
    request->of = keeping;
    api_submit_later(call, act, TEXT(""), answer_kept);
}

enum completion
api_keep_file(struct api_call *call)
{
    struct keeping *keeping = ARENA_NEW(call->arena, struct keeping);
    struct text said = request_header(call->request, "Content-Type");
    *keeping = (struct keeping){.call = call, .said = media_parse(said)};
    if (call->request->file.descriptor < 0 || call->request->file.bytes == 0)
        return api_obstruct(call, FILE_MUST_NOT_BE_EMPTY);
    if (keeping->said == MEDIA_UNKNOWN && !text_is_empty(said) &&
        !text_is(said, "application/octet-stream"))
        return api_obstruct(call, FILE_MUST_BE_OF_A_TAKEN_KIND);
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!errand_send(call->api->files, keep_file, keeping))
        return api_obstruct(call, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

/* ---- out ---- */

/* RFC 8187: the name as UTF-8 with everything but letters and digits written as %XX. */
static struct text
disposition(const struct docket_document *document, struct arena *arena)
{
    struct text name = text_is_empty(document->name) ? document->id : document->name;
    struct buffer header = buffer_open(arena, 100);
    buffer_add_text(&header, TEXT("attachment; filename*=UTF-8''"));
    for (size_t i = 0; i < name.length && i < NAME_BYTES_MAX; i++) {
        unsigned char c = (unsigned char)name.bytes[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
        buffer_add_format(&header, is_plain ? "%c" : "%%%02X", c);
    }
    return buffer_text(&header);
}

enum completion
api_give_document(struct api_call *call, const struct docket_document *document)
{
    const char *path = post_blob_path(call->post, document->sha256, call->arena);
    struct stat is;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 || fstat(file, &is) != 0) {
        if (file >= 0)
            close(file);
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    }
    struct answer answer = {
        .status = 200,
        .content_type = media_type(media_parse(document->media)),
        .has_file = true,
        .file = file,
        .file_bytes = (uint64_t)is.st_size,
    };
    api_header(call, &answer, TEXT("Content-Disposition"), disposition(document, call->arena));
    return api_answer(call, answer);
}

enum completion
api_show_document(struct api_call *call)
{
    enum completion done;
    struct look look;
    struct text matter_id;
    struct docket_document document;
    if (!api_find_matter(call, &look, &matter_id, &done))
        return done;
    bool is_there = docket_document(&look, matter_id, api_segment(call, "id"), &document);
    if (!is_there || text_is_empty(document.sha256)) {
        api_log(call, matter_id, is_there);
        return api_not_found(call);
    }
    api_log_document(call, matter_id, document.id);
    return api_give_document(call, &document);
}

enum completion
api_show_receipt(struct api_call *call)
{
    enum completion done;
    struct look look;
    struct text matter_id, receipt;
    int64_t position;
    uint64_t size;
    if (!api_find_matter(call, &look, &matter_id, &done))
        return done;
    struct text content = api_parameter(call, "content", 8);
    if (!text_number(api_segment(call, "position"), &position) ||
        (!text_is_empty(content) && !text_is(content, "true") && !text_is(content, "false")))
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    struct text checkpoint = post_checkpoint(call->post, call->arena, &size);
    bool is_there = history_receipt(&look, matter_id, position, checkpoint, size,
                                    text_is(content, "true"), &receipt);
    api_log(call, matter_id, is_there);
    if (!is_there)
        return api_not_found(call);
    return api_answer(call, (struct answer){
                                .status = 200,
                                .content_type = "text/plain; charset=utf-8",
                                .body = receipt,
                            });
}
