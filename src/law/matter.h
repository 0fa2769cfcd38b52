/* matter.h: what is known of a matter, what somebody asks to do in it, and what follows. Pure.
 *
 * Facts are what the events so far add up to. A decision (procedure.h) gives a step_result; events
 * carry it whole, so that applying one never asks the law, a clock or a file again:
 *     request + facts --procedure_decide--> result --matter_apply--> facts after.
 * All texts are borrowed or live in the arena handed in. */
#ifndef TB_MATTER_H
#define TB_MATTER_H
#include "base/canon.h"
#include "base/date.h"
#include "base/value.h"
#include "law/access.h"
#include "law/refusal.h"

/* Effects of one step. */
enum { MATTER_EFFECTS_MAX = 1000 };

/* A matter that nobody has handed in yet; the facts of an empty matter have it. */
#define STATE_DRAFT "draft"

enum stream {
    STREAM_INTAKE, /* written where things are handed in; one per node */
    STREAM_MAIN,   /* written by the owner court */
    STREAM_TASK,   /* written by the court that was asked to do something */
    STREAM_COUNT
};
struct text stream_word(enum stream stream);
bool stream_parse(struct text word, enum stream *stream);

/* Where a matter stands between two courts. While it is offered its main stream is frozen. */
enum custody { CUSTODY_HELD, CUSTODY_OFFERED, CUSTODY_DECLINED };

enum period_status {
    PERIOD_NONE,
    PERIOD_RUNNING,
    PERIOD_SUSPENDED,
    PERIOD_STOPPED, /* what it waited for was done */
    PERIOD_LAPSED   /* it ran out, and somebody was told */
};

enum verdict {
    VERDICT_UNCHECKED,
    VERDICT_OK,
    VERDICT_MISSING,
    VERDICT_DEFECTIVE,
    VERDICT_NOT_NEEDED
};
struct text verdict_word(enum verdict verdict);
bool verdict_parse(struct text word, enum verdict *verdict);

/* The times of one act. 0 where it has none. */
struct act_times {
    int64_t claimed_ms; /* when the person says he did it (an offline laptop, a postmark) */
    int64_t counter_ms; /* received at the counter or desk */
    int64_t owner_ms;   /* received by the owner court */
    int64_t entered_ms; /* written into this node's journal */
};

struct matter_counter {
    struct text name;
    int64_t count;
};
struct matter_taker {
    struct text step, account;
    int64_t at_ms; /* the latest */
};
struct matter_signature {
    struct text step, person;
};
struct matter_period {
    struct text name;
    enum period_status status;
    enum stream stream;            /* whose writer watches it: of main the owner, else `node` */
    struct text node;              /* where it was started */
    struct date from;              /* the day it counts from, which does not count itself */
    struct date nominal, last_day; /* before and after moving off a day of rest; none in minutes */
    int64_t due_ms;                /* the first instant that is too late; 0: calendar missing */
    int calendar_missing;          /* the year nobody has entered; 0 otherwise */
    bool is_reminder;              /* the house set it: nothing is late by it */
    int days_left;                 /* while suspended: days from that day to the nominal one */
    struct date suspended_on;
};
struct matter_item {
    struct text name;
    enum verdict verdict;
    struct text ground;
    bool is_handed_in;
};
struct matter_memory {
    struct text name;
    const struct value *value;
};
/* What the law says of the latest attempt at service: {closed_on?, mode, outcome, served_on?}. */
#define MEMORY_SERVICE "service_verdict"
struct matter_link {
    struct text link, matter, procedure, state;
};
/* An account of another node than the receiving one, whose owner follows the matter there. */
enum { FOLLOWS_AS_AGENT = 1 };
struct matter_follower {
    struct text account, node;
    bool is_agent; /* let in by a power of attorney, and never more than that [CPL-2023:62] */
};
struct matter_task {
    struct text name;
    struct actor who;
    int64_t opened_ms;
};

struct matter_facts {
    struct text id, procedure; /* the tracking number; the procedure's name and version */
    int64_t version;
    struct text case_kind, state;
    struct text owner, owner_place; /* node of the court that decides; its tribunal or place */
    struct text receiving, receiving_place; /* node where it was handed in */
    struct text executing;                  /* court asked to do something; empty: none */
    struct text offered_to;                 /* while offered */
    struct text came_from;                  /* court that owned it before; empty: none did */
    struct text handler;                    /* account the matter is given to; empty: none */
    struct text case_number;
    int64_t epoch; /* of ownership; grows with each transfer */
    enum custody custody;
    bool is_sealed, is_registered;
    struct act_times times; /* of the handing in */
    int parties_count;

    const struct text *people; /* accounts and persons named on the matter: parties and agents */
    int people_count;
    const struct matter_follower *followers; /* of the people, those who are at home elsewhere */
    int followers_count;
    const struct matter_counter *counters;
    int counters_count;
    const struct matter_taker *takers;
    int takers_count;
    const struct matter_signature *signatures;
    int signatures_count;
    const struct matter_period *periods;
    int periods_count;
    const struct matter_item *items;
    int items_count;
    const struct matter_memory *memories;
    int memories_count;
    const struct matter_link *links;
    int links_count;
    const struct matter_task *tasks;
    int tasks_count;
};

/* Facts of a matter nobody has handed in: state draft, verdicts unchecked, nothing else. */
struct matter_facts matter_new(struct text id, struct text owner, struct text receiving);

int64_t matter_counter(const struct matter_facts *facts, struct text name);   /* 0 */
struct text matter_taker(const struct matter_facts *facts, struct text step); /* "" */
const struct matter_period *matter_period(const struct matter_facts *facts, struct text name);
const struct matter_item *matter_item(const struct matter_facts *facts, struct text name);
const struct value *matter_memory(const struct matter_facts *facts, struct text name); /* NULL */
const struct matter_link *matter_link(const struct matter_facts *facts, struct text link);
/* Does anybody follow the matter at this node? */
bool matter_is_followed_at(const struct matter_facts *facts, struct text node);
/* Is the follower at that place the first of his node? So that each node is told once. */
bool matter_follower_is_first(const struct matter_facts *facts, int at);

/* What somebody asks to do. */
struct step_request {
    struct text step;
    struct asker asker;
    const struct value *fields; /* an object, or NULL for none */
    struct act_times times;     /* entered_ms is "now" */
    struct date today;          /* at the seat of the court whose node this is */
};

struct field_mistake {
    struct text field; /* path: "parties[1].name" */
    enum refusal refusal;
    struct text detail; /* a bound, a list of choices: no sentence, and never what was typed */
};

enum effect_kind {
#define EFFECT(name, word) EFFECT_##name,
#include "law/effect.def"
#undef EFFECT
    EFFECT_COUNT
};

/* One thing that follows from a step. Which members an effect uses stands in effect.def. */
struct effect {
    enum effect_kind kind;
    struct text name;   /* which period, counter, paper, task, item, field, link … */
    struct text value;  /* verdict, court, procedure, addressee, number … */
    struct text detail; /* ground, title, … */
    int64_t count;
    struct actor who;           /* tasks */
    const struct value *memory; /* remembered field */
    struct matter_period period;
    struct text rule;         /* periods: citation or catalogue id and variant, "T01/default" */
    struct text rules_digest; /* periods: hex digests of calendar and catalogue used */
    struct text derivation;   /* periods: canonical JSON, [{"step":…,"rests_on":…}] */
};

struct step_result {
    enum refusal refusal; /* ALLOWED, or why not */
    struct text detail;   /* which fact, item or court the refusal speaks of; may be empty */
    const struct field_mistake *mistakes; /* with FIELDS_MUST_BE_RIGHT: all of them at once */
    int mistakes_count;
    const struct field_mistake *warnings; /* allowed, but the person should look again */
    int warnings_count;

    const struct value *fields; /* as understood: folded, trimmed; this is what the event keeps */
    const struct text *files;   /* digests those fields name; the corridor checks they are here */
    int files_count;
    struct text procedure, case_kind, step;
    int64_t version; /* of the procedure */
    enum stream stream;
    struct text account, acted_for;
    enum role role;
    int64_t at_ms;
    struct act_times times;
    struct text from_state, to_state; /* equal where the state stays */
    struct actor next; /* who is next; role is ROLE_COUNT where the matter has ended */
    bool is_end;
    bool is_effective; /* false while signatures are missing: only the signature counts */
    bool tells_party, tells_hub;
    struct effect *effects; /* the corridor puts an allocated case number into NUMBER_WANTED */
    int effects_count;
};

struct text effect_word(enum effect_kind kind);
bool effect_parse(struct text word, enum effect_kind *kind);

/* What the matter is after a step that was allowed. Asks nobody anything; shares texts with both.
 */
struct matter_facts matter_apply(const struct matter_facts *facts, const struct step_result *result,
                                 struct arena *arena);

/* The other side of a link: which matter it became and the state that one is in, as it is learned.
 */
struct matter_facts matter_link_to(const struct matter_facts *facts, const struct matter_link *link,
                                   struct arena *arena);

/* A result as a canonical JSON object (for the body of an event), and back. False when the bytes
 * are not what a result looks like, or number or size of its effects is beyond reason: a peer may
 * have written them. Refusals, mistakes and warnings do not travel. */
void matter_write_result(struct canon *canon, const struct step_result *result);
bool matter_read_result(const struct value *value, struct arena *arena, struct step_result *result);

/* Facts as a canonical JSON object (for one row of derived state, or an offered matter), and back.
 */
void matter_write_facts(struct canon *canon, const struct matter_facts *facts);
bool matter_read_facts(const struct value *value, struct arena *arena, struct matter_facts *facts);

#endif
