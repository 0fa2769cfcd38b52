/* tus.c: the protocol over the shelf of the caller's node. Loop threads only look at memory and
 * open a file; whatever waits for the disk runs on a thread of errands. */
#include "http/tus.h"

#include "http/file_take.h"
#include "http/tus_header.h"
#include "paper/wording.h"

#include <strings.h>
#include <sys/mman.h>
#include <time.h>

enum { DAYS = 7, ACCOUNT_MB = 200, ID_BYTES = SHELF_ID_LENGTH / 2 };

/* ---- saying no ---- */

static struct answer
plainly(struct api_call *call, int status, struct text sentence)
{
    struct answer answer = {
        .status = status,
        .content_type = "text/plain; charset=utf-8",
        .body = sentence,
    };
    api_header(call, &answer, TEXT("Content-Language"), text_of(language_tag(call->language)));
    if (status == 503 || status == 429)
        api_header(call, &answer, TEXT("Retry-After"), TEXT("5"));
    return answer;
}

static struct answer
said_no(struct api_call *call, enum refusal refusal, struct text detail)
{
    return plainly(call, api_status(refusal), api_sentence(call, refusal, detail));
}

static struct answer
refused(struct api_call *call, const struct outcome *outcome)
{
    return plainly(call, api_status(outcome->refusal),
                   api_sentence(call, outcome->refusal, TEXT("")));
}

static struct answer
obstructed(struct api_call *call, enum obstacle obstacle)
{
    return plainly(call, obstacle_status(obstacle), obstacle_sentence(obstacle, call->language));
}

static struct answer
too_many(struct api_call *call, int64_t wait_ms)
{
    (void)wait_ms;
    return said_no(call, RATE_MUST_BE_KEPT, TEXT(""));
}

const struct api_manner tus_manner = {said_no, refused, obstructed, too_many};

static struct answer
spoken(struct api_call *call, struct answer answer)
{
    api_header(call, &answer, TEXT("Tus-Resumable"), TEXT("1.0.0"));
    return answer;
}

static struct answer
no(struct api_call *call, enum obstacle obstacle)
{
    struct answer answer = spoken(call, api_obstacle(call, obstacle));
    if (obstacle == TUS_MUST_BE_SPOKEN)
        api_header(call, &answer, TEXT("Tus-Version"), TEXT("1.0.0"));
    return answer;
}

static enum obstacle
obstacle_of(enum shelf_end end)
{
    switch (end) {
    case SHELF_DONE: return OBSTACLE_COUNT;
    case SHELF_IS_UNKNOWN: return UPLOAD_MUST_BE_KNOWN;
    case SHELF_HAS_ENDED: return UPLOAD_MUST_NOT_HAVE_ENDED;
    case SHELF_IS_WRITTEN: return UPLOAD_MUST_HAVE_ONE_WRITER;
    case SHELF_IS_ELSEWHERE: return UPLOAD_MUST_GO_ON_FROM_ITS_END;
    case SHELF_IS_FULL: return UPLOADS_MUST_BE_FEWER;
    case SHELF_FAILED: return RECORD_MUST_BE_KEPT;
    }
    return RECORD_MUST_BE_KEPT;
}

static void
answer_later(struct api_call *call, struct answer answer)
{
    server_answer_later(call->request, &answer);
}

/* ---- saying where it stands ---- */

static struct text
http_date(struct api_call *call, int64_t at_ms)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(at_ms / 1000);
    struct tm at;
    gmtime_r(&seconds, &at);
    return text_format(call->arena, "%s, %02d %s %d %02d:%02d:%02d GMT", days[at.tm_wday],
                       at.tm_mday, months[at.tm_mon], at.tm_year + 1900, at.tm_hour, at.tm_min,
                       at.tm_sec);
}

static void
add_number(struct api_call *call, struct answer *answer, struct text name, int64_t number)
{
    api_header(call, answer, name, text_format(call->arena, "%lld", (long long)number));
}

static struct answer
standing(struct api_call *call, int status, const struct upload *upload)
{
    struct answer answer = spoken(call, (struct answer){.status = status});
    add_number(call, &answer, TEXT("Upload-Offset"), upload->offset);
    api_header(call, &answer, TEXT("Upload-Expires"), http_date(call, upload->ends_ms));
    if (!text_is_empty(upload->sha256))
        api_header(call, &answer, TEXT("Upload-Sha256"), upload->sha256);
    return answer;
}

/* ---- what is wrong with a header ---- */

static bool
is_spoken(const struct request *request)
{
    return request_header_count(request, "Tus-Resumable") == 1 &&
           text_is(request_header(request, "Tus-Resumable"), "1.0.0");
}

static bool
is_piece(const struct request *request)
{
    static const char type[] = "application/offset+octet-stream";
    struct text given = request_header(request, "Content-Type");
    return given.length == sizeof type - 1 && strncasecmp(given.bytes, type, given.length) == 0;
}

/* One header field that is a number, and nothing else. */
static bool
read_number(const struct request *request, const char *name, int64_t *number)
{
    return request_header_count(request, name) == 1 &&
           text_number(request_header(request, name), number);
}

static struct body_plan
answered(struct api_call *call, enum obstacle obstacle)
{
    struct answer answer = no(call, obstacle);
    server_answer(call->request, &answer);
    return (struct body_plan){.kind = BODY_ANSWERED};
}

/* ---- a piece ---- */

struct piece {
    struct api_call *call;
    struct upload upload;
    struct shelf_hold *hold; /* NULL once it has gone on */
};

static void
hang_up(void *of)
{
    server_hang_up(of);
}

static void
settle_cut(void *of)
{
    struct shelf_hold *hold = of;
    shelf_settle(hold);
    shelf_let_go(hold);
}

/* Runs with the arena of the request. What came of a piece that was cut is worth keeping; where
 * nobody has time for that it is sent again. */
static void
leave(void *of)
{
    struct piece *piece = of;
    if (piece->hold == NULL)
        return;
    shelf_tell(piece->hold, NULL, NULL);
    if (!errand_send(piece->call->api->files, settle_cut, piece->hold))
        shelf_let_go(piece->hold);
}

static struct body_plan
plan_piece(struct api_call *call)
{
    struct piece *piece = ARENA_NEW(call->arena, struct piece);
    int64_t offset;
    if (!is_piece(call->request))
        return answered(call, PIECE_MUST_SAY_WHAT_IT_IS);
    if (!read_number(call->request, "Upload-Offset", &offset))
        return answered(call, UPLOAD_MUST_BE_DESCRIBED);
    piece->call = call;
    enum shelf_end end =
        shelf_take(post_shelf(call->post), api_segment(call, "upload"), call->account.id,
                   call->now_ms, offset, call->arena, &piece->upload, &piece->hold);
    if (end != SHELF_DONE)
        return answered(call, obstacle_of(end));
    arena_defer(call->arena, leave, piece);
    shelf_tell(piece->hold, hang_up, call->request);
    uint64_t left = (uint64_t)(piece->upload.bytes - offset);
    if (call->request->body_declared > left)
        return answered(call, UPLOAD_MUST_BE_SMALLER);
    call->piece = piece;
    return (struct body_plan){
        .kind = left == 0 ? BODY_NONE : BODY_PIECE,
        .bytes_max = left,
        .descriptor = shelf_descriptor(piece->hold),
        .offset = (uint64_t)offset,
    };
}

struct body_plan
tus_plan(struct api_call *call)
{
    enum method method = call->request->method;
    if (method == METHOD_OPTIONS)
        return (struct body_plan){.kind = BODY_NONE};
    if (!is_spoken(call->request))
        return answered(call, TUS_MUST_BE_SPOKEN);
    return method == METHOD_PATCH ? plan_piece(call) : (struct body_plan){.kind = BODY_NONE};
}

/* ---- the whole ---- */

/* The bytes are on disk; looked at where they lie. */
static bool
digest_part(const struct upload *upload, int descriptor, struct digest *digest)
{
    size_t length = (size_t)upload->bytes;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (bytes == MAP_FAILED)
        return false;
    *digest = digest_of((struct text){bytes, length});
    munmap(bytes, length);
    return true;
}

static enum obstacle
keep_whole(struct api_call *call, struct shelf_hold *hold, struct upload *upload)
{
    enum media media;
    struct text sha256;
    struct body_file file = {
        .descriptor = shelf_descriptor(hold),
        .bytes = (uint64_t)upload->bytes,
        .path = text_of(shelf_path(hold)),
    };
    if (!text_is_empty(upload->sha256))
        return OBSTACLE_COUNT;
    if (!digest_part(upload, file.descriptor, &file.digest))
        return RECORD_MUST_BE_KEPT;
    enum obstacle obstacle = file_take(call, &file, media_parse(upload->said), &sha256, &media);
    if (obstacle == OBSTACLE_COUNT && !shelf_keep(hold, sha256, media_type(media)))
        return RECORD_MUST_BE_KEPT;
    upload->sha256 = sha256;
    return obstacle;
}

/* Of what is not taken nothing stays, but for what may go better another time. */
static void
let_go(struct shelf_hold *hold, enum obstacle obstacle)
{
    bool may_try_again = obstacle == RECORD_MUST_BE_KEPT || obstacle == FILE_MUST_BE_SCANNED;
    if (obstacle == OBSTACLE_COUNT || may_try_again)
        shelf_let_go(hold);
    else
        shelf_drop(hold);
}

static struct answer
show(struct api_call *call, const struct upload *upload)
{
    struct answer answer = standing(call, 200, upload);
    const struct tus_metadata metadata = {upload->name, upload->said, upload->slot, upload->mark};
    struct text field = tus_metadata_write(&metadata, call->arena);
    add_number(call, &answer, TEXT("Upload-Length"), upload->bytes);
    if (!text_is_empty(field))
        api_header(call, &answer, TEXT("Upload-Metadata"), field);
    if (call->manner != NULL)
        return answer;
    struct view view = api_view(call);
    struct canon json = canon_open(call->arena, 400);
    canon_begin_object(&json);
    canon_member_integer(&json, "bytes", upload->bytes);
    view_instant(&view, &json, "ends", upload->ends_ms);
    canon_member_text_if(&json, "media", upload->media);
    canon_member_text_if(&json, "name", upload->name);
    canon_member_integer(&json, "offset", upload->offset);
    canon_member_text_if(&json, "sha256", upload->sha256);
    canon_member_text(&json, "upload", upload->id);
    canon_end_object(&json);
    answer.content_type = "application/json";
    answer.body = canon_text(&json);
    return answer;
}

/* On a thread for files: with a piece that came, or a file that was whole when this program ended
 * and nobody had looked into. */
static void
go_on(void *of)
{
    struct piece *piece = of;
    struct api_call *call = piece->call;
    struct shelf_hold *hold = piece->hold;
    struct upload *upload = &piece->upload;
    enum obstacle obstacle = OBSTACLE_COUNT;
    piece->hold = NULL;
    upload->offset = shelf_settle(hold);
    if (upload->offset < 0)
        obstacle = RECORD_MUST_BE_KEPT;
    else if (upload->offset == upload->bytes)
        obstacle = keep_whole(call, hold, upload);
    let_go(hold, obstacle);
    answer_later(call, obstacle != OBSTACLE_COUNT              ? no(call, obstacle)
                       : call->request->method == METHOD_PATCH ? standing(call, 204, upload)
                                                               : show(call, upload));
}

enum completion
tus_patch(struct api_call *call)
{
    const struct piece *piece = call->piece;
    shelf_tell(piece->hold, NULL, NULL);
    return errand_send(call->api->files, go_on, call->piece)
               ? REQUEST_HELD
               : api_answer(call, no(call, SERVICE_MUST_HAVE_ROOM));
}

enum completion
tus_show(struct api_call *call)
{
    struct piece *piece = ARENA_NEW(call->arena, struct piece);
    struct shelf *shelf = post_shelf(call->post);
    struct text id = api_segment(call, "upload");
    struct upload *upload = &piece->upload;
    piece->call = call;
    enum shelf_end end = shelf_find(shelf, id, call->account.id, call->now_ms, call->arena, upload);
    if (end != SHELF_DONE)
        return api_answer(call, no(call, obstacle_of(end)));
    if (upload->offset < upload->bytes || !text_is_empty(upload->sha256))
        return api_answer(call, show(call, upload));
    /* All of it is there and nobody has said what it is: it is not told to be whole before that. */
    end = shelf_take(shelf, id, call->account.id, call->now_ms, upload->bytes, call->arena, upload,
                     &piece->hold);
    if (end != SHELF_DONE)
        return api_answer(call, no(call, obstacle_of(end)));
    arena_defer(call->arena, leave, piece);
    return errand_send(call->api->files, go_on, piece)
               ? REQUEST_HELD
               : api_answer(call, no(call, SERVICE_MUST_HAVE_ROOM));
}

/* ---- beginning and ending ---- */

static int64_t
policy_number(struct api_call *call, const char *name, int64_t otherwise)
{
    int64_t number;
    struct text value = policy_value(&api_rules(call)->policies, text_of(name), post_id(call->post),
                                     api_today(call));
    return text_number(value, &number) && number > 0 ? number : otherwise;
}

struct beginning {
    struct api_call *call;
    struct upload upload;
    int64_t account_bytes_max;
    const char *home;
};

static void
begin(void *of)
{
    struct beginning *beginning = of;
    struct api_call *call = beginning->call;
    const struct upload *upload = &beginning->upload;
    enum shelf_end end =
        shelf_begin(post_shelf(call->post), upload, call->now_ms, beginning->account_bytes_max);
    if (end != SHELF_DONE) {
        answer_later(call, no(call, obstacle_of(end)));
        return;
    }
    struct answer answer = standing(call, 201, upload);
    api_header(call, &answer, TEXT("Location"),
               text_format(call->arena, "%s/%.*s", beginning->home, TEXT_ARGS(upload->id)));
    answer_later(call, answer);
}

enum completion
tus_create(struct api_call *call, struct text place, const char *home)
{
    struct beginning *beginning = ARENA_NEW(call->arena, struct beginning);
    const struct request *request = call->request;
    const struct world *world = call->api->world;
    unsigned char id[ID_BYTES];
    int64_t bytes;
    struct tus_metadata metadata;
    if (!read_number(request, "Upload-Length", &bytes) ||
        request_header_count(request, "Upload-Metadata") > 1 ||
        !tus_metadata_read(request_header(request, "Upload-Metadata"), call->arena, &metadata))
        return api_answer(call, no(call, UPLOAD_MUST_BE_DESCRIBED));
    if (bytes == 0)
        return api_answer(call, no(call, FILE_MUST_NOT_BE_EMPTY));
    if (bytes > API_FILE_BYTES_MAX)
        return api_answer(call, no(call, UPLOAD_MUST_BE_SMALLER));
    world->random(world->of, id, sizeof id);
    int64_t days = policy_number(call, "upload_days", DAYS);
    beginning->upload = (struct upload){
        .id = hex_of((struct text){(const char *)id, sizeof id}, call->arena),
        .account = call->account.id,
        .place = place,
        .slot = metadata.slot,
        .name = metadata.name,
        .said = metadata.said,
        .mark = metadata.mark,
        .bytes = bytes,
        .made_ms = call->now_ms,
        .ends_ms = call->now_ms + days * DAY_MS,
    };
    beginning->call = call;
    beginning->home = home;
    beginning->account_bytes_max =
        policy_number(call, "upload_account_mb", ACCOUNT_MB) * 1024 * 1024;
    return errand_send(call->api->files, begin, beginning)
               ? REQUEST_HELD
               : api_answer(call, no(call, SERVICE_MUST_HAVE_ROOM));
}

static void
drop(void *of)
{
    struct piece *piece = of;
    struct shelf_hold *hold = piece->hold;
    piece->hold = NULL;
    shelf_drop(hold);
    answer_later(piece->call, spoken(piece->call, (struct answer){.status = 204}));
}

enum completion
tus_drop(struct api_call *call)
{
    struct piece *piece = ARENA_NEW(call->arena, struct piece);
    piece->call = call;
    enum shelf_end end =
        shelf_take(post_shelf(call->post), api_segment(call, "upload"), call->account.id,
                   call->now_ms, -1, call->arena, &piece->upload, &piece->hold);
    if (end != SHELF_DONE)
        return api_answer(call, no(call, obstacle_of(end)));
    arena_defer(call->arena, leave, piece);
    return errand_send(call->api->files, drop, piece)
               ? REQUEST_HELD
               : api_answer(call, no(call, SERVICE_MUST_HAVE_ROOM));
}

enum completion
tus_describe(struct api_call *call)
{
    struct answer answer = spoken(call, (struct answer){.status = 204});
    api_header(call, &answer, TEXT("Tus-Version"), TEXT("1.0.0"));
    api_header(call, &answer, TEXT("Tus-Extension"), TEXT("creation,expiration,termination"));
    add_number(call, &answer, TEXT("Tus-Max-Size"), API_FILE_BYTES_MAX);
    return api_answer(call, answer);
}
