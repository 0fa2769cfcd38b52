/* command.h: the corridor. Nothing changes the record except by walking it.
 *
 * An act has an id made where the intent arose, somebody who acts and somebody acted for. Acts that
 * wait are run as one group: one transaction, one sync, one signed checkpoint, then the answers.
 * The answer to an id is kept for ever, accepted or refused: a repeat gets the first answer, the
 * same id with other content is refused as a conflict. */
#ifndef TB_COMMAND_H
#define TB_COMMAND_H
#include "exchange/envelope.h"
#include "law/matter.h"
#include "rule/rulebook.h"
#include "store/message.h"
#include "store/node.h"

enum { ACT_ID_MAX = 128, ACT_NAME_MAX = 128, GROUP_ACTS_MAX = 256 };

enum verb {
#define VERB(name, text, function) VERB_##name,
#include "command/command.def"
#undef VERB
    VERB_COUNT
};
const char *verb_text(enum verb verb);

struct act {
    enum verb verb;
    struct text id;        /* 1 to ACT_ID_MAX; empty: the verb knows a repeat itself */
    struct digest request; /* of everything that was asked, with the account */
    struct asker asker;
    struct text matter_id, step; /* where they apply */
    const struct value *input;   /* an object, or NULL */
    struct text note;            /* a signed note from a peer */
    int64_t if_version;          /* the version the person saw; -1: not said */
    int64_t claimed_ms;          /* when he says he did it; -1 not said */
    int64_t counter_ms;          /* received at the door */
};

struct outcome {
    enum refusal refusal; /* ALLOWED or why not */
    bool is_fault;        /* the world failed: nothing happened, try again with the same id */
    bool is_repeat;       /* the first answer again */
    int64_t position;     /* of the first event; -1 none */
    struct text matter_id;
    struct text answer; /* canonical JSON, never empty unless is_fault */
};

/* What a node may tell people outside of it. */
struct telling {
    bool is_open[MESSAGE_WAYS]; /* does a message that is promised this way ever leave? */
    struct text public_url;     /* where people reach us: https://HOST; empty: not known */
};

/* A node with the rules it works under. Belongs to the node's writer. */
struct corridor {
    struct node *node;
    const struct rulebook *rules;
    const struct network *network; /* of the directory version in force */
    const struct trust *trust;
    struct arena *references; /* network and trust live here */
    struct arena *scratch;    /* of the act under way */
    struct text hub;          /* node id of the hub */
    struct telling telling;   /* set by who opened it; else nothing leaves */
    bool wants_refresh;       /* the group under way brought a directory, a trust list, days
                               * or words of its own */
    bool has_confirmed_clock; /* the group under way: counts once it is durable */
    bool has_erased;          /* likewise: what was erased goes from the disk as well */
    struct arena *erasing;
    struct erased_path *erased; /* files; in `erasing` */
    bool has_answered_loss;     /* likewise: the node may be written again */
    int64_t alarms;             /* conflicts and refusals by peers since the start */
};

/* Opens the corridor of a node: directory and trust list are taken from its journal. */
struct corridor *corridor_open(struct node *node, const struct rulebook *rules);
void corridor_close(struct corridor *corridor);
/* Takes newest directory, trust list, days of the calendar and the court's own words again, after a
 * group that brought one. False after a fault: those in use stay. */
bool corridor_refresh(struct corridor *corridor);

/* Runs one group of 1 to GROUP_ACTS_MAX acts. Outcomes live in `arena`. */
void corridor_run(struct corridor *corridor, const struct act *acts, struct outcome *outcomes,
                  size_t count, struct arena *arena);

/* ---- for verbs ---- */

struct author act_author(const struct act *act, struct text role);
/* Refuses with an answer that names the rule, and what else is worth saying. */
void outcome_refuse(struct outcome *outcome, enum refusal refusal, struct text detail,
                    struct arena *arena);

#endif
