/* rule_folder.c: rules are data beside the program, so that a court can change them without a
 * compiler. */
#include "rule/rule_folder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
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
