/* served.h: the program itself, serving demo data on a free port, and a client that is just good
 * enough for its interface for programs. */
#ifndef TB_SERVED_H
#define TB_SERVED_H
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* A civil filing for JL7505, as JSON. */
extern const char served_filing[];

struct served {
    pid_t pid;
    FILE *said;
    int port;
};

/* The program under `data`; with `preload`, a library before all others (NULL: none). */
struct served served_open(const char *program, const char *data, const char *preload);
/* Sends a signal and waits for the end; after SIGTERM it must be a good one. */
void served_stop(struct served *served, int signal_number);

/* One request on a connection of its own; the answer with its head, or an empty one when the line
 * broke. */
void served_ask(int port, const char *request, char *answer, size_t size);
void served_get(int port, const char *path, const char *token, char *answer, size_t size);
/* `token` may be empty. */
void served_post(int port, const char *path, const char *token, const char *key, const char *body,
                 char *answer, size_t size);
/* The text of a member, by its name; good enough for flat answers. */
bool served_member(const char *answer, const char *name, char *value, size_t size);
/* A token of somebody of the demo network. Fails the test when there is none. */
void served_sign_in(int port, const char *node, const char *sign_in, char *token, size_t size);

/* Runs a command; its status. */
int served_run(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
