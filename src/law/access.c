/* access.c: one place that knows who may see what.
 *
 * Seeing is decided by reach: how far into a matter a role in a relation sees at all. A table then
 * says which reach each thing needs. A sealed matter shortens the reach of everyone who does not
 * handle it. */
#include "law/access.h"
#include "law/matter.h"

struct word_row {
    struct text word;
    struct words words;
};

static const struct word_row role_rows[ROLE_COUNT] = {
#define ROLE(name, word, zh, ko, en)                                                               \
    {TEXT_INIT(word), {{TEXT_INIT(zh), TEXT_INIT(ko), TEXT_INIT(en)}}},
#include "law/role.def"
#undef ROLE
};

static const struct word_row relation_rows[RELATION_COUNT] = {
#define RELATION(name, word, zh, ko, en)                                                           \
    {TEXT_INIT(word), {{TEXT_INIT(zh), TEXT_INIT(ko), TEXT_INIT(en)}}},
#include "law/relation.def"
#undef RELATION
};

static const struct text sight_words[SIGHT_COUNT] = {
    TEXT_INIT("custody"),  TEXT_INIT("progress"), TEXT_INIT("content"),
    TEXT_INIT("internal"), TEXT_INIT("address"),  TEXT_INIT("access_log"),
};

struct text
role_word(enum role role)
{
    return role_rows[role].word;
}

struct words
role_words(enum role role)
{
    return role_rows[role].words;
}

bool
role_parse(struct text word, enum role *role)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (text_equal(word, role_rows[i].word)) {
            *role = (enum role)i;
            return true;
        }
    }
    return false;
}

struct text
relation_word(enum relation relation)
{
    return relation_rows[relation].word;
}

struct words
relation_words(enum relation relation)
{
    return relation_rows[relation].words;
}

bool
relation_parse(struct text word, enum relation *relation)
{
    for (int i = 0; i < RELATION_COUNT; i++) {
        if (text_equal(word, relation_rows[i].word)) {
            *relation = (enum relation)i;
            return true;
        }
    }
    return false;
}

struct text
sight_word(enum sight sight)
{
    return sight_words[sight];
}

static bool
access_names(const struct matter_facts *facts, struct text person)
{
    if (text_is_empty(person))
        return false;
    for (int i = 0; i < facts->people_count; i++)
        if (text_equal(facts->people[i], person))
            return true;
    return false;
}

/* An agent whom a counter let in is no party, however he signs in. [CPL-2023:62] */
static bool
access_follows_as_agent(const struct matter_facts *facts, struct text account)
{
    for (int i = 0; i < facts->followers_count; i++) {
        if (facts->followers[i].is_agent && text_equal(facts->followers[i].account, account))
            return true;
    }
    return false;
}

bool
access_is_citizen(enum role role)
{
    return role == ROLE_PARTY || role == ROLE_AGENT || role == ROLE_HELPER;
}

/* Whoever is named; and for a party his agent, while and as far as he represents him. An agent who
 * is named there himself goes on as such until a representation of his has ended. [CPL-2023:62]
 * A helper stands there by the help of a party alone, whatever else he is. */
static bool
access_is_person(const struct asker *asker, const struct matter_facts *facts)
{
    bool is_named = access_names(facts, asker->account);
    struct representation_standing standing;

    if (asker->role == ROLE_PARTY)
        return is_named && !access_follows_as_agent(facts, asker->account);
    if (asker->role != ROLE_AGENT && asker->role != ROLE_HELPER)
        return false;
    standing = representation_standing(asker, facts, TEXT(""));
    if (asker->role == ROLE_HELPER)
        return standing.is_represented;
    return standing.is_represented || (is_named && !standing.has_ended);
}

/* Is the node one the matter names, and the place of the role one the matter lies in? */
static bool
access_stands_at(const struct asker *asker, struct text node, struct text place)
{
    if (text_is_empty(node) || !text_equal(asker->node, node))
        return false;
    return text_is_empty(asker->place) || text_equal(asker->place, place);
}

unsigned
access_relations(const struct asker *asker, const struct matter_facts *facts)
{
    unsigned relations = 0;

    if (access_is_person(asker, facts))
        relations |= RELATION_BIT(RELATION_PERSON);
    if (access_stands_at(asker, facts->receiving, facts->receiving_place))
        relations |= RELATION_BIT(RELATION_RECEIVING);
    if (access_stands_at(asker, facts->owner, facts->owner_place))
        relations |= RELATION_BIT(RELATION_OWNER);
    if (access_stands_at(asker, facts->offered_to, TEXT("")))
        relations |= RELATION_BIT(RELATION_OFFERED);
    if (access_stands_at(asker, facts->executing, TEXT("")))
        relations |= RELATION_BIT(RELATION_EXECUTING);
    if (asker->is_at_hub)
        relations |= RELATION_BIT(RELATION_HUB);
    return relations == 0 ? RELATION_BIT(RELATION_OTHER) : relations;
}

bool
access_is_one_of(const struct asker *asker, const struct matter_facts *facts,
                 const struct actor *actors, int actors_count)
{
    unsigned relations = access_relations(asker, facts);

    for (int i = 0; i < actors_count; i++)
        if (actors[i].role == asker->role && (actors[i].relations & relations) != 0)
            return true;
    return false;
}

/* How far somebody sees into a matter. */
enum reach {
    REACH_NOTHING,
    REACH_LINE,   /* the custody line */
    REACH_ANSWER, /* what an enquiry brings: progress */
    REACH_COPY,   /* what the party himself may see */
    REACH_WITHIN, /* the inside of the owner court */
};

static const enum reach reach_needed[SIGHT_COUNT] = {
    [SIGHT_CUSTODY] = REACH_LINE,   [SIGHT_PROGRESS] = REACH_ANSWER,
    [SIGHT_CONTENT] = REACH_COPY,   [SIGHT_INTERNAL] = REACH_WITHIN,
    [SIGHT_ADDRESS] = REACH_WITHIN, [SIGHT_ACCESS_LOG] = REACH_WITHIN,
};

static bool
access_has(unsigned relations, enum relation relation)
{
    return (relations & RELATION_BIT(relation)) != 0;
}

/* Heads of division and presidents answer for a sealed matter; others only see one they handle. */
static enum reach
access_reach_of_owner(const struct asker *asker, const struct matter_facts *facts)
{
    bool is_handler = text_equal(asker->account, facts->handler) && !text_is_empty(facts->handler);
    bool is_head = asker->role == ROLE_SUPERVISOR || asker->role == ROLE_PRESIDENT;

    switch (asker->role) {
    case ROLE_FILING_OFFICER:
    case ROLE_JUDGE:
    case ROLE_SUPERVISOR:
    case ROLE_PRESIDENT:
        if (facts->is_sealed && !is_handler && !is_head)
            return REACH_LINE;
        return REACH_WITHIN;
    case ROLE_COUNTER: return facts->is_sealed ? REACH_LINE : REACH_COPY;
    case ROLE_SERVER: return facts->is_sealed ? REACH_LINE : REACH_COPY;
    case ROLE_MEDIATOR: return is_handler ? REACH_COPY : REACH_NOTHING;
    default: return REACH_NOTHING;
    }
}

static bool
access_has_taken_a_step(const struct asker *asker, const struct matter_facts *facts)
{
    for (int i = 0; i < facts->takers_count; i++)
        if (text_equal(facts->takers[i].account, asker->account))
            return true;
    return false;
}

/* Where papers were taken in, the counters there go on helping the person; in a sealed matter only
 * the clerk who took them in. */
static enum reach
access_reach_of_receiving(const struct asker *asker, const struct matter_facts *facts)
{
    bool serves_people = asker->role == ROLE_COUNTER || asker->role == ROLE_FILING_OFFICER;

    if (!serves_people)
        return REACH_NOTHING;
    if (facts->is_sealed && !access_has_taken_a_step(asker, facts))
        return REACH_LINE;
    return REACH_COPY;
}

/* The court that is asked to do something, or to take the matter over, must read what it is asked.
 */
static enum reach
access_reach_of_asked(const struct asker *asker, unsigned relations)
{
    bool decides = asker->role == ROLE_FILING_OFFICER || asker->role == ROLE_JUDGE ||
                   asker->role == ROLE_SUPERVISOR || asker->role == ROLE_PRESIDENT;

    if (access_has(relations, RELATION_OFFERED) && decides)
        return REACH_COPY;
    if (access_has(relations, RELATION_EXECUTING) && (decides || asker->role == ROLE_SERVER))
        return REACH_COPY;
    return REACH_NOTHING;
}

/* The court that handed the matter over still finds where it went, and nothing more. */
static enum reach
access_reach_of_former(const struct asker *asker, const struct matter_facts *facts)
{
    bool decided = asker->role == ROLE_FILING_OFFICER || asker->role == ROLE_JUDGE ||
                   asker->role == ROLE_SUPERVISOR || asker->role == ROLE_PRESIDENT;

    return decided && access_stands_at(asker, facts->came_from, TEXT("")) ? REACH_LINE
                                                                          : REACH_NOTHING;
}

static enum reach
access_reach_of_hub(const struct asker *asker)
{
    switch (asker->role) {
    case ROLE_HUB_OFFICER:
    case ROLE_SUPERVISOR:
    case ROLE_PRESIDENT: return REACH_LINE;
    default: return REACH_NOTHING;
    }
}

bool
access_may_urge(const struct asker *asker)
{
    return asker->is_at_hub && access_reach_of_hub(asker) == REACH_LINE;
}

/* Whoever no longer represents anybody here still finds in his list what he did himself. */
static bool
access_did_something(const struct asker *asker, const struct matter_facts *facts)
{
    return asker->role == ROLE_AGENT && representation_standing(asker, facts, TEXT("")).has_ended &&
           (access_names(facts, asker->account) || access_has_taken_a_step(asker, facts));
}

static enum reach
access_furthest(enum reach a, enum reach b)
{
    return a > b ? a : b;
}

static enum reach
access_reach(const struct asker *asker, const struct matter_facts *facts)
{
    unsigned relations = access_relations(asker, facts);
    enum reach reach = REACH_NOTHING;

    if (access_has(relations, RELATION_PERSON))
        return REACH_COPY;
    if (access_is_citizen(asker->role))
        return access_did_something(asker, facts) ? REACH_LINE : REACH_NOTHING;
    if (access_has(relations, RELATION_OWNER))
        reach = access_furthest(reach, access_reach_of_owner(asker, facts));
    if (access_has(relations, RELATION_RECEIVING))
        reach = access_furthest(reach, access_reach_of_receiving(asker, facts));
    reach = access_furthest(reach, access_reach_of_former(asker, facts));
    reach = access_furthest(reach, access_reach_of_asked(asker, relations));
    if (access_has(relations, RELATION_HUB))
        reach = access_furthest(reach, access_reach_of_hub(asker));
    if (asker->role == ROLE_COUNTER && asker->has_enquiry && !facts->is_sealed)
        reach = access_furthest(reach, REACH_ANSWER);
    return reach;
}

/* Those it speaks of, but not whoever helps them, and those who answer for the court. */
static bool
access_may_see_log(const struct asker *asker, const struct matter_facts *facts)
{
    if (access_is_citizen(asker->role))
        return asker->role != ROLE_HELPER && access_is_person(asker, facts);
    return (asker->role == ROLE_SUPERVISOR || asker->role == ROLE_PRESIDENT) &&
           access_reach(asker, facts) >= reach_needed[SIGHT_ACCESS_LOG];
}

bool
access_may_see(const struct asker *asker, const struct matter_facts *facts, enum sight sight,
               struct text whose)
{
    if (asker->role == ROLE_AUDIT_ADMIN)
        return sight == SIGHT_ACCESS_LOG;
    if (access_is_citizen(asker->role) && sight == SIGHT_ADDRESS)
        return access_names(facts, whose) && text_equal(asker->account, whose);
    if (sight == SIGHT_ACCESS_LOG)
        return access_may_see_log(asker, facts);
    return access_reach(asker, facts) >= reach_needed[sight];
}

static bool
access_list_has(struct text list, struct text account)
{
    while (!text_is_empty(account) && !text_is_empty(list))
        if (text_equal(text_cut(&list, ' '), account))
            return true;
    return false;
}

bool
access_may_see_service(const struct asker *asker, struct text accounts)
{
    if (!access_is_citizen(asker->role) || access_list_has(accounts, asker->account))
        return true;
    for (int i = 0; i < asker->representations_count; i++) {
        const struct representation *one = &asker->representations[i];
        if (representation_counts(one, asker->today) && access_list_has(accounts, one->principal))
            return true;
    }
    return false;
}
