/* access_looks.h: who looked at a matter and who was refused, as the persons it concerns and those
 * who answer for the court may know. */
#ifndef TB_ACCESS_LOOKS_H
#define TB_ACCESS_LOOKS_H
#include "law/refusal.h"
#include "query/look.h"

enum { ACCESS_LOOKS_PAGE = 200, ACCESS_LOOKS_DOCUMENTS_MAX = 2000 };

/* Before the id of a paper, in the reason of a look at it. */
#define ACCESS_LOOK_DOCUMENT "document "
/* The reason of a look at a matter that may be the same as the one somebody has before him. */
#define ACCESS_LOOK_ALIKE "alike"

struct access_look {
    int64_t entry;
    struct text matter_id;
    struct text node; /* where it was looked at */
    struct text account, role, reason;
    int64_t at_ms;
    bool was_allowed;
    int64_t digested; /* position of the event that holds its digest; -1 not yet */
};

/* The newest first, before an entry (VALUE_INTEGER_MAX: from the newest). False where the node
 * knows no such matter or the asker may not see its log; an audit administrator needs no matter
 * here. */
bool access_looks_load(const struct look *look, struct text matter_id, int64_t before,
                       const struct access_look **looks, int *count, bool *more);

/* Everything that was looked at here, the newest first, before an entry; only what was refused
 * where that is asked for, and then at most ACCESS_LOG_SCAN entries are looked through: `more` says
 * that there are earlier ones, and then `last` where to go on. For the audit administrator; refused
 * with ROLE_MUST_BE_ALLOWED. */
enum { ACCESS_LOG_SCAN = 20000 };
enum refusal access_log_load(const struct look *look, bool refused_only, int64_t before,
                             const struct access_look **looks, int *count, int64_t *last,
                             bool *more);

/* Which papers of a matter the asker himself has opened, on the workbench or as files: ids, each
 * once, at most ACCESS_LOOKS_DOCUMENTS_MAX. What he opened a moment ago may not be written down
 * yet. */
int access_looks_documents(const struct look *look, struct text matter_id,
                           const struct text **documents);

#endif
