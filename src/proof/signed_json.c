/* signed_json.c: the kind line, the JSON line, nothing else. */
#include "proof/signed_json.h"

#include <assert.h>
#include <string.h>

struct text
signed_json_text(const char *kind, struct text json, struct arena *arena)
{
    struct buffer text = buffer_open(arena, strlen(kind) + json.length + 3);
    assert(memchr(json.bytes, '\n', json.length) == NULL);
    buffer_add_text(&text, text_of(kind));
    buffer_add(&text, "\n", 1);
    buffer_add_text(&text, json);
    buffer_add(&text, "\n", 1);
    return buffer_text(&text);
}

struct text
signed_json_sign(const char *kind, struct text json, const struct signing_key *const *keys,
                 size_t count, struct arena *arena)
{
    return note_sign(signed_json_text(kind, json, arena), keys, count, arena);
}

/* Escapes may spell what the bytes do not show. The reader has bounded the depth. */
static bool
has_hidden(const struct value *value)
{
    if (text_has_hidden(value->text) || text_has_hidden(value->key))
        return true;
    for (const struct value *child = value->first; child != NULL; child = child->next) {
        if (has_hidden(child))
            return true;
    }
    return false;
}

enum flaw
signed_json_read(struct text bytes, const char *kind, struct arena *arena, struct signed_json *read)
{
    memset(read, 0, sizeof *read);
    enum flaw flaw = note_read(bytes, arena, &read->note);
    if (flaw != NO_FLAW)
        return flaw;
    struct text rest = read->note.text;
    if (!text_is(text_cut(&rest, '\n'), kind))
        return FILE_MUST_BE_OF_A_KNOWN_KIND;
    read->json = text_cut(&rest, '\n');
    if (rest.length > 0)
        return JSON_MUST_BE_CANONICAL;
    read->object = value_read_canonical(read->json, arena);
    if (!value_is(read->object, VALUE_OBJECT))
        return JSON_MUST_BE_CANONICAL;
    return has_hidden(read->object) ? TEXT_MUST_HIDE_NOTHING : NO_FLAW;
}
