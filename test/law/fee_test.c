/* fee_test.c: what proceedings cost, by the tables, with the rules of this repository. */
#include "harness/cases.h"
#include "law/fee.h"
#include "rule/fee_rule.h"
#include "rule/policy_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct source_list sources;
static struct policy_set policies;
static struct fee_rules rules;
static struct date today;

static int
load_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    bool is_good = source_rule_load(RULES, arena, &mistakes, &sources) &&
                   policy_rule_load(RULES, &sources, arena, &mistakes, &policies) &&
                   fee_rule_load(RULES, &sources, &policies, arena, &mistakes, &rules);
    print_error("%s", mistakes_text(&mistakes, arena).bytes);
    date_parse(TEXT("2025-03-03"), &today);
    return is_good ? 0 : -1;
}

static int
drop_rules(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* ---- questions as the tables write them ---- */

static struct money
money_of(const struct cases *cases, struct text yuan)
{
    struct money money;
    if (!money_parse(yuan, &money))
        fail_msg("%s:%d: no sum: %.*s", cases->path, cases->line, TEXT_ARGS(yuan));
    return money;
}

static enum fee_option
option_of(const struct cases *cases, struct text word)
{
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        if (text_equal(word, fee_option_text((enum fee_option)i)))
            return (enum fee_option)i;
    }
    fail_msg("%s:%d: no option: %.*s", cases->path, cases->line, TEXT_ARGS(word));
    return FEE_OPTION_COUNT;
}

static void
read_claims(const struct cases *cases, struct text list, struct fee_question *question)
{
    struct money *claims = ARENA_MANY(arena, FEE_CLAIMS_MAX, struct money);
    question->claims = claims;
    while (!text_is_empty(list))
        claims[question->claims_count++] = money_of(cases, text_cut(&list, ','));
}

static void
read_halvings(struct text list, struct fee_question *question)
{
    enum fee_ground ground;
    while (!text_is_empty(list)) {
        assert_true(fee_ground_parse(text_cut(&list, ','), &ground));
        question->halve |= UINT32_C(1) << ground;
    }
}

static void
read_option(const struct cases *cases, enum fee_option option, struct text value,
            struct fee_question *question)
{
    int64_t number;
    question->given |= UINT32_C(1) << option;
    switch (option) {
    case FEE_OPTION_AMOUNT: question->amount = money_of(cases, value); break;
    case FEE_OPTION_PROPERTY: question->property = money_of(cases, value); break;
    case FEE_OPTION_DAMAGES: question->damages = money_of(cases, value); break;
    case FEE_OPTION_CONTESTED: question->contested = money_of(cases, value); break;
    case FEE_OPTION_BASE: question->base = money_of(cases, value); break;
    case FEE_OPTION_COUNTERCLAIM: question->counterclaim = money_of(cases, value); break;
    case FEE_OPTION_PAID: question->paid = money_of(cases, value); break;
    case FEE_OPTION_CLAIMS: read_claims(cases, value, question); break;
    case FEE_OPTION_HALVE: read_halvings(value, question); break;
    case FEE_OPTION_ITEM: question->item = value; break;
    case FEE_OPTION_CURRENCY: question->currency = value; break;
    case FEE_OPTION_CHANGE: assert_true(fee_ground_parse(value, &question->change)); break;
    case FEE_OPTION_SHARES:
        assert_true(text_number(value, &number));
        question->shares = (int)number;
        break;
    case FEE_OPTION_OTHER_CLAIMS:
        assert_true(text_number(value, &number));
        question->other_claims = (int)number;
        break;
    case FEE_OPTION_PRICE:
        assert_true(exact_parse_millionths(value, 6, &question->price_millionths));
        break;
    case FEE_OPTION_RATE:
        assert_true(exact_parse_millionths(value, 6, &question->rate_millionths));
        break;
    default: fail();
    }
}

/* "property 100000 halve=summary" */
static struct fee_question
question_of(const struct cases *cases, struct text ask, struct date on)
{
    struct fee_question question = {.on = on};
    struct text rest = ask;
    if (!fee_kind_parse(text_cut(&rest, ' '), &question.kind))
        fail_msg("%s:%d: no kind", cases->path, cases->line);
    while (!text_is_empty(rest)) {
        struct text value = text_cut(&rest, ' ');
        bool is_named = memchr(value.bytes, '=', value.length) != NULL;
        struct text word = is_named ? text_cut(&value, '=') : TEXT("amount");
        read_option(cases, option_of(cases, word), value, &question);
    }
    return question;
}

/* "1150.00", "1050.00 +0.00 -1250.00", or "FEE_BASE_MUST_BE_GIVEN base" */
static struct text
answer_of(const struct fee_question *question, struct fee *fee)
{
    struct fee_problem problem;
    enum refusal refusal = fee_find(&rules, question, fee, &problem);
    struct text paid = money_text(fee->fee, arena);
    if (refusal != ALLOWED)
        return text_format(
            arena, "%s %s", refusal_name(refusal).bytes,
            problem.option == FEE_OPTION_COUNT ? "on" : fee_option_text(problem.option).bytes);
    if (!fee->has_difference)
        return paid;
    return text_format(arena, "%s +%s -%s", paid.bytes, money_text(fee->top_up, arena).bytes,
                       money_text(fee->refund, arena).bytes);
}

static bool
is_refused(struct text answer)
{
    return answer.bytes[0] >= 'A';
}

/* ---- derivations ---- */

/* The article of the row is one of those cited, and all that are cited exist. Only rounding rests
 * on nothing. */
static void
expect_cited(const struct cases *cases, const struct fee *fee, struct text rests_on)
{
    bool is_cited = text_is_empty(rests_on);
    for (size_t i = 0; i < fee->lines_count; i++) {
        const struct fee_line *line = &fee->lines[i];
        if (line->key == DERIVATION_FEE_ROUNDED_FEN)
            continue;
        if (!source_resolves(&sources, line->rests_on))
            fail_msg("%s:%d: step %zu rests on nothing", cases->path, cases->line, i);
        is_cited |= text_equal(citation_text(line->rests_on, arena), rests_on);
    }
    if (!is_cited)
        fail_msg("%s:%d: nothing rests on %s", cases->path, cases->line, rests_on.bytes);
}

/* Whoever adds up the steps comes to the same: what each bracket and base gives, shared, bounded,
 * halved. */
static void
expect_sum_of_steps(const struct cases *cases, const struct fee *fee)
{
    struct exact sum = {0};
    for (size_t i = 0; i < fee->lines_count; i++) {
        const struct fee_line *line = &fee->lines[i];
        switch (line->key) {
        case DERIVATION_FEE_FLAT: sum = exact_add(sum, line->sums[1]); break;
        case DERIVATION_FEE_BRACKET: sum = exact_add(sum, line->sums[3]); break;
        case DERIVATION_FEE_ABOVE:
        case DERIVATION_FEE_BASE: sum = exact_add(sum, line->sums[2]); break;
        case DERIVATION_FEE_PER_CASE:
        case DERIVATION_FEE_WITHOUT_AMOUNT: sum = exact_add(sum, line->sums[0]); break;
        case DERIVATION_FEE_SUM: assert_int_equal(exact_compare(sum, line->sums[0]), 0); break;
        case DERIVATION_FEE_SHARE:
        case DERIVATION_FEE_MOST:
        case DERIVATION_FEE_HALVED:
            assert_int_equal(exact_compare(sum, line->sums[0]), 0);
            sum = line->sums[1];
            break;
        default: break;
        }
    }
    if (exact_compare(sum, fee->unrounded) != 0)
        fail_msg("%s:%d: the steps add up to something else", cases->path, cases->line);
}

/* It is kept in events and read back. */
static void
expect_kept(const struct fee *fee)
{
    struct derivation derivation, again;
    fee_derive(fee, arena, &derivation);
    struct text json = derivation_json(&derivation, arena);
    const struct value *value = value_read_canonical(json, arena);
    assert_non_null(value);
    assert_true(derivation_read(value, &again));
    assert_int_equal(derivation.count, fee->lines_count);
    assert_true(text_equal(derivation_json(&again, arena), json));
}

/* ---- the tables ---- */

static void
test_fee__tables(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/fee.cases", arena);
    struct fee fee;
    int count = 0;
    while (cases_next(&cases, 6)) {
        struct date on;
        assert_true(date_parse(cases.column[2], &on));
        struct fee_question question = question_of(&cases, cases.column[1], on);
        struct text answer = answer_of(&question, &fee);
        cases_expect(&cases, "fee", answer, cases.column[4]);
        count++;
        if (is_refused(answer))
            continue;
        cases_expect(&cases, "unrounded", exact_text(fee.unrounded, arena), cases.column[3]);
        expect_cited(&cases, &fee, cases.column[5]);
        expect_sum_of_steps(&cases, &fee);
        expect_kept(&fee);
    }
    assert_true(count > 250);
}

static void
test_fee__what_public_calculators_get_wrong(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/fee_wrong.cases", arena);
    struct fee fee;
    int count = 0;
    while (cases_next(&cases, 5)) {
        struct fee_question question = question_of(&cases, cases.column[1], today);
        struct text answer = answer_of(&question, &fee);
        cases_expect(&cases, "the Order", answer, cases.column[3]);
        assert_false(text_equal(answer, cases.column[2]));
        count++;
        if (!is_refused(answer))
            expect_cited(&cases, &fee, cases.column[4]);
    }
    assert_true(count >= 20);
}

/* A kind, an item, a halving, a change that is added without a row is found here. */
static void
expect_row(struct text begins)
{
    struct cases cases = cases_open(CASES "/fee.cases", arena);
    while (cases_next(&cases, 6)) {
        if (memmem(cases.column[1].bytes, cases.column[1].length, begins.bytes, begins.length) !=
            NULL)
            return;
    }
    fail_msg("fee.cases has no row for %s", begins.bytes);
}

static void
test_fee__everything_has_a_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < rules.tariffs_count; i++) {
        struct text item = rules.tariffs[i].name, kind = text_cut(&item, '.');
        expect_row(text_is_empty(item)
                       ? kind
                       : text_format(arena, "%.*s item=%.*s", TEXT_ARGS(kind), TEXT_ARGS(item)));
    }
    for (int i = 0; i < FEE_CHANGES; i++)
        expect_row(text_format(arena, i < FEE_HALVINGS ? "halve=%s" : "change=%s",
                               fee_ground_text((enum fee_ground)i).bytes));
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        if (i != FEE_OPTION_AMOUNT)
            expect_row(text_format(arena, " %s=", fee_option_text((enum fee_option)i).bytes));
    }
}

/* ---- brackets against the quick formula ---- */

/* Amount in fen, times a rate in thousandths, and a constant in yuan: in thousandths of a fen. */
struct quick {
    int64_t up_to, rate, constant;
};
static const struct quick quick_property[] = {
    {10000, 0, 50},       {100000, 25, -200},          {200000, 20, 300},  {500000, 15, 1300},
    {1000000, 10, 3800},  {2000000, 9, 4800},          {5000000, 8, 6800}, {10000000, 7, 11800},
    {20000000, 6, 21800}, {INT64_MAX / 100, 5, 41800},
};
static const struct quick quick_enforcement[] = {
    {10000, 0, 50},       {500000, 15, -100},          {5000000, 10, 2400},
    {10000000, 5, 27400}, {INT64_MAX / 100, 1, 67400},
};
static const struct quick quick_preservation[] = {
    {1000, 0, 30}, {100000, 10, 20}, {896000, 5, 520}, {INT64_MAX / 100, 0, 5000}};

static int64_t
quick_fee(const struct quick *rows, int64_t fen)
{
    while (fen > rows->up_to * 100)
        rows++;
    return fen * rows->rate + rows->constant * 100 * 1000;
}

/* The same numbers on every machine and every day (Knuth's MMIX). As many small as large ones. */
static int64_t
next_amount(uint64_t *state)
{
    uint64_t drawn[2];
    for (int i = 0; i < 2; i++)
        drawn[i] = *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    int shift = 10 + (int)((drawn[0] >> 32) % 40);
    return (int64_t)(drawn[1] >> shift) % (MONEY_FEN_MAX + 1);
}

static void
expect_quick(enum fee_kind kind, int64_t fen, const struct quick *rows)
{
    struct fee fee;
    struct fee_problem problem;
    struct fee_question question = {
        .kind = kind,
        .on = today,
        .given = UINT32_C(1) << FEE_OPTION_AMOUNT,
        .amount = {fen},
    };
    assert_int_equal(fee_find(&rules, &question, &fee, &problem), ALLOWED);
    int64_t expected = quick_fee(rows, fen);
    struct exact thousandfold = {fee.unrounded.units * 1000};
    if (exact_compare(thousandfold, exact_of_money((struct money){expected})) != 0 ||
        fee.fee.fen != (expected + 500) / 1000)
        fail_msg("%s of %lld fen", fee_kind_text(kind).bytes, (long long)fen);
}

static void
test_fee__brackets_are_the_quick_formula(void **state)
{
    uint64_t seed = 481;
    int small = 0, large = 0;
    (void)state;
    for (int i = 0; i < 100000; i++) {
        int64_t fen = next_amount(&seed);
        expect_quick(FEE_KIND_PROPERTY, fen, quick_property);
        expect_quick(FEE_KIND_ENFORCEMENT, fen, quick_enforcement);
        expect_quick(FEE_KIND_PRESERVATION, fen, quick_preservation);
        small += fen < 20000000;
        large += fen > 2000000000;
    }
    assert_true(small > 10000 && large > 10000);
}

/* More is never cheaper. */
static void
test_fee__grows_with_the_amount(void **state)
{
    static const enum fee_kind kinds[] = {FEE_KIND_PROPERTY, FEE_KIND_ENFORCEMENT,
                                          FEE_KIND_PRESERVATION, FEE_KIND_PAYMENT_ORDER,
                                          FEE_KIND_BANKRUPTCY};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        int64_t before = 0;
        for (int64_t fen = 0; fen < 3000000000; fen += 99991) {
            struct fee fee;
            struct fee_problem problem;
            struct fee_question question = {.kind = kinds[i],
                                            .on = today,
                                            .given = UINT32_C(1) << FEE_OPTION_AMOUNT,
                                            .amount = {fen}};
            assert_int_equal(fee_find(&rules, &question, &fee, &problem), ALLOWED);
            assert_true(fee.fee.fen >= before);
            before = fee.fee.fen;
        }
    }
}

/* ---- policies and fixed values ---- */

static struct fee
reckon(const struct fee_rules *with, struct fee_question question)
{
    struct fee fee;
    struct fee_problem problem;
    assert_int_equal(fee_find(with, &question, &fee, &problem), ALLOWED);
    return fee;
}

static struct fee_question
property_of(const char *yuan)
{
    struct fee_question question = {.kind = FEE_KIND_PROPERTY,
                                    .on = today,
                                    .court = TEXT("JL7505"),
                                    .given = UINT32_C(1) << FEE_OPTION_AMOUNT};
    assert_true(money_parse(text_of(yuan), &question.amount));
    return question;
}

static void
test_fee__a_court_may_charge_whole_yuan(void **state)
{
    const struct policy_row rows[] = {
        {.name = TEXT("fee_rounding"),
         .value = TEXT("fen_half_up"),
         .from = DATE_NONE,
         .until = DATE_NONE},
        {.name = TEXT("fee_rounding"),
         .value = TEXT("yuan_half_up"),
         .court = TEXT("JL7505"),
         .from = DATE_NONE,
         .until = DATE_NONE},
    };
    struct policy_set set = {rows, 2};
    struct fee_rules with = rules;
    struct fee_question question = property_of("10019.99");
    (void)state;
    with.policies = &set;
    struct fee fee = reckon(&with, question);
    assert_int_equal(fee.fee.fen, 5000); /* 50.49975 */
    assert_string_equal(exact_text(fee.unrounded, arena).bytes, "50.49975");
    assert_int_equal(fee.lines[fee.lines_count - 1].key, DERIVATION_FEE_ROUNDED_YUAN);
    question.amount.fen += 1;
    assert_int_equal(reckon(&with, question).fee.fen, 5100); /* 50.5 */
    question.court = TEXT("JL7502");
    assert_int_equal(reckon(&with, question).fee.fen, 5050);
    question.given |= UINT32_C(1) << FEE_OPTION_CHANGE | UINT32_C(1) << FEE_OPTION_PAID;
    question.change = FEE_GROUND_UNPAID;
    question.paid = (struct money){2500}; /* half of it: 12.50 */
    assert_int_equal(reckon(&with, question).refund.fen, 1250);
    question.court = TEXT("JL7505");
    fee = reckon(&with, question);
    assert_int_equal(fee.refund.fen, 1300);
    assert_string_equal(exact_text(fee.lines[fee.lines_count - 1].sums[1], arena).bytes, "13");
}

static void
test_fee__a_pair_is_halved_as_the_policy_says(void **state)
{
    const struct policy_row row = {.name = TEXT("fee_joined"),
                                   .value = TEXT("counterclaim"),
                                   .from = DATE_NONE,
                                   .until = DATE_NONE};
    struct policy_set set = {&row, 1};
    struct fee_rules with = rules;
    struct fee_question question = property_of("100000");
    (void)state;
    question.given |= UINT32_C(1) << FEE_OPTION_COUNTERCLAIM;
    question.counterclaim = (struct money){3600000};
    assert_int_equal(reckon(&rules, question).fee.fen, 115000);
    assert_int_equal(reckon(&rules, fee_counterclaim(&question)).fee.fen, 35000);
    with.policies = &set;
    assert_int_equal(reckon(&with, question).fee.fen, 230000);
    assert_int_equal(reckon(&with, fee_counterclaim(&question)).fee.fen, 35000);
}

static void
test_fee__a_fixed_value_stands_in_for_a_base(void **state)
{
    struct date later;
    assert_true(date_parse(TEXT("2026-01-01"), &later));
    const struct fee_local locals[] = {
        {.tariff = TEXT("divorce"),
         .amount = {20000},
         .from = today,
         .until = DATE_NONE,
         .rests_on = rules.tariffs[0].versions[0].rests_on},
        {.tariff = TEXT("divorce"),
         .court = TEXT("JL7505"),
         .amount = {15000},
         .from = later,
         .until = DATE_NONE,
         .rests_on = rules.tariffs[0].versions[0].rests_on},
    };
    struct fee_rules with = rules;
    struct fee_question question = {.kind = FEE_KIND_DIVORCE, .on = today, .court = TEXT("JL7505")};
    struct fee fee;
    struct fee_problem problem;
    (void)state;
    with.locals = locals;
    with.locals_count = 2;
    fee = reckon(&with, question);
    assert_int_equal(fee.fee.fen, 20000);
    assert_int_equal(fee.lines[1].key, DERIVATION_FEE_BASE_LOCAL);
    question.on = later;
    assert_int_equal(reckon(&with, question).fee.fen, 15000);
    question.court = TEXT("JL7502");
    assert_int_equal(reckon(&with, question).fee.fen, 20000);
    question.on = date_add_days(today, -1);
    assert_int_equal(fee_find(&with, &question, &fee, &problem), FEE_BASE_MUST_BE_GIVEN);
    assert_int_equal(problem.least.fen, 5000);
    assert_int_equal(problem.most.fen, 30000);
    question.given = UINT32_C(1) << FEE_OPTION_BASE;
    question.base = (struct money){30000};
    assert_int_equal(reckon(&with, question).fee.fen, 30000);
}

/* A fee that cannot be reckoned is refused; it is never nothing. */
static void
test_fee__without_the_scale_it_is_like_there_is_none(void **state)
{
    struct fee_tariff tariffs[32];
    struct fee_version ended = *fee_version_on(fee_tariff_find(&rules, TEXT("property")), today);
    struct fee_rules with = rules;
    struct fee_question question = {.kind = FEE_KIND_PAYMENT_ORDER,
                                    .given = UINT32_C(1) << FEE_OPTION_AMOUNT,
                                    .amount = {2000000},
                                    .on = today};
    struct fee fee;
    struct fee_problem problem;
    (void)state;
    assert_true(rules.tariffs_count <= sizeof tariffs / sizeof tariffs[0]);
    for (size_t i = 0; i < rules.tariffs_count; i++) {
        tariffs[i] = rules.tariffs[i];
        if (text_is(tariffs[i].name, "property")) {
            tariffs[i].versions = &ended;
            tariffs[i].versions_count = 1;
        }
    }
    with.tariffs = tariffs;
    ended.until = today;
    assert_int_equal(reckon(&with, question).fee.fen, 10000);
    ended.until = date_add_days(today, -1);
    assert_int_equal(fee_find(&with, &question, &fee, &problem), FEE_RULE_MUST_BE_IN_FORCE);
    assert_int_equal(problem.option, FEE_OPTION_COUNT);
}

/* The longest there is: everything that adds a step at once. */
static void
test_fee__the_longest_derivation_fits(void **state)
{
    struct fee_question question = property_of("99999999999999.99");
    (void)state;
    question.given |= UINT32_C(1) << FEE_OPTION_CURRENCY | UINT32_C(1) << FEE_OPTION_RATE |
                      UINT32_C(1) << FEE_OPTION_CONTESTED | UINT32_C(1) << FEE_OPTION_OTHER_CLAIMS |
                      UINT32_C(1) << FEE_OPTION_HALVE | UINT32_C(1) << FEE_OPTION_CHANGE |
                      UINT32_C(1) << FEE_OPTION_PAID;
    question.contested = question.amount;
    question.currency = TEXT("KRW");
    question.rate_millionths = 5123;
    question.other_claims = 3;
    question.halve = 15;
    question.change = FEE_GROUND_RAISED;
    question.paid = (struct money){1};
    struct fee fee = reckon(&rules, question);
    assert_true(fee.lines_count >= 19);
    expect_kept(&fee);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fee__tables),
        cmocka_unit_test(test_fee__what_public_calculators_get_wrong),
        cmocka_unit_test(test_fee__everything_has_a_row),
        cmocka_unit_test(test_fee__brackets_are_the_quick_formula),
        cmocka_unit_test(test_fee__grows_with_the_amount),
        cmocka_unit_test(test_fee__a_court_may_charge_whole_yuan),
        cmocka_unit_test(test_fee__a_pair_is_halved_as_the_policy_says),
        cmocka_unit_test(test_fee__a_fixed_value_stands_in_for_a_base),
        cmocka_unit_test(test_fee__without_the_scale_it_is_like_there_is_none),
        cmocka_unit_test(test_fee__the_longest_derivation_fits),
    };
    return cmocka_run_group_tests(tests, load_rules, drop_rules);
}
