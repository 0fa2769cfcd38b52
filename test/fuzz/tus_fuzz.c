/* tus_fuzz.c: Upload-Metadata: what passes is fit to be shown and kept, and is read again as it
 * was. */
#include "fuzz.h"
#include "http/tus_header.h"

#include <string.h>

static void
look_at_word(struct text word)
{
    MUST(word.length <= TUS_WORD_BYTES_MAX);
    for (size_t i = 0; i < word.length; i++)
        MUST(word.bytes[i] > ' ' && word.bytes[i] <= '~');
}

FUZZ(input, arena)
{
    struct tus_metadata metadata, again;
    if (!tus_metadata_read(input, arena, &metadata))
        return;
    MUST(text_is_utf8(metadata.name) && !text_has_hidden(metadata.name));
    MUST(text_characters(metadata.name) <= TUS_NAME_CHARACTERS_MAX);
    look_at_word(metadata.said);
    look_at_word(metadata.slot);
    look_at_word(metadata.mark);
    MUST(tus_metadata_read(tus_metadata_write(&metadata, arena), arena, &again));
    MUST(text_equal(metadata.name, again.name) && text_equal(metadata.said, again.said));
    MUST(text_equal(metadata.slot, again.slot) && text_equal(metadata.mark, again.mark));
}
