/* procedure_view.c: procedures in the reader's language, so that a client can draw a form it has
 * never seen. */
#include "view/procedure_view.h"

#include "law/form.h"

enum { FIELD_DEPTH_MAX = 3 };

static void
put_day(const struct view *view, struct canon *canon, const char *key, struct date date)
{
    if (!date_is_none(date))
        canon_member_text(canon, key, date_text(date, view->arena));
}

static void
put_procedure_line(const struct view *view, struct canon *canon, const struct procedure *procedure)
{
    canon_begin_object(canon);
    canon_member_text(canon, "case_kind", procedure->case_kind);
    canon_member_boolean(canon, "enabled", procedure->is_enabled);
    put_day(view, canon, "in_force", procedure->in_force);
    canon_member_text(canon, "procedure", procedure->name);
    view_title(view, canon, "title", &procedure->title);
    put_day(view, canon, "until", procedure->until);
    canon_member_boolean(canon, "verified", procedure->is_verified);
    canon_member_integer(canon, "version", procedure->version);
    canon_end_object(canon);
}

struct text
procedure_view_list(const struct view *view, const struct procedure *const *procedures, int count)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "procedures");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++)
        put_procedure_line(view, &canon, procedures[i]);
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

static void
put_choices(const struct view *view, struct canon *canon, const struct choice *choices,
            size_t count)
{
    canon_begin_array(canon);
    for (size_t i = 0; i < count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "choice", choices[i].name);
        view_citation(view, canon, choices[i].rests_on);
        view_title(view, canon, "title", &choices[i].words);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

/* After which answer a field is asked; only what can be said as one field and its answers is. */
static void
put_condition(struct canon *canon, const struct guard *guard)
{
    if (guard->fact != FACT_FIELD ||
        (guard->comparison != GUARD_IS && guard->comparison != GUARD_IN))
        return;
    canon_key(canon, "asked_if");
    canon_begin_object(canon);
    canon_member_text(canon, "field", guard->name);
    canon_key(canon, "in");
    canon_begin_array(canon);
    for (size_t i = 0; i < guard->values_count; i++)
        canon_put_text(canon, guard->values[i]);
    canon_end_array(canon);
    canon_end_object(canon);
}

static void
put_fields(const struct view *view, struct canon *canon, const struct procedure *procedure,
           const struct field_rule *fields, size_t count, int depth)
{
    canon_begin_array(canon);
    for (size_t i = 0; i < count && depth < FIELD_DEPTH_MAX; i++) {
        const struct field_rule *field = &fields[i];
        size_t choices_count = 0, members_count = 0;
        const struct choice *choices = procedure_choices(procedure, field, &choices_count);
        const struct field_rule *members = form_members(field, &members_count);
        canon_begin_object(canon);
        if (field->asked_if != NULL)
            put_condition(canon, field->asked_if);
        if (field->characters_max > 0)
            canon_member_integer(canon, "characters_max", field->characters_max);
        if (choices_count > 0) {
            canon_key(canon, "choices");
            put_choices(view, canon, choices, choices_count);
        }
        canon_member_text(canon, "field", field->name);
        view_title(view, canon, "help", &field->help);
        if (field->least <= field->most)
            canon_member_integer(canon, "least", field->least);
        if (members_count > 0) {
            canon_key(canon, "members");
            put_fields(view, canon, procedure, members, members_count, depth + 1);
        }
        if (field->least <= field->most)
            canon_member_integer(canon, "most", field->most);
        canon_member_boolean(canon, "protected", field->is_protected);
        canon_member_text(canon, "required",
                          field->is_required && field->asked_if == NULL      ? TEXT("always")
                          : field->is_required || field->required_if != NULL ? TEXT("sometimes")
                                                                             : TEXT("never"));
        view_title(view, canon, "title", &field->words);
        canon_member_text(canon, "type", field_type_word(field->type));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

void
procedure_view_fields(const struct view *view, struct canon *canon,
                      const struct procedure *procedure, const struct field_rule *fields,
                      size_t count)
{
    put_fields(view, canon, procedure, fields, count, 0);
}

static void
put_actors(const struct view *view, struct canon *canon, const struct step *step)
{
    canon_key(canon, "by");
    canon_begin_array(canon);
    for (size_t i = 0; i < step->by_count; i++) {
        canon_begin_object(canon);
        if (step->by[i].relations != RELATION_ANY) {
            canon_key(canon, "relations");
            canon_begin_array(canon);
            for (int relation = 0; relation < RELATION_COUNT; relation++) {
                if (step->by[i].relations & RELATION_BIT(relation))
                    canon_put_text(canon, relation_word((enum relation)relation));
            }
            canon_end_array(canon);
        }
        view_role(view, canon, "role", role_word(step->by[i].role));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_states_of(struct canon *canon, const struct procedure *procedure, uint64_t states)
{
    canon_key(canon, "from");
    canon_begin_array(canon);
    for (size_t i = 0; i < procedure->states_count; i++) {
        if (states & UINT64_C(1) << i)
            canon_put_text(canon, procedure->states[i].name);
    }
    canon_end_array(canon);
}

static void
put_steps(const struct view *view, struct canon *canon, const struct procedure *procedure)
{
    static const char *const identities[] = {"declared", "seen", "provider"};
    canon_key(canon, "steps");
    canon_begin_array(canon);
    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        canon_begin_object(canon);
        put_actors(view, canon, step);
        canon_key(canon, "fields");
        put_fields(view, canon, procedure, step->fields, step->fields_count, 0);
        put_states_of(canon, procedure, step->from);
        view_title(view, canon, "help", &step->help);
        canon_member_text(canon, "identity", text_of(identities[step->identity]));
        canon_member_boolean(canon, "needs_acted_for", step->needs_acted_for);
        view_citation(view, canon, step->rests_on);
        canon_member_text(canon, "step", step->name);
        canon_member_text(canon, "stream", stream_word(step->stream));
        view_title(view, canon, "title", &step->words);
        if (step->to >= 0)
            canon_member_text(canon, "to", procedure->states[step->to].name);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_states(const struct view *view, struct canon *canon, const struct procedure *procedure)
{
    canon_key(canon, "states");
    canon_begin_array(canon);
    for (size_t i = 0; i < procedure->states_count; i++) {
        const struct state *state = &procedure->states[i];
        canon_begin_object(canon);
        canon_member_boolean(canon, "end", state->is_end);
        if (!state->is_end && state->next.role < ROLE_COUNT)
            view_role(view, canon, "next", role_word(state->next.role));
        canon_member_text(canon, "state", state->name);
        view_title(view, canon, "title", &state->words);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_materials(const struct view *view, struct canon *canon, const struct procedure *procedure)
{
    canon_key(canon, "materials");
    canon_begin_array(canon);
    for (size_t i = 0; i < procedure->items_count; i++) {
        const struct item_rule *item = &procedure->items[i];
        canon_begin_object(canon);
        view_title(view, canon, "help", &item->help);
        canon_member_text(canon, "item", item->name);
        canon_member_text(canon, "required",
                          item->is_required           ? TEXT("always")
                          : item->required_if != NULL ? TEXT("sometimes")
                                                      : TEXT("never"));
        view_citation(view, canon, item->rests_on);
        view_title(view, canon, "title", &item->words);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_periods(const struct view *view, struct canon *canon, const struct procedure *procedure)
{
    canon_key(canon, "periods");
    canon_begin_array(canon);
    for (size_t i = 0; i < procedure->periods_count; i++) {
        canon_begin_object(canon);
        canon_member_text_if(canon, "catalogue", procedure->periods[i].catalogue);
        canon_member_text(canon, "period", procedure->periods[i].name);
        view_citation(view, canon, procedure->periods[i].rests_on);
        view_title(view, canon, "title", &procedure->periods[i].words);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
procedure_view(const struct view *view, const struct procedure *procedure)
{
    struct canon canon = canon_open(view->arena, 32768);
    canon_begin_object(&canon);
    canon_member_text(&canon, "case_kind", procedure->case_kind);
    canon_member_text(&canon, "digest", digest_hex(&procedure->digest, view->arena));
    canon_member_boolean(&canon, "enabled", procedure->is_enabled);
    put_day(view, &canon, "in_force", procedure->in_force);
    put_materials(view, &canon, procedure);
    put_periods(view, &canon, procedure);
    canon_member_text(&canon, "procedure", procedure->name);
    view_citation(view, &canon, procedure->rests_on);
    put_states(view, &canon, procedure);
    put_steps(view, &canon, procedure);
    view_title(view, &canon, "title", &procedure->title);
    put_day(view, &canon, "until", procedure->until);
    canon_member_boolean(&canon, "verified", procedure->is_verified);
    canon_member_integer(&canon, "version", procedure->version);
    canon_end_object(&canon);
    return canon_text(&canon);
}
