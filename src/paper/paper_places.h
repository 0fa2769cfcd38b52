/* paper_places.h: fills the places of a paper's text (paper_text.h) from its source. Inner header
 * of paper_content.c. */
#ifndef TB_PAPER_PLACES_H
#define TB_PAPER_PLACES_H
#include "paper/paper_content.h"
#include "paper/paper_text.h"

struct paper_places paper_places_fill(const struct paper_source *source, enum language language,
                                      struct arena *arena);

/* 2026年11月27日, 2026년 11월 27일 */
struct text paper_day(struct date date, enum language language, struct arena *arena);
/* The first period the event started that concerns the party; NULL none. */
const struct effect *paper_period(const struct paper_source *source);

#endif
