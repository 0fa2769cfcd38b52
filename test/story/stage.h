/* stage.h: where stories of the corridor are told: real nodes of the real network file under the
 * real rules, each on a simulated disk, a clock that is set by hand, and a postman who carries what
 * they promised each other, one thing at a time.
 *
 * A story is told twice by stage_tell: once as it is, once more with a fault at every store call of
 * every act (replay.c). Time and chance of an act follow from its place in the story alone, so that
 * an act that had to be asked again ends in the same bytes. */
#ifndef TB_STAGE_H
#define TB_STAGE_H
#include "command/command.h"
#include "harness/clock.h"
#include "harness/disk.h"
#include "store/matter_rows.h"

#define MINUTE_MS (60 * INT64_C(1000))
#define HOUR_MS   (60 * MINUTE_MS)

enum { STAGE_NODES_MAX = 8 };

/* Which acts are tried with faults. */
enum stage_faults {
    STAGE_NO_FAULTS,
    STAGE_FAULTS_OF_PEOPLE, /* what somebody asks */
    STAGE_FAULTS_OF_ALL     /* what the postman brings as well */
};

struct stage_node {
    struct text id;
    const char *database;
    struct signing_key log_key, exchange_key, paper_key, signer;
    struct node *node;         /* NULL: not on this stage */
    struct corridor *corridor; /* likewise */
};

struct stage {
    struct arena *arena; /* as long as the story */
    struct clock clock;
    struct world world;
    struct disk *disk; /* of all nodes */
    const struct rulebook *rules;
    const struct network *network;
    struct text directory, trust_list;
    struct trust trust;
    struct stage_node nodes[STAGE_NODES_MAX];
    int nodes_count;
    struct text matter; /* opened last */
    struct outcome outcome;
    enum stage_faults faults;
    bool is_post_under_way, has_no_repeats;
    long acts, calls;     /* asked so far; store calls that failed in turn */
    struct digest *sound; /* states of nodes that an audit has found sound */
    size_t sound_count, sound_capacity;
    struct digest end; /* what all nodes hold at the end of the story */
};

/* Tells `story` on the nodes named in `nodes` ("JL75 JL7502"): plainly, then with `faults`, and
 * asks that both end alike. */
void stage_tell(const char *nodes, void (*story)(struct stage *stage), enum stage_faults faults);

/* A trust list of the network of this stage, signed by the first of its courts. Four are enough. */
struct text stage_trust_list(struct stage *stage, int64_t version, int voices);

struct stage_node *stage_node(struct stage *stage, const char *id);

/* ---- acts ----
 * `who` is "ROLE@NODE" or "ROLE@NODE/NAME" for another person of that role. A minute passes before
 * each. The format makes the JSON of the input; for take_step that of its fields. */

/* Somebody asks, and it is allowed. */
void stage_act(struct stage *stage, enum verb verb, const char *who, const char *step,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
void stage_step(struct stage *stage, const char *who, const char *step, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same, refused with this reason; nothing of the node changes but the kept answer. */
void stage_refused(struct stage *stage, enum refusal refusal, enum verb verb, const char *who,
                   const char *step, const char *format, ...) __attribute__((format(printf, 6, 7)));
void stage_step_refused(struct stage *stage, enum refusal refusal, const char *who,
                        const char *step, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* The clock or the postman asks; what comes of it is in stage->outcome. */
void stage_errand(struct stage *stage, enum verb verb, const char *node, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Any act at a node, with its faults and its repeat. */
void stage_run(struct stage *stage, struct stage_node *at, const struct act *act,
               struct outcome *outcome);
struct asker stage_asker(struct stage *stage, const char *who);
/* An act as the doors make one; its id is new. */
struct act stage_make(struct stage *stage, enum verb verb, const char *who, const char *step,
                      struct text input);

/* The input of open_matter: a civil complaint with all its papers. */
struct text stage_complaint(struct stage *stage, const char *owner);
/* Hands in a civil complaint with all its papers at the counter of JL7502 for JL7505; the matter of
 * the stage is it. */
void stage_hand_in(struct stage *stage);
/* The same by somebody for another court. */
void stage_hand_in_at(struct stage *stage, const char *who, const char *owner);

/* ---- time and post ---- */

/* Steady and wall clock go on together. */
void stage_pass(struct stage *stage, int64_t ms);
/* From here on what the postman brings is tried with faults as well, where anything is. */
void stage_try_post(struct stage *stage);
/* Carries everything that is due to whom it concerns on this stage, until nothing is. */
void stage_settle(struct stage *stage);
/* The envelope of a promise of `from`, as it would be sent. */
struct text stage_envelope(struct stage *stage, struct stage_node *from, enum envelope_kind kind,
                           int64_t position, const char *peer);
/* Brings a note to a node; the answer is in stage->outcome. */
void stage_deliver(struct stage *stage, const char *to, struct text note);
/* The note with `wanted` once replaced in its JSON, signed anew by `key`. */
struct text stage_forge(struct stage *stage, struct text note, const char *wanted, const char *by,
                        const struct signing_key *key);
/* Ends the writer of a node, so that its database is one whole file on the disk of the stage; and
 * begins again with what lies there. */
void stage_stop(struct stage *stage, const char *node);
void stage_start(struct stage *stage, const char *node);
/* Position of the newest event of this kind at a node; -1 where there is none. */
int64_t stage_newest(struct stage *stage, const char *node, const char *kind);

/* ---- looking ---- */

/* The first column of the first row; the query gets the node as $1 and the matter as $2, where it
 * asks for them, and must be a literal. 0 and "" where there is no row. */
int64_t stage_number(struct stage *stage, const char *node, const char *query);
struct text stage_words(struct stage *stage, const char *node, const char *query);
/* The matter of the stage as a node knows it. */
struct matter_facts stage_facts(struct stage *stage, const char *node);
void stage_expect_state(struct stage *stage, const char *node, const char *state);
void stage_expect_text(struct text got, const char *expected);
/* A member of the newest answer. */
struct text stage_answer(struct stage *stage, const char *member);
/* Ends the test unless an audit finds nothing wrong with any node. */
void stage_audit(struct stage *stage);

/* ---- for replay.c ---- */

/* Without its corridor. */
bool stage_open_node(struct stage *stage, struct disk *disk, struct stage_node *about,
                     struct fault *fault);
void stage_seed_chance(struct stage *stage, long act);

#endif
