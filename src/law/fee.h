/* fee.h: what court proceedings cost, and why. Pure.
 *
 * The tariffs are data (rules/fee/, read by rule/fee_rule.h), each with its article and the days it
 * is in force. Sums are exact until the end and are rounded once, as a named policy says
 * [FEE481:13-19]. A fee is halved once at most, however many grounds there are [CPLI-2022:206], and
 * only a case fee is; an application fee never. */
#ifndef TB_FEE_H
#define TB_FEE_H
#include "base/exact.h"
#include "law/derivation.h"
#include "law/policy.h"
#include "law/refusal.h"

enum fee_option {
#define FEE_OPTION(name, word, type) FEE_OPTION_##name,
#include "law/fee_option.def"
#undef FEE_OPTION
    FEE_OPTION_COUNT
};
enum fee_option_type {
    FEE_TYPE_MONEY,
    FEE_TYPE_MONEYS,
    FEE_TYPE_COUNT,
    FEE_TYPE_RATE,
    FEE_TYPE_CODE,
    FEE_TYPE_ITEM,
    FEE_TYPE_HALVINGS,
    FEE_TYPE_CHANGE
};

enum fee_kind {
#define FEE_KIND(name, word, options) FEE_KIND_##name,
#include "law/fee_kind.def"
#undef FEE_KIND
    FEE_KIND_COUNT
};

enum fee_ground {
#define FEE_GROUND(name, word) FEE_GROUND_##name,
#include "law/fee_ground.def"
#undef FEE_GROUND
    FEE_GROUND_COUNT,
    FEE_HALVINGS = FEE_GROUND_RAISED, /* grounds before this one halve */
    FEE_CHANGES = FEE_GROUND_ONCE     /* grounds before this one are changes */
};

enum { FEE_CLAIMS_MAX = 100, FEE_COUNT_MAX = 999, FEE_SCALE_MAX = 16, FEE_LINES_MAX = 32 };

/* ---- what the law says ---- */

/* The part of an amount above the row before, up to and with `up_to`. */
struct fee_bracket {
    struct money up_to; /* fen 0: no end */
    struct money flat;  /* for the whole part; */
    int rate;           /* or this, in hundred-thousandths of it; 0: flat is meant */
};

enum fee_fixer { FEE_FIXED_BY_LAW, FEE_FIXED_BY_PROVINCE, FEE_FIXED_BY_COURT };

/* What every case costs: one sum (least is most), or what is fixed between two. */
struct fee_base {
    bool is_there;
    struct money least, most;
    enum fee_fixer fixer;
};

struct fee_version {
    struct date from, until; /* first and last day in force; until DATE_NONE: open */
    struct citation rests_on;
    struct fee_base per_case;       /* of every case */
    struct fee_base without_amount; /* of cases without an amount */
    const struct fee_bracket *scale;
    size_t scale_count;
    struct text like;  /* the tariff whose scale it is; empty: its own */
    int divisor;       /* of that scale: 1, 2 or 3 */
    struct money most; /* fen 0: no end */
    bool is_verified;
};

/* How a kind, or an item of one, is charged. */
struct fee_tariff {
    struct text name; /* "property"; "maritime.injunction" */
    struct words words;
    bool is_application; /* 申请费; otherwise 案件受理费 */
    const struct fee_version *versions;
    size_t versions_count;
};

struct fee_ground_row {
    struct date from, until;
    struct citation rests_on;
    bool is_verified;
};
struct fee_ground_rule {
    struct words words;
    const struct fee_ground_row *rows;
    size_t rows_count;
};

/* A value somebody fixed within a range of the law. */
struct fee_local {
    struct text tariff;
    struct text court; /* empty: every court of the network */
    struct money amount;
    struct date from, until;
    struct citation rests_on;
    bool is_verified;
};

struct fee_rules {
    const struct fee_tariff *tariffs;
    size_t tariffs_count;
    struct fee_ground_rule grounds[FEE_GROUND_COUNT];
    const struct fee_local *locals;
    size_t locals_count;
    const struct policy_set *policies; /* fee_rounding, fee_joined; NULL: as where none is named */
    struct date first;                 /* the first day any tariff was in force */
    struct text digest;                /* of the files they were read from, hexadecimal */
};

/* ---- what is asked ---- */

struct fee_question {
    enum fee_kind kind;
    struct date on;    /* whose rules count: the day of acceptance */
    struct text court; /* whose policies and values; may be empty */
    uint32_t given;    /* bit 1 << enum fee_option: which of these are meant */
    uint32_t halve;    /* bit 1 << enum fee_ground */
    enum fee_ground change;
    struct text item, currency;
    int64_t price_millionths, rate_millionths;
    int shares, other_claims;
    struct money amount, property, damages, contested, base, counterclaim, paid;
    const struct money *claims;
    size_t claims_count;
};

/* ---- the answer ---- */

/* One step, in numbers; how it is said is known by fee_derive. */
struct fee_line {
    enum derivation_key key;
    struct citation rests_on;
    struct exact sums[4]; /* the values that are sums, in their order */
    int rate, count;
    struct date day;
    struct text text;          /* the value that is text */
    const struct words *words; /* NULL: none */
};

struct fee {
    const struct fee_tariff *tariff;
    const struct fee_version *version;
    struct exact unrounded;
    struct money fee;
    struct text rounding; /* the policy: "fen_half_up" */
    bool has_difference;  /* something was paid before: */
    struct money top_up, refund;
    struct fee_line lines[FEE_LINES_MAX];
    size_t lines_count;
};

/* A question that cannot be answered: which option is wrong, and what the rule wants there. */
struct fee_problem {
    enum fee_option option;   /* FEE_OPTION_COUNT: the day */
    struct money least, most; /* FEE_BASE_MUST_BE_GIVEN, FEE_BASE_MUST_BE_IN_RANGE */
};

/* ALLOWED with the answer, or what is wrong. `counterclaim` is answered by itself: see below. */
enum refusal fee_find(const struct fee_rules *rules, const struct fee_question *question,
                      struct fee *fee, struct fee_problem *problem);

/* The question for the counterclaim of a question: heard together, halved as policy says. */
struct fee_question fee_counterclaim(const struct fee_question *question);

/* The steps in words and values; texts live in the arena. */
void fee_derive(const struct fee *fee, struct arena *arena, struct derivation *derivation);

/* ---- names ---- */

struct text fee_kind_text(enum fee_kind kind);
bool fee_kind_parse(struct text text, enum fee_kind *kind);
struct text fee_option_text(enum fee_option option);
enum fee_option_type fee_option_type(enum fee_option option);
struct text fee_ground_text(enum fee_ground ground);
bool fee_ground_parse(struct text text, enum fee_ground *ground);
/* Bits of enum fee_option. */
uint32_t fee_kind_options(enum fee_kind kind);

/* The tariff of a kind, or of an item of one; NULL where there is none. */
const struct fee_tariff *fee_tariff_find(const struct fee_rules *rules, struct text name);
/* "maritime.injunction" is item "injunction" of its kind; empty where a tariff is no item. */
struct text fee_tariff_item(const struct fee_tariff *tariff, enum fee_kind kind);
const struct fee_version *fee_version_on(const struct fee_tariff *tariff, struct date on);
/* What the ground rests on that day; none where no row is in force. */
struct citation fee_ground_rests_on(const struct fee_rules *rules, enum fee_ground ground,
                                    struct date on);
/* The value fixed within a range, the court's own before the general one; NULL where none is. */
const struct fee_local *fee_local_find(const struct fee_rules *rules, struct text tariff,
                                       struct text court, struct date on);

#endif
