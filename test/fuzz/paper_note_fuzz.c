/* paper_note_fuzz.c: what a phone reads from a square code, and what people type. */
#include "fuzz.h"
#include "proof/paper_note.h"

FUZZ(input, arena)
{
    static const unsigned char seed[KEY_SEED_BYTES] = {1};
    struct signing_key key = key_make(TEXT("JL7502/paper1"), seed);
    struct paper_note paper, again;
    struct text code;
    if (paper_code_read(input, arena, &code))
        MUST(code.length == PAPER_CODE_LENGTH && paper_code_read(code, arena, &code));
    if (paper_note_read(input, arena, &paper) != NO_FLAW)
        return;
    MUST(paper_code_read(paper.code, arena, &code) && text_equal(code, paper.code));
    (void)note_check(&paper.note, &key.public);
    /* Signed anew it says the same. */
    struct paper_note copy = paper;
    struct text line = paper_note_sign(&copy, &key, arena);
    if (text_is_empty(line))
        return;
    MUST(paper_note_read(line, arena, &again) == NO_FLAW);
    MUST(text_equal(again.note.text, paper.note.text) && text_equal(again.code, paper.code));
    MUST(note_check(&again.note, &key.public) == NO_FLAW);
}
