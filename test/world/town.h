/* town.h: the deterministic world: two courts, the public desk and the hub, each a real node on a
 * machine of its own with a simulated disk and clock, a bad network between them, people who hand
 * in filings and work on them, and everything that can go wrong. One seed drives it all; nothing
 * depends on the real time, on addresses or on the order of a hash. */
#ifndef TB_TOWN_H
#define TB_TOWN_H
#include "agenda.h"
#include "command/command.h"
#include "harness/clock.h"
#include "harness/disk.h"
#include "harness/record.h"
#include "wire.h"

enum site_place { SITE_COURT_A, SITE_COURT_B, SITE_DESK, SITE_HUB, SITES };

enum sometimes {
#define SOMETIMES(name, what) SOMETIMES_##name,
#include "sometimes.def"
#undef SOMETIMES
    SOMETIMES_COUNT
};
extern const char *const sometimes_words[SOMETIMES_COUNT];

enum { TOWN_FILES = 5, TOWN_TRACE = 200, TOWN_TRACE_BYTES = 200 };

/* What somebody wanted, under the id it got where the intent arose. Kept for the whole run. */
struct deed {
    struct deed *older;
    enum site_place site;
    struct act act; /* texts and trees live in the town's arena */
    struct text files[TOWN_FILES];
    int files_count;
    bool is_answered, was_lost_in_crash, is_conflict;
    int tries;
    enum refusal refusal; /* of the first answer */
    struct text answer;
};

/* One act on its way to a node's writer. */
struct town_job {
    struct town_job *next;
    struct arena *arena;
    struct act act;
    struct deed *deed; /* a person's; else NULL */
    int from;          /* whose envelope; -1 none */
    struct text promise;
    bool is_bent, is_forged, is_conflict;
};

/* What a node has shown to others as safe. */
struct town_told {
    uint64_t size;
    struct digest root;
};

struct site {
    struct town *town;
    enum site_place place;
    struct text id, code;
    struct disk *disk;
    struct clock clock;
    struct world world;
    int64_t booted_ms, wall_offset_ms;
    struct signing_key log_key, exchange_key, signer;
    struct node *node;         /* NULL while down */
    struct corridor *corridor; /* NULL while down */
    struct town_job *first, *last;
    bool is_run_planned, is_dying, had_no_room;
    struct text *under_way; /* promises sent and not yet answered */
    size_t under_way_count, under_way_capacity;
    uint64_t lives; /* restarts so far: what was planned in an earlier life is void */
    int64_t work_planned_ms, lapsed_ms; /* when the clock last looked for periods that ran out */
    size_t room;                        /* of the disk; SIZE_MAX: enough */
    struct town_told *told;
    size_t told_count, told_capacity;
    long groups, crashes;
};

/* A receipt somebody holds, and the event it is about. */
struct town_receipt {
    enum site_place issuer;
    uint64_t index;
    struct digest leaf;
};

struct town {
    uint64_t seed;
    struct arena *arena; /* as long as the run */
    struct rng rng, faults;
    struct agenda agenda;
    struct wire wire;
    const struct rulebook *rules;
    struct trust trust;
    struct text trust_list, directory;
    struct site sites[SITES];
    int64_t now_ms, faults_end_ms, people_end_ms;
    bool is_healed;
    struct deed *deeds;
    long deeds_count, letters_count;
    struct town_receipt *receipts;
    size_t receipts_count, receipts_capacity;
    struct text
        *dispositions; /* id, disposition, id, disposition: what was answered to envelopes */
    size_t dispositions_count, dispositions_capacity;
    struct text files[TOWN_FILES];
    long sometimes[SOMETIMES_COUNT];
    char trace[TOWN_TRACE][TOWN_TRACE_BYTES];
    long trace_count;
    char complaint[400]; /* the first invariant that broke; empty while all is well */
};

/* The directory of the town's network, as a network file. */
struct text town_directory(void);

/* Runs one seed from the empty town to the quiet end. `rules` outlives the town. */
struct town *town_open(uint64_t seed, const struct rulebook *rules);
void town_run(struct town *town);
void town_close(struct town *town);

/* The roots of all nodes at the end as one digest: what a second run must give again. */
struct digest town_digest(struct town *town);

/* For people and oracles. */
void town_sometimes(struct town *town, enum sometimes what);
void town_complain(struct town *town, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void town_trace(struct town *town, const struct site *site, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Queues a deed at its site; it is asked again until answered. */
void town_ask(struct town *town, struct deed *deed);

#endif
