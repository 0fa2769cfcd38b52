/* form_reader.h: a form being read: what form.c and form_elements.c share. */
#ifndef TB_FORM_READER_H
#define TB_FORM_READER_H
#include "law/form.h"

struct form_reader {
    const struct guard_context *context;
    struct arena *arena;
    struct field_mistake mistakes[FORM_MISTAKES_MAX], warnings[FORM_MISTAKES_MAX];
    int mistakes_count, warnings_count;
    struct text *files;
    int files_count;
};

/* A parent that grows at its end. */
struct form_parent {
    struct value *value;
    const struct value **end;
};

struct form_parent form_parent(struct arena *arena, enum value_type type);
void form_append(struct form_parent *parent, struct text key, struct value *child);
struct value *form_text_value(struct form_reader *reader, struct text text);

/* Both add a mistake and give NULL. */
struct value *form_mistake(struct form_reader *reader, struct text path, enum refusal refusal,
                           struct text detail);
struct value *form_wrong_type(struct form_reader *reader, const struct field_rule *field,
                              struct text path);

bool form_is_empty(const struct value *value);
struct text form_path(struct form_reader *reader, struct text path, struct text name);
struct value *form_read_object(struct form_reader *reader, const struct field_rule *fields,
                               size_t count, const struct value *object, struct text path);
struct form form_result(struct form_reader *reader, const struct value *understood);

/* The value of a field that is an element form. */
struct value *form_read_elements(struct form_reader *reader, const struct field_rule *field,
                                 const struct value *value, struct text path);
/* Gives the step its amount in dispute from the element form in it. */
void form_take_amount(struct form_reader *reader, struct value *understood);

#endif
