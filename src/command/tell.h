/* tell.h: what happened in a matter is told to its parties: where they are at home, the messages to
 * them are promised in the transaction of the event. Their inbox is derived (notice_rows.h). */
#ifndef TB_TELL_H
#define TB_TELL_H
#include "command/command.h"
#include "store/matter_rows.h"

/* A text message is one of the network's: so many characters of Chinese or Korean. */
enum { TELL_TEXT_CHARACTERS = 70, TELL_TEXT_CHARACTERS_LATIN = 160 };

/* After the event at `position` was appended; `result` is what it said. Does nothing where the
 * parties are not at home here, or nothing is to be told. */
void tell_parties(struct corridor *corridor, struct text matter_id, int64_t position,
                  const struct step_result *result, struct arena *arena);

/* What a message says: who and what, never what the matter is about. */
struct telling_words {
    struct text court, number, what, sentence; /* `what` without a full stop, `sentence` whole */
    struct text day;                           /* empty: none */
    struct text public_url;                    /* empty: none */
    const struct own_words *own;               /* how the court says it; NULL: as the product */
    enum language language;
};
/* As much of it as fits into one text message: the number loses its dashes, then the address goes.
 * What and when always stand in it. */
struct text tell_text(const struct telling_words *words, struct arena *arena);
struct text tell_mail_subject(const struct telling_words *words, struct arena *arena);
struct text tell_mail(const struct telling_words *words, struct arena *arena);

#endif
