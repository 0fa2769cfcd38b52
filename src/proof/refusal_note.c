/* refusal_note.c: one fixed set of members, as a statement has. */
#include "proof/refusal_note.h"

#include "base/canon.h"

#include <string.h>

enum { REFUSAL_MEMBERS = 10 };

static bool
is_fit(struct text text, bool may_be_empty)
{
    return (may_be_empty || text.length > 0) && text.length <= REFUSAL_TEXT_MAX &&
           text_is_utf8(text) && !text_has_hidden(text);
}

static bool
all_fit(const struct refusal_note *refusal)
{
    return is_fit(refusal->act, false) && is_fit(refusal->actor, true) &&
           is_fit(refusal->role, true) && is_fit(refusal->node, false) &&
           is_fit(refusal->command, false) && is_fit(refusal->matter, true) &&
           is_fit(refusal->refusal, false) && is_fit(refusal->rests_on, true) &&
           refusal->refused_ms >= 0 && refusal->refused_ms <= VALUE_INTEGER_MAX;
}

struct text
refusal_note_sign(const struct refusal_note *refusal, const struct signing_key *key,
                  struct arena *arena)
{
    struct canon canon = canon_open(arena, 512);
    if (!all_fit(refusal))
        return TEXT("");
    canon_begin_object(&canon);
    canon_member_text(&canon, "act", refusal->act);
    canon_member_text(&canon, "actor", refusal->actor);
    canon_member_text(&canon, "command", refusal->command);
    canon_member_text(&canon, "matter", refusal->matter);
    canon_member_text(&canon, "node", refusal->node);
    canon_member_text(&canon, "refusal", refusal->refusal);
    canon_member_integer(&canon, "refused", refusal->refused_ms);
    canon_member_text(&canon, "request", digest_hex(&refusal->request, arena));
    canon_member_text(&canon, "rests_on", refusal->rests_on);
    canon_member_text(&canon, "role", refusal->role);
    canon_end_object(&canon);
    return signed_json_sign(REFUSAL_KIND, canon_text(&canon), &key, 1, arena);
}

static bool
read_text(const struct value *object, const char *key, struct text *text)
{
    const struct value *member = value_member(object, key);
    *text = value_text(member);
    return value_is(member, VALUE_TEXT);
}

enum flaw
refusal_note_read(struct text bytes, struct arena *arena, struct refusal_note *refusal)
{
    memset(refusal, 0, sizeof *refusal);
    enum flaw flaw = signed_json_read(bytes, REFUSAL_KIND, arena, &refusal->read);
    if (flaw != NO_FLAW)
        return flaw;
    const struct value *object = refusal->read.object;
    refusal->refused_ms = value_member_integer(object, "refused", -1);
    bool has_all = object->count == REFUSAL_MEMBERS && read_text(object, "act", &refusal->act) &&
                   read_text(object, "actor", &refusal->actor) &&
                   read_text(object, "command", &refusal->command) &&
                   read_text(object, "matter", &refusal->matter) &&
                   read_text(object, "node", &refusal->node) &&
                   read_text(object, "refusal", &refusal->refusal) &&
                   read_text(object, "rests_on", &refusal->rests_on) &&
                   read_text(object, "role", &refusal->role) &&
                   digest_parse(value_member_text(object, "request"), &refusal->request);
    return has_all && all_fit(refusal) ? NO_FLAW : JSON_MUST_HAVE_ITS_MEMBERS;
}

enum flaw
refusal_note_check(const struct refusal_note *refusal, const struct trust *trust,
                   struct trust_answer *signer)
{
    struct trust_question question = {
        .node = refusal->node,
        .use = KEY_FOR_EXCHANGE,
        .at_ms = refusal->refused_ms,
    };
    return trust_check(trust, &refusal->read.note, &question, signer);
}
