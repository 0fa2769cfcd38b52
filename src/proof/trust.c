/* trust.c: reads the list member by member; a member that is missing, of another type or not known
 * refuses the whole list, since half a list of keys is worse than none. */
#include "proof/trust.h"

#include "base/canon.h"
#include "proof/tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const use_texts[KEY_USE_COUNT] = {
#define KEY_USE(name, text) text,
#include "proof/key_use.def"
#undef KEY_USE
};

const char *
key_use_text(enum key_use use)
{
    assert(use < KEY_USE_COUNT);
    return use_texts[use];
}

/* ---- writing ---- */

static void
put_key(struct canon *canon, const struct trust_key *key)
{
    struct arena *arena = canon->buffer.arena;
    canon_begin_object(canon);
    canon_member_integer(canon, "from_index", (int64_t)key->from_index);
    canon_member_text(canon, "key", key_public_text(&key->public, arena));
    canon_key(canon, "to_index");
    if (key->to_index >= TREE_SIZE_MAX)
        canon_put_null(canon);
    else
        canon_put_integer(canon, (int64_t)key->to_index);
    canon_member_text(canon, "use", text_of(key_use_text(key->use)));
    canon_member_integer(canon, "valid_from", key->valid_from_ms);
    canon_member_integer(canon, "valid_to", key->valid_to_ms);
    canon_end_object(canon);
}

static void
put_node(struct canon *canon, const struct trust_node *node)
{
    canon_begin_object(canon);
    canon_member_text(canon, "id", node->id);
    canon_key(canon, "keys");
    canon_begin_array(canon);
    for (size_t i = 0; i < node->key_count; i++)
        put_key(canon, &node->keys[i]);
    canon_end_array(canon);
    canon_key(canon, "name");
    canon_begin_object(canon);
    canon_member_text(canon, "en", node->name.in[LANGUAGE_EN]);
    canon_member_text(canon, "ko", node->name.in[LANGUAGE_KO]);
    canon_member_text(canon, "zh", node->name.in[LANGUAGE_ZH]);
    canon_end_object(canon);
    canon_key(canon, "types");
    canon_begin_array(canon);
    for (size_t i = 0; i < node->type_count; i++)
        canon_put_text(canon, node->types[i]);
    canon_end_array(canon);
    canon_end_object(canon);
}

static void
put_revoked(struct canon *canon, const struct trust *trust)
{
    canon_key(canon, "revoked");
    canon_begin_array(canon);
    for (size_t i = 0; i < trust->revoked_count; i++) {
        canon_begin_object(canon);
        canon_member_integer(canon, "from", trust->revoked[i].from_ms);
        canon_member_text(canon, "key", trust->revoked[i].key_id);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_signers(struct canon *canon, const struct trust *trust)
{
    canon_key(canon, "signers");
    canon_begin_array(canon);
    for (size_t i = 0; i < trust->signer_count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "key",
                          key_public_text(&trust->signers[i].key, canon->buffer.arena));
        canon_member_text(canon, "name", trust->signers[i].name);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
trust_text(const struct trust *trust, struct arena *arena)
{
    struct canon canon = canon_open(arena, 4096);
    canon_begin_object(&canon);
    canon_member_integer(&canon, "issued", trust->issued_ms);
    canon_member_text(&canon, "network", trust->network);
    canon_key(&canon, "nodes");
    canon_begin_array(&canon);
    for (size_t i = 0; i < trust->node_count; i++)
        put_node(&canon, &trust->nodes[i]);
    canon_end_array(&canon);
    canon_member_integer(&canon, "quorum", (int64_t)trust->quorum);
    put_revoked(&canon, trust);
    put_signers(&canon, trust);
    canon_member_integer(&canon, "version", trust->version);
    canon_end_object(&canon);
    return signed_json_text(TRUST_KIND, canon_text(&canon), arena);
}

/* ---- reading ---- */

/* A reading sticks to its first flaw; later readers then give inert values. */
struct reading {
    struct arena *arena;
    enum flaw flaw;
};

static void
refuse(struct reading *reading, enum flaw flaw)
{
    if (reading->flaw == NO_FLAW)
        reading->flaw = flaw;
}

static const struct value *
read_object(struct reading *reading, const struct value *object, size_t members)
{
    if (!value_is(object, VALUE_OBJECT) || object->count != members)
        refuse(reading, TRUST_MUST_BE_WELL_FORMED);
    return object;
}

/* The first of at most `most` items. */
static const struct value *
read_array(struct reading *reading, const struct value *array, size_t most)
{
    if (!value_is(array, VALUE_ARRAY) || array->count > most) {
        refuse(reading, TRUST_MUST_BE_WELL_FORMED);
        return NULL;
    }
    return array->first;
}

static struct text
read_text(struct reading *reading, const struct value *value)
{
    struct text text = value_text(value);
    if (text.length == 0 || text.length > TRUST_TEXT_MAX || memchr(text.bytes, '\n', text.length))
        refuse(reading, TRUST_MUST_BE_WELL_FORMED);
    return text;
}

static int64_t
read_integer(struct reading *reading, const struct value *value, int64_t least, int64_t most)
{
    int64_t integer = value_integer(value, -1);
    if (!value_is(value, VALUE_INTEGER) || integer < least || integer > most)
        refuse(reading, TRUST_MUST_BE_WELL_FORMED);
    return integer;
}

static int64_t
read_time(struct reading *reading, const struct value *value)
{
    return read_integer(reading, value, 0, VALUE_INTEGER_MAX);
}

static struct public_key
read_key_text(struct reading *reading, const struct value *value)
{
    struct public_key key = {0};
    enum flaw flaw = key_read_public(value_text(value), reading->arena, &key);
    if (flaw != NO_FLAW)
        refuse(reading, flaw);
    return key;
}

static enum key_use
read_use(struct reading *reading, const struct value *value)
{
    for (int use = 0; use < KEY_USE_COUNT; use++) {
        if (text_is(value_text(value), use_texts[use]))
            return (enum key_use)use;
    }
    refuse(reading, TRUST_MUST_BE_WELL_FORMED);
    return KEY_FOR_LOG;
}

static struct trust_key
read_key(struct reading *reading, const struct value *object)
{
    const struct value *to_index = value_member(object, "to_index");
    read_object(reading, object, 6);
    struct trust_key key = {
        .public = read_key_text(reading, value_member(object, "key")),
        .use = read_use(reading, value_member(object, "use")),
        .valid_from_ms = read_time(reading, value_member(object, "valid_from")),
        .valid_to_ms = read_time(reading, value_member(object, "valid_to")),
        .from_index = (uint64_t)read_integer(reading, value_member(object, "from_index"), 0,
                                             VALUE_INTEGER_MAX),
        .to_index = TREE_SIZE_MAX,
        .revoked_from_ms = INT64_MAX,
    };
    if (!value_is(to_index, VALUE_NULL))
        key.to_index = (uint64_t)read_integer(reading, to_index, 0, VALUE_INTEGER_MAX - 1);
    return key;
}

static void
read_keys(struct reading *reading, const struct value *array, struct trust_node *node)
{
    const struct value *item = read_array(reading, array, TRUST_KEYS_MAX);
    struct trust_key *keys =
        ARENA_MANY(reading->arena, item == NULL ? 1 : array->count, struct trust_key);
    for (; item != NULL; item = item->next)
        keys[node->key_count++] = read_key(reading, item);
    node->keys = keys;
}

static void
read_types(struct reading *reading, const struct value *array, struct trust_node *node)
{
    const struct value *item = read_array(reading, array, TRUST_KEYS_MAX);
    struct text *types = ARENA_MANY(reading->arena, item == NULL ? 1 : array->count, struct text);
    for (; item != NULL; item = item->next)
        types[node->type_count++] = read_text(reading, item);
    node->types = types;
}

static struct trust_node
read_node(struct reading *reading, const struct value *object)
{
    const struct value *name = value_member(object, "name");
    read_object(reading, object, 4);
    read_object(reading, name, LANGUAGE_COUNT);
    struct trust_node node = {
        .id = read_text(reading, value_member(object, "id")),
        .name.in = {[LANGUAGE_ZH] = read_text(reading, value_member(name, "zh")),
                    [LANGUAGE_KO] = read_text(reading, value_member(name, "ko")),
                    [LANGUAGE_EN] = read_text(reading, value_member(name, "en"))},
    };
    read_keys(reading, value_member(object, "keys"), &node);
    read_types(reading, value_member(object, "types"), &node);
    return node;
}

static void
read_nodes(struct reading *reading, const struct value *array, struct trust *trust)
{
    const struct value *item = read_array(reading, array, TRUST_NODES_MAX);
    struct trust_node *nodes =
        ARENA_MANY(reading->arena, item == NULL ? 1 : array->count, struct trust_node);
    for (; item != NULL && reading->flaw == NO_FLAW; item = item->next)
        nodes[trust->node_count++] = read_node(reading, item);
    trust->nodes = nodes;
}

static void
read_signers(struct reading *reading, const struct value *array, struct trust *trust)
{
    const struct value *item = read_array(reading, array, TRUST_SIGNERS_MAX);
    struct trust_signer *signers =
        ARENA_MANY(reading->arena, TRUST_SIGNERS_MAX, struct trust_signer);
    for (; item != NULL; item = item->next) {
        read_object(reading, item, 2);
        signers[trust->signer_count++] = (struct trust_signer){
            read_text(reading, value_member(item, "name")),
            read_key_text(reading, value_member(item, "key")),
        };
    }
    trust->signers = signers;
}

static void
read_revoked(struct reading *reading, const struct value *array, struct trust *trust)
{
    const struct value *item = read_array(reading, array, TRUST_NODES_MAX);
    struct trust_revocation *revoked =
        ARENA_MANY(reading->arena, item == NULL ? 1 : array->count, struct trust_revocation);
    for (; item != NULL; item = item->next) {
        read_object(reading, item, 2);
        revoked[trust->revoked_count++] = (struct trust_revocation){
            read_text(reading, value_member(item, "key")),
            read_time(reading, value_member(item, "from")),
        };
    }
    trust->revoked = revoked;
}

/* A key of a node bears the node's name, so that nobody signs under a name that reads like
 * another's. */
static bool
name_is_of_node(struct text name, struct text id)
{
    return name.length > id.length + 1 && name.bytes[id.length] == '/' &&
           memcmp(name.bytes, id.bytes, id.length) == 0;
}

static int
by_bytes(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static bool
has_twice(struct text *texts, size_t count)
{
    if (count > 1)
        qsort(texts, count, sizeof texts[0], by_bytes);
    for (size_t i = 1; i < count; i++) {
        if (text_equal(texts[i - 1], texts[i]))
            return true;
    }
    return false;
}

/* One key, one purpose: listed twice it could make two signers of one, or carry a signature from
 * one use to another. */
static void
check_distinct(struct reading *reading, const struct trust *trust)
{
    size_t key_count = trust->signer_count, filled = 0;
    for (size_t i = 0; i < trust->node_count; i++)
        key_count += trust->nodes[i].key_count;
    struct text *keys = ARENA_MANY(reading->arena, key_count + 1, struct text);
    struct text *ids = ARENA_MANY(reading->arena, trust->node_count + 1, struct text);
    for (size_t i = 0; i < trust->signer_count; i++)
        keys[filled++] = (struct text){(const char *)trust->signers[i].key.bytes, KEY_BYTES};
    for (size_t i = 0; i < trust->node_count; i++) {
        const struct trust_node *node = &trust->nodes[i];
        ids[i] = node->id;
        for (size_t k = 0; k < node->key_count; k++) {
            keys[filled++] = (struct text){(const char *)node->keys[k].public.bytes, KEY_BYTES};
            if (!name_is_of_node(node->keys[k].public.name, node->id))
                refuse(reading, TRUST_MUST_BE_WELL_FORMED);
        }
    }
    if (has_twice(keys, key_count))
        refuse(reading, TRUST_MUST_NAME_A_KEY_ONCE);
    if (has_twice(ids, trust->node_count))
        refuse(reading, TRUST_MUST_BE_WELL_FORMED);
}

static bool
is_key_id(struct text id, const struct public_key *key)
{
    unsigned char hash[KEY_HASH_BYTES];
    struct text name = text_cut(&id, '+');
    return hex_read(id, hash, KEY_HASH_BYTES) && memcmp(hash, key->hash, KEY_HASH_BYTES) == 0 &&
           text_equal(name, key->name);
}

/* The keys were made by this file and are still its own. */
static void
mark_revoked(struct trust *trust)
{
    for (size_t i = 0; i < trust->node_count; i++) {
        struct trust_key *keys = (struct trust_key *)trust->nodes[i].keys;
        for (size_t k = 0; k < trust->nodes[i].key_count; k++) {
            for (size_t r = 0; r < trust->revoked_count; r++) {
                if (is_key_id(trust->revoked[r].key_id, &keys[k].public) &&
                    trust->revoked[r].from_ms < keys[k].revoked_from_ms)
                    keys[k].revoked_from_ms = trust->revoked[r].from_ms;
            }
        }
    }
}

/* How many of the signers signed the note; each counts once. */
static enum flaw
count_signers(const struct trust *trust, const struct note *note, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < trust->signer_count; i++) {
        enum flaw flaw = note_check(note, &trust->signers[i].key);
        if (flaw == SIGNATURE_MUST_FIT)
            return flaw;
        *count += flaw == NO_FLAW;
    }
    return NO_FLAW;
}

static enum flaw
check_quorum(const struct trust *trust, const struct note *note)
{
    size_t count;
    enum flaw flaw = count_signers(trust, note, &count);
    if (flaw != NO_FLAW)
        return flaw;
    return count >= trust->quorum ? NO_FLAW : TRUST_MUST_REACH_ITS_QUORUM;
}

enum flaw
trust_read(struct text bytes, struct arena *arena, struct trust *trust)
{
    struct reading reading = {arena, NO_FLAW};
    struct signed_json read;
    memset(trust, 0, sizeof *trust);
    enum flaw flaw = signed_json_read(bytes, TRUST_KIND, arena, &read);
    if (flaw != NO_FLAW)
        return flaw;
    const struct value *object = read_object(&reading, read.object, 7);
    trust->note = read.note;
    trust->version = read_integer(&reading, value_member(object, "version"), 1, VALUE_INTEGER_MAX);
    trust->issued_ms = read_time(&reading, value_member(object, "issued"));
    trust->network = read_text(&reading, value_member(object, "network"));
    read_nodes(&reading, value_member(object, "nodes"), trust);
    read_signers(&reading, value_member(object, "signers"), trust);
    read_revoked(&reading, value_member(object, "revoked"), trust);
    trust->quorum = (size_t)read_integer(&reading, value_member(object, "quorum"), 1,
                                         (int64_t)trust->signer_count);
    if (reading.flaw == NO_FLAW)
        check_distinct(&reading, trust);
    if (reading.flaw != NO_FLAW)
        return reading.flaw;
    mark_revoked(trust);
    return check_quorum(trust, &trust->note);
}

enum flaw
trust_follows(const struct trust *older, const struct trust *newer)
{
    if (!text_equal(older->network, newer->network))
        return TRUST_MUST_STAY_IN_ITS_NETWORK;
    if (newer->version <= older->version)
        return TRUST_VERSION_MUST_GROW;
    return check_quorum(older, &newer->note);
}

/* ---- asking ---- */

const struct trust_node *
trust_node(const struct trust *trust, struct text id)
{
    for (size_t i = 0; i < trust->node_count; i++) {
        if (text_equal(trust->nodes[i].id, id))
            return &trust->nodes[i];
    }
    return NULL;
}

bool
trust_node_reads(const struct trust_node *node, struct text type)
{
    for (size_t i = 0; i < node->type_count; i++) {
        if (text_equal(node->types[i], type))
            return true;
    }
    return false;
}

static bool
find_signer(const struct trust *trust, const struct note_signature *signature,
            struct trust_answer *answer)
{
    for (size_t i = 0; i < trust->node_count; i++) {
        const struct trust_node *node = &trust->nodes[i];
        for (size_t k = 0; k < node->key_count; k++) {
            const struct public_key *key = &node->keys[k].public;
            if (memcmp(signature->hash, key->hash, KEY_HASH_BYTES) == 0 &&
                text_equal(signature->name, key->name)) {
                *answer = (struct trust_answer){node, &node->keys[k]};
                return true;
            }
        }
    }
    return false;
}

static enum flaw
check_key(const struct trust_answer *signer, const struct trust_question *question)
{
    const struct trust_key *key = signer->key;
    if (question->node.length > 0 && !text_equal(question->node, signer->node->id))
        return SIGNER_MUST_BE_THAT_NODE;
    if (key->use != question->use)
        return KEY_MUST_BE_FOR_THIS_USE;
    if (question->size < key->from_index || question->size > key->to_index)
        return KEY_MUST_BE_VALID_THEN;
    if (question->at_ms < 0)
        return key->revoked_from_ms == 0 ? KEY_MUST_NOT_BE_REVOKED : NO_FLAW;
    if ((question->at_ms < key->valid_from_ms && key->use != KEY_FOR_LOG) ||
        question->at_ms >= key->valid_to_ms)
        return KEY_MUST_BE_VALID_THEN;
    return question->at_ms >= key->revoked_from_ms ? KEY_MUST_NOT_BE_REVOKED : NO_FLAW;
}

enum flaw
trust_check(const struct trust *trust, const struct note *note,
            const struct trust_question *question, struct trust_answer *answer)
{
    enum flaw first = SIGNER_MUST_BE_KNOWN;
    bool is_answered = false;
    for (size_t i = 0; i < note->count; i++) {
        struct trust_answer signer;
        if (!find_signer(trust, &note->signatures[i], &signer))
            continue;
        if (note_check(note, &signer.key->public) != NO_FLAW)
            return SIGNATURE_MUST_FIT;
        enum flaw flaw = check_key(&signer, question);
        if (flaw == NO_FLAW && !is_answered) {
            *answer = signer;
            is_answered = true;
        } else if (first == SIGNER_MUST_BE_KNOWN) {
            first = flaw;
        }
    }
    return is_answered ? NO_FLAW : first;
}
