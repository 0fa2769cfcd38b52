/* rulebook.h: all rules in force, loaded once and shared by every node of the process. After it was
 * opened only four things are added, before anybody else uses it or atomically: versions of
 * procedures that running matters started under, the network, days that courts decide, and what
 * they say in words of their own. */
#ifndef TB_RULEBOOK_H
#define TB_RULEBOOK_H
#include "law/case_kind.h"
#include "law/case_type.h"
#include "law/cause.h"
#include "law/element_form.h"
#include "law/fee.h"
#include "law/guide.h"
#include "law/jurisdiction.h"
#include "law/network.h"
#include "law/own_words.h"
#include "law/policy.h"
#include "law/procedure.h"
#include "law/service.h"
#include "rule/procedure_rule.h"
#include "rule/time_rule.h"

#include <stdatomic.h>

enum { RULEBOOK_FILES_MAX = 400, RULEBOOK_LEARNT_MAX = 200, RULEBOOK_NAME_BYTES_MAX = 80 };

/* A file as it was read: enters the record of each node that uses it. */
struct rulebook_file {
    struct text name, content; /* "procedure/civil_filing.yaml" */
    struct digest digest;
};

struct rulebook {
    struct arena *arena;
    struct time_rules time;
    struct case_types case_types;
    struct case_kinds case_kinds;
    struct cause_editions causes;
    struct element_forms forms;
    struct jurisdiction_rules jurisdiction;
    struct policy_set policies;
    struct service_rules service;
    struct fee_rules fees;
    struct procedure_list procedures;
    struct guide guide;
    struct rule_set rule_set;   /* for the engine */
    struct text time_digest;    /* of calendars and catalogue together, hexadecimal */
    struct text service_digest; /* of the rules of service */
    const struct rulebook_file *files;
    size_t files_count;
    const struct procedure *learnt[RULEBOOK_LEARNT_MAX]; /* older versions */
    size_t learnt_count;
    _Atomic(const struct network *) network; /* whose seats and office hours are meant */
    _Atomic(struct rulebook_court *)
        courts;                             /* what courts have decided; the newest of each first */
    _Atomic(struct rulebook_words *) words; /* the same of their own words */
};

/* Days a court has decided for itself. Each lives in an arena of its own, until the end. */
struct rulebook_court {
    struct arena *arena;
    struct text court;
    struct calendar_decisions decided;
    struct rulebook_court *next;
};

/* What a court says in its own words; likewise. */
struct rulebook_words {
    struct arena *arena;
    struct text court;
    struct own_words own;
    struct rulebook_words *next;
};

/* NULL when a mistake was added; every mistake of every file is named. */
struct rulebook *rulebook_open(const char *folder, struct mistakes *mistakes);
void rulebook_close(struct rulebook *rules);

/* As it was read; NULL none. */
const struct rulebook_file *rulebook_file(const struct rulebook *rules, struct text name);
/* Would a file of this name, "procedure/new.yaml", be read? New ones only in folders; never
 * anything outside of the rules. */
bool rulebook_may_hold(const struct rulebook *rules, struct text name);

/* Seats and office hours are taken from here from now on; it outlives the rulebook. */
void rulebook_use_network(struct rulebook *rules, const struct network *network);

/* The days a court has decided for itself count from now on; they are copied. Any thread. */
void rulebook_use_decisions(const struct rulebook *rules, struct text court,
                            const struct calendar_decisions *decided);

/* What a court says in its own words from now on; copied. Any thread. */
void rulebook_use_words(const struct rulebook *rules, struct text court,
                        const struct own_words *own);
/* NULL: it says everything as the product does. Stays valid until the rulebook closes. */
const struct own_words *rulebook_own_words(const struct rulebook *rules, struct text court);

/* What a court counts by: the calendar of its seat with the days it has decided, and its hours. */
struct calendar rulebook_calendar(const struct rulebook *rules, struct text court);
struct office_hours rulebook_hours(const struct rulebook *rules, struct text court);

/* The engine's rules as they would be if one court had decided these days. */
struct rulebook_preview {
    const struct rulebook *rules;
    struct text court;
    struct calendar_decisions decided;
};
struct rule_set rulebook_preview(const struct rulebook_preview *preview);

/* Older versions of procedures, from the bytes a node has kept: one file, or a file and those it is
 * like. Before threads start. False when the bytes cannot be read together. */
bool rulebook_learn(struct rulebook *rules, const char *const names[], const struct text bytes[],
                    size_t count);

/* By name and digest (hexadecimal): the version a matter started under. NULL where it is not here.
 */
const struct procedure *rulebook_procedure(const struct rulebook *rules, struct text name,
                                           struct text digest_hex);
/* The newest version of that name in force on a day; NULL none. */
const struct procedure *rulebook_procedure_in_force(const struct rulebook *rules, struct text name,
                                                    struct date on);
/* May this kind of case be filed across courts, at this court, on this day? Of what is no filing
 * the procedure is asked when its first step is taken. */
bool rulebook_kind_is_open(const struct rulebook *rules, const struct procedure *procedure,
                           struct text court, struct date on);

#endif
