/* page_upload.c: a file is begun at the form it is for, by the same gate as the form; afterwards it
 * is the account's, and comes into the form as a digest like any other (page_files.c). */
#include "http/page_upload.h"

#include "http/page_routes.h"
#include "http/tus.h"

static const char suffix[] = "/up";

enum completion
page_upload_begin(struct page_call *call)
{
    struct text path = call->api.request->path;
    struct text place = {path.bytes, path.length - (sizeof suffix - 1)};
    return tus_create(&call->api, place, "/up");
}

enum completion
page_upload_speaks(struct page_call *call)
{
    return tus_describe(&call->api);
}

enum completion
page_upload(struct page_call *call)
{
    return tus_show(&call->api);
}

enum completion
page_upload_go_on(struct page_call *call)
{
    return tus_patch(&call->api);
}

enum completion
page_upload_drop(struct page_call *call)
{
    return tus_drop(&call->api);
}

/* ---- for the forms ---- */

void
page_upload_fill(struct page_call *call, struct text place, struct form_filled *filled)
{
    struct api_call *api = &call->api;
    const struct upload *uploads;
    int count = shelf_list(post_shelf(api->post), api->account.id, place, api->now_ms, api->arena,
                           &uploads);
    struct form_upload *list = ARENA_MANY(api->arena, (size_t)count + 1, struct form_upload);
    for (int i = 0; i < count; i++)
        list[i] = (struct form_upload){
            .slot = uploads[i].slot,
            .address = text_format(api->arena, "/up/%.*s", TEXT_ARGS(uploads[i].id)),
            .name = uploads[i].name,
            .mark = uploads[i].mark,
            .sha256 = uploads[i].sha256,
            .bytes = uploads[i].bytes,
            .offset = uploads[i].offset,
        };
    filled->uploads = list;
    filled->uploads_count = (size_t)count;
    filled->up = text_format(api->arena, "%.*s%s", TEXT_ARGS(place), suffix);
}

static bool
is_named_no_more(void *of, struct text sha256)
{
    (void)of;
    (void)sha256;
    return false;
}

void
page_upload_done(struct page_call *call, struct text place)
{
    shelf_drop_kept(post_shelf(call->api.post), call->api.account.id, place, is_named_no_more,
                    NULL);
}
