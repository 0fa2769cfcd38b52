/* rule_folder.c: rules are data beside the program, so that a court can change them without a
 * compiler. */
#include "rule/rule_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder the running program lies in; empty when the system does not say. */
static struct text
program_folder(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return TEXT("");
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    return slash == NULL ? TEXT("") : text_copy((struct text){path, (size_t)(slash - path)}, arena);
}

struct text
rule_folder_find(const char *option, const char *environment, struct arena *arena)
{
    static const char *const beside[] = {"../rules", "../share/tongban/rules"};
    if (option != NULL && *option != '\0')
        return text_copy(text_of(option), arena);
    if (environment != NULL && *environment != '\0')
        return text_copy(text_of(environment), arena);
    struct text program = program_folder(arena);
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        struct text folder = text_format(arena, "%.*s/%s", TEXT_ARGS(program), beside[i]);
        const char *source = text_format(arena, "%s/source.yaml", folder.bytes).bytes;
        if (access(source, R_OK) == 0)
            return folder;
    }
    return TEXT("");
}

static int
is_rule_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 &&
           strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

const struct text *
rule_folder_list(const char *folder, const char *inner, struct arena *arena,
                 struct mistakes *mistakes, size_t *count)
{
    const char *path = text_format(arena, "%s/%s", folder, inner).bytes;
    struct dirent **entries = NULL;
    int found = scandir(path, &entries, is_rule_file, by_bytes);
    *count = 0;
    if (found < 0) {
        mistakes_add(mistakes, path, 0, 0, "cannot be read: %s", strerror(errno));
        return NULL;
    }
    struct text *names = ARENA_MANY(arena, (size_t)found + 1, struct text);
    for (int i = 0; i < found; i++) {
        names[i] = text_copy(text_of(entries[i]->d_name), arena);
        free(entries[i]);
    }
    free(entries);
    *count = (size_t)found;
    return names;
}

/* ---- writing ---- */

bool
rule_folder_is_plain(struct text name)
{
    int slashes = 0;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        slashes += c == '/';
        if (!is_word && c != '/' &&
            (c != '.' || i == 0 || name.bytes[i - 1] == '.' || name.bytes[i - 1] == '/'))
            return false;
    }
    return name.length > 0 && name.bytes[0] != '/' && slashes <= 1;
}

bool
rule_folder_make(const char *folder, struct fault *fault)
{
    if (mkdir(folder, 0755) == 0)
        return true;
    fault_set(fault, "cannot make %s: %s", folder, strerror(errno));
    return false;
}

static bool
write_all(int file, struct text content, bool is_kept)
{
    while (content.length > 0) {
        ssize_t written = write(file, content.bytes, content.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        content.bytes += written;
        content.length -= (size_t)written;
    }
    return !is_kept || fsync(file) == 0;
}

/* As open as what it replaces, or as rules are, whatever the caller's mask says: the service reads
 * them as a user of its own. */
static bool
open_up(int file, const char *path)
{
    struct stat old;
    if (stat(path, &old) != 0)
        return fchmod(file, 0644) == 0;
    /* Whoever may not give it away leaves it his own. */
    bool is_given = fchown(file, old.st_uid, old.st_gid) == 0;
    return fchmod(file, is_given ? old.st_mode & 0777 : (old.st_mode & 0777) | 0444) == 0;
}

/* A name that begins with a dot is no rule file. */
static bool
write_beside(const char *path, const char *beside, struct text content, bool is_kept)
{
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool is_written =
        file >= 0 && write_all(file, content, is_kept) && (!is_kept || open_up(file, path));
    int said = errno;
    if (file >= 0 && close(file) != 0 && is_written) {
        said = errno;
        is_written = false;
    }
    if (!is_written && file >= 0)
        unlink(beside);
    errno = said;
    return is_written;
}

static void
sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    fsync(folder); /* a name that is lost again is written again */
    close(folder);
}

struct place {
    const char *folder, *path, *beside;
};

static struct place
place_of(const char *folder, struct text name, struct arena *arena)
{
    struct text file = name, inner = text_cut(&file, '/');
    struct place place = {.folder = folder};
    if (text_is_empty(file))
        file = name;
    else
        place.folder = text_format(arena, "%s/%.*s", folder, TEXT_ARGS(inner)).bytes;
    place.path = text_format(arena, "%s/%.*s", place.folder, TEXT_ARGS(file)).bytes;
    place.beside = text_format(arena, "%s/.%.*s.new", place.folder, TEXT_ARGS(file)).bytes;
    return place;
}

static bool
make_inner(const char *folder)
{
    return mkdir(folder, 0755) == 0 ? chmod(folder, 0755) == 0 : errno == EEXIST;
}

bool
rule_folder_prepare(const char *folder, struct text name, struct text content, bool is_kept,
                    struct arena *arena, struct fault *fault)
{
    if (!rule_folder_is_plain(name)) {
        fault_set(fault, "%.*s cannot be written", TEXT_ARGS(name));
        return false;
    }
    struct place place = place_of(folder, name, arena);
    if (make_inner(place.folder) && write_beside(place.path, place.beside, content, is_kept))
        return true;
    fault_set(fault, "cannot write %s: %s", place.path, strerror(errno));
    return false;
}

bool
rule_folder_place(const char *folder, struct text name, bool is_kept, struct arena *arena,
                  struct fault *fault)
{
    struct place place = place_of(folder, name, arena);
    if (rename(place.beside, place.path) != 0) {
        fault_set(fault, "cannot write %s: %s", place.path, strerror(errno));
        unlink(place.beside);
        return false;
    }
    if (is_kept)
        sync_folder(place.folder);
    return true;
}

void
rule_folder_drop(const char *folder, struct text name, struct arena *arena)
{
    unlink(place_of(folder, name, arena).beside);
}

void
rule_folder_remove(const char *folder, struct text name, struct arena *arena)
{
    unlink(place_of(folder, name, arena).path);
}

bool
rule_folder_write(const char *folder, struct text name, struct text content, bool is_kept,
                  struct arena *arena, struct fault *fault)
{
    return rule_folder_prepare(folder, name, content, is_kept, arena, fault) &&
           rule_folder_place(folder, name, is_kept, arena, fault);
}

bool
rule_folder_is_of_system(const char *folder)
{
    char *real = realpath(folder, NULL);
    bool is_below = text_starts_with(real == NULL ? text_of(folder) : text_of(real), "/usr/");
    free(real);
    return is_below;
}
