/* draft_list.c: drafts are seen by whose they are, or by a code. */
#include "query/draft_list.h"

int
draft_list_mine(const struct look *look, const struct draft **drafts)
{
    struct text holder = draft_holder(look->asker);
    struct draft *list = ARENA_MANY(look->arena, DRAFT_COUNTER_MAX, struct draft);
    *drafts = list;
    if (text_is_empty(holder))
        return 0;
    return draft_list(look->store, look->court_id, holder, look->now_ms, DRAFT_COUNTER_MAX,
                      look->arena, list);
}

static bool
load(struct store *store, struct text court_id, struct text id, int64_t now_ms, struct arena *arena,
     struct draft_found *found)
{
    if (!draft_load(store, court_id, id, now_ms, arena, &found->draft))
        return false;
    found->files_count = draft_files(store, court_id, id, arena, &found->files);
    return true;
}

bool
draft_list_find(const struct look *look, struct text id, struct draft_found *found)
{
    struct text holder = draft_holder(look->asker);
    store_begin_read(look->store);
    bool is_there = load(look->store, look->court_id, id, look->now_ms, look->arena, found) &&
                    !text_is_empty(holder) && text_equal(found->draft.account, holder);
    store_end_read(look->store);
    return is_there;
}

bool
draft_list_by_code(struct store *store, struct text court_id, const struct digest *code,
                   int64_t now_ms, struct arena *arena, struct draft_found *found)
{
    store_begin_read(store);
    struct text id = draft_of_code(store, court_id, code, now_ms, arena);
    bool is_there = !text_is_empty(id) && load(store, court_id, id, now_ms, arena, found);
    store_end_read(store);
    return is_there;
}
