/* jurisdiction.h: which court a matter belongs to, and why. Pure; read from
 * rules/jurisdiction.yaml.
 *
 * An answer is advice with its reasons, in the order the law gives them. What is not known is asked
 * for, never guessed; courts outside the network are named, because the person must be sent there.
 * The court that receives a complaint decides. */
#ifndef TB_JURISDICTION_H
#define TB_JURISDICTION_H
#include "law/citation.h"
#include "law/network.h"

/* How a place is tied to a dispute. TIE_COURT names a court by its id, every other tie an area. */
enum tie {
#define TIE(name, word) TIE_##name,
#include "law/tie.def"
#undef TIE
    TIE_KINDS
};
struct text tie_word(enum tie tie);
bool tie_parse(struct text word, enum tie *tie);

enum area_kind { AREA_COUNTY, AREA_FOREST_BUREAU, AREA_FARM };

struct jurisdiction_area {
    struct text id;
    enum area_kind kind;
    struct words name;
    const struct text *aliases; /* other names it goes by in addresses */
    size_t aliases_count;
    struct text within; /* id of the area it lies in; empty for none */
    struct text court;  /* id of the basic court, here or outside; empty: that of `within` */
    bool is_verified;   /* that court and no other was confirmed */
};

struct outside_court {
    struct text id;
    enum court_level level;
    struct words name;
    struct text superior; /* id of a court, here or outside; empty where nobody has said */
};

/* When a tie counts at all. */
enum link_when {
    LINK_ALWAYS,
    LINK_SEVERAL_DEFENDANTS, /* … living in areas of different courts */
    LINK_DEFENDANT_AWAY,     /* abroad, missing, or long gone from home */
    LINK_DEFENDANT_CONFINED  /* in prison or under compulsory measures */
};

struct jurisdiction_link {
    enum tie tie;
    enum link_when when;
    bool is_exclusive; /* where this place is known no other court counts */
    bool is_asked;     /* without this place the answer is not complete */
    struct words reason;
    struct citation rests_on;
};

/* The ties that give jurisdiction in one kind of dispute; causes name their ground. */
struct jurisdiction_ground {
    struct text id;
    struct words name;
    bool is_suit; /* designated courts take such cases over; not so in enforcement */
    const struct jurisdiction_link *links;
    size_t links_count;
};

/* Cases of environment and resources of some courts are heard by another. */
struct jurisdiction_designation {
    struct text id;
    const struct text *courts; /* whose cases move */
    size_t courts_count;
    struct text to;
    struct words reason;
    struct date from, until; /* first and last day of filing; no `until`: in force */
    struct citation rests_on;
    bool is_verified;
};

/* Sentences that are not a reason of one court. */
enum jurisdiction_note {
#define JURISDICTION_NOTE(name, word) name,
#include "law/jurisdiction_note.def"
#undef JURISDICTION_NOTE
    JURISDICTION_NOTES
};
struct text jurisdiction_note_word(enum jurisdiction_note note);

struct jurisdiction_sentence {
    struct words words;
    struct citation rests_on; /* none for an instruction */
};

struct jurisdiction_rules {
    const struct jurisdiction_area *areas;
    size_t areas_count;
    const struct outside_court *outside;
    size_t outside_count;
    const struct jurisdiction_ground *grounds;
    size_t grounds_count;
    const struct jurisdiction_designation *designations;
    size_t designations_count;
    struct words ties[TIE_KINDS]; /* what people are asked for: 被告住所地 */
    struct jurisdiction_sentence sentences[JURISDICTION_NOTES];
};

enum environment { ENVIRONMENT_NO, ENVIRONMENT_UNKNOWN, ENVIRONMENT_YES };

struct jurisdiction_place {
    enum tie tie;
    struct text at; /* id of an area, or of a court; empty or an id that is not there: unknown */
};

struct jurisdiction_facts {
    struct text ground; /* of the cause, or "enforcement" and the like */
    struct date on;     /* day of filing */
    enum environment environment;
    bool is_for_intermediate;  /* of great influence, or otherwise for an intermediate court */
    bool is_away, is_confined; /* the defendant */
    const struct jurisdiction_place *places; /* one for each defendant, contract, thing … */
    size_t places_count;
};

struct jurisdiction_candidate {
    struct text court; /* id */
    struct words court_name;
    bool is_outside; /* no court of the network: we can only say so */
    bool is_exclusive;
    bool is_verified;
    enum tie tie;
    struct words reason;
    struct citation rests_on;
};

/* Something to ask (a tie that is not known), or to say. */
struct jurisdiction_remark {
    enum jurisdiction_note note;
    enum tie tie;     /* PLACE_IS_MISSING, PLACE_IS_UNKNOWN */
    struct text area; /* PLACE_MAY_BE_FOREST: the county */
    struct words words;
    struct citation rests_on;
};

enum { JURISDICTION_PLACES_MAX = 100, JURISDICTION_CANDIDATES_MAX = 32 };

struct jurisdiction_answer {
    const struct jurisdiction_candidate *candidates; /* the first is the one to begin with */
    size_t candidates_count;
    const struct jurisdiction_remark *remarks;
    size_t remarks_count;
    bool is_complete; /* nothing has to be asked */
};

/* Lives in the arena; words point into rules and network. At most JURISDICTION_PLACES_MAX places
 * are looked at. */
struct jurisdiction_answer jurisdiction_find(const struct jurisdiction_rules *rules,
                                             const struct network *network,
                                             const struct jurisdiction_facts *facts,
                                             struct arena *arena);

/* NULL where there is none of that id. */
const struct jurisdiction_area *jurisdiction_area(const struct jurisdiction_rules *rules,
                                                  struct text id);
const struct outside_court *jurisdiction_outside(const struct jurisdiction_rules *rules,
                                                 struct text id);
const struct jurisdiction_ground *jurisdiction_ground(const struct jurisdiction_rules *rules,
                                                      struct text id);

/* The closest area an address names: a farm before a forest bureau before a county. NULL when it
 * names none, or two of the same kind: an address is never guessed. */
const struct jurisdiction_area *jurisdiction_area_of(const struct jurisdiction_rules *rules,
                                                     struct text address);

#endif
