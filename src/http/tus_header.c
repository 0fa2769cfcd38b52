/* tus_header.c: a key, a blank, a value in base64, a comma. */
#include "http/tus_header.h"

#include "base/digest.h"
#include "http/multipart.h"

static bool
is_word(struct text text)
{
    bool is_good = text.length <= TUS_WORD_BYTES_MAX;
    for (size_t i = 0; i < text.length && is_good; i++)
        is_good = text.bytes[i] > ' ' && text.bytes[i] <= '~';
    return is_good;
}

static bool
is_key(struct text key)
{
    return key.length > 0 && is_word(key);
}

static struct text *
place_of(struct tus_metadata *metadata, struct text key)
{
    if (text_is(key, "filetype"))
        return &metadata->said;
    if (text_is(key, "slot"))
        return &metadata->slot;
    return text_is(key, "mark") ? &metadata->mark : NULL;
}

static bool
read_pair(struct text pair, struct arena *arena, struct tus_metadata *metadata, struct text *key)
{
    struct text value = pair, said = TEXT("");
    *key = text_cut(&value, ' ');
    if (!is_key(*key) || !base64_read(value, arena, &said))
        return false;
    struct text *place = place_of(metadata, *key);
    if (text_is(*key, "filename"))
        metadata->name = multipart_name_to_show(said, arena);
    else if (place != NULL && is_word(said))
        *place = said;
    return true;
}

bool
tus_metadata_read(struct text field, struct arena *arena, struct tus_metadata *metadata)
{
    struct text keys[TUS_METADATA_MAX];
    size_t count = 0;
    *metadata = (struct tus_metadata){0};
    bool has_more = !text_is_empty(field);
    while (has_more) {
        has_more = memchr(field.bytes, ',', field.length) != NULL;
        struct text pair = text_trim(text_cut(&field, ','));
        if (count == TUS_METADATA_MAX || !read_pair(pair, arena, metadata, &keys[count]))
            return false;
        for (size_t i = 0; i < count; i++) {
            if (text_equal(keys[i], keys[count]))
                return false;
        }
        count++;
    }
    return true;
}

struct text
tus_metadata_write(const struct tus_metadata *metadata, struct arena *arena)
{
    const struct {
        const char *key;
        struct text value;
    } pairs[] = {{"filename", metadata->name},
                 {"filetype", metadata->said},
                 {"mark", metadata->mark},
                 {"slot", metadata->slot}};
    struct buffer field = buffer_open(arena, 200);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (text_is_empty(pairs[i].value))
            continue;
        struct text value = base64_of(pairs[i].value, arena);
        buffer_add_format(&field, "%s%s %.*s", field.length > 0 ? "," : "", pairs[i].key,
                          TEXT_ARGS(value));
    }
    return buffer_text(&field);
}
