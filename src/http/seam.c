/* seam.c: walks the buffer of the library from piece to piece. Where a piece ended the library
 * wrote zero bytes: one for the blank or colon, two for CR LF and only one for a bare LF. A piece
 * that was put together from folded lines lies elsewhere, and what a zero byte hid makes a gap. */
#include "http/seam.h"

#include <string.h>

enum { VERSION_LENGTH = 8, LINE_END_LENGTH = 2 };

/* The piece begins where the last one ended and is followed by `zeros` zero bytes. */
static void
step(struct seam *seam, const char *piece, size_t length, int zeros)
{
    if (seam->at == NULL || piece != seam->at) {
        seam->at = NULL;
        return;
    }
    for (int i = 0; i < zeros; i++) {
        if (piece[length + (size_t)i] != '\0') {
            seam->at = NULL;
            return;
        }
    }
    seam->at = piece + length + zeros;
}

struct seam
seam_begin(const char *method, const char *target, size_t target_length, const char *version)
{
    struct seam seam = {.at = method, .begin = method};
    step(&seam, method, strlen(method), 1);
    step(&seam, target, target_length, 1);
    step(&seam, version, VERSION_LENGTH, LINE_END_LENGTH);
    return seam;
}

void
seam_add(struct seam *seam, const char *name, size_t name_length, const char *value,
         size_t value_length)
{
    step(seam, name, name_length, 1);
    while (seam->at != NULL && seam->at != value && (*seam->at == ' ' || *seam->at == '\t'))
        seam->at++;
    step(seam, value, value_length, LINE_END_LENGTH);
}

bool
seam_is_clean(const struct seam *seam, size_t header_bytes)
{
    return seam->at != NULL && seam->at[0] == '\0' && seam->at[1] == '\0' &&
           (size_t)(seam->at + LINE_END_LENGTH - seam->begin) == header_bytes;
}
