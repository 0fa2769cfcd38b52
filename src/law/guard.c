/* guard.c: typed comparisons over what is known. The words a file may use stand in fact.def; depth
 * is bounded by the loader, so recursion is. */
#include "law/guard.h"

#include <assert.h>
#include <stdio.h>

struct fact_row {
    struct text word;
    enum fact_type type;
    bool takes_name;
};

static const struct fact_row fact_rows[FACT_COUNT] = {
#define FACT(name, word, type, takes_name) {TEXT_INIT(word), type, takes_name},
#include "law/fact.def"
#undef FACT
};

static const struct text identity_words[] = {TEXT_INIT("declared"), TEXT_INIT("seen"),
                                             TEXT_INIT("provider")};
static const struct text handler_words[] = {TEXT_INIT("nobody"), TEXT_INIT("self"),
                                            TEXT_INIT("other")};
static const struct text custody_words[] = {TEXT_INIT("held"), TEXT_INIT("offered"),
                                            TEXT_INIT("declined")};
static const struct text period_words[] = {TEXT_INIT("none"), TEXT_INIT("running"),
                                           TEXT_INIT("suspended"), TEXT_INIT("stopped"),
                                           TEXT_INIT("lapsed")};

struct text
fact_word(enum fact_kind kind)
{
    return fact_rows[kind].word;
}

enum fact_type
fact_type(enum fact_kind kind)
{
    return fact_rows[kind].type;
}

bool
fact_takes_name(enum fact_kind kind)
{
    return fact_rows[kind].takes_name;
}

bool
fact_parse(struct text word, enum fact_kind *kind, struct text *name)
{
    struct text rest = word, before = text_cut(&rest, '.');

    for (int i = 0; i < FACT_COUNT; i++) {
        if (!text_equal(before, fact_rows[i].word) ||
            fact_rows[i].takes_name == text_is_empty(rest))
            continue;
        *kind = (enum fact_kind)i;
        *name = rest;
        return true;
    }
    return false;
}

/* What a fact is now: a text, or a number. */
struct actual {
    struct text text;
    int64_t number;
    bool is_number;
    bool is_open; /* nobody can know yet: a field of a form that is not filled in */
};

static struct actual
actual_text(struct text text)
{
    return (struct actual){.text = text};
}

static struct actual
actual_number(int64_t number)
{
    return (struct actual){.number = number, .is_number = true};
}

static struct actual
actual_boolean(bool boolean)
{
    return actual_text(boolean ? TEXT("true") : TEXT("false"));
}

static struct actual
actual_value(const struct value *value)
{
    if (value == NULL)
        return actual_text(TEXT(""));
    switch (value->type) {
    case VALUE_TEXT: return actual_text(value->text);
    case VALUE_INTEGER: return actual_number(value->integer);
    case VALUE_TRUE: return actual_boolean(true);
    case VALUE_FALSE: return actual_boolean(false);
    case VALUE_ARRAY: return actual_number((int64_t)value->count);
    case VALUE_OBJECT: return actual_boolean(true); /* it is there; what is in it nobody asks */
    default: return actual_text(TEXT(""));
    }
}

static bool
guard_step_remembers(const struct step *step, struct text name)
{
    for (size_t i = 0; step != NULL && i < step->fields_count; i++)
        if (step->fields[i].is_remembered && text_equal(step->fields[i].name, name))
            return true;
    return false;
}

static struct actual
actual_field(const struct guard_context *context, struct text name)
{
    struct actual actual = actual_value(value_member_named(context->fields, name));

    actual.is_open = context->is_look;
    return actual;
}

/* As it will be remembered when this step is taken. */
static struct actual
actual_memory(const struct guard_context *context, struct text name)
{
    if (guard_step_remembers(context->step, name)) {
        if (context->is_look || value_member_named(context->fields, name) != NULL)
            return actual_field(context, name);
    }
    return actual_value(matter_memory(context->facts, name));
}

static struct actual
actual_item(const struct guard_context *context, struct text name)
{
    const struct matter_item *item = matter_item(context->facts, name);

    return actual_text(verdict_word(item == NULL ? VERDICT_UNCHECKED : item->verdict));
}

static bool
guard_comes_now(const struct guard_context *context, struct text item)
{
    for (size_t i = 0; context->step != NULL && i < context->step->fields_count; i++) {
        const struct field_rule *field = &context->step->fields[i];
        const struct value *entries = value_member_named(context->fields, field->name);

        if (field->type != FIELD_MATERIALS || !value_is(entries, VALUE_ARRAY))
            continue;
        for (const struct value *entry = entries->first; entry != NULL; entry = entry->next)
            if (text_equal(value_member_text(entry, "item"), item))
                return true;
    }
    return false;
}

static bool
guard_is_handed_in(const struct guard_context *context, struct text name)
{
    const struct matter_item *item = matter_item(context->facts, name);

    return (item != NULL && item->is_handed_in) || guard_comes_now(context, name);
}

static struct actual
actual_period(const struct guard_context *context, struct text name)
{
    const struct matter_period *period = matter_period(context->facts, name);

    return actual_text(period_words[period == NULL ? PERIOD_NONE : period->status]);
}

static struct actual
actual_linked(const struct guard_context *context, struct text name)
{
    const struct matter_link *link = matter_link(context->facts, name);

    return actual_text(link == NULL ? TEXT("") : link->state);
}

/* Who has it, seen by who asks. */
static int
guard_handler(const struct guard_context *context)
{
    struct text handler = context->facts->handler;

    if (text_is_empty(handler))
        return 0;
    return text_equal(handler, context->asker->account) ? 1 : 2;
}

static struct actual
guard_look_up(const struct guard *guard, const struct guard_context *context)
{
    const struct matter_facts *facts = context->facts;

    switch (guard->fact) {
    case FACT_STATE: return actual_text(facts->state);
    case FACT_CASE_KIND: return actual_text(context->procedure->case_kind);
    case FACT_CUSTODY: return actual_text(custody_words[facts->custody]);
    case FACT_SEALED: return actual_boolean(facts->is_sealed);
    case FACT_REGISTERED: return actual_boolean(facts->is_registered);
    case FACT_HAS_CASE_NUMBER: return actual_boolean(!text_is_empty(facts->case_number));
    case FACT_PARTIES: return actual_number(facts->parties_count);
    case FACT_IDENTITY: return actual_text(identity_words[context->asker->identity]);
    case FACT_ROLE: return actual_text(role_word(context->asker->role));
    case FACT_HANDLER: return actual_text(handler_words[guard_handler(context)]);
    case FACT_COUNTER: return actual_number(matter_counter(facts, guard->name));
    case FACT_TAKEN: return actual_boolean(!text_is_empty(matter_taker(facts, guard->name)));
    case FACT_FIELD: return actual_field(context, guard->name);
    case FACT_REMEMBERED: return actual_memory(context, guard->name);
    case FACT_PERIOD: return actual_period(context, guard->name);
    case FACT_ITEM: return actual_item(context, guard->name);
    case FACT_HANDED_IN: return actual_boolean(guard_is_handed_in(context, guard->name));
    case FACT_OPEN_DEFECTS: return actual_number(guard_count_defects(context));
    case FACT_UNCHECKED: return actual_number(guard_count_unchecked(context));
    case FACT_MISSING: {
        struct actual actual = actual_number(guard_count_missing(context));
        actual.is_open = context->is_look;
        return actual;
    }
    case FACT_LINKED: return actual_linked(context, guard->name);
    case FACT_POLICY:
        return actual_text(
            policy_value(context->policies, guard->name, facts->owner, context->today));
    case FACT_COUNT: break;
    }
    assert(!"a fact of fact.def without its arm");
    return actual_text(TEXT(""));
}

static bool
guard_equals(const struct actual *actual, struct text value)
{
    int64_t number;

    if (!actual->is_number)
        return text_equal(actual->text, value);
    return text_number(value, &number) && number == actual->number;
}

static bool
guard_is_among(const struct actual *actual, const struct guard *guard)
{
    for (size_t i = 0; i < guard->values_count; i++)
        if (guard_equals(actual, guard->values[i]))
            return true;
    return false;
}

/* A bound only holds for numbers: what is no number is neither at least nor at most anything. */
static bool
guard_is_within(const struct actual *actual, const struct guard *guard)
{
    int64_t bound;

    if (!actual->is_number || !text_number(guard->values[0], &bound))
        return false;
    return guard->comparison == GUARD_AT_LEAST ? actual->number >= bound : actual->number <= bound;
}

static bool
guard_leaf_holds(const struct guard *guard, const struct guard_context *context)
{
    struct actual actual = guard_look_up(guard, context);

    if (actual.is_open)
        return true;
    switch (guard->comparison) {
    case GUARD_IS:
    case GUARD_IN: return guard_is_among(&actual, guard);
    case GUARD_IS_NOT:
    case GUARD_NOT_IN: return !guard_is_among(&actual, guard);
    default: return guard_is_within(&actual, guard);
    }
}

bool
guard_holds(const struct guard *guard, const struct guard_context *context)
{
    if (guard->comparison != GUARD_ALL && guard->comparison != GUARD_ANY)
        return guard_leaf_holds(guard, context);
    for (size_t i = 0; i < guard->guards_count; i++)
        if (guard_holds(&guard->guards[i], context) == (guard->comparison == GUARD_ANY))
            return guard->comparison == GUARD_ANY;
    return guard->comparison == GUARD_ALL;
}

bool
guard_requires(bool is_required, const struct guard *required_if,
               const struct guard_context *context)
{
    return is_required || (required_if != NULL && guard_holds(required_if, context));
}

/* ---- the checklist ---- */

typedef bool guard_item_test(const struct item_rule *item, const struct guard_context *context);

static bool
guard_item_is_required(const struct item_rule *item, const struct guard_context *context)
{
    struct guard_context within = *context;

    within.is_for_item = true;
    within.is_look = false;
    return guard_requires(item->is_required, item->required_if, &within);
}

static bool
guard_item_is_unchecked(const struct item_rule *item, const struct guard_context *context)
{
    const struct matter_item *known = matter_item(context->facts, item->name);

    if (known != NULL && known->verdict != VERDICT_UNCHECKED)
        return false;
    return (known != NULL && known->is_handed_in) || guard_item_is_required(item, context);
}

static bool
guard_item_is_defective(const struct item_rule *item, const struct guard_context *context)
{
    const struct matter_item *known = matter_item(context->facts, item->name);

    return known != NULL &&
           (known->verdict == VERDICT_MISSING || known->verdict == VERDICT_DEFECTIVE);
}

static bool
guard_item_is_missing(const struct item_rule *item, const struct guard_context *context)
{
    return guard_item_is_required(item, context) && !guard_is_handed_in(context, item->name);
}

static int
guard_count_items(const struct guard_context *context, guard_item_test *test)
{
    int count = 0;

    if (context->is_for_item)
        return 0;
    for (size_t i = 0; i < context->procedure->items_count; i++)
        count += test(&context->procedure->items[i], context);
    return count;
}

static struct text
guard_list_items(const struct guard_context *context, guard_item_test *test, struct arena *arena)
{
    struct buffer list = buffer_open(arena, 128);

    for (size_t i = 0; i < context->procedure->items_count; i++) {
        const struct item_rule *item = &context->procedure->items[i];

        if (test(item, context))
            buffer_add_format(&list, "%s%.*s", list.length > 0 ? ", " : "", TEXT_ARGS(item->name));
    }
    return buffer_text(&list);
}

int
guard_count_unchecked(const struct guard_context *context)
{
    return guard_count_items(context, guard_item_is_unchecked);
}

int
guard_count_defects(const struct guard_context *context)
{
    return guard_count_items(context, guard_item_is_defective);
}

int
guard_count_missing(const struct guard_context *context)
{
    return guard_count_items(context, guard_item_is_missing);
}

struct text
guard_list_unchecked(const struct guard_context *context, struct arena *arena)
{
    return guard_list_items(context, guard_item_is_unchecked, arena);
}

struct text
guard_list_defects(const struct guard_context *context, struct arena *arena)
{
    return guard_list_items(context, guard_item_is_defective, arena);
}

struct text
guard_list_missing(const struct guard_context *context, struct arena *arena)
{
    return guard_list_items(context, guard_item_is_missing, arena);
}
