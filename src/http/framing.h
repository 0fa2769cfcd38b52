/* framing.h: where a request ends, and whether its header can be read in one way only (RFC 9112).
 * Whoever can make two readers disagree about that can hide one request inside another. */
#ifndef TB_FRAMING_H
#define TB_FRAMING_H
#include "http/breach.h"
#include "http/request.h"

/* Checks the header fields of `request` and fills host, has_body and body_declared.
 * `*expects_continue` tells whether the client waits for "100 Continue" before it sends the body.
 */
enum breach framing_read(struct request *request, bool is_http_1_1, bool *expects_continue);

#endif
