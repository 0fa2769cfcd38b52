/* change_words.c: a court says a sentence of the product in its own words: an administrator drafts
 * it in every language, another person approves it, and it counts from the next act on. What was
 * sent before keeps the words it was sent with; papers are never said otherwise. */
#include "command/change.h"
#include "command/verbs.h"

#include "store/own_words_rows.h"

static const char *const names[LANGUAGE_COUNT] = {
    [LANGUAGE_ZH] = "zh", [LANGUAGE_KO] = "ko", [LANGUAGE_EN] = "en"};

/* What the court says now, also where the group under way approved it: the product's words where it
 * has none of its own, and where its own are suspended, which can still be withdrawn. */
static struct words
standing(struct corridor *corridor, const struct own_sentence *sentence, bool *is_suspended,
         struct arena *arena)
{
    struct node *node = corridor->node;
    struct proposal *proposals;
    struct words said = sentence->product;
    int count = proposal_rows_in_force(node->store, node->id, TEXT(OWN_WORDS_KIND), OWN_WORDS_MAX,
                                       arena, &proposals);
    *is_suspended = false;
    for (int i = 0; i < count; i++) {
        struct words own;
        if (!text_equal(proposals[i].target, sentence->key))
            continue;
        enum own_words_state state = own_words_state(&proposals[i], sentence, &own, arena);
        *is_suspended = state == OWN_WORDS_SUSPENDED;
        if (state == OWN_WORDS_COUNT)
            said = own;
    }
    return said;
}

/* A sentence that is said otherwise in one language and not in another may contradict itself:
 * whoever leaves one as it is says that he has compared them. */
static bool
is_partly_new(const struct words *said, const struct words *now)
{
    int changed = 0;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        changed += !text_equal(said->in[i], now->in[i]);
    return changed > 0 && changed < LANGUAGE_COUNT;
}

static enum refusal
read_said(const struct act *act, const struct own_sentence *sentence, const struct words *now,
          bool is_suspended, struct words *said, struct text *detail, struct arena *arena)
{
    const struct value *typed = value_member(act->input, "words");
    if (value_member_is_true(act->input, "withdraw")) {
        *said = sentence->product;
        *detail = TEXT("");
        return own_words_are_same(said, now) && !is_suspended ? CHANGE_MUST_DIFFER : ALLOWED;
    }
    own_words_read(typed, said);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct text place;
        enum refusal refusal = own_wording_check(sentence->key, sentence->product.in[i],
                                                 said->in[i], (enum language)i, &place);
        *detail = text_is_empty(place) ? text_of(names[i])
                                       : text_format(arena, "%s %.*s", names[i], TEXT_ARGS(place));
        if (refusal != ALLOWED)
            return refusal;
    }
    *detail = TEXT("");
    if (own_words_are_same(said, now))
        return CHANGE_MUST_DIFFER;
    *detail = TEXT("agrees");
    return is_partly_new(said, now) && !value_member_is_true(act->input, "agrees")
               ? WORDS_MUST_AGREE
               : ALLOWED;
}

/* Input: key; words {zh, ko, en} and agrees (true where a language stays as it is), or withdraw
 * (true). */
void
propose_words_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                  struct arena *arena)
{
    struct own_sentence sentence;
    struct words said;
    struct text detail;
    if (act->asker.role != ROLE_SYSTEM_ADMIN) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!own_wording_find(&corridor->rules->guide, value_member_text(act->input, "key"), arena,
                          &sentence)) {
        outcome_refuse(outcome, WORDS_MUST_BE_OPEN_TO_COURTS, TEXT("key"), arena);
        return;
    }
    bool is_suspended;
    struct words now = standing(corridor, &sentence, &is_suspended, arena);
    enum refusal refusal = read_said(act, &sentence, &now, is_suspended, &said, &detail, arena);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, detail, arena);
        return;
    }
    struct change_parts parts = {
        .kind = OWN_WORDS_KIND,
        .target = sentence.key,
        .from = own_words_write_standing(&sentence.product, &now, arena),
        .to = own_words_write(&said, arena),
    };
    change_propose(corridor, act, &parts, outcome, arena);
}

static enum refusal
publish(struct corridor *corridor, const struct act *act, const struct proposal *proposal,
        int64_t *version, struct arena *arena)
{
    struct own_sentence sentence;
    (void)act, (void)version;
    if (!own_wording_find(&corridor->rules->guide, proposal->target, arena, &sentence))
        return CHANGE_MUST_FIT_WHAT_STANDS;
    bool is_suspended;
    struct words now = standing(corridor, &sentence, &is_suspended, arena);
    if (!text_equal(own_words_write_standing(&sentence.product, &now, arena), proposal->from))
        return CHANGE_MUST_FIT_WHAT_STANDS;
    corridor->wants_refresh = true;
    return ALLOWED;
}

void
decide_words_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    change_decide(corridor, act, OWN_WORDS_KIND, publish, outcome, arena);
}
