/* page_files.c: a form with files has lain on disk as it came; here it is taken apart. */
#include "http/page_files.h"

#include "base/table.h"
#include "http/file_take.h"
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
list_taken(struct page_call *call, struct text sha256, struct text name, int64_t bytes)
{
    struct page_files *files = call->files;
    struct form_file *taken = ARENA_MANY(call->api.arena, files->taken_count + 1, struct form_file);
    for (size_t i = 0; i < files->taken_count; i++)
        taken[i] = files->taken[i];
    taken[files->taken_count++] = (struct form_file){sha256, name, bytes};
    files->taken = taken;
}

/* ---- several at once ---- */

/* "materials.2.file" is member "file" of entry 2 of "materials"; "evidence.2" is the entry itself.
 */
struct slot {
    struct text list, member;
    int64_t place;
};

static bool
read_slot(struct text name, struct slot *slot)
{
    slot->member = name;
    slot->list = text_cut(&slot->member, '.');
    struct text digits = text_cut(&slot->member, '.');
    return !text_is_empty(slot->list) && digits.length <= 3 && text_number(digits, &slot->place);
}

static struct text
name_in(const struct page_call *call, const struct slot *slot, int64_t place, struct text member)
{
    return text_format(call->api.arena, "%.*s.%lld%s%.*s", TEXT_ARGS(slot->list), (long long)place,
                       text_is_empty(member) ? "" : ".", TEXT_ARGS(member));
}

/* Pages of one material that were chosen together, at a scanner or out of an album, become entries
 * of their own for the same material. Gives the name of the control of a further one. */
static struct text
further_entry(struct page_call *call, const struct slot *slot)
{
    struct text item = TEXT("item");
    struct text said = pairs_value(
        &call->form, text_terminated(name_in(call, slot, slot->place, item), call->api.arena));
    int64_t last = slot->place;
    for (size_t i = 0; i < call->form.count; i++) {
        struct slot other;
        if (read_slot(call->form.all[i].name, &other) && text_equal(other.list, slot->list) &&
            other.place > last)
            last = other.place;
    }
    if (!text_is_empty(said))
        call->form = form_input_with(&call->form, name_in(call, slot, last + 1, item), said,
                                     call->api.arena);
    return name_in(call, slot, last + 1, slot->member);
}

/* Digests of one control that came more than once: pages that came in pieces, no more of them than
 * one account may have under way. What goes beyond stays where it is and is read as typed twice. */
static void
spread_typed(struct page_call *call)
{
    struct digest digest;
    const size_t count = call->form.count;
    int spread = 0;
    for (size_t i = 0; i < count && spread < SHELF_ACCOUNT_MAX; i++) {
        const struct pair *one = &call->form.all[i];
        struct slot slot;
        bool is_repeat = false;
        if (!digest_parse(one->value, &digest) || !read_slot(one->name, &slot))
            continue;
        for (size_t k = 0; k < i && !is_repeat; k++)
            is_repeat = text_equal(call->form.all[k].name, one->name) &&
                        digest_parse(call->form.all[k].value, &digest);
        if (!is_repeat)
            continue;
        spread++;
        struct text name = further_entry(call, &slot);
        struct pair *all = ARENA_MANY(call->api.arena, call->form.count + 1, struct pair);
        memcpy(all, call->form.all, call->form.count * sizeof *all);
        all[i].name = name;
        call->form.all = all;
    }
}

/* Files of one control in this form, the first of which takes the place of what stood there. */
static struct text
name_of_file(struct page_call *call, const struct multipart *multipart, size_t place)
{
    struct text field = multipart->files[place].field;
    struct slot slot;
    for (size_t i = 0; i < place; i++) {
        if (text_equal(multipart->files[i].field, field) && read_slot(field, &slot))
            return further_entry(call, &slot);
    }
    return field;
}

static void
take_file(struct page_call *call, const struct multipart *multipart, size_t place)
{
    const struct multipart_file *file = &multipart->files[place];
    struct api_call *api = &call->api;
    if (file->is_too_large) {
        mistake(call, file, obstacle_sentence(FORM_MUST_BE_SMALLER, api->language));
        return;
    }
    if (file->size == 0) {
        mistake(call, file, obstacle_sentence(FILE_MUST_NOT_BE_EMPTY, api->language));
        return;
    }
    struct text sha256;
    enum media media;
    enum obstacle obstacle = file_take(api, &file->file, file->said, &sha256, &media);
    if (obstacle != OBSTACLE_COUNT) {
        mistake(call, file, obstacle_sentence(obstacle, api->language));
    } else {
        list_taken(call, sha256, file->name, (int64_t)file->size);
        call->form =
            form_input_with(&call->form, name_of_file(call, multipart, place), sha256, api->arena);
    }
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
    spread_typed(call);
    for (size_t i = 0; i < multipart.files_count; i++) {
        if (table != NULL && text_is(multipart.files[i].field, table))
            read_table(call, &multipart.files[i]);
        else
            take_file(call, &multipart, i);
    }
    return true;
}

/* ---- what came in pieces before ---- */

static bool
is_named(void *of, struct text sha256)
{
    const struct pairs *form = of;
    for (size_t i = 0; i < form->count; i++) {
        if (text_equal(form->all[i].value, sha256))
            return true;
    }
    return false;
}

/* Whole files of this form: the form names them by their digests, and here is what they are called.
 * What it does not name any more was taken away by its reader. */
static void
take_uploads(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct shelf *shelf = post_shelf(api->post);
    struct text place = api->request->path;
    const struct upload *uploads;
    shelf_drop_kept(shelf, api->account.id, place, is_named, &call->form);
    int count = shelf_list(shelf, api->account.id, place, api->now_ms, api->arena, &uploads);
    for (int i = 0; i < count; i++) {
        if (!text_is_empty(uploads[i].sha256))
            list_taken(call, uploads[i].sha256, uploads[i].name, uploads[i].bytes);
    }
}

static void
run(void *of)
{
    struct posted *posted = of;
    struct page_call *call = posted->call;
    if (call->api.request->file.descriptor >= 0 && !read_parts(call, posted->table))
        return;
    if (call->is_signed_in)
        take_uploads(call);
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
