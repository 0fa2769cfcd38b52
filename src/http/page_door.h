/* page_door.h: the web door as people meet it: pages for everybody at every address but /api/,
 * /health and /metrics, which stay with the interface for programs.
 *
 * Every page works without scripts, every change is a POST with a token, and what somebody may not
 * see is answered like what does not exist. */
#ifndef TB_PAGE_DOOR_H
#define TB_PAGE_DOOR_H
#include "http/api.h"

struct pages;

struct pages_options {
    bool is_demo; /* says on every page that people and matters are made up */
};

/* The api outlives the pages. */
struct pages *pages_open(struct api *api, const struct pages_options *options);
/* After server_close and before api_close. NULL is allowed. */
void pages_close(struct pages *pages);

/* What the server is given: both faces of the program. */
struct handlers pages_handlers(struct pages *pages);

#endif
