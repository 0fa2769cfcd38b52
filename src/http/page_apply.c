/* page_apply.c: a filing, page by page: saved at each, checked as a whole, handed in once. People
 * at home and counter clerks walk the same pages; a clerk names the person before him. */
#include "http/page_apply.h"
#include "http/api_draft.h"
#include "http/page_files.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "http/page_upload.h"
#include "law/cause.h"
#include "law/draft_code.h"
#include "law/form.h"
#include "paper/wording.h"
#include "query/draft_list.h"
#include "query/filing_size.h"
#include "view/apply_page.h"
#include "view/apply_way.h"
#include "view/build.h"
#include "work/seal.h"

enum {
    DRAFT_ID_BYTES = 16,
    WORDS_CHARACTERS_MAX = 60,
    PLACE_CHARACTERS_MAX = 200,
    CAUSES_SHOWN = 6,
    KINDS_MAX = 16,
    PERSON_CHARACTERS_MAX = 100
};

struct applying {
    struct look look;
    struct draft_found found;
    const struct procedure *procedure;
    const struct step *step;
    struct apply_way way;
    const struct apply_stop *stop; /* the page */
    struct text next;              /* the page after it */
    const struct value *content;   /* what the draft holds */
    struct apply_page page;
    struct apply_check check;
    struct form_rules rules;
    const struct value *values; /* of the page, as typed just now */
    struct text owner;
    bool goes_back;  /* 先保存，以后再填 */
    bool asks_again; /* the same page once more */
};

static const char *
base_of(const struct page_call *call)
{
    return call->frame.is_staff ? "/desk/new" : "/apply";
}

static bool
may_apply(const struct page_call *call)
{
    enum role role = call->api.asker.role;
    return role == ROLE_PARTY || role == ROLE_AGENT || role == ROLE_COUNTER ||
           role == ROLE_FILING_OFFICER;
}

static void
trail(struct page_call *call)
{
    page_frame_area(call, call->frame.is_staff ? "/desk/new" : "apply");
    page_crumb(call, base_of(call),
               view_say(&call->view, call->frame.is_staff ? "nav.new" : "home.sue"));
}

/* Citizens sign in first; what they were looking for stays in the address and is not lost. */
static bool
begin(struct page_call *call, enum completion *done)
{
    if (!call->is_signed_in) {
        struct text words = page_posted(call, "q");
        struct buffer to = buffer_open(call->api.arena, 100);
        buffer_add_text(&to, text_is(call->api.request->path, "/apply/code") ? TEXT("/apply/code")
                                                                             : TEXT("/apply"));
        for (size_t i = 0; i < words.length; i++)
            buffer_add_format(&to, i == 0 ? "?q=%%%02X" : "%%%02X", (unsigned char)words.bytes[i]);
        *done = page_to_sign_in(call, buffer_text(&to));
        return false;
    }
    if (!page_has_role(call, done))
        return false;
    if (!may_apply(call)) {
        *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
        return false;
    }
    return true;
}

/* ---- where to begin ---- */

static void
fill_kinds(struct page_call *call, struct text chosen, struct apply_start *start)
{
    const struct rulebook *rules = api_rules(&call->api);
    struct apply_kind *kinds = ARENA_MANY(call->api.arena, KINDS_MAX, struct apply_kind);
    for (size_t i = 0; i < rules->procedures.count && start->kinds_count < KINDS_MAX; i++) {
        const struct procedure *procedure = &rules->procedures.files[i].procedure;
        bool is_newest =
            rulebook_procedure_in_force(rules, procedure->name, call->frame.today) == procedure;
        if (!is_newest || !procedure->is_enabled || apply_step(procedure) == NULL)
            continue;
        bool is_chosen =
            text_is_empty(chosen) ? start->kinds_count == 0 : text_equal(procedure->name, chosen);
        kinds[start->kinds_count++] = (struct apply_kind){
            procedure->name, view_words(&call->view, &procedure->title), is_chosen};
    }
    start->kinds = kinds;
}

static void
fill_causes(struct page_call *call, struct apply_start *start)
{
    const struct cause_edition *edition =
        cause_edition_on(&api_rules(&call->api)->causes, call->frame.today);
    const struct cause *const *found = NULL;
    struct apply_cause *causes = ARENA_MANY(call->api.arena, CAUSES_SHOWN, struct apply_cause);
    size_t count =
        edition == NULL ? 0 : cause_search(edition, start->words, call->api.arena, &found);
    for (size_t i = 0; i < count && i < CAUSES_SHOWN; i++) {
        const struct cause_group *group = cause_group(edition, found[i]->group);
        causes[start->causes_count++] = (struct apply_cause){
            found[i]->name.in[LANGUAGE_ZH], view_words(&call->view, &found[i]->name),
            group == NULL ? TEXT("") : view_words(&call->view, &group->name), i == 0};
    }
    start->causes = causes;
}

static struct answer
draw_start(struct page_call *call, int status, struct text words, struct text kind, struct text why)
{
    struct apply_start start = {
        .base = text_of(base_of(call)),
        .words = words,
        .was_searched = !text_is_empty(words),
        .is_counter = call->frame.is_staff,
        .why = why,
    };
    fill_kinds(call, kind, &start);
    if (start.was_searched)
        fill_causes(call, &start);
    page_title(call, call->frame.is_staff ? "nav.new" : "home.sue");
    page_frame_area(call, call->frame.is_staff ? "/desk/new" : "apply");
    call->frame.has_mistakes = !text_is_empty(why);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_apply_start(&page, &start);
    else
        page_citizen_apply_start(&page, &start);
    return page_answer(call, status, &page);
}

enum completion
page_apply_start(struct page_call *call)
{
    enum completion done;
    if (call->frame.is_staff && !begin(call, &done))
        return done;
    struct text words = api_parameter(&call->api, "q", WORDS_CHARACTERS_MAX);
    struct text kind = api_parameter(&call->api, "kind", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(&call->api))
        return page_not_found(call);
    if (!text_is_empty(words) && !api_may_ask(&call->api, &done))
        return done;
    return api_answer(&call->api, draw_start(call, 200, words, kind, TEXT("")));
}

static struct text
random_id(struct page_call *call)
{
    struct api *api = call->api.api;
    char bytes[DRAFT_ID_BYTES];
    api->world->random(api->world->of, bytes, sizeof bytes);
    return hex_of((struct text){bytes, sizeof bytes}, call->api.arena);
}

static void
put_files(struct canon *input, const struct form_file *files, size_t count)
{
    canon_key(input, "files");
    canon_begin_array(input);
    for (size_t i = 0; i < count; i++) {
        canon_begin_object(input);
        canon_member_text_if(input, "name", files[i].name);
        canon_member_text(input, "sha256", files[i].sha256);
        canon_end_object(input);
    }
    canon_end_array(input);
}

static struct act
save_act(struct page_call *call, struct text id, struct text procedure, struct text owner,
         struct text place, const struct value *content, const struct form_file *files,
         size_t files_count, int64_t version)
{
    struct canon input = canon_open(call->api.arena, 4096);
    canon_begin_object(&input);
    canon_key(&input, "content");
    canon_put(&input, content);
    canon_member_text(&input, "draft", id);
    if (files_count > 0)
        put_files(&input, files, files_count);
    canon_member_text_if(&input, "owner", owner);
    canon_member_text(&input, "place", place);
    canon_member_text(&input, "procedure", procedure);
    canon_end_object(&input);
    return (struct act){
        .verb = VERB_SAVE_DRAFT,
        .input = value_read_canonical(canon_text(&input), call->api.arena),
        .if_version = version,
        .claimed_ms = -1,
    };
}

static struct answer
begun(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct value *said = value_read_canonical(outcome->answer, api->arena);
    return page_redirect(call,
                         text_format(api->arena, "%s/%.*s/%s", base_of(call),
                                     TEXT_ARGS(value_member_text(said, "draft")),
                                     apply_place_word(APPLY_PARTIES)),
                         NULL);
}

static struct answer
start_again(struct page_call *call, int status, const struct outcome *outcome)
{
    return draw_start(call, status, page_posted(call, "q"), page_posted(call, "kind"),
                      page_why(call, outcome));
}

/* The draft begins; its id hangs on the form, so that a form sent twice begins one draft. */
enum completion
page_apply_begin(struct page_call *call)
{
    enum completion done;
    if (!begin(call, &done))
        return done;
    struct text cause = page_posted(call, "cause");
    struct text kind = page_posted(call, "kind");
    if (text_characters(cause) > WORDS_CHARACTERS_MAX || text_has_hidden(cause))
        cause = TEXT("");
    struct canon content = canon_open(call->api.arena, 200);
    canon_begin_object(&content);
    canon_member_text_if(&content, "cause", cause);
    canon_end_object(&content);
    struct act act =
        save_act(call, random_id(call), kind, TEXT(""), text_of(apply_place_word(APPLY_PARTIES)),
                 value_read_canonical(canon_text(&content), call->api.arena), NULL, 0, -1);
    struct text said =
        text_format(call->api.arena, "%.*s\n%.*s", TEXT_ARGS(kind), TEXT_ARGS(cause));
    return page_submit(call, act, said, begun, start_again);
}

/* ---- one page ---- */

static bool
load(struct page_call *call, struct applying *applying, enum completion *done)
{
    struct api_call *api = &call->api;
    if (!begin(call, done))
        return false;
    applying->look = api_look(api);
    if (!draft_list_find(&applying->look, api_segment(api, "draft"), &applying->found)) {
        *done = page_nothing(call);
        return false;
    }
    const struct draft *draft = &applying->found.draft;
    applying->procedure =
        rulebook_procedure_in_force(api_rules(api), draft->procedure, call->frame.today);
    applying->step = apply_step(applying->procedure);
    applying->content = value_read_canonical(draft->content, api->arena);
    if (applying->step == NULL || applying->content == NULL) {
        *done = page_refuse(call, PROCEDURE_MUST_EXIST, TEXT(""));
        return false;
    }
    applying->owner = draft->owner;
    applying->way = apply_way_find(api_rules(api), applying->procedure, applying->content,
                                   call->frame.today, api->arena);
    trail(call);
    return true;
}

static struct text
address_of(struct page_call *call, const struct applying *applying, struct text word)
{
    return text_format(call->api.arena, "%s/%.*s/%.*s", base_of(call),
                       TEXT_ARGS(applying->found.draft.id), TEXT_ARGS(word));
}

static bool
is_at(const struct applying *applying, enum apply_place place)
{
    return applying->stop->place == place;
}

/* A page of the claims that this draft has no more, because another way was chosen since. */
static bool
is_left_behind(struct text word)
{
    return text_is(word, "own") || text_is(word, "rest") || text_starts_with(word, "q-");
}

/* The page an address names; `done` is set where there is none. */
static bool
find_stop(struct page_call *call, struct applying *applying, enum completion *done)
{
    struct text word = api_segment(&call->api, "place");
    applying->stop = apply_way_stop(&applying->way, word);
    if (applying->stop != NULL)
        return true;
    if (is_left_behind(word))
        *done = api_answer(&call->api,
                           page_redirect(call, address_of(call, applying, TEXT("claims")), NULL));
    else
        *done = page_not_found(call);
    return false;
}

static void
describe_claims(struct page_call *call, struct applying *applying)
{
    struct apply_page *page = &applying->page;
    const struct apply_stop *stop = applying->stop;
    const struct element_form *form = applying->way.chosen;
    enum language language = call->api.language;
    if (stop->ask == ASK_WAY) {
        const struct element_form *offered = form != NULL ? form : applying->way.offered;
        page->title = wording("apply.way-title", language);
        page->lead = wording("apply.way-lead", language);
        page->is_way = true;
        page->is_form_chosen = form != NULL || !applying->way.has_own_words;
        page->way_form = offered->name;
        page->way_title = view_words(&call->view, &offered->title);
    } else if (stop->ask == ASK_THE_REST) {
        page->title = wording("apply.rest-title", language);
        page->lead = wording("apply.rest-lead", language);
    } else if (stop->ask == ASK_BLOCK) {
        struct wording_value values[] = {
            {"n", text_format(call->api.arena, "%d", stop->number)},
            {"all", text_format(call->api.arena, "%zu", form->blocks_count)}};
        page->title = view_words(&call->view, &stop->block->words);
        page->lead = TEXT("");
        page->why_asked = view_words(&call->view, &stop->block->why);
        page->progress = wording_fill("apply.progress", language, values, 2, call->api.arena);
        page->question = stop->number;
        page->questions = (int)form->blocks_count;
        applying->rules.fields = form->fields;
        applying->rules.fields_count = form->fields_count;
    }
}

static void
describe(struct page_call *call, struct applying *applying)
{
    static const char *const titles[] = {"apply.parties-title", "apply.claims-title",
                                         "apply.court-title", "apply.materials-title"};
    static const char *const leads[] = {"apply.parties-lead", "apply.claims-lead",
                                        "apply.court-lead", "apply.materials-lead"};
    /* Who has an account is known from who signs in, and linked at a counter. */
    static const char *const not_asked[] = {"account", "agent_account", NULL};
    struct apply_page *page = &applying->page;
    const struct apply_stop *stop = applying->stop;
    page->steps = apply_steps(&call->view, stop->place);
    page->title = wording(titles[stop->place], call->api.language);
    page->lead = wording(leads[stop->place], call->api.language);
    page->action = address_of(call, applying, stop->word);
    page->back = stop->place == APPLY_PARTIES
                     ? text_of(base_of(call))
                     : address_of(call, applying, apply_way_before(&applying->way, stop)->word);
    page->version = applying->found.draft.version;
    page->has_files = stop->place == APPLY_MATERIALS;
    applying->rules = (struct form_rules){
        .procedure = applying->procedure,
        .fields = applying->step->fields,
        .fields_count = applying->step->fields_count,
        .only = apply_way_fields(&applying->way, applying->step, stop, call->api.arena),
        .without = not_asked,
    };
    describe_claims(call, applying);
    page_crumb(call, "", page->title);
}

/* Files that lie ready: those of the draft and those that came just now. */
static const struct form_file *
files_of(struct page_call *call, const struct applying *applying, size_t *count)
{
    size_t taken = call->files == NULL ? 0 : call->files->taken_count;
    struct form_file *files = ARENA_MANY(
        call->api.arena, (size_t)applying->found.files_count + taken + 1, struct form_file);
    *count = 0;
    for (int i = 0; i < applying->found.files_count; i++) {
        const struct draft_file *file = &applying->found.files[i];
        files[(*count)++] = (struct form_file){file->sha256, file->name, file->bytes};
    }
    for (size_t i = 0; i < taken; i++) {
        bool is_there = false;
        for (size_t k = 0; k < *count && !is_there; k++)
            is_there = text_equal(files[k].sha256, call->files->taken[i].sha256);
        if (!is_there)
            files[(*count)++] = call->files->taken[i];
    }
    return files;
}

size_t
page_apply_parties(const struct value *content)
{
    const struct value *parties = value_member(content, "parties");
    return value_is(parties, VALUE_ARRAY) ? parties->count : 0;
}

/* A list as long as a hall is no form: it is read in, shown and changed elsewhere. */
static bool
is_long_list(const struct applying *applying)
{
    return is_at(applying, APPLY_PARTIES) &&
           page_apply_parties(applying->content) > PAGE_APPLY_PARTIES_MAX;
}

static void
offer_table(struct page_call *call, struct applying *applying)
{
    applying->page.table = text_format(call->api.arena, "%s/%.*s/table", base_of(call),
                                       TEXT_ARGS(applying->found.draft.id));
    if (is_long_list(applying))
        applying->page.parties_count = (int)page_apply_parties(applying->content);
}

static const struct value *
elements_of(const struct applying *applying)
{
    return value_member(applying->content, "elements");
}

/* What of a total stands on other pages, and what it comes to; the total itself begins as that. */
static const struct value *
draw_sums(struct page_call *call, struct applying *applying, const struct value *shown)
{
    const struct element_form *form = applying->way.chosen;
    const struct element_block *block = applying->stop->block;
    struct apply_page *page = &applying->page;
    struct arena *arena = call->api.arena;
    size_t most = 0;
    for (size_t i = 0; i < form->totals_count; i++)
        most += form->totals[i].of_count + 1;
    struct summary_row *rows = ARENA_MANY(arena, most + 1, struct summary_row);
    for (size_t i = 0; i < form->totals_count; i++) {
        const struct element_total *total = &form->totals[i];
        const struct value *elements = elements_of(applying);
        if (element_form_block_of(form, total->field) != block ||
            element_form_block_of(form, total->of[0]) == block || elements == NULL ||
            element_total_parts(total, elements) == 0)
            continue;
        for (size_t k = 0; k < total->of_count; k++) {
            const struct element_block *of = element_form_block_of(form, total->of[k]);
            const struct element_total one = {.of = &total->of[k], .of_count = 1};
            if (of != NULL && element_total_parts(&one, elements) > 0)
                rows[page->sums_count++] = (struct summary_row){
                    view_words(&call->view, element_form_words(form, total->of[k])),
                    money_text(element_total_sum(&one, elements), arena), TEXT("")};
        }
        struct text sum = money_text(element_total_sum(total, elements), arena);
        rows[page->sums_count++] =
            (struct summary_row){wording("apply.sum", call->api.language), sum, TEXT("")};
        page->sums = rows;
        if (value_member_named(shown, total->field) == NULL && applying->values == NULL)
            shown = build_with(shown, total->field, build_text(sum, arena), arena);
    }
    return shown;
}

/* Places that were asked about stand in the address: advice, which is worked out anew each time. */
static void
describe_courts(struct page_call *call, struct applying *applying)
{
    struct text typed[TIE_KINDS] = {0};
    for (int tie = 0; tie < TIE_KINDS; tie++)
        typed[tie] = api_parameter(&call->api, tie_word((enum tie)tie).bytes, PLACE_CHARACTERS_MAX);
    apply_page_courts(&call->view, api_rules(&call->api), applying->content, typed, applying->owner,
                      call->frame.today, &applying->page);
}

static struct answer
draw(struct page_call *call, struct applying *applying, int status,
     const struct field_mistake *mistakes, int mistakes_count)
{
    struct apply_page *page = &applying->page;
    if (is_at(applying, APPLY_PARTIES))
        offer_table(call, applying);
    struct form_filled filled = {
        .values = applying->values != NULL ? applying->values : applying->content,
        .mistakes = mistakes,
        .mistakes_count = mistakes_count,
    };
    filled.files = files_of(call, applying, &filled.files_count);
    if (page->has_files)
        page_upload_fill(call, page->action, &filled);
    if (applying->stop->ask == ASK_BLOCK) {
        filled.values = applying->values != NULL ? applying->values : elements_of(applying);
        filled.values = draw_sums(call, applying, filled.values);
    }
    if (is_at(applying, APPLY_COURT))
        describe_courts(call, applying);
    else if (!is_long_list(applying))
        page->form = form_view_make(&call->view, &applying->rules, &filled);
    call->frame.has_mistakes =
        page->form.is_wrong || page->file_mistakes_count > 0 || !text_is_empty(page->why);
    page_title_text(call, page->title);
    struct page out = page_begin(call);
    if (call->frame.is_staff)
        page_desk_apply_page(&out, page);
    else
        page_citizen_apply_page(&out, page);
    return page_answer(call, status, &out);
}

static enum completion show_check(struct page_call *call, struct applying *applying);

enum completion
page_apply(struct page_call *call)
{
    enum completion done;
    struct applying *applying = ARENA_NEW(call->api.arena, struct applying);
    if (!load(call, applying, &done))
        return done;
    if (!find_stop(call, applying, &done))
        return done;
    if (is_at(applying, APPLY_CHECK))
        return show_check(call, applying);
    applying->page.returns =
        text_is(api_parameter(&call->api, "then", WORDS_CHARACTERS_MAX), "check");
    describe(call, applying);
    return api_answer(&call->api, draw(call, applying, 200, NULL, 0));
}

/* ---- saving a page ---- */

static struct answer
saved(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct applying *applying = call->of;
    const struct value *said = value_read_canonical(outcome->answer, api->arena);
    page_upload_done(call, applying->page.action);
    applying->found.draft.id = text_copy(value_member_text(said, "draft"), api->arena);
    if (value_member(said, "newest") != NULL)
        return page_redirect(call, address_of(call, applying, applying->stop->word),
                             "draft-copied");
    if (applying->goes_back)
        return page_redirect(call, text_of(call->frame.is_staff ? "/desk/new" : "/my"),
                             "draft-saved");
    return page_redirect(call, address_of(call, applying, applying->next), NULL);
}

static struct answer
page_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct applying *applying = call->of;
    applying->page.why = page_why(call, outcome);
    return draw(call, applying, status, NULL, 0);
}

/* The whole form as it would be with this page. */
static const struct value *
elements_now(struct page_call *call, const struct applying *applying)
{
    return form_input_merge(&applying->rules, elements_of(applying), applying->values,
                            call->api.arena);
}

static struct form
check_here(struct page_call *call, struct applying *applying)
{
    if (applying->stop->ask == ASK_BLOCK)
        return form_check_elements(applying->way.chosen, call->frame.today,
                                   elements_now(call, applying), call->api.arena);
    struct guard_context context = {
        .procedure = applying->procedure,
        .step = applying->step,
        .asker = &call->api.asker,
        .policies = &api_rules(&call->api)->policies,
        .forms = &api_rules(&call->api)->forms,
        .today = call->frame.today,
    };
    struct matter_facts facts = matter_new(TEXT(""), TEXT(""), TEXT(""));
    context.facts = &facts;
    return form_check(&context, applying->values, call->api.arena);
}

/* What is wrong with the fields of this page; those of the others are not asked yet. */
static int
mistakes_here(struct page_call *call, struct applying *applying,
              const struct field_mistake **mistakes)
{
    struct form form = check_here(call, applying);
    struct field_mistake *here =
        ARENA_MANY(call->api.arena, (size_t)form.mistakes_count + 1, struct field_mistake);
    int count = 0;
    for (int i = 0; i < form.mistakes_count; i++) {
        struct text name = form.mistakes[i].field;
        size_t length = strcspn(text_terminated(name, call->api.arena), ".[");
        for (size_t k = 0; applying->rules.only[k] != NULL; k++) {
            if (text_is((struct text){name.bytes, length}, applying->rules.only[k]))
                here[count++] = form.mistakes[i];
        }
    }
    *mistakes = here;
    return count;
}

static void
note_file_mistakes(struct page_call *call, struct apply_page *page)
{
    size_t count = call->files->mistakes_count;
    struct text *sentences = ARENA_MANY(call->api.arena, count + 1, struct text);
    for (size_t i = 0; i < count; i++)
        sentences[i] = text_format(
            call->api.arena, "%.*s%.*s%.*s", TEXT_ARGS(call->files->mistakes[i].name),
            TEXT_ARGS(view_colon(&call->view)), TEXT_ARGS(call->files->mistakes[i].sentence));
    page->file_mistakes = sentences;
    page->file_mistakes_count = (int)count;
}

/* Whoever takes another form has its questions before him. */
static bool
is_new_way(const struct apply_way *before, const struct apply_way *now)
{
    return before->chosen != now->chosen;
}

static void
submit_save(struct page_call *call, struct applying *applying, const struct value *content)
{
    size_t files_count;
    const struct form_file *files = files_of(call, applying, &files_count);
    struct text word = applying->stop->word;
    /* What was just answered may have changed the way. */
    struct apply_way way = apply_way_find(api_rules(&call->api), applying->procedure, content,
                                          call->frame.today, call->api.arena);
    const struct apply_stop *stop = apply_way_same(&way, applying->stop);
    applying->next = stop == NULL ? word : apply_way_next(&way, stop)->word;
    if (applying->asks_again)
        applying->next = word;
    else if (applying->page.returns && !is_new_way(&applying->way, &way))
        applying->next = text_of(apply_place_word(APPLY_CHECK));
    struct act act = save_act(call, applying->found.draft.id, applying->found.draft.procedure,
                              applying->owner, applying->goes_back ? word : applying->next, content,
                              files, files_count, page_posted_version(call));
    struct canon said = canon_open(call->api.arena, 1024);
    canon_put(&said, act.input);
    page_submit_later(call, act, canon_text(&said), saved, page_again);
}

/* Which way was taken. Another cause may have another form, and then the reader is asked again. */
static const struct value *
with_way(struct page_call *call, struct applying *applying, const struct value *content)
{
    struct text form = page_posted(call, "form");
    struct apply_way way = apply_way_find(api_rules(&call->api), applying->procedure, content,
                                          call->frame.today, call->api.arena);
    bool is_offered = way.offered != NULL && text_equal(way.offered->name, form);
    bool is_kept = is_offered && way.chosen == way.offered;
    if (is_kept)
        return content;
    applying->asks_again = way.offered != NULL && !is_offered && !text_is(form, "own");
    struct value *elements = build_object(call->api.arena);
    build_add(elements, TEXT("form"), build_text(form, call->api.arena));
    return build_with(content, TEXT("elements"), is_offered ? elements : NULL, call->api.arena);
}

static const struct value *
content_now(struct page_call *call, struct applying *applying)
{
    if (applying->stop->ask == ASK_BLOCK)
        return build_with(applying->content, TEXT("elements"),
                          build_branch(elements_now(call, applying), call->api.arena),
                          call->api.arena);
    const struct value *content =
        form_input_merge(&applying->rules, applying->content, applying->values, call->api.arena);
    return applying->stop->ask == ASK_WAY ? with_way(call, applying, content) : content;
}

/* The page as typed becomes part of the draft, wrong or right: what is wrong is shown, and kept. */
static void
take(struct page_call *call)
{
    static const char *const others[] = {"later", "owner", "form", "then", NULL};
    struct applying *applying = call->of;
    const struct field_mistake *mistakes;
    applying->goes_back = page_has_posted(call, "later");
    applying->page.returns = text_is(page_posted(call, "then"), "check");
    if (is_at(applying, APPLY_COURT)) {
        applying->owner = page_posted(call, "owner");
        if (text_is_empty(applying->owner) && !applying->goes_back) {
            applying->page.why = wording("apply.court-choose", call->api.language);
            page_answer_later(call, draw(call, applying, 422, NULL, 0));
            return;
        }
        submit_save(call, applying, applying->content);
        return;
    }
    if (is_long_list(applying)) {
        submit_save(call, applying, applying->content);
        return;
    }
    struct form_input input =
        form_input_read(&applying->rules, &call->form, others, call->api.arena);
    applying->values = input.values;
    note_file_mistakes(call, &applying->page);
    if (input.unknown_count > 0) {
        page_answer_later(call, api_refusal(&call->api, FIELD_MUST_BE_KNOWN, input.unknown));
        return;
    }
    if (input.is_edit) {
        page_answer_later(call, draw(call, applying, 200, NULL, 0));
        return;
    }
    int count = mistakes_here(call, applying, &mistakes);
    if (!applying->goes_back && (count > 0 || applying->page.file_mistakes_count > 0)) {
        page_answer_later(call, draw(call, applying, 422, mistakes, count));
        return;
    }
    submit_save(call, applying, content_now(call, applying));
}

enum completion
page_apply_save(struct page_call *call)
{
    enum completion done;
    struct applying *applying = ARENA_NEW(call->api.arena, struct applying);
    call->of = applying;
    if (!load(call, applying, &done))
        return done;
    if (!find_stop(call, applying, &done))
        return done;
    if (is_at(applying, APPLY_CHECK))
        return page_not_found(call);
    describe(call, applying);
    return page_take_posted(call, take);
}

/* The materials may come before the page is saved. */
enum completion
page_apply_up(struct page_call *call)
{
    enum completion done;
    struct applying *applying = ARENA_NEW(call->api.arena, struct applying);
    if (!load(call, applying, &done))
        return done;
    if (!find_stop(call, applying, &done))
        return done;
    if (!is_at(applying, APPLY_MATERIALS))
        return page_not_found(call);
    return page_upload_begin(call);
}

/* ---- everything to check, and the hand-in ---- */

/* Who may be the person before the clerk: those who sue or ask. */
static void
fill_people(struct page_call *call, struct applying *applying)
{
    const struct value *parties = value_member(applying->content, "parties");
    size_t count = value_is(parties, VALUE_ARRAY) ? parties->count : 0;
    struct text *people = ARENA_MANY(call->api.arena, count + 1, struct text);
    for (const struct value *one = count == 0 ? NULL : parties->first; one != NULL; one = one->next)
        people[applying->check.people_count++] = value_member_text(one, "name");
    applying->check.people = people;
    if (text_is_empty(applying->check.for_whom) && applying->check.people_count > 0)
        applying->check.for_whom = people[0];
}

static struct answer
draw_check(struct page_call *call, struct applying *applying, int status)
{
    struct apply_check *check = &applying->check;
    struct text here =
        text_format(call->api.arena, "%s/%.*s", base_of(call), TEXT_ARGS(applying->found.draft.id));
    check->steps = apply_steps(&call->view, APPLY_CHECK);
    check->base = here;
    check->action = text_format(call->api.arena, "%.*s/hand-in", TEXT_ARGS(here));
    check->code_action = text_format(call->api.arena, "%.*s/code", TEXT_ARGS(here));
    check->drop_action = text_format(call->api.arena, "%.*s/drop", TEXT_ARGS(here));
    check->back = address_of(call, applying, TEXT("materials"));
    check->court = view_court_name(&call->view, applying->owner);
    check->taken_by = view_court_name(&call->view, applying->found.draft.taken_by);
    check->version = applying->found.draft.version;
    check->is_counter = call->frame.is_staff || call->api.asker.role == ROLE_AGENT;
    fill_people(call, applying);
    apply_check_sections(&call->view, &applying->way, applying->procedure, applying->content,
                         check);
    page_title(call, "apply.check");
    call->frame.has_mistakes = check->mistakes_count > 0 || !text_is_empty(check->why);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_apply_check(&page, check);
    else
        page_citizen_apply_check(&page, check);
    return page_answer(call, status, &page);
}

static enum completion
show_check(struct page_call *call, struct applying *applying)
{
    page_crumb(call, "", wording("apply.check", call->api.language));
    return api_answer(&call->api, draw_check(call, applying, 200));
}

static struct answer
handed_in(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct value *said = value_read_canonical(outcome->answer, api->arena);
    return page_redirect(call,
                         text_format(api->arena, "%s/%.*s/done",
                                     call->frame.is_staff ? "/desk/m" : "/m",
                                     TEXT_ARGS(value_member_text(said, "matter"))),
                         NULL);
}

/* Each mistake leads to the page where it is put right. */
static struct answer
check_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct applying *applying = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    const struct value *list = value_member(said, "fields");
    size_t count = value_is(list, VALUE_ARRAY) ? list->count : 0;
    struct form_summary_line *lines =
        ARENA_MANY(call->api.arena, count + 1, struct form_summary_line);
    for (const struct value *one = count == 0 ? NULL : list->first; one != NULL; one = one->next) {
        enum refusal refusal = FIELDS_MUST_BE_RIGHT;
        struct text field = value_member_text(one, "field");
        refusal_parse(value_member_text(one, "refusal"), &refusal);
        lines[applying->check.mistakes_count++] = (struct form_summary_line){
            address_of(
                call, applying,
                apply_way_of_field(&applying->way, applying->step, field, call->api.arena)->word),
            text_format(
                call->api.arena, "%.*s%.*s%.*s",
                TEXT_ARGS(apply_way_label(&call->view, &applying->way, applying->step, field)),
                TEXT_ARGS(view_colon(&call->view)),
                TEXT_ARGS(api_sentence(&call->api, refusal, TEXT(""))))};
    }
    applying->check.mistakes = lines;
    if (count == 0)
        applying->check.why = page_why(call, outcome);
    return draw_check(call, applying, status);
}

/* A form that is sent twice has one key, and the draft ends with the first: one matter comes of it.
 */
enum completion
page_apply_hand_in(struct page_call *call)
{
    enum completion done;
    struct api_call *api = &call->api;
    struct applying *applying = ARENA_NEW(api->arena, struct applying);
    call->of = applying;
    if (!begin(call, &done))
        return done;
    struct text id = api_segment(api, "draft");
    struct text person = page_posted(call, "for_whom");
    applying->look = api_look(api);
    bool is_there = draft_list_find(&applying->look, id, &applying->found);
    if (is_there && !load(call, applying, &done))
        return done;
    applying->check.for_whom = person;
    bool names_person = call->frame.is_staff || api->asker.role == ROLE_AGENT;
    if (is_there && names_person &&
        (text_is_empty(person) || text_characters(person) > PERSON_CHARACTERS_MAX ||
         text_has_hidden(person))) {
        applying->check.why = wording("step.for-whom-missing", api->language);
        return api_answer(api, draw_check(call, applying, 422));
    }
    if (is_there && text_is_empty(applying->owner)) {
        applying->check.why = wording("apply.court-choose", api->language);
        return api_answer(api, draw_check(call, applying, 422));
    }
    if (is_there &&
        filing_size(&applying->look, TEXT(""), applying->content) > API_FILING_BYTES_MAX)
        return api_obstruct(api, FILING_MUST_BE_SMALLER);
    if (names_person)
        api->asker.acted_for = person;
    struct canon input = canon_open(api->arena, 100);
    canon_begin_object(&input);
    canon_member_text(&input, "draft", id);
    canon_end_object(&input);
    struct act act = {
        .verb = VERB_OPEN_MATTER,
        .input = value_read_canonical(canon_text(&input), api->arena),
        .if_version = is_there ? page_posted_version(call) : -1,
        .claimed_ms = -1,
    };
    return page_submit(call, act,
                       text_format(api->arena, "%.*s\n%.*s", TEXT_ARGS(id), TEXT_ARGS(person)),
                       handed_in, is_there ? check_again : NULL);
}

/* ---- taking it up elsewhere, dropping it ---- */

struct coding {
    struct applying applying;
    struct draft_code code;
};

static struct answer
code_given(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct coding *coding = call->of;
    (void)outcome;
    coding->applying.check.code = coding->code.text;
    coding->applying.check.code_ends = (struct date){call->frame.today.day + 7};
    return draw_check(call, &coding->applying, 200);
}

/* The code is shown once, on this very answer; the node keeps only its digest. It follows from the
 * key of the form and a secret of the node, so that a form sent twice shows the same code. */
enum completion
page_apply_code(struct page_call *call)
{
    enum completion done;
    struct api_call *api = &call->api;
    struct coding *coding = ARENA_NEW(api->arena, struct coding);
    call->of = coding;
    if (!load(call, &coding->applying, &done))
        return done;
    const struct network_node *node = network_find(call->view.network, post_id(api->post));
    struct digest random =
        seal_hash(post_seal_key(api->post), "draft code",
                  text_format(api->arena, "%.*s\n%.*s", TEXT_ARGS(page_posted_once(call)),
                              TEXT_ARGS(coding->applying.found.draft.id)));
    coding->code =
        draft_code_make(node == NULL ? TEXT("0000") : node->node_code, random.bytes, api->arena);
    struct digest digest = draft_code_digest(&coding->code, api->arena);
    struct canon input = canon_open(api->arena, 200);
    canon_begin_object(&input);
    canon_member_text(&input, "code_digest", digest_hex(&digest, api->arena));
    canon_member_text(&input, "draft", coding->applying.found.draft.id);
    canon_end_object(&input);
    struct act act = {.verb = VERB_GIVE_DRAFT_CODE,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, digest_hex(&digest, api->arena), code_given, NULL);
}

static struct answer
dropped(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    (void)outcome;
    return page_redirect(call, text_of(call->frame.is_staff ? "/desk/new" : "/my"),
                         "draft-dropped");
}

enum completion
page_apply_drop(struct page_call *call)
{
    enum completion done;
    struct api_call *api = &call->api;
    struct applying *applying = ARENA_NEW(api->arena, struct applying);
    if (!load(call, applying, &done))
        return done;
    struct canon input = canon_open(api->arena, 100);
    canon_begin_object(&input);
    canon_member_text(&input, "draft", applying->found.draft.id);
    canon_end_object(&input);
    struct act act = {.verb = VERB_DROP_DRAFT,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, applying->found.draft.id, dropped, NULL);
}

static struct answer
draw_take_up(struct page_call *call, int status, struct text why)
{
    struct take_up_page take_up = {
        .action = text_format(call->api.arena, "%s/code", base_of(call)),
        .code = page_posted(call, "code"),
        .why = why,
    };
    page_title(call, "apply.code-title");
    trail(call);
    call->frame.has_mistakes = !text_is_empty(why);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_take_up(&page, &take_up);
    else
        page_citizen_take_up(&page, &take_up);
    return page_answer(call, status, &page);
}

enum completion
page_take_up(struct page_call *call)
{
    enum completion done;
    if (!begin(call, &done))
        return done;
    return api_answer(&call->api, draw_take_up(call, 200, TEXT("")));
}

static struct answer
taken_up(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct value *said = value_read_canonical(outcome->answer, api->arena);
    return page_redirect(call,
                         text_format(api->arena, "%s/%.*s/check", base_of(call),
                                     TEXT_ARGS(value_member_text(said, "draft"))),
                         "draft-taken");
}

static struct answer
own_again(struct api_call *api, const struct draft_found *found)
{
    struct page_call *call = page_call_of(api);
    return page_redirect(
        call, text_format(api->arena, "%s/%.*s/check", base_of(call), TEXT_ARGS(found->draft.id)),
        NULL);
}

static struct answer
code_is_wrong(struct page_call *call, int status, struct text sentence)
{
    return draw_take_up(call, status, sentence);
}

enum completion
page_use_take_up(struct page_call *call)
{
    enum completion done;
    if (!begin(call, &done))
        return done;
    call->no = code_is_wrong;
    call->api.key = page_posted_once(call);
    return api_take_up_code(&call->api, page_posted(call, "code"),
                            (struct draft_taking){taken_up, own_again});
}

/* ---- for pages that change a part ---- */

bool
page_apply_find(struct page_call *call, struct page_apply_draft *draft, enum completion *done)
{
    struct applying *applying = ARENA_NEW(call->api.arena, struct applying);
    if (!load(call, applying, done))
        return false;
    *draft = (struct page_apply_draft){applying->found, applying->procedure, applying->step,
                                       applying->content};
    return true;
}

struct text
page_apply_home(struct page_call *call, const struct page_apply_draft *draft)
{
    return text_format(call->api.arena, "%s/%.*s", base_of(call), TEXT_ARGS(draft->found.draft.id));
}

void
page_apply_keep(struct page_call *call, const struct page_apply_draft *draft,
                const struct value *content, api_accept *accept,
                struct answer (*again)(struct page_call *call, int status,
                                       const struct outcome *outcome))
{
    struct applying *applying = ARENA_NEW(call->api.arena, struct applying);
    size_t files_count;
    applying->found = draft->found;
    const struct form_file *files = files_of(call, applying, &files_count);
    const struct draft *row = &draft->found.draft;
    struct act act = save_act(call, row->id, row->procedure, row->owner, row->place, content, files,
                              files_count, page_posted_version(call));
    struct canon said = canon_open(call->api.arena, 1024);
    canon_put(&said, act.input);
    page_submit_later(call, act, canon_text(&said), accept, again);
}
