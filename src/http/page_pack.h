/* page_pack.h: makes an answer smaller on the wire, as its reader's browser allows. */
#ifndef TB_PAGE_PACK_H
#define TB_PAGE_PACK_H
#include "http/api_call.h"

/* Does Accept-Encoding take this coding ("br", "gzip") with a weight above 0? */
bool coding_is_taken(struct text accept_encoding, const char *coding);

/* Brotli where it is taken, gzip otherwise, and neither for what is small. Inside a court, where
 * lines are good and pages are many, quickly; for people on a phone as small as may be. The token
 * in a form is masked anew on every page, so that the size of an answer tells nothing of it. */
void page_pack(struct api_call *call, bool is_inside, struct answer *answer);

#endif
