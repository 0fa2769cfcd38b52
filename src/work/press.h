/* press.h: draws papers as PDF in a process of its own that can do nothing else.
 *
 * The press is this program again (`tongban press`), started once, locked in (base/cell.h), and
 * forked for every paper: a paper that breaks it breaks that one request, and no paper sees
 * another's. It keeps no file and opens no line; a job comes and a PDF goes through a socket that
 * only the two ends have. */
#ifndef TB_PRESS_H
#define TB_PRESS_H
#include "base/fault.h"
#include "base/text.h"

enum { PRESS_MS_MAX = 20000, PRESS_MISSING_MAX = 40 };

struct press;

struct pressed {
    struct text bytes; /* the PDF */
    int pages;
    struct text missing; /* "U+2A700 U+2B73A": characters no font shows; empty: none */
};

/* `program`: the file of this program; NULL: as it runs. Nothing is started before the first job.
 */
struct press *press_open(const char *program);
/* NULL is allowed. Nobody may be in press_run. */
void press_close(struct press *press);

/* Draws a job of paper/pdf.h. Blocks for at most PRESS_MS_MAX: not for a loop thread. Any number of
 * threads may call it. False with `fault` set: it could not be started, the job is not right, it
 * took too long, it broke. */
bool press_run(struct press *press, struct text job, struct arena *arena, struct pressed *pressed,
               struct fault *fault);

/* The other side: waits on descriptor 3 for sockets to jobs until it is closed. */
int press_main(int argc, char **argv);

#endif
