/* printing.h: a paper of a node as PDF: its text, its mark, its seal, through the press.
 *
 * What a court configures lies in the folder of the node and is read when the node is opened:
 *     NODE/seals/COURT.png         the seal on papers of that court, at most 512 KiB
 *     NODE/papers.zh, papers.ko    texts that go before the ones compiled in (paper/paper_text.h)
 * A few papers are kept in memory, by what they are made of; never on disk, where a copy would
 * outlive what the law has erased. */
#ifndef TB_PRINTING_H
#define TB_PRINTING_H
#include "paper/paper_content.h"
#include "proof/paper_note.h"
#include "work/press.h"

enum { PRINTING_KEPT = 64, PRINTING_KEPT_BYTES = 32 * 1024 * 1024 };

struct printing;

struct printed {
    struct paper_note note;
    struct text line;      /* the signed note, as it stands in the square code */
    struct digest made_of; /* everything the bytes follow from */
    struct text bytes;     /* the PDF; in the arena */
    struct text missing;   /* characters no font shows: "U+2A700 …"; empty: none */
};

/* Press and key outlive it; `fonts` may be empty. NULL with `fault` set: a seal or text cannot be
 * read or is too large. */
struct printing *printing_open(struct press *press, const char *folder, struct text fonts,
                               const struct signing_key *key, struct fault *fault);
/* NULL is allowed. */
void printing_close(struct printing *printing);

/* The note alone, signed; what `made_of` a PDF would be. Any thread. False where a fact does not
 * fit into a note. */
bool printing_note(struct printing *printing, struct paper_source *source, struct arena *arena,
                   struct printed *printed, struct text *job);
/* The PDF of a job. Blocks: not for a loop thread. False with `fault` set. */
bool printing_press(struct printing *printing, struct text job, struct arena *arena,
                    struct printed *printed, struct fault *fault);

#endif
