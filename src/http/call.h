/* call.h: one request from its first byte to the end of its answer. Inner header of the door. */
#ifndef TB_CALL_H
#define TB_CALL_H
#include "http/loop.h"

enum call_stage {
    CALL_NEW,        /* the request line has come */
    CALL_RECEIVING,  /* the body comes in */
    CALL_DISCARDING, /* the answer is there, a short rest of the body is read away */
    CALL_SYNCING,    /* suspended: the file is being synced */
    CALL_SYNCED,
    CALL_HELD, /* suspended: in the handler's hands */
    CALL_READY /* the answer is there and may go */
};

struct call {
    struct request request; /* first, so that a request is the head of its call */
    struct loop *loop;
    struct visitor *visitor;
    struct MHD_Connection *connection; /* NULL when it went while the call was coming back */
    enum call_stage stage;
    const char *target; /* as it came, in the library's buffer until the header was read */
    struct text target_copy;
    struct body *body;
    uint64_t bytes_in;
    bool expects_continue;
    int64_t began_us;
    enum breach breach;
    struct answer answer;
    bool is_answered;
    bool is_cut_off; /* resumed without an answer because the server closes */

    /* Under the loop's lock. */
    struct call *next;
    bool is_returned;  /* in the loop's list */
    bool is_abandoned; /* the connection is gone; whoever holds the call gives it back */
};

/* The library's callbacks; `of` is the loop. */
void *call_begin(void *of, const char *target, struct MHD_Connection *connection);
enum MHD_Result call_go_on(void *of, struct MHD_Connection *connection, const char *url,
                           const char *method, const char *version, const char *upload,
                           size_t *upload_bytes, void **call);
void call_end(void *of, struct MHD_Connection *connection, void **call,
              enum MHD_RequestTerminationCode how);

/* On the loop: a returned call goes on, or is given back when its connection is gone. */
void call_resume(struct call *call);
/* On a sync thread. */
void call_sync(struct call *call);
/* Gives back a call whose connection is gone, on any thread. */
void call_give_back(struct call *call);

#endif
