/* paper_note.h: the short signed note in the square code of a paper, checked with nothing but the
 * note and a trust list.
 *
 * Eight words in ASCII, parted by single blanks, at most PAPER_NOTE_BYTES_MAX bytes, so that any
 * phone reads it:
 *     tongban/paper/v1 ID MATTER DAY FACTS DIGEST KEY SIGNATURE
 * ID is NODE.stream.seq.kind: which event of which node issued which paper. DAY is that of the
 * event. FACTS is "-", or up to two of due:DAY (the last day the paper sets) and no:BASE64 (the
 * case number, UTF-8), with a comma between. DIGEST is the base64 SHA-256 of the canonical content
 * (paper/pdf.h), KEY the name of the paper key, SIGNATURE the base64 of its hash and signature. The
 * signature is over the first six words, each followed by a line feed instead of a blank.
 *
 * A key is judged by the end of DAY: the note has no finer time, so papers of the day a key was
 * stolen are not believed. */
#ifndef TB_PAPER_NOTE_H
#define TB_PAPER_NOTE_H
#include "base/date.h"
#include "base/digest.h"
#include "proof/trust.h"

#define PAPER_KIND "tongban/paper/v1"

enum { PAPER_NOTE_BYTES_MAX = 440, PAPER_ID_MAX = 100, PAPER_CODE_LENGTH = 14 };

struct paper_note {
    struct text id;
    struct text node, kind; /* parts of the id */
    struct text matter;     /* tracking number */
    struct date day;
    struct date due;         /* DATE_NONE: the paper sets no day */
    struct text case_number; /* empty: none yet */
    struct digest content;
    struct text code; /* "7F3K-9QXT-A2BC": typed by hand; over all that is signed */
    struct note note; /* filled by paper_note_read alone */
};

/* Takes id, matter, day, due, case_number and content; fills the rest and gives the line. An empty
 * text where a fact is not fit or too long. */
struct text paper_note_sign(struct paper_note *paper, const struct signing_key *key,
                            struct arena *arena);
/* The same without a signature, for what only needs `code`. */
bool paper_note_code(struct paper_note *paper, struct arena *arena);

/* Checks form, no signature. Blanks at the ends are passed over. The texts may point into `bytes`.
 */
enum flaw paper_note_read(struct text bytes, struct arena *arena, struct paper_note *paper);
/* Signed by a paper key of a node of the list, good on that day. The signer may be another node
 * than the one of the id: it printed a copy of what it was sent, and vouches for it. */
enum flaw paper_note_check(const struct paper_note *paper, const struct trust *trust,
                           struct trust_answer *signer);

/* The short code for any bytes: 55 bits of their SHA-256 and a check character. */
struct text paper_code_of(struct text bytes, struct arena *arena);
/* A short code as people type it: any dashes, blanks, small letters; O for 0, I and L for 1. False
 * where the check character is wrong. */
bool paper_code_read(struct text written, struct arena *arena, struct text *code);

#endif
