/* form_fuzz.c: bodies of forms: what passes is text, in bounds, with plain ends of lines. */
#include "fuzz.h"
#include "http/form_body.h"
#include "http/multipart.h"

static void
look_at_pairs(const struct pairs *pairs)
{
    MUST(pairs->count <= FORM_PAIRS_MAX);
    for (size_t i = 0; i < pairs->count; i++) {
        struct text name = pairs->all[i].name, value = pairs->all[i].value;
        MUST(name.length > 0 && name.length <= FORM_NAME_BYTES_MAX);
        MUST(value.length <= FORM_VALUE_BYTES_MAX);
        MUST(text_is_utf8(name) && !text_has_hidden(name) && text_is_utf8(value));
        MUST(value.length == 0 || memchr(value.bytes, '\r', value.length) == NULL);
    }
}

static void
look_at_files(const struct multipart *form, struct text body)
{
    MUST(form->files_count <= MULTIPART_FILES_MAX);
    for (size_t i = 0; i < form->files_count; i++) {
        const struct multipart_file *file = &form->files[i];
        MUST(text_is_utf8(file->name) && !text_has_hidden(file->name));
        MUST(text_characters(file->name) <= MULTIPART_FILE_NAME_MAX);
        MUST(file->name.length == 0 || (memchr(file->name.bytes, '/', file->name.length) == NULL &&
                                        memchr(file->name.bytes, '\n', file->name.length) == NULL));
        MUST(file->size == file->bytes.length);
        MUST(file->size == 0 || (file->bytes.bytes >= body.bytes &&
                                 file->bytes.bytes + file->size <= body.bytes + body.length));
    }
}

/* The first line is a Content-Type, the rest the body; and all of it is a body without files. */
FUZZ(input, arena)
{
    struct pairs pairs;
    struct multipart form;
    struct text body = input, boundary;
    struct text type = text_cut(&body, '\n');
    if (form_body_read(input, arena, &pairs) == OBSTACLE_COUNT)
        look_at_pairs(&pairs);
    if (!multipart_boundary(type, &boundary))
        return;
    MUST(boundary.length >= 1 && boundary.length <= MULTIPART_BOUNDARY_MAX);
    if (multipart_split(body, boundary, arena, &form) == OBSTACLE_COUNT) {
        look_at_pairs(&form.pairs);
        look_at_files(&form, body);
    }
}
