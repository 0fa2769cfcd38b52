/* receipt.c: lines in a fixed order; whatever is out of order, doubled or left over is refused, so
 * that one event has one way to be shown. */
#include "proof/receipt.h"

#include <inttypes.h>
#include <string.h>

static void
put_part(struct buffer *file, const char *salt_word, struct text salt, const char *word,
         struct text part)
{
    buffer_add_text(file, text_of(salt_word));
    buffer_add_text(file, hex_of(salt, file->arena));
    buffer_add_text(file, text_of(word));
    buffer_add_text(file, base64_of(part, file->arena));
}

static bool
is_shown(struct text salt, struct text part)
{
    return salt.length > 0 && part.length <= RECEIPT_BODY_BYTES_MAX;
}

struct text
receipt_write(const struct receipt *receipt, struct arena *arena)
{
    struct buffer file =
        buffer_open(arena, 4096 + receipt->statement.length + receipt->checkpoint.length);
    buffer_add_text(&file, TEXT(RECEIPT_KIND "\n"));
    buffer_add_text(&file, receipt->statement);
    if (is_shown(receipt->salt, receipt->body)) {
        put_part(&file, "\nsalt ", receipt->salt, "\nbody ", receipt->body);
        if (is_shown(receipt->private_salt, receipt->private))
            put_part(&file, "\nprivate_salt ", receipt->private_salt, "\nprivate ",
                     receipt->private);
    }
    buffer_add_format(&file, "\nindex %" PRIu64 "\n", receipt->index);
    for (size_t i = 0; i < receipt->path.count; i++) {
        struct text hash = {(const char *)receipt->path.hashes[i].bytes, DIGEST_BYTES};
        buffer_add_text(&file, base64_of(hash, arena));
        buffer_add_text(&file, TEXT("\n"));
    }
    buffer_add_text(&file, TEXT("\n"));
    buffer_add_text(&file, receipt->checkpoint);
    return buffer_text(&file);
}

/* Takes the next line if it starts with `word`. */
static bool
take_line(struct text *rest, const char *word, struct text *value)
{
    size_t length = strlen(word);
    if (!text_starts_with(*rest, word))
        return false;
    *value = text_cut(rest, '\n');
    value->bytes += length;
    value->length -= length;
    return true;
}

/* Salt and part, both or neither; an absent one leaves both empty. */
static bool
read_part(struct text *rest, const char *salt_word, struct text *salt, const char *word,
          struct text *part, struct arena *arena)
{
    struct text hex, base64;
    if (!take_line(rest, salt_word, &hex))
        return true;
    unsigned char *bytes = arena_take(arena, SALT_BYTES);
    *salt = (struct text){(const char *)bytes, SALT_BYTES};
    return hex_read(hex, bytes, SALT_BYTES) && take_line(rest, word, &base64) &&
           base64_read(base64, arena, part) && part->length <= RECEIPT_BODY_BYTES_MAX;
}

static bool
read_content(struct text *rest, struct arena *arena, struct receipt *receipt)
{
    if (!read_part(rest, "salt ", &receipt->salt, "body ", &receipt->body, arena))
        return false;
    return receipt->salt.length == 0 || read_part(rest, "private_salt ", &receipt->private_salt,
                                                  "private ", &receipt->private, arena);
}

static bool
read_index(struct text *rest, uint64_t *index)
{
    struct text digits;
    int64_t number;
    if (!take_line(rest, "index ", &digits) || !text_number(digits, &number) ||
        (digits.length > 1 && digits.bytes[0] == '0') || (uint64_t)number > TREE_SIZE_MAX)
        return false;
    *index = (uint64_t)number;
    return true;
}

/* Hashes up to the blank line. */
static bool
read_path(struct text *rest, struct arena *arena, struct tree_path *path)
{
    while (rest->length > 0) {
        struct text line = text_cut(rest, '\n'), raw;
        if (line.length == 0)
            return true;
        if (path->count == TREE_PATH_MAX || line.length != 44 || !base64_read(line, arena, &raw) ||
            raw.length != DIGEST_BYTES)
            return false;
        memcpy(path->hashes[path->count++].bytes, raw.bytes, DIGEST_BYTES);
    }
    return false;
}

enum flaw
receipt_read(struct text bytes, struct arena *arena, struct receipt *receipt)
{
    memset(receipt, 0, sizeof *receipt);
    if (bytes.length > RECEIPT_BYTES_MAX)
        return FILE_MUST_NOT_BE_TOO_LARGE;
    struct text rest = bytes;
    if (!text_is(text_cut(&rest, '\n'), RECEIPT_KIND))
        return FILE_MUST_BE_OF_A_KNOWN_KIND;
    receipt->statement = text_cut(&rest, '\n');
    enum flaw flaw = statement_read(receipt->statement, arena, &receipt->said);
    if (flaw != NO_FLAW)
        return flaw;
    if (!read_content(&rest, arena, receipt) || !read_index(&rest, &receipt->index) ||
        !read_path(&rest, arena, &receipt->path))
        return RECEIPT_MUST_BE_WELL_FORMED;
    receipt->checkpoint = rest;
    flaw = note_read(rest, arena, &receipt->note);
    if (flaw != NO_FLAW)
        return flaw;
    return checkpoint_read(receipt->note.text, arena, &receipt->head);
}

/* The body fits the statement, and the private part fits the body. */
static bool
content_fits(const struct receipt *receipt, struct hasher *hasher)
{
    struct digest fits, named;
    if (receipt->salt.length == 0)
        return true;
    fits = statement_commitment(hasher, receipt->salt, receipt->body);
    if (!digest_equal(&fits, &receipt->said.commitment))
        return false;
    if (receipt->private_salt.length == 0)
        return true;
    fits = statement_commitment(hasher, receipt->private_salt, receipt->private);
    struct arena *arena = arena_open();
    const struct value *body = value_read_canonical(receipt->body, arena);
    bool is_named = digest_parse(value_member_text(body, "private"), &named);
    arena_close(arena);
    return is_named && digest_equal(&fits, &named);
}

enum flaw
receipt_check_tree(const struct receipt *receipt, struct hasher *hasher)
{
    struct digest leaf = statement_leaf(hasher, receipt->statement);
    if (!tree_includes(hasher, &leaf, receipt->index, receipt->head.size, &receipt->path,
                       &receipt->head.root))
        return EVENT_MUST_BE_IN_THE_TREE;
    return content_fits(receipt, hasher) ? NO_FLAW : CONTENT_MUST_FIT_ITS_COMMITMENT;
}

enum flaw
receipt_check(const struct receipt *receipt, const struct trust *trust, struct hasher *hasher,
              struct trust_answer *signer)
{
    struct trust_question question = {
        .node = receipt->said.node,
        .use = KEY_FOR_LOG,
        .at_ms = receipt->said.entered_ms,
        .size = receipt->head.size,
    };
    enum flaw flaw = trust_check(trust, &receipt->note, &question, signer);
    if (flaw != NO_FLAW)
        return flaw;
    if (!checkpoint_is_of(&receipt->head, signer->key->public.name))
        return CHECKPOINT_MUST_BE_OF_ITS_SIGNER;
    return receipt_check_tree(receipt, hasher);
}
