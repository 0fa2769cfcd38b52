/* roomside.c: the side of a room that draws. It locks itself in and forks for every job; the fork
 * locks itself further before it reads a byte. */
#include "work/room.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE = 3 };

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

bool
room_read(int line, struct buffer *job, size_t most)
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
        if (job->length > most)
            return false;
    }
}

void
room_write(int line, struct text text)
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

static bool
is_silenced(void)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    bool is_done =
        nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0;
    if (nowhere >= 0)
        close(nowhere);
    return is_done;
}

static void
work(const struct room_side *side, int line)
{
    alarm((unsigned)side->seconds);
    close(LINE); /* jobs of others come by it */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || !cell_lock(CELL_WORKER, &side->limits))
        _exit(1);
    side->work(line);
    _exit(0);
}

int
room_serve(const struct room_side *side)
{
    struct cell_limits limits = {3600 * 24, 4 * side->limits.memory_bytes, 64};
    if (fcntl(LINE, F_GETFD) < 0) {
        fprintf(stderr, "tongban: %s is started by serve\n", side->name);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    close_range(LINE + 1, ~0U, 0);
    if (side->prepare != NULL)
        side->prepare();
    /* What libraries say of a stranger's file is for no log. */
    int log = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, LINE + 1);
    if (!is_silenced() || !cell_limit_files(side->folders) || !cell_lock(CELL_PARENT, &limits)) {
        dprintf(log, "tongban: %s could not be locked in; nothing is drawn\n", side->name);
        return 1;
    }
    close(log);
    for (int line; (line = receive_socket()) >= 0; close(line)) {
        pid_t worker = fork();
        if (worker == 0)
            work(side, line);
    }
    return 0;
}
