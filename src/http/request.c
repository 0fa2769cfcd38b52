/* request.c: looks things up in a checked request, and names the files that came with one. */
#include "http/request.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char *const method_names[METHOD_COUNT] = {"GET",   "HEAD",   "POST",   "PUT",
                                                       "PATCH", "DELETE", "OPTIONS"};

const char *
method_name(enum method method)
{
    return method_names[method];
}

bool
method_parse(struct text name, enum method *method)
{
    for (int i = 0; i < METHOD_COUNT; i++) {
        if (text_is(name, method_names[i])) {
            *method = (enum method)i;
            return true;
        }
    }
    return false;
}

struct arena *
request_arena(const struct request *request)
{
    return request->arena;
}

static bool
is_named(const struct pair *pair, const char *name, bool folds_case)
{
    if (!folds_case)
        return text_is(pair->name, name);
    return pair->name.length == strlen(name) &&
           strncasecmp(pair->name.bytes, name, pair->name.length) == 0;
}

static const struct pair *
first_named(const struct pair *pairs, size_t count, const char *name, bool folds_case)
{
    for (size_t i = 0; i < count; i++) {
        if (is_named(&pairs[i], name, folds_case))
            return &pairs[i];
    }
    return NULL;
}

static size_t
count_named(const struct pair *pairs, size_t count, const char *name, bool folds_case)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += is_named(&pairs[i], name, folds_case);
    return found;
}

struct text
request_header(const struct request *request, const char *name)
{
    const struct pair *pair = first_named(request->headers, request->header_count, name, true);
    return pair != NULL ? pair->value : TEXT("");
}

bool
request_has_header(const struct request *request, const char *name)
{
    return first_named(request->headers, request->header_count, name, true) != NULL;
}

size_t
request_header_count(const struct request *request, const char *name)
{
    return count_named(request->headers, request->header_count, name, true);
}

struct text
request_query(const struct request *request, const char *name)
{
    const struct pair *pair = first_named(request->query, request->query_count, name, false);
    return pair != NULL ? pair->value : TEXT("");
}

size_t
request_query_count(const struct request *request, const char *name)
{
    return count_named(request->query, request->query_count, name, false);
}

static bool
give_name(const struct body_file *file, int folder, const char *name)
{
    char open_file[64];
    snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", file->descriptor);
    bool has_path = file->path.length > 0;
    return linkat(AT_FDCWD, has_path ? file->path.bytes : open_file, folder, name,
                  has_path ? 0 : AT_SYMLINK_FOLLOW) == 0 ||
           errno == EEXIST;
}

bool
request_keep_file(const struct request *request, const char *folder, const char *name)
{
    return body_file_keep(&request->file, folder, name);
}

bool
body_file_keep(const struct body_file *file, const char *folder, const char *name)
{
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return false;
    bool is_kept = give_name(file, opened, name) && fsync(opened) == 0;
    int mistake = errno;
    close(opened);
    errno = mistake;
    return is_kept;
}
