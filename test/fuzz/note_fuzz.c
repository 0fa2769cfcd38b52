/* note_fuzz.c: keys and signed notes. */
#include "fuzz.h"
#include "proof/note.h"

static void
keys(struct text input, struct arena *arena)
{
    struct public_key public;
    struct signing_key key;
    if (key_read_public(input, arena, &public) == NO_FLAW)
        MUST(text_equal(key_public_text(&public, arena), input));
    if (key_read_text(input, arena, &key) == NO_FLAW)
        MUST(text_equal(key_write_text(&key, arena), input));
}

FUZZ(input, arena)
{
    static const unsigned char seed[KEY_SEED_BYTES] = {1};
    struct signing_key key = key_make(TEXT("a"), seed);
    struct note note, longer;
    keys(input, arena);
    if (note_read(input, arena, &note) != NO_FLAW)
        return;
    MUST(note_text_is_fit(note.text));
    MUST(note.count >= 1 && note.count <= NOTE_SIGNATURES_MAX);
    (void)note_check(&note, &key.public);
    struct text more = note_add_signature(input, &key, arena);
    MUST((more.bytes == NULL) == (note.count == NOTE_SIGNATURES_MAX));
    if (more.bytes == NULL)
        return;
    MUST(note_read(more, arena, &longer) == NO_FLAW);
    MUST(longer.count == note.count + 1 && text_equal(longer.text, note.text));
}
