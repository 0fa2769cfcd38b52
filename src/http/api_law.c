/* api_law.c: questions of law and of proof that need no matter and nobody's name. */
#include "http/api_printing.h"
#include "http/api_routes.h"
#include "paper/wording.h"
#include "store/reference_rows.h"
#include "view/costing.h"
#include "view/counting.h"
#include "view/finding.h"
#include "view/identify.h"
#include "view/rule_view.h"
#include "view/serving.h"

#include <string.h>

enum { WORDS_CHARACTERS_MAX = 200 };

/* ---- causes and courts ---- */

static bool
read_day(struct text written, struct date otherwise, struct date *date)
{
    *date = otherwise;
    return text_is_empty(written) || date_parse(written, date);
}

enum completion
api_find_causes(struct api_call *call)
{
    enum completion done;
    struct date on;
    const struct cause *const *found;
    if (!api_may_ask(call, &done))
        return done;
    struct text words = api_parameter(call, "q", WORDS_CHARACTERS_MAX);
    struct text day = api_parameter(call, "on", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    const struct cause_edition *edition =
        read_day(day, api_today(call), &on) ? cause_edition_on(&api_rules(call)->causes, on) : NULL;
    if (edition == NULL)
        return api_obstruct(call, PARAMETER_MUST_BE_RIGHT);
    struct view view = api_view(call);
    size_t count = cause_search(edition, words, call->arena, &found);
    return api_give(call, 200, rule_view_causes(&view, edition, found, count));
}

static bool
read_flag(struct api_call *call, const char *key)
{
    const struct value *flag = value_member(call->body, key);
    if (flag != NULL && flag->type != VALUE_TRUE && flag->type != VALUE_FALSE)
        api_mistake(call, text_of(key), FIELD_MUST_BE_OF_ITS_TYPE);
    return value_is_true(flag);
}

/* The place by its id, or the area its address names. */
static struct text
place_at(const struct api_call *call, const struct value *one)
{
    struct text at = value_member_text(one, "at");
    if (!text_is_empty(at))
        return at;
    const struct jurisdiction_area *area =
        jurisdiction_area_of(&api_rules(call)->jurisdiction, value_member_text(one, "address"));
    return area == NULL ? TEXT("") : area->id;
}

static void
read_place(struct api_call *call, const struct value *one, int number,
           struct jurisdiction_place *place)
{
    struct text path = text_format(call->arena, "places[%d]", number);
    for (const struct value *member = one->first; member != NULL; member = member->next) {
        bool is_known = text_is(member->key, "address") || text_is(member->key, "at") ||
                        text_is(member->key, "tie");
        if (!is_known)
            api_mistake(call, path, FIELD_MUST_BE_KNOWN);
        else if (!value_is(member, VALUE_TEXT))
            api_mistake(call, path, FIELD_MUST_BE_OF_ITS_TYPE);
        else if (text_characters(member->text) > WORDS_CHARACTERS_MAX)
            api_mistake(call, path, FIELD_MUST_NOT_BE_TOO_LONG);
        else if (text_has_hidden(member->text))
            api_mistake(call, path, FIELD_MUST_NOT_HIDE_CHARACTERS);
    }
    if (!tie_parse(value_member_text(one, "tie"), &place->tie))
        api_mistake(call, path, FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    place->at = place_at(call, one);
}

static void
read_places(struct api_call *call, struct jurisdiction_facts *facts)
{
    const struct value *list = value_member(call->body, "places");
    if (list == NULL)
        return;
    if (!value_is(list, VALUE_ARRAY) || list->count > JURISDICTION_PLACES_MAX) {
        api_mistake(call, TEXT("places"), FIELD_MUST_HAVE_ENOUGH_ENTRIES);
        return;
    }
    struct jurisdiction_place *places =
        ARENA_MANY(call->arena, list->count + 1, struct jurisdiction_place);
    for (const struct value *one = list->first; one != NULL; one = one->next) {
        read_place(call, one, (int)facts->places_count, &places[facts->places_count]);
        facts->places_count++;
    }
    facts->places = places;
}

/* The ground of the cause "2026/137", which also says whether it is one of environment. */
static void
read_cause(struct api_call *call, struct jurisdiction_facts *facts)
{
    struct text number = api_text(call, "cause", API_ID_CHARACTERS_MAX, false);
    if (text_is_empty(number))
        return;
    struct text id = text_cut(&number, '/');
    const struct cause_edition *edition = cause_edition(&api_rules(call)->causes, id);
    const struct cause *cause = edition == NULL ? NULL : cause_find(edition, number);
    if (cause == NULL) {
        api_mistake(call, TEXT("cause"), FIELD_MUST_BE_ONE_OF_THE_CHOICES);
        return;
    }
    facts->ground = cause->ground;
    if (cause->environment == CAUSE_IS_ENVIRONMENTAL)
        facts->environment = ENVIRONMENT_YES;
    if (cause->environment == CAUSE_MAY_BE_ENVIRONMENTAL)
        facts->environment = ENVIRONMENT_UNKNOWN;
}

static void
read_environment(struct api_call *call, struct jurisdiction_facts *facts)
{
    static const char *const words[] = {"no", "unknown", "yes"};
    struct text word = api_text(call, "environment", API_ID_CHARACTERS_MAX, false);
    bool is_known = text_is_empty(word);
    for (int i = 0; i < 3; i++) {
        if (!text_is(word, words[i]))
            continue;
        facts->environment = (enum environment)i;
        is_known = true;
    }
    if (!is_known)
        api_mistake(call, TEXT("environment"), FIELD_MUST_BE_ONE_OF_THE_CHOICES);
}

enum completion
api_find_court(struct api_call *call)
{
    static const char *const keys[] = {"away",   "cause",        "confined", "environment",
                                       "ground", "intermediate", "on",       "places"};
    enum completion done;
    struct jurisdiction_facts facts = {.environment = ENVIRONMENT_NO};
    if (!api_may_ask(call, &done))
        return done;
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    facts.ground = api_text(call, "ground", API_ID_CHARACTERS_MAX, false);
    read_cause(call, &facts);
    read_environment(call, &facts);
    if (!read_day(api_text(call, "on", API_ID_CHARACTERS_MAX, false), api_today(call), &facts.on))
        api_mistake(call, TEXT("on"), DATE_MUST_EXIST);
    facts.is_for_intermediate = read_flag(call, "intermediate");
    facts.is_away = read_flag(call, "away");
    facts.is_confined = read_flag(call, "confined");
    read_places(call, &facts);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct view view = api_view(call);
    const struct jurisdiction_rules *rules = &api_rules(call)->jurisdiction;
    struct jurisdiction_answer answer = jurisdiction_find(rules, view.network, &facts, call->arena);
    return api_give(call, 200, rule_view_jurisdiction(&view, rules, &answer));
}

/* ---- periods, service, fees and numbers ---- */

/* What the terminal answers with {"error":…} is a problem here. */
static enum completion
give_or_explain(struct api_call *call, struct canon *canon, const struct json_lines_error *error)
{
    if (!error->is_set)
        return api_give(call, 200, canon_text(canon));
    struct problem problem = {
        .status = 422,
        .refusal = refusal_name(FIELDS_MUST_BE_RIGHT),
        .detail = text_of(error->what),
        .title = problem_title(422, call->language),
    };
    return api_answer(call, problem_answer(call->request, &problem, NULL, 0));
}

enum completion
api_count_period(struct api_call *call)
{
    enum completion done;
    struct json_lines_error error = {0};
    struct canon canon = canon_open(call->arena, 1024);
    const struct time_rules *time = &api_rules(call)->time;
    struct counting counting = {
        .periods = &time->periods,
        .hours = office_hours_usual(),
        .language = call->language,
    };
    if (!api_may_ask(call, &done))
        return done;
    struct text seat = api_parameter(call, "seat", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!calendar_of_seat(&time->calendars, seat, &counting.calendar))
        return api_refuse(call, COURT_MUST_BE_KNOWN, TEXT("seat"));
    counting_answer(&counting, call->body, call->arena, &canon, &error);
    return give_or_explain(call, &canon, &error);
}

enum completion
api_judge_service(struct api_call *call)
{
    enum completion done;
    struct json_lines_error error = {0};
    struct canon canon = canon_open(call->arena, 4096);
    const struct rulebook *rules = api_rules(call);
    struct serving serving = {
        .rules = &rules->service,
        .periods = &rules->time.periods,
        .hours = office_hours_usual(),
        .language = call->language,
    };
    if (!api_may_ask(call, &done))
        return done;
    struct text seat = api_parameter(call, "seat", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!calendar_of_seat(&rules->time.calendars, seat, &serving.calendar))
        return api_refuse(call, COURT_MUST_BE_KNOWN, TEXT("seat"));
    serving_answer(&serving, call->body, call->arena, &canon, &error);
    return give_or_explain(call, &canon, &error);
}

enum completion
api_reckon_fee(struct api_call *call)
{
    enum completion done;
    struct json_lines_error error = {0};
    struct canon canon = canon_open(call->arena, 4096);
    struct costing costing = {.rules = &api_rules(call)->fees, .language = call->language};
    if (!api_may_ask(call, &done))
        return done;
    struct view view = api_view(call);
    costing.court = api_parameter(call, "court", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!text_is_empty(costing.court) && network_find(view.network, costing.court) == NULL)
        return api_refuse(call, COURT_MUST_BE_KNOWN, TEXT("court"));
    costing_answer(&costing, call->body, call->arena, &canon, &error);
    return give_or_explain(call, &canon, &error);
}

enum completion
api_identify(struct api_call *call)
{
    enum completion done;
    struct json_lines_error error = {0};
    struct canon canon = canon_open(call->arena, 1024);
    if (!api_may_ask(call, &done))
        return done;
    struct view view = api_view(call);
    struct identify_rules rules = {
        .types = api_rules(call)->case_types,
        .network = view.network,
        .language = call->language,
    };
    identify_answer(&rules, call->body, call->arena, &canon, &error);
    return give_or_explain(call, &canon, &error);
}

/* ---- proofs ---- */

static struct text
newest_trust_list(struct api_call *call)
{
    struct text list;
    struct house *house = call->api->house;
    call->post = house_desk(house) != NULL ? house_desk(house) : house_at(house, 0);
    reference_rows_newest(post_reader(call->post, call->request->loop), post_id(call->post),
                          TEXT("trust"), TEXT("network"), call->arena, &list);
    return list;
}

enum completion
api_verify(struct api_call *call)
{
    static const char *const keys[] = {"code", "matter", "text"};
    enum completion done;
    struct trust trust;
    if (!api_may_ask(call, &done))
        return done;
    struct text text = value_member_text(call->body, "text");
    api_keys(call, keys, 3);
    struct text code = api_text(call, "code", API_ID_CHARACTERS_MAX, false);
    struct text matter = api_text(call, "matter", API_ID_CHARACTERS_MAX, false);
    bool is_typed = text_is_empty(text) && !text_is_empty(code) && !text_is_empty(matter);
    if (text_is_empty(text) && !is_typed)
        api_mistake(call, TEXT("text"), FIELD_MUST_BE_GIVEN);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct text list = newest_trust_list(call);
    if (api_look_failed(call) || trust_read(list, call->arena, &trust) != NO_FLAW)
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    struct finding *finding = finding_open(call->language, call->arena);
    if (is_typed && !api_find_paper(call, matter, code, &text))
        return api_give(call, 200,
                        finding_json(finding, flaw_name(PAPER_MUST_BE_FOUND_HERE),
                                     wording(flaw_key(PAPER_MUST_BE_FOUND_HERE), call->language)));
    finding_expect(finding, matter, code);
    enum flaw flaw = finding_check(finding, text, &trust);
    if (flaw == NO_FLAW)
        return api_give(call, 200, finding_json(finding, NULL, TEXT("")));
    return api_give(
        call, 200, finding_json(finding, flaw_name(flaw), wording(flaw_key(flaw), call->language)));
}
