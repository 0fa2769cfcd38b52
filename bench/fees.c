/* fees.c: a million fees as the law reckons them, exact and with every step, beside a million by
 * the quick formula that pages for the public use, which has neither steps nor articles. Prints the
 * microseconds of one of each.
 *
 *   fees RULES */
#include "rule/fee_rule.h"
#include "rule/source_rule.h"

#include <stdio.h>
#include <time.h>

enum { FEES = 1000000 };

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The same amounts for both: from a few fen to a hundred million yuan, as many small as large. */
static int64_t
next_amount(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((*state >> 30) >> (*state >> 59)) % INT64_C(10000000000);
}

/* Whole fen, half up, and the answer as text. */
static int64_t
quick_fee(int64_t fen, char text[static 32])
{
    static const struct {
        int64_t up_to, rate, constant;
    } rows[] = {
        {10000, 0, 50},       {100000, 25, -200},         {200000, 20, 300},  {500000, 15, 1300},
        {1000000, 10, 3800},  {2000000, 9, 4800},         {5000000, 8, 6800}, {10000000, 7, 11800},
        {20000000, 6, 21800}, {INT64_MAX / 100, 5, 41800}};
    size_t i = 0;
    while (fen > rows[i].up_to * 100)
        i++;
    int64_t fee = (fen * rows[i].rate + rows[i].constant * 100000 + 500) / 1000;
    snprintf(text, 32, "%lld.%02d", (long long)(fee / 100), (int)(fee % 100));
    return fee;
}

static bool
reckon(const struct fee_rules *rules, int64_t fen, struct arena *arena, struct fee *fee)
{
    struct fee_problem problem;
    struct fee_question question = {
        .kind = FEE_KIND_PROPERTY,
        .given = UINT32_C(1) << FEE_OPTION_AMOUNT,
        .amount = {fen},
    };
    question.on = rules->first;
    bool is_found = fee_find(rules, &question, fee, &problem) == ALLOWED;
    money_text(fee->fee, arena);
    return is_found;
}

int
main(int argc, char **argv)
{
    struct arena *arena = arena_open(), *each = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list sources;
    struct fee_rules rules;
    static struct fee fee;
    uint64_t seed = 481, again = 481;
    int64_t product = 0, bare = 0;
    char text[32];
    if (argc != 2 || !source_rule_load(argv[1], arena, &mistakes, &sources) ||
        !fee_rule_load(argv[1], &sources, NULL, arena, &mistakes, &rules)) {
        fprintf(stderr, "usage: fees RULES\n%s", mistakes_text(&mistakes, arena).bytes);
        return 2;
    }
    double start = now();
    for (int i = 0; i < FEES; i++)
        bare += quick_fee(next_amount(&seed), text);
    double middle = now();
    for (int i = 0; i < FEES; i++) {
        if (!reckon(&rules, next_amount(&again), each, &fee))
            return 1;
        product += fee.fee.fen;
        arena_reset(each);
    }
    double end = now();
    if (product != bare) {
        fputs("fees: the two do not agree\n", stderr);
        return 1;
    }
    printf("%.4f %.4f\n", (end - middle) * 1e6 / FEES, (middle - start) * 1e6 / FEES);
    arena_close(each);
    arena_close(arena);
    return 0;
}
