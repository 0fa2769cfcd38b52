/* form_sentence.c: one mistake, one sentence: first what to do. Whatever has no sentence of its own
 * here is said as the law says it. */
#include "view/form_sentence.h"

#include "base/money.h"
#include "law/form.h"
#include "law/number.h"
#include "paper/wording.h"

struct saying {
    const struct view *view;
    const struct procedure *procedure;
    const struct field_rule *field;
    struct text label, detail;
    const struct value *value;
};

static struct text
say(const struct saying *saying, const char *key)
{
    struct wording_value label = {"label", saying->label};
    return wording_fill(key, saying->view->language, &label, 1, saying->view->arena);
}

static struct text
say_two(const struct saying *saying, const char *key, const char *name, struct text value,
        const char *other_name, struct text other)
{
    struct wording_value values[] = {{"label", saying->label}, {name, value}, {other_name, other}};
    return wording_fill(key, saying->view->language, values, 3, saying->view->arena);
}

static struct text
say_law(const struct saying *saying, enum refusal refusal)
{
    return wording(refusal_key(refusal, saying->view->arena).bytes, saying->view->language);
}

/* "2..200" */
static bool
read_bounds(struct text detail, struct text *least, struct text *most)
{
    struct text rest = detail;
    *least = text_cut(&rest, '.');
    if (rest.length < 2 || rest.bytes[0] != '.' || text_is_empty(*least))
        return false;
    *most = (struct text){rest.bytes + 1, rest.length - 1};
    return true;
}

static struct text
say_missing(const struct saying *saying)
{
    switch (saying->field->type) {
    case FIELD_CHOICE:
    case FIELD_TICK:
    case FIELD_COURT:
    case FIELD_BOOLEAN: return say(saying, "form.missing-choice");
    case FIELD_FILE:
    case FIELD_FILES: return say(saying, "form.missing-file");
    case FIELD_LIST:
    case FIELD_PARTIES:
    case FIELD_MATERIALS:
    case FIELD_VERDICTS:
    case FIELD_DEFECTS: return say(saying, "form.missing-list");
    default: return say(saying, "form.missing");
    }
}

static struct text
say_type(const struct saying *saying)
{
    switch (saying->field->type) {
    case FIELD_INTEGER: return say(saying, "form.type-number");
    case FIELD_MONEY: return say(saying, "form.type-money");
    case FIELD_BOOLEAN: return say(saying, "form.missing-choice");
    case FIELD_FILE:
    case FIELD_FILES: return say(saying, "form.missing-file");
    default: return say_law(saying, FIELD_MUST_BE_OF_ITS_TYPE);
    }
}

static struct text
say_too_long(const struct saying *saying)
{
    struct text now = text_format(saying->view->arena, "%zu",
                                  text_characters(text_trim(value_text(saying->value))));
    return say_two(saying, "form.too-long", "most", saying->detail, "now", now);
}

static struct text
say_bounds(const struct saying *saying)
{
    struct text least, most;
    bool is_money = saying->field->type == FIELD_MONEY;
    if (!read_bounds(saying->detail, &least, &most))
        return say_law(saying, FIELD_MUST_BE_IN_BOUNDS);
    return say_two(saying, is_money ? "form.bounds-money" : "form.bounds", "least", least, "most",
                   most);
}

/* "plaintiff": some choice of the entries is there too seldom; or a number of entries. */
static struct text
say_entries(const struct saying *saying)
{
    struct text least, most;
    size_t members_count, count;
    const struct field_rule *members = form_members(saying->field, &members_count);
    if (read_bounds(saying->detail, &least, &most))
        return say_two(saying, "form.entries", "least", least, "most", most);
    for (size_t i = 0; saying->procedure != NULL && i < members_count; i++) {
        const struct choice *choices = procedure_choices(saying->procedure, &members[i], &count);
        for (size_t j = 0; members[i].type == FIELD_CHOICE && j < count; j++) {
            struct text word = view_words(saying->view, &choices[j].words);
            struct text number = text_format(saying->view->arena, "%d", choices[j].least);
            if (text_equal(choices[j].name, saying->detail))
                return say_two(saying, "form.entries-of", "what", word, "least", number);
        }
    }
    return say_law(saying, FIELD_MUST_HAVE_ENOUGH_ENTRIES);
}

/* Two kinds of number share the word "old_15_digits"; the later one is of credit codes. */
static struct text
say_number(const struct saying *saying, enum refusal refusal)
{
    int found = -1;
    for (int reason = 0; reason < NUMBER_REASONS; reason++) {
        bool is_it = text_equal(number_reason_key((enum number_reason)reason), saying->detail);
        if (is_it && (found < 0 || saying->field->type == FIELD_CREDIT_CODE))
            found = reason;
    }
    if (found == NUMBER_CHECK_DIGIT && saying->field->type == FIELD_RESIDENT_ID)
        return say(saying, "form.resident-check");
    if (found < 0)
        return say_law(saying, refusal);
    struct text word = number_reason_word((enum number_reason)found);
    return wording(text_format(saying->view->arena, "number.%.*s", TEXT_ARGS(word)).bytes,
                   saying->view->language);
}

/* Both sums and what lies between them, so that nobody has to work it out. */
static struct text
say_total(const struct saying *saying)
{
    struct money sum, given;
    if (!money_parse(saying->detail, &sum) || !money_parse(value_text(saying->value), &given))
        return say_law(saying, TOTAL_MUST_AGREE_OR_BE_EXPLAINED);
    struct money between = {sum.fen > given.fen ? sum.fen - given.fen : given.fen - sum.fen};
    struct arena *arena = saying->view->arena;
    struct wording_value values[] = {{"label", saying->label},
                                     {"sum", money_text(sum, arena)},
                                     {"given", money_text(given, arena)},
                                     {"between", money_text(between, arena)}};
    return wording_fill("form.total", saying->view->language, values, 4, arena);
}

/* "49999.99 ≠ 50000.00": there is no room for a reason here, unlike beside a total. */
static struct text
say_amount(const struct saying *saying)
{
    struct text total = saying->detail, given = text_cut(&total, ' ');
    text_cut(&total, ' ');
    return say_two(saying, "form.amount-total", "given", given, "total", total);
}

struct text
form_sentence(const struct view *view, const struct procedure *procedure,
              const struct field_rule *field, struct text label,
              const struct field_mistake *mistake, const struct value *value)
{
    struct saying saying = {view, procedure, field, label, mistake->detail, value};
    switch (mistake->refusal) {
    case FIELD_MUST_BE_GIVEN: return say_missing(&saying);
    case FIELD_MUST_BE_OF_ITS_TYPE: return say_type(&saying);
    case FIELD_MUST_NOT_BE_TOO_LONG: return say_too_long(&saying);
    case FIELD_MUST_NOT_HIDE_CHARACTERS: return say(&saying, "form.hidden");
    case FIELD_MUST_BE_IN_BOUNDS: return say_bounds(&saying);
    case FIELD_MUST_BE_ONE_OF_THE_CHOICES: return say(&saying, "form.missing-choice");
    case FIELD_MUST_HAVE_ENOUGH_ENTRIES: return say_entries(&saying);
    case DATE_MUST_EXIST: return say(&saying, "form.date");
    case FIELD_MUST_BE_ASKED_FOR: return say(&saying, "form.not-asked");
    case TOTAL_MUST_AGREE_OR_BE_EXPLAINED: return say_total(&saying);
    case AMOUNT_MUST_BE_THE_TOTAL: return say_amount(&saying);
    case IDENTITY_NUMBER_MUST_BE_VALID:
    case CASE_NUMBER_MUST_BE_VALID: return say_number(&saying, mistake->refusal);
    default: return say_law(&saying, mistake->refusal);
    }
}
