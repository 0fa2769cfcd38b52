/* costing_fuzz.c: what strangers ask about fees. Any JSON is answered, or an error says why; a fee
 * is the rounded form of what stands before it, and its steps come back from the bytes that are
 * kept. */
#include "fuzz.h"
#include "rule/fee_rule.h"
#include "rule/source_rule.h"
#include "view/costing.h"

static const struct fee_rules *
load_rules(void)
{
    static struct arena *arena; /* for the life of the process, and so it is no leak */

    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list *sources = ARENA_NEW(arena, struct source_list);
    struct fee_rules *rules = ARENA_NEW(arena, struct fee_rules);

    MUST(source_rule_load(RULES, arena, &mistakes, sources));
    MUST(fee_rule_load(RULES, sources, NULL, arena, &mistakes, rules));
    return rules;
}

static void
check_fee(const struct fee *fee, struct arena *arena)
{
    struct derivation derivation, again;
    struct exact half = exact_divide(exact_of_money((struct money){1}), 2);
    struct exact rounded = exact_of_money(fee->fee);

    MUST(fee->fee.fen >= 0 && fee->fee.fen <= MONEY_FEN_MAX);
    MUST(exact_compare(exact_subtract(rounded, fee->unrounded), half) <= 0);
    MUST(exact_compare(exact_subtract(fee->unrounded, rounded), half) < 0);
    fee_derive(fee, arena, &derivation);
    struct text json = derivation_json(&derivation, arena);
    MUST(derivation_read(value_read_canonical(json, arena), &again));
    MUST(text_equal(derivation_json(&again, arena), json));
}

FUZZ(input, arena)
{
    static const struct fee_rules *rules;
    struct value_mistake mistake;
    const struct value *json = value_read(input, arena, &mistake);
    struct canon canon = canon_open(arena, 1024);
    struct json_lines_error error = {0};
    struct costing_mistake wrong;
    struct fee_question question;
    struct fee fee, counter;

    if (rules == NULL)
        rules = load_rules();
    if (!value_is(json, VALUE_OBJECT))
        return;
    struct costing costing = {rules, TEXT(""), (enum language)(input.length % LANGUAGE_COUNT)};
    bool is_found = costing_find(&costing, json, arena, &question, &fee, &counter, &wrong);
    costing_answer(&costing, json, arena, &canon, &error);
    MUST(is_found == !error.is_set);
    if (is_found) {
        MUST(value_read_canonical(canon_text(&canon), arena) != NULL);
        check_fee(&fee, arena);
    } else {
        MUST(error.what[0] != '\0' && text_is_utf8(text_of(error.what)));
    }
}
