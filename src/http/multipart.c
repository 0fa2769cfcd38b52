/* multipart.c: walks from boundary to boundary. Everything a part says of itself is only shown to
 * people or compared; nothing is ever opened, named or believed by it. */
#include "http/multipart.h"

#include "http/body.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

enum { COPY_BYTES = 256 * 1024 };

/* ---- the boundary ---- */

static bool
is_boundary(struct text boundary)
{
    static const char signs[] = "'()+_,-./:=? ";
    if (boundary.length == 0 || boundary.length > MULTIPART_BOUNDARY_MAX ||
        boundary.bytes[boundary.length - 1] == ' ')
        return false;
    for (size_t i = 0; i < boundary.length; i++) {
        char c = boundary.bytes[i];
        bool is_good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c != '\0' && strchr(signs, c) != NULL);
        if (!is_good)
            return false;
    }
    return true;
}

static bool
is_word(struct text text, const char *word)
{
    return text.length == strlen(word) && strncasecmp(text.bytes, word, text.length) == 0;
}

bool
multipart_boundary(struct text content_type, struct text *boundary)
{
    int found = 0;
    if (form_body_coding(content_type) != FORM_CODING_MULTIPART)
        return false;
    text_cut(&content_type, ';');
    while (content_type.length > 0) {
        struct text value = text_cut(&content_type, ';');
        struct text name = text_trim(text_cut(&value, '='));
        if (!is_word(name, "boundary"))
            continue;
        *boundary = text_trim(value);
        if (boundary->length >= 2 && boundary->bytes[0] == '"' &&
            boundary->bytes[boundary->length - 1] == '"')
            *boundary = (struct text){boundary->bytes + 1, boundary->length - 2};
        found++;
    }
    return found == 1 && is_boundary(*boundary);
}

/* ---- header fields of a part ---- */

struct part {
    struct text name, file_name;
    bool has_name, has_file_name, has_disposition;
    enum media said;
};

/* "…" as browsers write it: only the quotation mark and the ends of lines are escaped, as %XX. */
static bool
read_quoted(struct text *rest, struct arena *arena, struct text *value)
{
    if (rest->length < 2 || rest->bytes[0] != '"')
        return false;
    struct text inside = {rest->bytes + 1, rest->length - 1};
    const char *end = memchr(inside.bytes, '"', inside.length);
    if (end == NULL)
        return false;
    size_t length = (size_t)(end - inside.bytes), made = 0;
    char *bytes = arena_take_raw(arena, length + 1);
    for (size_t i = 0; i < length; i++) {
        char c = inside.bytes[i];
        const char *code = inside.bytes + i + 1;
        if (c == '%' && length - i > 2 && strncasecmp(code, "22", 2) == 0)
            c = '"', i += 2;
        else if (c == '%' && length - i > 2 &&
                 (strncasecmp(code, "0d", 2) == 0 || strncasecmp(code, "0a", 2) == 0))
            c = '\n', i += 2;
        bytes[made++] = c;
    }
    *value = (struct text){bytes, made};
    *rest = (struct text){end + 1, inside.length - length - 1};
    return true;
}

static struct text
without_blanks_before(struct text text)
{
    while (text.length > 0 && (text.bytes[0] == ' ' || text.bytes[0] == '\t'))
        text = (struct text){text.bytes + 1, text.length - 1};
    return text;
}

/* form-data; name="…"; filename="…". Other parameters are passed over. */
static bool
read_disposition(struct text rest, struct arena *arena, struct part *part)
{
    struct text type = text_trim(text_cut(&rest, ';'));
    if (!is_word(type, "form-data"))
        return false;
    for (rest = without_blanks_before(rest); rest.length > 0; rest = without_blanks_before(rest)) {
        struct text value;
        struct text name = text_trim(text_cut(&rest, '='));
        if (!read_quoted(&rest, arena, &value))
            return false;
        bool is_name = is_word(name, "name"), is_file = is_word(name, "filename");
        if ((is_name && part->has_name) || (is_file && part->has_file_name))
            return false;
        part->name = is_name ? value : part->name;
        part->file_name = is_file ? value : part->file_name;
        part->has_name |= is_name;
        part->has_file_name |= is_file;
        rest = without_blanks_before(rest);
        if (rest.length > 0 && rest.bytes[0] != ';')
            return false;
        text_cut(&rest, ';');
    }
    return part->has_name;
}

static bool
read_field(struct text line, struct arena *arena, struct part *part)
{
    struct text value = line;
    struct text name = text_cut(&value, ':');
    if (name.length == 0 || name.length == line.length || line.bytes[0] == ' ' ||
        line.bytes[0] == '\t' || memchr(line.bytes, '\0', line.length) != NULL ||
        memchr(line.bytes, '\n', line.length) != NULL)
        return false;
    if (is_word(name, "Content-Transfer-Encoding"))
        return is_word(text_trim(value), "binary") || is_word(text_trim(value), "8bit") ||
               is_word(text_trim(value), "7bit");
    if (is_word(name, "Content-Type"))
        part->said = media_parse(value);
    if (!is_word(name, "Content-Disposition"))
        return true;
    if (part->has_disposition)
        return false;
    part->has_disposition = true;
    return read_disposition(value, arena, part);
}

/* The header of a part, up to the empty line; leaves the content in `*rest`. */
static enum obstacle
read_header(struct text *rest, struct arena *arena, struct part *part)
{
    size_t most =
        MULTIPART_HEADER_BYTES_MAX < rest->length ? MULTIPART_HEADER_BYTES_MAX : rest->length;
    const char *end = memmem(rest->bytes, most, "\r\n\r\n", 4);
    if (end == NULL)
        return rest->length > MULTIPART_HEADER_BYTES_MAX ? FORM_MUST_BE_SMALLER
                                                         : FORM_MUST_BE_CLEAR;
    struct text header = {rest->bytes, (size_t)(end - rest->bytes) + 2};
    *part = (struct part){.said = MEDIA_UNKNOWN};
    *rest = (struct text){end + 4, rest->length - header.length - 2};
    while (header.length > 0) {
        struct text line = text_cut(&header, '\r');
        if (!read_field(line, arena, part) || header.length == 0 || header.bytes[0] != '\n')
            return FORM_MUST_BE_CLEAR;
        header = (struct text){header.bytes + 1, header.length - 1};
    }
    return part->has_disposition ? OBSTACLE_COUNT : FORM_MUST_BE_CLEAR;
}

/* ---- names of files ---- */

struct text
multipart_name_to_show(struct text name, struct arena *arena)
{
    struct buffer shown = buffer_open(arena, 128);
    int characters = 0;
    if (!text_is_utf8(name))
        return TEXT("");
    for (size_t i = name.length; i > 0; i--) {
        if (name.bytes[i - 1] == '/' || name.bytes[i - 1] == '\\') {
            name = (struct text){name.bytes + i, name.length - i};
            break;
        }
    }
    name = text_trim(name);
    for (size_t at = 0; at < name.length && characters < MULTIPART_FILE_NAME_MAX;) {
        size_t before = at;
        text_next(name, &at);
        struct text one = {name.bytes + before, at - before};
        if (text_has_hidden(one) || one.bytes[0] == '\n' || one.bytes[0] == '\t')
            continue;
        buffer_add_text(&shown, one);
        characters++;
    }
    return text_trim(buffer_text(&shown));
}

/* ---- parts ---- */

struct splitting {
    struct arena *arena;
    struct multipart *into;
    struct pair *pairs;
    size_t pairs_room;
    size_t text_bytes;
};

static enum obstacle
add_file(struct splitting *splitting, const struct part *part, struct text content)
{
    struct multipart *into = splitting->into;
    struct pair field;
    if (part->file_name.length == 0 && content.length == 0)
        return OBSTACLE_COUNT; /* no file was chosen */
    if (into->files_count == MULTIPART_FILES_MAX)
        return FORM_MUST_BE_SMALLER;
    enum obstacle obstacle = form_body_take(part->name, TEXT(""), splitting->arena, &field);
    if (obstacle != OBSTACLE_COUNT)
        return obstacle;
    if (into->files == NULL)
        into->files = ARENA_MANY(splitting->arena, MULTIPART_FILES_MAX, struct multipart_file);
    into->files[into->files_count++] = (struct multipart_file){
        .field = field.name,
        .name = multipart_name_to_show(part->file_name, splitting->arena),
        .said = part->said,
        .bytes = content,
        .size = content.length,
        .file = {.descriptor = -1},
    };
    return OBSTACLE_COUNT;
}

static enum obstacle
add_text(struct splitting *splitting, const struct part *part, struct text content)
{
    struct pairs *pairs = &splitting->into->pairs;
    splitting->text_bytes += content.length;
    if (pairs->count == FORM_PAIRS_MAX || content.length > FORM_VALUE_BYTES_MAX ||
        splitting->text_bytes > FORM_BODY_BYTES_MAX)
        return FORM_MUST_BE_SMALLER;
    if (pairs->count == splitting->pairs_room) {
        size_t room = splitting->pairs_room == 0 ? 64 : splitting->pairs_room * 2;
        struct pair *larger = ARENA_MANY(splitting->arena, room, struct pair);
        if (pairs->count > 0)
            memcpy(larger, splitting->pairs, pairs->count * sizeof *larger);
        splitting->pairs = larger;
        splitting->pairs_room = room;
        pairs->all = larger;
    }
    enum obstacle obstacle = form_body_take(part->name, text_copy(content, splitting->arena),
                                            splitting->arena, &splitting->pairs[pairs->count]);
    pairs->count += obstacle == OBSTACLE_COUNT;
    return obstacle;
}

/* From behind a boundary to before the next. */
static enum obstacle
take_part(struct splitting *splitting, struct text *rest, struct text delimiter)
{
    struct part part;
    enum obstacle obstacle = read_header(rest, splitting->arena, &part);
    if (obstacle != OBSTACLE_COUNT)
        return obstacle;
    /* A part without content: its delimiter begins with the end of the empty line. */
    struct text search = {rest->bytes - 2, rest->length + 2};
    const char *end = memmem(search.bytes, search.length, delimiter.bytes, delimiter.length);
    if (end == NULL)
        return FORM_MUST_BE_CLEAR;
    size_t used = (size_t)(end - search.bytes);
    struct text content = {rest->bytes, used < 2 ? 0 : used - 2};
    *rest = (struct text){end + delimiter.length, search.length - used - delimiter.length};
    return part.has_file_name ? add_file(splitting, &part, content)
                              : add_text(splitting, &part, content);
}

enum obstacle
multipart_split(struct text body, struct text boundary, struct arena *arena,
                struct multipart *multipart)
{
    struct splitting splitting = {.arena = arena, .into = multipart};
    struct text delimiter = text_format(arena, "\r\n--%.*s", TEXT_ARGS(boundary));
    *multipart = (struct multipart){0};
    if (body.length < delimiter.length - 2 ||
        memcmp(body.bytes, delimiter.bytes + 2, delimiter.length - 2) != 0)
        return FORM_MUST_BE_CLEAR;
    struct text rest = {body.bytes + delimiter.length - 2, body.length - (delimiter.length - 2)};
    while (text_starts_with(rest, "\r\n")) {
        rest = (struct text){rest.bytes + 2, rest.length - 2};
        enum obstacle obstacle = take_part(&splitting, &rest, delimiter);
        if (obstacle != OBSTACLE_COUNT)
            return obstacle;
    }
    return text_is(rest, "--") || text_is(rest, "--\r\n") ? OBSTACLE_COUNT : FORM_MUST_BE_CLEAR;
}

/* ---- files ---- */

/* Runs with the arena. */
static void
give_back(void *thing)
{
    struct body_file *file = thing;
    if (file->path.length > 0)
        unlink(file->path.bytes);
    if (file->descriptor >= 0)
        close(file->descriptor);
}

static bool
write_all(int descriptor, struct text bytes, struct hasher *hasher)
{
    for (size_t done = 0; done < bytes.length;) {
        size_t piece = bytes.length - done < COPY_BYTES ? bytes.length - done : COPY_BYTES;
        ssize_t written = write(descriptor, bytes.bytes + done, piece);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        hasher_add(hasher, bytes.bytes + done, (size_t)written);
        done += (size_t)written;
    }
    return fsync(descriptor) == 0;
}

static enum breach
make_file(struct multipart_file *one, const char *folder, struct hasher *hasher,
          struct arena *arena)
{
    const char *path;
    struct body_file *file = ARENA_NEW(arena, struct body_file);
    file->descriptor = body_scratch(folder, arena, &path);
    file->path = text_of(path);
    arena_defer(arena, give_back, file);
    if (file->descriptor < 0)
        return body_breach_of_disk(errno);
    hasher_begin(hasher);
    bool is_kept = write_all(file->descriptor, one->bytes, hasher);
    int mistake = errno;
    file->bytes = one->bytes.length;
    file->digest = hasher_end(hasher);
    one->file = *file;
    return is_kept ? BREACH_NONE : body_breach_of_disk(mistake);
}

static enum breach
make_files(struct multipart *multipart, const char *folder, uint64_t file_bytes_max,
           struct arena *arena)
{
    struct hasher *hasher = hasher_open(arena);
    enum breach breach = BREACH_NONE;
    for (size_t i = 0; i < multipart->files_count; i++) {
        struct multipart_file *one = &multipart->files[i];
        one->is_too_large = one->size > file_bytes_max;
        if (!one->is_too_large && breach == BREACH_NONE)
            breach = make_file(one, folder, hasher, arena);
        one->bytes = TEXT("");
    }
    return breach;
}

enum obstacle
multipart_read(const struct body_file *body, struct text boundary, const char *folder,
               uint64_t file_bytes_max, struct arena *arena, struct multipart *multipart,
               enum breach *breach)
{
    *breach = BREACH_NONE;
    *multipart = (struct multipart){0};
    if (body->descriptor < 0 || body->bytes == 0)
        return FORM_MUST_BE_CLEAR;
    size_t length = (size_t)body->bytes;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, body->descriptor, 0);
    if (bytes == MAP_FAILED) {
        *breach = body_breach_of_disk(errno);
        return OBSTACLE_COUNT;
    }
    madvise(bytes, length, MADV_SEQUENTIAL);
    enum obstacle obstacle =
        multipart_split((struct text){bytes, length}, boundary, arena, multipart);
    if (obstacle == OBSTACLE_COUNT)
        *breach = make_files(multipart, folder, file_bytes_max, arena);
    else
        *multipart = (struct multipart){0};
    munmap(bytes, length);
    return obstacle;
}
