/* representation.c: a representation speaks for a matter when its principal is named there and the
 * matter is in its scope. */
#include "law/representation.h"

#include "law/matter.h"

static const struct text status_words[] = {
    TEXT_INIT("proposed"),
    TEXT_INIT("in_force"),
    TEXT_INIT("declined"),
    TEXT_INIT("ended"),
};

static const struct text scope_words[] = {
    [SCOPE_GENERAL] = TEXT_INIT("general"),
    [SCOPE_SPECIAL] = TEXT_INIT("special"),
    [SCOPE_HELP] = TEXT_INIT("help"),
};
enum { SCOPES = sizeof scope_words / sizeof scope_words[0] };
enum { STATUSES = sizeof status_words / sizeof status_words[0] };

struct text
representation_status_word(enum representation_status status)
{
    return status_words[status];
}

bool
representation_status_parse(struct text word, enum representation_status *status)
{
    for (int i = 0; i < STATUSES; i++) {
        if (text_equal(word, status_words[i])) {
            *status = (enum representation_status)i;
            return true;
        }
    }
    return false;
}

struct text
representation_scope_word(enum representation_scope scope)
{
    return scope_words[scope];
}

bool
representation_scope_parse(struct text word, enum representation_scope *scope)
{
    for (int i = 0; i < SCOPES; i++) {
        if (text_equal(word, scope_words[i])) {
            *scope = (enum representation_scope)i;
            return true;
        }
    }
    return false;
}

bool
representation_counts(const struct representation *one, struct date on)
{
    return one->status == REPRESENTATION_IN_FORCE && date_in_span(on, one->from, one->until);
}

static bool
has_run_out(const struct representation *one, struct date on)
{
    return one->status == REPRESENTATION_ENDED ||
           (one->status == REPRESENTATION_IN_FORCE && !date_is_none(one->until) &&
            date_compare(one->until, on) < 0);
}

static bool
is_named(const struct matter_facts *facts, struct text account)
{
    for (int i = 0; i < facts->people_count; i++)
        if (text_equal(facts->people[i], account))
            return true;
    return false;
}

/* Of somebody without an account: a counter took it in for this one matter, and let the agent
 * follow it. */
static bool
speaks_here(const struct representation *one, const struct matter_facts *facts,
            struct text principal)
{
    return !text_is_empty(one->matter) && text_equal(one->matter, facts->id) &&
           (text_is_empty(principal) || text_equal(one->name, principal)) &&
           is_named(facts, one->agent);
}

static bool
speaks_for(const struct representation *one, const struct matter_facts *facts,
           struct text principal)
{
    if (text_is_empty(one->principal))
        return speaks_here(one, facts, principal);
    if ((!text_is_empty(principal) && !text_equal(one->principal, principal)) ||
        (!text_is_empty(one->matter) && !text_equal(one->matter, facts->id)))
        return false;
    return is_named(facts, one->principal);
}

struct representation_standing
representation_standing(const struct asker *asker, const struct matter_facts *facts,
                        struct text principal)
{
    struct representation_standing standing = {false, false, false};

    for (int i = 0; i < asker->representations_count; i++) {
        const struct representation *one = &asker->representations[i];

        /* What somebody holds as a helper gives him nothing as an agent, nor the other way. */
        if ((one->scope == SCOPE_HELP) != (asker->role == ROLE_HELPER) ||
            !speaks_for(one, facts, principal))
            continue;
        if (representation_counts(one, asker->today)) {
            standing.is_represented = true;
            standing.is_special |= one->scope == SCOPE_SPECIAL;
        }
        standing.has_ended |= has_run_out(one, asker->today);
    }
    standing.has_ended &= !standing.is_represented;
    return standing;
}
