/* multipart.h: a form with files (multipart/form-data, RFC 7578 in the framing of RFC 2046).
 *
 * The body has been streamed to disk (BODY_FILE). Each file in it becomes a file of its own in the
 * upload folder: written, hashed and synced, not yet named (body_file_keep names it). Blocks, so it
 * runs on a thread of errands; memory stays flat, the body is looked at where it lies.
 *
 * What browsers send passes; what could be read in two ways does not: text before the first
 * boundary, a boundary inside a part, folded or repeated header fields, a transfer encoding. */
#ifndef TB_MULTIPART_H
#define TB_MULTIPART_H
#include "http/breach.h"
#include "http/form_body.h"
#include "http/media.h"
#include "http/request.h"

enum {
    MULTIPART_BOUNDARY_MAX = 70,
    MULTIPART_HEADER_BYTES_MAX = 4096, /* of one part */
    MULTIPART_FILES_MAX = 40,
    MULTIPART_FILE_NAME_MAX = 100 /* characters */
};

struct multipart_file {
    struct text field; /* name of the control */
    struct text name;  /* for people to read, never a path: without folders, control characters
                          and turns of direction; may be empty */
    enum media said;   /* what the browser takes it for; MEDIA_UNKNOWN: nothing we know */
    struct text bytes; /* inside the body while it is being read; empty afterwards */
    uint64_t size;     /* as it came */
    bool is_too_large; /* more than was allowed: there is no file */
    struct body_file file;
};

struct multipart {
    struct pairs pairs;
    struct multipart_file *files; /* without controls in which no file was chosen */
    size_t files_count;
};

/* What of a file's name people may read: what stands behind the last folder, without what could lie
 * to its reader; empty where it is not UTF-8. */
struct text multipart_name_to_show(struct text name, struct arena *arena);

/* The boundary of a Content-Type; false where there is none, or not one of RFC 2046. */
bool multipart_boundary(struct text content_type, struct text *boundary);

/* Takes a body apart; pairs are copied into the arena, files are borrowed. Pure. OBSTACLE_COUNT
 * when all is well, otherwise as form_body_read. */
enum obstacle multipart_split(struct text body, struct text boundary, struct arena *arena,
                              struct multipart *multipart);

/* The body file apart, each of its files a file in `folder` that is closed with the arena. A file
 * of more than `file_bytes_max` is left out and marked. The breach is of the disk. */
enum obstacle multipart_read(const struct body_file *body, struct text boundary, const char *folder,
                             uint64_t file_bytes_max, struct arena *arena,
                             struct multipart *multipart, enum breach *breach);

#endif
