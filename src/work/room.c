/* room.c: the side of a room that asks. A socket for each job is handed over, so that jobs need no
 * order and no numbers. */
#include "work/room.h"

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

enum { PIECE_BYTES = 64 * 1024 };

struct room {
    struct room_kind kind;
    pthread_mutex_t lock;
    pid_t process; /* 0: none */
    int line;      /* to it; -1: none */
};

struct room *
room_open(const struct room_kind *kind)
{
    struct room *room = calloc(1, sizeof *room);
    if (room == NULL)
        abort();
    room->kind = *kind;
    pthread_mutex_init(&room->lock, NULL);
    room->line = -1;
    return room;
}

/* It ends by itself when the line is closed; it holds nothing that could be lost. */
static void
stop(struct room *room)
{
    if (room->line >= 0)
        close(room->line);
    if (room->process > 0) {
        kill(room->process, SIGKILL);
        while (waitpid(room->process, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    room->line = -1;
    room->process = 0;
}

void
room_close(struct room *room)
{
    if (room == NULL)
        return;
    stop(room);
    pthread_mutex_destroy(&room->lock);
    free(room);
}

/* ---- starting ---- */

static bool
spawn(struct room *room, int its_end)
{
    static char home[] = "HOME=/nonexistent", language[] = "LANG=C.UTF-8";
    static char name[] = "tongban";
    static char *const environment[] = {home, language, NULL};
    char command[40];
    char *const arguments[] = {name, command, NULL};
    snprintf(command, sizeof command, "%s", room->kind.command);
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
    int failed = posix_spawn(&room->process, room->kind.program, &actions, &attributes, arguments,
                             environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        room->process = 0;
    return failed == 0;
}

static bool
start(struct room *room, struct fault *fault)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        fault_set(fault, "no line to %s: %s", room->kind.name, strerror(errno));
        return false;
    }
    /* dup2 onto itself would leave the descriptor to be closed. */
    int its_end = ends[1] == 3 ? fcntl(ends[1], F_DUPFD_CLOEXEC, 4) : ends[1];
    bool is_started = its_end >= 0 && spawn(room, its_end);
    if (its_end != ends[1] && its_end >= 0)
        close(its_end);
    close(ends[1]);
    room->line = ends[0];
    if (!is_started) {
        fault_set(fault, "%s could not be started: %s", room->kind.name, strerror(errno));
        stop(room);
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

/* Hands the socket over; a room that has gone is started again, once. */
static bool
hand_over(struct room *room, int socket_end, struct fault *fault)
{
    pthread_mutex_lock(&room->lock);
    bool is_sent = room->line >= 0 && send_socket(room->line, socket_end);
    if (!is_sent) {
        stop(room);
        is_sent = start(room, fault) && send_socket(room->line, socket_end);
        if (!is_sent)
            fault_set(fault, "%s does not take a job: %s", room->kind.name, strerror(errno));
    }
    pthread_mutex_unlock(&room->lock);
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
send_piece(int line, struct text job, int64_t until_ms)
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
    return true;
}

static bool
send_job(int line, const struct text *pieces, int count, int64_t until_ms)
{
    for (int i = 0; i < count; i++) {
        if (!send_piece(line, pieces[i], until_ms))
            return false;
    }
    return shutdown(line, SHUT_WR) == 0;
}

static bool
receive(int line, struct buffer *to, size_t most, int64_t until_ms)
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
        if (to->length > most + ROOM_HEADER_BYTES_MAX)
            return false;
    }
}

/* Half an answer is none. */
static bool
read_answer(const struct room *room, struct text answer, struct arena *arena,
            const struct value **header, struct text *bytes, struct fault *fault)
{
    struct text rest = answer, line = text_cut(&rest, '\n');
    *header = line.length > ROOM_HEADER_BYTES_MAX ? NULL : value_read_canonical(line, arena);
    if (*header == NULL) {
        fault_set(fault, "%s broke", room->kind.name);
        return false;
    }
    struct text why = value_member_text(*header, "why");
    if (!text_is_empty(why)) {
        fault_set(fault, "%s refused a job: %.*s", room->kind.name, TEXT_ARGS(why));
        return false;
    }
    *bytes = rest;
    if (value_member_integer(*header, "bytes", -1) == (int64_t)rest.length)
        return true;
    fault_set(fault, "%s broke", room->kind.name);
    return false;
}

bool
room_run(struct room *room, const struct text *pieces, int pieces_count, struct arena *arena,
         const struct value **header, struct text *bytes, struct fault *fault)
{
    int ends[2];
    size_t length = 0;
    int64_t until_ms = now_ms() + room->kind.ms_max;
    for (int i = 0; i < pieces_count; i++)
        length += pieces[i].length;
    if (length > room->kind.job_bytes_max) {
        fault_set(fault, "it is too large for %s", room->kind.name);
        return false;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        fault_set(fault, "no line to %s: %s", room->kind.name, strerror(errno));
        return false;
    }
    bool is_taken = hand_over(room, ends[1], fault);
    close(ends[1]);
    struct buffer answer = buffer_open(arena, 512 * 1024);
    bool is_done = is_taken && send_job(ends[0], pieces, pieces_count, until_ms) &&
                   receive(ends[0], &answer, room->kind.answer_bytes_max, until_ms);
    close(ends[0]);
    if (is_taken && !is_done)
        fault_set(fault, "%s took too long or broke", room->kind.name);
    return is_done && read_answer(room, buffer_text(&answer), arena, header, bytes, fault);
}
