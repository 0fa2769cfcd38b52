/* counting.h: when a period ends, asked and answered in JSON: of the terminal and of the interface
 * for programs alike. */
#ifndef TB_COUNTING_H
#define TB_COUNTING_H
#include "law/calendar.h"
#include "law/period.h"
#include "view/json_lines.h"

/* What is counted with. */
struct counting {
    const struct period_catalogue *periods;
    struct calendar calendar;
    struct office_hours hours;
    enum language language; /* of the derivation */
};

/* Answers one question: `period` with `variant`, or a length (days, working_days, months, years,
 * hours, office_minutes), `from`, and `roll`. The answer has nominal and last_day, or ends;
 * derivation; calendar_missing. Otherwise sets the error. */
void counting_answer(const struct counting *law, const struct value *json, struct arena *arena,
                     struct canon *answer, struct json_lines_error *error);

#endif
