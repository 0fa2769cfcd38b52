/* network.h: the courts, the hub and the public desk that work together, and the places of each
 * where people can hand things in. Pure; read from rules/network/, or from the directory the hub
 * journals.
 *
 * A node is a store, a journal and keys; its id names it everywhere. Functions take NULL for a
 * network that is not known yet. */
#ifndef TB_NETWORK_H
#define TB_NETWORK_H
#include "law/calendar.h"

enum node_kind {
    NODE_COURT, /* decides matters */
    NODE_HUB,   /* a court that also keeps directory and trust list */
    NODE_DESK   /* the public web desk: decides nothing */
};

enum court_level { LEVEL_NONE, LEVEL_BASIC, LEVEL_INTERMEDIATE, LEVEL_HIGH };

enum place_kind {
    PLACE_COUNTER,           /* the filing hall of the court itself */
    PLACE_TRIBUNAL,          /* 人民法庭 */
    PLACE_FOREST_FARM,       /* a station on a forest farm */
    PLACE_JUDICIAL_OFFICE,   /* a contact point in a 司法所 */
    PLACE_SCENIC_AREA,       /* in a scenic area */
    PLACE_COMMUNITY,         /* in a community */
    PLACE_GOVERNANCE_CENTRE, /* in a 综治中心 */
    PLACE_CIRCUIT            /* where the court sits on circuit */
};

struct network_place {
    struct text id;   /* JL7504-F03; unique in the network */
    struct text node; /* id of the court it belongs to */
    enum place_kind kind;
    struct words name;
    struct words address; /* all empty where nobody gave one; so the telephone */
    struct text telephone;
    struct office_hours office; /* when somebody is there; no spans: as its court */
    bool is_verified;           /* the place is known to exist under this name */
};

/* A place on a drawing, in hundredths from its left upper corner; no map. */
struct network_spot {
    bool is_given;
    int across, down;
};

struct network_node {
    struct text id;         /* JL7502 */
    struct text node_code;  /* 7502: begins the tracking numbers it gives */
    struct text court_code; /* 吉7502; empty for the desk */
    enum node_kind kind;
    enum court_level level;
    struct text superior; /* id of the court above; empty where that is outside */
    struct words name;
    struct words short_name;    /* 和龙; all empty where nobody gave one */
    struct words town;          /* where it sits */
    struct words address;       /* street and number; all empty where nobody gave them */
    struct text telephone;      /* for everybody; may be empty */
    struct text seat;           /* whose local days off hold; empty for none */
    struct office_hours office; /* on court days */
    bool factor_is_offered;     /* staff may come in without a second factor */
    bool numbers_are_own;       /* it gives case numbers itself; else they are assigned */
    bool is_verified;           /* name and code were confirmed */
    struct network_spot spot;   /* where drawings of the network put it */
    const struct network_place *places;
    size_t places_count;
};

struct network {
    struct text id; /* yanbian */
    struct words name;
    const struct network_node *nodes;
    size_t nodes_count;
};

/* NULL where there is none of that id, node code or court code. */
const struct network_node *network_find(const struct network *network, struct text id);
const struct network_node *network_by_code(const struct network *network, struct text node_code);
const struct network_node *network_by_court_code(const struct network *network,
                                                 struct text court_code);
const struct network_place *network_place(const struct network *network, struct text id);

/* The one hub; NULL only when the network is. */
const struct network_node *network_hub(const struct network *network);
/* The public web desk; NULL where the network has none. */
const struct network_node *network_desk(const struct network *network);

/* Whether the node of this id decides matters: a court, the hub among them. */
bool network_is_court(const struct network *network, struct text id);

#endif
