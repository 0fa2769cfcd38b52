/* envelope.c: an envelope repeats what the journal says, nothing more; so it can be made again
 * after any crash, and the receiver can check leaf, chain and commitments before it believes a
 * word. */
#include "exchange/envelope.h"

#include "proof/envelope_note.h"
#include "store/outbox.h"

#include <string.h>

static const char *const kinds[] = {
#define ENVELOPE(name, text) text,
#include "exchange/envelope.def"
#undef ENVELOPE
};

const char *
envelope_kind_text(enum envelope_kind kind)
{
    return kinds[kind];
}

static enum envelope_kind
kind_of(struct text text)
{
    for (int kind = 0; kind < ENVELOPE_UNKNOWN; kind++) {
        if (text_is(text, kinds[kind]))
            return (enum envelope_kind)kind;
    }
    return ENVELOPE_UNKNOWN;
}

struct text
envelope_id(const struct digest *leaf, const char *kind, struct text peer, struct arena *arena)
{
    struct text named = text_format(arena, "%.*s\n%s\n%.*s", TEXT_ARGS(digest_hex(leaf, arena)),
                                    kind, TEXT_ARGS(peer));
    struct digest digest = digest_of(named);
    return hex_of((struct text){(const char *)digest.bytes, 16}, arena);
}

void
envelope_promise(struct node *node, enum envelope_kind kind, struct text peer, int64_t position,
                 struct arena *arena)
{
    bool is_copy = kind == ENVELOPE_EVENT || kind == ENVELOPE_LINK;
    if (text_is_empty(peer) || (is_copy && text_equal(peer, node->id)))
        return;
    struct digest leaf = node_leaf(node, position);
    struct promise made = {
        .id = envelope_id(&leaf, envelope_kind_text(kind), peer, arena),
        .kind = text_of(envelope_kind_text(kind)),
        .peer = peer,
        .position = position,
        .promised_ms = node->now_ms,
    };
    outbox_promise(node->store, node->id, &made);
}

/* An event of our own, or one of a peer that we hand on with an offered matter. */
struct carried {
    struct text statement, body, salt_hex, private, private_salt_hex, link_hex;
};

static bool
carry(const struct event *event, struct arena *arena, struct carried *carried)
{
    if (!event_is_of_peer(event->kind)) {
        *carried = (struct carried){
            .statement = event->statement,
            .body = event->body,
            .salt_hex = hex_of(event->salt, arena),
            .private = event->private,
            .private_salt_hex = hex_of(event->private_salt, arena),
            .link_hex = digest_hex(&event->link, arena),
        };
        return true;
    }
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *wrapped =
        text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena);
    *carried = (struct carried){
        .statement = value_member_text(body, "statement"),
        .body = value_member_text(body, "body"),
        .salt_hex = value_member_text(body, "salt"),
        .private = value_member_text(wrapped, "private"),
        .private_salt_hex = value_member_text(wrapped, "salt"),
        .link_hex = value_member_text(body, "link"),
    };
    return !text_is_empty(carried->statement);
}

/* Members in the order of their keys; what a kind does not use stays away. */
static bool
write_json(struct canon *canon, enum envelope_kind kind, struct text from, struct text to,
           struct text id, const struct event *event, struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *statement = value_read_canonical(event->statement, arena);
    struct carried carried = {0};
    bool has_place = kind == ENVELOPE_EVENT || kind == ENVELOPE_LINK;
    if (has_place && !carry(event, arena, &carried))
        return false;
    canon_begin_object(canon);
    if (kind == ENVELOPE_EVENT)
        canon_member_text_if(canon, "body", carried.body);
    if (kind == ENVELOPE_ENQUIRY || kind == ENVELOPE_ANSWER || kind == ENVELOPE_REFERENCE ||
        kind == ENVELOPE_ERASURE || kind == ENVELOPE_LOOKS || kind == ENVELOPE_URGE ||
        kind == ENVELOPE_PERSON || kind == ENVELOPE_CLAIM || kind == ENVELOPE_CLAIMED ||
        kind == ENVELOPE_ATTORNEY) {
        canon_key(canon, "content");
        canon_put_canonical(canon, event->body);
    }
    canon_member_text(canon, "from", from);
    canon_member_text(canon, "id", id);
    canon_member_text(canon, "kind", text_of(envelope_kind_text(kind)));
    if (kind == ENVELOPE_LINE) {
        const struct value *line = value_member(body, "line");
        if (line == NULL)
            return false;
        canon_member(canon, "line", line);
    }
    if (has_place)
        canon_member_text(canon, "link", carried.link_hex);
    canon_member_integer(canon, "made", value_member_integer(statement, "entered", 0));
    canon_member_text(canon, "matter", event->matter_id);
    if (kind == ENVELOPE_EVENT) {
        canon_member_text_if(canon, "private", carried.private);
        canon_member_text_if(canon, "private_salt", carried.private_salt_hex);
        canon_member_text_if(canon, "salt", carried.salt_hex);
    } else if (!has_place && !text_is_empty(event->private)) {
        canon_member_text(canon, "private", event->private);
    }
    if (has_place)
        canon_member_text(canon, "statement", carried.statement);
    canon_member_text(canon, "to", to);
    canon_end_object(canon);
    return true;
}

bool
envelope_make(struct store *store, struct text node_id, const struct signing_key *key,
              enum envelope_kind kind, int64_t position, struct text peer, struct arena *arena,
              struct text *note)
{
    struct event event;
    if (!journal_read(store, node_id, position, arena, &event))
        return false;
    struct canon canon = canon_open(arena, 4096);
    struct text id = envelope_id(&event.leaf, envelope_kind_text(kind), peer, arena);
    if (!write_json(&canon, kind, node_id, peer, id, &event, arena))
        return false;
    struct text json = canon_text(&canon);
    if (json.length > ENVELOPE_BYTES_MAX)
        return false;
    const struct signing_key *keys[] = {key};
    *note = signed_json_sign(ENVELOPE_KIND, json, keys, 1, arena);
    return true;
}

/* The event inside: its leaf and commitments must be what they say they are. */
static enum flaw
check_event(struct envelope *envelope, struct arena *arena)
{
    unsigned char salt[SALT_BYTES], private_salt[SALT_BYTES];
    struct hasher *hasher = hasher_open(arena);
    const struct value *json = envelope->json;
    envelope->statement_json = value_member_text(json, "statement");
    envelope->body = value_member_text(json, "body");
    envelope->salt_hex = value_member_text(json, "salt");
    envelope->private = value_member_text(json, "private");
    envelope->private_salt_hex = value_member_text(json, "private_salt");
    enum flaw flaw = statement_read(envelope->statement_json, arena, &envelope->statement);
    if (flaw != NO_FLAW)
        return flaw;
    struct digest leaf = statement_leaf(hasher, envelope->statement_json);
    envelope->link = statement_link(hasher, &envelope->statement.prev, &leaf);
    if (!text_equal(digest_hex(&envelope->link, arena), value_member_text(json, "link")))
        return CONTENT_MUST_FIT_ITS_COMMITMENT;
    if (envelope->kind == ENVELOPE_LINK || text_is_empty(envelope->body))
        return NO_FLAW;
    if (!hex_read(envelope->salt_hex, salt, SALT_BYTES))
        return JSON_MUST_HAVE_ITS_MEMBERS;
    struct digest commitment =
        statement_commitment(hasher, (struct text){(const char *)salt, SALT_BYTES}, envelope->body);
    if (!digest_equal(&commitment, &envelope->statement.commitment))
        return CONTENT_MUST_FIT_ITS_COMMITMENT;
    const struct value *body = value_read_canonical(envelope->body, arena);
    if (body == NULL)
        return JSON_MUST_BE_CANONICAL;
    if (text_is_empty(envelope->private))
        return NO_FLAW;
    if (!hex_read(envelope->private_salt_hex, private_salt, SALT_BYTES) ||
        value_read_canonical(envelope->private, arena) == NULL)
        return JSON_MUST_HAVE_ITS_MEMBERS;
    struct text digest = journal_private_digest(
        envelope->private, (struct text){(const char *)private_salt, SALT_BYTES}, arena);
    return text_equal(digest, value_member_text(body, "private")) ? NO_FLAW
                                                                  : CONTENT_MUST_FIT_ITS_COMMITMENT;
}

/* Digest of all but the private part, which is tied in by the body's digest of it and may have been
 * erased between one sending and the next. */
static struct digest
digest_without_private(const struct value *json, struct arena *arena)
{
    struct canon canon = canon_open(arena, 4096);
    canon_begin_object(&canon);
    for (const struct value *member = json->first; member != NULL; member = member->next) {
        if (text_is(member->key, "private") || text_is(member->key, "private_salt"))
            continue;
        canon_key_text(&canon, member->key);
        canon_put(&canon, member);
    }
    canon_end_object(&canon);
    return digest_of(canon_text(&canon));
}

enum flaw
envelope_open(struct text note, struct text receiver, const struct trust *trust, int64_t now_ms,
              struct arena *arena, struct envelope *envelope)
{
    struct envelope_note read;
    struct trust_answer signer;
    *envelope = (struct envelope){.kind = ENVELOPE_UNKNOWN};
    if (note.length > ENVELOPE_BYTES_MAX + 8 * 1024)
        return FILE_MUST_NOT_BE_TOO_LARGE;
    enum flaw flaw = envelope_note_read(note, arena, &read);
    if (flaw != NO_FLAW)
        return flaw;
    const struct value *json = envelope->json = read.read.object;
    envelope->kind = kind_of(value_member_text(json, "kind"));
    envelope->id = read.id;
    envelope->from = read.from;
    envelope->to = read.to;
    envelope->matter_id = value_member_text(json, "matter");
    envelope->digest = digest_without_private(json, arena);
    if (text_is_empty(envelope->matter_id) || envelope->matter_id.length > ENVELOPE_MATTER_MAX)
        return JSON_MUST_HAVE_ITS_MEMBERS;
    /* The key must have been good when the envelope was made, which may be long ago. A date ahead
     * of our clock is judged as today: clocks differ, and nobody gains by dating ahead. */
    if (read.made_ms > now_ms)
        read.made_ms = now_ms;
    flaw = envelope_note_check(&read, trust, receiver, &signer);
    if (flaw != NO_FLAW)
        return flaw;
    if (envelope->kind != ENVELOPE_EVENT && envelope->kind != ENVELOPE_LINK)
        return NO_FLAW;
    flaw = check_event(envelope, arena);
    if (flaw == NO_FLAW && !text_equal(envelope->statement.matter, envelope->matter_id))
        flaw = CONTENT_MUST_FIT_ITS_COMMITMENT;
    envelope->stream = envelope->statement.stream;
    envelope->seq = envelope->statement.seq;
    return flaw;
}

int
envelope_files(const struct envelope *envelope, struct arena *arena, struct text **digests)
{
    struct digest unused;
    const struct value *private = value_read_canonical(envelope->private, arena);
    const struct value *documents = value_member(private, "documents");
    int count = 0;
    *digests = ARENA_MANY(arena, ENVELOPE_FILES_MAX, struct text);
    if (!value_is(documents, VALUE_ARRAY))
        return 0;
    for (const struct value *item = documents->first; item != NULL; item = item->next) {
        struct text file = value_member_text(item, "file");
        if (digest_parse(file, &unused) && count < ENVELOPE_FILES_MAX)
            (*digests)[count++] = file;
    }
    return count;
}
