/* send_spool.c: whoever reads the folder finds whole files only, each once. */
#include "work/send_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
send_spool_open(const struct spool_settings *spool, struct fault *fault)
{
    if ((mkdir(spool->folder, 0700) == 0 || errno == EEXIST) &&
        access(spool->folder, W_OK | X_OK) == 0)
        return true;
    fault_set(fault, "%s: messages cannot be put there: %s", spool->folder, strerror(errno));
    return false;
}

static bool
write_whole(const char *path, struct text content)
{
    size_t at = 0;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return false;
    while (at < content.length) {
        ssize_t count = write(file, content.bytes + at, content.length - at);
        if (count <= 0)
            break;
        at += (size_t)count;
    }
    bool is_whole = at == content.length && fsync(file) == 0;
    return close(file) == 0 && is_whole;
}

static bool
sync_folder(const char *folder)
{
    int place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = place >= 0 && fsync(place) == 0;
    if (place >= 0)
        close(place);
    return is_synced;
}

enum sent
send_spool(const struct spool_settings *spool, const struct message *message, struct text letter,
           struct arena *arena)
{
    bool is_mail = message->way == MESSAGE_MAIL;
    struct text id = message->id;
    struct text content = is_mail ? letter
                                  : text_format(arena, "%.*s\n%.*s\n", TEXT_ARGS(message->to),
                                                TEXT_ARGS(message->content));
    const char *part = text_format(arena, "%s/.%.*s.part", spool->folder, TEXT_ARGS(id)).bytes;
    const char *path =
        text_format(arena, "%s/%.*s.%s", spool->folder, TEXT_ARGS(id), is_mail ? "eml" : "text")
            .bytes;
    if (access(path, F_OK) == 0)
        return SENT; /* written before a crash kept us from saying so */
    if (!write_whole(part, content) || rename(part, path) != 0 || !sync_folder(spool->folder)) {
        unlink(part);
        return SENT_NOT_NOW;
    }
    return SENT;
}
