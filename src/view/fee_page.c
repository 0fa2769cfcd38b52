/* fee_page.c: the options of a kind as a form, by the same table that reads questions of programs
 * (view/costing.h); what is wrong with them in the reader's words. */
#include "view/fee_page.h"

#include "paper/derivation_words.h"
#include "paper/wording.h"
#include "view/form_input.h"

#include <string.h>

/* What is often filled in; the rest folds away. */
#define OFTEN                                                                                      \
    (UINT32_C(1) << FEE_OPTION_ITEM | UINT32_C(1) << FEE_OPTION_AMOUNT |                           \
     UINT32_C(1) << FEE_OPTION_PROPERTY | UINT32_C(1) << FEE_OPTION_DAMAGES |                      \
     UINT32_C(1) << FEE_OPTION_BASE | UINT32_C(1) << FEE_OPTION_HALVE)

/* One answer to one reader. */
struct filling {
    const struct view *view;
    const struct costing *costing;
    const struct source_list *sources;
    const struct pair *asked;
    size_t asked_count;
    struct date today;
    enum fee_kind kind;
    struct value *question;
};

static struct text
say(const struct filling *filling, const char *key)
{
    return wording(key, filling->view->language);
}

static struct text
say_of(const struct filling *filling, const char *family, struct text word)
{
    return say(filling, text_format(filling->view->arena, "%s%.*s", family, TEXT_ARGS(word)).bytes);
}

/* ---- what is asked, out of the address ---- */

static struct text
typed_in(const struct filling *filling, struct text name)
{
    for (size_t i = 0; i < filling->asked_count; i++) {
        if (text_equal(filling->asked[i].name, name))
            return text_trim(filling->asked[i].value);
    }
    return TEXT("");
}

static struct value *
list_of_lines(struct text typed, struct arena *arena)
{
    struct value *list = build_array(arena);
    while (!text_is_empty(typed)) {
        struct text line = text_trim(text_cut(&typed, '\n'));
        if (!text_is_empty(line))
            build_add(list, TEXT(""), form_input_clean(FIELD_MONEY, line, arena));
    }
    return list;
}

static struct value *
list_of_choices(const struct filling *filling, struct text name)
{
    struct arena *arena = filling->view->arena;
    struct value *list = build_array(arena);
    for (size_t i = 0; i < filling->asked_count; i++) {
        if (text_equal(filling->asked[i].name, name) && filling->asked[i].value.length > 0)
            build_add(list, TEXT(""), build_text(filling->asked[i].value, arena));
    }
    return list;
}

static struct value *
code_of(struct text typed, struct arena *arena)
{
    struct text folded = text_fold(typed, arena);
    char *code = arena_take(arena, folded.length + 1);
    for (size_t i = 0; i < folded.length; i++) {
        bool is_small = folded.bytes[i] >= 'a' && folded.bytes[i] <= 'z';
        code[i] = (char)(folded.bytes[i] - (is_small ? 'a' - 'A' : 0));
    }
    return build_text((struct text){code, folded.length}, arena);
}

/* NULL where nothing was typed. */
static struct value *
value_of(const struct filling *filling, enum fee_option option)
{
    struct arena *arena = filling->view->arena;
    struct text name = fee_option_text(option), typed = typed_in(filling, name);
    if (text_is_empty(typed) && fee_option_type(option) != FEE_TYPE_HALVINGS)
        return NULL;
    switch (fee_option_type(option)) {
    case FEE_TYPE_MONEY: return form_input_clean(FIELD_MONEY, typed, arena);
    case FEE_TYPE_COUNT: return form_input_clean(FIELD_INTEGER, typed, arena);
    case FEE_TYPE_MONEYS: return list_of_lines(typed, arena);
    case FEE_TYPE_CODE: return code_of(typed, arena);
    case FEE_TYPE_RATE: return build_text(text_fold(typed, arena), arena);
    case FEE_TYPE_HALVINGS: {
        struct value *list = list_of_choices(filling, name);
        return list->count > 0 ? list : NULL;
    }
    default: return build_text(typed, arena);
    }
}

static struct text
day_of(const struct filling *filling)
{
    struct arena *arena = filling->view->arena;
    struct text typed = typed_in(filling, TEXT("on"));
    if (text_is_empty(typed))
        return date_text(filling->today, arena);
    return form_input_clean(FIELD_DATE, typed, arena)->text;
}

static void
read_question(struct filling *filling)
{
    struct arena *arena = filling->view->arena;
    filling->question = build_object(arena);
    build_add(filling->question, TEXT("kind"), build_text(fee_kind_text(filling->kind), arena));
    build_add(filling->question, TEXT("on"), build_text(day_of(filling), arena));
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        enum fee_option option = (enum fee_option)i;
        bool is_taken = (fee_kind_options(filling->kind) & UINT32_C(1) << i) != 0;
        struct value *value = is_taken ? value_of(filling, option) : NULL;
        if (value != NULL)
            build_add(filling->question, fee_option_text(option), value);
    }
}

/* ---- the form ---- */

static const struct value *
given(const struct filling *filling, enum fee_option option)
{
    return value_member_named(filling->question, fee_option_text(option));
}

/* What was typed, as the form shows it again. */
static struct text
shown(const struct filling *filling, enum fee_option option)
{
    struct arena *arena = filling->view->arena;
    const struct value *value = given(filling, option);
    if (value_is(value, VALUE_INTEGER))
        return text_format(arena, "%lld", (long long)value->integer);
    if (!value_is(value, VALUE_ARRAY))
        return value_text(value);
    struct buffer lines = buffer_open(arena, 64);
    for (const struct value *one = value->first; one != NULL; one = one->next)
        buffer_add_format(&lines, "%.*s%s", TEXT_ARGS(one->text), one->next != NULL ? "\n" : "");
    return buffer_text(&lines);
}

static const struct fee_version *
version_of(const struct filling *filling)
{
    return fee_version_on(fee_tariff_find(filling->costing->rules, fee_kind_text(filling->kind)),
                          filling->today);
}

/* Has the kind no sum of its own, so that an amount must be there? */
static bool
needs_amount(const struct filling *filling)
{
    const struct fee_version *version = version_of(filling);
    return version != NULL && !version->per_case.is_there && !version->without_amount.is_there &&
           given(filling, FEE_OPTION_CLAIMS) == NULL && given(filling, FEE_OPTION_SHARES) == NULL &&
           given(filling, FEE_OPTION_CONTESTED) == NULL;
}

/* "当地标准，50.00 元至 300.00 元之间"; what is entered here already need not be given. */
static struct text
hint_of_base(const struct filling *filling, bool *is_required)
{
    struct arena *arena = filling->view->arena;
    const struct fee_version *version = version_of(filling);
    if (version == NULL)
        return say(filling, "fee.hint.base");
    const struct fee_base *base =
        version->per_case.is_there ? &version->per_case : &version->without_amount;
    const struct fee_local *local =
        fee_local_find(filling->costing->rules, fee_kind_text(filling->kind),
                       filling->costing->court, filling->today);
    struct wording_value values[] = {
        {"least", money_text(base->least, arena)},
        {"most", money_text(base->most, arena)},
        {"local", local == NULL ? TEXT("") : money_text(local->amount, arena)},
    };
    *is_required = local == NULL && version->per_case.is_there;
    const char *key = local != NULL                ? "fee.base-local"
                      : version->per_case.is_there ? "fee.base-range"
                                                   : "fee.base-without-amount";
    return wording_fill(key, filling->view->language, values, 3, arena);
}

static struct text
label_of(const struct filling *filling, enum fee_option option)
{
    static const char *const amounts[FEE_KIND_COUNT] = {
        [FEE_KIND_ENFORCEMENT] = "fee.amount-enforced",
        [FEE_KIND_PRESERVATION] = "fee.amount-secured",
        [FEE_KIND_PAYMENT_ORDER] = "fee.amount-ordered",
        [FEE_KIND_BANKRUPTCY] = "fee.amount-estate",
    };
    if (option == FEE_OPTION_AMOUNT && amounts[filling->kind] != NULL)
        return say(filling, amounts[filling->kind]);
    return say_of(filling, "fee.option.", fee_option_text(option));
}

static void
add_grounds(const struct filling *filling, struct plain_form *form, struct form_field *field,
            enum fee_option option, int first, int end)
{
    const struct value *value = given(filling, option);
    for (int i = first; i < end; i++) {
        struct text word = fee_ground_text((enum fee_ground)i);
        plain_form_choice(form, field, word,
                          view_words(filling->view, &filling->costing->rules->grounds[i].words),
                          value_array_has(value, word) || text_equal(value_text(value), word));
    }
}

static void
add_items(const struct filling *filling, struct plain_form *form, struct form_field *field)
{
    const struct fee_rules *rules = filling->costing->rules;
    for (size_t i = 0; i < rules->tariffs_count; i++) {
        struct text item = fee_tariff_item(&rules->tariffs[i], filling->kind);
        if (!text_is_empty(item))
            plain_form_choice(form, field, item,
                              view_words(filling->view, &rules->tariffs[i].words),
                              text_equal(value_text(given(filling, FEE_OPTION_ITEM)), item));
    }
}

static enum form_control
control_of(enum fee_option_type type)
{
    switch (type) {
    case FEE_TYPE_MONEYS: return CONTROL_LINES;
    case FEE_TYPE_ITEM: return CONTROL_RADIO;
    case FEE_TYPE_HALVINGS: return CONTROL_MANY;
    case FEE_TYPE_CHANGE: return CONTROL_SELECT;
    default: return CONTROL_TEXT;
    }
}

static void
add_option(const struct filling *filling, struct plain_form *form, enum fee_option option)
{
    enum fee_option_type type = fee_option_type(option);
    struct text name = fee_option_text(option);
    bool is_required =
        option == FEE_OPTION_ITEM || (option == FEE_OPTION_AMOUNT && needs_amount(filling));
    struct text hint = option == FEE_OPTION_BASE ? hint_of_base(filling, &is_required)
                                                 : say_of(filling, "fee.hint.", name);
    struct form_field *field =
        plain_form_add(form, control_of(type), name.bytes, label_of(filling, option), hint,
                       shown(filling, option));
    field->is_required = is_required;
    if (type == FEE_TYPE_MONEY) {
        field->unit = say(filling, "form.yuan");
        field->check = TEXT("amount");
        field->inputmode = TEXT("decimal");
    } else if (type == FEE_TYPE_RATE) {
        field->inputmode = TEXT("decimal");
    } else if (type == FEE_TYPE_COUNT) {
        field->inputmode = TEXT("numeric");
    } else if (type == FEE_TYPE_ITEM) {
        add_items(filling, form, field);
    } else if (type == FEE_TYPE_HALVINGS) {
        add_grounds(filling, form, field, option, 0, FEE_HALVINGS);
    } else if (type == FEE_TYPE_CHANGE) {
        add_grounds(filling, form, field, option, FEE_HALVINGS, FEE_CHANGES);
    }
}

static void
add_day(const struct filling *filling, struct plain_form *form)
{
    struct date date;
    struct text day = day_of(filling);
    struct form_field *field = plain_form_add(
        form, CONTROL_TEXT, "on", say(filling, "fee.option.on"), say(filling, "fee.hint.on"), day);
    field->is_required = true;
    field->type = date_parse(day, &date) ? TEXT("date") : TEXT("text");
}

/* First what is often given, then the rest; gives how many the first are. */
static size_t
add_fields(const struct filling *filling, struct plain_form *form)
{
    uint32_t takes = fee_kind_options(filling->kind);
    size_t often = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < FEE_OPTION_COUNT; i++) {
            uint32_t bit = UINT32_C(1) << i;
            if ((takes & bit) != 0 && ((OFTEN & bit) != 0) == (pass == 0))
                add_option(filling, form, (enum fee_option)i);
        }
        if (pass == 0)
            often = form->count;
    }
    add_day(filling, form);
    return often;
}

/* ---- what is wrong ---- */

static struct text
sentence_of_type(const struct filling *filling, struct text key)
{
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        if (!text_equal(key, fee_option_text((enum fee_option)i)))
            continue;
        switch (fee_option_type((enum fee_option)i)) {
        case FEE_TYPE_MONEY: return say(filling, "form.type-money");
        case FEE_TYPE_MONEYS: return say(filling, "fee.wrong-claims");
        case FEE_TYPE_COUNT: return say(filling, "form.type-number");
        case FEE_TYPE_RATE: return say(filling, "fee.wrong-rate");
        case FEE_TYPE_CODE: return say(filling, "fee.wrong-currency");
        default: break;
        }
    }
    return say(filling, "fee.wrong-choice");
}

static struct text
sentence_of(const struct filling *filling, const struct costing_mistake *mistake)
{
    struct arena *arena = filling->view->arena;
    bool is_range = mistake->refusal == FEE_BASE_MUST_BE_IN_RANGE;
    struct wording_value bounds[] = {
        {"least", is_range ? money_text(mistake->least, arena) : TEXT("0")},
        {"most", money_text(is_range ? mistake->most : (struct money){MONEY_FEN_MAX}, arena)},
    };
    switch (mistake->refusal) {
    case FEE_BASE_MUST_BE_IN_RANGE:
    case FIELD_MUST_BE_IN_BOUNDS:
        return wording_fill("form.bounds-money", filling->view->language, bounds, 2, arena);
    case FIELD_MUST_BE_OF_ITS_TYPE: return sentence_of_type(filling, mistake->key);
    case FIELD_MUST_BE_ONE_OF_THE_CHOICES: return say(filling, "fee.wrong-choice");
    case DATE_MUST_EXIST: return say(filling, "form.date");
    default: return say(filling, refusal_key(mistake->refusal, arena).bytes);
    }
}

static void
mark(const struct filling *filling, struct plain_form *form, const struct costing_mistake *mistake)
{
    if (mistake->refusal == FIELD_MUST_BE_GIVEN) {
        for (size_t i = 0; i < form->count; i++) {
            if (text_equal(form->fields[i].name, mistake->key))
                plain_form_missing(form, &form->fields[i]);
        }
        return;
    }
    plain_form_mark(form, mistake->key, sentence_of(filling, mistake));
}

/* ---- the answer ---- */

static struct fee_page_result
result_of(const struct filling *filling, const struct fee *fee, const char *title)
{
    const struct view *view = filling->view;
    struct derivation *derivation = ARENA_NEW(view->arena, struct derivation);
    fee_derive(fee, view->arena, derivation);
    struct fee_page_step *steps =
        ARENA_MANY(view->arena, derivation->count + 1, struct fee_page_step);
    for (size_t i = 0; i < derivation->count; i++) {
        const struct derivation_step *step = &derivation->steps[i];
        steps[i].sentence = derivation_words(step, view->language, view->arena);
        if (!citation_is_none(step->rests_on))
            steps[i].citation =
                source_citation_text(filling->sources, step->rests_on, view->language, view->arena);
    }
    return (struct fee_page_result){
        .title = say(filling, title),
        .fen = fee->fee.fen,
        .has_difference = fee->has_difference,
        .top_up_fen = fee->top_up.fen,
        .refund_fen = fee->refund.fen,
        .steps = steps,
        .steps_count = (int)derivation->count,
    };
}

static void
fill_results(const struct filling *filling, const struct fee *fee, const struct fee *counter,
             bool has_counter, struct fee_page *page)
{
    struct fee_page_result *results = ARENA_MANY(filling->view->arena, 2, struct fee_page_result);
    results[page->results_count++] =
        result_of(filling, fee, has_counter ? "fee.result-claim" : "fee.result");
    if (has_counter)
        results[page->results_count++] = result_of(filling, counter, "fee.result-counterclaim");
    page->results = results;
}

/* Nobody is told that something is missing before he asked. */
static bool
was_asked(const struct filling *filling)
{
    for (size_t i = 0; i < filling->asked_count; i++) {
        if (text_is(filling->asked[i].name, "on"))
            return true;
    }
    return false;
}

static bool
has_more(const struct filling *filling, const struct form_view *form, size_t often)
{
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        if ((OFTEN & UINT32_C(1) << i) == 0 && given(filling, (enum fee_option)i) != NULL)
            return true;
    }
    for (size_t i = often; i < form->fields_count; i++) {
        if (form->fields[i].is_wrong)
            return true;
    }
    return false;
}

static void
fill_answer(struct filling *filling, struct fee_page *page)
{
    struct arena *arena = filling->view->arena;
    struct plain_form *form = plain_form_open(filling->view);
    struct fee *fee = ARENA_NEW(arena, struct fee), *counter = ARENA_NEW(arena, struct fee);
    struct fee_question question;
    struct costing_mistake mistake;
    read_question(filling);
    size_t often = add_fields(filling, form);
    bool is_found =
        costing_find(filling->costing, filling->question, arena, &question, fee, counter, &mistake);
    if (is_found)
        fill_results(filling, fee, counter,
                     (question.given & UINT32_C(1) << FEE_OPTION_COUNTERCLAIM) != 0, page);
    else if (was_asked(filling))
        mark(filling, form, &mistake);
    struct form_view all = plain_form_close(form);
    page->is_more_open = has_more(filling, &all, often);
    page->form = page->more = all;
    page->form.fields_count = often;
    page->more.fields += often;
    page->more.fields_count -= often;
}

/* ---- what there is to choose from ---- */

static struct text
name_of(const struct filling *filling, enum fee_kind kind)
{
    const struct fee_tariff *tariff = fee_tariff_find(filling->costing->rules, fee_kind_text(kind));
    return tariff != NULL ? view_words(filling->view, &tariff->words)
                          : say(filling, "fee.maritime");
}

static bool
is_application(const struct fee_rules *rules, enum fee_kind kind)
{
    for (size_t i = 0; i < rules->tariffs_count; i++) {
        struct text rest = rules->tariffs[i].name;
        if (text_equal(text_cut(&rest, '.'), fee_kind_text(kind)))
            return rules->tariffs[i].is_application;
    }
    return false;
}

static void
fill_kinds(const struct filling *filling, struct fee_page *page)
{
    struct arena *arena = filling->view->arena;
    struct fee_page_kind *of_cases = ARENA_MANY(arena, FEE_KIND_COUNT, struct fee_page_kind);
    struct fee_page_kind *others = ARENA_MANY(arena, FEE_KIND_COUNT, struct fee_page_kind);
    for (int i = 0; i < FEE_KIND_COUNT; i++) {
        enum fee_kind kind = (enum fee_kind)i;
        struct text word = fee_kind_text(kind);
        struct fee_page_kind one = {text_format(arena, "/fee?kind=%.*s", TEXT_ARGS(word)),
                                    name_of(filling, kind)};
        if (is_application(filling->costing->rules, kind))
            others[page->of_applications_count++] = one;
        else
            of_cases[page->of_cases_count++] = one;
    }
    page->of_cases = of_cases;
    page->of_applications = others;
}

void
fee_page_fill(const struct view *view, const struct costing *costing,
              const struct source_list *sources, const struct pair *asked, size_t asked_count,
              struct date today, struct fee_page *page)
{
    struct filling filling = {view,        costing, sources,        asked,
                              asked_count, today,   FEE_KIND_COUNT, NULL};
    struct text kind = typed_in(&filling, TEXT("kind"));
    *page = (struct fee_page){.results_count = 0};
    if (!fee_kind_parse(kind, &filling.kind)) {
        fill_kinds(&filling, page);
        return;
    }
    page->kind = fee_kind_text(filling.kind);
    page->name = name_of(&filling, filling.kind);
    fill_answer(&filling, page);
}
