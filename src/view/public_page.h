/* public_page.h: pages that anybody may open. Plain facts; texts live in the request's arena. */
#ifndef TB_PUBLIC_PAGE_H
#define TB_PUBLIC_PAGE_H
#include "base/pair.h"
#include "law/network.h"
#include "view/guide_page.h"
#include "view/view.h"

/* Something is not there, not allowed, or broke. */
struct no_page {
    struct text sentence;
    struct text reference; /* what to tell the operator; empty where nothing broke */
};

/* A form that came too late, kept for the reader. */
struct held_page {
    struct text action;
    const struct pair *pairs;
    int pairs_count;
    bool must_sign_in;   /* the session is over, and the form needs one */
    struct text sign_in; /* where, for people of this form: at a court or at the desk */
    bool lacks_cookie;   /* the browser sent none back: perhaps it keeps none */
};

struct home_page {
    int todo_count;
    const struct guide_row *examples; /* what people come with most */
    int examples_count;
};

struct prefs_choice {
    const char *name, *value;
    struct text label;
    bool is_chosen;
};
struct prefs_page {
    struct text to; /* where one goes back to */
    const struct prefs_choice *languages, *sizes, *themes, *keys;
    int languages_count, sizes_count, themes_count, keys_count;
};

struct court_place {
    struct text name, kind, hours, telephone, address; /* the last three may be empty */
};
struct court_row {
    struct text name, town, hours, telephone, address; /* the last two may be empty */
    const struct court_place *places;
    int places_count;
    bool is_hub;
};
struct courts_page {
    const struct court_row *courts;
    int courts_count;
};

/* Is this paper, receipt or list genuine? */
struct verify_page {
    struct text text, matter, code; /* as typed */
    struct text mistake;            /* nothing could be checked */
    bool was_checked, is_genuine;
    struct text reason;       /* why not */
    const struct text *lines; /* who signed, what it proves */
    int lines_count;
};

/* Courts of the network with their places, the hub first. */
void courts_page_fill(const struct view *view, struct courts_page *courts);

#endif
