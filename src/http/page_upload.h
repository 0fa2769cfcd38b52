/* page_upload.h: files in pieces at the pages: which form they are for, and how that form finds
 * them again. Inner header of page_*.c. */
#ifndef TB_PAGE_UPLOAD_H
#define TB_PAGE_UPLOAD_H
#include "http/page_call.h"
#include "view/form_view.h"

/* Begins a file for the form whose address this request names with "/up" behind it; whoever calls
 * has settled that its reader may send that form. */
enum completion page_upload_begin(struct page_call *call);

/* What lies here for the form at this address, into what is drawn. Any thread. */
void page_upload_fill(struct page_call *call, struct text place, struct form_filled *filled);

/* The form was sent and its files are where they belong. Any thread. */
void page_upload_done(struct page_call *call, struct text place);

#endif
