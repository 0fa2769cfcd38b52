/* costing.c: between JSON and law/fee.h. An option is read by the type its line in
 * law/fee_option.def gives it; where its value goes in the question is said here. */
#include "view/costing.h"

#include "paper/derivation_words.h"

#include <string.h>

enum { KEYS_MAX = FEE_OPTION_COUNT + 2, RATE_DECIMALS = 6, CODE_BYTES = 3 };

static bool
gives(const struct fee_question *question, enum fee_option option)
{
    return (question->given & UINT32_C(1) << option) != 0;
}

static bool
wrong(struct costing_mistake *mistake, struct text key, enum refusal refusal)
{
    *mistake = (struct costing_mistake){.key = key, .refusal = refusal};
    return false;
}

/* ---- single values ---- */

static bool
read_money(const struct value *value, struct money *money)
{
    return value_is(value, VALUE_TEXT) && money_parse(value->text, money);
}

static struct money *
money_place(struct fee_question *question, enum fee_option option)
{
    switch (option) {
    case FEE_OPTION_AMOUNT: return &question->amount;
    case FEE_OPTION_PROPERTY: return &question->property;
    case FEE_OPTION_DAMAGES: return &question->damages;
    case FEE_OPTION_CONTESTED: return &question->contested;
    case FEE_OPTION_COUNTERCLAIM: return &question->counterclaim;
    case FEE_OPTION_PAID: return &question->paid;
    default: return &question->base;
    }
}

static bool
read_moneys(const struct value *value, struct arena *arena, struct fee_question *question)
{
    if (!value_is(value, VALUE_ARRAY) || value->count == 0 || value->count > FEE_CLAIMS_MAX)
        return false;
    struct money *claims = ARENA_MANY(arena, value->count, struct money);
    for (const struct value *one = value->first; one != NULL; one = one->next) {
        if (!read_money(one, &claims[question->claims_count++]))
            return false;
    }
    question->claims = claims;
    return true;
}

static bool
read_count(const struct value *value, enum fee_option option, struct fee_question *question)
{
    bool is_shares = option == FEE_OPTION_SHARES;
    int64_t most = is_shares ? COSTING_SHARES_MAX : FEE_COUNT_MAX;
    if (!value_is(value, VALUE_INTEGER) || value->integer < (is_shares ? 1 : 0) ||
        value->integer > most)
        return false;
    *(is_shares ? &question->shares : &question->other_claims) = (int)value->integer;
    return true;
}

static bool
read_rate(const struct value *value, enum fee_option option, struct fee_question *question)
{
    int64_t *place =
        option == FEE_OPTION_PRICE ? &question->price_millionths : &question->rate_millionths;
    return value_is(value, VALUE_TEXT) &&
           exact_parse_millionths(value->text, RATE_DECIMALS, place) && *place > 0;
}

/* ISO 4217; yuan need no rate. */
static bool
read_code(const struct value *value, struct fee_question *question)
{
    if (!value_is(value, VALUE_TEXT) || value->text.length != CODE_BYTES ||
        text_is(value->text, "CNY"))
        return false;
    for (int i = 0; i < CODE_BYTES; i++) {
        if (value->text.bytes[i] < 'A' || value->text.bytes[i] > 'Z')
            return false;
    }
    question->currency = value->text;
    return true;
}

static bool
read_halvings(const struct value *value, struct fee_question *question)
{
    enum fee_ground ground;
    if (!value_is(value, VALUE_ARRAY))
        return false;
    for (const struct value *one = value->first; one != NULL; one = one->next) {
        if (!value_is(one, VALUE_TEXT) || !fee_ground_parse(one->text, &ground) ||
            (int)ground >= FEE_HALVINGS)
            return false;
        question->halve |= UINT32_C(1) << ground;
    }
    return true;
}

static bool
read_change(const struct value *value, struct fee_question *question)
{
    return value_is(value, VALUE_TEXT) && fee_ground_parse(value->text, &question->change) &&
           (int)question->change >= FEE_HALVINGS && (int)question->change < FEE_CHANGES;
}

static bool
read_option(const struct value *value, enum fee_option option, struct arena *arena,
            struct fee_question *question)
{
    switch (fee_option_type(option)) {
    case FEE_TYPE_MONEY: return read_money(value, money_place(question, option));
    case FEE_TYPE_MONEYS: return read_moneys(value, arena, question);
    case FEE_TYPE_COUNT: return read_count(value, option, question);
    case FEE_TYPE_RATE: return read_rate(value, option, question);
    case FEE_TYPE_CODE: return read_code(value, question);
    case FEE_TYPE_HALVINGS: return read_halvings(value, question);
    case FEE_TYPE_CHANGE: return read_change(value, question);
    default: break;
    }
    question->item = value_text(value);
    return value_is(value, VALUE_TEXT);
}

/* ---- a question ---- */

static bool
option_parse(struct text key, enum fee_option *option)
{
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        *option = (enum fee_option)i;
        if (text_equal(key, fee_option_text(*option)))
            return true;
    }
    return false;
}

static bool
read_kind_and_day(const struct value *json, struct fee_question *question,
                  struct costing_mistake *mistake)
{
    const struct value *kind = value_member(json, "kind"), *on = value_member(json, "on");
    if (kind == NULL)
        return wrong(mistake, TEXT("kind"), FIELD_MUST_BE_GIVEN);
    if (!value_is(kind, VALUE_TEXT) || !fee_kind_parse(kind->text, &question->kind))
        return wrong(mistake, TEXT("kind"), FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    if (on == NULL)
        return wrong(mistake, TEXT("on"), FIELD_MUST_BE_GIVEN);
    if (!value_is(on, VALUE_TEXT) || !date_parse(on->text, &question->on))
        return wrong(mistake, TEXT("on"), DATE_MUST_EXIST);
    return true;
}

bool
costing_read(const struct costing *costing, const struct value *json, struct arena *arena,
             struct fee_question *question, struct costing_mistake *mistake)
{
    enum fee_option option;
    *question = (struct fee_question){.court = costing->court};
    for (const struct value *member = json->first; member != NULL; member = member->next) {
        if (text_is(member->key, "kind") || text_is(member->key, "on"))
            continue;
        if (!option_parse(member->key, &option)) {
            wrong(mistake, TEXT(""), FIELD_MUST_BE_KNOWN);
            mistake->unknown = member->key;
            return false;
        }
        question->given |= UINT32_C(1) << option;
        if (!read_option(member, option, arena, question))
            return wrong(mistake, fee_option_text(option), FIELD_MUST_BE_OF_ITS_TYPE);
    }
    return read_kind_and_day(json, question, mistake);
}

static bool
find(const struct costing *costing, const struct fee_question *question, struct fee *fee,
     struct costing_mistake *mistake)
{
    struct fee_problem problem;
    enum refusal refusal = fee_find(costing->rules, question, fee, &problem);
    if (refusal == ALLOWED)
        return true;
    *mistake = (struct costing_mistake){
        .key = problem.option == FEE_OPTION_COUNT ? TEXT("on") : fee_option_text(problem.option),
        .refusal = refusal,
        .least = problem.least,
        .most = problem.most,
    };
    return false;
}

bool
costing_find(const struct costing *costing, const struct value *json, struct arena *arena,
             struct fee_question *question, struct fee *fee, struct fee *counter,
             struct costing_mistake *mistake)
{
    if (!costing_read(costing, json, arena, question, mistake) ||
        !find(costing, question, fee, mistake))
        return false;
    if (!gives(question, FEE_OPTION_COUNTERCLAIM))
        return true;
    struct fee_question other = fee_counterclaim(question);
    return find(costing, &other, counter, mistake);
}

/* ---- what is wrong, for developers ---- */

static struct text
kinds_listed(struct arena *arena)
{
    struct buffer list = buffer_open(arena, 256);
    for (int i = 0; i < FEE_KIND_COUNT; i++)
        buffer_add_format(&list, "%s%.*s", i > 0 ? ", " : "",
                          TEXT_ARGS(fee_kind_text((enum fee_kind)i)));
    return buffer_text(&list);
}

static struct text
items_listed(const struct costing *costing, enum fee_kind kind, struct arena *arena)
{
    struct buffer list = buffer_open(arena, 128);
    for (size_t i = 0; i < costing->rules->tariffs_count; i++) {
        struct text item = fee_tariff_item(&costing->rules->tariffs[i], kind);
        if (!text_is_empty(item))
            buffer_add_format(&list, "%s%.*s", list.length > 0 ? ", " : "", TEXT_ARGS(item));
    }
    return buffer_text(&list);
}

static struct text
options_listed(enum fee_kind kind, struct arena *arena)
{
    struct buffer list = buffer_open(arena, 128);
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        if ((fee_kind_options(kind) & UINT32_C(1) << i) != 0)
            buffer_add_format(&list, "%s%.*s", list.length > 0 ? ", " : "",
                              TEXT_ARGS(fee_option_text((enum fee_option)i)));
    }
    return list.length > 0 ? buffer_text(&list) : TEXT("no option but `on`");
}

/* What is wanted where something else stood. */
static const char *
wanted(enum fee_option option)
{
    switch (fee_option_type(option)) {
    case FEE_TYPE_MONEY:
        return "yuan in a text, as \"123456.78\": digits and at most two decimals, without sign, "
               "comma, blank, exponent or full-width digit, up to 100000000000000.00";
    case FEE_TYPE_MONEYS: return "a list of 1 to 100 texts in yuan, as [\"1000\",\"36000.50\"]";
    case FEE_TYPE_COUNT:
        return option == FEE_OPTION_SHARES ? "a whole number from 1 to 1000000000"
                                           : "a whole number from 0 to 999";
    case FEE_TYPE_RATE: return "yuan in a text above 0, as \"7.1798\", with at most six decimals";
    case FEE_TYPE_CODE: return "three capital letters as \"USD\", and not CNY, which needs no rate";
    case FEE_TYPE_HALVINGS: return "a list of summary, mediated, withdrawn, joined";
    case FEE_TYPE_CHANGE: return "one of raised, lowered, lowered_late, ordinary, unpaid, suit";
    default: return "a text";
    }
}

static void
say_unknown(const struct costing_mistake *mistake, struct json_lines_error *error)
{
    const char *keys[KEYS_MAX] = {"kind", "on"};
    for (int i = 0; i < FEE_OPTION_COUNT; i++)
        keys[i + 2] = fee_option_text((enum fee_option)i).bytes;
    struct value member = {.key = mistake->unknown};
    struct value request = {.type = VALUE_OBJECT, .first = &member, .count = 1};
    json_lines_keys(&request, keys, KEYS_MAX, error);
}

static void
say_misfit(const struct fee_question *question, const struct costing_mistake *mistake,
           enum fee_option option, struct arena *arena, struct json_lines_error *error)
{
    uint32_t takes = fee_kind_options(question->kind);
    struct text kind = fee_kind_text(question->kind), list = options_listed(question->kind, arena);
    if ((takes & UINT32_C(1) << option) == 0)
        json_lines_error(error, "`%.*s` does not fit `%.*s`%s; that takes %.*s",
                         TEXT_ARGS(mistake->key), TEXT_ARGS(kind),
                         option == FEE_OPTION_HALVE ? ": only case fees are halved" : "",
                         TEXT_ARGS(list));
    else if (option == FEE_OPTION_BASE)
        json_lines_error(error, "`base` is not wanted here: the law fixes the sum, or the amount "
                                "decides it");
    else if (option == FEE_OPTION_HALVE)
        json_lines_error(error, "`halve` cannot name summary after a change to the ordinary "
                                "procedure");
    else if (option == FEE_OPTION_CHANGE)
        json_lines_error(error, "this `change` does not happen to `%.*s`", TEXT_ARGS(kind));
    else if (option == FEE_OPTION_COUNTERCLAIM && gives(question, FEE_OPTION_CURRENCY))
        json_lines_error(error, "`counterclaim` is in yuan; ask for its fee by itself where the "
                                "claim is in another currency");
    else if (option == FEE_OPTION_CONTESTED)
        json_lines_error(error, "`contested` is a part of `amount`; leave out claims and shares");
    else
        json_lines_error(error,
                         "`%.*s` does not go with what else is given; give the amount in "
                         "one way, and a counterclaim apart from an appeal",
                         TEXT_ARGS(mistake->key));
}

static void
say_base(const struct costing_mistake *mistake, const char *begins, struct arena *arena,
         struct json_lines_error *error)
{
    struct text least = money_text(mistake->least, arena), most = money_text(mistake->most, arena);
    json_lines_error(error,
                     "`base` %s from %.*s to %.*s yuan, as the province or the court fixed it",
                     begins, TEXT_ARGS(least), TEXT_ARGS(most));
}

static void
say_missing(const struct costing *costing, const struct fee_question *question,
            const struct costing_mistake *mistake, enum fee_option option, struct arena *arena,
            struct json_lines_error *error)
{
    if (text_is(mistake->key, "kind"))
        json_lines_error(error, "`kind` is missing; give one of %.*s",
                         TEXT_ARGS(kinds_listed(arena)));
    else if (text_is(mistake->key, "on"))
        json_lines_error(error, "`on` is missing; give the day it was or is accepted, as "
                                "2025-03-03");
    else if (option == FEE_OPTION_ITEM)
        json_lines_error(error, "`item` is missing; give one of %.*s",
                         TEXT_ARGS(items_listed(costing, question->kind, arena)));
    else
        json_lines_error(error, "`%.*s` is missing; give %s", TEXT_ARGS(mistake->key),
                         wanted(option));
}

static void
say(const struct costing *costing, const struct fee_question *question,
    const struct costing_mistake *mistake, struct arena *arena, struct json_lines_error *error)
{
    enum fee_option option = FEE_OPTION_COUNT;
    bool is_option = option_parse(mistake->key, &option);
    switch (mistake->refusal) {
    case FIELD_MUST_BE_KNOWN: say_unknown(mistake, error); break;
    case FIELD_MUST_BE_GIVEN: say_missing(costing, question, mistake, option, arena, error); break;
    case FIELD_MUST_BE_ONE_OF_THE_CHOICES:
        json_lines_error(error, "`%.*s` must be one of %.*s", TEXT_ARGS(mistake->key),
                         TEXT_ARGS(is_option ? items_listed(costing, question->kind, arena)
                                             : kinds_listed(arena)));
        break;
    case DATE_MUST_EXIST:
        json_lines_error(error, "`on` must be a day that exists, as 2025-03-03");
        break;
    case FEE_RULE_MUST_BE_IN_FORCE:
        json_lines_error(error, "no rule on fees is in force on %s; the first began on %s",
                         date_text(question->on, arena).bytes,
                         date_text(costing->rules->first, arena).bytes);
        break;
    case FEE_BASE_MUST_BE_GIVEN: say_base(mistake, "is missing; give", arena, error); break;
    case FEE_BASE_MUST_BE_IN_RANGE: say_base(mistake, "must be", arena, error); break;
    case FEE_CONTESTED_MUST_BE_WITHIN_AMOUNT:
        json_lines_error(error, "`contested` is more than `amount`; it is the part of it that is "
                                "fought over");
        break;
    case FIELD_MUST_BE_IN_BOUNDS:
        json_lines_error(error, "`%.*s` comes to more than 100000000000000.00 yuan",
                         TEXT_ARGS(mistake->key));
        break;
    case FEE_OPTION_MUST_FIT: say_misfit(question, mistake, option, arena, error); break;
    default:
        json_lines_error(error, "`%.*s` must be %s", TEXT_ARGS(mistake->key), wanted(option));
        break;
    }
}

/* ---- the answer ---- */

static void
put_derivation(const struct costing *costing, const struct fee *fee, struct arena *arena,
               struct canon *answer)
{
    struct derivation *derivation = ARENA_NEW(arena, struct derivation);
    fee_derive(fee, arena, derivation);
    canon_begin_array(answer);
    for (size_t i = 0; i < derivation->count; i++) {
        const struct derivation_step *step = &derivation->steps[i];
        canon_begin_object(answer);
        canon_member_text(answer, "key", derivation_key_text(step->key));
        canon_key(answer, "rests_on");
        if (citation_is_none(step->rests_on))
            canon_put_null(answer);
        else
            canon_put_text(answer, citation_text(step->rests_on, arena));
        canon_member_text(answer, "step", derivation_words(step, costing->language, arena));
        canon_key(answer, "values");
        derivation_put_values(answer, step);
        canon_end_object(answer);
    }
    canon_end_array(answer);
}

static void
put_fee(const struct costing *costing, const struct fee *fee, const struct fee *counter,
        struct arena *arena, struct canon *answer)
{
    canon_begin_object(answer);
    if (counter != NULL) {
        canon_key(answer, "counterclaim");
        put_fee(costing, counter, NULL, arena, answer);
    }
    canon_key(answer, "derivation");
    put_derivation(costing, fee, arena, answer);
    canon_member_text(answer, "fee", money_text(fee->fee, arena));
    if (fee->has_difference)
        canon_member_text(answer, "refund", money_text(fee->refund, arena));
    canon_key(answer, "rule");
    canon_begin_object(answer);
    canon_member_text(answer, "digest", costing->rules->digest);
    canon_member_text(answer, "from", date_text(fee->version->from, arena));
    canon_member_text(answer, "rests_on", citation_text(fee->version->rests_on, arena));
    canon_member_text(answer, "rounding", fee->rounding);
    canon_member_text(answer, "tariff", fee->tariff->name);
    canon_end_object(answer);
    if (fee->has_difference)
        canon_member_text(answer, "top_up", money_text(fee->top_up, arena));
    canon_member_text(answer, "unrounded", exact_text(fee->unrounded, arena));
    canon_end_object(answer);
}

void
costing_answer(const struct costing *costing, const struct value *json, struct arena *arena,
               struct canon *answer, struct json_lines_error *error)
{
    struct fee_question question;
    struct costing_mistake mistake;
    struct fee *fee = ARENA_NEW(arena, struct fee), *counter = ARENA_NEW(arena, struct fee);
    if (!costing_find(costing, json, arena, &question, fee, counter, &mistake)) {
        say(costing, &question, &mistake, arena, error);
        return;
    }
    put_fee(costing, fee, gives(&question, FEE_OPTION_COUNTERCLAIM) ? counter : NULL, arena,
            answer);
}
