/* serve.h: `tongban serve`: the nodes of a data folder behind one web door. */
#ifndef TB_SERVE_H
#define TB_SERVE_H
#include <stdbool.h>

struct serve_options {
    const char *data, *listen, *rules; /* listen: HOST:PORT, [::1]:PORT */
    const char *cert, *key;            /* paths of PEM files; both or none */
    bool behind_proxy;
    bool is_demo; /* pages say that people and matters are made up */
    const char *loops;
    const char *public_url;  /* where people reach this house; NULL: not known */
    const char *notices;     /* file that says how messages to people leave; NULL: none do, or */
    const char *outgoing;    /* … all of them into this folder, as in the demo */
    const char *clamd;       /* socket of the virus scanner; NULL: files are not scanned */
    const char *paper_fonts; /* families for Chinese on paper; NULL: the default ones */
};

/* Serves until a signal ends it (SIGTERM, SIGINT): then answers what it took and closes. Exit
 * status: 0 ended by signal, 1 could not start. */
int serve_run(const struct serve_options *options);
int serve_main(int argc, char **argv);

#endif
