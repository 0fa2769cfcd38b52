/* envelope_note.c: who writes to whom is part of what is signed, so that a letter to one court is
 * void at another. */
#include "proof/envelope_note.h"

#include "base/digest.h"

enum flaw
envelope_note_read(struct text bytes, struct arena *arena, struct envelope_note *envelope)
{
    unsigned char id[ENVELOPE_ID_LENGTH / 2];
    *envelope = (struct envelope_note){.made_ms = -1};
    enum flaw flaw = signed_json_read(bytes, ENVELOPE_KIND, arena, &envelope->read);
    if (flaw != NO_FLAW)
        return flaw;
    const struct value *object = envelope->read.object;
    envelope->from = value_member_text(object, "from");
    envelope->to = value_member_text(object, "to");
    envelope->id = value_member_text(object, "id");
    envelope->made_ms = value_member_integer(object, "made", -1);
    return envelope->from.length > 0 && envelope->to.length > 0 &&
                   hex_read(envelope->id, id, sizeof id) && envelope->made_ms >= 0
               ? NO_FLAW
               : JSON_MUST_HAVE_ITS_MEMBERS;
}

enum flaw
envelope_note_check(const struct envelope_note *envelope, const struct trust *trust,
                    struct text reader, struct trust_answer *signer)
{
    struct trust_question question = {
        .node = envelope->from,
        .use = KEY_FOR_EXCHANGE,
        .at_ms = envelope->made_ms,
    };
    if (reader.length > 0 && !text_equal(reader, envelope->to))
        return ENVELOPE_MUST_BE_FOR_THIS_NODE;
    return trust_check(trust, &envelope->read.note, &question, signer);
}
