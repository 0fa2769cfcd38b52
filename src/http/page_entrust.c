/* page_entrust.c: a court asks another to serve papers. Opened out of a matter, the form knows the
 * case, whom it may be about, where he lives and which court that is; opened by itself, for a case
 * that lies with no court here, it is filled in by hand. */
#include "http/page_files.h"
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "http/page_step_ready.h"
#include "http/page_upload.h"
#include "paper/wording.h"
#include "query/service_list.h"
#include "view/entrust_page.h"

#define PROCEDURE "entrusted_service"
#define STEP      "entrust"

enum { PEOPLE_MAX = 60, PICKS_MAX = 50, COURTS_MAX = 64 };

struct entrusting {
    struct page_matter matter; /* id empty: out of none */
    const struct procedure *procedure;
    const struct step *opening;
    struct form_rules rules;
    struct entrust_page page;
    const struct value *values;
    struct form_ready ready[COURTS_MAX];
    size_t ready_count;
};

static bool
has_case(const struct entrusting *entrusting)
{
    return !text_is_empty(entrusting->matter.id);
}

/* ---- what the case knows ---- */

static struct text
position_of(struct page_call *call, const struct entrusting *entrusting, const struct value *party)
{
    struct text position = value_member_text(party, "position");
    const struct procedure *procedure = entrusting->matter.docket.procedure;
    for (size_t i = 0; procedure != NULL && i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        for (size_t j = 0; j < step->fields_count; j++) {
            const struct field_rule *field = &step->fields[j];
            for (size_t k = 0; field->type == FIELD_PARTIES && k < field->members_count; k++) {
                size_t count;
                const struct choice *choices =
                    procedure_choices(procedure, &field->members[k], &count);
                for (size_t c = 0; text_is(field->members[k].name, "position") && c < count; c++)
                    if (text_equal(choices[c].name, position))
                        return view_words(&call->view, &choices[c].words);
            }
        }
    }
    return position;
}

static const struct value *
party_at(const struct entrusting *entrusting, int64_t place)
{
    const struct value *parties = entrusting->matter.docket.parties;
    const struct value *one = value_is(parties, VALUE_ARRAY) ? parties->first : NULL;
    while (one != NULL && place-- > 0)
        one = one->next;
    return one;
}

/* The one asked for, by himself or as whom the service asked for is on; else the first who did not
 * hand the matter in: papers come to the others. */
static int64_t
chosen_party(struct page_call *call, const struct entrusting *entrusting)
{
    int64_t wished = -1, place = 0;
    struct text service = api_parameter(&call->api, "service", API_ID_CHARACTERS_MAX);
    for (int i = 0; !text_is_empty(service) && i < entrusting->page.services_count; i++)
        if (text_equal(entrusting->page.services[i].id, service) &&
            party_at(entrusting, entrusting->page.services[i].party) != NULL)
            return entrusting->page.services[i].party;
    if (text_number(api_parameter(&call->api, "party", 3), &wished) &&
        party_at(entrusting, wished) != NULL)
        return wished;
    for (const struct value *one = party_at(entrusting, 0); one != NULL; one = one->next, place++)
        if (!procedure_position_acts(entrusting->matter.docket.procedure,
                                     value_member_text(one, "position")))
            return place;
    return 0;
}

static void
fill_people(struct page_call *call, struct entrusting *entrusting, int64_t chosen)
{
    struct entrust_page *page = &entrusting->page;
    struct entrust_person *people = ARENA_MANY(call->api.arena, PEOPLE_MAX, struct entrust_person);
    for (const struct value *one = party_at(entrusting, 0);
         one != NULL && page->people_count < PEOPLE_MAX; one = one->next) {
        int place = page->people_count++;
        people[place] = (struct entrust_person){
            value_member_text(one, "name"), position_of(call, entrusting, one),
            text_format(call->api.arena, "%.*s?party=%d", TEXT_ARGS(page->step.action), place),
            place == chosen};
    }
    page->people = people;
}

static void
put_text(struct page_call *call, struct value *values, const char *name, struct text text)
{
    if (!text_is_empty(text))
        build_add(values, text_of(name), build_text(text, call->api.arena));
}

/* Where he lives says which court serves there; where it says nothing, nothing is proposed. */
static struct text
court_of_address(struct page_call *call, struct entrusting *entrusting, struct text address)
{
    const struct jurisdiction_rules *rules = &api_rules(&call->api)->jurisdiction;
    const struct jurisdiction_area *area = jurisdiction_area_of(rules, address);
    while (area != NULL && text_is_empty(area->court))
        area = jurisdiction_area(rules, area->within);
    if (area == NULL || text_equal(area->court, entrusting->matter.look.court_id) ||
        network_find(call->view.network, area->court) == NULL)
        return TEXT("");
    struct wording_value values[] = {{"area", view_words(&call->view, &area->name)},
                                     {"court", view_court_name(&call->view, area->court)}};
    entrusting->page.guessed =
        wording_fill("entrust.guessed", call->api.language, values, 2, call->api.arena);
    return area->court;
}

/* ---- services of the case ---- */

/* 补正通知书 · 当事人甲 */
static struct text
service_label(struct page_call *call, const struct entrusting *entrusting,
              const struct service_row *row)
{
    struct buffer label = buffer_open(call->api.arena, 100);
    struct text papers = row->papers, recipients = row->recipients;
    while (!text_is_empty(papers)) {
        struct text name = text_cut(&papers, ' ');
        const struct paper_rule *rule = procedure_paper(entrusting->matter.docket.procedure, name);
        buffer_add_format(&label, "%s%.*s", label.length > 0 ? " · " : "",
                          TEXT_ARGS(rule == NULL ? name : view_words(&call->view, &rule->words)));
    }
    while (!text_is_empty(recipients)) {
        struct text place = text_cut(&recipients, ' '), number = place;
        int64_t at = -1;
        text_cut(&number, '/');
        if (text_number(number, &at))
            buffer_add_format(&label, " · %.*s",
                              TEXT_ARGS(value_member_text(party_at(entrusting, at), "name")));
    }
    return buffer_text(&label);
}

/* The first it is on; -1: none of the parties. */
static int64_t
service_party(const struct service_row *row)
{
    int64_t at = -1;
    struct text recipients = row->recipients, number = text_cut(&recipients, ' ');
    text_cut(&number, '/');
    return text_number(number, &at) ? at : -1;
}

/* What is served already is not asked for again. */
static void
fill_services(struct page_call *call, struct entrusting *entrusting)
{
    struct service_list list;
    struct entrust_page *page = &entrusting->page;
    if (!service_list_load(&entrusting->matter.look, &entrusting->matter.docket, &list))
        return;
    struct entrust_service *services =
        ARENA_MANY(call->api.arena, (size_t)list.count + 1, struct entrust_service);
    for (int i = 0; i < list.count; i++) {
        const struct service_row *row = &list.items[i].row;
        if (row->is_served)
            continue;
        services[page->services_count++] =
            (struct entrust_service){row->service_id, service_label(call, entrusting, row),
                                     row->document, service_party(row), false};
    }
    page->services = services;
}

/* The one that is asked for; its kind of paper is filled in. */
static struct text
choose_service(struct page_call *call, struct entrusting *entrusting, struct text wished)
{
    struct entrust_page *page = &entrusting->page;
    struct entrust_service *services =
        ARENA_MANY(call->api.arena, (size_t)page->services_count + 1, struct entrust_service);
    struct text document = TEXT("");
    for (int i = 0; i < page->services_count; i++) {
        services[i] = page->services[i];
        services[i].is_chosen = text_equal(services[i].id, wished);
        if (services[i].is_chosen)
            document = services[i].document;
    }
    page->services = services;
    return document;
}

static const struct value *
known_values(struct page_call *call, struct entrusting *entrusting, const struct value *party)
{
    struct value *values = build_object(call->api.arena);
    const struct docket *docket = &entrusting->matter.docket;
    struct text kind = value_member_text(party, "kind");
    struct text address = value_member_text(party, "address");
    put_text(call, values, "court", court_of_address(call, entrusting, address));
    put_text(call, values, "recipient", value_member_text(party, "name"));
    put_text(call, values, "address", address);
    put_text(call, values, "phone", value_member_text(party, "phone"));
    put_text(call, values, "addressee",
             text_is(kind, "person") || text_is_empty(kind) ? kind : TEXT("organisation"));
    put_text(call, values, "document",
             choose_service(call, entrusting,
                            api_parameter(&call->api, "service", API_ID_CHARACTERS_MAX)));
    put_text(call, values, "case_number", docket->row.facts.case_number);
    put_text(call, values, "cause", value_member_text(docket->fields, "cause"));
    return values;
}

/* ---- papers of the case ---- */

static void
fill_papers(struct page_call *call, struct entrusting *entrusting, const struct matter_page *shown)
{
    const struct docket *docket = &entrusting->matter.docket;
    struct entrust_paper *papers = ARENA_MANY(call->api.arena, PICKS_MAX, struct entrust_paper);
    for (int i = 0; i < docket->documents_count && i < shown->materials.rows_count &&
                    entrusting->page.papers_count < PICKS_MAX;
         i++) {
        if (text_is_empty(docket->documents[i].sha256))
            continue;
        papers[entrusting->page.papers_count++] =
            (struct entrust_paper){docket->documents[i].id, shown->materials.rows[i].name,
                                   shown->materials.rows[i].note, false};
    }
    entrusting->page.papers = papers;
}

/* ---- the form ---- */

static void
fill_courts(struct page_call *call, struct entrusting *entrusting)
{
    const struct network *network = call->view.network;
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++) {
        const struct network_node *node = &network->nodes[i];
        if (node->kind != NODE_DESK && entrusting->ready_count < COURTS_MAX &&
            !text_equal(node->id, call->api.asker.node))
            entrusting->ready[entrusting->ready_count++] =
                (struct form_ready){TEXT("court"), node->id, view_words(&call->view, &node->name)};
    }
}

static void
draw_form(struct page_call *call, struct entrusting *entrusting,
          const struct field_mistake *mistakes, int mistakes_count)
{
    const struct matter_facts none = matter_new(TEXT(""), call->api.asker.node, TEXT(""));
    struct guard_context context = {
        .procedure = entrusting->procedure,
        .facts = &none,
        .step = entrusting->opening,
        .asker = &call->api.asker,
        .policies = &api_rules(&call->api)->policies,
        .today = api_today(&call->api),
    };
    struct form_filled filled = {
        .values = entrusting->values,
        .mistakes = mistakes,
        .mistakes_count = mistakes_count,
        .context = &context,
        .files = call->files == NULL ? NULL : call->files->taken,
        .files_count = call->files == NULL ? 0 : call->files->taken_count,
        .ready = entrusting->ready,
        .ready_count = entrusting->ready_count,
    };
    page_upload_fill(call, entrusting->page.step.action, &filled);
    entrusting->page.step.form = form_view_make(&call->view, &entrusting->rules, &filled);
    call->frame.has_mistakes = entrusting->page.step.form.is_wrong;
}

static struct answer
draw(struct page_call *call, struct entrusting *entrusting, int status)
{
    page_title_text(call, entrusting->page.step.title);
    struct page page = page_begin(call);
    page_desk_entrust(&page, &entrusting->page);
    return page_answer(call, status, &page);
}

static bool
may_entrust(struct page_call *call, const struct entrusting *entrusting)
{
    const struct matter_facts new =
        matter_new(TEXT(""), call->api.asker.node, call->api.asker.node);
    const struct step *step = entrusting->opening;
    return access_is_one_of(&call->api.asker, &new, step->by, (int)step->by_count);
}

static void
fill_page(struct page_call *call, struct entrusting *entrusting)
{
    struct api_call *api = &call->api;
    struct step_page *step = &entrusting->page.step;
    step->title = view_words(&call->view, &entrusting->opening->words);
    step->help = view_words(&call->view, &entrusting->opening->help);
    step->citation = source_citation_text(&api_rules(api)->time.sources,
                                          entrusting->opening->rests_on, api->language, api->arena);
    step->has_files = true;
    entrusting->rules = (struct form_rules){.procedure = entrusting->procedure,
                                            .fields = entrusting->opening->fields,
                                            .fields_count = entrusting->opening->fields_count};
    step_page_effects(&call->view, entrusting->procedure, entrusting->opening, NULL, step);
    fill_courts(call, entrusting);
}

/* The case, where there is one: whoever reads only what the parties may read asks nobody to serve
 * it. */
static bool
load_case(struct page_call *call, struct entrusting *entrusting, enum completion *done)
{
    struct matter_page *shown = &entrusting->page.step.matter;
    if (!page_matter_load(call, &entrusting->matter, done))
        return false;
    if (!entrusting->matter.docket.sees[SIGHT_INTERNAL]) {
        *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
        return false;
    }
    page_matter_describe(call, &entrusting->matter, false, shown);
    entrusting->page.has_case = true;
    entrusting->page.case_title = shown->title;
    entrusting->page.case_no = entrusting->matter.id;
    entrusting->page.step.back = shown->home;
    entrusting->page.step.action =
        text_format(call->api.arena, "%.*s/entrust", TEXT_ARGS(shown->home));
    fill_papers(call, entrusting, shown);
    fill_services(call, entrusting);
    page_matter_trail(call, entrusting->matter.id);
    return true;
}

static bool
load(struct page_call *call, struct entrusting *entrusting, enum completion *done)
{
    struct api_call *api = &call->api;
    if (!page_has_role(call, done))
        return false;
    entrusting->procedure =
        rulebook_procedure_in_force(api_rules(api), TEXT(PROCEDURE), api_today(api));
    entrusting->opening =
        entrusting->procedure == NULL ? NULL : procedure_step(entrusting->procedure, TEXT(STEP));
    if (entrusting->opening == NULL) {
        *done = page_nothing(call);
        return false;
    }
    if (!may_entrust(call, entrusting)) {
        *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
        return false;
    }
    entrusting->page.step.back = TEXT("/desk");
    entrusting->page.step.action = TEXT("/desk/entrust");
    if (!text_is_empty(api_segment(api, "no"))) {
        if (!load_case(call, entrusting, done))
            return false;
    } else {
        entrusting->matter.look = api_look(api);
        page_frame_area(call, "/desk");
        page_crumb(call, "/desk", wording("nav.queue", api->language));
    }
    fill_page(call, entrusting);
    page_crumb(call, "", entrusting->page.step.title);
    return true;
}

enum completion
page_entrust(struct page_call *call)
{
    enum completion done;
    struct entrusting *entrusting = ARENA_NEW(call->api.arena, struct entrusting);
    if (!load(call, entrusting, &done))
        return done;
    if (has_case(entrusting)) {
        int64_t chosen = chosen_party(call, entrusting);
        fill_people(call, entrusting, chosen);
        entrusting->values = known_values(call, entrusting, party_at(entrusting, chosen));
    }
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    draw_form(call, entrusting, NULL, 0);
    return api_answer(&call->api, draw(call, entrusting, 200));
}

/* ---- asking ---- */

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct entrusting *entrusting = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    int count;
    const struct field_mistake *mistakes = page_mistakes_of(call, said, &count);
    if (count == 0)
        entrusting->page.step.why = page_why(call, outcome);
    draw_form(call, entrusting, mistakes, count);
    call->frame.has_mistakes |= !text_is_empty(entrusting->page.step.why);
    return draw(call, entrusting, status);
}

static struct answer
entrusted(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct entrusting *entrusting = call->of;
    page_upload_done(call, entrusting->page.step.action);
    return page_redirect(
        call, text_format(api->arena, "/desk/m/%.*s", TEXT_ARGS(outcome->matter_id)), "step-taken");
}

static const struct docket_document *
document_of(const struct entrusting *entrusting, struct text id)
{
    const struct docket *docket = &entrusting->matter.docket;
    for (int i = 0; i < docket->documents_count; i++)
        if (text_equal(docket->documents[i].id, id) && !text_is_empty(docket->documents[i].sha256))
            return &docket->documents[i];
    return NULL;
}

/* What was ticked goes along as if it had been sent again. */
static const struct value *
with_picks(struct page_call *call, const struct entrusting *entrusting, const struct value *values)
{
    struct arena *arena = call->api.arena;
    const struct value *given = value_member(values, "materials");
    struct value *all = build_array(arena);
    for (size_t i = 0; i < call->form.count && all->count < PICKS_MAX; i++) {
        const struct docket_document *document =
            text_is(call->form.all[i].name, "pick")
                ? document_of(entrusting, call->form.all[i].value)
                : NULL;
        if (document == NULL)
            continue;
        struct value *entry = build_object(arena);
        put_text(call, entry, "item", TEXT("papers"));
        put_text(call, entry, "file", document->sha256);
        put_text(call, entry, "title", document->name);
        build_add(all, TEXT(""), entry);
    }
    if (all->count == 0)
        return values;
    for (const struct value *one = value_is(given, VALUE_ARRAY) ? given->first : NULL; one != NULL;
         one = one->next)
        build_add(all, TEXT(""), build_branch(one, arena));
    return build_with(values, TEXT("materials"), all, arena);
}

static void
keep_picks(struct page_call *call, struct entrusting *entrusting)
{
    struct entrust_paper *papers = ARENA_MANY(
        call->api.arena, (size_t)entrusting->page.papers_count + 1, struct entrust_paper);
    for (int i = 0; i < entrusting->page.papers_count; i++) {
        papers[i] = entrusting->page.papers[i];
        for (size_t k = 0; k < call->form.count; k++)
            papers[i].is_chosen |= text_is(call->form.all[k].name, "pick") &&
                                   text_equal(call->form.all[k].value, papers[i].id);
    }
    entrusting->page.papers = papers;
}

static void
note_files(struct page_call *call, struct entrusting *entrusting)
{
    size_t count = call->files->mistakes_count;
    struct text *sentences = ARENA_MANY(call->api.arena, count + 1, struct text);
    for (size_t i = 0; i < count; i++)
        sentences[i] = text_format(
            call->api.arena, "%.*s%.*s%.*s", TEXT_ARGS(call->files->mistakes[i].name),
            TEXT_ARGS(view_colon(&call->view)), TEXT_ARGS(call->files->mistakes[i].sentence));
    entrusting->page.step.file_mistakes = sentences;
    entrusting->page.step.file_mistakes_count = (int)count;
}

/* On a thread that may block. */
static void
ask(struct page_call *call)
{
    static const char *const others[] = {"pick", "service", NULL};
    struct entrusting *entrusting = call->of;
    struct api_call *api = &call->api;
    struct form_input input = form_input_read(&entrusting->rules, &call->form, others, api->arena);
    entrusting->values = input.values;
    keep_picks(call, entrusting);
    choose_service(call, entrusting, page_posted(call, "service"));
    note_files(call, entrusting);
    if (input.unknown_count > 0) {
        page_answer_later(call, api_refusal(api, FIELD_MUST_BE_KNOWN, input.unknown));
        return;
    }
    if (input.is_edit || call->files->mistakes_count > 0) {
        draw_form(call, entrusting, NULL, 0);
        call->frame.has_mistakes = call->files->mistakes_count > 0;
        page_answer_later(call, draw(call, entrusting, input.is_edit ? 200 : 422));
        return;
    }
    struct canon said = canon_open(api->arena, 1024);
    canon_begin_object(&said);
    canon_key(&said, "fields");
    canon_put(&said, with_picks(call, entrusting, input.values));
    canon_member_text_if(&said, "origin", entrusting->matter.id);
    canon_member_text_if(&said, "origin_service", page_posted(call, "service"));
    canon_member_text(&said, "owner", api->asker.node);
    canon_member_text(&said, "procedure", TEXT(PROCEDURE));
    canon_end_object(&said);
    struct act act = {
        .verb = VERB_OPEN_MATTER,
        .step = TEXT(STEP),
        .input = value_read_canonical(canon_text(&said), api->arena),
        .if_version = -1,
        .claimed_ms = -1,
    };
    page_submit_later(call, act, canon_text(&said), entrusted, again);
}

enum completion
page_ask_entrust(struct page_call *call)
{
    enum completion done;
    struct entrusting *entrusting = ARENA_NEW(call->api.arena, struct entrusting);
    call->of = entrusting;
    if (!load(call, entrusting, &done))
        return done;
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    return page_take_posted(call, ask);
}

enum completion
page_entrust_up(struct page_call *call)
{
    enum completion done;
    struct entrusting *entrusting = ARENA_NEW(call->api.arena, struct entrusting);
    if (!load(call, entrusting, &done))
        return done;
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    return page_upload_begin(call);
}
