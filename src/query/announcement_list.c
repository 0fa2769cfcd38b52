/* announcement_list.c: public by law [CPL-2023:95], so nothing is asked of whoever reads. Nothing
 * but the text that went up, its days and its court leaves here. */
#include "query/announcement_list.h"

bool
announcement_list_load(const struct look *look, const struct announcement_row **rows, int *count)
{
    struct announcement_row *found = NULL;
    struct date today = date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES);
    *count = 0;
    if (!store_begin_read(look->store))
        return false;
    *count = announcement_rows_since(look->store, look->court_id,
                                     date_add_days(today, -ANNOUNCEMENT_STAYS_DAYS), today,
                                     look->arena, &found);
    store_end_read(look->store);
    *rows = found;
    return !store_fault(look->store)->is_set;
}

bool
announcement_list_find(const struct look *look, struct text id, struct announcement_row *row)
{
    struct date today = date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES);
    if (!store_begin_read(look->store))
        return false;
    bool is_there = announcement_rows_find(look->store, look->court_id,
                                           date_add_days(today, -ANNOUNCEMENT_STAYS_DAYS), id,
                                           look->arena, row);
    store_end_read(look->store);
    return is_there;
}
