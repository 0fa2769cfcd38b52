/* logbook.c: gathers lines in one buffer and writes it when asked. A pipe is written to only in
 * pieces it takes at once (POSIX promises that of up to PIPE_BUF bytes after poll), because a stuck
 * reader of the log must not become a stuck court. */
#include "http/logbook.h"

#include "base/date.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GATHERED_BYTES = 64 * 1024, LINE_BYTES_MAX = 1024 };

struct logbook {
    pthread_mutex_t lock;
    int descriptor;
    const struct world *world;
    uint64_t lost; /* lines since the last one written */
    size_t length;
    char bytes[GATHERED_BYTES];
};

struct logbook *
logbook_open(int descriptor, const struct world *world)
{
    struct logbook *logbook = calloc(1, sizeof *logbook);
    if (logbook == NULL)
        abort();
    pthread_mutex_init(&logbook->lock, NULL);
    logbook->descriptor = descriptor;
    logbook->world = world;
    return logbook;
}

/* Up to the end of the last whole line within what a pipe takes at once. */
static size_t
piece_length(const struct logbook *logbook)
{
    size_t length = logbook->length < PIPE_BUF ? logbook->length : PIPE_BUF;
    while (length > 0 && logbook->bytes[length - 1] != '\n')
        length--;
    return length;
}

static void
write_gathered(struct logbook *logbook)
{
    while (logbook->length > 0) {
        struct pollfd ready = {.fd = logbook->descriptor, .events = POLLOUT};
        if (poll(&ready, 1, 0) != 1 || (ready.revents & POLLOUT) == 0)
            return;
        ssize_t written = write(logbook->descriptor, logbook->bytes, piece_length(logbook));
        if (written <= 0)
            return;
        logbook->length -= (size_t)written;
        memmove(logbook->bytes, logbook->bytes + written, logbook->length);
    }
}

static void
gather(struct logbook *logbook, const char *line, size_t length)
{
    if (logbook->length + length > GATHERED_BYTES)
        write_gathered(logbook);
    if (logbook->length + length > GATHERED_BYTES) {
        logbook->lost++;
        return;
    }
    memcpy(logbook->bytes + logbook->length, line, length);
    logbook->length += length;
}

/* {"at":"2026-01-05T01:30:00.123Z" */
static int
begin_line(const struct logbook *logbook, char line[static LINE_BYTES_MAX])
{
    int64_t now_ms = logbook->world->wall_ms(logbook->world->of);
    struct date date = date_of_instant(now_ms, 0);
    struct civil civil = date_civil(date);
    int ms = (int)(now_ms - instant_of(date, 0, 0));
    return snprintf(line, LINE_BYTES_MAX, "{\"at\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\"",
                    civil.year, civil.month, civil.day, ms / 3600000, ms / 60000 % 60,
                    ms / 1000 % 60, ms % 1000);
}

/* What cannot stand in a JSON string is left out. */
static int
add_quoted(char line[static LINE_BYTES_MAX], int at, const char *text)
{
    line[at++] = '"';
    for (; *text != '\0' && at < LINE_BYTES_MAX - 8; text++) {
        if ((unsigned char)*text >= ' ' && *text != '"' && *text != '\\')
            line[at++] = *text;
    }
    line[at++] = '"';
    return at;
}

static void
gather_note(struct logbook *logbook, const char *level, const char *what)
{
    char line[LINE_BYTES_MAX];
    int at = begin_line(logbook, line);
    at += snprintf(line + at, LINE_BYTES_MAX - (size_t)at, ",\"level\":\"%s\",\"what\":", level);
    at = add_quoted(line, at, what);
    line[at++] = '}';
    line[at++] = '\n';
    gather(logbook, line, (size_t)at);
}

static void
tell_loss(struct logbook *logbook)
{
    char what[80];
    if (logbook->lost == 0 || logbook->length + LINE_BYTES_MAX > GATHERED_BYTES)
        return;
    snprintf(what, sizeof what, "%" PRIu64 " lines of this log were lost", logbook->lost);
    logbook->lost = 0;
    gather_note(logbook, "warning", what);
}

void
logbook_request(struct logbook *logbook, const struct logbook_request *request)
{
    char line[LINE_BYTES_MAX];
    if (logbook == NULL)
        return;
    int at = begin_line(logbook, line);
    at += snprintf(line + at, LINE_BYTES_MAX - (size_t)at,
                   ",\"level\":\"info\",\"reference\":\"%s\",\"method\":\"%s\",\"route\":",
                   request->reference, request->method);
    at = add_quoted(line, at, request->route != NULL ? request->route : "");
    at += snprintf(line + at, LINE_BYTES_MAX - (size_t)at,
                   ",\"status\":%d,\"us\":%" PRId64 ",\"in\":%" PRIu64 ",\"out\":%" PRIu64 "}\n",
                   request->status, request->duration_us, request->bytes_in, request->bytes_out);
    assert(at < LINE_BYTES_MAX);
    pthread_mutex_lock(&logbook->lock);
    gather(logbook, line, (size_t)at);
    pthread_mutex_unlock(&logbook->lock);
}

void
logbook_note(struct logbook *logbook, const char *level, const char *what)
{
    if (logbook == NULL)
        return;
    pthread_mutex_lock(&logbook->lock);
    gather_note(logbook, level, what);
    write_gathered(logbook);
    pthread_mutex_unlock(&logbook->lock);
}

void
logbook_flush(struct logbook *logbook)
{
    if (logbook == NULL)
        return;
    pthread_mutex_lock(&logbook->lock);
    write_gathered(logbook);
    tell_loss(logbook);
    pthread_mutex_unlock(&logbook->lock);
}

void
logbook_close(struct logbook *logbook)
{
    if (logbook == NULL)
        return;
    logbook_flush(logbook);
    logbook_flush(logbook);
    pthread_mutex_destroy(&logbook->lock);
    free(logbook);
}
