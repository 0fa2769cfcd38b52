/* simulation.h: other rules tried on what a node holds, before anybody works under them: which
 * files differ from those in force, which running periods would end later, and what people who
 * handed something in lately would be told if they did so under the new rules.
 *
 * A running matter stays on the procedure it started under, so nothing here changes one; `look`
 * carries the new rules, the old versions learnt beside them. For operators, who read the data
 * anyhow; names and what was typed are not given out. Call it while the store is being read. */
#ifndef TB_SIMULATION_H
#define TB_SIMULATION_H
#include "law/refusal.h"
#include "query/look.h"

enum { SIMULATION_ROWS_MAX = 50, SIMULATION_REPLAYS_MAX = 500 };

enum file_difference { FILE_IS_NEW, FILE_IS_CHANGED, FILE_IS_GONE };
struct simulated_file {
    struct text name; /* "procedure/civil_filing.yaml" */
    enum file_difference difference;
};

struct simulated_period {
    struct text matter_id, period;
    struct date before, after; /* before: DATE_NONE where nobody knew it */
};
struct simulated_filing {
    struct text matter_id, procedure, field; /* field: the first that is wrong; may be empty */
    enum refusal refusal;
};

struct simulation {
    const struct simulated_file *files;
    int files_count;
    int64_t open_matters; /* of this node; those that end are none of them */
    int64_t on_old_rules; /* open ones whose procedure is not among the new files: it is kept */
    struct simulated_period *periods;
    int periods_count; /* the first of them */
    int64_t periods_moved;
    struct simulated_filing *filings; /* that would be refused now */
    int filings_count;                /* the first of them */
    int64_t filings_refused, filings_tried;
};

void simulation_run(const struct look *look, struct simulation *simulation);

#endif
