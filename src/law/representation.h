/* representation.h: who may act for whom in a suit, since when, until when, and how far.
 * [CPL-2023:61, CPL-2023:62] Pure.
 *
 * A representation is given by a power of attorney, for one matter or for all, with general or with
 * special authority, and can be taken back at any time. An agent sees and does nothing by it before
 * its first day, after its last, or once it has ended.
 *
 * Help is less than that and no power of attorney: somebody near to a party does with his own
 * account what has no legal effect, in one matter, for HELP_DAYS. A helper is no agent. */
#ifndef TB_REPRESENTATION_H
#define TB_REPRESENTATION_H
#include "base/date.h"

struct asker;
struct matter_facts;

enum representation_status {
    REPRESENTATION_PROPOSED, /* by the agent; nobody has confirmed it */
    REPRESENTATION_IN_FORCE,
    REPRESENTATION_DECLINED, /* was never in force */
    REPRESENTATION_ENDED     /* taken back, or laid down */
};
struct text representation_status_word(enum representation_status status);
bool representation_status_parse(struct text word, enum representation_status *status);

enum representation_scope {
    SCOPE_GENERAL,
    SCOPE_SPECIAL, /* may also concede, waive, change claims, settle, withdraw */
    SCOPE_HELP     /* a helper's: in one matter, nothing of legal effect */
};
struct text representation_scope_word(enum representation_scope scope);
bool representation_scope_parse(struct text word, enum representation_scope *scope);

enum {
    HELP_DAYS = 7,       /* after the day it was taken up */
    HELP_CODE_DAYS = 1,  /* in which a code may be taken up */
    HELP_TRIES_MAX = 5,  /* wrong codes of one account within a day */
    HELP_OFFERS_MAX = 10 /* codes of one party on one day */
};

/* Who holds help that nobody has taken up. */
#define HELP_OF_NOBODY TEXT("-")

struct representation {
    struct text id;
    struct text principal, agent; /* accounts; principal empty: a person without one */
    struct text name;             /* of that person; of help: of the helper, as the party says */
    struct text relation;         /* of help: how he is related, as the party says */
    struct text matter;           /* empty: all */
    struct date from, until;      /* first and last day; until DATE_NONE: open */
    enum representation_status status;
    enum representation_scope scope;
    struct text document; /* SHA-256 of the power of attorney; empty: the principal gave it here */
    struct text code;     /* of help: digest of the code that takes it up; empty: none does */
    int64_t ends_ms;      /* until when it does */
};

/* How an agent, or a helper, stands to a matter by what he holds. */
struct representation_standing {
    bool is_represented; /* one is in force today */
    bool is_special;     /* and with special authority */
    bool has_ended;      /* none is, but one was */
};

/* `principal` empty: of anybody named on the matter. What the asker holds and which day it is
 * stands in the asker. */
struct representation_standing representation_standing(const struct asker *asker,
                                                       const struct matter_facts *facts,
                                                       struct text principal);

/* Does it count on that day? */
bool representation_counts(const struct representation *one, struct date on);

#endif
