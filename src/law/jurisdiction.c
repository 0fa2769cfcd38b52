/* jurisdiction.c: walks along the ties the law names for a kind of dispute, in the law's order, and
 * finds the court of each place. What the law says stands in rules/jurisdiction.yaml; here is only
 * how it is applied: an exclusive place ends the search, a higher level lifts a court, a
 * designation moves a case. */
#include "law/jurisdiction.h"

#include <string.h>

enum { WITHIN_DEPTH_MAX = 4 };

static const char *const tie_names[] = {
#define TIE(name, word) [TIE_##name] = word,
#include "law/tie.def"
#undef TIE
};

struct text
tie_word(enum tie tie)
{
    return text_of(tie_names[tie]);
}

bool
tie_parse(struct text word, enum tie *tie)
{
    for (int i = 0; i < TIE_KINDS; i++)
        if (text_is(word, tie_names[i])) {
            *tie = (enum tie)i;
            return true;
        }
    return false;
}

struct text
jurisdiction_note_word(enum jurisdiction_note note)
{
    static const char *const words[] = {
#define JURISDICTION_NOTE(name, word) [name] = word,
#include "law/jurisdiction_note.def"
#undef JURISDICTION_NOTE
    };
    return text_of(words[note]);
}

const struct jurisdiction_area *
jurisdiction_area(const struct jurisdiction_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->areas_count; i++)
        if (text_equal(rules->areas[i].id, id))
            return &rules->areas[i];
    return NULL;
}

const struct outside_court *
jurisdiction_outside(const struct jurisdiction_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->outside_count; i++)
        if (text_equal(rules->outside[i].id, id))
            return &rules->outside[i];
    return NULL;
}

const struct jurisdiction_ground *
jurisdiction_ground(const struct jurisdiction_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->grounds_count; i++)
        if (text_equal(rules->grounds[i].id, id))
            return &rules->grounds[i];
    return NULL;
}

/* Addresses */

static bool
holds(struct text text, struct text part)
{
    return part.length > 0 && part.length <= text.length &&
           memmem(text.bytes, text.length, part.bytes, part.length) != NULL;
}

static bool
is_named_in(const struct jurisdiction_area *area, struct text address)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (holds(address, area->name.in[language]))
            return true;
    for (size_t i = 0; i < area->aliases_count; i++)
        if (holds(address, area->aliases[i]))
            return true;
    return false;
}

const struct jurisdiction_area *
jurisdiction_area_of(const struct jurisdiction_rules *rules, struct text address)
{
    const struct jurisdiction_area *best = NULL;
    bool is_doubtful = false;
    for (size_t i = 0; i < rules->areas_count; i++) {
        const struct jurisdiction_area *area = &rules->areas[i];
        if (!is_named_in(area, address))
            continue;
        if (best == NULL || area->kind > best->kind) {
            best = area;
            is_doubtful = false;
        } else if (area->kind == best->kind) {
            is_doubtful = true;
        }
    }
    return is_doubtful ? NULL : best;
}

/* The search */

struct court_ref {
    struct text id, superior;
    struct words name;
    bool is_outside;
};

struct search {
    const struct jurisdiction_rules *rules;
    const struct network *network;
    const struct jurisdiction_facts *facts;
    const struct jurisdiction_ground *ground;
    struct jurisdiction_candidate *candidates;
    struct jurisdiction_remark *remarks;
    struct jurisdiction_answer answer;
};

enum { REMARKS_MAX = JURISDICTION_NOTES * TIE_KINDS + JURISDICTION_PLACES_MAX };

static bool
find_court(const struct search *search, struct text id, struct court_ref *court)
{
    const struct network_node *node = network_find(search->network, id);
    const struct outside_court *outside = jurisdiction_outside(search->rules, id);
    if (node != NULL && node->kind != NODE_DESK)
        *court = (struct court_ref){node->id, node->superior, node->name, false};
    else if (outside != NULL)
        *court = (struct court_ref){outside->id, outside->superior, outside->name, true};
    else
        return false;
    return true;
}

/* Says a thing once for each tie and area. */
static void
remark(struct search *search, enum jurisdiction_note note, enum tie tie, struct text area)
{
    size_t count = search->answer.remarks_count;
    for (size_t i = 0; i < count; i++) {
        const struct jurisdiction_remark *said = &search->remarks[i];
        if (said->note == note && said->tie == tie && text_equal(said->area, area))
            return;
    }
    if (count == REMARKS_MAX)
        return;
    const struct jurisdiction_sentence *sentence = &search->rules->sentences[note];
    search->remarks[search->answer.remarks_count++] =
        (struct jurisdiction_remark){note, tie, area, sentence->words, sentence->rests_on};
}

static bool
has_forest_within(const struct jurisdiction_rules *rules, const struct jurisdiction_area *area)
{
    for (size_t i = 0; area->kind == AREA_COUNTY && i < rules->areas_count; i++)
        if (rules->areas[i].kind == AREA_FOREST_BUREAU &&
            text_equal(rules->areas[i].within, area->id))
            return true;
    return false;
}

/* The id of the basic court of an area; empty when the table does not say. */
static struct text
court_of_area(const struct jurisdiction_rules *rules, const struct jurisdiction_area *area)
{
    for (int depth = 0; area != NULL && depth < WITHIN_DEPTH_MAX; depth++) {
        if (!text_is_empty(area->court))
            return area->court;
        area = jurisdiction_area(rules, area->within);
    }
    return TEXT("");
}

static void
add_candidate(struct search *search, const struct court_ref *court,
              const struct jurisdiction_link *link, bool is_verified)
{
    size_t count = search->answer.candidates_count;
    for (size_t i = 0; i < count; i++)
        if (text_equal(search->candidates[i].court, court->id))
            return;
    if (count == JURISDICTION_CANDIDATES_MAX)
        return;
    search->candidates[search->answer.candidates_count++] =
        (struct jurisdiction_candidate){.court = court->id,
                                        .court_name = court->name,
                                        .is_outside = court->is_outside,
                                        .is_exclusive = link->is_exclusive,
                                        .is_verified = is_verified,
                                        .tie = link->tie,
                                        .reason = link->reason,
                                        .rests_on = link->rests_on};
}

static void
follow_place(struct search *search, const struct jurisdiction_link *link, struct text at)
{
    struct court_ref court;
    if (link->tie == TIE_COURT) {
        if (find_court(search, at, &court))
            add_candidate(search, &court, link, true);
        else
            remark(search, PLACE_IS_UNKNOWN, link->tie, TEXT(""));
        return;
    }
    const struct jurisdiction_area *area = jurisdiction_area(search->rules, at);
    if (area == NULL || !find_court(search, court_of_area(search->rules, area), &court)) {
        remark(search, PLACE_IS_UNKNOWN, link->tie, TEXT(""));
        return;
    }
    if (has_forest_within(search->rules, area))
        remark(search, PLACE_MAY_BE_FOREST, link->tie, area->id);
    add_candidate(search, &court, link, area->is_verified);
}

static size_t
places_of(const struct jurisdiction_facts *facts)
{
    return facts->places_count < JURISDICTION_PLACES_MAX ? facts->places_count
                                                         : JURISDICTION_PLACES_MAX;
}

/* Whether the defendants live where different courts would hear the case. */
static bool
defendants_are_apart(const struct search *search)
{
    struct text first = TEXT("");
    for (size_t i = 0; i < places_of(search->facts); i++) {
        const struct jurisdiction_place *place = &search->facts->places[i];
        const struct jurisdiction_area *area = jurisdiction_area(search->rules, place->at);
        if (place->tie != TIE_DEFENDANT || area == NULL)
            continue;
        struct text court = court_of_area(search->rules, area);
        if (text_is_empty(first))
            first = court;
        else if (!text_equal(first, court))
            return true;
    }
    return false;
}

static bool
link_counts(const struct search *search, const struct jurisdiction_link *link)
{
    switch (link->when) {
    case LINK_ALWAYS: return true;
    case LINK_SEVERAL_DEFENDANTS: return defendants_are_apart(search);
    case LINK_DEFENDANT_AWAY: return search->facts->is_away;
    case LINK_DEFENDANT_CONFINED: return search->facts->is_confined;
    }
    return false;
}

static void
follow_link(struct search *search, const struct jurisdiction_link *link)
{
    bool is_known = false;
    if (!link_counts(search, link))
        return;
    for (size_t i = 0; i < places_of(search->facts); i++) {
        const struct jurisdiction_place *place = &search->facts->places[i];
        if (place->tie != link->tie || text_is_empty(place->at))
            continue;
        is_known = true;
        follow_place(search, link, place->at);
    }
    if (!is_known && link->is_asked)
        remark(search, PLACE_IS_MISSING, link->tie, TEXT(""));
}

/* Exclusive places first: where one is known, no other counts. */
static void
follow_links(struct search *search)
{
    const struct jurisdiction_ground *ground = search->ground;
    for (size_t i = 0; i < ground->links_count; i++)
        if (ground->links[i].is_exclusive)
            follow_link(search, &ground->links[i]);
    if (search->answer.candidates_count > 0)
        return;
    for (size_t i = 0; i < ground->links_count; i++)
        if (!ground->links[i].is_exclusive)
            follow_link(search, &ground->links[i]);
}

static void
set_court(struct jurisdiction_candidate *candidate, const struct court_ref *court)
{
    candidate->court = court->id;
    candidate->court_name = court->name;
    candidate->is_outside = court->is_outside;
}

/* A case for an intermediate court goes to the one above; a court named by the facts stays. */
static void
lift(struct search *search)
{
    size_t kept = 0;
    for (size_t i = 0; i < search->answer.candidates_count; i++) {
        struct jurisdiction_candidate candidate = search->candidates[i];
        struct court_ref basic, above;
        bool is_found = find_court(search, candidate.court, &basic);
        if (candidate.tie == TIE_COURT) {
            search->candidates[kept++] = candidate;
        } else if (is_found && find_court(search, basic.superior, &above)) {
            set_court(&candidate, &above);
            search->candidates[kept++] = candidate;
            remark(search, COURT_ABOVE_HEARS, TIE_COURT, TEXT(""));
        } else {
            remark(search, COURT_ABOVE_IS_UNKNOWN, TIE_COURT, TEXT(""));
        }
    }
    search->answer.candidates_count = kept;
}

static const struct jurisdiction_designation *
designation_of(const struct search *search, struct text court)
{
    struct date on = search->facts->on;
    for (size_t i = 0; i < search->rules->designations_count; i++) {
        const struct jurisdiction_designation *one = &search->rules->designations[i];
        if (!date_in_span(on, one->from, one->until))
            continue;
        for (size_t j = 0; j < one->courts_count; j++)
            if (text_equal(one->courts[j], court))
                return one;
    }
    return NULL;
}

/* Cases of environment and resources move to the court designated for them. */
static void
designate(struct search *search)
{
    for (size_t i = 0; i < search->answer.candidates_count; i++) {
        struct jurisdiction_candidate *candidate = &search->candidates[i];
        const struct jurisdiction_designation *one = designation_of(search, candidate->court);
        struct court_ref court;
        if (one == NULL || !find_court(search, one->to, &court))
            continue;
        if (search->facts->environment == ENVIRONMENT_UNKNOWN) {
            remark(search, CASE_MAY_BE_ENVIRONMENTAL, TIE_COURT, TEXT(""));
            continue;
        }
        set_court(candidate, &court);
        candidate->is_exclusive = true;
        candidate->is_verified = one->is_verified;
        candidate->reason = one->reason;
        candidate->rests_on = one->rests_on;
    }
}

/* Two courts may have become one on the way. */
static void
merge(struct search *search)
{
    size_t kept = 0;
    for (size_t i = 0; i < search->answer.candidates_count; i++) {
        bool is_there = false;
        for (size_t j = 0; j < kept; j++)
            is_there |= text_equal(search->candidates[j].court, search->candidates[i].court);
        if (!is_there)
            search->candidates[kept++] = search->candidates[i];
    }
    search->answer.candidates_count = kept;
}

static void
conclude(struct search *search)
{
    struct jurisdiction_answer *answer = &search->answer;
    for (size_t i = 0; i < answer->candidates_count; i++)
        if (search->candidates[i].is_outside)
            remark(search, COURT_IS_OUTSIDE, TIE_COURT, TEXT(""));
    if (answer->candidates_count > 1 && search->ground->is_suit)
        remark(search, PLAINTIFF_MAY_CHOOSE, TIE_COURT, TEXT(""));
    answer->is_complete = true;
    for (size_t i = 0; i < answer->remarks_count; i++)
        answer->is_complete &= search->remarks[i].note > GROUND_IS_UNKNOWN;
}

struct jurisdiction_answer
jurisdiction_find(const struct jurisdiction_rules *rules, const struct network *network,
                  const struct jurisdiction_facts *facts, struct arena *arena)
{
    struct search search = {
        .rules = rules,
        .network = network,
        .facts = facts,
        .ground = jurisdiction_ground(rules, facts->ground),
        .candidates = ARENA_MANY(arena, JURISDICTION_CANDIDATES_MAX, struct jurisdiction_candidate),
        .remarks = ARENA_MANY(arena, REMARKS_MAX, struct jurisdiction_remark),
    };
    search.answer.candidates = search.candidates;
    search.answer.remarks = search.remarks;
    if (search.ground == NULL) {
        remark(&search, GROUND_IS_UNKNOWN, TIE_COURT, TEXT(""));
        return search.answer;
    }
    follow_links(&search);
    if (facts->is_for_intermediate)
        lift(&search);
    if (search.ground->is_suit && facts->environment != ENVIRONMENT_NO)
        designate(&search);
    merge(&search);
    conclude(&search);
    return search.answer;
}
