/* receipt.c: lines in a fixed order; whatever is out of order, doubled or left over is refused, so
 * that one event has one way to be shown. */
#include "proof/receipt.h"

#include <inttypes.h>
#include <string.h>

struct text
receipt_write(const struct receipt *receipt, struct arena *arena)
{
    struct buffer file =
        buffer_open(arena, 4096 + receipt->statement.length + receipt->checkpoint.length);
    buffer_add_text(&file, TEXT(RECEIPT_KIND "\n"));
    buffer_add_text(&file, receipt->statement);
    if (receipt->salt.length > 0 && receipt->body.length <= RECEIPT_BODY_BYTES_MAX) {
        buffer_add_text(&file, TEXT("\nsalt "));
        buffer_add_text(&file, hex_of(receipt->salt, arena));
        buffer_add_text(&file, TEXT("\nbody "));
        buffer_add_text(&file, base64_of(receipt->body, arena));
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

static bool
read_content(struct text *rest, struct arena *arena, struct receipt *receipt)
{
    struct text hex, body;
    if (!take_line(rest, "salt ", &hex))
        return true;
    unsigned char *salt = arena_take(arena, SALT_BYTES);
    if (!hex_read(hex, salt, SALT_BYTES) || !take_line(rest, "body ", &body))
        return false;
    receipt->salt = (struct text){(const char *)salt, SALT_BYTES};
    return base64_read(body, arena, &receipt->body) &&
           receipt->body.length <= RECEIPT_BODY_BYTES_MAX;
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

enum flaw
receipt_check_tree(const struct receipt *receipt, struct hasher *hasher)
{
    struct digest leaf = statement_leaf(hasher, receipt->statement);
    if (!tree_includes(hasher, &leaf, receipt->index, receipt->head.size, &receipt->path,
                       &receipt->head.root))
        return EVENT_MUST_BE_IN_THE_TREE;
    if (receipt->salt.length == 0)
        return NO_FLAW;
    struct digest commitment = statement_commitment(hasher, receipt->salt, receipt->body);
    return digest_equal(&commitment, &receipt->said.commitment) ? NO_FLAW
                                                                : CONTENT_MUST_FIT_ITS_COMMITMENT;
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
