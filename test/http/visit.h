/* visit.h: a real server on a free port of the loopback address, and raw visits to it.
 *
 * What the handler does is chosen by the path: /echo answers what it was asked, /file takes a body
 * to disk, /turned-away answers before the body, /held waits until the test answers, /inject tries
 * to put a second header into a value, /big answers four megabytes. Everything else is 404. */
#ifndef TB_VISIT_H
#define TB_VISIT_H
#include "http/server.h"

/* The real world. */
extern const struct world real_world;

/* What is filled in for the test: handlers, world, host, port 0, one loop. Fails the test when the
 * server does not open. */
struct server *visit_open_server(struct server_options options);

/* Takes the oldest request that /held holds; waits for one. */
struct request *visit_held(void);
/* How often a handler was asked for a plan, since the server was opened. */
int visit_begun(void);
/* A folder of the test's own, empty at first; the same one each time. */
const char *visit_folder(void);

int visit_connect(const struct server *server);
/* From another address of the loopback network: 127.0.0.`last`. */
int visit_connect_from(const struct server *server, int last);
void visit_send(int socket, const char *bytes, size_t length);
void visit_say(int socket, const char *text);
/* One whole answer, by its Content-Length; NULL when the connection ends before it. `*status` may
 * be NULL. Lives until the next call. 100 Continue is skipped. */
const char *visit_answer(int socket, int *status);
/* As above, for HEAD: the header only. */
const char *visit_answer_without_body(int socket, int *status);
/* Everything else until the server closes; waits for it. Lives until the next call. */
const char *visit_rest(int socket);
/* True when nothing more comes and the server has closed; waits for it. */
bool visit_is_closed(int socket);

#endif
