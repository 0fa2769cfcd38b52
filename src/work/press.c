/* press.c: the side of the press that asks. A socket for each job is handed over, so that jobs need
 * no order and no numbers. */
#include "work/press.h"

#include "base/value.h"
#include "paper/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { HEADER_BYTES_MAX = 2000, PIECE_BYTES = 64 * 1024 };

struct press {
    char *program;
    pthread_mutex_t lock;
    pid_t process; /* 0: none */
    int line;      /* to it; -1: none */
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
    pthread_mutex_init(&press->lock, NULL);
    press->line = -1;
    return press;
}

/* It ends by itself when the line is closed; it holds nothing that could be lost. */
static void
stop(struct press *press)
{
    if (press->line >= 0)
        close(press->line);
    if (press->process > 0) {
        kill(press->process, SIGKILL);
        while (waitpid(press->process, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    press->line = -1;
    press->process = 0;
}

void
press_close(struct press *press)
{
    if (press == NULL)
        return;
    stop(press);
    pthread_mutex_destroy(&press->lock);
    free(press->program);
    free(press);
}

/* ---- starting ---- */

static bool
spawn(struct press *press, int its_end)
{
    static char home[] = "HOME=/nonexistent", language[] = "LANG=C.UTF-8";
    static char name[] = "tongban", command[] = "press";
    static char *const environment[] = {home, language, NULL};
    static char *const arguments[] = {name, command, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, its_end, 3);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed =
        posix_spawn(&press->process, press->program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        press->process = 0;
    return failed == 0;
}

static bool
start(struct press *press, struct fault *fault)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        fault_set(fault, "no line to the press: %s", strerror(errno));
        return false;
    }
    /* dup2 onto itself would leave the descriptor to be closed. */
    int its_end = ends[1] == 3 ? fcntl(ends[1], F_DUPFD_CLOEXEC, 4) : ends[1];
    bool is_started = its_end >= 0 && spawn(press, its_end);
    if (its_end != ends[1] && its_end >= 0)
        close(its_end);
    close(ends[1]);
    press->line = ends[0];
    if (!is_started) {
        fault_set(fault, "the press could not be started: %s", strerror(errno));
        stop(press);
    }
    return is_started;
}

static bool
send_socket(int line, int socket_end)
{
    char byte = 'j';
    struct iovec piece = {&byte, 1};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &socket_end, sizeof socket_end);
    ssize_t sent;
    do
        sent = sendmsg(line, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == 1;
}

/* Hands the socket over; a press that has gone is started again, once. */
static bool
hand_over(struct press *press, int socket_end, struct fault *fault)
{
    pthread_mutex_lock(&press->lock);
    bool is_sent = press->line >= 0 && send_socket(press->line, socket_end);
    if (!is_sent) {
        stop(press);
        is_sent = start(press, fault) && send_socket(press->line, socket_end);
        if (!is_sent)
            fault_set(fault, "the press does not take a job: %s", strerror(errno));
    }
    pthread_mutex_unlock(&press->lock);
    return is_sent;
}

/* ---- one job ---- */

static int64_t
now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
wait_for(int line, short events, int64_t until_ms)
{
    struct pollfd one = {.fd = line, .events = events};
    int64_t left_ms = until_ms - now_ms();
    int ready;
    do
        ready = poll(&one, 1, left_ms < 0 ? 0 : (int)left_ms);
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

static bool
send_job(int line, struct text job, int64_t until_ms)
{
    while (job.length > 0) {
        if (!wait_for(line, POLLOUT, until_ms))
            return false;
        ssize_t sent = send(line, job.bytes, job.length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (sent < 0)
            return false;
        job.bytes += sent;
        job.length -= (size_t)sent;
    }
    return shutdown(line, SHUT_WR) == 0;
}

static bool
receive(int line, struct buffer *to, int64_t until_ms)
{
    for (;;) {
        if (!wait_for(line, POLLIN, until_ms))
            return false;
        char *room = buffer_room(to, PIECE_BYTES);
        ssize_t got = recv(line, room, PIECE_BYTES, MSG_DONTWAIT);
        if (got == 0)
            return true;
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (got < 0)
            return false;
        to->length += (size_t)got;
        if (to->length > PDF_BYTES_MAX + HEADER_BYTES_MAX)
            return false;
    }
}

/* {"bytes":N,"missing":"…","pages":N,"why":"…"}, a line feed, the PDF. Half an answer is none. */
static bool
read_answer(struct text answer, struct arena *arena, struct pressed *pressed, struct fault *fault)
{
    struct text rest = answer, line = text_cut(&rest, '\n');
    const struct value *header =
        line.length > HEADER_BYTES_MAX ? NULL : value_read_canonical(line, arena);
    if (header == NULL) {
        fault_set(fault, "the press broke");
        return false;
    }
    struct text why = value_member_text(header, "why");
    if (!text_is_empty(why)) {
        fault_set(fault, "the press refused a job: %.*s", TEXT_ARGS(why));
        return false;
    }
    *pressed = (struct pressed){
        .bytes = rest,
        .pages = (int)value_member_integer(header, "pages", 0),
        .missing = value_member_text(header, "missing"),
    };
    if (value_member_integer(header, "bytes", -1) == (int64_t)rest.length && rest.length > 0)
        return true;
    fault_set(fault, "the press broke");
    return false;
}

bool
press_run(struct press *press, struct text job, struct arena *arena, struct pressed *pressed,
          struct fault *fault)
{
    int ends[2];
    int64_t until_ms = now_ms() + PRESS_MS_MAX;
    if (job.length > PDF_JOB_BYTES_MAX) {
        fault_set(fault, "the paper is too large");
        return false;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        fault_set(fault, "no line to the press: %s", strerror(errno));
        return false;
    }
    bool is_taken = hand_over(press, ends[1], fault);
    close(ends[1]);
    struct buffer answer = buffer_open(arena, 512 * 1024);
    bool is_done =
        is_taken && send_job(ends[0], job, until_ms) && receive(ends[0], &answer, until_ms);
    close(ends[0]);
    if (is_taken && !is_done)
        fault_set(fault, "the press took too long or broke");
    return is_done && read_answer(buffer_text(&answer), arena, pressed, fault);
}
