/* procedure.h: a procedure is data: states, and steps that lead from one to the next. Pure.
 *
 * What a rule file of rules/procedure/ says, as structs (rule/procedure_rule.h reads it), and the
 * four questions that are asked of it: may this step be taken and what follows, which steps are
 * open to somebody, what an arrival or a lapsed period causes. doc/PROCEDURE.md is the book of the
 * files.
 *
 * A matter stays on the version it started under. A procedure lives in the arena of its rule set
 * and never changes. */
#ifndef TB_PROCEDURE_H
#define TB_PROCEDURE_H
#include "base/digest.h"
#include "law/matter.h"
#include "law/policy.h"

enum { PROCEDURE_STATES_MAX = 60, PROCEDURE_GUARD_DEPTH_MAX = 4 };

/* Conditions. A leaf compares one fact; `all` and `any` hold others. No arithmetic. */
enum comparison {
    GUARD_ALL,
    GUARD_ANY,
    GUARD_IS,
    GUARD_IS_NOT,
    GUARD_IN,
    GUARD_NOT_IN,
    GUARD_AT_LEAST,
    GUARD_AT_MOST
};

/* What can be compared; the word in a file is FACT or FACT.NAME. */
enum fact_kind {
#define FACT(name, word, type, takes_name) FACT_##name,
#include "law/fact.def"
#undef FACT
    FACT_COUNT
};
enum fact_type { FACT_TEXT, FACT_NUMBER, FACT_BOOLEAN };
struct text fact_word(enum fact_kind kind);
bool fact_parse(struct text word, enum fact_kind *kind, struct text *name);
enum fact_type fact_type(enum fact_kind kind);
bool fact_takes_name(enum fact_kind kind);

struct guard {
    enum comparison comparison;
    enum fact_kind fact;
    struct text name;          /* of the counter, field, period … */
    const struct text *values; /* compared with; numbers as decimals, booleans "true" "false" */
    int values_count;
    const struct guard *guards; /* of all and any */
    int guards_count;
    enum refusal refusal; /* given when a top guard fails; CONDITION_MUST_BE_MET by default */
    int line, column;     /* in the file, for `check` */
};

enum field_type {
#define FIELD(name, word) FIELD_##name,
#include "law/field.def"
#undef FIELD
    FIELD_COUNT
};
struct text field_type_word(enum field_type type);

struct choice {
    struct text name, rests_on;
    struct words words;
    bool is_enabled;
};

/* A named list of reasons: each with its article. */
struct reason_list {
    struct text name;
    const struct choice *reasons;
    int reasons_count;
};

struct field_rule {
    struct text name;
    struct words words, help;
    enum field_type type;
    bool is_required;
    const struct guard *required_if; /* NULL: never more than is_required says */
    int characters_max;              /* texts; by default 200, long texts 20000 */
    int64_t least, most;             /* integers, money in fen; most < least: no bounds */
    int entries_least, entries_most; /* lists, parties, materials, files, verdicts, defects */
    struct text reasons;             /* choice: name of a reason list, instead of choices */
    const struct choice *choices;
    int choices_count;
    const struct field_rule *members; /* list: what one entry holds */
    int members_count;
    bool is_remembered; /* kept as a fact of the matter */
    bool is_protected;  /* an address under protection: SIGHT_ADDRESS */
    int line, column;
};

/* One material of a checklist. */
struct item_rule {
    struct text name, rests_on;
    struct words words, help;
    bool is_required;
    const struct guard *required_if;
    int line, column;
};
/* What a notice may not demand, and words that give it away in free text. */
struct demand_rule {
    struct text name, rests_on;
    struct words words;
    const struct text *phrases;
    int phrases_count;
};

enum period_unit {
    UNIT_CATALOGUE, /* as the catalogue says */
    UNIT_DAYS,
    UNIT_WORKING_DAYS,
    UNIT_MONTHS,
    UNIT_YEARS,
    UNIT_HOURS,
    UNIT_OFFICE_MINUTES
};

struct period_rule {
    struct text name, rests_on;
    struct words words;
    enum period_unit unit;
    struct text catalogue, variant; /* T01; empty variant: the default one */
    int64_t length;                 /* of the unit; 0 with length_field */
    struct text length_field;       /* a field of the starting step gives the length */
    struct text lapse_task;         /* the task that opens when it runs out; empty: none */
    bool concerns_party;            /* shown to the party */
    int line, column;
};

enum period_from {
    FROM_TODAY,
    FROM_FIELD, /* a date field of the step */
    FROM_CLAIMED,
    FROM_COUNTER, /* the day, or minute, it was received at the counter */
    FROM_OWNER,   /* … by the owner */
    FROM_POLICY   /* a policy whose value is "counter" or "owner" */
};

enum period_verb {
    PERIOD_START,
    PERIOD_STOP,
    PERIOD_SUSPEND,
    PERIOD_RESUME,
    PERIOD_EXTEND,
    PERIOD_RESTART
};

struct period_action {
    enum period_verb verb;
    struct text period;
    enum period_from from;
    struct text from_name;    /* of the field or policy */
    struct text length_field; /* extend: days by which */
    int64_t length;           /* extend: days, where no field says */
    int line, column;
};

struct task_rule {
    struct text name, rests_on;
    struct words words;
    struct actor who;
    int line, column;
};
struct paper_rule {
    struct text name, rests_on;
    struct words words;
    bool is_bilingual;
    int line, column;
};
struct notice_rule {
    struct text name, to; /* "party", "receiving", "owner", "hub" or a role's word */
    struct words words;
    int line, column;
};
struct number_rule {
    struct text type; /* 民初; empty: the step concerns no number */
    bool is_entry;    /* the step enters a number that was missing */
};
struct link_rule {
    struct text link, procedure;
    int line, column;
};
struct gate_rule {
    struct text link;
    const struct text *states; /* the linked matter must be in one of them */
    int states_count;
};

enum custody_verb { VERB_NONE, VERB_OFFER, VERB_ACCEPT, VERB_DECLINE, VERB_TAKE_BACK };

struct step {
    struct text name, rests_on;
    struct words words, help;
    enum stream stream;
    const struct actor *by;
    int by_count;
    uint64_t from;          /* bits of states; bit 0 is draft */
    int to;                 /* a state, or -1: it stays */
    enum identity identity; /* at least */
    bool needs_acted_for;   /* a clerk or agent must name the person */
    const struct field_rule *fields;
    int fields_count;
    const struct guard *guards; /* all of them hold; each may name its refusal */
    int guards_count;
    const struct text *not_by; /* takers of these steps may not take this one */
    int not_by_count;
    enum refusal not_by_refusal;
    bool is_signed_by_all;    /* every party signs; the last signature makes it effective */
    const struct text *voids; /* steps whose signatures are void after this one */
    int voids_count;
    const struct period_action *periods;
    int periods_count;
    const struct text *opens_tasks, *closes_tasks, *counts, *issues, *notifies;
    int opens_tasks_count, closes_tasks_count, counts_count, issues_count, notifies_count;
    const struct text *on_arrival; /* intake and task: main steps, the first applicable is taken */
    int on_arrival_count;
    const struct link_rule *opens;
    int opens_count;
    const struct gate_rule *gates;
    int gates_count;
    struct number_rule number;
    enum custody_verb custody;
    struct text court_field; /* offers and tasks: the field that names the court */
    bool sends_task;         /* the court of court_field is asked to do something */
    bool names_handler;      /* the taker becomes the handler; field "handler" names another */
    bool seals;              /* field "sealed" decides */
    bool requires_checked;   /* every required item has a verdict */
    bool requires_no_defect; /* … and it is ok or not needed */
    bool registers;          /* from here on the matter is a case */
    bool resets_verdicts;    /* defective and missing items are unchecked again */
    bool tells_party, tells_hub;
    int line, column;
};

struct state {
    struct text name;
    struct words words;
    bool is_end;
    struct actor next; /* role is ROLE_COUNT at an end */
    int line, column;
};

struct procedure {
    struct text name, case_kind, rests_on, like;
    struct words title;
    int64_t version;
    struct date in_force, until; /* until: none */
    bool is_verified, is_enabled;
    const struct state *states; /* [0] is draft */
    int states_count;
    const struct step *steps;
    int steps_count;
    const struct period_rule *periods;
    int periods_count;
    const struct item_rule *items;
    int items_count;
    const struct demand_rule *demands;
    int demands_count;
    const struct reason_list *reasons;
    int reasons_count;
    const struct task_rule *tasks;
    int tasks_count;
    const struct paper_rule *papers;
    int papers_count;
    const struct notice_rule *notices;
    int notices_count;
    struct text file;     /* for `check` */
    struct digest digest; /* of the file's bytes */
};

/* NULL or -1 where there is none of that name. */
const struct step *procedure_step(const struct procedure *procedure, struct text name);
int procedure_state(const struct procedure *procedure, struct text name);
const struct period_rule *procedure_period(const struct procedure *procedure, struct text name);
const struct item_rule *procedure_item(const struct procedure *procedure, struct text name);
const struct task_rule *procedure_task(const struct procedure *procedure, struct text name);
const struct paper_rule *procedure_paper(const struct procedure *procedure, struct text name);
const struct notice_rule *procedure_notice(const struct procedure *procedure, struct text name);
const struct reason_list *procedure_reasons(const struct procedure *procedure, struct text name);
/* The choices of a field: its own, or those of its reason list. */
const struct choice *procedure_choices(const struct procedure *procedure,
                                       const struct field_rule *field, int *count);

/* What a decision needs beside the procedure. How periods are counted is handed in, so that law of
 * procedure and law of time do not lean on each other. */
struct period_asked {
    enum period_unit unit;
    struct text catalogue, variant;
    int64_t length;
    struct date from;
    int64_t from_ms;   /* hours and office minutes count from here */
    struct text court; /* whose calendar and office hours */
};
struct period_found {
    struct date nominal, last_day;
    int64_t due_ms;
    int calendar_missing;
    struct text rule, rules_digest, derivation;
};
struct rule_set {
    const struct policy_set *policies;
    /* False: no such catalogue entry, which `check` excludes. */
    bool (*period)(const void *of, const struct period_asked *asked, struct arena *arena,
                   struct period_found *found);
    const void *of;
};

/* May the asker take this step now, and what follows? `result` is filled either way; it lives as
 * long as the arena, the facts and the procedure. The first refusal that applies is given; mistakes
 * in fields are given all at once. */
enum refusal procedure_decide(const struct procedure *procedure, const struct matter_facts *facts,
                              const struct step_request *request, const struct rule_set *rules,
                              struct arena *arena, struct step_result *result);

/* The main step an arrived step of another stream causes: the first of its on_arrival that role
 * exchange may take now, decided. `request->fields` are those of the arrived step, `request->times`
 * its times with owner_ms set. STATE_MUST_ALLOW_STEP where none applies, which is shown to a
 * person: an arrival is never lost. */
enum refusal procedure_arrival(const struct procedure *procedure, const struct matter_facts *facts,
                               struct text arrived, const struct step_request *request,
                               const struct rule_set *rules, struct arena *arena,
                               struct step_result *result);

/* A period has run out: who is told. The clock decides nothing; the state never changes here. */
enum refusal procedure_lapse(const struct procedure *procedure, const struct matter_facts *facts,
                             struct text period, int64_t now_ms, struct arena *arena,
                             struct step_result *result);

/* The steps this asker may take now, fields aside, in the order of the file. Returns their number.
 */
int procedure_steps_open(const struct procedure *procedure, const struct matter_facts *facts,
                         const struct asker *asker, const struct rule_set *rules, struct date today,
                         struct arena *arena, const struct step ***steps);

#endif
