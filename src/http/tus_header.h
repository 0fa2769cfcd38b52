/* tus_header.h: what a client says of a file before it sends it: the header fields of tus 1.0
 * (tus.io, "creation"). Pure. */
#ifndef TB_TUS_HEADER_H
#define TB_TUS_HEADER_H
#include "base/text.h"

enum {
    TUS_NAME_CHARACTERS_MAX = 100,
    TUS_WORD_BYTES_MAX = 100, /* of what is not for people: type, slot, mark */
    TUS_METADATA_MAX = 16     /* pairs */
};

/* Of Upload-Metadata what we know; the rest is passed over. */
struct tus_metadata {
    struct text name; /* "filename", for people to read as multipart_name_to_show leaves it */
    struct text said; /* "filetype" */
    struct text slot; /* "slot": the control of a form */
    struct text mark; /* "mark": by which the client knows the file again */
};

/* False where it is no list of keys, each once, with values in base64; a field that is not there
 * (empty) is an empty list. Words that are not plain ASCII, or too long, are left out. */
bool tus_metadata_read(struct text field, struct arena *arena, struct tus_metadata *metadata);
/* Back again. */
struct text tus_metadata_write(const struct tus_metadata *metadata, struct arena *arena);

#endif
