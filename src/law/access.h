/* access.h: who is asking, how he stands to a matter, what he may see of it and whether he may take
 * a step. Pure. The whole of it is printed in test/access.expected.
 *
 * Roles are held over a court, or only over a tribunal or place of it. Nothing else in the program
 * decides what somebody may see: every query passes access_may_see. */
#ifndef TB_ACCESS_H
#define TB_ACCESS_H
#include "base/language.h"
#include "law/representation.h"

struct matter_facts;

enum role {
#define ROLE(name, word, zh, ko, en) ROLE_##name,
#include "law/role.def"
#undef ROLE
    ROLE_COUNT
};

enum relation {
#define RELATION(name, word, zh, ko, en) RELATION_##name,
#include "law/relation.def"
#undef RELATION
    RELATION_COUNT
};
#define RELATION_BIT(relation) (1u << (relation))
/* In rules: any relation at all (an actor written without @). */
#define RELATION_ANY ((1u << RELATION_COUNT) - 1)

/* How sure we are who somebody is. */
enum identity {
    IDENTITY_DECLARED, /* he said so */
    IDENTITY_SEEN,     /* seen at a counter with his papers */
    IDENTITY_PROVIDER  /* vouched for by an identity provider */
};

/* Somebody who asks, in one role. Texts are borrowed. */
struct asker {
    enum role role;
    enum identity identity;
    struct text account;   /* who acts; "clock" and "exchange" for the machine */
    struct text acted_for; /* the account or person the act is for; empty: himself */
    struct text node;      /* the node he stands in front of */
    struct text place; /* the tribunal or place his role is limited to; empty: the whole court */
    bool is_at_hub;    /* that node is the hub */
    bool has_enquiry;  /* the owner answered an enquiry, the party being present */
    /* Of an agent or a helper: all he holds or held, and the day they are judged on. */
    const struct representation *representations;
    int representations_count;
    struct date today;
};

/* Someone who may take a step: the role and any one of the relations. */
struct actor {
    enum role role;
    unsigned relations; /* bits; RELATION_ANY where it does not matter */
};

/* What there is to see of a matter. */
enum sight {
    SIGHT_CUSTODY,    /* the custody line: number, kind, owner, stage, since when, clock, due */
    SIGHT_PROGRESS,   /* events told to the party, papers issued, periods that concern him */
    SIGHT_CONTENT,    /* what was handed in: parties, claims, files */
    SIGHT_INTERNAL,   /* notes, proposals, tasks and takers inside the owner court */
    SIGHT_ADDRESS,    /* an address under protection; asked for one person */
    SIGHT_ACCESS_LOG, /* who looked at the matter */
    SIGHT_COUNT
};

struct text role_word(enum role role);
struct words role_words(enum role role);
bool role_parse(struct text word, enum role *role);
struct text relation_word(enum relation relation);
struct words relation_words(enum relation relation);
bool relation_parse(struct text word, enum relation *relation);
struct text sight_word(enum sight sight);
/* Parties and whoever acts for them; everybody else works at a court or for the machine. */
bool access_is_citizen(enum role role);

/* How the asker stands to the matter: bits of relations. Somebody whose role is limited to a place
 * has the relation of his court only in matters of that place. RELATION_OTHER where none holds. */
unsigned access_relations(const struct asker *asker, const struct matter_facts *facts);

/* The one gate. `whose` is the person an address belongs to, and empty for anything else.
 * Sealed matters are open to those who handle them, to head of division and president of the owner
 * court, to the persons themselves and, as far as told, to the clerk who took the papers in. */
bool access_may_see(const struct asker *asker, const struct matter_facts *facts, enum sight sight,
                    struct text whose);

/* Somebody who may see the matter sees all of its services if he works for a court; a party, agent
 * or helper only those of which he, or whom he acts for, is named: `accounts`, parted by blanks. */
bool access_may_see_service(const struct asker *asker, struct text accounts);

/* Who at the hub may urge the court that holds a late matter: those who see its line. */
bool access_may_urge(const struct asker *asker);

/* Do role and relations fit one of the actors? (State, guards and fields are the procedure's.) */
bool access_is_one_of(const struct asker *asker, const struct matter_facts *facts,
                      const struct actor *actors, int actors_count);

#endif
