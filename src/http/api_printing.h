/* api_printing.h: a paper of a matter, drawn on a thread for errands and answered later. */
#ifndef TB_API_PRINTING_H
#define TB_API_PRINTING_H
#include "http/api_call.h"

/* Why there is no paper to give. */
enum paper_lack {
    PAPER_IS_NOT_THERE,  /* or not for this asker, or erased: nobody can tell */
    PAPER_IS_NOT_DRAWN,  /* the press failed; somebody was told in the log */
    PAPER_FINDS_NO_ROOM, /* too many wait */
    PAPER_IS_NOT_FOUND   /* the store failed */
};
typedef struct answer api_paper_lack(struct api_call *call, enum paper_lack lack);

/* Answers with the PDF (ETag, Content-Disposition, 304 for If-None-Match), at once or later from
 * another thread; what is in the way is put into words by `lack`. The look is logged. For any door
 * that has an api_call whose asker is settled (api_take_role). */
enum completion api_print(struct api_call *call, struct text matter_id, struct text paper_id,
                          api_paper_lack *lack);

/* The signed note of the paper of that matter whose short code this is, found at a node hosted
 * here: for people who type what stands beside the square code. Nothing of the matter is told but
 * what the note says. False where there is none. */
bool api_find_paper(struct api_call *call, struct text matter, struct text code, struct text *line);

#endif
