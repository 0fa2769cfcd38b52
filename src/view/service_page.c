/* service_page.c: what is asked of an attempt depends on its mode alone, and stands in
 * rules/service; so does every sentence of a verdict. */
#include "view/service_page.h"

#include "law/source.h"
#include "paper/derivation_words.h"
#include "paper/paper_service.h"
#include "paper/service_words.h"
#include "paper/wording.h"

#include <string.h>

struct drawing {
    const struct view *view;
    const struct service_page_source *source;
    struct service_words words;
};

static struct text
say(const struct drawing *one, const char *key)
{
    return wording(key, one->view->language);
}

static struct text
say_day(const struct drawing *one, const char *key, struct date day)
{
    struct wording_value values[] = {
        {"day", derivation_words_day(day, one->view->language, one->view->arena)}};
    return wording_fill(key, one->view->language, values, 1, one->view->arena);
}

static struct text
citation_of(const struct drawing *one, struct text rests_on)
{
    struct citation citation;
    if (!citation_parse(rests_on, &citation))
        return TEXT("");
    return source_citation_text(one->source->sources, citation, one->view->language,
                                one->view->arena);
}

/* ---- one attempt ---- */

static struct tag_view
outcome_tag(const struct drawing *one, struct text outcome)
{
    static const struct {
        const char *outcome, *kind, *icon, *key;
    } tags[] = {
        {"served", "good", "check", "service.served"},
        {"missing", "warn", "warning", "service.missing"},
        {"not_yet", "info", "clock", "service.not-yet"},
        {"failed", "wrong", "cross", "service.failed"},
        {"prohibited", "wrong", "cross", "service.prohibited"},
        {"contradicted", "wrong", "warning", "service.contradicted"},
    };
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (text_is(outcome, tags[i].outcome))
            return (struct tag_view){tags[i].kind, tags[i].icon, say(one, tags[i].key)};
    return (struct tag_view){"info", "info", outcome};
}

static struct service_page_step
step_of(const struct drawing *one, const struct value *step)
{
    struct derivation *counted = ARENA_NEW(one->view->arena, struct derivation);
    struct text name = value_member_text(step, "rule");
    const struct words *words = service_words_rule(one->source->rules, name);
    if (value_member(step, "counted") != NULL &&
        derivation_read(value_member(step, "counted"), counted) && counted->count == 1) {
        struct citation rests_on = counted->steps[0].rests_on;
        return (struct service_page_step){
            derivation_words(&counted->steps[0], one->view->language, one->view->arena),
            citation_is_none(rests_on)
                ? TEXT("")
                : citation_of(one, citation_text(rests_on, one->view->arena))};
    }
    return (struct service_page_step){
        words == NULL ? name
                      : service_words_fill(&one->words, words, value_member_text(step, "what"),
                                           value_member_text(step, "day")),
        citation_of(one, value_member_text(step, "rests_on"))};
}

static void
fill_steps(const struct drawing *one, const struct value *verdict,
           struct service_page_attempt *attempt)
{
    const struct value *steps = value_member(verdict, "steps");
    size_t count = value_is(steps, VALUE_ARRAY) ? steps->count : 0;
    struct service_page_step *list =
        ARENA_MANY(one->view->arena, count + 1, struct service_page_step);
    for (const struct value *step = count > 0 ? steps->first : NULL; step != NULL;
         step = step->next)
        list[attempt->steps_count++] = step_of(one, step);
    attempt->steps = list;
}

static void
fill_next(const struct drawing *one, const struct value *verdict,
          struct service_page_attempt *attempt)
{
    const struct value *next = value_member(verdict, "next");
    const struct value *missing = value_member(verdict, "missing");
    struct buffer names = buffer_open(one->view->arena, 80);
    size_t count = value_is(next, VALUE_ARRAY) ? next->count : 0;
    struct text *list = ARENA_MANY(one->view->arena, count + 1, struct text);
    for (const struct value *item = count > 0 ? next->first : NULL; item != NULL; item = item->next)
        list[attempt->next_count++] = service_words_action(&one->words, value_text(item));
    attempt->next = list;
    for (const struct value *item = value_is(missing, VALUE_ARRAY) ? missing->first : NULL;
         item != NULL; item = item->next)
        buffer_add_format(&names, "%s%.*s", names.length > 0 ? " " : "",
                          TEXT_ARGS(value_text(item)));
    if (names.length == 0)
        return;
    struct wording_value values[] = {
        {"what", service_words_names(&one->words, buffer_text(&names))}};
    attempt->missing =
        wording_fill("service.give", one->view->language, values, 1, one->view->arena);
}

static struct text
fact_value(const struct drawing *one, const struct service_fact *fact, struct text value)
{
    if (fact->type == SERVICE_BOOLEAN)
        return say(one, text_is(value, "true") ? "service.yes" : "service.no");
    for (size_t i = 0; i < fact->choices_count; i++)
        if (text_equal(fact->choices[i].id, value))
            return fact->choices[i].words.in[one->view->language];
    return value;
}

struct row_list {
    struct summary_row *rows;
    int count;
};

enum { ROWS_MAX = SERVICE_FACTS_MAX + SERVICE_DATES_MAX + 8 };

static void
add_row(struct row_list *list, struct text label, struct text value)
{
    if (!text_is_empty(value) && list->count < ROWS_MAX)
        list->rows[list->count++] = (struct summary_row){.label = label, .value = value};
}

static struct text
time_words(const struct drawing *one, struct text written)
{
    int64_t at_ms;
    struct date day;
    if (date_parse(written, &day) || !instant_parse(written, CHINA_OFFSET_MINUTES, &at_ms))
        return written;
    int minute = minute_of_instant(at_ms, CHINA_OFFSET_MINUTES);
    return text_format(
        one->view->arena, "%.*s %02d:%02d",
        TEXT_ARGS(date_text(date_of_instant(at_ms, CHINA_OFFSET_MINUTES), one->view->arena)),
        minute / 60, minute % 60);
}

static void
fill_said(const struct drawing *one, const struct attempt_row *row,
          struct service_page_attempt *attempt)
{
    static const char *const texts[][2] = {{"place", "service.place"},
                                           {"received_by", "service.received-by"},
                                           {"met", "service.met"},
                                           {"courier_number", "service.courier-number"},
                                           {"note", "service.note"}};
    const struct service_rules *rules = one->source->rules;
    const struct value *facts = value_member(row->said, "facts");
    const struct value *dates = value_member(row->said, "dates");
    const struct value *text = value_member(row->details, "text");
    struct row_list list = {ARENA_MANY(one->view->arena, ROWS_MAX, struct summary_row), 0};
    for (size_t i = 0; i < rules->dates_count; i++)
        add_row(&list, rules->dates[i].words.in[one->view->language],
                time_words(one, value_text(value_member_named(dates, rules->dates[i].id))));
    for (size_t i = 0; i < rules->facts_count; i++) {
        struct text value = value_text(value_member_named(facts, rules->facts[i].id));
        if (!text_is_empty(value))
            add_row(&list, rules->facts[i].words.in[one->view->language],
                    fact_value(one, &rules->facts[i], value));
    }
    const struct service_failure *failure =
        service_failure_find(rules, value_member_text(row->said, "failure"));
    if (failure != NULL)
        add_row(&list, say(one, "service.failure"), failure->words.in[one->view->language]);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        add_row(&list, say(one, texts[i][1]), value_member_text(text, texts[i][0]));
    attempt->said = (struct summary_list_view){list.rows, list.count, true};
}

static void
fill_files(const struct drawing *one, const struct attempt_row *row,
           struct service_page_attempt *attempt)
{
    const struct value *files = value_member(row->details, "documents");
    size_t count = value_is(files, VALUE_ARRAY) ? files->count : 0;
    struct service_page_link *list =
        ARENA_MANY(one->view->arena, count + 1, struct service_page_link);
    int number = 0;
    for (const struct value *file = count > 0 ? files->first : NULL; file != NULL;
         file = file->next, number++) {
        struct text name = value_member_text(file, "name");
        list[attempt->files_count++] = (struct service_page_link){
            text_format(one->view->arena, "%.*s/service/files/%.*s-%d-%d",
                        TEXT_ARGS(one->source->home), TEXT_ARGS(row->service_id), (int)row->number,
                        number),
            text_is_empty(name) ? say(one, "service.file") : name};
    }
    attempt->files = list;
}

static struct text
who_line(const struct drawing *one, const struct attempt_row *row)
{
    struct text when =
        time_words(one, instant_text(row->made_ms, CHINA_OFFSET_MINUTES, one->view->arena));
    struct text court = view_court_name(one->view, row->made_at);
    enum role role;
    if (text_is(row->made_as, "exchange") || !role_parse(row->made_as, &role))
        return text_format(one->view->arena, "%.*s · %.*s", TEXT_ARGS(when), TEXT_ARGS(court));
    struct text as = role_words(role).in[one->view->language];
    return text_format(one->view->arena, "%.*s · %.*s · %.*s", TEXT_ARGS(when), TEXT_ARGS(court),
                       TEXT_ARGS(as));
}

static struct service_page_attempt
attempt_of(const struct drawing *one, const struct attempt_row *row)
{
    struct service_page_attempt attempt = {
        .title = service_words_mode(&one->words, row->mode, row->channel),
        .outcome = outcome_tag(one, row->outcome),
        .who = who_line(one, row),
    };
    if (!date_is_none(row->served_on))
        attempt.served = say_day(one, "service.day", row->served_on);
    fill_steps(one, row->verdict, &attempt);
    if (one->source->is_staff)
        fill_next(one, row->verdict, &attempt);
    fill_said(one, row, &attempt);
    fill_files(one, row, &attempt);
    bool is_of_person = !text_is(row->made_as, "exchange") || text_is(row->outcome, "served");
    if (one->source->list->may_record && one->source->list->is_judged_here && is_of_person)
        attempt.more =
            text_format(one->view->arena, "%.*s/service/record?of=%.*s&mode=%.*s&attempt=%d",
                        TEXT_ARGS(one->source->home), TEXT_ARGS(row->service_id),
                        TEXT_ARGS(row->mode), (int)row->number);
    return attempt;
}

/* ---- one service ---- */

static struct text
paper_names(const struct drawing *one, const struct procedure *procedure, struct text papers)
{
    struct buffer names = buffer_open(one->view->arena, 120);
    while (!text_is_empty(papers)) {
        struct text name = text_cut(&papers, ' ');
        const struct paper_rule *paper =
            procedure == NULL ? NULL : procedure_paper(procedure, name);
        if (paper != NULL)
            name = view_words(one->view, &paper->words);
        buffer_add_format(&names, "%s%.*s",
                          names.length == 0                    ? ""
                          : one->view->language == LANGUAGE_ZH ? "、"
                                                               : ", ",
                          TEXT_ARGS(name));
    }
    return buffer_text(&names);
}

/* 当事人甲; a number where the names are not for this reader. */
static struct text
recipient_names(const struct drawing *one, const struct service_row *row)
{
    const struct value *names = value_member(row->details, "names");
    struct buffer list = buffer_open(one->view->arena, 60);
    for (const struct value *name = value_is(names, VALUE_ARRAY) ? names->first : NULL;
         name != NULL; name = name->next)
        buffer_add_format(&list, "%s%.*s",
                          list.length == 0                     ? ""
                          : one->view->language == LANGUAGE_ZH ? "、"
                                                               : ", ",
                          TEXT_ARGS(value_text(name)));
    if (list.length > 0)
        return buffer_text(&list);
    struct text rest = row->recipients, first = text_cut(&rest, ' '), number = first;
    int64_t at = 0;
    text_cut(&number, '/');
    struct wording_value values[] = {
        {"n", text_number(number, &at) ? text_format(one->view->arena, "%d", (int)at + 1) : first}};
    return wording_fill("service.party", one->view->language, values, 1, one->view->arena);
}

static struct text
address_line(const struct drawing *one, const struct service_row *row)
{
    static const char *const keys[] = {"service_receiver", "service_phone", "service_address",
                                       "service_postcode", "electronic_address"};
    struct buffer line = buffer_open(one->view->arena, 120);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct text value = value_member_text(row->details, keys[i]);
        if (!text_is_empty(value))
            buffer_add_format(&line, "%s%.*s", line.length == 0 ? "" : " · ", TEXT_ARGS(value));
    }
    return line.length > 0 ? buffer_text(&line) : value_member_text(row->details, "address");
}

static void
fill_plan(const struct drawing *one, const struct service_row *row,
          struct service_page_service *service)
{
    size_t count = value_is(row->plan, VALUE_ARRAY) ? row->plan->count : 0;
    struct service_page_step *list =
        ARENA_MANY(one->view->arena, count + 1, struct service_page_step);
    for (const struct value *way = count > 0 && !row->is_served ? row->plan->first : NULL;
         way != NULL; way = way->next) {
        struct text ground = value_member_text(way, "ground"),
                    mode = value_member_text(way, "mode");
        const char *key =
            text_format(one->view->arena, "service.ground.%.*s", TEXT_ARGS(ground)).bytes;
        struct text why = wording(key, one->view->language);
        struct text name = service_words_mode(&one->words, mode, value_member_text(way, "channel"));
        list[service->plan_count++] = (struct service_page_step){
            text_is_empty(mode) ? why
                                : text_format(one->view->arena, "%.*s%.*s%.*s", TEXT_ARGS(name),
                                              TEXT_ARGS(view_colon(one->view)), TEXT_ARGS(why)),
            citation_of(one, value_member_text(way, "rests_on"))};
    }
    service->plan = list;
}

static struct service_page_link
way_link(const struct drawing *one, const struct service_row *row, struct text mode)
{
    return (struct service_page_link){
        text_format(one->view->arena, "%.*s/service/record?of=%.*s&mode=%.*s",
                    TEXT_ARGS(one->source->home), TEXT_ARGS(row->service_id), TEXT_ARGS(mode)),
        service_words_mode(&one->words, mode, TEXT(""))};
}

static bool
is_planned(const struct service_row *row, struct text mode)
{
    for (const struct value *way = value_is(row->plan, VALUE_ARRAY) ? row->plan->first : NULL;
         way != NULL; way = way->next)
        if (text_equal(value_member_text(way, "mode"), mode))
            return true;
    return false;
}

/* The planned ways first; every other mode can be recorded as well, for what happened happened. */
static void
fill_ways(const struct drawing *one, const struct service_row *row,
          struct service_page_service *service)
{
    const struct service_rules *rules = one->source->rules;
    struct service_page_link *planned =
        ARENA_MANY(one->view->arena, rules->modes_count + 1, struct service_page_link);
    struct service_page_link *others =
        ARENA_MANY(one->view->arena, rules->modes_count + 1, struct service_page_link);
    if (!one->source->list->may_record)
        return;
    for (const struct value *way = value_is(row->plan, VALUE_ARRAY) ? row->plan->first : NULL;
         way != NULL; way = way->next)
        if (!text_is_empty(value_member_text(way, "mode")) &&
            !text_is(value_member_text(way, "channel"), "platform"))
            planned[service->ways_count++] = way_link(one, row, value_member_text(way, "mode"));
    for (size_t i = 0; i < rules->modes_count; i++)
        if (!is_planned(row, rules->modes[i].id))
            others[service->other_ways_count++] = way_link(one, row, rules->modes[i].id);
    service->ways = planned;
    service->other_ways = others;
}

static void
fill_objections(const struct drawing *one, const struct service_item *item,
                struct service_page_service *service)
{
    struct text *list =
        ARENA_MANY(one->view->arena, (size_t)item->objections_count + 1, struct text);
    for (int i = 0; i < item->objections_count; i++)
        list[service->objections_count++] =
            value_member_text(value_member(item->objections[i].details, "text"), "note");
    service->objections = list;
}

static void
fill_announced(const struct drawing *one, const struct service_item *item,
               struct service_page_service *service)
{
    struct arena *arena = one->view->arena;
    enum language language = one->view->language;
    struct text *lines = ARENA_MANY(arena, (size_t)item->announced_count + 1, struct text);
    for (int i = 0; i < item->announced_count; i++) {
        const struct announcement_row *row = &item->announced[i];
        struct wording_value values[] = {
            {"on", derivation_words_day(row->on, language, arena)},
            {"until", derivation_words_day(row->until, language, arena)},
            {"shown", derivation_words_day(row->shown, language, arena)},
            {"gaps", row->gaps},
        };
        lines[service->announced_count++] =
            wording_fill(text_is_empty(row->gaps) ? "announcement.stands" : "announcement.gaps",
                         language, values, 4, arena);
    }
    service->announced = lines;
    if (one->source->list->may_announce && !item->row.is_served)
        service->announce =
            text_format(arena, "%.*s/service/announce?of=%.*s", TEXT_ARGS(one->source->home),
                        TEXT_ARGS(item->row.service_id));
}

/* What can be printed: the certificate; the voucher of what came electronically; for who records,
 * the form that is signed. */
static void
fill_papers(const struct drawing *one, const struct service_item *item,
            struct service_page_service *service)
{
    static const char *const kinds[] = {PAPER_SERVICE_CERTIFICATE, PAPER_SERVICE_VOUCHER,
                                        PAPER_SERVICE_RETURN};
    struct service_page_link *list = ARENA_MANY(one->view->arena, 4, struct service_page_link);
    bool is_electronic = false;
    for (int i = 0; i < item->attempts_count; i++)
        is_electronic |=
            text_is(item->attempts[i].mode, "D3") && text_is(item->attempts[i].outcome, "served");
    const bool has[] = {item->attempts_count > 0, is_electronic, one->source->list->may_record};
    for (size_t i = 0; i < 3; i++) {
        struct words title;
        if (!has[i] || text_is_empty(item->paper_place) ||
            !paper_service_title(text_of(kinds[i]), &title))
            continue;
        list[service->papers_of_count++] = (struct service_page_link){
            text_format(one->view->arena, "%.*s/papers/%.*s.%s", TEXT_ARGS(one->source->home),
                        TEXT_ARGS(item->paper_place), kinds[i]),
            view_words(one->view, &title)};
    }
    service->papers_of = list;
}

static struct service_page_service
service_of(const struct drawing *one, const struct service_item *item)
{
    const struct service_row *row = &item->row;
    struct service_page_service service = {
        .id = row->service_id,
        .papers = paper_names(one, one->source->docket->procedure, row->papers),
        .recipients = recipient_names(one, row),
        .address = address_line(one, row),
        .status = row->is_served ? (struct tag_view){"good", "check", say(one, "service.served")}
                                 : (struct tag_view){"warn", "clock", say(one, "service.open")},
    };
    if (row->is_served) {
        service.day = say_day(one, "service.day", row->served_on);
        if (!date_is_none(row->closed_on) && date_compare(row->closed_on, row->served_on) != 0)
            service.closed = say_day(one, "service.closed", row->closed_on);
        if (row->is_presumed)
            service.presumed = say(one, "service.is-presumed");
    }
    if (!one->source->is_staff)
        service.meaning = say(one, row->is_served ? "service.means-served" : "service.means-open");
    struct service_page_attempt *attempts =
        ARENA_MANY(one->view->arena, (size_t)item->attempts_count + 1, struct service_page_attempt);
    for (int i = 0; i < item->attempts_count; i++)
        attempts[service.attempts_count++] = attempt_of(one, &item->attempts[i]);
    service.attempts = attempts;
    fill_plan(one, row, &service);
    fill_ways(one, row, &service);
    fill_objections(one, item, &service);
    fill_announced(one, item, &service);
    fill_papers(one, item, &service);
    if (!one->source->is_staff && row->is_served && row->is_presumed)
        service.object = row->service_id;
    return service;
}

static struct drawing
draw(const struct view *view, const struct service_page_source *source)
{
    return (struct drawing){view, source, {source->rules, view->language, view->arena}};
}

void
service_page_fill(const struct view *view, const struct service_page_source *source,
                  struct service_page *page)
{
    struct drawing one = draw(view, source);
    const struct service_list *list = source->list;
    struct service_page_service *services =
        ARENA_MANY(view->arena, (size_t)list->count + 1, struct service_page_service);
    /* What was issued last comes first. */
    for (int i = list->count; i-- > 0;)
        services[page->services_count++] = service_of(&one, &list->items[i]);
    page->services = services;
    page->no = source->docket->row.matter_id;
    page->home = source->home;
    page->may_record = list->may_record;
    page->may_withdraw = list->may_withdraw;
    if (list->may_record && !list->is_judged_here)
        page->note = say(&one, "service.owner-judges");
}

struct summary_list_view
service_page_rows(const struct view *view, const struct service_page_source *source)
{
    struct drawing one = draw(view, source);
    const struct service_list *list = source->list;
    struct row_list rows = {ARENA_MANY(view->arena, ROWS_MAX, struct summary_row), 0};
    for (int i = list->count; i-- > 0;) {
        const struct service_row *row = &list->items[i].row;
        struct text papers = paper_names(&one, source->docket->procedure, row->papers);
        struct text label =
            text_format(view->arena, "%.*s%.*s%.*s", TEXT_ARGS(recipient_names(&one, row)),
                        TEXT_ARGS(view_colon(view)), TEXT_ARGS(papers));
        add_row(&rows, label,
                row->is_served ? say_day(&one, "service.day", row->served_on)
                               : say(&one, "service.open"));
    }
    return (struct summary_list_view){rows.rows, rows.count, false};
}

/* ---- everything that waits ---- */

void
service_page_queue(const struct view *view, const struct service_rules *rules,
                   const struct service_open_line *lines, int count,
                   struct service_queue_page *page)
{
    struct drawing one = {view, NULL, {rules, view->language, view->arena}};
    struct service_queue_row *rows =
        ARENA_MANY(view->arena, (size_t)count + 1, struct service_queue_row);
    for (int i = 0; i < count; i++)
        rows[i] = (struct service_queue_row){
            .no = lines[i].matter_id,
            .title = lines[i].title,
            .papers = paper_names(&one, lines[i].procedure, lines[i].papers),
            .way = text_is_empty(lines[i].mode)
                       ? say(&one, "service.no-way")
                       : service_words_mode(&one.words, lines[i].mode, lines[i].channel),
            .address = text_format(view->arena, "/desk/m/%.*s/service#%.*s",
                                   TEXT_ARGS(lines[i].matter_id), TEXT_ARGS(lines[i].service_id)),
            .since_ms = lines[i].planned_ms,
            .attempts = lines[i].attempts,
        };
    page->rows = rows;
    page->rows_count = count;
}

/* ---- recording ---- */

/* What this program knows by itself, and what nobody is asked for. */
static bool
is_known(struct text fact)
{
    return text_is(fact, "document") || text_is(fact, "addressee");
}

static struct form_field *
add_choice_field(struct plain_form *form, const struct view *view, const char *name,
                 struct text label, struct text value)
{
    struct form_field *field = plain_form_add(form, CONTROL_SELECT, name, label, TEXT(""), value);
    field->blank = wording("service.not-known", view->language);
    return field;
}

static void
add_fact(struct plain_form *form, const struct view *view, const struct service_fact *fact,
         const char *name, struct text value)
{
    struct text label = fact->words.in[view->language];
    if (fact->type == SERVICE_NUMBER) {
        struct form_field *field = plain_form_add(form, CONTROL_TEXT, name, label, TEXT(""), value);
        field->inputmode = TEXT("numeric");
        return;
    }
    struct form_field *field = add_choice_field(form, view, name, label, value);
    if (fact->type == SERVICE_BOOLEAN) {
        plain_form_choice(form, field, TEXT("true"), wording("service.yes", view->language),
                          text_is(value, "true"));
        plain_form_choice(form, field, TEXT("false"), wording("service.no", view->language),
                          text_is(value, "false"));
    }
    for (size_t i = 0; i < fact->choices_count; i++)
        plain_form_choice(form, field, fact->choices[i].id,
                          fact->choices[i].words.in[view->language],
                          text_equal(fact->choices[i].id, value));
}

static const char *
name_of(const struct view *view, const char *part, struct text id)
{
    return text_format(view->arena, "%s-%.*s", part, TEXT_ARGS(id)).bytes;
}

static void
add_failures(struct plain_form *form, const struct view *view, const struct service_rules *rules,
             struct text value)
{
    struct form_field *field =
        add_choice_field(form, view, "failure", wording("service.failure", view->language), value);
    field->blank = wording("service.no-failure", view->language);
    for (size_t i = 0; i < rules->failures_count; i++)
        plain_form_choice(form, field, rules->failures[i].id,
                          rules->failures[i].words.in[view->language],
                          text_equal(rules->failures[i].id, value));
}

static const char *const said_names[][2] = {{"place", "service.place"},
                                            {"received_by", "service.received-by"},
                                            {"met", "service.met"},
                                            {"courier_number", "service.courier-number"},
                                            {"receipt", "service.receipt"}};

struct plain_form *
service_page_form(const struct view *view, const struct service_rules *rules,
                  const struct service_mode *mode, struct text (*typed)(void *of, const char *name),
                  void *of)
{
    struct plain_form *form = plain_form_open(view);
    for (size_t i = 0; i < rules->dates_count; i++) {
        const struct service_date *date = &rules->dates[i];
        const char *name = name_of(view, "date", date->id);
        if (text_is(date->id, "now") || !service_mode_has_date(rules, mode, date->id))
            continue;
        struct form_field *field = plain_form_add(
            form, CONTROL_TEXT, name, date->words.in[view->language], TEXT(""), typed(of, name));
        field->type = TEXT("date");
    }
    /* What only this way asks comes first, then what may be asked of any. */
    for (size_t i = 0; i < rules->facts_count * 2; i++) {
        const struct service_fact *fact = &rules->facts[i % rules->facts_count];
        const char *name = name_of(view, "fact", fact->id);
        bool is_common = service_names_have(rules->common_facts, fact->id);
        if (!is_known(fact->id) && service_mode_has_fact(rules, mode, fact->id) &&
            is_common == (i >= rules->facts_count))
            add_fact(form, view, fact, name, typed(of, name));
    }
    add_failures(form, view, rules, typed(of, "failure"));
    for (size_t i = 0; i < sizeof said_names / sizeof said_names[0]; i++)
        plain_form_add(form, CONTROL_TEXT, said_names[i][0],
                       wording(said_names[i][1], view->language),
                       i == 4 ? wording("service.receipt-hint", view->language) : TEXT(""),
                       typed(of, said_names[i][0]));
    for (int i = 0; i < SERVICE_FORM_FILES; i++) {
        const char *name = text_format(view->arena, "evidence-%d", i).bytes;
        plain_form_add(form, CONTROL_FILE, name, wording("service.file", view->language),
                       i == 0 ? wording("service.file-hint", view->language) : TEXT(""),
                       typed(of, name));
    }
    plain_form_add(form, CONTROL_LINES, "note", wording("service.note", view->language), TEXT(""),
                   typed(of, "note"));
    return form;
}

/* Members in the order of their keys. */
static void
write_map(struct canon *canon, const char *key, const char *part, const struct view *view,
          struct text (*typed)(void *of, const char *name), void *of,
          const struct service_rules *rules, const struct service_mode *mode)
{
    bool is_fact = strcmp(part, "fact") == 0;
    size_t count = is_fact ? rules->facts_count : rules->dates_count;
    struct text last = TEXT("");
    canon_key(canon, key);
    canon_begin_object(canon);
    for (;;) {
        struct text next = TEXT("");
        for (size_t i = 0; i < count; i++) {
            struct text id = is_fact ? rules->facts[i].id : rules->dates[i].id;
            bool has = is_fact ? !is_known(id) && service_mode_has_fact(rules, mode, id)
                               : !text_is(id, "now") && service_mode_has_date(rules, mode, id);
            if (has && text_compare(id, last) > 0 &&
                (text_is_empty(next) || text_compare(id, next) < 0))
                next = id;
        }
        if (text_is_empty(next))
            break;
        struct text value = typed(of, name_of(view, part, next));
        if (!text_is_empty(value)) {
            canon_key_text(canon, next);
            canon_put_text(canon, value);
        }
        last = next;
    }
    canon_end_object(canon);
}

/* Photographs, the form of return, a slip: as they were taken in. */
static void
write_files(struct canon *canon, const struct view *view,
            struct text (*typed)(void *of, const char *name), void *of)
{
    canon_key(canon, "evidence");
    canon_begin_array(canon);
    for (int i = 0; i < SERVICE_FORM_FILES; i++) {
        struct text sha256 = typed(of, text_format(view->arena, "evidence-%d", i).bytes);
        if (text_is_empty(sha256))
            continue;
        canon_begin_object(canon);
        canon_member_text(canon, "file", sha256);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
service_page_input(const struct view *view, const struct service_rules *rules,
                   const struct service_mode *mode, struct text service_id, int64_t attempt,
                   const struct evidence_row *objection,
                   struct text (*typed)(void *of, const char *name), void *of)
{
    struct canon canon = canon_open(view->arena, 600);
    canon_begin_object(&canon);
    if (attempt > 0)
        canon_member_integer(&canon, "attempt", attempt);
    canon_member_text_if(&canon, "courier_number", typed(of, "courier_number"));
    write_map(&canon, "dates", "date", view, typed, of, rules, mode);
    write_files(&canon, view, typed, of);
    write_map(&canon, "facts", "fact", view, typed, of, rules, mode);
    canon_member_text_if(&canon, "failure", typed(of, "failure"));
    canon_member_text_if(&canon, "met", typed(of, "met"));
    canon_member_text(&canon, "mode", mode->id);
    canon_member_text_if(&canon, "note", typed(of, "note"));
    if (objection != NULL) {
        canon_key(&canon, "objection");
        canon_begin_object(&canon);
        canon_member_text(&canon, "node", objection->node);
        canon_member_integer(&canon, "seq", objection->seq);
        canon_end_object(&canon);
    }
    canon_member_text_if(&canon, "place", typed(of, "place"));
    canon_member_text_if(&canon, "receipt", typed(of, "receipt"));
    canon_member_text_if(&canon, "received_by", typed(of, "received_by"));
    canon_member_text(&canon, "service", service_id);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
service_page_field(const struct view *view, struct text named)
{
    struct text rest = named, part = text_cut(&rest, '.');
    if (text_is(part, "facts"))
        return text_format(view->arena, "fact-%.*s", TEXT_ARGS(rest));
    if (text_is(part, "dates"))
        return text_format(view->arena, "date-%.*s", TEXT_ARGS(rest));
    return named;
}
