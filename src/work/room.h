/* room.h: a process of its own that draws what strangers wrote and can do nothing else.
 *
 * The process is started once, locked in (base/cell.h), and forked for every job: a job that breaks
 * it breaks that one request, and no job sees another's. It keeps no file and opens no line; a job
 * comes and what was drawn goes through a socket that only the two ends have. The press (press.h)
 * and the viewer (viewing.h) are rooms. */
#ifndef TB_ROOM_H
#define TB_ROOM_H
#include "base/cell.h"
#include "base/fault.h"
#include "base/value.h"

enum { ROOM_HEADER_BYTES_MAX = 2000 };

struct room_kind {
    const char *name;    /* in faults: "the press" */
    const char *program; /* its file */
    const char *command; /* the word it is started with */
    size_t job_bytes_max, answer_bytes_max;
    int ms_max; /* for one job */
};

struct room;

/* Texts of the kind outlive it. Nothing is started before the first job. */
struct room *room_open(const struct room_kind *kind);
/* NULL is allowed. Nobody may be in room_run. */
void room_close(struct room *room);

/* Sends a job, in pieces, and waits for its answer: a line of canonical JSON with "bytes", and
 * "why" where it was refused, then so many bytes. Blocks for at most ms_max: not for a loop thread.
 * Any number of threads may call it. False with `fault` set: it could not be started, the job is
 * not right, it took too long, it broke. */
bool room_run(struct room *room, const struct text *pieces, int pieces_count, struct arena *arena,
              const struct value **header, struct text *bytes, struct fault *fault);

/* ---- the other side ---- */

struct room_side {
    const char *name;           /* of the command */
    const char *const *folders; /* that may be read from; NULL ends the list */
    void (*prepare)(void);      /* before it is locked in; may be NULL */
    void (*work)(int line);     /* one job, locked in further; its return ends the fork */
    struct cell_limits limits;  /* of one job */
    int seconds;                /* by the clock, for one job */
};

/* Waits on descriptor 3 for sockets to jobs until it is closed. Gives the exit status. */
int room_serve(const struct room_side *side);
/* All of a job; false for more than `most` bytes. */
bool room_read(int line, struct buffer *job, size_t most);
void room_write(int line, struct text text);

#endif
