/* serving.h: whether a paper is served and from which day, asked and answered in JSON: of the
 * terminal and of the interface for programs alike. */
#ifndef TB_SERVING_H
#define TB_SERVING_H
#include "law/service.h"
#include "view/json_lines.h"

/* What is judged with. */
struct serving {
    const struct service_rules *rules;
    const struct period_catalogue *periods;
    struct calendar calendar;
    struct office_hours hours;
    enum language language; /* of the sentences */
};

/* Answers one question: `mode`, `facts` and `dates`. Among the facts `failure` is a reason why the
 * attempt failed, and `channels` a list of ways in which the same content was sent, each with facts
 * and dates of its own. The answer has served, served_on, closed_on, due_on, outcome, presumed,
 * late, missing, next and derivation. Otherwise sets the error. */
void serving_answer(const struct serving *law, const struct value *json, struct arena *arena,
                    struct canon *answer, struct json_lines_error *error);

#endif
