/* paper_service.c: every attempt stands on the certificate, those in vain as well, each with what
 * it rests on; what another court recorded is said with its name. */
#include "paper/paper_service.h"

#include "law/access.h"
#include "paper/derivation_words.h"
#include "paper/paper_places.h"
#include "paper/service_words.h"
#include "paper/wording.h"

#include <assert.h>

static const struct {
    const char *kind;
    struct words title;
} kinds[] = {
    {PAPER_SERVICE_CERTIFICATE,
     {{TEXT_INIT("送达证明"), TEXT_INIT("송달 증명"), TEXT_INIT("Certificate of service")}}},
    {PAPER_SERVICE_VOUCHER,
     {{TEXT_INIT("电子送达凭证"), TEXT_INIT("전자송달 증빙"),
       TEXT_INIT("Voucher of electronic service")}}},
    {PAPER_SERVICE_RETURN,
     {{TEXT_INIT("送达回证"), TEXT_INIT("송달회증"), TEXT_INIT("Form of return of service")}}},
};

bool
paper_service_title(struct text kind, struct words *title)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!text_is(kind, kinds[i].kind))
            continue;
        *title = kinds[i].title;
        return true;
    }
    return false;
}

struct writing {
    const struct paper_service *service;
    struct service_words words;
    enum language language;
    struct arena *arena;
};

static struct text
outcome_said(const struct writing *one, struct text outcome)
{
    static const char *const keys[][2] = {
        {"served", "service.served"},         {"missing", "service.missing"},
        {"not_yet", "service.not-yet"},       {"failed", "service.failed"},
        {"prohibited", "service.prohibited"}, {"contradicted", "service.contradicted"}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (text_is(outcome, keys[i][0]))
            return wording(keys[i][1], one->language);
    return outcome;
}

static struct text
when_said(const struct writing *one, int64_t at_ms)
{
    int minute = minute_of_instant(at_ms, CHINA_OFFSET_MINUTES);
    struct text day =
        paper_day(date_of_instant(at_ms, CHINA_OFFSET_MINUTES), one->language, one->arena);
    return text_format(one->arena, "%.*s %02d:%02d", TEXT_ARGS(day), minute / 60, minute % 60);
}

/* 签收人：受送达人本人；送达回证上的签收日期：2026-03-02 */
static struct text
facts_said(const struct writing *one, const struct paper_service_attempt *attempt)
{
    static const char *const texts[][2] = {{"place", "service.place"},
                                           {"received_by", "service.received-by"},
                                           {"met", "service.met"},
                                           {"courier_number", "service.courier-number"},
                                           {"note", "service.note"}};
    const struct service_rules *rules = one->service->rules;
    const struct value *facts = value_member(attempt->said, "facts");
    const struct value *dates = value_member(attempt->said, "dates");
    const struct value *text = value_member(attempt->details, "text");
    const struct value *files = value_member(attempt->details, "documents");
    struct buffer all = buffer_open(one->arena, 200);
    for (size_t i = 0; i < rules->dates_count; i++) {
        struct text value = value_text(value_member_named(dates, rules->dates[i].id));
        struct text name = rules->dates[i].words.in[one->language];
        int64_t at_ms;
        if (!text_is_empty(value) && instant_parse(value, CHINA_OFFSET_MINUTES, &at_ms))
            value = when_said(one, at_ms);
        if (!text_is_empty(value))
            buffer_add_format(&all, "%.*s：%.*s；", TEXT_ARGS(name), TEXT_ARGS(value));
    }
    for (size_t i = 0; i < rules->facts_count; i++) {
        const struct service_fact *fact = &rules->facts[i];
        struct text value = value_text(value_member_named(facts, fact->id));
        struct text name = fact->words.in[one->language];
        if (text_is_empty(value))
            continue;
        if (fact->type == SERVICE_BOOLEAN)
            value = wording(text_is(value, "true") ? "service.yes" : "service.no", one->language);
        else
            value = service_words_choice(&one->words, text_terminated(fact->id, one->arena), value);
        buffer_add_format(&all, "%.*s：%.*s；", TEXT_ARGS(name), TEXT_ARGS(value));
    }
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct text value = value_member_text(text, texts[i][0]);
        struct text name = wording(texts[i][1], one->language);
        if (!text_is_empty(value))
            buffer_add_format(&all, "%.*s：%.*s；", TEXT_ARGS(name), TEXT_ARGS(value));
    }
    for (const struct value *file = value_is(files, VALUE_ARRAY) ? files->first : NULL;
         file != NULL; file = file->next) {
        struct text name = wording("service.file", one->language);
        struct text sha256 = value_member_text(file, "file");
        buffer_add_format(&all, "%.*s SHA-256 %.16s；", TEXT_ARGS(name),
                          text_terminated(sha256, one->arena));
    }
    return buffer_text(&all);
}

/* The rules a verdict went by, each with its article. */
static struct text
ground_said(const struct writing *one, const struct value *step)
{
    struct derivation *counted = ARENA_NEW(one->arena, struct derivation);
    struct citation rests_on = {0};
    struct text name = value_member_text(step, "rule"), said = name;
    const struct words *words = service_words_rule(one->service->rules, name);
    if (derivation_read(value_member(step, "counted"), counted) && counted->count == 1) {
        said = derivation_words(&counted->steps[0], one->language, one->arena);
        rests_on = counted->steps[0].rests_on;
    } else {
        if (words != NULL)
            said = service_words_fill(&one->words, words, value_member_text(step, "what"),
                                      value_member_text(step, "day"));
        if (!citation_parse(value_member_text(step, "rests_on"), &rests_on))
            rests_on = (struct citation){0};
    }
    if (citation_is_none(rests_on))
        return said;
    struct text article =
        source_citation_text(one->service->sources, rests_on, one->language, one->arena);
    return text_format(one->arena, "%.*s（%.*s）", TEXT_ARGS(said), TEXT_ARGS(article));
}

static void
put_attempts(const struct writing *one, struct text (*court_name)(const void *of, struct text node),
             const void *of, struct paper_places *places)
{
    const struct paper_service *service = one->service;
    struct paper_list_place *list = &places->lists[places->lists_count++];
    struct text *values = ARENA_MANY(one->arena, service->attempts_count * 6 + 1, struct text);
    *list = (struct paper_list_place){
        "attempts", {"no", "mode", "when", "outcome", "day", "facts"}, 6, values, 0};
    for (size_t i = 0; i < service->attempts_count; i++) {
        const struct paper_service_attempt *attempt = &service->attempts[i];
        struct text *row = &values[6 * list->rows++];
        struct text court = court_name(of, attempt->court);
        enum role role;
        struct text as = role_parse(attempt->role, &role) && role != ROLE_EXCHANGE
                             ? role_words(role).in[one->language]
                             : TEXT("");
        row[0] = text_format(one->arena, "%d", (int)i + 1);
        row[1] = service_words_mode(&one->words, attempt->mode, attempt->channel);
        row[2] =
            text_format(one->arena, "%.*s %.*s %.*s", TEXT_ARGS(when_said(one, attempt->made_ms)),
                        TEXT_ARGS(court), TEXT_ARGS(as));
        row[3] = outcome_said(one, attempt->outcome);
        row[4] = date_is_none(attempt->served_on)
                     ? TEXT("")
                     : paper_day(attempt->served_on, one->language, one->arena);
        row[5] = facts_said(one, attempt);
    }
}

static void
put_grounds(const struct writing *one, struct paper_places *places)
{
    enum { GROUNDS_MAX = 200 };
    const struct paper_service *service = one->service;
    struct paper_list_place *list = &places->lists[places->lists_count++];
    struct text *values = ARENA_MANY(one->arena, GROUNDS_MAX, struct text);
    *list = (struct paper_list_place){"grounds", {"line"}, 1, values, 0};
    for (size_t i = 0; i < service->attempts_count; i++) {
        const struct value *steps = value_member(service->attempts[i].verdict, "steps");
        for (const struct value *step = value_is(steps, VALUE_ARRAY) ? steps->first : NULL;
             step != NULL && list->rows < GROUNDS_MAX; step = step->next)
            values[list->rows++] =
                text_format(one->arena, "%d. %.*s", (int)i + 1, TEXT_ARGS(ground_said(one, step)));
    }
}

void
paper_service_put(const struct paper_service *service, enum language language,
                  struct text (*court_name)(const void *of, struct text node), const void *of,
                  struct arena *arena, struct paper_places *places)
{
    struct writing one = {service, {service->rules, language, arena}, language, arena};
    struct buffer papers = buffer_open(arena, 100);
    for (size_t i = 0; i < service->papers_count; i++)
        buffer_add_format(&papers, "%s%.*s", i > 0 ? "、" : "",
                          TEXT_ARGS(service->papers[i]->in[language]));
    assert(places->lists_count + 2 <= PAPER_LISTS_MAX);
    paper_place(places, "service_number", service->number);
    paper_place(places, "service_recipients", service->recipients);
    paper_place(places, "service_address", service->address);
    paper_place(places, "service_papers", buffer_text(&papers));
    paper_place(places, "service_day",
                date_is_none(service->served_on) ? TEXT("")
                                                 : paper_day(service->served_on, language, arena));
    paper_place_if(places, "service_served", service->is_served);
    paper_place_if(places, "service_presumed", service->is_served && service->is_presumed);
    paper_place_if(places, "attempts_count", service->attempts_count > 0);
    put_attempts(&one, court_name, of, places);
    put_grounds(&one, places);
}
