/* page_table.c: many parties of a draft, such as workers who claim their wages together: read in
 * from a table, looked through with what is wrong in each line, and changed one at a time. What is
 * wrong is kept in the draft like everything that was typed. */
#include "http/page_apply.h"
#include "http/page_files.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "law/form.h"
#include "paper/wording.h"
#include "view/build.h"
#include "view/party_page.h"

enum { NUMBER_CHARACTERS = 6, PASTED_BYTES_MAX = 80 * 1024 };

struct reading {
    struct page_apply_draft draft;
    const struct field_rule *field; /* of parties */
    struct text home;
    struct party_page page;
    int number; /* of the party that is changed, from 1 */
    struct party_form_page form;
    struct form_rules rules;
    struct field_rule one; /* the field of parties, for a single one */
    const struct value *values;
};

static bool
load(struct page_call *call, struct reading *reading, enum completion *done)
{
    if (!page_apply_find(call, &reading->draft, done))
        return false;
    reading->field = party_table_field(reading->draft.step);
    reading->home = page_apply_home(call, &reading->draft);
    if (reading->field != NULL)
        return true;
    *done = page_not_found(call);
    return false;
}

static struct text
below(struct page_call *call, const struct reading *reading, const char *rest)
{
    return text_format(call->api.arena, "%.*s%s", TEXT_ARGS(reading->home), rest);
}

/* ---- all of them ---- */

static bool
read_page(struct page_call *call, int *page)
{
    int64_t number = 1;
    struct text given = api_parameter(&call->api, "page", NUMBER_CHARACTERS);
    if (!text_is_empty(given) && !text_number(given, &number))
        return false;
    *page = (int)number;
    return !api_has_mistakes(&call->api) && number >= 1 && number <= 100;
}

static struct answer
draw(struct page_call *call, struct reading *reading, int status, int at)
{
    struct party_page *page = &reading->page;
    const struct page_apply_draft *draft = &reading->draft;
    page->action = below(call, reading, "/table");
    page->template = below(call, reading, "/table/template");
    page->report = below(call, reading, "/table/report");
    page->back = below(call, reading, "/parties");
    page->next = below(call, reading, "/claims");
    page->version = draft->found.draft.version;
    page->most = reading->field->most;
    page->lines = party_table_lines(&call->view, draft->procedure, draft->step, draft->content,
                                    call->frame.today, below(call, reading, "/table/"), at);
    if (page->lines.pages > 1)
        page->pager = (struct pager_view){
            .page = at,
            .pages = page->lines.pages,
            .earlier = at > 1 ? text_format(call->api.arena, "%.*s?page=%d",
                                            TEXT_ARGS(page->action), at - 1)
                              : TEXT(""),
            .later = at < page->lines.pages ? text_format(call->api.arena, "%.*s?page=%d",
                                                          TEXT_ARGS(page->action), at + 1)
                                            : TEXT(""),
        };
    call->frame.has_mistakes = !text_is_empty(page->why);
    page_title(call, "table.title");
    struct page out = page_begin(call);
    if (call->frame.is_staff)
        page_desk_party_table(&out, page);
    else
        page_citizen_party_table(&out, page);
    return page_answer(call, status, &out);
}

enum completion
page_party_table(struct page_call *call)
{
    enum completion done;
    int at;
    struct reading *reading = ARENA_NEW(call->api.arena, struct reading);
    if (!load(call, reading, &done))
        return done;
    if (!read_page(call, &at))
        return page_not_found(call);
    page_crumb(call, "", wording("table.title", call->api.language));
    return api_answer(&call->api, draw(call, reading, 200, at));
}

/* ---- reading a table in ---- */

static struct text
say_number(struct page_call *call, const char *key, int number)
{
    struct wording_value value = {"n", text_format(call->api.arena, "%d", number)};
    return wording_fill(key, call->api.language, &value, 1, call->api.arena);
}

static struct text
flaw_sentence(struct page_call *call, enum table_flaw flaw, const struct table *table)
{
    switch (flaw) {
    case TABLE_IS_NO_TEXT: return wording("table.no-text", call->api.language);
    case TABLE_HAS_OPEN_QUOTES: return say_number(call, "table.open-quotes", table->line);
    default: return say_number(call, "table.too-large", TABLE_ROWS_MAX);
    }
}

static struct text
end_sentence(struct page_call *call, const struct reading *reading, enum party_table_end end)
{
    switch (end) {
    case PARTY_TABLE_HAS_NO_NAMES: return wording("table.no-names", call->api.language);
    case PARTY_TABLE_HAS_TOO_MANY: return say_number(call, "table.too-many", reading->field->most);
    default: return wording("table.no-rows", call->api.language);
    }
}

/* The content of the draft with other parties. */
static const struct value *
with_parties(struct page_call *call, const struct reading *reading, const struct value *parties)
{
    return build_with(reading->draft.content, reading->field->name,
                      build_branch(parties, call->api.arena), call->api.arena);
}

static struct answer
read_in(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct reading *reading = call->of;
    const struct value *said = value_read_canonical(outcome->answer, api->arena);
    reading->draft.found.draft.id = text_copy(value_member_text(said, "draft"), api->arena);
    reading->home = page_apply_home(call, &reading->draft);
    return page_redirect(call, below(call, reading, "/table"),
                         value_member(said, "newest") != NULL ? "draft-copied" : "table-read");
}

static struct answer
read_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct reading *reading = call->of;
    reading->page.why = page_why(call, outcome);
    return draw(call, reading, status, 1);
}

static void
take(struct page_call *call)
{
    struct reading *reading = call->of;
    struct table rows;
    struct party_table table;
    struct text pasted = pairs_value(&call->form, "pasted");
    bool has_pasted = !text_is_empty(text_trim(pasted));
    struct text given = call->files->has_table ? call->files->table : pasted;
    reading->page.pasted = pasted.length <= PASTED_BYTES_MAX ? pasted : TEXT("");
    if (!call->files->has_table && !has_pasted)
        reading->page.why = wording("table.nothing", call->api.language);
    else {
        enum table_flaw flaw = table_read(given, call->api.arena, &rows);
        if (flaw != TABLE_IS_GOOD)
            reading->page.why = flaw_sentence(call, flaw, &rows);
    }
    if (text_is_empty(reading->page.why)) {
        enum party_table_end end = party_table_take(
            reading->field, &rows, value_member_named(reading->draft.content, reading->field->name),
            call->api.arena, &table);
        reading->page.unknown = table.unknown;
        reading->page.unknown_count = table.unknown_count;
        if (end != PARTY_TABLE_TAKEN)
            reading->page.why = end_sentence(call, reading, end);
    }
    if (!text_is_empty(reading->page.why)) {
        page_answer_later(call, draw(call, reading, 422, 1));
        return;
    }
    page_apply_keep(call, &reading->draft, with_parties(call, reading, table.parties), read_in,
                    read_again);
}

enum completion
page_read_table(struct page_call *call)
{
    enum completion done;
    struct reading *reading = ARENA_NEW(call->api.arena, struct reading);
    call->of = reading;
    if (!load(call, reading, &done))
        return done;
    page_crumb(call, "", wording("table.title", call->api.language));
    return page_take_table(call, "table", take);
}

/* ---- tables to take home ---- */

static enum completion
give_table(struct page_call *call, struct text table, const char *name)
{
    struct answer answer = {
        .status = 200, .content_type = "text/csv; charset=utf-8", .body = table};
    api_header(&call->api, &answer, TEXT("Content-Disposition"),
               text_format(call->api.arena, "attachment; filename=\"%s.csv\"", name));
    return api_answer(&call->api, answer);
}

enum completion
page_table_template(struct page_call *call)
{
    enum completion done;
    struct reading *reading = ARENA_NEW(call->api.arena, struct reading);
    if (!load(call, reading, &done))
        return done;
    return give_table(call, party_table_template(&call->view, reading->field), "parties");
}

enum completion
page_table_report(struct page_call *call)
{
    enum completion done;
    struct reading *reading = ARENA_NEW(call->api.arena, struct reading);
    if (!load(call, reading, &done))
        return done;
    const struct page_apply_draft *draft = &reading->draft;
    return give_table(call,
                      party_table_mistakes(&call->view, draft->procedure, draft->step,
                                           draft->content, call->frame.today),
                      "parties-to-correct");
}

/* ---- one of them ---- */

static const struct value *
party_at(const struct reading *reading, int number)
{
    const struct value *list = value_member_named(reading->draft.content, reading->field->name);
    const struct value *one = value_is(list, VALUE_ARRAY) ? list->first : NULL;
    for (; one != NULL && number > 1; number--)
        one = one->next;
    return one;
}

static bool
load_party(struct page_call *call, struct reading *reading, enum completion *done)
{
    int64_t number;
    static const char *const not_asked[] = {"account", "agent_account", NULL};
    if (!load(call, reading, done))
        return false;
    bool is_number = text_number(api_segment(&call->api, "number"), &number) && number >= 1 &&
                     number <= reading->field->most;
    reading->number = is_number ? (int)number : 0;
    const struct value *party = is_number ? party_at(reading, reading->number) : NULL;
    if (party == NULL) {
        *done = page_not_found(call);
        return false;
    }
    struct value *list = build_array(call->api.arena);
    struct value *values = build_object(call->api.arena);
    build_add(list, TEXT(""), build_branch(party, call->api.arena));
    build_add(values, reading->field->name, list);
    reading->values = values;
    reading->one = *reading->field;
    reading->one.least = reading->one.most = 1;
    reading->rules = (struct form_rules){.procedure = reading->draft.procedure,
                                         .fields = &reading->one,
                                         .fields_count = 1,
                                         .without = not_asked};
    reading->form.title =
        text_format(call->api.arena, "%.*s %d", TEXT_ARGS(wording("table.one", call->api.language)),
                    reading->number);
    reading->form.action =
        text_format(call->api.arena, "%.*s/table/%d", TEXT_ARGS(reading->home), reading->number);
    reading->form.back = below(call, reading, "/table");
    reading->form.version = reading->draft.found.draft.version;
    page_crumb(call, reading->form.back.bytes, wording("table.title", call->api.language));
    page_crumb(call, "", reading->form.title);
    return true;
}

/* What is wrong with this party; what is wrong with the list as a whole is told there. */
static int
mistakes_here(struct page_call *call, const struct reading *reading,
              const struct field_mistake **mistakes)
{
    struct matter_facts facts = matter_new(TEXT(""), TEXT(""), TEXT(""));
    struct guard_context context = {.procedure = reading->draft.procedure,
                                    .step = reading->draft.step,
                                    .facts = &facts,
                                    .asker = &call->api.asker,
                                    .policies = &api_rules(&call->api)->policies,
                                    .today = call->frame.today};
    struct form form = form_check(&context, reading->values, call->api.arena);
    struct field_mistake *here =
        ARENA_MANY(call->api.arena, (size_t)form.mistakes_count + 1, struct field_mistake);
    const char *before =
        text_format(call->api.arena, "%.*s[0].", TEXT_ARGS(reading->field->name)).bytes;
    int count = 0;
    for (int i = 0; i < form.mistakes_count; i++) {
        if (text_starts_with(form.mistakes[i].field, before))
            here[count++] = form.mistakes[i];
    }
    *mistakes = here;
    return count;
}

static struct answer
draw_party(struct page_call *call, struct reading *reading, int status)
{
    const struct field_mistake *mistakes;
    struct form_filled filled = {.values = reading->values};
    filled.mistakes_count = mistakes_here(call, reading, &mistakes);
    filled.mistakes = mistakes;
    reading->form.form = form_view_make(&call->view, &reading->rules, &filled);
    call->frame.has_mistakes = reading->form.form.is_wrong || !text_is_empty(reading->form.why);
    page_title_text(call, reading->form.title);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_party_form(&page, &reading->form);
    else
        page_citizen_party_form(&page, &reading->form);
    return page_answer(call, status, &page);
}

enum completion
page_party(struct page_call *call)
{
    enum completion done;
    struct reading *reading = ARENA_NEW(call->api.arena, struct reading);
    if (!load_party(call, reading, &done))
        return done;
    return api_answer(&call->api, draw_party(call, reading, 200));
}

static struct answer
change_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct reading *reading = call->of;
    reading->form.why = page_why(call, outcome);
    return draw_party(call, reading, status);
}

static void
change(struct page_call *call)
{
    static const char *const others[] = {"drop", NULL};
    struct reading *reading = call->of;
    const struct field_mistake *mistakes;
    bool is_dropped = page_has_posted(call, "drop");
    struct form_input input =
        form_input_read(&reading->rules, &call->form, others, call->api.arena);
    if (input.unknown_count > 0) {
        page_answer_later(call, api_refusal(&call->api, FIELD_MUST_BE_KNOWN, input.unknown));
        return;
    }
    const struct value *changed = value_member_named(input.values, reading->field->name);
    const struct value *party = value_is(changed, VALUE_ARRAY) ? changed->first : NULL;
    reading->values = input.values;
    if (!is_dropped && (party == NULL || mistakes_here(call, reading, &mistakes) > 0)) {
        page_answer_later(call, draw_party(call, reading, 422));
        return;
    }
    struct value *parties = build_array(call->api.arena);
    const struct value *list = value_member_named(reading->draft.content, reading->field->name);
    int number = 1;
    for (const struct value *one = list->first; one != NULL; one = one->next, number++) {
        const struct value *now = number == reading->number ? party : one;
        if (number != reading->number || !is_dropped)
            build_add(parties, TEXT(""), build_branch(now, call->api.arena));
    }
    page_apply_keep(call, &reading->draft, with_parties(call, reading, parties), read_in,
                    change_again);
}

enum completion
page_change_party(struct page_call *call)
{
    enum completion done;
    struct reading *reading = ARENA_NEW(call->api.arena, struct reading);
    call->of = reading;
    if (!load_party(call, reading, &done))
        return done;
    return page_take_posted(call, change);
}
