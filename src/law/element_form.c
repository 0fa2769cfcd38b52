/* element_form.c: looks forms up, and adds. The questions themselves are data (rules/form/). */
#include "law/element_form.h"

static const struct text part_words[ELEMENT_PARTS] = {
#define ELEMENT_PART(name, word) TEXT_INIT(word),
#include "law/element_part.def"
#undef ELEMENT_PART
};

struct text
element_part_word(enum element_part part)
{
    return part_words[part];
}

static bool
is_in_force(const struct element_form *form, struct date on)
{
    return date_in_span(on, form->from, form->until);
}

const struct element_form *
element_form_on(const struct element_forms *forms, struct text name, struct date on)
{
    for (size_t i = 0; forms != NULL && i < forms->count; i++) {
        if (text_equal(forms->forms[i].name, name) && is_in_force(&forms->forms[i], on))
            return &forms->forms[i];
    }
    return NULL;
}

const struct element_form *
element_form_edition(const struct element_forms *forms, struct text name, struct text edition)
{
    for (size_t i = 0; forms != NULL && i < forms->count; i++) {
        if (text_equal(forms->forms[i].name, name) && text_equal(forms->forms[i].edition, edition))
            return &forms->forms[i];
    }
    return NULL;
}

/* Is this "2026/108.3"? */
static bool
is_key_of(struct text key, const struct cause_edition *causes, struct text number)
{
    struct text edition = text_cut(&key, '/');
    return text_equal(edition, causes->id) && text_equal(key, number);
}

static bool
has_cause(const struct element_form *form, const struct cause_edition *causes,
          const struct cause *cause)
{
    const struct cause *parent = cause_parent(causes, cause);
    for (size_t i = 0; i < form->causes_count; i++) {
        if (is_key_of(form->causes[i], causes, cause->number) ||
            (parent != NULL && is_key_of(form->causes[i], causes, parent->number)))
            return true;
    }
    return false;
}

const struct element_form *
element_form_for(const struct element_forms *forms, struct text procedure,
                 const struct cause_edition *causes, const struct cause *cause, struct date on)
{
    for (size_t i = 0; forms != NULL && i < forms->count; i++) {
        const struct element_form *form = &forms->forms[i];
        if (text_equal(form->procedure, procedure) && is_in_force(form, on) &&
            has_cause(form, causes, cause))
            return form;
    }
    return NULL;
}

const struct element_form *
element_form_of(const struct element_forms *forms, const struct value *elements, struct date today)
{
    struct text name = value_member_text(elements, "form");
    struct text edition = value_member_text(elements, "edition");
    return text_is_empty(edition) ? element_form_on(forms, name, today)
                                  : element_form_edition(forms, name, edition);
}

const struct element_block *
element_form_block(const struct element_form *form, struct text name)
{
    for (size_t i = 0; i < form->blocks_count; i++) {
        if (text_equal(form->blocks[i].name, name))
            return &form->blocks[i];
    }
    return NULL;
}

static const struct field_rule *
rule_named(const struct field_rule *fields, size_t count, struct text name)
{
    struct text rest = name;
    name = text_cut(&rest, '[');
    for (size_t i = 0; i < count; i++) {
        if (text_equal(fields[i].name, name))
            return &fields[i];
    }
    return NULL;
}

const struct words *
element_form_words(const struct element_form *form, struct text path)
{
    struct text member = path, name = text_cut(&member, '.');
    const struct field_rule *field = rule_named(form->fields, form->fields_count, name);
    const struct field_rule *inner =
        field == NULL ? NULL : rule_named(field->members, field->members_count, member);
    return inner != NULL ? &inner->words : field == NULL ? NULL : &field->words;
}

const struct element_block *
element_form_block_of(const struct element_form *form, struct text field)
{
    field = text_cut(&field, '.');
    for (size_t i = 0; i < form->blocks_count; i++) {
        const struct element_block *block = &form->blocks[i];
        for (size_t k = 0; k < block->count; k++) {
            if (text_equal(form->fields[block->first + k].name, field))
                return block;
        }
    }
    return NULL;
}

const struct element_total *
element_form_total(const struct element_form *form, struct text field)
{
    for (size_t i = 0; i < form->totals_count; i++) {
        if (text_equal(form->totals[i].field, field))
            return &form->totals[i];
    }
    return NULL;
}

/* ---- sums ---- */

struct adding {
    int64_t fen;
    size_t parts;
};

static void
add(struct adding *adding, const struct value *value)
{
    struct money money;
    adding->parts += value != NULL && !text_is_empty(text_trim(value_text(value)));
    if (!money_parse(value_text(value), &money))
        return;
    adding->fen += money.fen;
    if (adding->fen > MONEY_FEN_MAX)
        adding->fen = MONEY_FEN_MAX + 1;
}

static struct adding
add_parts(const struct element_total *total, const struct value *elements)
{
    struct adding adding = {0};
    for (size_t i = 0; i < total->of_count; i++) {
        struct text member = total->of[i], field = text_cut(&member, '.');
        const struct value *value = value_member_named(elements, field);
        if (text_is_empty(member)) {
            add(&adding, value);
            continue;
        }
        const struct value *entry = value_is(value, VALUE_ARRAY) ? value->first : NULL;
        for (; entry != NULL; entry = entry->next)
            add(&adding, value_member_named(entry, member));
    }
    return adding;
}

struct money
element_total_sum(const struct element_total *total, const struct value *elements)
{
    return (struct money){add_parts(total, elements).fen};
}

size_t
element_total_parts(const struct element_total *total, const struct value *elements)
{
    return add_parts(total, elements).parts;
}
