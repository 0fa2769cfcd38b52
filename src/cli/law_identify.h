/* law_identify.h: `tongban law identify`: lines of JSON in, what a written number is out. */
#ifndef TB_LAW_IDENTIFY_H
#define TB_LAW_IDENTIFY_H
#include "cli/json_lines.h"
#include "law/case_type.h"
#include "law/network.h"

/* What numbers are looked up in. */
struct identify_rules {
    struct case_types types;
    const struct network *network; /* may be NULL */
    enum language language;        /* of sentences */
};

/* Answers one line: exactly one of resident_id, uscc, case_number and tracking_number, with `on`
 * beside the first and third. The answer has `valid` and `reason` (null, or a key that never
 * changes, with its `sentence`); a valid number also has its parts. Otherwise sets the error. */
void law_identify_line(const struct identify_rules *rules, const struct value *line,
                       struct arena *arena, struct canon *answer, struct json_lines_error *error);

/* `argv[0]` is "identify". Exit statuses are those of law_main. */
int law_identify_main(int argc, char **argv);

#endif
