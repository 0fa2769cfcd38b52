/* api.h: the interface for programs, /api/v1: commands and questions as JSON.
 *
 * Every write needs an Idempotency-Key and is answered after the signed checkpoint over it; a
 * repeat with the same key gets the first answer again. What somebody may not see is answered like
 * what does not exist. doc/API.md walks through it; /api/v1/openapi.json describes it. */
#ifndef TB_API_H
#define TB_API_H
#include "base/fault.h"
#include "base/metrics.h"
#include "http/server.h"
#include "work/house.h"

struct api;

/* House and metrics (may be NULL) outlive the api. */
struct api *api_open(struct house *house, struct metrics *metrics);
/* After server_close and before house_close: waits until everything under way was answered. */
void api_close(struct api *api);

/* What the server is given. */
struct handlers api_handlers(struct api *api);

#endif
