/* words_page.c: whoever looks sees the product's words beside the court's, never one alone. */
#include "view/words_page.h"

static const char *const languages[LANGUAGE_COUNT] = {
    [LANGUAGE_ZH] = "words.zh", [LANGUAGE_KO] = "words.ko", [LANGUAGE_EN] = "words.en"};

/* ---- the list ---- */

static struct text
address_of(const struct view *view, struct text id)
{
    return text_format(view->arena, "/desk/words/%.*s", TEXT_ARGS(id));
}

static struct text
said_in(const struct view *view, const struct value *words)
{
    return value_member_text(words, language_code(view->language));
}

static void
fill_own(const struct view *view, const struct words_lists *lists, struct words_page *page)
{
    struct words_own_row *rows =
        ARENA_MANY(view->arena, (size_t)lists->in_force_count + 1, struct words_own_row);
    for (int i = 0; i < lists->in_force_count; i++) {
        const struct proposal_named *from = &lists->in_force[i];
        const struct own_sentence *sentence =
            own_wording_among(lists->sentences, lists->sentences_count, from->proposal.target);
        struct words said;
        enum own_words_state state = own_words_state(&from->proposal, sentence, &said, view->arena);
        if (state == OWN_WORDS_WITHDRAWN)
            continue;
        const struct value *was = value_read_canonical(from->proposal.from, view->arena);
        rows[page->own_count++] = (struct words_own_row){
            .product = said_in(view, value_member(was, "product")),
            .own = view_words(view, &said),
            .proposed = change_by_and_when(view, from->proposer_name, from->proposal.proposed_ms),
            .decided = change_by_and_when(view, from->decider_name, from->proposal.decided_ms),
            .address = address_of(view, from->proposal.id),
            .state = state == OWN_WORDS_COUNT
                         ? (struct tag_view){"good", "check", view_say(view, "words.counts")}
                         : (struct tag_view){"warn", "clock", view_say(view, "words.suspended")},
        };
    }
    page->own = rows;
}

static struct text
name_of(const struct view *view, const struct own_sentence *sentence, struct text key)
{
    return sentence == NULL ? key : view_words(view, &sentence->product);
}

static void
fill_proposals(const struct view *view, const struct words_lists *lists, struct words_page *page)
{
    struct change_row *rows =
        ARENA_MANY(view->arena, (size_t)lists->proposals_count + 1, struct change_row);
    for (int i = 0; i < lists->proposals_count; i++) {
        const struct proposal *from = &lists->proposals[i].proposal;
        rows[i] = (struct change_row){
            .name = name_of(
                view, own_wording_among(lists->sentences, lists->sentences_count, from->target),
                from->target),
            .who = lists->proposals[i].proposer_name,
            .address = address_of(view, from->id),
            .proposed_ms = from->proposed_ms,
            .state = change_state_tag(view, from->status),
        };
    }
    page->proposals = rows;
    page->proposals_count = lists->proposals_count;
}

static void
fill_groups(const struct view *view, const struct words_lists *lists, bool may_propose,
            struct words_page *page)
{
    struct words_sentence *sentences =
        ARENA_MANY(view->arena, lists->sentences_count + 1, struct words_sentence);
    struct words_group *groups =
        ARENA_MANY(view->arena, lists->sentences_count + 1, struct words_group);
    const char *group = NULL;
    for (size_t i = 0; i < lists->sentences_count; i++) {
        const struct own_sentence *one = &lists->sentences[i];
        struct text product = view_words(view, &one->product);
        struct text said = own_words_say(view->own, one->key, view->language, TEXT(""));
        if (one->group != group)
            groups[page->groups_count++] =
                (struct words_group){view_say(view, one->group), &sentences[i], 0};
        group = one->group;
        groups[page->groups_count - 1].sentences_count++;
        sentences[i] = (struct words_sentence){
            product, said,
            may_propose ? text_format(view->arena, "/desk/words/of/%.*s", TEXT_ARGS(one->key))
                        : TEXT("")};
    }
    page->groups = groups;
}

void
words_page_fill(const struct view *view, const struct words_lists *lists, enum role role,
                struct words_page *page)
{
    fill_own(view, lists, page);
    fill_proposals(view, lists, page);
    fill_groups(view, lists, role == ROLE_SYSTEM_ADMIN, page);
}

/* ---- one sentence ---- */

void
words_form_fill(const struct view *view, const struct own_sentence *sentence,
                struct words_form_page *page)
{
    struct words_form_row *rows = ARENA_MANY(view->arena, LANGUAGE_COUNT, struct words_form_row);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        rows[i] = (struct words_form_row){language_tag((enum language)i),
                                          view_say(view, languages[i]), sentence->product.in[i]};
    page->rows = rows;
    page->rows_count = LANGUAGE_COUNT;
    page->may_withdraw =
        !text_is_empty(own_words_say(view->own, sentence->key, LANGUAGE_ZH, TEXT("")));
}

struct plain_form *
words_form(const struct view *view, const struct own_sentence *sentence,
           const struct words_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        struct wording_value most = {
            "n", text_format(view->arena, "%zu",
                             own_wording_most(sentence->key, sentence->product.in[i]))};
        struct form_field *field = plain_form_add(
            form, CONTROL_LINES, language_code((enum language)i), view_say(view, languages[i]),
            view_say_fill(view, "words.most", &most, 1), typed->said.in[i]);
        field->is_required = true;
        field->rows = 3;
        field->lang = language_tag((enum language)i);
    }
    struct form_field *agrees =
        plain_form_add(form, CONTROL_CHECKBOX, "agrees", view_say(view, "words.agrees"),
                       view_say(view, "words.agrees-hint"), TEXT(""));
    plain_form_choice(form, agrees, TEXT("true"), agrees->label, typed->agrees);
    return form;
}

/* ---- what is decided ---- */

void
words_change_fill(const struct view *view, const struct proposal_named *proposal,
                  const struct own_sentence *sentence, struct text account, enum role role,
                  struct change_page *page)
{
    const struct proposal *from = &proposal->proposal;
    const struct value *was = value_member(value_read_canonical(from->from, view->arena), "said");
    const struct value *becomes = value_read_canonical(from->to, view->arena);
    struct words said;
    bool is_withdrawn = own_words_state(from, sentence, &said, view->arena) == OWN_WORDS_WITHDRAWN;
    bool stays = false;
    change_page_fill(view, proposal, "words.sentence", name_of(view, sentence, from->target),
                     "/desk/words", account, role, page);
    page->back_label = view_say(view, "words.back");
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *code = language_code((enum language)i);
        int before = page->rows_count;
        change_difference(view, page, view_say(view, languages[i]), value_member_text(was, code),
                          value_member_text(becomes, code));
        if (page->rows_count > before)
            ((struct change_difference *)page->rows)[before].lang = language_tag((enum language)i);
        else
            stays = true;
    }
    page->note = is_withdrawn ? view_say(view, "words.withdraws")
                 : stays      ? view_say(view, "words.stays")
                              : TEXT("");
}
