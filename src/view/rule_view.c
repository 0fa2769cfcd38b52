/* rule_view.c: rules in the reader's language, so that a client can draw a form it has never seen.
 */
#include "view/rule_view.h"

#include "paper/wording.h"

/* ---- courts ---- */

static void
put_places(const struct view *view, struct canon *canon, const struct network_node *node)
{
    canon_key(canon, "places");
    canon_begin_array(canon);
    for (size_t i = 0; i < node->places_count; i++) {
        canon_begin_object(canon);
        view_title(view, canon, "name", &node->places[i].name);
        canon_member_text(canon, "place", node->places[i].id);
        canon_member_boolean(canon, "verified", node->places[i].is_verified);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
rule_view_courts(const struct view *view)
{
    static const char *const kinds[] = {"court", "hub", "desk"};
    static const char *const levels[] = {"none", "basic", "intermediate", "high"};
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "courts");
    canon_begin_array(&canon);
    for (size_t i = 0; view->network != NULL && i < view->network->nodes_count; i++) {
        const struct network_node *node = &view->network->nodes[i];
        canon_begin_object(&canon);
        view_title(view, &canon, "address", &node->address);
        canon_member_text(&canon, "code", node->node_code);
        canon_member_text(&canon, "court", node->id);
        canon_member_text_if(&canon, "court_code", node->court_code);
        canon_member_text(&canon, "kind", text_of(kinds[node->kind]));
        canon_member_text(&canon, "level", text_of(levels[node->level]));
        view_title(view, &canon, "name", &node->name);
        put_places(view, &canon, node);
        canon_member_text_if(&canon, "superior", node->superior);
        canon_member_text_if(&canon, "telephone", node->telephone);
        view_title(view, &canon, "town", &node->town);
        canon_member_boolean(&canon, "verified", node->is_verified);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- causes ---- */

struct text
rule_view_causes(const struct view *view, const struct cause_edition *edition,
                 const struct cause *const *causes, size_t count)
{
    static const char *const environments[] = {"no", "perhaps", "yes"};
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "causes");
    canon_begin_array(&canon);
    for (size_t i = 0; i < count; i++) {
        const struct cause *cause = causes[i];
        const struct cause_group *group = cause_group(edition, cause->group);
        canon_begin_object(&canon);
        canon_member_text(&canon, "cause",
                          text_format(view->arena, "%.*s/%.*s", TEXT_ARGS(edition->id),
                                      TEXT_ARGS(cause->number)));
        canon_member_text(&canon, "environmental", text_of(environments[cause->environment]));
        canon_member_text_if(&canon, "ground", cause->ground);
        view_title(view, &canon, "group", group == NULL ? NULL : &group->name);
        canon_member_text(&canon, "number", cause->number);
        view_title(view, &canon, "title", &cause->name);
        canon_member_boolean(&canon, "verified", cause->is_verified);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_member_text(&canon, "edition", edition->id);
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- court days ---- */

struct text
rule_view_calendar(const struct view *view, const struct calendar *calendar, int year)
{
    static const char *const kinds[] = {"workday", "adjusted", "weekend", "holiday", "missing"};
    struct date date = DATE_NONE, end = DATE_NONE;
    struct canon canon = canon_open(view->arena, 4096);
    date_from_civil((struct civil){year, 1, 1}, &date);
    date_from_civil((struct civil){year, 12, 31}, &end);
    canon_begin_object(&canon);
    if (!calendar_has_year(calendar, year))
        canon_member_integer(&canon, "calendar_missing", year);
    else
        canon_member_integer(&canon, "court_days", calendar_count_court_days(calendar, year));
    canon_key(&canon, "days");
    canon_begin_array(&canon);
    for (; date_compare(date, end) <= 0; date = date_add_days(date, 1)) {
        struct calendar_day day = calendar_day(calendar, date);
        if (day.kind != CALENDAR_ADJUSTED && day.kind != CALENDAR_HOLIDAY)
            continue;
        canon_begin_object(&canon);
        canon_member_text(&canon, "day", date_text(date, view->arena));
        canon_member_text(&canon, "kind", text_of(kinds[day.kind]));
        view_citation(view, &canon, day.rests_on);
        view_title(view, &canon, "title", day.words);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_member_integer(&canon, "year", year);
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- which court ---- */

static void
put_candidates(const struct view *view, struct canon *canon,
               const struct jurisdiction_answer *answer)
{
    canon_key(canon, "candidates");
    canon_begin_array(canon);
    for (size_t i = 0; i < answer->candidates_count; i++) {
        const struct jurisdiction_candidate *one = &answer->candidates[i];
        canon_begin_object(canon);
        canon_member_text(canon, "court", one->court);
        view_title(view, canon, "court_name", &one->court_name);
        canon_member_boolean(canon, "exclusive", one->is_exclusive);
        canon_member_boolean(canon, "outside", one->is_outside);
        view_title(view, canon, "reason", &one->reason);
        view_citation(view, canon, one->rests_on);
        canon_member_text(canon, "tie", tie_word(one->tie));
        canon_member_boolean(canon, "verified", one->is_verified);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
rule_view_remark(const struct view *view, const struct jurisdiction_rules *rules,
                 const struct jurisdiction_remark *remark)
{
    const struct jurisdiction_area *area = jurisdiction_area(rules, remark->area);
    struct wording_value values[] = {
        {"area", area == NULL ? remark->area : view_words(view, &area->name)},
        {"place", view_words(view, &rules->ties[remark->tie])},
    };
    return wording_fill_in(view_words(view, &remark->words), view->language, values, 2,
                           view->arena);
}

struct text
rule_view_jurisdiction(const struct view *view, const struct jurisdiction_rules *rules,
                       const struct jurisdiction_answer *answer)
{
    struct canon canon = canon_open(view->arena, 2048);
    canon_begin_object(&canon);
    put_candidates(view, &canon, answer);
    canon_member_boolean(&canon, "complete", answer->is_complete);
    canon_key(&canon, "remarks");
    canon_begin_array(&canon);
    for (size_t i = 0; i < answer->remarks_count; i++) {
        const struct jurisdiction_remark *remark = &answer->remarks[i];
        canon_begin_object(&canon);
        canon_member_text_if(&canon, "area", remark->area);
        canon_member_text(&canon, "remark", jurisdiction_note_word(remark->note));
        view_citation(view, &canon, remark->rests_on);
        canon_member_text(&canon, "sentence", rule_view_remark(view, rules, remark));
        if (remark->note == PLACE_IS_MISSING || remark->note == PLACE_IS_UNKNOWN)
            canon_member_text(&canon, "tie", tie_word(remark->tie));
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}
