/* transfer_line.h: one libcurl handle as a thread that sends messages uses it: bounded in time, no
 * detours, nothing printed, broken off when the house closes. */
#ifndef TB_TRANSFER_LINE_H
#define TB_TRANSFER_LINE_H
#include "work/outlet.h"

#include <curl/curl.h>

struct transfer_line {
    CURL *curl;
    const atomic_bool *is_closing;
    int connect_seconds, whole_seconds;
    const char *why; /* of the last one that failed, in words of libcurl that name nobody */
};

/* False where there is no memory. */
bool transfer_line_open(struct transfer_line *line, const struct outlet_settings *settings,
                        const atomic_bool *is_closing);
void transfer_line_close(struct transfer_line *line);
/* Back to how every transfer begins: `protocols` as "http,https". What is connected stays so. */
void transfer_line_begin(struct transfer_line *line, const char *protocols, const char *authority);
/* Runs it. `status` gets the last code the other side gave; 0 none. */
CURLcode transfer_line_run(struct transfer_line *line, long *status);

#endif
