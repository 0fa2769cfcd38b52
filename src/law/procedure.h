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
#include "law/citation.h"
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
    size_t values_count;
    const struct guard *guards; /* of all and any */
    size_t guards_count;
    enum refusal refusal; /* given when a top guard fails; CONDITION_MUST_BE_MET by default */
};

enum field_type {
#define FIELD(name, word) FIELD_##name,
#include "law/field.def"
#undef FIELD
    FIELD_COUNT
};
struct text field_type_word(enum field_type type);

/* Words of a tick, besides which nothing may be concluded: what is not answered is not "no". */
#define TICK_YES     "yes"
#define TICK_NO      "no"
#define TICK_UNKNOWN "unknown"
/* The field with the reason of an "unknown" has the name of the tick and this behind it. */
#define TICK_WHY "_why"

struct choice {
    struct text name;
    struct citation rests_on;
    struct words words;
    int least; /* in a list: at least so many entries choose it */
    bool acts; /* of parties: who is this may act in the matter from the beginning */
};

/* A named list of reasons: each with its article. */
struct reason_list {
    struct text name;
    const struct choice *reasons;
    size_t reasons_count;
};

struct field_rule {
    struct text name;
    struct words words, help;
    enum field_type type;
    bool is_required;
    const struct guard *required_if; /* NULL: never more than is_required says */
    const struct guard *asked_if;    /* otherwise it is neither asked nor may it be given; NULL: it
                                        always is */
    int characters_max;              /* texts; by default 200, long texts 20000 */
    int least, most;                 /* integers, money in yuan, entries of lists; by default
                                        most < least: no bounds, lists 1 to 500 */
    struct text reasons;             /* choice: name of a reason list, instead of choices */
    const struct choice *choices;
    size_t choices_count;
    const struct field_rule *members; /* list: what one entry holds */
    size_t members_count;
    bool is_remembered; /* kept as a fact of the matter */
    bool is_protected;  /* an address under protection: SIGHT_ADDRESS */
};

/* One material of a checklist. */
struct item_rule {
    struct text name;
    struct citation rests_on;
    struct words words, help;
    bool is_required;
    bool is_person_only; /* has legal effect: no helper hands it in */
    const struct guard *required_if;
};
/* What a notice may not demand, and words that give it away in free text. */
struct demand_rule {
    struct text name;
    struct citation rests_on;
    struct words words;
    const struct text *phrases;
    size_t phrases_count;
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
    struct text name;
    struct citation rests_on;
    struct words words;
    enum period_unit unit;
    struct text catalogue, variant; /* T01; empty variant: the default one */
    int length;                     /* of the unit; 0 with length_field */
    struct text length_field;       /* a field of the starting step gives the length, or, where
                                       it has none of that name, what an earlier step remembered */
    struct text lapse_task;         /* the task that opens when it runs out; empty: none */
    bool concerns_party;            /* shown to the party */
    bool outlives;                  /* may run on when the matter has ended */
    bool is_reminder;               /* set by no law: it opens a task, and nothing is late by it */
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
    int length;               /* extend: days, where no field says */
};

struct task_rule {
    struct text name;
    struct citation rests_on;
    struct words words;
    struct actor who;
    struct text period; /* starts when it opens and stops when it is done; empty: none */
};
/* On whom a paper is served. */
enum served_to {
    SERVED_ON_NOBODY, /* it is handed to whoever stands there, or stays inside the court */
    SERVED_ON_ACTING, /* parties that act from the beginning: who filed */
    SERVED_ON_OTHERS, /* the other parties */
    SERVED_ON_ALL
};
struct served_rule {
    enum served_to to;
    struct text document;  /* the kind of paper in the words of rules/service: ruling */
    struct text on_served; /* main step by the exchange once all are served; empty: none */
    struct text on_void;   /* main step by the exchange when that turns out void; empty: none */
};
struct paper_rule {
    struct text name;
    struct citation rests_on;
    struct words words;
    bool is_bilingual;
    struct served_rule served;
};
/* The field of a step taken on service that holds the day of service. */
#define FIELD_SERVED_ON "served_on"
enum notice_way { NOTICE_INBOX, NOTICE_TEXT, NOTICE_MAIL };
struct notice_rule {
    struct text name, to; /* "party", "receiving", "owner", "hub" or a role's word */
    struct words words;
    struct words brief; /* for a text message: no full stop, {day} is the last day; may be empty */
    struct text last_day; /* the period whose last day is told; empty: none */
    uint32_t ways;        /* bits of enum notice_way; 0: all. The inbox has it in any case */
};
/* Does a notice go this way at all, unless somebody does not want it? */
bool procedure_notice_goes(const struct notice_rule *notice, enum notice_way way);
struct number_rule {
    struct text type; /* 民初; empty: the step concerns no number */
    bool is_entry;    /* the step enters a number that was missing */
};
struct link_rule {
    struct text link, procedure;
};
struct gate_rule {
    struct text link;
    const struct text *states; /* the linked matter must be in one of them */
    size_t states_count;
};

/* What a step says of service of process must come out so when the law judges it. */
enum service_wish {
    WISH_NONE,     /* the step says nothing of service */
    WISH_ANYTHING, /* any outcome but what the law forbids or dates that cannot all be right */
    WISH_SERVED,   /* the facts amount to service */
    WISH_FAILED    /* they surely do not */
};
struct service_wish_rule {
    struct text mode; /* D4; its facts and days are fields of the step, and what is remembered */
    enum service_wish wish;
    const struct text *letters; /* periods that began with the letter; the latest counts */
    size_t letters_count;
};

enum custody_verb { VERB_NONE, VERB_OFFER, VERB_ACCEPT, VERB_DECLINE, VERB_TAKE_BACK };

struct step {
    struct text name;
    struct citation rests_on;
    struct words words, help;
    enum stream stream;
    const struct actor *by;
    size_t by_count;
    uint64_t from;          /* bits of states; bit 0 is draft */
    int to;                 /* a state, or -1: it stays */
    enum identity identity; /* at least */
    bool needs_special;     /* an agent needs special authority [CPL-2023:62] */
    bool needs_acted_for;   /* a clerk or agent must name the person */
    const struct field_rule *fields;
    size_t fields_count;
    const struct guard *guards; /* all of them hold; each may name its refusal */
    size_t guards_count;
    const struct text *not_by; /* takers of these steps may not take this one */
    size_t not_by_count;
    enum refusal not_by_refusal;
    bool is_signed_by_all;    /* every party signs; the last signature makes it effective */
    const struct text *voids; /* steps whose signatures are void after this one */
    size_t voids_count;
    const struct period_action *periods;
    size_t periods_count;
    const struct text *opens_tasks, *closes_tasks, *counts, *issues, *notifies;
    size_t opens_tasks_count, closes_tasks_count, counts_count, issues_count, notifies_count;
    const struct text *on_arrival; /* intake and task: main steps, the first applicable is taken */
    size_t on_arrival_count;
    const struct link_rule *opens;
    size_t opens_count;
    const struct gate_rule *gates;
    size_t gates_count;
    struct number_rule number;
    struct service_wish_rule service;
    enum custody_verb custody;
    struct text court_field; /* offers and tasks: the field that names the court */
    bool sends_task;         /* the court of court_field is asked to do something */
    bool settles_origin;     /* what was reported of service counts in the matter it came out of */
    bool names_handler;      /* the taker becomes the handler; field "handler" names another */
    bool frees_handler;      /* nobody handles it from now on */
    bool seals;              /* field "sealed" decides */
    bool requires_checked;   /* every required item has a verdict */
    bool requires_no_defect; /* … and it is ok or not needed */
    bool registers;          /* from here on the matter is a case */
    bool resets_verdicts;    /* defective and missing items are unchecked again */
    bool tells_party, tells_hub;
};

struct state {
    struct text name;
    struct words words;
    bool is_end;
    struct actor next; /* role is ROLE_COUNT at an end */
};

struct procedure {
    struct text name, case_kind;
    struct text like; /* the procedure it takes everything from that its file does not say */
    struct citation rests_on;
    struct words title;
    int version;
    struct date in_force, until; /* first and last day; DATE_NONE: open */
    bool is_verified, is_enabled;
    const struct state *states; /* [0] is draft */
    size_t states_count;
    const struct step *steps;
    size_t steps_count;
    const struct period_rule *periods;
    size_t periods_count;
    const struct item_rule *items;
    size_t items_count;
    const struct demand_rule *demands;
    size_t demands_count;
    const struct reason_list *reasons;
    size_t reasons_count;
    const struct task_rule *tasks;
    size_t tasks_count;
    const struct paper_rule *papers;
    size_t papers_count;
    const struct notice_rule *notices;
    size_t notices_count;
    struct digest digest; /* of the bytes of its file, and of the one it is like */
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
/* Does a party of this position act in the matter from the beginning: plaintiff, applicant? */
bool procedure_position_acts(const struct procedure *procedure, struct text position);
/* The choices of a field: its own, or those of its reason list; of a tick, its three answers.
 * `procedure` is NULL for fields that stand in none, as those of an element form. */
const struct choice *procedure_choices(const struct procedure *procedure,
                                       const struct field_rule *field, size_t *count);

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
    bool counts_court_days; /* days off are skipped all along, not only at the end */
    struct text rule, rules_digest, derivation;
};
/* One attempt at service, as fields and memories have it. */
struct service_asked {
    struct text mode;
    const struct value *fields;           /* of the step */
    const struct matter_memory *memories; /* what no field says */
    int memories_count;
    struct date letter_received; /* DATE_NONE: no letter */
    int64_t now_ms;
    struct text court; /* whose calendar and office hours */
};
/* The verdict in the parts an event carries; service.h explains them. */
struct service_judgment {
    struct text outcome; /* "served" */
    struct text used;    /* the mode it was judged by: D2 */
    struct date served_on, closed_on;
    struct text rule;   /* that decided */
    struct text detail; /* what is wanting, or names that contradict; else the rule */
    struct text derivation, rules_digest;
    bool is_late;
};
struct element_forms;
struct rule_set {
    const struct policy_set *policies;
    /* False: no such catalogue entry, which `check` excludes. */
    bool (*period)(const void *of, const struct period_asked *asked, struct arena *arena,
                   struct period_found *found);
    const void *of;
    const struct element_forms *forms; /* element_form.h; NULL: there are none */
    /* False: there are no rules of service, or not this mode. */
    bool (*serve)(const void *of, const struct service_asked *asked, struct arena *arena,
                  struct service_judgment *found);
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

/* A period has run out: who is told, in `request->times.entered_ms`. The clock decides nothing; the
 * state never changes here. Of the request the step is ignored and the role taken to be the clock.
 * The node that asks is the one that writes period.stream: the owner for main, else period.node. */
enum refusal procedure_lapse(const struct procedure *procedure, const struct matter_facts *facts,
                             struct text period, const struct step_request *request,
                             const struct rule_set *rules, struct arena *arena,
                             struct step_result *result);

/* A calendar was changed late: the running periods of `stream` that this node watches are counted
 * again, and those that lapsed by a day that is now off. `change` names the decision and stands in
 * the result with the last day before. Nobody loses a day by it: where the new end would be earlier
 * the old one stays. Hours and minutes are not counted again. Parties are told by the notice of
 * that name, where the rules have it and something of theirs runs. False where nothing moves, and
 * for the main stream where the node is not the owner. */
#define NOTICE_RESTATED "period_restated"
bool procedure_restate(const struct procedure *procedure, const struct matter_facts *facts,
                       enum stream stream, struct text change, const struct step_request *request,
                       const struct rule_set *rules, struct arena *arena,
                       struct step_result *result);

/* The last day by which the court that decides answers what was handed in at that instant, counted
 * as if it received it on the same day. False where the rules set none, or a calendar is missing.
 */
bool procedure_expected(const struct procedure *procedure, const struct rule_set *rules,
                        struct text court, int64_t received_ms, struct arena *arena,
                        struct period_found *found);

/* From here on the owner of `account`, who is at home at another node, follows the matter there:
 * what is told to the parties is told to him. The state never changes; the stream is that of
 * papers handed in. Whoever follows as an agent never acts as a party. STATE_MUST_ALLOW_STEP where
 * the rules do not have the state of the matter. */
enum refusal procedure_follow(const struct procedure *procedure, const struct matter_facts *facts,
                              bool is_agent, struct text account, struct text node,
                              const struct step_request *request, struct arena *arena,
                              struct step_result *result);

/* The steps this asker may take now, fields aside, in the order of the file. Returns their number.
 */
int procedure_steps_open(const struct procedure *procedure, const struct matter_facts *facts,
                         const struct asker *asker, const struct rule_set *rules, struct date today,
                         struct arena *arena, const struct step ***steps);

#endif
