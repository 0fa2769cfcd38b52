/* logbook.h: what happened, one JSON object a line, for operators.
 *
 * Never anybody's data: no path, query, header, body, address or account; a request is known by its
 * random reference and the template of its route. Lines are gathered and written by whole lines. A
 * reader that does not keep up loses lines, is told how many, and never stops the program. */
#ifndef TB_LOGBOOK_H
#define TB_LOGBOOK_H
#include "base/text.h"
#include "base/world.h"

struct logbook;

struct logbook_request {
    const char *reference;
    const char *method;
    const char *route; /* template; NULL where none was found */
    int status;        /* 0: the client went away before the answer */
    int64_t duration_us;
    uint64_t bytes_in, bytes_out;
};

/* Lines go to `descriptor`, which stays the caller's. The world tells the time. */
struct logbook *logbook_open(int descriptor, const struct world *world);
/* Writes what it can and gives back. */
void logbook_close(struct logbook *logbook);

/* From any thread; NULL for the logbook does nothing. */
void logbook_request(struct logbook *logbook, const struct logbook_request *request);
/* Something the operator should know: level "info", "warning" or "alarm"; `what` is a short English
 * sentence without anybody's data. Written at once. */
void logbook_note(struct logbook *logbook, const char *level, const char *what);
/* Writes what was gathered, as far as the descriptor takes it without waiting. */
void logbook_flush(struct logbook *logbook);

#endif
