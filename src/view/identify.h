/* identify.h: what a written number is, asked and answered in JSON: of the terminal and of the
 * interface for programs alike. */
#ifndef TB_IDENTIFY_H
#define TB_IDENTIFY_H
#include "law/case_type.h"
#include "law/network.h"
#include "view/json_lines.h"

/* What numbers are looked up in. */
struct identify_rules {
    struct case_types types;
    const struct network *network; /* may be NULL */
    enum language language;        /* of sentences */
};

/* Answers one question: exactly one of resident_id, uscc, case_number and tracking_number, with
 * `on` beside the first and third. The answer has `valid` and `reason` (null, or a key that never
 * changes, with its `sentence`); a valid number also has its parts. Otherwise sets the error. */
void identify_answer(const struct identify_rules *rules, const struct value *line,
                     struct arena *arena, struct canon *answer, struct json_lines_error *error);

#endif
