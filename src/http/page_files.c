/* page_files.c: a form with files has lain on disk as it came; here it is taken apart. */
#include "http/page_files.h"

#include "base/table.h"
#include "http/file_place.h"
#include "http/multipart.h"
#include "http/problem.h"
#include "paper/wording.h"

#include <errno.h>
#include <unistd.h>

struct posted {
    struct page_call *call;
    void (*go_on)(struct page_call *call);
    const char *table; /* the control whose file is read; NULL: none */
};

static void
mistake(struct page_call *call, const struct multipart_file *file, struct text sentence)
{
    struct page_files *files = call->files;
    struct page_file_mistake *mistakes =
        ARENA_MANY(call->api.arena, files->mistakes_count + 1, struct page_file_mistake);
    for (size_t i = 0; i < files->mistakes_count; i++)
        mistakes[i] = files->mistakes[i];
    mistakes[files->mistakes_count++] =
        (struct page_file_mistake){file->field, file->name, sentence};
    files->mistakes = mistakes;
}

static void
took(struct page_call *call, const struct multipart_file *file, struct text sha256)
{
    struct page_files *files = call->files;
    struct form_file *taken = ARENA_MANY(call->api.arena, files->taken_count + 1, struct form_file);
    for (size_t i = 0; i < files->taken_count; i++)
        taken[i] = files->taken[i];
    taken[files->taken_count++] = (struct form_file){sha256, file->name, (int64_t)file->size};
    files->taken = taken;
    call->form = form_input_with(&call->form, file->field, sha256, call->api.arena);
}

/* The record keeps that the file lies here; a repeat of the same bytes changes nothing. */
static bool
keep(struct page_call *call, const struct multipart_file *file, enum media media,
     struct text sha256)
{
    struct api_call *api = &call->api;
    struct canon input = canon_open(api->arena, 200);
    canon_begin_object(&input);
    canon_member_integer(&input, "bytes", (int64_t)file->file.bytes);
    canon_member_text(&input, "media", text_of(media_type(media)));
    canon_member_text(&input, "sha256", sha256);
    canon_end_object(&input);
    struct job job = {
        .act = {
            .verb = VERB_KEEP_FILE,
            .asker = {.role = ROLE_PARTY, .account = api->account.id, .node = post_id(api->post)},
            .input = value_read_canonical(canon_text(&input), api->arena),
            .if_version = -1,
            .claimed_ms = -1,
            .counter_ms = api->now_ms}};
    post_run(api->post, &job, api->arena);
    return !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
}

static void
take_file(struct page_call *call, const struct multipart_file *file)
{
    struct api_call *api = &call->api;
    if (file->is_too_large) {
        mistake(call, file, obstacle_sentence(FORM_MUST_BE_SMALLER, api->language));
        return;
    }
    if (file->size == 0) {
        mistake(call, file, obstacle_sentence(FILE_MUST_NOT_BE_EMPTY, api->language));
        return;
    }
    enum media media = file_place_media(&file->file);
    struct text sha256 = digest_hex(&file->file.digest, api->arena);
    if (media == MEDIA_UNKNOWN)
        mistake(call, file, obstacle_sentence(FILE_MUST_BE_OF_A_TAKEN_KIND, api->language));
    else if (file->said != MEDIA_UNKNOWN && file->said != media)
        mistake(call, file, obstacle_sentence(FILE_MUST_BE_WHAT_IT_SAYS, api->language));
    else if (!file_place_keep(&file->file, post_blob_folder(api->post), sha256, api->arena) ||
             !keep(call, file, media, sha256))
        mistake(call, file, obstacle_sentence(RECORD_MUST_BE_KEPT, api->language));
    else
        took(call, file, sha256);
}

/* It becomes what was typed, and is gone when the answer is. */
static void
read_table(struct page_call *call, const struct multipart_file *file)
{
    struct buffer bytes = buffer_open(call->api.arena, 4096);
    call->files->has_table = true;
    while (!file->is_too_large && bytes.length <= TABLE_BYTES_MAX) {
        size_t most = TABLE_BYTES_MAX + 1 - bytes.length;
        ssize_t got =
            pread(file->file.descriptor, buffer_room(&bytes, most), most, (off_t)bytes.length);
        if (got <= 0)
            break;
        bytes.length += (size_t)got;
    }
    call->files->table = buffer_text(&bytes);
}

const char *
page_upload_folder(const struct page_call *call)
{
    struct house *house = call->api.api->house;
    struct post *post = call->api.post != NULL ? call->api.post : house_desk(house);
    if (post == NULL && house_count(house) > 0)
        post = house_at(house, 0);
    return post == NULL ? NULL : post_upload_folder(post);
}

/* True when the form may go on; otherwise it was answered. */
static bool
read_parts(struct page_call *call, const char *table)
{
    struct api_call *api = &call->api;
    struct request *request = api->request;
    struct multipart multipart = {0};
    struct text boundary;
    enum breach breach = BREACH_NONE;
    enum obstacle obstacle = FORM_MUST_BE_CLEAR;
    if (multipart_boundary(request_header(request, "Content-Type"), &boundary))
        obstacle = multipart_read(&request->file, boundary, page_upload_folder(call),
                                  API_FILE_BYTES_MAX, api->arena, &multipart, &breach);
    if (breach != BREACH_NONE) /* the disk; of what lies there nothing is read */
        obstacle = RECORD_MUST_BE_KEPT;
    if (obstacle != OBSTACLE_COUNT) {
        page_answer_later(call, api_obstacle(api, obstacle));
        return false;
    }
    call->form = multipart.pairs;
    if (!page_form_is_ours(call)) {
        page_answer_later(call, page_held_form(call));
        return false;
    }
    for (size_t i = 0; i < multipart.files_count; i++) {
        if (table != NULL && text_is(multipart.files[i].field, table))
            read_table(call, &multipart.files[i]);
        else
            take_file(call, &multipart.files[i]);
    }
    return true;
}

static void
run(void *of)
{
    struct posted *posted = of;
    struct page_call *call = posted->call;
    if (call->api.request->file.descriptor < 0 || read_parts(call, posted->table))
        posted->go_on(call);
}

enum completion
page_take_posted(struct page_call *call, void (*go_on)(struct page_call *call))
{
    return page_take_table(call, NULL, go_on);
}

enum completion
page_take_table(struct page_call *call, const char *field, void (*go_on)(struct page_call *call))
{
    struct posted *posted = ARENA_NEW(call->api.arena, struct posted);
    *posted = (struct posted){call, go_on, field};
    call->files = ARENA_NEW(call->api.arena, struct page_files);
    if (!errand_send(call->api.api->files, run, posted))
        return api_obstruct(&call->api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

void
page_answer_later(struct page_call *call, struct answer answer)
{
    server_answer_later(call->api.request, &answer);
}

void
page_submit_later(struct page_call *call, struct act act, struct text said, api_accept *accept,
                  struct answer (*again)(struct page_call *call, int status,
                                         const struct outcome *outcome))
{
    call->api.key = page_posted_once(call);
    call->again = again;
    if (text_is_empty(call->api.key)) {
        struct outcome outcome = {.refusal = IDEMPOTENCY_KEY_MUST_BE_GIVEN, .answer = TEXT("{}")};
        page_answer_later(call, again != NULL ? again(call, 422, &outcome)
                                              : page_manner.refused(&call->api, &outcome));
        return;
    }
    api_submit_later(&call->api, act, said, accept);
}
