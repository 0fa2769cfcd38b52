/* page_bulk.c: several matters of a queue claimed, given to somebody or handed back with one press.
 * Each matter is an act of its own, with its own id: one that is refused stops no other, and a form
 * that is sent twice does everything once. What became of each is read from the record. */
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "query/outcome_list.h"
#include "view/build.h"
#include "view/bulk_page.h"

enum {
    BULK_MAX = 50, /* a page of the queue */
    PICK_BYTES_MAX = 64,
    REASON_CHARACTERS_MAX = 500,
    LIST_CHARACTERS_MAX = 2400,
    ONCE_CHARACTERS = 32
};

/* A tick of the queue: number and version as they were on the page, "7502-…~12". */
struct pick {
    struct text number;
    int64_t version;
};

static const struct {
    const char *word, *title;
} deeds[] = {{"claim", "bulk.claimed"}, {"assign", "bulk.assigned"}, {"release", "bulk.released"}};
enum deed { CLAIM, ASSIGN, RELEASE, DEEDS };

struct bulk {
    struct pick picks[BULK_MAX];
    int picks_count;
    enum deed deed;
    struct text handler, reason;
    struct text list; /* numbers, for the address of the page that says what became of each */
};

/* ---- what was asked ---- */

static bool
has_only_number(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool is_good =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
        if (!is_good)
            return false;
    }
    return text.length > 0 && text.length <= PICK_BYTES_MAX;
}

static bool
is_picked(const struct bulk *bulk, struct text number)
{
    for (int i = 0; i < bulk->picks_count; i++) {
        if (text_equal(bulk->picks[i].number, number))
            return true;
    }
    return false;
}

static bool
read_picks(const struct page_call *call, struct bulk *bulk)
{
    for (size_t i = 0; i < call->form.count; i++) {
        const struct pair *pair = &call->form.all[i];
        if (!text_is(pair->name, "pick"))
            continue;
        struct text rest = pair->value, number = text_cut(&rest, '~');
        int64_t version;
        if (!has_only_number(number) || !text_number(rest, &version))
            return false;
        if (is_picked(bulk, number))
            continue;
        if (bulk->picks_count == BULK_MAX)
            return false;
        bulk->picks[bulk->picks_count++] = (struct pick){number, version};
    }
    return true;
}

/* ---- which step it is ---- */

static bool
is_by(const struct step *step, enum role role)
{
    for (size_t i = 0; i < step->by_count; i++) {
        if (step->by[i].role == role)
            return true;
    }
    return false;
}

static const struct field_rule *
account_field(const struct step *step)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        if (step->fields[i].type == FIELD_ACCOUNT)
            return &step->fields[i];
    }
    return NULL;
}

/* Whoever takes it becomes its handler, or names one, or frees it of whoever was. */
static bool
does(const struct step *step, const struct bulk *bulk, enum role role)
{
    if (!is_by(step, role))
        return false;
    if (bulk->deed == RELEASE)
        return step->frees_handler;
    return step->names_handler &&
           (bulk->deed == ASSIGN ? account_field(step) != NULL : step->fields_count == 0);
}

/* The one that may be taken now before all others; the corridor says of the rest why not. */
static const struct step *
step_for(const struct bulk *bulk, const struct docket *docket, enum role role)
{
    const struct procedure *procedure = docket->procedure;
    for (int i = 0; i < docket->steps_count; i++) {
        if (does(docket->steps[i], bulk, role))
            return docket->steps[i];
    }
    int state = procedure == NULL ? -1 : procedure_state(procedure, docket->row.facts.state);
    const struct step *any = NULL;
    for (size_t i = 0; procedure != NULL && i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        if (!does(step, bulk, role))
            continue;
        if (state >= 0 && (step->from & (UINT64_C(1) << state)) != 0)
            return step;
        any = any == NULL ? step : any;
    }
    return any;
}

static const struct value *
input_of(struct page_call *call, const struct bulk *bulk, const struct step *step)
{
    struct arena *arena = call->api.arena;
    struct canon input = canon_open(arena, 300);
    canon_begin_object(&input);
    canon_key(&input, "fields");
    struct value *fields = build_object(arena);
    if (bulk->deed == ASSIGN)
        build_add(fields, account_field(step)->name, build_text(bulk->handler, arena));
    for (size_t i = 0; i < step->fields_count && bulk->deed != CLAIM; i++) {
        if (text_is(step->fields[i].name, "reason"))
            build_add(fields, TEXT("reason"), build_text(bulk->reason, arena));
    }
    canon_put(&input, fields);
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), arena);
}

/* ---- doing it ---- */

static struct text
once_of(const struct text key, const struct bulk *bulk, struct arena *arena)
{
    return text_format(arena, "/desk/bulk?k=%.*s&do=%s&m=%.*s", TEXT_ARGS(key),
                       deeds[bulk->deed].word, TEXT_ARGS(bulk->list));
}

static struct answer
settled(struct api_call *api, void *of)
{
    const struct bulk *bulk = of;
    return page_redirect(page_call_of(api), once_of(api->key, bulk, api->arena), NULL);
}

static enum completion
say_why(struct page_call *call, const char *key)
{
    return api_answer(&call->api,
                      page_no(call, 422, "page.not-taken", wording(key, call->api.language)));
}

/* Matters that are hidden from the asker, or know no such step, are not asked: the page says so. */
static size_t
gather(struct page_call *call, struct bulk *bulk, struct api_many *many)
{
    struct api_call *api = &call->api;
    struct look look = api_look(api);
    struct buffer list = buffer_open(api->arena, 1200);
    size_t count = 0;
    for (int i = 0; i < bulk->picks_count; i++) {
        const struct pick *pick = &bulk->picks[i];
        struct docket *docket = ARENA_NEW(api->arena, struct docket);
        bool is_hidden = false;
        buffer_add_format(&list, "%s%.*s", i == 0 ? "" : ".", TEXT_ARGS(pick->number));
        struct text id = docket_find(&look, pick->number);
        bool is_there = !text_is_empty(id) && docket_load(&look, id, docket, &is_hidden);
        if (is_hidden)
            api_log(api, id, false);
        const struct step *step = is_there ? step_for(bulk, docket, api->asker.role) : NULL;
        if (step == NULL)
            continue;
        many[count++] = (struct api_many){
            .act = {.verb = VERB_TAKE_STEP,
                    .matter_id = id,
                    .step = step->name,
                    .input = input_of(call, bulk, step),
                    .if_version = pick->version,
                    .claimed_ms = -1},
            .name = pick->number,
            .said = text_format(api->arena, "%d\n%.*s\n%.*s\n%.*s\n%lld", bulk->deed, TEXT_ARGS(id),
                                TEXT_ARGS(bulk->handler), TEXT_ARGS(bulk->reason),
                                (long long)pick->version),
        };
    }
    bulk->list = buffer_text(&list);
    return count;
}

static enum deed
deed_of(struct text word)
{
    for (int deed = 0; deed < DEEDS; deed++) {
        if (text_is(word, deeds[deed].word))
            return (enum deed)deed;
    }
    return DEEDS;
}

enum completion
page_bulk(struct page_call *call)
{
    enum completion done;
    struct api_call *api = &call->api;
    struct bulk *bulk = ARENA_NEW(api->arena, struct bulk);
    if (!page_has_role(call, &done))
        return done;
    bulk->deed = deed_of(page_posted(call, "do"));
    if (!read_picks(call, bulk) || bulk->deed == DEEDS)
        return page_not_found(call);
    api->key = page_posted_once(call);
    if (text_is_empty(api->key))
        return page_refuse(call, IDEMPOTENCY_KEY_MUST_BE_GIVEN, TEXT(""));
    if (bulk->picks_count == 0)
        return say_why(call, "bulk.none");
    bulk->handler = page_posted(call, "handler");
    bulk->reason = page_posted(call, "reason");
    if (bulk->deed == ASSIGN && text_is_empty(bulk->handler))
        return say_why(call, "bulk.no-handler");
    if (bulk->deed != CLAIM && (text_is_empty(bulk->reason) || text_has_hidden(bulk->reason) ||
                                text_characters(bulk->reason) > REASON_CHARACTERS_MAX))
        return say_why(call, "bulk.no-reason");
    struct api_many *many = ARENA_MANY(api->arena, BULK_MAX, struct api_many);
    size_t count = gather(call, bulk, many);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    return api_submit_many(api, many, count, settled, bulk);
}

/* ---- what became of it ---- */

static struct bulk_row
row_of(struct page_call *call, struct look *look, struct text key, struct text number)
{
    struct api_call *api = &call->api;
    struct bulk_row row = {.number = number};
    struct docket *docket = ARENA_NEW(api->arena, struct docket);
    struct outcome_found found;
    bool is_hidden = false;
    struct text id = docket_find(look, number);
    if (!text_is_empty(id) && docket_load(look, id, docket, &is_hidden)) {
        row.address = page_matter_address(call, id);
        row.title = docket->sees[SIGHT_CONTENT] ? docket->row.title : TEXT("");
        api_log(api, id, true);
    }
    if (is_hidden)
        api_log(api, id, false);
    if (!outcome_list_find(look, api_id_of_many(api, key, number), &found))
        row.why = wording("bulk.not-asked", api->language);
    else if (found.refusal == ALLOWED)
        row.is_done = true;
    else if (found.refusal == VERSION_MUST_BE_CURRENT)
        row.why = wording("bulk.faster", api->language);
    else
        row.why = api_sentence(api, found.refusal, found.detail);
    return row;
}

static void
fill(struct page_call *call, struct look *look, struct text key, struct text list,
     struct bulk_page *view)
{
    struct bulk_row *all = ARENA_MANY(call->api.arena, BULK_MAX, struct bulk_row);
    struct bulk_row *rows = ARENA_MANY(call->api.arena, BULK_MAX, struct bulk_row);
    int count = 0;
    while (!text_is_empty(list) && count < BULK_MAX) {
        struct text number = text_cut(&list, '.');
        if (has_only_number(number))
            all[count++] = row_of(call, look, key, number);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < count; i++) {
            if (all[i].is_done == (pass == 1))
                rows[view->rows_count++] = all[i];
        }
        if (pass == 0)
            view->left_count = view->rows_count;
    }
    view->rows = rows;
}

enum completion
page_bulk_done(struct page_call *call)
{
    enum completion done;
    struct api_call *api = &call->api;
    struct bulk_page *view = ARENA_NEW(api->arena, struct bulk_page);
    if (!page_has_role(call, &done))
        return done;
    struct text key = api_parameter(api, "k", ONCE_CHARACTERS);
    struct text what = api_parameter(api, "do", ONCE_CHARACTERS);
    struct text list = api_parameter(api, "m", LIST_CHARACTERS_MAX);
    if (api_has_mistakes(api) || text_is_empty(key) || text_is_empty(list))
        return page_not_found(call);
    struct look look = api_look(api);
    fill(call, &look, key, list, view);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    struct wording_value values[] = {
        {"all", text_format(api->arena, "%d", view->rows_count)},
        {"n", text_format(api->arena, "%d", view->rows_count - view->left_count)}};
    view->lead = wording_fill("bulk.lead", api->language, values, 2, api->arena);
    view->back = TEXT("/desk");
    enum deed deed = deed_of(what);
    page_title(call, deeds[deed == DEEDS ? CLAIM : deed].title);
    page_frame_area(call, "/desk");
    page_crumb(call, "/desk", wording("nav.queue", api->language));
    page_crumb(call, "", call->frame.title);
    struct page page = page_begin(call);
    page_desk_bulk(&page, view);
    return page_end(call, 200, &page);
}
