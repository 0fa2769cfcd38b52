/* policy.c: picks the value of a policy for a court and a day. */
#include "law/policy.h"

static bool
policy_row_applies(const struct policy_row *row, struct text name, struct text court,
                   struct date on)
{
    if (!text_equal(row->name, name))
        return false;
    if (!text_is_empty(row->court) && !text_equal(row->court, court))
        return false;
    return date_in_span(on, row->from, row->until);
}

/* A court's own row outranks a general one; then the later one outranks the earlier. */
static bool
policy_row_outranks(const struct policy_row *row, const struct policy_row *other)
{
    bool is_own = !text_is_empty(row->court);
    bool other_is_own = !text_is_empty(other->court);

    if (is_own != other_is_own)
        return is_own;
    if (date_is_none(other->from))
        return true;
    return !date_is_none(row->from) && date_compare(row->from, other->from) >= 0;
}

struct text
policy_value(const struct policy_set *policies, struct text name, struct text court, struct date on)
{
    const struct policy_row *best = NULL;

    if (policies == NULL)
        return TEXT("");
    for (size_t i = 0; i < policies->rows_count; i++) {
        const struct policy_row *row = &policies->rows[i];

        if (policy_row_applies(row, name, court, on) &&
            (best == NULL || policy_row_outranks(row, best)))
            best = row;
    }
    return best == NULL ? TEXT("") : best->value;
}
