/* press.c: the side of the press that asks. */
#include "work/press.h"

#include "paper/pdf.h"
#include "work/room.h"

#include <stdlib.h>
#include <string.h>

struct press {
    char *program;
    struct room *room;
};

struct press *
press_open(const char *program)
{
    struct press *press = calloc(1, sizeof *press);
    if (press == NULL)
        abort();
    press->program = strdup(program == NULL ? "/proc/self/exe" : program);
    if (press->program == NULL)
        abort();
    press->room = room_open(&(struct room_kind){"the press", press->program, "press",
                                                PDF_JOB_BYTES_MAX, PDF_BYTES_MAX, PRESS_MS_MAX});
    return press;
}

void
press_close(struct press *press)
{
    if (press == NULL)
        return;
    room_close(press->room);
    free(press->program);
    free(press);
}

bool
press_run(struct press *press, struct text job, struct arena *arena, struct pressed *pressed,
          struct fault *fault)
{
    const struct value *header;
    struct text bytes;
    if (!room_run(press->room, &job, 1, arena, &header, &bytes, fault))
        return false;
    *pressed = (struct pressed){
        .bytes = bytes,
        .pages = (int)value_member_integer(header, "pages", 0),
        .missing = value_member_text(header, "missing"),
    };
    if (bytes.length > 0)
        return true;
    fault_set(fault, "the press broke");
    return false;
}
