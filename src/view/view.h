/* view.h: for whom an answer is written: in which language, with which names of courts. And the
 * small pieces every answer is made of. */
#ifndef TB_VIEW_H
#define TB_VIEW_H
#include "base/canon.h"
#include "base/date.h"
#include "law/cause.h"
#include "law/network.h"
#include "law/own_words.h"
#include "paper/wording.h"

struct element_forms;

struct view {
    enum language language;
    const struct network *network; /* may be NULL: courts go by their ids */
    struct arena *arena;
    const struct cause_editions *causes; /* to say a cause in another language; may be NULL */
    const struct element_forms *forms;   /* to say what was asked; may be NULL */
    const struct own_words *own;         /* how the court says it; NULL: as the product does */
};

/* The sentence of a key of words/ as the court says it. `make tidy` sees to it that what a court
 * may say otherwise (paper/own_word.def) is said through these. */
struct text view_say(const struct view *view, const char *key);
struct text view_say_fill(const struct view *view, const char *key,
                          const struct wording_value *values, size_t count);

/* What the words say in the reader's language, in Chinese where nobody has said it in his; empty
 * for NULL. */
struct text view_words(const struct view *view, const struct words *words);

/* Between a name and what is said of it, and between two such, as the reader's language writes. */
struct text view_colon(const struct view *view);
struct text view_semicolon(const struct view *view);

/* A member with an instant (2026-01-05T09:30:00.000+08:00); left out for 0 and below, and for what
 * is no instant (NEVER_MS). */
void view_instant(const struct view *view, struct canon *canon, const char *key, int64_t at_ms);

/* A member with the words; left out where there are none. */
void view_title(const struct view *view, struct canon *canon, const char *key,
                const struct words *words);

/* How people call a court or node; its id where the network does not know it. */
struct text view_court_name(const struct view *view, struct text id);

/* The member KEY with the id of a court or node, and KEY_name with its name. Left out when empty.
 */
void view_court(const struct view *view, struct canon *canon, const char *key, struct text id);

/* The same for a role. */
void view_role(const struct view *view, struct canon *canon, const char *key, struct text role);

/* A member with a citation; left out for none. */
void view_citation(const struct view *view, struct canon *canon, struct citation rests_on);

#endif
