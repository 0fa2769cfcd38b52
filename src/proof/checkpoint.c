/* checkpoint.c: three lines and what may follow them. */
#include "proof/checkpoint.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static const char origin_start[] = "tongban/";

struct text
checkpoint_origin(struct text key_name, struct arena *arena)
{
    return text_format(arena, "%s%.*s", origin_start, TEXT_ARGS(key_name));
}

bool
checkpoint_is_of(const struct checkpoint *checkpoint, struct text key_name)
{
    struct text name = checkpoint->origin;
    if (!text_starts_with(name, origin_start))
        return false;
    name.bytes += sizeof origin_start - 1;
    name.length -= sizeof origin_start - 1;
    return text_equal(name, key_name);
}

struct text
checkpoint_text(struct text origin, uint64_t size, const struct digest *root, struct arena *arena)
{
    struct text base64 = base64_of((struct text){(const char *)root->bytes, DIGEST_BYTES}, arena);
    assert(size <= TREE_SIZE_MAX);
    return text_format(arena, "%.*s\n%" PRIu64 "\n%.*s\n", TEXT_ARGS(origin), size,
                       TEXT_ARGS(base64));
}

/* A whole number in its shortest form. */
static bool
read_size(struct text digits, uint64_t *size)
{
    int64_t number;
    if (!text_number(digits, &number) || (digits.length > 1 && digits.bytes[0] == '0') ||
        (uint64_t)number > TREE_SIZE_MAX)
        return false;
    *size = (uint64_t)number;
    return true;
}

static bool
read_root(struct text line, struct arena *arena, struct digest *root)
{
    struct text raw;
    if (line.length != 44 || !base64_read(line, arena, &raw) || raw.length != DIGEST_BYTES)
        return false;
    memcpy(root->bytes, raw.bytes, DIGEST_BYTES);
    return true;
}

/* Lines that follow are allowed, empty ones and a missing last line feed are not. */
static bool
extensions_are_fit(struct text extensions)
{
    while (extensions.length > 0) {
        if (memchr(extensions.bytes, '\n', extensions.length) == NULL ||
            text_is_empty(text_cut(&extensions, '\n')))
            return false;
    }
    return true;
}

enum flaw
checkpoint_read(struct text text, struct arena *arena, struct checkpoint *checkpoint)
{
    memset(checkpoint, 0, sizeof *checkpoint);
    if (!note_text_is_fit(text))
        return CHECKPOINT_MUST_BE_WELL_FORMED;
    checkpoint->origin = text_cut(&text, '\n');
    if (!key_name_is_fit(checkpoint->origin) ||
        !text_starts_with(checkpoint->origin, origin_start) ||
        !read_size(text_cut(&text, '\n'), &checkpoint->size) ||
        !read_root(text_cut(&text, '\n'), arena, &checkpoint->root) || !extensions_are_fit(text))
        return CHECKPOINT_MUST_BE_WELL_FORMED;
    checkpoint->extensions = text;
    return NO_FLAW;
}
