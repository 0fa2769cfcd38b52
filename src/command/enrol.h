/* enrol.h: writing an account into the record, for the verbs that make or change one. */
#ifndef TB_ENROL_H
#define TB_ENROL_H
#include "command/command.h"
#include "store/account_rows.h"

/* What stands in the event. Names, numbers and addresses go into its private part. */
struct enrolment {
    struct text account, sign_in, name, phone, number; /* number: of the identity card */
    const struct value *roles;                         /* [{role, place?}] */
    int64_t identity;
    bool is_active;
};

/* A fresh id for an account. */
struct text enrol_new_id(struct node *node, struct arena *arena);

/* Appends account_enrolled or account_changed; the position. */
int64_t enrol_append(struct corridor *corridor, const struct author *author, enum event_kind kind,
                     const struct enrolment *enrolment, struct arena *arena);

/* The enrolment of an account as it stands, to be changed in one point. */
struct enrolment enrol_as_it_stands(const struct account *account, struct arena *arena);
/* What is known of an account, so that a change says of what it is one. */
struct text enrol_digest(const struct account *account, struct arena *arena);
/* The roles with one more, if it is missing. */
const struct value *enrol_with_role(const struct value *roles, enum role role, struct arena *arena);

#endif
