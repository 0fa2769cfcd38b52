/* step_event.h: turns what the engine decided into an event and the promises that follow from it.
 */
#ifndef TB_STEP_EVENT_H
#define TB_STEP_EVENT_H
#include "command/command.h"
#include "store/matter_rows.h"

/* What is known while a step is being decided. */
struct step_case {
    const struct procedure *procedure;
    const struct step *step;
    struct matter_row row;              /* before the step */
    bool is_new;                        /* the step opens the matter */
    bool is_elsewhere;                  /* papers for a matter of which this node has no copy */
    struct text origin, origin_service; /* the matter it is opened out of and its service; empty:
                                           none */
    int64_t begun_ms;                   /* when its draft was begun here; 0: it comes from none */
    struct step_request request;
    struct step_result result;
    const struct value *understood; /* what was filled in, cleaned */
    struct text answers;            /* place of the arrival this step answers; empty: of none */
    struct matter_row now;          /* after the step, once it is appended */
};

/* The procedure a matter stays on: the version it started under. NULL when its rules are lost,
 * which is a fault of the node's data. */
const struct procedure *step_event_procedure(const struct corridor *corridor,
                                             const struct matter_row *row);

/* Files named in the fields must lie with this node. Refuses with the first that does not. */
bool step_event_files_are_here(const struct corridor *corridor, const struct step_result *result,
                               struct outcome *outcome, struct arena *arena);

/* Gives or checks the case number where the step wants one. False when it refused. */
bool step_event_number(const struct corridor *corridor, struct step_case *one,
                       struct outcome *outcome, struct arena *arena);

/* Decides the step of `one`, records it and answers; procedure, step and row are filled in. */
void step_event_take(struct corridor *corridor, const struct act *act, struct step_case *one,
                     struct outcome *outcome, struct arena *arena);

/* Appends the event (`kind`: step_taken, period_lapsed, account_follows …), promises copies and the
 * custody line, and for a step of another stream at the owner itself takes the step its arrival
 * causes. The position of the event, or -1 after a fault. */
int64_t step_event_append(struct corridor *corridor, struct step_case *one,
                          const struct author *author, enum event_kind kind, struct arena *arena);

/* The step that an arrived event of another stream causes here, where we are the owner: one of
 * ours, or one received; and what the owner's word causes at the court it asked. While a matter
 * stands between two courts nothing is caused; it waits. */
void step_event_arrive(struct corridor *corridor, const struct event *event,
                       const struct author *author, struct arena *arena);

/* The custody line of a matter as it stands in `row`, as a member of the object under way: who
 * holds it, since when, under which clock. `seq` is its place among the lines of one epoch. */
void step_event_write_line(struct canon *canon, const struct matter_row *row, int64_t epoch,
                           bool is_open, int64_t seq);

/* Promises a court all of a matter that it was not promised yet: when it is offered the matter, and
 * again when it has accepted, for what came in between. */
void step_event_promise_history(struct corridor *corridor, struct text matter_id, struct text peer,
                                struct arena *arena);

/* Where somebody follows a matter from another node, its receiving node hands on what people may
 * know: one event, when it is there; or all of it, to a node that begins to follow. Of what is not
 * for people only the place in the chain goes. */
void step_event_relay(struct corridor *corridor, struct text matter_id, int64_t position,
                      struct arena *arena);
void step_event_promise_people(struct corridor *corridor, struct text matter_id, struct text peer,
                               struct arena *arena);

/* The answer for people and programs: what the matter is now. */
struct text step_event_answer(const struct corridor *corridor, const struct step_case *one,
                              int64_t position, struct arena *arena);

/* All mistakes of a refused form as the answer. */
void step_event_refuse(const struct step_case *one, struct outcome *outcome, struct arena *arena);

#endif
