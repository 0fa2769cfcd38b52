/* form_elements.c: the answers of an element form, read like the fields of a step, and its sums. */
#include "law/form_reader.h"

/* The claimant's own total and what its parts come to: one of them is put right, or the difference
 * is explained. Nobody's figures are changed. */
static void
form_check_totals(struct form_reader *reader, const struct element_form *form,
                  const struct value *elements, const struct value *understood, struct text path)
{
    for (size_t i = 0; i < form->totals_count; i++) {
        const struct element_total *total = &form->totals[i];
        struct money given, sum = element_total_sum(total, understood);
        bool is_explained = !form_is_empty(value_member_named(understood, total->explained_by));

        if (!money_parse(value_text(value_member_named(understood, total->field)), &given))
            continue;
        if (element_total_parts(total, elements) != element_total_parts(total, understood))
            continue; /* a part is mistyped, which is its own mistake */
        if (sum.fen != given.fen && !is_explained)
            form_mistake(reader, form_path(reader, path, total->field),
                         TOTAL_MUST_AGREE_OR_BE_EXPLAINED, money_text(sum, reader->arena));
    }
}

static struct value *
form_read_element_fields(struct form_reader *reader, const struct element_form *form,
                         const struct value *elements, struct text path)
{
    struct value *understood =
        form_read_object(reader, form->fields, form->fields_count, elements, path);

    if (understood != NULL)
        form_check_totals(reader, form, elements, understood, path);
    return understood;
}

/* Which form is meant stands beside the answers. */
static const struct value *
form_answers(struct form_reader *reader, const struct value *elements)
{
    struct form_parent answers = form_parent(reader->arena, VALUE_OBJECT);

    for (const struct value *member = value_is(elements, VALUE_OBJECT) ? elements->first : NULL;
         member != NULL; member = member->next) {
        struct value *copy;

        if (text_is(member->key, "form") || text_is(member->key, "edition"))
            continue;
        copy = ARENA_NEW(reader->arena, struct value);
        *copy = *member;
        form_append(&answers, member->key, copy);
    }
    return answers.value;
}

static struct text
form_names_of_forms(struct form_reader *reader)
{
    const struct element_forms *forms = reader->context->forms;
    struct buffer list = buffer_open(reader->arena, 128);

    for (size_t i = 0; forms != NULL && i < forms->count; i++) {
        const struct element_form *form = &forms->forms[i];
        if (text_equal(form->procedure, reader->context->procedure->name) &&
            element_form_on(forms, form->name, reader->context->today) == form)
            buffer_add_format(&list, "%s%.*s", list.length > 0 ? ", " : "", TEXT_ARGS(form->name));
    }
    return buffer_text(&list);
}

/* What is handed in today is asked as the edition of today asks. */
struct value *
form_read_elements(struct form_reader *reader, const struct field_rule *field,
                   const struct value *value, struct text path)
{
    struct text name = value_member_text(value, "form");
    struct text edition = value_member_text(value, "edition");
    const struct element_form *form =
        element_form_on(reader->context->forms, name, reader->context->today);
    struct form_parent understood = form_parent(reader->arena, VALUE_OBJECT);
    struct value *answers;

    if (!value_is(value, VALUE_OBJECT))
        return form_wrong_type(reader, field, path);
    /* A form was meant, whichever: what is asked for only without one is not missing. */
    if (form == NULL || !text_equal(form->procedure, reader->context->procedure->name)) {
        form_mistake(reader, form_path(reader, path, TEXT("form")),
                     FIELD_MUST_BE_ONE_OF_THE_CHOICES, form_names_of_forms(reader));
        return understood.value;
    }
    if (!text_is_empty(edition) && !text_equal(edition, form->edition)) {
        form_mistake(reader, form_path(reader, path, TEXT("edition")),
                     FIELD_MUST_BE_ONE_OF_THE_CHOICES, form->edition);
        return understood.value;
    }
    answers = form_read_element_fields(reader, form, form_answers(reader, value), path);
    form_append(&understood, TEXT("form"), form_text_value(reader, form->name));
    form_append(&understood, TEXT("edition"), form_text_value(reader, form->edition));
    for (const struct value *member = answers->first, *next; member != NULL; member = next) {
        struct value *copy = ARENA_NEW(reader->arena, struct value);

        next = member->next;
        *copy = *member;
        form_append(&understood, member->key, copy);
    }
    return understood.value;
}

/* The total of an element form is the amount in dispute: asked once, known under the name that
 * everything else knows it by. */
void
form_take_amount(struct form_reader *reader, struct value *understood)
{
    const struct step *step = reader->context->step;
    const struct element_form *form = NULL;
    const struct value *elements = NULL, *last = understood->first, *said;
    struct text total;

    for (size_t i = 0; i < step->fields_count; i++)
        if (step->fields[i].type == FIELD_ELEMENTS)
            elements = value_member_named(understood, step->fields[i].name);
    if (elements != NULL)
        form = element_form_of(reader->context->forms, elements, reader->context->today);
    if (form == NULL || text_is_empty(form->amount))
        return;
    total = value_text(value_member_named(elements, form->amount));
    said = value_member(understood, "amount");
    if (said != NULL && !text_is_empty(total) && !text_equal(value_text(said), total))
        form_mistake(reader, TEXT("amount"), AMOUNT_MUST_BE_THE_TOTAL,
                     text_format(reader->arena, "%.*s ≠ %.*s", TEXT_ARGS(value_text(said)),
                                 TEXT_ARGS(total)));
    for (size_t i = 0; i < step->fields_count && said == NULL && !text_is_empty(total); i++) {
        struct form_parent end = {understood, NULL};

        if (!text_is(step->fields[i].name, "amount") || step->fields[i].type != FIELD_MONEY)
            continue;
        while (last->next != NULL)
            last = last->next;
        end.end = &((struct value *)last)->next;
        form_append(&end, step->fields[i].name, form_text_value(reader, total));
    }
}

struct form
form_check_elements(const struct element_form *form, struct date today,
                    const struct value *elements, struct arena *arena)
{
    static const struct procedure no_procedure;
    static const struct matter_facts no_facts;
    static const struct asker nobody;
    static const struct step no_step;
    const struct guard_context context = {
        .procedure = &no_procedure,
        .facts = &no_facts,
        .step = &no_step,
        .asker = &nobody,
        .today = today,
    };
    struct form_reader *reader = ARENA_NEW(arena, struct form_reader);

    reader->context = &context;
    reader->arena = arena;
    return form_result(
        reader, form_read_element_fields(reader, form, form_answers(reader, elements), TEXT("")));
}
