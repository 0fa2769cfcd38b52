/* case_kind.c: cross-court filing grew by steps, from two kinds of case in one province to five
 * kinds in all courts. Which may be taken today is data; a court only chooses within it. */
#include "law/case_kind.h"

#include <string.h>

enum { KIND_BYTES_MAX = 64 };

const struct case_kind *
case_kind_find(const struct case_kinds *kinds, struct text id)
{
    for (size_t i = 0; i < kinds->count; i++)
        if (text_equal(kinds->kinds[i].id, id))
            return &kinds->kinds[i];
    return NULL;
}

const struct case_kind_row *
case_kind_row_on(const struct case_kind *kind, struct date on)
{
    for (size_t i = 0; i < kind->rows_count; i++) {
        const struct case_kind_row *row = &kind->rows[i];
        if (date_in_span(on, row->from, row->until))
            return row;
    }
    return NULL;
}

static struct text
policy_of_court(const struct policy_set *policies, struct text id, struct text court,
                struct date on)
{
    static const char prefix[] = "case_kind.";
    char name[sizeof prefix + KIND_BYTES_MAX];
    if (id.length > KIND_BYTES_MAX)
        return TEXT("");
    memcpy(name, prefix, sizeof prefix - 1);
    memcpy(name + sizeof prefix - 1, id.bytes, id.length);
    return policy_value(policies, (struct text){name, sizeof prefix - 1 + id.length}, court, on);
}

bool
case_kind_is_open(const struct case_kinds *kinds, const struct policy_set *policies, struct text id,
                  struct text court, struct date on)
{
    const struct case_kind *kind = case_kind_find(kinds, id);
    const struct case_kind_row *row = kind == NULL ? NULL : case_kind_row_on(kind, on);
    if (row == NULL || row->eligible == CASE_KIND_EXCLUDED)
        return false;
    struct text policy = policy_of_court(policies, id, court, on);
    if (!text_is_empty(policy))
        return text_is(policy, "on");
    return kind->is_enabled && row->eligible == CASE_KIND_ELIGIBLE;
}
