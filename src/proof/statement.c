/* statement.c: one fixed set of members, written in order and read strictly. Another set of members
 * would be another version of what carries it. */
#include "proof/statement.h"

#include "base/canon.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENT_MEMBERS = 15 };

static bool
is_fit(struct text text, bool may_be_empty)
{
    return (may_be_empty || text.length > 0) && text.length <= STATEMENT_TEXT_MAX &&
           text_is_utf8(text) && !text_has_hidden(text) &&
           (text.length == 0 || (memchr(text.bytes, '\n', text.length) == NULL &&
                                 memchr(text.bytes, '\t', text.length) == NULL));
}

static bool
time_is_fit(int64_t at_ms)
{
    return at_ms <= VALUE_INTEGER_MAX;
}

bool
statement_is_fit(const struct statement *statement)
{
    return is_fit(statement->act, false) && is_fit(statement->actor, true) &&
           is_fit(statement->role, true) && is_fit(statement->kind, false) &&
           is_fit(statement->matter, false) && is_fit(statement->stream, false) &&
           is_fit(statement->node, false) && time_is_fit(statement->claimed_ms) &&
           time_is_fit(statement->counter_ms) && time_is_fit(statement->owner_ms) &&
           time_is_fit(statement->entered_ms) && statement->entered_ms >= 0 &&
           statement->seq >= 0 && statement->seq <= VALUE_INTEGER_MAX &&
           statement->directory >= 0 && statement->directory <= VALUE_INTEGER_MAX;
}

static void
put_time(struct canon *canon, const char *key, int64_t at_ms)
{
    canon_key(canon, key);
    if (at_ms < 0)
        canon_put_null(canon);
    else
        canon_put_integer(canon, at_ms);
}

struct text
statement_text(const struct statement *statement, struct arena *arena)
{
    struct canon canon = canon_open(arena, 640);
    assert(statement_is_fit(statement));
    canon_begin_object(&canon);
    canon_member_text(&canon, "act", statement->act);
    canon_member_text(&canon, "actor", statement->actor);
    put_time(&canon, "claimed", statement->claimed_ms);
    canon_member_text(&canon, "commitment", digest_hex(&statement->commitment, arena));
    put_time(&canon, "counter", statement->counter_ms);
    canon_member_integer(&canon, "directory", statement->directory);
    put_time(&canon, "entered", statement->entered_ms);
    canon_member_text(&canon, "kind", statement->kind);
    canon_member_text(&canon, "matter", statement->matter);
    canon_member_text(&canon, "node", statement->node);
    put_time(&canon, "owner", statement->owner_ms);
    canon_member_text(&canon, "prev", digest_hex(&statement->prev, arena));
    canon_member_text(&canon, "role", statement->role);
    canon_member_integer(&canon, "seq", statement->seq);
    canon_member_text(&canon, "stream", statement->stream);
    canon_end_object(&canon);
    return canon_text(&canon);
}

static bool
read_text(const struct value *object, const char *key, struct text *text)
{
    const struct value *member = value_member(object, key);
    *text = value_text(member);
    return value_is(member, VALUE_TEXT);
}

static bool
read_integer(const struct value *object, const char *key, int64_t *integer)
{
    const struct value *member = value_member(object, key);
    *integer = value_integer(member, 0);
    return value_is(member, VALUE_INTEGER);
}

static bool
read_time(const struct value *object, const char *key, int64_t *at_ms)
{
    *at_ms = -1;
    if (value_is(value_member(object, key), VALUE_NULL))
        return true;
    return read_integer(object, key, at_ms) && *at_ms >= 0;
}

static bool
read_digest(const struct value *object, const char *key, struct digest *digest)
{
    return digest_parse(value_member_text(object, key), digest);
}

enum flaw
statement_read(struct text text, struct arena *arena, struct statement *statement)
{
    memset(statement, 0, sizeof *statement);
    if (text.length > STATEMENT_BYTES_MAX)
        return FILE_MUST_NOT_BE_TOO_LARGE;
    const struct value *object = value_read_canonical(text, arena);
    if (object == NULL)
        return JSON_MUST_BE_CANONICAL;
    bool has_all = value_is(object, VALUE_OBJECT) && object->count == STATEMENT_MEMBERS &&
                   read_text(object, "act", &statement->act) &&
                   read_text(object, "actor", &statement->actor) &&
                   read_time(object, "claimed", &statement->claimed_ms) &&
                   read_digest(object, "commitment", &statement->commitment) &&
                   read_time(object, "counter", &statement->counter_ms) &&
                   read_integer(object, "directory", &statement->directory) &&
                   read_time(object, "entered", &statement->entered_ms) &&
                   read_text(object, "kind", &statement->kind) &&
                   read_text(object, "matter", &statement->matter) &&
                   read_text(object, "node", &statement->node) &&
                   read_time(object, "owner", &statement->owner_ms) &&
                   read_digest(object, "prev", &statement->prev) &&
                   read_text(object, "role", &statement->role) &&
                   read_integer(object, "seq", &statement->seq) &&
                   read_text(object, "stream", &statement->stream);
    return has_all && statement_is_fit(statement) ? NO_FLAW : JSON_MUST_HAVE_ITS_MEMBERS;
}

struct digest
statement_commitment(struct hasher *hasher, struct text salt, struct text body)
{
    hasher_begin(hasher);
    hasher_add(hasher, salt.bytes, salt.length);
    hasher_add(hasher, body.bytes, body.length);
    return hasher_end(hasher);
}

struct digest
statement_leaf(struct hasher *hasher, struct text text)
{
    return tree_leaf(hasher, text);
}

struct digest
statement_link(struct hasher *hasher, const struct digest *prev, const struct digest *leaf)
{
    unsigned char joined[1 + 2 * DIGEST_BYTES] = {0x02};
    memcpy(joined + 1, prev->bytes, DIGEST_BYTES);
    memcpy(joined + 1 + DIGEST_BYTES, leaf->bytes, DIGEST_BYTES);
    hasher_begin(hasher);
    hasher_add(hasher, joined, sizeof joined);
    return hasher_end(hasher);
}
