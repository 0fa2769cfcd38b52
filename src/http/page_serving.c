/* page_serving.c: the pages a process server takes along. What is filled in there goes to the same
 * addresses as the forms of the desk; a script may keep it on the phone until there is a network,
 * and then sends it under the key it was given when it was written down. */
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "law/service_told.h"
#include "paper/wording.h"
#include "query/worklist.h"
#include "view/asset.h"
#include "view/build.h"
#include "view/due_view.h"
#include "view/serving_page.h"

#define HOME    "/desk/serving"
#define ATTEMPT "attempt"
#define REPORT  "report_served"

/* What is filled in on the spot, in the order in which it happens. */
static const char *const asked[] = {"by",
                                    "visited",
                                    "time_of_day",
                                    "where",
                                    "people",
                                    "receiver",
                                    "receiver_name",
                                    "signed",
                                    "refused",
                                    "refused_by",
                                    "place",
                                    "staff_noted",
                                    "left_at",
                                    "left",
                                    "filmed",
                                    "witness",
                                    "witness_name",
                                    "witness_declined",
                                    "return_noted",
                                    "failure",
                                    "record",
                                    NULL};

static struct text
said_in(struct page_call *call, const struct docket *docket, const char *name)
{
    const struct step *step =
        docket->procedure == NULL ? NULL : procedure_step(docket->procedure, TEXT("entrust"));
    struct text value = value_member_text(docket->fields, name);
    for (size_t i = 0; step != NULL && i < step->fields_count; i++) {
        size_t count = 0;
        const struct choice *choices =
            text_is(step->fields[i].name, name)
                ? procedure_choices(docket->procedure, &step->fields[i], &count)
                : NULL;
        for (size_t k = 0; k < count; k++)
            if (text_equal(choices[k].name, value))
                return view_words(&call->view, &choices[k].words);
    }
    return value;
}

static struct serving_row
row_of(struct page_call *call, const struct docket *docket)
{
    const struct matter_row *row = &docket->row;
    return (struct serving_row){
        .no = row->matter_id,
        .address = text_format(call->api.arena, HOME "/%.*s", TEXT_ARGS(row->matter_id)),
        .recipient = said_in(call, docket, "recipient"),
        .where = said_in(call, docket, "address"),
        .phone = said_in(call, docket, "phone"),
        .document = said_in(call, docket, "document"),
        .state = docket->state == NULL ? TEXT("") : view_words(&call->view, &docket->state->words),
        .owner = view_court_name(&call->view, row->facts.owner),
        .due = due_view_of(&call->view, row->due_ms, call->api.now_ms),
    };
}

static bool
can_be_served(const struct docket *docket)
{
    for (int i = 0; i < docket->steps_count; i++)
        if (text_is(docket->steps[i]->name, REPORT))
            return true;
    return false;
}

static void
fill_rows(struct page_call *call, struct serving_page *view)
{
    struct look look = api_look(&call->api);
    struct worklist *list = ARENA_NEW(call->api.arena, struct worklist);
    struct worklist_filter filter = {
        .role = role_word(ROLE_SERVER), .kind = TEXT("entrusted_service"), .after_due_ms = -1};
    struct serving_row *rows = ARENA_MANY(call->api.arena, SERVING_ROWS_MAX, struct serving_row);
    worklist_load(&look, &filter, list);
    for (int i = 0; i < list->count && view->rows_count < SERVING_ROWS_MAX; i++) {
        struct docket *docket = ARENA_NEW(call->api.arena, struct docket);
        if (!docket_load(&look, list->rows[i].matter_id, docket, NULL) || !can_be_served(docket))
            continue;
        api_log(&call->api, list->rows[i].matter_id, true);
        rows[view->rows_count++] = row_of(call, docket);
    }
    view->rows = rows;
}

enum completion
page_serving(struct page_call *call)
{
    enum completion done;
    struct serving_page *view = ARENA_NEW(call->api.arena, struct serving_page);
    if (!page_acts_as(call, ROLE_SERVER, &done))
        return done;
    view->account = call->api.account.id;
    fill_rows(call, view);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    page_title(call, "serving.title");
    page_frame_area(call, HOME);
    struct page page = page_begin(call);
    page_desk_serving(&page, view);
    return page_end(call, 200, &page);
}

/* ---- the form ---- */

/* On the road only what is done on the spot; post and forwarding are the desk's. A mediation
 * document is never left behind, so that is not offered for it. [CPLI-2022:133] */
static const struct field_rule *
fields_of(struct page_call *call, const struct step *step, bool is_mediation)
{
    struct field_rule *fields = ARENA_MANY(call->api.arena, step->fields_count, struct field_rule);
    for (size_t i = 0; i < step->fields_count; i++) {
        fields[i] = step->fields[i];
        if (!text_is(fields[i].name, "by"))
            continue;
        struct choice *choices =
            ARENA_MANY(call->api.arena, fields[i].choices_count, struct choice);
        size_t count = 0;
        for (size_t k = 0; k < fields[i].choices_count; k++)
            if (text_is(fields[i].choices[k].name, "D1") ||
                (text_is(fields[i].choices[k].name, "D2") && !is_mediation))
                choices[count++] = fields[i].choices[k];
        fields[i].choices = choices;
        fields[i].choices_count = count;
    }
    return fields;
}

static const struct value *
begun(struct page_call *call)
{
    struct arena *arena = call->api.arena;
    struct value *values = build_object(arena);
    build_add(values, TEXT("by"), build_text(TEXT("D1"), arena));
    build_add(values, TEXT("visited"), build_text(date_text(api_today(&call->api), arena), arena));
    return values;
}

static void
fill_papers(struct page_call *call, const struct docket *docket, struct serving_form_page *view)
{
    struct serving_paper *papers =
        ARENA_MANY(call->api.arena, (size_t)docket->documents_count + 1, struct serving_paper);
    for (int i = 0; i < docket->documents_count; i++) {
        const struct docket_document *document = &docket->documents[i];
        if (!text_is(document->item, "papers"))
            continue;
        struct text name = document->name;
        const struct item_rule *item = procedure_item(docket->procedure, document->item);
        if (text_is_empty(name) && item != NULL)
            name = view_words(&call->view, &item->words);
        papers[view->papers_count++] = (struct serving_paper){
            name, text_is_empty(document->sha256)
                      ? TEXT("")
                      : text_format(call->api.arena, "/desk/m/%.*s/documents/%.*s",
                                    TEXT_ARGS(docket->row.matter_id), TEXT_ARGS(document->id))};
    }
    view->papers = papers;
}

static void
fill_form(struct page_call *call, const struct docket *docket, const struct step *attempt,
          struct serving_form_page *view)
{
    struct text document = value_text(matter_memory(&docket->row.facts, TEXT("document")));
    bool is_mediation = text_is(document, "mediation");
    struct form_rules rules = {.procedure = docket->procedure,
                               .fields = fields_of(call, attempt, is_mediation),
                               .fields_count = attempt->fields_count,
                               .only = asked};
    struct guard_context context = {.procedure = docket->procedure,
                                    .facts = &docket->row.facts,
                                    .step = attempt,
                                    .asker = &call->api.asker,
                                    .policies = &api_rules(&call->api)->policies,
                                    .today = api_today(&call->api)};
    struct form_filled filled = {.values = begun(call), .context = &context};
    view->form = form_view_make(&call->view, &rules, &filled);
    if (is_mediation) {
        const struct words *words =
            service_told_words(&api_rules(&call->api)->service, TEXT("mediation_is_never_left"));
        view->forbidden = view_words(&call->view, words);
    }
}

static struct text
address_of(struct page_call *call, struct text matter, const char *step)
{
    return text_format(call->api.arena, "/desk/m/%.*s/do/%s", TEXT_ARGS(matter), step);
}

enum completion
page_serving_one(struct page_call *call)
{
    enum completion done;
    struct page_matter *matter = ARENA_NEW(call->api.arena, struct page_matter);
    struct serving_form_page *view = ARENA_NEW(call->api.arena, struct serving_form_page);
    if (!page_acts_as(call, ROLE_SERVER, &done) || !page_matter_load(call, matter, &done))
        return done;
    const struct docket *docket = &matter->docket;
    const struct step *attempt =
        docket->procedure == NULL ? NULL : procedure_step(docket->procedure, TEXT(ATTEMPT));
    const struct step *report =
        docket->procedure == NULL ? NULL : procedure_step(docket->procedure, TEXT(REPORT));
    if (attempt == NULL || report == NULL || !can_be_served(docket))
        return page_see_other(
            call, text_format(call->api.arena, "/desk/m/%.*s", TEXT_ARGS(matter->id)), NULL);
    view->account = call->api.account.id;
    view->row = row_of(call, docket);
    view->matter = text_format(call->api.arena, "/desk/m/%.*s", TEXT_ARGS(matter->id));
    view->served = address_of(call, matter->id, REPORT);
    view->tried = address_of(call, matter->id, ATTEMPT);
    view->served_label = view_words(&call->view, &report->words);
    view->tried_label = view_words(&call->view, &attempt->words);
    fill_papers(call, docket, view);
    fill_form(call, docket, attempt, view);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    page_frame_area(call, HOME);
    page_crumb(call, HOME, wording("serving.title", call->api.language));
    page_crumb(call, "", view->row.recipient);
    page_title_text(call, view->row.recipient);
    call->may_locate = true;
    struct page page = page_begin(call);
    page_desk_serving_form(&page, view);
    return page_end(call, 200, &page);
}

/* It has an address that stays, because a browser asks there whether a newer one has come. */
enum completion
page_serving_worker(struct page_call *call)
{
    static const struct pair headers[] = {
        {TEXT_INIT("Cache-Control"), TEXT_INIT("no-store")},
        {TEXT_INIT("Content-Security-Policy"), TEXT_INIT("default-src 'none'; connect-src 'self'")},
        {TEXT_INIT("Service-Worker-Allowed"), TEXT_INIT(HOME)},
    };
    struct answer answer = {
        .status = 200,
        .content_type = asset_table[ASSET_WORKER_JS].media,
        .body = asset_table[ASSET_WORKER_JS].plain,
        .headers = headers,
        .header_count = sizeof headers / sizeof headers[0],
    };
    return api_answer(&call->api, answer);
}
