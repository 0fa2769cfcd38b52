/* file_place.h: what came in as a file gets its place among the files of a node. Both block; they
 * run on a thread of errands. */
#ifndef TB_FILE_PLACE_H
#define TB_FILE_PLACE_H
#include "http/media.h"
#include "http/request.h"

/* What it really is, by all its bytes. */
enum media file_place_media(const struct body_file *file);

/* Names it BLOBS/ab/abcd…, by its digest in hexadecimal; on disk from then on, whether it was there
 * before or not. False with errno set when the disk fails. */
bool file_place_keep(const struct body_file *file, const char *blobs, struct text sha256,
                     struct arena *arena);

#endif
