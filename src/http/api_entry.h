/* api_entry.h: what came of coming in, as a problem. Inner header of api*.c. */
#ifndef TB_API_ENTRY_H
#define TB_API_ENTRY_H
#include "http/entry.h"

/* Of a result that is no success. */
struct answer api_entry_refused(struct api_call *call, const struct entry_result *result);

#endif
