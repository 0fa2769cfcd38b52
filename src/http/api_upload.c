/* api_upload.c: files in pieces, for programs: steps name a whole one by its digest. */
#include "http/api_routes.h"
#include "http/tus.h"

enum completion
api_describe_uploads(struct api_call *call)
{
    return tus_describe(call);
}

enum completion
api_begin_upload(struct api_call *call)
{
    return tus_create(call, TEXT(""), "/api/v1/uploads");
}

enum completion
api_show_upload(struct api_call *call)
{
    return tus_show(call);
}

enum completion
api_go_on_upload(struct api_call *call)
{
    return tus_patch(call);
}

enum completion
api_drop_upload(struct api_call *call)
{
    return tus_drop(call);
}
