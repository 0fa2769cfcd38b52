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

/* Beside its place, then renamed: whoever reads meanwhile reads the old file or the new one. A name
 * that begins with a dot is no rule file. */
static bool
write_beside(const char *path, const char *beside, struct text content, bool is_kept)
{
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool is_written = file >= 0 && write_all(file, content, is_kept);
    if (file >= 0 && close(file) != 0)
        is_written = false;
    if (is_written && rename(beside, path) == 0)
        return true;
    int said = errno;
    unlink(beside);
    errno = said;
    return false;
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

bool
rule_folder_write(const char *folder, struct text name, struct text content, bool is_kept,
                  struct arena *arena, struct fault *fault)
{
    struct text file = name, inner = text_cut(&file, '/');
    if (text_is_empty(file)) {
        file = name;
        inner = TEXT("");
    }
    if (!rule_folder_is_plain(name)) {
        fault_set(fault, "%.*s cannot be written", TEXT_ARGS(name));
        return false;
    }
    const char *place = text_is_empty(inner)
                            ? folder
                            : text_format(arena, "%s/%.*s", folder, TEXT_ARGS(inner)).bytes;
    const char *path = text_format(arena, "%s/%.*s", place, TEXT_ARGS(file)).bytes;
    const char *beside = text_format(arena, "%s/.%.*s.new", place, TEXT_ARGS(file)).bytes;
    if ((mkdir(place, 0755) != 0 && errno != EEXIST) ||
        !write_beside(path, beside, content, is_kept)) {
        fault_set(fault, "cannot write %s: %s", path, strerror(errno));
        return false;
    }
    if (is_kept)
        sync_folder(place);
    return true;
}
