/* entry_work.h: one coming in under way. Inner header of entry*.c. */
#ifndef TB_ENTRY_WORK_H
#define TB_ENTRY_WORK_H
#include "http/entry.h"
#include "query/guard_state.h"

struct entry {
    struct api_call *call;
    struct entry_wish wish;
    struct entry_result result; /* grows */
    bool is_on_errand;          /* on a thread of errands, where answers come later */
    bool is_known;
    struct text hash; /* of the kept password */
    struct guard_state guard;
    struct digest subject; /* whose failures count */
    enum refusal failure;  /* said once a failure was noted */
    struct text factor;    /* what wish.code shows, see entry_shown_factor */
    struct text secret;    /* of the session or token that is opened */
    int64_t max_age_s;
    struct text old; /* entry_set_password */
};

/* Takes the wish over; limits of tries come next. */
struct entry *entry_begin(struct api_call *call, const struct entry_wish *wish);

/* Ends of the way. On an errand nothing is returned that matters. */
enum completion entry_end(struct entry *entry);
enum completion entry_refuse(struct entry *entry, enum refusal refusal, const char *detail);
enum completion entry_wait(struct entry *entry, int64_t wait_ms);
enum completion entry_fail(struct entry *entry, enum obstacle obstacle);

/* An act in the name of call->account. */
enum completion entry_act(struct entry *entry, enum verb verb, const struct value *input,
                          api_settle *settle);
/* A wrong password or code is noted; then `failure` is said, or how long to wait. */
enum completion entry_note_failure(struct entry *entry, enum refusal failure);
/* False after a fault or refusal was made the result; `answer` is what to give then. */
bool entry_is_accepted(struct entry *entry, const struct outcome *outcome, struct answer *answer);
struct answer entry_say(struct entry *entry);
/* For entry_act: the act is all there was to do; `of` is the entry. */
struct answer entry_done(struct api_call *call, const struct outcome *outcome, void *of);

/* So many tries from one address. False after it was said. */
bool entry_may_try(struct entry *entry, struct limiter *limiter, enum completion *done);
/* Sets the subject of a sign-in name; false after it was said that he must wait. */
bool entry_may_come(struct entry *entry, struct text sign_in, enum completion *done);

/* Half-way in: what he said when he came still counts, the name of the browser and whether he
 * stays signed in. */
void entry_go_on(struct entry *entry);
/* Opens a session or token for call->account at a stage; `factor` is what was shown or empty. */
enum completion entry_open(struct entry *entry, enum session_stage stage, struct text how,
                           struct text factor);
/* The description of the session that is opened, as text; sets secret and max_age_s. */
struct text entry_opening(struct entry *entry, enum session_stage stage, struct text how);
/* After it was opened: the cookie. */
void entry_take_cookie(struct entry *entry, enum session_stage stage);

/* What a code shows against the account's second factor, as JSON; empty: nothing that fits. On a
 * loop thread. */
struct text entry_shown_factor(struct entry *entry, struct text code);

#endif
