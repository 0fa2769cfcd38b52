/* identify.c: between JSON and the readers of numbers. */
#include "view/identify.h"

#include "law/case_number.h"
#include "law/credit_code.h"
#include "law/resident_id.h"
#include "law/tracking_number.h"
#include "paper/wording.h"

static const char *const keys[] = {"resident_id", "uscc", "case_number", "tracking_number", "on"};
enum { KIND_COUNT = 4, KEY_COUNT = sizeof keys / sizeof keys[0] };

static const char *const sentences[] = {
#define NUMBER_REASON(name, key, word) [name] = "number." word,
#include "law/number_reason.def"
#undef NUMBER_REASON
};

/* The members that end every answer; those of a valid number come before and between by their
 * order. */
static void
put_reason(const struct identify_rules *rules, enum number_reason reason, struct canon *answer)
{
    canon_key(answer, "reason");
    if (reason == NUMBER_IS_VALID) {
        canon_put_null(answer);
        return;
    }
    canon_put_text(answer, number_reason_key(reason));
    canon_member_text(answer, "sentence", wording(sentences[reason], rules->language));
}

static void
put_invalid(const struct identify_rules *rules, enum number_reason reason, struct canon *answer)
{
    canon_begin_object(answer);
    put_reason(rules, reason, answer);
    canon_member_boolean(answer, "valid", false);
    canon_end_object(answer);
}

static enum number_reason
put_resident_id(const struct identify_rules *rules, struct text written, struct date on,
                struct arena *arena, struct canon *answer)
{
    struct resident_id id;
    enum number_reason reason = resident_id_read(written, on, arena, &id);
    if (reason != NUMBER_IS_VALID)
        return reason;
    canon_begin_object(answer);
    canon_member_text(answer, "birth_date", date_text(id.birth_date, arena));
    put_reason(rules, reason, answer);
    canon_member_text(answer, "region", id.region);
    canon_member_text(answer, "sex", id.sex == SEX_MALE ? TEXT("male") : TEXT("female"));
    canon_member_text(answer, "text", id.text);
    canon_member_boolean(answer, "valid", true);
    canon_end_object(answer);
    return reason;
}

static enum number_reason
put_credit_code(const struct identify_rules *rules, struct text written, struct arena *arena,
                struct canon *answer)
{
    struct credit_code code;
    enum number_reason reason = credit_code_read(written, arena, &code);
    if (reason != NUMBER_IS_VALID)
        return reason;
    canon_begin_object(answer);
    canon_member_text(answer, "department", code.department);
    canon_member_text(answer, "kind", code.kind);
    canon_member_text(answer, "organisation_code", code.organisation_code);
    put_reason(rules, reason, answer);
    canon_member_text(answer, "region", code.region);
    canon_member_text(answer, "text", code.text);
    canon_member_boolean(answer, "valid", true);
    canon_end_object(answer);
    return reason;
}

static enum number_reason
put_case_number(const struct identify_rules *rules, struct text written, struct date on,
                struct arena *arena, struct canon *answer)
{
    struct case_number number;
    const struct case_special *special;
    enum number_reason reason = case_number_read(written, arena, &number);
    if (reason == NUMBER_IS_VALID)
        reason = case_number_check(&number, &rules->types, on);
    if (reason != NUMBER_IS_VALID)
        return reason;

    const struct network_node *court = network_by_court_code(rules->network, number.court_code);
    const struct case_type *type =
        case_type_in_year(&rules->types, number.type, number.year, &special);
    canon_begin_object(answer);
    if (court != NULL)
        canon_member_text(answer, "court", court->name.in[rules->language]);
    canon_member_text(answer, "court_code", number.court_code);
    put_reason(rules, reason, answer);
    canon_member_integer(answer, "serial", number.serial);
    if (special != NULL)
        canon_member_text(answer, "special_name", special->name.in[rules->language]);
    canon_key(answer, "suffix");
    if (number.suffix == 0)
        canon_put_null(answer);
    else
        canon_put_text(answer, case_number_suffix_text(number.suffix, arena));
    canon_member_text(answer, "text", case_number_text(&number, arena));
    canon_member_text(answer, "type", number.type);
    canon_member_text(answer, "type_name", type->name.in[rules->language]);
    canon_member_boolean(answer, "valid", true);
    canon_member_integer(answer, "year", number.year);
    canon_end_object(answer);
    return reason;
}

static enum number_reason
put_tracking_number(const struct identify_rules *rules, struct text written, struct arena *arena,
                    struct canon *answer)
{
    struct tracking_number number;
    enum number_reason reason = tracking_number_read(written, arena, &number);
    if (reason != NUMBER_IS_VALID)
        return reason;
    const struct network_node *node = network_by_code(rules->network, number.node_code);
    canon_begin_object(answer);
    if (node != NULL)
        canon_member_text(answer, "node", node->name.in[rules->language]);
    canon_member_text(answer, "node_code", number.node_code);
    put_reason(rules, reason, answer);
    canon_member_text(answer, "text", number.text);
    canon_member_boolean(answer, "valid", true);
    canon_end_object(answer);
    return reason;
}

/* Exactly one of the four, a text. */
static bool
read_kind(const struct value *line, size_t *kind, struct text *written,
          struct json_lines_error *error)
{
    size_t found = 0;
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (value_member(line, keys[i]) != NULL) {
            found++;
            *kind = i;
        }
    if (found != 1)
        return json_lines_error(error,
                                "give one of `resident_id`, `uscc`, `case_number` and "
                                "`tracking_number`, not %zu",
                                found);
    return json_lines_text(line, keys[*kind], written, error);
}

static bool
read_on(const struct value *line, size_t kind, struct date *on, struct json_lines_error *error)
{
    struct text written = TEXT("");
    if (value_member(line, "on") == NULL)
        return true;
    if (kind == 1 || kind == 3)
        return json_lines_error(error, "`on` belongs to `case_number` or `resident_id`");
    if (!json_lines_text(line, "on", &written, error))
        return false;
    return date_parse(written, on) ||
           json_lines_error(error, "`on` must be a day that exists, as 2026-01-05");
}

void
identify_answer(const struct identify_rules *rules, const struct value *line, struct arena *arena,
                struct canon *answer, struct json_lines_error *error)
{
    size_t kind = 0;
    struct text written = TEXT("");
    struct date on = DATE_NONE;
    enum number_reason reason = NUMBER_IS_VALID;
    if (!json_lines_keys(line, keys, KEY_COUNT, error) ||
        !read_kind(line, &kind, &written, error) || !read_on(line, kind, &on, error))
        return;
    switch (kind) {
    case 0: reason = put_resident_id(rules, written, on, arena, answer); break;
    case 1: reason = put_credit_code(rules, written, arena, answer); break;
    case 2: reason = put_case_number(rules, written, on, arena, answer); break;
    default: reason = put_tracking_number(rules, written, arena, answer); break;
    }
    if (reason != NUMBER_IS_VALID)
        put_invalid(rules, reason, answer);
}
