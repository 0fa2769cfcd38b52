/* page_step.c: any step of any procedure as a form. What it asks for, on which article and what
 * follows stands in its rule file; here it is shown, taken and, where the law says no, shown again
 * with every mistake at its place and everything that was typed. */
#include "http/page_bench.h"
#include "http/page_files.h"
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "http/page_step_ready.h"
#include "http/page_upload.h"
#include "law/form.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "query/enquiry_list.h"
#include "query/filing_size.h"
#include "view/step_page.h"

enum { FOR_WHOM_CHARACTERS_MAX = 100, PEOPLE_MAX = 200 };

struct taking {
    struct page_matter matter;
    const struct step *step;
    struct step_page page;
    struct form_rules rules;
    const struct value *values;
    bool is_elsewhere;         /* the matter is at another court, which answered an enquiry */
    const struct alike *alike; /* before it gets a number: what may be the same */
    int alike_count;
    struct bench *bench; /* the form stands on the workbench; NULL: on a page of its own */
};

/* ---- drawing ---- */

static bool
holds_files(const struct field_rule *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].type == FIELD_FILE || fields[i].type == FIELD_FILES ||
            fields[i].type == FIELD_MATERIALS ||
            (fields[i].members != NULL && holds_files(fields[i].members, fields[i].members_count)))
            return true;
    }
    return false;
}

static bool
asks_for(const struct step *step, enum field_type type)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        if (step->fields[i].type == type)
            return true;
    }
    return false;
}

static void
fill_people(struct page_call *call, struct taking *taking)
{
    const struct value *parties = taking->matter.docket.parties;
    struct text *people = ARENA_MANY(call->api.arena, PEOPLE_MAX, struct text);
    for (const struct value *one = parties == NULL ? NULL : parties->first;
         one != NULL && taking->page.people_count < PEOPLE_MAX; one = one->next)
        people[taking->page.people_count++] = value_member_text(one, "name");
    taking->page.people = people;
}

static struct guard_context
context_of(struct page_call *call, const struct taking *taking)
{
    return (struct guard_context){
        .procedure = taking->matter.docket.procedure,
        .facts = &taking->matter.docket.row.facts,
        .step = taking->step,
        .asker = &call->api.asker,
        .policies = &api_rules(&call->api)->policies,
        .today = api_today(&call->api),
    };
}

/* On the workbench a paper is laid open beside the form, not in a page of its own. */
static const struct form_paper *
papers_beside(struct page_call *call, const struct taking *taking, const struct form_paper *papers,
              size_t count)
{
    const struct bench_view *view = &taking->bench->view;
    struct form_paper *beside = ARENA_MANY(call->api.arena, count + 1, struct form_paper);
    for (size_t i = 0; i < count; i++) {
        beside[i] = papers[i];
        if ((int)i < view->papers_count && !text_is_empty(papers[i].address)) {
            beside[i].address = view->papers[i].address;
            beside[i].is_beside = true;
        }
    }
    return beside;
}

static void
draw_form(struct page_call *call, struct taking *taking, const struct field_mistake *mistakes,
          int mistakes_count)
{
    struct guard_context context = context_of(call, taking);
    struct form_filled filled = {
        .values = taking->values,
        .mistakes = mistakes,
        .mistakes_count = mistakes_count,
        .context = &context,
        .files = call->files == NULL ? NULL : call->files->taken,
        .files_count = call->files == NULL ? 0 : call->files->taken_count,
    };
    if (taking->page.has_files && taking->bench == NULL)
        page_upload_fill(call, taking->page.action, &filled);
    if (!taking->is_elsewhere)
        page_step_ready(call, &taking->matter, taking->step, &taking->page.matter, &filled);
    if (taking->bench != NULL)
        filled.papers = papers_beside(call, taking, filled.papers, filled.papers_count);
    taking->page.form = form_view_make(&call->view, &taking->rules, &filled);
    call->frame.has_mistakes = taking->page.form.is_wrong;
}

/* What can be decided on the workbench, and what has a page of its own. */
static void
fill_choices(struct page_call *call, const struct taking *taking, struct bench_page *page)
{
    const struct docket *docket = &taking->matter.docket;
    struct bench_choice *choices =
        ARENA_MANY(call->api.arena, (size_t)docket->steps_count + 1, struct bench_choice);
    struct bench_choice *others =
        ARENA_MANY(call->api.arena, (size_t)docket->steps_count + 1, struct bench_choice);
    struct text query = page_bench_query(call);
    page->choices = choices;
    page->others = others;
    for (int i = 0; i < docket->steps_count; i++) {
        const struct step *step = docket->steps[i];
        struct text title = view_words(&call->view, &step->words);
        if (page_bench_has(step))
            choices[page->choices_count++] = (struct bench_choice){
                title,
                text_format(call->api.arena, "%.*s%.*s",
                            TEXT_ARGS(page_bench_address(call, page->home, step->name)),
                            TEXT_ARGS(query)),
                step == taking->step};
        else
            others[page->others_count++] =
                (struct bench_choice){title,
                                      text_format(call->api.arena, "%.*s/do/%.*s",
                                                  TEXT_ARGS(page->home), TEXT_ARGS(step->name)),
                                      false};
    }
}

static struct answer
draw_bench(struct page_call *call, struct taking *taking, int status)
{
    const struct matter_page *matter = &taking->page.matter;
    struct bench_page *bench = ARENA_NEW(call->api.arena, struct bench_page);
    *bench = (struct bench_page){
        .title = matter->title,
        .no = taking->matter.id,
        .case_number = matter->case_number,
        .home = taking->bench->home,
        .due = matter->due,
        .state = matter->state,
        .view = taking->bench->view,
        .has_step = taking->step != NULL,
        .step = taking->page,
    };
    fill_choices(call, taking, bench);
    page_title_text(call, matter->title);
    struct page page = page_begin(call);
    page_desk_bench(&page, bench);
    return page_answer(call, status, &page);
}

static struct answer
draw(struct page_call *call, struct taking *taking, int status)
{
    if (taking->bench != NULL)
        return draw_bench(call, taking, status);
    page_title_text(call, taking->page.title);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_step(&page, &taking->page);
    else
        page_citizen_step(&page, &taking->page);
    return page_answer(call, status, &page);
}

static struct text
first_for_bench(const struct docket *docket)
{
    for (int i = 0; i < docket->steps_count; i++) {
        if (page_bench_has(docket->steps[i]))
            return docket->steps[i]->name;
    }
    return TEXT("");
}

/* To a helper: that it is none of his. */
static enum refusal
why_not(const struct api_call *api, const struct docket *docket, const struct step *step)
{
    bool is_his = access_is_one_of(&api->asker, &docket->row.facts, step->by, (int)step->by_count);
    return api->asker.role == ROLE_HELPER && !is_his ? PERSON_MUST_ACT_HIMSELF
                                                     : STATE_MUST_ALLOW_STEP;
}

/* The matter, the step of the address if it may be taken now, and the page around the form. */
static bool
load(struct page_call *call, struct taking *taking, bool is_change, enum completion *done)
{
    struct api_call *api = &call->api;
    struct text name = api_segment(api, "step");
    if (!page_matter_load(call, &taking->matter, done))
        return false;
    const struct docket *docket = &taking->matter.docket;
    if (page_bench_is_asked(call)) {
        struct text home = page_matter_address(call, taking->matter.id);
        struct text base = page_bench_address(call, home, name);
        taking->bench = ARENA_NEW(api->arena, struct bench);
        if (text_is_empty(name))
            name = first_for_bench(docket);
        if (!page_bench_open(call, &taking->matter, base, taking->bench)) {
            *done = page_nothing(call);
            return false;
        }
    }
    for (int i = 0; i < docket->steps_count; i++) {
        if (text_equal(docket->steps[i]->name, name))
            taking->step = docket->steps[i];
    }
    page_matter_trail(call, taking->matter.id);
    const struct step *known =
        docket->procedure == NULL ? NULL : procedure_step(docket->procedure, name);
    /* A form may come a second time, its step being taken: its first answer is kept. */
    if (taking->step == NULL && is_change)
        taking->step = known;
    if (taking->step == NULL && taking->bench != NULL && text_is_empty(name)) {
        page_matter_describe(call, &taking->matter, false, &taking->page.matter);
        page_crumb(call, "", wording("bench.title", api->language));
        return true;
    }
    if (taking->step == NULL || (taking->bench != NULL && !page_bench_has(taking->step))) {
        if (taking->bench != NULL &&
            known != NULL) { /* somebody was faster: the papers are still there */
            *done =
                page_see_other(call, page_bench_address(call, taking->bench->home, TEXT("")), NULL);
            return false;
        }
        *done = known != NULL ? page_refuse(call, why_not(api, docket, known), TEXT(""))
                              : page_nothing(call);
        return false;
    }
    const struct step *step = taking->step;
    struct step_page *page = &taking->page;
    /* Somebody may have been faster: then the form shows what he did. */
    page_matter_describe(call, &taking->matter, is_change, &page->matter);
    page->no = taking->matter.id;
    page->matter_title = page->matter.title;
    page->title = view_words(&call->view, &step->words);
    page->help = view_words(&call->view, &step->help);
    if (!citation_is_none(step->rests_on))
        page->citation = source_citation_text(&api_rules(api)->time.sources, step->rests_on,
                                              api->language, api->arena);
    page->back = page->matter.home;
    page->action = text_format(api->arena, "%.*s/do/%.*s", TEXT_ARGS(page->matter.home),
                               TEXT_ARGS(step->name));
    if (taking->bench != NULL)
        page->action =
            text_format(api->arena, "%.*s%.*s",
                        TEXT_ARGS(page_bench_address(call, page->matter.home, step->name)),
                        TEXT_ARGS(page_bench_query(call)));
    page->version = docket->row.version;
    page->has_files = holds_files(step->fields, step->fields_count);
    /* A notice that names everything at once is read first as the person will read it. */
    page->may_preview = call->frame.is_staff && asks_for(step, FIELD_DEFECTS);
    page->shows_papers = page->may_preview || asks_for(step, FIELD_VERDICTS);
    page->asks_for_whom =
        step->needs_acted_for && api->asker.role != ROLE_PARTY && api->asker.role != ROLE_HELPER;
    taking->rules = (struct form_rules){
        .procedure = docket->procedure, .fields = step->fields, .fields_count = step->fields_count};
    step_page_effects(&call->view, docket->procedure, step, &docket->row.facts, page);
    fill_people(call, taking);
    if (asks_for(step, FIELD_ACCOUNT))
        taking->matter.colleagues_count =
            account_list_colleagues(&taking->matter.look, &taking->matter.colleagues);
    if (step->registers && call->frame.is_staff)
        taking->alike_count = page_matter_alike(call, &taking->matter, &taking->alike);
    page_crumb(call, "", page->title);
    return true;
}

/* The step of a matter this court has no copy of: its court has told, the party being present,
 * where it stands and under which rules. */
static bool
find_elsewhere(struct page_call *call, struct taking *taking)
{
    struct api_call *api = &call->api;
    const struct enquiry *enquiries = NULL;
    int count = 0;
    enquiry_list_load(&taking->matter.look, taking->matter.id, &enquiries, &count);
    for (int i = 0; i < count; i++) {
        struct docket *docket = &taking->matter.docket;
        for (int k = 0; k < enquiries[i].steps_count; k++) {
            if (!text_equal(enquiries[i].steps[k]->name, api_segment(api, "step")) ||
                !enquiry_row(enquiries[i].answer, taking->matter.id, &docket->row))
                continue;
            docket->procedure = rulebook_procedure(api_rules(api), docket->row.procedure_name,
                                                   docket->row.procedure_digest);
            taking->step = enquiries[i].steps[k];
            taking->page.for_whom = enquiries[i].person;
            return docket->procedure != NULL;
        }
    }
    return false;
}

static bool
load_elsewhere(struct page_call *call, struct taking *taking, enum completion *done)
{
    struct api_call *api = &call->api;
    struct tracking_number number;
    struct step_page *page = &taking->page;
    if (!page_has_role(call, done))
        return false;
    taking->matter.look = api_look(api);
    if (tracking_number_read(api_segment(api, "no"), api->arena, &number) == NUMBER_IS_VALID)
        taking->matter.id = number.text;
    if (text_is_empty(taking->matter.id) || !find_elsewhere(call, taking)) {
        *done = page_nothing(call);
        return false;
    }
    const struct step *step = taking->step;
    taking->is_elsewhere = true;
    page->no = taking->matter.id;
    page->title = view_words(&call->view, &step->words);
    page->help = view_words(&call->view, &step->help);
    page->matter_title = view_words(&call->view, &taking->matter.docket.procedure->title);
    page->back = text_format(api->arena, "/desk/enquiry/%.*s", TEXT_ARGS(taking->matter.id));
    page->action =
        text_format(api->arena, "%.*s/do/%.*s", TEXT_ARGS(page->back), TEXT_ARGS(step->name));
    page->matter.home = page->back;
    page->version = -1;
    page->has_files = holds_files(step->fields, step->fields_count);
    page->asks_for_whom = true;
    taking->rules = (struct form_rules){.procedure = taking->matter.docket.procedure,
                                        .fields = step->fields,
                                        .fields_count = step->fields_count};
    step_page_effects(&call->view, taking->matter.docket.procedure, step, NULL, page);
    page_frame_area(call, "/desk/enquiry");
    page_crumb(call, "/desk/enquiry", wording("enquiry.title", api->language));
    page_crumb(call, page->back.bytes, taking->matter.id);
    page_crumb(call, "", page->title);
    return true;
}

static bool
load_any(struct page_call *call, struct taking *taking, bool is_change, enum completion *done)
{
    if (text_starts_with(call->api.request->path, "/desk/enquiry/"))
        return load_elsewhere(call, taking, done);
    return load(call, taking, is_change, done);
}

enum completion
page_step(struct page_call *call)
{
    enum completion done;
    struct taking *taking = ARENA_NEW(call->api.arena, struct taking);
    if (!load_any(call, taking, false, &done))
        return done;
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    if (!taking->is_elsewhere)
        taking->values = page_step_begun(call, &taking->matter, taking->step);
    draw_form(call, taking, NULL, 0);
    return api_answer(&call->api, draw(call, taking, 200));
}

static void
give_bench(void *of)
{
    struct page_call *call = of;
    struct taking *taking = call->of;
    page_bench_count(call, taking->bench);
    if (taking->step != NULL)
        draw_form(call, taking, NULL, 0);
    page_answer_later(call, draw(call, taking, 200));
}

/* The same forms beside the papers they are about. */
enum completion
page_bench(struct page_call *call)
{
    enum completion done;
    struct taking *taking = ARENA_NEW(call->api.arena, struct taking);
    call->of = taking;
    if (!load(call, taking, false, &done))
        return done;
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    if (taking->step != NULL)
        taking->values = page_step_begun(call, &taking->matter, taking->step);
    if (!errand_send(call->api.api->papers, give_bench, call))
        return api_obstruct(&call->api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

/* ---- taking ---- */

/* When it was and what was said, from the newest entry of that name in the history. */
static void
find_said(const struct timeline_view *timeline, struct step_changed *changed)
{
    for (int i = 0; i < timeline->entries_count; i++) {
        const struct timeline_entry *entry = &timeline->entries[i];
        if (entry->is_next || !text_equal(entry->what, changed->step))
            continue;
        changed->meta = entry->meta;
        changed->said = entry->more;
        return;
    }
}

static void
fill_changed(struct page_call *call, struct taking *taking, const struct value *said)
{
    const struct procedure *procedure = taking->matter.docket.procedure;
    const struct value *list = value_member(said, "changed");
    size_t count = value_is(list, VALUE_ARRAY) ? list->count : 0;
    struct step_changed *changed = ARENA_MANY(call->api.arena, count + 1, struct step_changed);
    int state = procedure_state(procedure, value_member_text(said, "state"));
    for (const struct value *one = count == 0 ? NULL : list->first; one != NULL; one = one->next) {
        const struct step *step = procedure_step(procedure, value_member_text(one, "step"));
        int to = procedure_state(procedure, value_member_text(one, "state"));
        changed[taking->page.changed_count++] = (struct step_changed){
            step == NULL ? value_member_text(one, "step") : view_words(&call->view, &step->words),
            to < 0 ? TEXT("") : view_words(&call->view, &procedure->states[to].words), TEXT(""),
            TEXT("")};
        find_said(&taking->page.matter.timeline, &changed[taking->page.changed_count - 1]);
    }
    taking->page.is_stale = true;
    taking->page.changed = changed;
    taking->page.state =
        state < 0 ? TEXT("") : view_words(&call->view, &procedure->states[state].words);
    taking->page.version = value_member_integer(said, "version", taking->page.version);
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct taking *taking = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    int count;
    const struct field_mistake *mistakes = page_mistakes_of(call, said, &count);
    if (outcome->refusal == VERSION_MUST_BE_CURRENT)
        fill_changed(call, taking, said);
    else if (count == 0)
        taking->page.why = page_why(call, outcome);
    draw_form(call, taking, mistakes, count);
    call->frame.has_mistakes |= !text_is_empty(taking->page.why);
    return draw(call, taking, status);
}

static struct answer
taken(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct taking *taking = call->of;
    (void)outcome;
    page_upload_done(call, taking->page.action);
    struct text home = taking->page.matter.home;
    if (taking->bench != NULL) /* a form is left behind, not the papers */
        home =
            text_format(api->arena, "%.*s%.*s", TEXT_ARGS(page_bench_address(call, home, TEXT(""))),
                        TEXT_ARGS(page_bench_query(call)));
    return page_redirect(call, home, "step-taken");
}

static void
note_file_mistakes(struct page_call *call, struct taking *taking)
{
    size_t count = call->files->mistakes_count;
    struct text *sentences = ARENA_MANY(call->api.arena, count + 1, struct text);
    for (size_t i = 0; i < count; i++)
        sentences[i] = text_format(
            call->api.arena, "%.*s%.*s%.*s", TEXT_ARGS(call->files->mistakes[i].name),
            TEXT_ARGS(view_colon(&call->view)), TEXT_ARGS(call->files->mistakes[i].sentence));
    taking->page.file_mistakes = sentences;
    taking->page.file_mistakes_count = (int)count;
}

static void
look_first(struct page_call *call, struct taking *taking)
{
    const struct page_matter *matter = &taking->matter;
    step_page_preview(&call->view, matter->docket.procedure, taking->step, taking->values,
                      page_step_last_day(call, matter, taking->step, taking->values),
                      &taking->page);
}

static void
warn(struct page_call *call, struct taking *taking, struct text *warnings, const char *key,
     struct text what)
{
    struct wording_value value = {"what", what};
    warnings[taking->page.warnings_count++] =
        wording_fill(key, call->api.language, &value, 1, call->api.arena);
}

/* What is not forbidden but should be thought over: a ground that asks for what no court may ask,
 * a number for what may have one already. Sent a second time, knowing it, the step is taken. */
static bool
is_warned(struct page_call *call, struct taking *taking)
{
    struct guard_context context = context_of(call, taking);
    const struct procedure *procedure = taking->matter.docket.procedure;
    struct form form = {0};
    if (page_has_posted(call, "sure"))
        return false;
    if (taking->page.may_preview)
        form = form_check(&context, taking->values, call->api.arena);
    struct text *warnings = ARENA_MANY(
        call->api.arena, (size_t)(form.warnings_count + taking->alike_count) + 1, struct text);
    for (int i = 0; i < form.warnings_count; i++) {
        struct text what = form.warnings[i].detail;
        for (size_t k = 0; k < procedure->demands_count; k++) {
            if (text_equal(procedure->demands[k].name, what))
                what = view_words(&call->view, &procedure->demands[k].words);
        }
        warn(call, taking, warnings, "step.no-demand", what);
    }
    for (int i = 0; i < taking->alike_count; i++)
        warn(call, taking, warnings, "step.maybe-twice", taking->alike[i].matter_id);
    taking->page.warnings = warnings;
    return taking->page.warnings_count > 0;
}

static const struct value *
input_of(struct page_call *call, const struct taking *taking)
{
    struct canon input = canon_open(call->api.arena, 1024);
    canon_begin_object(&input);
    canon_key(&input, "fields");
    canon_put(&input, taking->values);
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), call->api.arena);
}

/* When a member of staff says he did it, of what was written down without a network. */
static int64_t
claimed_of(struct page_call *call)
{
    int64_t at_ms;
    bool is_said = call->frame.is_staff &&
                   instant_parse(page_posted(call, "claimed"), CHINA_OFFSET_MINUTES, &at_ms);
    return is_said && at_ms > 0 && at_ms <= call->api.now_ms ? at_ms : -1;
}

/* On a thread that may block, with the form and its files. */
static void
take(struct page_call *call)
{
    static const char *const others[] = {"for_whom", "preview", "sure", "claimed", NULL};
    struct taking *taking = call->of;
    struct api_call *api = &call->api;
    struct form_input input = form_input_read(&taking->rules, &call->form, others, api->arena);
    taking->values = input.values;
    if (taking->bench != NULL)
        page_bench_count(call, taking->bench);
    taking->page.for_whom = page_posted(call, "for_whom");
    note_file_mistakes(call, taking);
    if (input.unknown_count > 0) {
        page_answer_later(call, api_refusal(api, FIELD_MUST_BE_KNOWN, input.unknown));
        return;
    }
    if (input.is_edit || call->files->mistakes_count > 0) {
        draw_form(call, taking, NULL, 0);
        call->frame.has_mistakes = call->files->mistakes_count > 0;
        page_answer_later(call, draw(call, taking, input.is_edit ? 200 : 422));
        return;
    }
    bool is_preview = taking->page.may_preview && page_has_posted(call, "preview");
    if (is_warned(call, taking) || is_preview) {
        if (is_preview)
            look_first(call, taking);
        draw_form(call, taking, NULL, 0);
        page_answer_later(call, draw(call, taking, is_preview ? 200 : 422));
        return;
    }
    if (taking->page.asks_for_whom) {
        if (text_is_empty(taking->page.for_whom) ||
            text_characters(taking->page.for_whom) > FOR_WHOM_CHARACTERS_MAX ||
            text_has_hidden(taking->page.for_whom)) {
            taking->page.why = wording("step.for-whom-missing", api->language);
            draw_form(call, taking, NULL, 0);
            page_answer_later(call, draw(call, taking, 422));
            return;
        }
        api->asker.acted_for = taking->page.for_whom;
    }
    struct act act = {
        .verb = VERB_TAKE_STEP,
        .matter_id = taking->matter.id,
        .step = taking->step->name,
        .input = input_of(call, taking),
        .if_version = page_posted_version(call),
        .claimed_ms = claimed_of(call),
    };
    struct canon said = canon_open(api->arena, 1024);
    canon_put(&said, act.input);
    struct text what = text_format(api->arena, "%.*s\n%.*s\n%lld", TEXT_ARGS(canon_text(&said)),
                                   TEXT_ARGS(taking->page.for_whom), (long long)act.if_version);
    page_submit_later(call, act, what, taken, again);
}

enum completion
page_take_step(struct page_call *call)
{
    enum completion done;
    struct taking *taking = ARENA_NEW(call->api.arena, struct taking);
    call->of = taking;
    if (!load_any(call, taking, true, &done))
        return done;
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    return page_take_posted(call, take);
}

enum completion
page_step_up(struct page_call *call)
{
    enum completion done;
    struct taking *taking = ARENA_NEW(call->api.arena, struct taking);
    if (!load_any(call, taking, false, &done))
        return done;
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    if (!taking->page.has_files)
        return page_not_found(call);
    return page_upload_begin(call);
}
