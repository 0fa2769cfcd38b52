/* seam.h: what the HTTP library passes over between the pieces of a header it shows us.
 *
 * libmicrohttpd 0.9.75 cuts a header into pieces inside one buffer and silently accepts folded
 * lines, a bare line feed as a line end, a zero byte that hides the rest of a line, and several
 * blanks in the request line. The pieces still lie where they came in, so the bytes between them
 * tell. This is the only place that knows how that library lays out its buffer. */
#ifndef TB_SEAM_H
#define TB_SEAM_H
#include "base/text.h"

struct seam {
    const char *at; /* where the next piece must begin; NULL once something was wrong */
    const char *begin;
};

/* The three pieces of the request line; `target_length` is that of the target as it came. */
struct seam seam_begin(const char *method, const char *target, size_t target_length,
                       const char *version);
/* The next header field, as the library shows it, in the order of the request. */
void seam_add(struct seam *seam, const char *name, size_t name_length, const char *value,
              size_t value_length);
/* After the last field; `header_bytes` from the method to the end of the empty line. */
bool seam_is_clean(const struct seam *seam, size_t header_bytes);

#endif
