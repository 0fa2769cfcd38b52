/* media.h: what a file really is, by its content. */
#ifndef TB_MEDIA_H
#define TB_MEDIA_H
#include "base/text.h"

enum media {
#define MEDIA(name, type) MEDIA_##name,
#include "http/media.def"
#undef MEDIA
    MEDIA_UNKNOWN
};

/* "application/pdf", of static life; "application/octet-stream" for MEDIA_UNKNOWN. */
const char *media_type(enum media media);

/* By a Content-Type, whatever its parameters; MEDIA_UNKNOWN for what is not taken. */
enum media media_parse(struct text content_type);

/* By all bytes of the file. What only begins like its kind and does not end like it, or holds no
 * more than the beginning, is MEDIA_UNKNOWN; so is text that is not UTF-8 or hides characters. */
enum media media_of(struct text bytes);

#endif
