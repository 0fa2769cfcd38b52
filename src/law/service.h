/* service.h: whether a paper is served, and from which day. Pure.
 *
 * What the law says stands in rules/service/: for each mode a list of rules in order, each with its
 * article, its days in force and what it asks for. One attempt at service is a mode with facts and
 * dates; the first rule of the list that decides is the verdict. A fact nobody gave is never
 * guessed: the verdict names it and gives no date, because a wrong day of service starts a wrong
 * period.
 *
 * Two days come out: the day of service, from which periods of parties run [CPL-2023:87], and the
 * day that counts for the trial limit where the paper ends the instance [LIM2000:10]. */
#ifndef TB_SERVICE_H
#define TB_SERVICE_H
#include "law/calendar.h"
#include "law/derivation.h"
#include "law/period.h"

enum {
    SERVICE_FACTS_MAX = 96,
    SERVICE_DATES_MAX = 64,
    SERVICE_CHANNELS_MAX = 8,
    SERVICE_STEPS_MAX = 96,
    SERVICE_NEXT_MAX = 12,
    SERVICE_MISSING_MAX = 12,
    SERVICE_FOUND_MAX = 16
};

enum service_fact_type { SERVICE_BOOLEAN, SERVICE_CHOICE, SERVICE_NUMBER };

struct service_choice {
    struct text id;
    struct words words;
};

/* What can be said of an attempt: `receiver`, `filmed`. */
struct service_fact {
    struct text id;
    struct words words;
    enum service_fact_type type;
    const struct service_choice *choices;
    size_t choices_count;
    int most;              /* SERVICE_NUMBER: 0 to this */
    struct text otherwise; /* what holds where nobody says anything; empty: nothing */
    struct citation rests_on;
};

/* A day or instant of an attempt: `signed`, `returned`. */
struct service_date {
    struct text id;
    struct words words;
    const struct text *after; /* days it cannot lie before */
    size_t after_count;
    bool may_lie_ahead; /* later than `now` is no contradiction */
    bool is_beginning;  /* nothing is served before it */
    struct citation rests_on;
};

/* A fact is one of these values. `>=3` is a number from 3 on. Three are facts here that nobody
 * gives: `mode`; `used`, the mode that another court used in its place; `failed`, true where a
 * reason was reported. */
struct service_test {
    struct text fact;
    const struct text *values;
    size_t values_count;
};

struct service_tests {
    const struct service_test *tests;
    size_t count;
};

enum service_then {
    SERVICE_NOTES,     /* says something and goes on */
    SERVICE_NEEDS,     /* ends where one of `needs` is not known */
    SERVICE_SERVES,    /* served on `on`, or `plus` a period after it */
    SERVICE_FAILS,     /* not served */
    SERVICE_PROHIBITS, /* not served, and must not be done this way */
    SERVICE_GOES       /* on with the mode that the fact `by` names */
};

enum service_pick { SERVICE_FIRST, SERVICE_EARLIEST, SERVICE_LATEST };

struct service_names {
    const struct text *names;
    size_t count;
};

struct service_rule {
    struct text name; /* unlike every other; what tests and programs know it by */
    struct words words;
    struct citation rests_on;
    struct date from, until; /* in force on these days; DATE_NONE: open */
    bool is_verified;
    /* It applies where all of this holds: */
    struct service_tests when, unless; /* all of `when`, none of `unless` */
    struct service_names given;        /* dates that are there */
    struct service_names absent;       /* facts and dates that are not */
    struct service_names first;        /* the first of these dates is there, none of them earlier */
    struct service_names before;       /* two dates: the one is surely not after the other */
    struct service_names unclear;      /* two dates of one day, of which nobody knows the order */
    struct service_names within;       /* a date, another, a period that counts from the other */
    /* What follows: */
    enum service_then then;
    struct service_names needs, on;
    enum service_pick pick;      /* of `on` */
    struct text plus;            /* "SV01/domestic" */
    struct service_names closed; /* the first that is there; none: the day of service */
    struct text clock, clock_from;
    struct service_names next;
    bool is_presumed; /* until the one it was served on shows otherwise */
};

struct service_mode {
    struct text id; /* D4 */
    struct words words;
    struct citation rests_on;
    struct text like;          /* a mode whose facts and rules it has; empty: its own */
    struct service_tests sets; /* facts that are always so in this mode */
    struct service_names facts, dates,
        starts; /* starts: the first there decides which law counts */
    bool has_channels;
    const struct service_rule *rules;
    size_t rules_count;
};

/* Why an attempt failed: R07. */
struct service_failure {
    struct text id;
    struct words words, effect;
    struct citation rests_on;
    bool is_verified;
    struct text like; /* a reason whose rules it has; empty: its own */
    const struct service_rule *rules;
    size_t rules_count;
};

/* What to do next. */
struct service_action {
    struct text id;
    struct words words;
    struct text mode; /* by which to serve; empty: no mode */
};

enum service_note {
#define SERVICE_NOTE(name, word) name,
#include "law/service_note.def"
#undef SERVICE_NOTE
    SERVICE_NOTE_COUNT
};

struct service_sentence {
    struct words words; /* {what}, {day}: filled in by the view */
    struct citation rests_on;
};

/* An article in the numbering of an older text. */
struct service_article {
    int now, then;
};

struct service_edition {
    struct text of, source; /* rules rest on `of`; between the two days `source` was in force */
    struct date from, until;
    const struct service_article *articles; /* none: the numbers are the same */
    size_t articles_count;
};

struct service_rules {
    struct date from; /* no verdict on earlier law */
    const struct service_edition *editions;
    size_t editions_count;
    const struct service_fact *facts;
    size_t facts_count;
    const struct service_date *dates;
    size_t dates_count;
    struct service_names common_facts, common_dates; /* of every mode */
    const struct service_action *actions;
    size_t actions_count;
    struct service_sentence notes[SERVICE_NOTE_COUNT];
    const struct service_rule *common; /* asked in every mode, before its own */
    size_t common_count;
    const struct service_mode *modes;
    size_t modes_count;
    const struct service_failure *failures;
    size_t failures_count;
};

/* A day, or an instant where somebody knows it. */
struct service_time {
    struct date day; /* DATE_NONE: not known */
    int64_t at_ms;
    bool has_time;
};

/* One attempt: facts and dates by their place in the rules. */
struct service_attempt {
    const struct service_mode *mode;
    const struct service_failure *failure; /* NULL: none was reported */
    struct text facts[SERVICE_FACTS_MAX];  /* "true", "self", "3"; empty: not known */
    struct service_time dates[SERVICE_DATES_MAX];
    const struct service_attempt *channels; /* the same content sent in several ways; they have no
                                               channels of their own */
    size_t channels_count;
};

enum service_outcome {
    SERVICE_SERVED,
    SERVICE_MISSING, /* facts are */
    SERVICE_NOT_YET, /* a period runs */
    SERVICE_FAILED,
    SERVICE_PROHIBITED,
    SERVICE_CONTRADICTED, /* the dates cannot all be right */
    SERVICE_OUTCOMES
};

/* What a step looked at. */
struct service_found {
    struct text name, value;
    bool is_text; /* false: a boolean or a number, to be written as it is */
};

struct service_step {
    struct text rule;          /* its name; of a note its word; empty in a step of counting */
    const struct words *words; /* NULL in a step of counting */
    struct citation rests_on;
    bool is_verified;
    struct text what, day; /* what a note is filled with: names parted by blanks; a day */
    const struct derivation_step *counted;
    struct service_found found[SERVICE_FOUND_MAX];
    size_t found_count;
};

struct service_verdict {
    enum service_outcome outcome;
    struct date served_on; /* DATE_NONE unless served */
    struct date closed_on; /* DATE_NONE where not known */
    struct date due_on;    /* by when the court that was asked must serve; DATE_NONE: no clock */
    struct date wait_until;
    bool is_presumed;
    bool is_late;
    int calendar_missing; /* the year that would have to be known; 0: none */
    struct text missing[SERVICE_MISSING_MAX];
    size_t missing_count;
    const struct service_action *next[SERVICE_NEXT_MAX];
    size_t next_count;
    struct service_step steps[SERVICE_STEPS_MAX];
    size_t steps_count;
};

/* What periods are counted with. */
struct service_counting {
    const struct period_catalogue *periods;
    const struct calendar *calendar;
    const struct office_hours *hours;
};

/* Gives the verdict. It and what it points to live in the arena. */
const struct service_verdict *service_decide(const struct service_rules *rules,
                                             const struct service_counting *counting,
                                             const struct service_attempt *attempt,
                                             struct arena *arena);

/* An attempt in a mode about which nothing is known yet but what holds by itself. */
void service_attempt_open(const struct service_rules *rules, const struct service_mode *mode,
                          struct service_attempt *attempt);

/* NULL, or -1, where there is none of that name. */
const struct service_mode *service_mode_find(const struct service_rules *rules, struct text id);
const struct service_failure *service_failure_find(const struct service_rules *, struct text id);
const struct service_action *service_action_find(const struct service_rules *, struct text id);
int service_fact_at(const struct service_rules *rules, struct text id);
int service_date_at(const struct service_rules *rules, struct text id);

/* A mode, or a reason, that is like another has what that has; NULL of NULL. */
const struct service_mode *service_mode_own(const struct service_rules *,
                                            const struct service_mode *mode);
const struct service_failure *service_failure_own(const struct service_rules *,
                                                  const struct service_failure *failure);

/* May this fact, this date, be said of an attempt in that mode? */
bool service_mode_has_fact(const struct service_rules *, const struct service_mode *, struct text);
bool service_mode_has_date(const struct service_rules *, const struct service_mode *, struct text);

/* "served", "missing", "not_yet", "failed", "prohibited", "contradicted" */
struct text service_outcome_text(enum service_outcome outcome);

bool service_names_have(struct service_names names, struct text name);

#endif
