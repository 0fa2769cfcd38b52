/* page_frame.h: fills what stands around every page: who reads, his preferences, his menus. */
#ifndef TB_PAGE_FRAME_H
#define TB_PAGE_FRAME_H
#include "http/page_call.h"
#include "http/page_prefs.h"

/* After the session is known. */
void page_frame_fill(struct page_call *call, const struct page_prefs *prefs);
/* Marks an entry of the citizens' menu or of the rail as the current one: its address. */
void page_frame_area(struct page_call *call, const char *area);

#endif
