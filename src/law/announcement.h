/* announcement.h: what an announcement must say, by the kind of paper that is served by it
 * [CPLI-2022:139], and on which of its days nobody could have read it. Pure. */
#ifndef TB_ANNOUNCEMENT_H
#define TB_ANNOUNCEMENT_H
#include "law/access.h"

enum announced_item {
#define ANNOUNCED_ITEM(name, word, documents, must) name,
#include "law/announcement.def"
#undef ANNOUNCED_ITEM
    ANNOUNCED_ITEM_COUNT
};

/* As in events, forms and words/: `gist`. */
struct text announced_item_word(enum announced_item item);

/* Does an announcement of this kind of paper (rules/service/facts.yaml, `document`) have the item,
 * and must it? */
bool announced_item_is_asked(enum announced_item item, struct text document);
bool announced_item_is_required(enum announced_item item, struct text document);

/* Who decides on one: whoever judges, or answers for who does. */
bool announcement_is_by(enum role role);

/* The days after `last` and before `day`, parted by blanks, after those that are in `gaps`. At most
 * ANNOUNCED_GAPS_MAX are named. */
enum { ANNOUNCED_GAPS_MAX = 90 };
struct text announced_gaps(struct text gaps, struct date last, struct date day,
                           struct arena *arena);

#endif
