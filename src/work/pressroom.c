/* pressroom.c: the side of the press that draws. It finds the fonts, locks itself in, and forks for
 * every job; the fork locks itself further before it reads a byte. */
#include "base/canon.h"
#include "base/cell.h"
#include "paper/pdf.h"
#include "work/press.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE = 3, JOB_S = 15, MEMORY_BYTES = 1024 * 1024 * 1024 };

/* Where fonts and what is known of them lie. */
static const char *const folders[] = {"/usr/share/fonts",      "/usr/local/share/fonts",
                                      "/usr/share/fontconfig", "/etc/fonts",
                                      "/var/cache/fontconfig", NULL};

static int
receive_socket(void)
{
    char byte;
    int got = -1;
    struct iovec piece = {&byte, 1};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t length;
    do
        length = recvmsg(LINE, &message, MSG_CMSG_CLOEXEC);
    while (length < 0 && errno == EINTR);
    struct cmsghdr *header = length == 1 ? CMSG_FIRSTHDR(&message) : NULL;
    if (header != NULL && header->cmsg_type == SCM_RIGHTS)
        memcpy(&got, CMSG_DATA(header), sizeof got);
    return got;
}

/* ---- one job ---- */

static bool
read_job(int line, struct buffer *job)
{
    for (;;) {
        char *room = buffer_room(job, 65536);
        ssize_t got = read(line, room, 65536);
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        job->length += (size_t)got;
        if (job->length > PDF_JOB_BYTES_MAX)
            return false;
    }
}

static void
write_all(int line, struct text text)
{
    while (text.length > 0) {
        ssize_t written = write(line, text.bytes, text.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return;
        text.bytes += written;
        text.length -= (size_t)written;
    }
}

static struct text
codes_of(const struct pdf *pdf, struct arena *arena)
{
    struct buffer codes = buffer_open(arena, 100);
    for (int i = 0; i < pdf->missing_count; i++)
        buffer_add_format(&codes, "%sU+%04X", i == 0 ? "" : " ", pdf->missing[i]);
    return buffer_text(&codes);
}

static void
answer(int line, const struct pdf *pdf, const char *why, struct arena *arena)
{
    struct canon header = canon_open(arena, 500);
    canon_begin_object(&header);
    canon_member_integer(&header, "bytes", why == NULL ? (int64_t)pdf->bytes.length : 0);
    canon_member_text_if(&header, "missing", codes_of(pdf, arena));
    canon_member_integer(&header, "pages", pdf->pages);
    canon_member_text_if(&header, "why", text_of(why));
    canon_end_object(&header);
    write_all(line, canon_text(&header));
    write_all(line, TEXT("\n"));
    if (why == NULL)
        write_all(line, pdf->bytes);
}

static void
work(int line)
{
    static const struct cell_limits limits = {JOB_S, MEMORY_BYTES, 64};
    struct arena *arena = arena_open();
    struct buffer bytes = buffer_open(arena, 65536);
    struct pdf pdf = {0};
    const char *why = NULL;
    alarm(PRESS_MS_MAX / 1000);
    if (!cell_lock(CELL_WORKER, &limits))
        _exit(1);
    const struct value *job =
        read_job(line, &bytes) ? value_read_canonical(buffer_text(&bytes), arena) : NULL;
    if (job == NULL)
        why = "it is no canonical JSON";
    else
        pdf_draw(job, arena, &pdf, &why);
    answer(line, &pdf, why, arena);
    _exit(0);
}

int
press_main(int argc, char **argv)
{
    static const struct cell_limits limits = {3600 * 24, (size_t)4 * MEMORY_BYTES, 64};
    (void)argv;
    if (argc != 1 || fcntl(LINE, F_GETFD) < 0) {
        fputs("tongban: press is started by serve\n", stderr);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    close_range(LINE + 1, ~0U, 0);
    pdf_prepare();
    if (!cell_limit_files(folders) || !cell_lock(CELL_PARENT, &limits)) {
        fputs("tongban: the press could not be locked in; papers are not drawn\n", stderr);
        return 1;
    }
    for (int line; (line = receive_socket()) >= 0; close(line)) {
        pid_t worker = fork();
        if (worker == 0)
            work(line);
    }
    return 0;
}
