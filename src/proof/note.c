/* note.c: takes signed notes apart and puts them together. Bytes are never written again in order
 * to check them: what is verified is the slice that came. */
#include "proof/note.h"

#include "base/digest.h"

#include <assert.h>
#include <string.h>

static const char signature_mark[] = "\xE2\x80\x94 "; /* em dash and a blank */
enum { SIGNATURE_MARK_BYTES = sizeof signature_mark - 1 };

static bool
is_plain(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c < 0x20 && c != '\n')
            return false;
    }
    return text_is_utf8(text);
}

bool
note_text_is_fit(struct text text)
{
    return text.length > 0 && text.length <= NOTE_TEXT_BYTES_MAX && is_plain(text) &&
           text.bytes[text.length - 1] == '\n';
}

static void
add_signature(struct buffer *note, struct text text, const struct signing_key *key)
{
    unsigned char raw[KEY_HASH_BYTES + KEY_SIGNATURE_BYTES];
    memcpy(raw, key->public.hash, KEY_HASH_BYTES);
    key_sign(key, text, raw + KEY_HASH_BYTES);
    struct text base64 = base64_of((struct text){(const char *)raw, sizeof raw}, note->arena);
    buffer_add(note, signature_mark, SIGNATURE_MARK_BYTES);
    buffer_add_text(note, key->public.name);
    buffer_add(note, " ", 1);
    buffer_add_text(note, base64);
    buffer_add(note, "\n", 1);
}

struct text
note_sign(struct text text, const struct signing_key *const *keys, size_t count,
          struct arena *arena)
{
    assert(note_text_is_fit(text));
    assert(count >= 1 && count <= NOTE_SIGNATURES_MAX);
    struct buffer note = buffer_open(arena, text.length + 1 + count * (KEY_NAME_MAX + 128));
    buffer_add_text(&note, text);
    buffer_add(&note, "\n", 1);
    for (size_t i = 0; i < count; i++)
        add_signature(&note, text, keys[i]);
    return buffer_text(&note);
}

struct text
note_add_signature(struct text bytes, const struct signing_key *key, struct arena *arena)
{
    struct note note;
    if (note_read(bytes, arena, &note) != NO_FLAW || note.count == NOTE_SIGNATURES_MAX)
        return (struct text){NULL, 0};
    struct buffer longer = buffer_open(arena, bytes.length + KEY_NAME_MAX + 128);
    buffer_add_text(&longer, bytes);
    add_signature(&longer, note.text, key);
    return buffer_text(&longer);
}

/* One signature line without its line feed. */
static bool
read_signature(struct text line, struct arena *arena, struct note_signature *signature)
{
    struct text raw;
    if (!text_starts_with(line, signature_mark))
        return false;
    line.bytes += SIGNATURE_MARK_BYTES;
    line.length -= SIGNATURE_MARK_BYTES;
    signature->name = text_cut(&line, ' ');
    if (!key_name_is_fit(signature->name) ||
        line.length > (KEY_HASH_BYTES + NOTE_SIGNATURE_BYTES_MAX + 2) / 3 * 4 ||
        !base64_read(line, arena, &raw))
        return false;
    if (raw.length <= KEY_HASH_BYTES ||
        raw.length > KEY_HASH_BYTES + (size_t)NOTE_SIGNATURE_BYTES_MAX)
        return false;
    memcpy(signature->hash, raw.bytes, KEY_HASH_BYTES);
    signature->bytes =
        (struct text){raw.bytes + KEY_HASH_BYTES, raw.length - (size_t)KEY_HASH_BYTES};
    return true;
}

/* Where the last blank line stands; the text before it may hold blank lines of its own. */
static bool
split(struct text bytes, struct text *text, struct text *signatures)
{
    for (size_t i = bytes.length; i >= 2; i--) {
        if (bytes.bytes[i - 1] == '\n' && bytes.bytes[i - 2] == '\n') {
            *text = (struct text){bytes.bytes, i - 1};
            *signatures = (struct text){bytes.bytes + i, bytes.length - i};
            return true;
        }
    }
    return false;
}

enum flaw
note_read(struct text bytes, struct arena *arena, struct note *note)
{
    struct text signatures;
    memset(note, 0, sizeof *note);
    if (bytes.length > NOTE_BYTES_MAX)
        return FILE_MUST_NOT_BE_TOO_LARGE;
    if (!is_plain(bytes))
        return NOTE_MUST_BE_PLAIN_TEXT;
    if (!split(bytes, &note->text, &signatures) || signatures.length == 0 ||
        signatures.bytes[signatures.length - 1] != '\n')
        return NOTE_MUST_END_IN_SIGNATURES;
    if (!note_text_is_fit(note->text))
        return NOTE_MUST_BE_PLAIN_TEXT;
    while (signatures.length > 0) {
        if (note->count == NOTE_SIGNATURES_MAX)
            return NOTE_MUST_HAVE_FEW_SIGNATURES;
        struct text line = text_cut(&signatures, '\n');
        if (!read_signature(line, arena, &note->signatures[note->count]))
            return SIGNATURE_MUST_BE_WELL_FORMED;
        note->count++;
    }
    return NO_FLAW;
}

enum flaw
note_check(const struct note *note, const struct public_key *key)
{
    bool is_signed = false;
    for (size_t i = 0; i < note->count; i++) {
        const struct note_signature *signature = &note->signatures[i];
        if (!text_equal(signature->name, key->name) ||
            memcmp(signature->hash, key->hash, KEY_HASH_BYTES) != 0)
            continue;
        if (signature->bytes.length != KEY_SIGNATURE_BYTES ||
            !key_verify(key, note->text, (const unsigned char *)signature->bytes.bytes))
            return SIGNATURE_MUST_FIT;
        is_signed = true;
    }
    return is_signed ? NO_FLAW : SIGNER_MUST_BE_KNOWN;
}
