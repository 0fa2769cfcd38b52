/* rulebook.h: all rules in force, loaded once and shared by every node of the process. Never changes
 * while it is in use. */
#ifndef TB_RULEBOOK_H
#define TB_RULEBOOK_H
#include "law/calendar.h"
#include "law/case_kind.h"
#include "law/case_type.h"
#include "law/cause.h"
#include "law/jurisdiction.h"
#include "law/network.h"
#include "law/period.h"
#include "law/procedure.h"
#include "law/source.h"
#include "rule/mistakes.h"

enum { RULEBOOK_PROCEDURES_MAX = 64, RULEBOOK_FILES_MAX = 200 };

/* A file as it was read: enters the record of each node that uses it. */
struct rulebook_file {
    struct text name, content;
    struct digest digest;
};

struct rulebook {
    struct arena *arena;
    struct source_list sources;
    struct calendar calendar;
    struct period_catalogue periods;
    struct case_types case_types;
    struct case_kinds case_kinds;
    struct policy_set policies;
    struct rule_set rule_set;
    const struct procedure *procedures[RULEBOOK_PROCEDURES_MAX];
    int procedures_count;
    const struct rulebook_file *files;
    int files_count;
};

/* NULL when a mistake was added; every mistake of every file is named. */
struct rulebook *rulebook_open(const char *folder, struct mistakes *mistakes);
void rulebook_close(struct rulebook *rules);

/* By name and digest (hexadecimal): the version a matter started under. NULL where it is not here. */
const struct procedure *rulebook_procedure(const struct rulebook *rules, struct text name,
                                           struct text digest_hex);
/* The newest version of that name in force on a day; NULL none. */
const struct procedure *rulebook_procedure_in_force(const struct rulebook *rules, struct text name,
                                                    struct date on);
/* May this kind of case be filed across courts, at this court, on this day? */
bool rulebook_kind_is_open(const struct rulebook *rules, const struct procedure *procedure,
                           struct text court, struct date on);

#endif
