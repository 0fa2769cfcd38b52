/* api_gauges.h: what operators see of acts and nodes at /metrics. Inner header of api*.c. */
#ifndef TB_API_GAUGES_H
#define TB_API_GAUGES_H
#include "http/api_call.h"

/* The metrics of the api are there; labels live as long as it. */
void api_gauges_name(struct api *api);

#endif
