/* own_words_rows.c: withdrawing is approving the product's own words. */
#include "store/own_words_rows.h"

static const char *const names[LANGUAGE_COUNT] = {
    [LANGUAGE_ZH] = "zh", [LANGUAGE_KO] = "ko", [LANGUAGE_EN] = "en"};

static void
put(struct canon *canon, const struct words *words)
{
    canon_begin_object(canon);
    canon_member_text(canon, "en", words->in[LANGUAGE_EN]);
    canon_member_text(canon, "ko", words->in[LANGUAGE_KO]);
    canon_member_text(canon, "zh", words->in[LANGUAGE_ZH]);
    canon_end_object(canon);
}

struct text
own_words_write(const struct words *words, struct arena *arena)
{
    struct canon canon = canon_open(arena, 400);
    put(&canon, words);
    return canon_text(&canon);
}

struct text
own_words_write_standing(const struct words *product, const struct words *said, struct arena *arena)
{
    struct canon canon = canon_open(arena, 800);
    canon_begin_object(&canon);
    canon_key(&canon, "product");
    put(&canon, product);
    canon_key(&canon, "said");
    put(&canon, said);
    canon_end_object(&canon);
    return canon_text(&canon);
}

bool
own_words_read(const struct value *value, struct words *words)
{
    bool is_whole = true;
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        words->in[i] = text_trim(value_member_text(value, names[i]));
        is_whole = is_whole && !text_is_empty(words->in[i]);
    }
    return is_whole;
}

bool
own_words_are_same(const struct words *a, const struct words *b)
{
    bool are_same = true;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        are_same = are_same && text_equal(a->in[i], b->in[i]);
    return are_same;
}

enum own_words_state
own_words_state(const struct proposal *proposal, const struct own_sentence *sentence,
                struct words *said, struct arena *arena)
{
    struct words product;
    const struct value *from = value_read_canonical(proposal->from, arena);
    bool is_whole = own_words_read(value_member(from, "product"), &product) &&
                    own_words_read(value_read_canonical(proposal->to, arena), said);
    if (is_whole && own_words_are_same(&product, said))
        return OWN_WORDS_WITHDRAWN;
    return is_whole && sentence != NULL && own_words_are_same(&product, &sentence->product)
               ? OWN_WORDS_COUNT
               : OWN_WORDS_SUSPENDED;
}

struct own_words
own_words_rows_load(struct store *store, struct text court_id, const struct guide *guide,
                    struct arena *arena)
{
    struct proposal *proposals;
    int count = proposal_rows_in_force(store, court_id, TEXT(OWN_WORDS_KIND), OWN_WORDS_MAX, arena,
                                       &proposals);
    struct own_word *words = ARENA_MANY(arena, (size_t)count + 1, struct own_word);
    struct own_words own = {words, 0};
    const struct own_sentence *all = NULL;
    size_t known = count == 0 ? 0 : own_wording_list(guide, arena, &all);
    for (int i = 0; i < count; i++) {
        struct own_word *one = &words[own.count];
        one->key = proposals[i].target;
        if (own_words_state(&proposals[i], own_wording_among(all, known, one->key), &one->said,
                            arena) == OWN_WORDS_COUNT)
            own.count++;
    }
    return own;
}
