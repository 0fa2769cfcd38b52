/* representation_list.c: each side sees the other's name, and nothing else of him. */
#include "query/representation_list.h"

#include "store/account_rows.h"

static struct text
name_of(const struct look *look, struct text account)
{
    struct account known;
    if (text_is_empty(account) ||
        !account_rows_load(look->store, look->court_id, account, look->arena, &known))
        return TEXT("");
    return known.name;
}

static void
fill(const struct look *look, const struct representation *one, struct representation_item *item)
{
    item->one = *one;
    item->agent_name = name_of(look, one->agent);
    item->principal_name = text_is_empty(one->name) || one->scope == SCOPE_HELP
                               ? name_of(look, one->principal)
                               : one->name;
    item->is_mine_to_confirm = one->status == REPRESENTATION_PROPOSED && one->scope != SCOPE_HELP &&
                               text_equal(one->principal, look->asker->account);
    item->is_over = one->scope == SCOPE_HELP && one->status == REPRESENTATION_PROPOSED &&
                    look->now_ms >= one->ends_ms;
    item->counts_today =
        representation_counts(one, date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES));
}

int
representation_list_mine(const struct look *look, const struct representation_item **items)
{
    struct representation *given, *held;
    struct text account = look->asker->account;
    int count = 0;
    struct representation_item *list =
        ARENA_MANY(look->arena, 2 * (size_t)REPRESENTATIONS_MAX, struct representation_item);
    *items = list;
    if (!store_begin_read(look->store))
        return 0;
    int given_count =
        representation_rows_of_principal(look->store, look->court_id, account, look->arena, &given);
    int held_count =
        representation_rows_of_agent(look->store, look->court_id, account, look->arena, &held);
    for (int i = 0; i < given_count; i++)
        fill(look, &given[i], &list[count++]);
    for (int i = 0; i < held_count; i++)
        fill(look, &held[i], &list[count++]);
    store_end_read(look->store);
    return count;
}

bool
representation_list_of_code(const struct look *look, struct text code,
                            struct representation_item *item)
{
    struct representation one;
    if (!store_begin_read(look->store))
        return false;
    bool is_there = representation_rows_of_code(look->store, look->court_id, code, look->now_ms,
                                                look->arena, &one);
    if (is_there)
        fill(look, &one, item);
    store_end_read(look->store);
    return is_there;
}
