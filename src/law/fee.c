/* fee.c: from a question to a sum, one line for each thing that was counted. Lines are numbers, so
 * that a million fees cost no words; fee_derivation.c says them. */
#include "law/fee.h"

#include <assert.h>

#define BIT(option) (UINT32_C(1) << FEE_OPTION_##option)

/* A question being worked on. */
struct working {
    const struct fee_rules *rules;
    const struct fee_question *question;
    struct fee *fee;
    struct fee_problem *problem;
    struct exact measure; /* what the scale is applied to */
    bool has_measure;
};

static bool
gives(const struct fee_question *question, enum fee_option option)
{
    return (question->given & UINT32_C(1) << option) != 0;
}

static enum refusal
wrong(const struct working *working, enum fee_option option, enum refusal refusal)
{
    working->problem->option = option;
    return refusal;
}

static struct fee_line *
add_line(const struct working *working, enum derivation_key key, struct citation rests_on)
{
    struct fee *fee = working->fee;
    assert(fee->lines_count < FEE_LINES_MAX);
    struct fee_line *line = &fee->lines[fee->lines_count++];
    *line = (struct fee_line){.key = key, .rests_on = rests_on};
    return line;
}

static struct citation
ground_of(const struct working *working, enum fee_ground ground)
{
    return fee_ground_rests_on(working->rules, ground, working->question->on);
}

/* ---- which tariff ---- */

/* Of the tariff itself or of the one it is like; NULL where that has none on the day. */
static const struct fee_version *
scale_of(const struct working *working)
{
    const struct fee_version *version = working->fee->version;
    if (text_is_empty(version->like))
        return version;
    version = fee_version_on(fee_tariff_find(working->rules, version->like), working->question->on);
    return version != NULL && version->scale_count > 0 ? version : NULL;
}

static enum refusal
find_tariff(const struct working *working)
{
    const struct fee_rules *rules = working->rules;
    const struct fee_question *question = working->question;
    char name[64];
    struct text kind = fee_kind_text(question->kind), item = question->item;
    bool takes_item = (fee_kind_options(question->kind) & BIT(ITEM)) != 0;
    size_t length = kind.length;
    if (takes_item && !gives(question, FEE_OPTION_ITEM))
        return wrong(working, FEE_OPTION_ITEM, FIELD_MUST_BE_GIVEN);
    if (takes_item && length + 1 + item.length > sizeof name)
        return wrong(working, FEE_OPTION_ITEM, FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    memcpy(name, kind.bytes, length);
    if (takes_item) {
        name[length++] = '.';
        memcpy(name + length, item.bytes, item.length);
        length += item.length;
    }
    const struct fee_tariff *tariff = fee_tariff_find(rules, (struct text){name, length});
    if (tariff == NULL)
        return wrong(working, FEE_OPTION_ITEM, FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    working->fee->tariff = tariff;
    working->fee->version = fee_version_on(tariff, question->on);
    if (working->fee->version == NULL || scale_of(working) == NULL)
        return wrong(working, FEE_OPTION_COUNT, FEE_RULE_MUST_BE_IN_FORCE);
    struct fee_line *line =
        add_line(working, DERIVATION_FEE_TARIFF, working->fee->version->rests_on);
    line->text = tariff->name;
    line->day = working->fee->version->from;
    line->words = &tariff->words;
    return ALLOWED;
}

/* ---- what is counted ---- */

static enum refusal
check_options(const struct working *working)
{
    const struct fee_question *question = working->question;
    uint32_t takes = fee_kind_options(question->kind);
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        if (gives(question, (enum fee_option)i) && (takes & UINT32_C(1) << i) == 0)
            return wrong(working, (enum fee_option)i, FEE_OPTION_MUST_FIT);
    }
    static const struct {
        enum fee_option option, needs;
    } together[] = {
        {FEE_OPTION_SHARES, FEE_OPTION_PRICE},  {FEE_OPTION_PRICE, FEE_OPTION_SHARES},
        {FEE_OPTION_CURRENCY, FEE_OPTION_RATE}, {FEE_OPTION_RATE, FEE_OPTION_CURRENCY},
        {FEE_OPTION_CHANGE, FEE_OPTION_PAID},   {FEE_OPTION_PAID, FEE_OPTION_CHANGE},
    };
    for (size_t i = 0; i < sizeof together / sizeof together[0]; i++) {
        if (gives(question, together[i].option) && !gives(question, together[i].needs))
            return wrong(working, together[i].needs, FIELD_MUST_BE_GIVEN);
    }
    static const enum fee_option apart[][2] = {
        {FEE_OPTION_CLAIMS, FEE_OPTION_AMOUNT},
        {FEE_OPTION_SHARES, FEE_OPTION_AMOUNT},
        {FEE_OPTION_SHARES, FEE_OPTION_CLAIMS},
        {FEE_OPTION_SHARES, FEE_OPTION_CURRENCY},
        {FEE_OPTION_CURRENCY, FEE_OPTION_CLAIMS},
        {FEE_OPTION_COUNTERCLAIM, FEE_OPTION_CONTESTED},
        {FEE_OPTION_CONTESTED, FEE_OPTION_CLAIMS},
        {FEE_OPTION_CONTESTED, FEE_OPTION_SHARES},
        {FEE_OPTION_COUNTERCLAIM, FEE_OPTION_CURRENCY},
    };
    for (size_t i = 0; i < sizeof apart / sizeof apart[0]; i++) {
        if (gives(question, apart[i][0]) && gives(question, apart[i][1]))
            return wrong(working, apart[i][0], FEE_OPTION_MUST_FIT);
    }
    return ALLOWED;
}

static struct exact
total_of_claims(const struct working *working)
{
    const struct fee_question *question = working->question;
    struct exact total = {0};
    for (size_t i = 0; i < question->claims_count; i++)
        total = exact_add(total, exact_of_money(question->claims[i]));
    struct fee_line *line =
        add_line(working, DERIVATION_FEE_CLAIMS, ground_of(working, FEE_GROUND_CLAIMS));
    line->count = (int)question->claims_count;
    line->sums[0] = total;
    return total;
}

static struct exact
value_of_shares(const struct working *working)
{
    const struct fee_question *question = working->question;
    struct fee_line *line =
        add_line(working, DERIVATION_FEE_SECURITIES, ground_of(working, FEE_GROUND_SECURITIES));
    line->count = question->shares;
    line->sums[0] = exact_times_millionths((struct money){100}, question->price_millionths);
    line->sums[1] = exact_times_millionths((struct money){100 * (int64_t)question->shares},
                                           question->price_millionths);
    return line->sums[1];
}

static struct exact
in_yuan(const struct working *working, struct money foreign)
{
    const struct fee_question *question = working->question;
    if (!gives(question, FEE_OPTION_CURRENCY))
        return exact_of_money(foreign);
    struct fee_line *line =
        add_line(working, DERIVATION_FEE_CURRENCY, ground_of(working, FEE_GROUND_CURRENCY));
    line->text = question->currency;
    line->sums[0] = exact_of_money(foreign);
    line->sums[1] = exact_times_millionths((struct money){100}, question->rate_millionths);
    line->sums[2] = exact_times_millionths(foreign, question->rate_millionths);
    return line->sums[2];
}

/* An appeal, and a retrial that bears a fee, costs by the part that is fought over.
 * [FEE481:17] [FEE481:19] */
static struct exact
contested_part(const struct working *working)
{
    struct fee_line *line =
        add_line(working, DERIVATION_FEE_CONTESTED, ground_of(working, FEE_GROUND_CONTESTED));
    line->sums[0] = exact_of_money(working->question->contested);
    return in_yuan(working, working->question->contested);
}

static enum refusal
find_measure(struct working *working)
{
    const struct fee_question *question = working->question;
    enum fee_option by = FEE_OPTION_AMOUNT;
    if (gives(question, FEE_OPTION_CONTESTED)) {
        if (gives(question, FEE_OPTION_AMOUNT) && question->contested.fen > question->amount.fen)
            return wrong(working, FEE_OPTION_CONTESTED, FEE_CONTESTED_MUST_BE_WITHIN_AMOUNT);
        by = FEE_OPTION_CONTESTED;
        working->measure = contested_part(working);
    } else if (gives(question, FEE_OPTION_AMOUNT)) {
        working->measure = in_yuan(working, question->amount);
    } else if (gives(question, FEE_OPTION_CLAIMS)) {
        by = FEE_OPTION_CLAIMS;
        working->measure = total_of_claims(working);
    } else if (gives(question, FEE_OPTION_SHARES)) {
        by = FEE_OPTION_SHARES;
        working->measure = value_of_shares(working);
    } else if (gives(question, FEE_OPTION_PROPERTY)) {
        working->measure = exact_of_money(question->property);
    } else if (gives(question, FEE_OPTION_DAMAGES)) {
        working->measure = exact_of_money(question->damages);
    } else {
        return gives(question, FEE_OPTION_CURRENCY)
                   ? wrong(working, FEE_OPTION_AMOUNT, FIELD_MUST_BE_GIVEN)
                   : ALLOWED;
    }
    working->has_measure = true;
    if (exact_compare(working->measure, exact_of_money((struct money){MONEY_FEN_MAX})) > 0)
        return wrong(working, by, FIELD_MUST_BE_IN_BOUNDS);
    return ALLOWED;
}

/* Claims that are not about property cost nothing beside those that are, and one fee together where
 * there are only such. [CPLI-2022:201] */
static void
tell_other_claims(const struct working *working)
{
    const struct fee_question *question = working->question;
    bool is_beside = working->has_measure;
    if (!gives(question, FEE_OPTION_OTHER_CLAIMS) || question->other_claims == 0 ||
        (!is_beside && question->other_claims < 2))
        return;
    add_line(working, is_beside ? DERIVATION_FEE_MIXED : DERIVATION_FEE_ONE_FEE,
             ground_of(working, is_beside ? FEE_GROUND_MIXED : FEE_GROUND_ONE_FEE))
        ->count = question->other_claims;
}

/* ---- the tariff applied ---- */

static struct exact
apply_bracket(const struct working *working, const struct fee_version *scale, size_t i)
{
    const struct fee_bracket *bracket = &scale->scale[i];
    struct exact from = exact_of_money(i == 0 ? (struct money){0} : scale->scale[i - 1].up_to);
    struct exact to = exact_of_money(bracket->up_to), fee;
    bool is_open = bracket->up_to.fen == 0;
    bool is_beyond = !is_open && exact_compare(working->measure, to) > 0;
    struct exact part = exact_subtract(is_beyond ? to : working->measure, from);
    struct fee_line *line;
    if (bracket->rate == 0) {
        fee = exact_of_money(bracket->flat);
        line = add_line(working, bracket->flat.fen == 0 ? DERIVATION_FEE_FREE : DERIVATION_FEE_FLAT,
                        scale->rests_on);
        line->sums[0] = to;
        line->sums[1] = fee;
        return fee;
    }
    fee = exact_part(part, bracket->rate);
    line =
        add_line(working, is_open ? DERIVATION_FEE_ABOVE : DERIVATION_FEE_BRACKET, scale->rests_on);
    size_t place = 0;
    line->rate = bracket->rate;
    line->sums[place++] = from;
    if (!is_open)
        line->sums[place++] = to;
    line->sums[place++] = part;
    line->sums[place] = fee;
    return fee;
}

static struct exact
apply_scale(const struct working *working)
{
    const struct fee_version *scale = scale_of(working);
    struct exact sum = {0};
    for (size_t i = 0; i < scale->scale_count; i++) {
        if (i > 0 &&
            exact_compare(working->measure, exact_of_money(scale->scale[i - 1].up_to)) <= 0)
            break;
        sum = exact_add(sum, apply_bracket(working, scale, i));
    }
    return sum;
}

/* What is fixed between two sums: the one that was given, or the one that was entered for this
 * court or its province. Nothing is guessed. [FEE481:13] [FEE481:14] */
static enum refusal
apply_range(const struct working *working, const struct fee_base *base, struct exact *sum)
{
    const struct fee_question *question = working->question;
    const struct fee_local *local =
        fee_local_find(working->rules, working->fee->tariff->name, question->court, question->on);
    bool is_given = gives(question, FEE_OPTION_BASE);
    working->problem->least = base->least;
    working->problem->most = base->most;
    if (!is_given && local == NULL)
        return wrong(working, FEE_OPTION_BASE, FEE_BASE_MUST_BE_GIVEN);
    struct money amount = is_given ? question->base : local->amount;
    if (amount.fen < base->least.fen || amount.fen > base->most.fen)
        return wrong(working, FEE_OPTION_BASE, FEE_BASE_MUST_BE_IN_RANGE);
    struct fee_line *line =
        add_line(working, is_given ? DERIVATION_FEE_BASE : DERIVATION_FEE_BASE_LOCAL,
                 is_given ? working->fee->version->rests_on : local->rests_on);
    line->sums[0] = exact_of_money(base->least);
    line->sums[1] = exact_of_money(base->most);
    line->sums[2] = *sum = exact_of_money(amount);
    return ALLOWED;
}

static enum refusal
apply_base(const struct working *working, struct exact *sum)
{
    const struct fee_version *version = working->fee->version;
    bool is_for_all = version->per_case.is_there;
    const struct fee_base *base = is_for_all ? &version->per_case : &version->without_amount;
    bool counts = base->is_there && (is_for_all || !working->has_measure);
    *sum = (struct exact){0};
    if (!counts && !working->has_measure)
        return wrong(working, FEE_OPTION_AMOUNT, FIELD_MUST_BE_GIVEN);
    if (counts && base->least.fen != base->most.fen)
        return apply_range(working, base, sum);
    if (gives(working->question, FEE_OPTION_BASE))
        return wrong(working, FEE_OPTION_BASE, FEE_OPTION_MUST_FIT);
    if (!counts)
        return ALLOWED;
    *sum = exact_of_money(base->least);
    add_line(working, is_for_all ? DERIVATION_FEE_PER_CASE : DERIVATION_FEE_WITHOUT_AMOUNT,
             version->rests_on)
        ->sums[0] = *sum;
    return ALLOWED;
}

static enum refusal
apply_tariff(const struct working *working, struct exact *sum)
{
    const struct fee_version *version = working->fee->version;
    enum refusal refusal = apply_base(working, sum);
    if (refusal != ALLOWED)
        return refusal;
    size_t before = working->fee->lines_count;
    if (working->has_measure && (version->scale_count > 0 || !text_is_empty(version->like)))
        *sum = exact_add(*sum, apply_scale(working));
    size_t parts = working->fee->lines_count - before + version->per_case.is_there;
    if (parts > 1)
        add_line(working, DERIVATION_FEE_SUM, version->rests_on)->sums[0] = *sum;
    if (version->divisor > 1) {
        struct fee_line *line = add_line(working, DERIVATION_FEE_SHARE, version->rests_on);
        line->count = version->divisor;
        line->sums[0] = *sum;
        line->sums[1] = *sum = exact_divide(*sum, version->divisor);
    }
    if (version->most.fen > 0 && exact_compare(*sum, exact_of_money(version->most)) > 0) {
        struct fee_line *line = add_line(working, DERIVATION_FEE_MOST, version->rests_on);
        line->sums[0] = *sum;
        line->sums[1] = *sum = exact_of_money(version->most);
    }
    return ALLOWED;
}

/* ---- halved, once ---- */

static struct text
policy_of(const struct working *working, struct text name, struct text otherwise)
{
    const struct fee_question *question = working->question;
    struct text value = policy_value(working->rules->policies, name, question->court, question->on);
    return text_is_empty(value) ? otherwise : value;
}

/* The claim beside a counterclaim is halved as well where "each of the two" is read that way.
 * [FEE481:18] */
static uint32_t
halvings_of(const struct working *working)
{
    const struct fee_question *question = working->question;
    if (!gives(question, FEE_OPTION_COUNTERCLAIM))
        return question->halve;
    bool is_each = text_is(policy_of(working, TEXT("fee_joined"), TEXT("each")), "each");
    add_line(working, is_each ? DERIVATION_FEE_PAIR_EACH : DERIVATION_FEE_PAIR_COUNTER,
             ground_of(working, FEE_GROUND_JOINED));
    return question->halve | (is_each ? UINT32_C(1) << FEE_GROUND_JOINED : 0);
}

static void
apply_halving(const struct working *working, struct exact *sum)
{
    uint32_t halvings = halvings_of(working);
    int others = -1;
    enum fee_ground ground = FEE_HALVINGS;
    for (int i = FEE_HALVINGS - 1; i >= 0; i--) {
        if ((halvings & UINT32_C(1) << i) == 0)
            continue;
        ground = (enum fee_ground)i;
        others++;
    }
    if (ground == FEE_HALVINGS)
        return;
    struct fee_line *line = add_line(working, DERIVATION_FEE_HALVED, ground_of(working, ground));
    line->words = &working->rules->grounds[ground].words;
    line->sums[0] = *sum;
    line->sums[1] = *sum = exact_divide(*sum, 2);
    if (others > 0)
        add_line(working, DERIVATION_FEE_ONCE, ground_of(working, FEE_GROUND_ONCE))->count = others;
}

/* A court that takes whole yuan gives whole yuan back. */
static bool
is_to_yuan(const struct fee *fee)
{
    return text_is(fee->rounding, "yuan_half_up");
}

static struct money
rounded(const struct fee *fee, struct exact sum)
{
    return exact_round(sum, is_to_yuan(fee) ? 100 : 1);
}

static void
apply_rounding(const struct working *working, struct exact sum)
{
    struct fee *fee = working->fee;
    fee->rounding = policy_of(working, TEXT("fee_rounding"), TEXT("fen_half_up"));
    fee->unrounded = sum;
    fee->fee = rounded(fee, sum);
    if (exact_compare(sum, exact_of_money(fee->fee)) == 0)
        return;
    struct fee_line *line = add_line(
        working, is_to_yuan(fee) ? DERIVATION_FEE_ROUNDED_YUAN : DERIVATION_FEE_ROUNDED_FEN,
        (struct citation){0});
    line->sums[0] = sum;
    line->sums[1] = exact_of_money(fee->fee);
}

/* ---- after something was paid ---- */

static bool
change_fits(const struct fee_question *question)
{
    uint32_t takes = fee_kind_options(question->kind);
    bool has_amount = (takes & (BIT(AMOUNT) | BIT(PROPERTY) | BIT(DAMAGES))) != 0;
    switch (question->change) {
    case FEE_GROUND_ORDINARY:
    case FEE_GROUND_UNPAID: return true;
    case FEE_GROUND_SUIT: return question->kind == FEE_KIND_PROPERTY;
    default: return has_amount && question->kind != FEE_KIND_LABOUR;
    }
}

/* The fee that fits the claim as it stands now, less what was paid. [FEE481:21] [FEE481:35]
 * [CPLI-2022:195] [CPLI-2022:199] */
static enum refusal
apply_change(const struct working *working)
{
    const struct fee_question *question = working->question;
    struct fee *fee = working->fee;
    int64_t missing = fee->fee.fen - question->paid.fen;
    enum fee_ground ground = question->change;
    bool is_ordinary = ground == FEE_GROUND_ORDINARY || ground == FEE_GROUND_UNPAID;
    if (!gives(question, FEE_OPTION_CHANGE))
        return ALLOWED;
    if (!change_fits(question))
        return wrong(working, FEE_OPTION_CHANGE, FEE_OPTION_MUST_FIT);
    if (is_ordinary && (question->halve & UINT32_C(1) << FEE_GROUND_SUMMARY) != 0)
        return wrong(working, FEE_OPTION_HALVE, FEE_OPTION_MUST_FIT);
    fee->has_difference = true;
    static const enum derivation_key keys[FEE_GROUND_COUNT] = {
        [FEE_GROUND_RAISED] = DERIVATION_FEE_RAISED,
        [FEE_GROUND_LOWERED] = DERIVATION_FEE_LOWERED,
        [FEE_GROUND_LOWERED_LATE] = DERIVATION_FEE_LOWERED_LATE,
        [FEE_GROUND_ORDINARY] = DERIVATION_FEE_ORDINARY,
        [FEE_GROUND_UNPAID] = DERIVATION_FEE_UNPAID,
        [FEE_GROUND_SUIT] = DERIVATION_FEE_SUIT,
    };
    struct fee_line *line = add_line(working, keys[ground], ground_of(working, ground));
    if (ground == FEE_GROUND_UNPAID) {
        fee->refund = rounded(fee, exact_divide(exact_of_money(question->paid), 2));
        line->sums[0] = exact_of_money(question->paid);
        line->sums[1] = exact_of_money(fee->refund);
        return ALLOWED;
    }
    if (ground == FEE_GROUND_LOWERED && missing < 0)
        fee->refund.fen = -missing;
    else if (ground != FEE_GROUND_LOWERED && ground != FEE_GROUND_LOWERED_LATE && missing > 0)
        fee->top_up.fen = missing;
    line->sums[0] = exact_of_money(fee->fee);
    line->sums[1] = exact_of_money(question->paid);
    line->sums[2] = exact_of_money(ground == FEE_GROUND_LOWERED ? fee->refund : fee->top_up);
    return ALLOWED;
}

enum refusal
fee_find(const struct fee_rules *rules, const struct fee_question *question, struct fee *fee,
         struct fee_problem *problem)
{
    struct working working = {rules, question, fee, problem, {0}, false};
    struct exact sum = {0};
    *problem = (struct fee_problem){.option = FEE_OPTION_COUNT};
    fee->lines_count = 0;
    fee->has_difference = false;
    fee->top_up = fee->refund = (struct money){0};
    enum refusal refusal;
    if (date_compare(question->on, rules->first) < 0)
        return FEE_RULE_MUST_BE_IN_FORCE;
    if ((refusal = check_options(&working)) != ALLOWED ||
        (refusal = find_tariff(&working)) != ALLOWED ||
        (refusal = find_measure(&working)) != ALLOWED)
        return refusal;
    tell_other_claims(&working);
    if ((refusal = apply_tariff(&working, &sum)) != ALLOWED)
        return refusal;
    apply_halving(&working, &sum);
    apply_rounding(&working, sum);
    return apply_change(&working);
}

struct fee_question
fee_counterclaim(const struct fee_question *question)
{
    struct fee_question counter = *question;
    counter.given &= BIT(HALVE);
    counter.given |= BIT(AMOUNT) | BIT(HALVE);
    counter.amount = question->counterclaim;
    counter.halve |= UINT32_C(1) << FEE_GROUND_JOINED;
    return counter;
}
