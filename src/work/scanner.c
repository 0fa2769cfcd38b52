/* scanner.c: the file goes in chunks, each with its length in four bytes, most significant first;
 * an empty one ends it. The answer ends with a zero: "stream: OK", "stream: NAME FOUND", and
 * everything else is no answer to our question, such as a file beyond what the scanner takes. */
#include "work/scanner.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, ANSWER_BYTES_MAX = 512 };

struct line {
    int socket;
    const struct world *world;
    int64_t until_ms;
};

/* False when the time is over. */
static bool
wait_for(const struct line *line, short events)
{
    for (;;) {
        int64_t left_ms = line->until_ms - line->world->steady_ms(line->world->of);
        struct pollfd watched = {.fd = line->socket, .events = events};
        if (left_ms <= 0)
            return false;
        int ready = poll(&watched, 1, (int)left_ms);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

static bool
say(const struct line *line, const void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t sent = send(line->socket, (const char *)bytes + done, length - done, MSG_NOSIGNAL);
        if (sent > 0)
            done += (size_t)sent;
        else if (errno != EINTR && (errno != EAGAIN || !wait_for(line, POLLOUT)))
            return false;
    }
    return true;
}

static bool
say_chunk(const struct line *line, const unsigned char *bytes, size_t length)
{
    const unsigned char head[4] = {(unsigned char)(length >> 24), (unsigned char)(length >> 16),
                                   (unsigned char)(length >> 8), (unsigned char)length};
    return say(line, head, sizeof head) && say(line, bytes, length);
}

/* A scanner that takes no more says so in its answer, so that the answer is heard in any case. */
static void
say_file(const struct line *line, int file)
{
    unsigned char chunk[CHUNK_BYTES];
    off_t at = 0;
    bool goes_on = say(line, "zINSTREAM", sizeof "zINSTREAM");
    while (goes_on) {
        ssize_t length = pread(file, chunk, sizeof chunk, at);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return;
        goes_on = say_chunk(line, chunk, (size_t)length) && length > 0;
        at += length;
    }
}

static enum scan_end
hear(const struct line *line)
{
    char answer[ANSWER_BYTES_MAX + 1] = "";
    size_t length = 0;
    while (length < ANSWER_BYTES_MAX && memchr(answer, '\0', length) == NULL) {
        ssize_t heard = recv(line->socket, answer + length, ANSWER_BYTES_MAX - length, 0);
        if (heard > 0)
            length += (size_t)heard;
        else if (heard == 0 || (errno != EINTR && (errno != EAGAIN || !wait_for(line, POLLIN))))
            return SCAN_UNREACHED;
    }
    static const char found[] = " FOUND";
    size_t said = strlen(answer), mark = sizeof found - 1;
    if (strcmp(answer, "stream: OK") == 0)
        return SCAN_IS_CLEAN;
    bool is_found = said > mark && strncmp(answer, "stream: ", 8) == 0 &&
                    strcmp(answer + said - mark, found) == 0;
    return is_found ? SCAN_FOUND : SCAN_UNREACHED;
}

enum scan_end
scanner_ask(const char *socket_path, int file, const struct world *world, int patience_ms)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct line line = {.world = world, .until_ms = world->steady_ms(world->of) + patience_ms};
    enum scan_end end = SCAN_UNREACHED;
    if (strlen(socket_path) >= sizeof address.sun_path)
        return SCAN_UNREACHED;
    memcpy(address.sun_path, socket_path, strlen(socket_path));
    line.socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (line.socket < 0)
        return SCAN_UNREACHED;
    if (connect(line.socket, (const struct sockaddr *)&address, sizeof address) == 0) {
        say_file(&line, file);
        end = hear(&line);
    }
    close(line.socket);
    return end;
}
