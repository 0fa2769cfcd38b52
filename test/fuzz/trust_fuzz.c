/* trust_fuzz.c: trust lists, envelopes and refusals. */
#include "fuzz.h"
#include "proof/envelope_note.h"
#include "proof/refusal_note.h"

/* Whatever the signatures say, a list that was read to its end is written in one way. */
static void
lists(struct text input, struct arena *arena)
{
    struct trust trust;
    enum flaw flaw = trust_read(input, arena, &trust);
    if (flaw != NO_FLAW && flaw != TRUST_MUST_REACH_ITS_QUORUM && flaw != SIGNATURE_MUST_FIT)
        return;
    MUST(text_equal(trust_text(&trust, arena), trust.note.text));
    MUST(trust.quorum >= 1 && trust.quorum <= trust.signer_count);
    MUST(trust_follows(&trust, &trust) == TRUST_VERSION_MUST_GROW);
    struct trust_question question = {.use = KEY_FOR_LOG, .at_ms = -1};
    struct trust_answer answer;
    (void)trust_check(&trust, &trust.note, &question, &answer);
}

FUZZ(input, arena)
{
    static const unsigned char seed[KEY_SEED_BYTES] = {1};
    struct signing_key key = key_make(TEXT("a"), seed);
    struct envelope_note envelope;
    struct refusal_note refusal, again;
    lists(input, arena);
    if (envelope_note_read(input, arena, &envelope) == NO_FLAW)
        MUST(envelope.id.length == ENVELOPE_ID_LENGTH && envelope.made_ms >= 0);
    if (refusal_note_read(input, arena, &refusal) == NO_FLAW) {
        struct text text = refusal_note_sign(&refusal, &key, arena);
        MUST(refusal_note_read(text, arena, &again) == NO_FLAW);
        MUST(text_equal(again.read.note.text, refusal.read.note.text));
    }
}
