/* page_call.h: one request to the pages, from its header to its answer. Inner header of page_*.c.
 *
 * A page asks and changes through the same calls as the interface for programs (api_call.h), but
 * its reader signs in with a session, its forms come as pairs, and its answers are HTML: 200 for a
 * page, 303 after a form that was taken, 422 for one with mistakes, 409 for one that came after
 * somebody else's, 404 for what is hidden or not there.
 *
 * A handler ends with exactly one of page_end, page_see_other, page_not_found, api_submit
 * and what stands on them, and returns what that returns. */
#ifndef TB_PAGE_CALL_H
#define TB_PAGE_CALL_H
#include "http/api_call.h"
#include "http/form_body.h"
#include "http/session.h"
#include "view/pages.h"
#include "view/plain_form.h"

/* Marks a browser whose reader is not signed in, so that his forms can be told from a stranger's.
 */
#define PAGE_VISITOR_COOKIE "__Host-v"

enum {
    PAGE_CRUMBS_MAX = 4,
    PAGE_NAV_MAX = 16,
    PAGE_FORM_BYTES_MAX = 1024 * 1024,
    PAGE_TABLE_BYTES_MAX = 2 * 1024 * 1024,
    PAGE_FORM_FILES_MAX = 220 * 1024 * 1024 /* a form with files: a few of the largest */
};

struct pages;
struct page_files;
struct entry_result;

struct page_call {
    struct api_call api; /* first, so that a page call is the head of its api call */
    const struct pages *pages;
    struct page_frame frame;
    struct session session; /* of who is signed in, or how far he has come */
    bool is_signed_in;
    bool may_locate;          /* its page may ask the phone where it is */
    struct pairs form;        /* what was posted, decoded */
    struct text visitor;      /* a new visitor's mark for the cookie of forms; empty: he has one */
    struct page_files *files; /* of page_take_posted */
    struct page_link crumbs[PAGE_CRUMBS_MAX];
    struct page_link nav[PAGE_NAV_MAX];
    struct view view;
    /* Renders the form again with what is wrong: set by whoever submits an act. `status` is 422, or
     * 409 where the page was older than the matter. */
    struct answer (*again)(struct page_call *call, int status, const struct outcome *outcome);
    /* The same for what is refused before an act is made; NULL: a page that says no. */
    struct answer (*no)(struct page_call *call, int status, struct text sentence);
    void *of; /* the handler's */
};

static inline struct page_call *
page_call_of(struct api_call *call)
{
    return (struct page_call *)call;
}

extern const struct api_manner page_manner;

/* Does the form carry a token of this reader's, and may he send it? Otherwise it is held for him,
 * with all he typed. */
bool page_form_is_ours(const struct page_call *call);
struct answer page_held_form(struct page_call *call);

/* ---- reading ---- */

/* A posted value: the first of its name, blanks at the ends away; empty where it is missing. */
struct text page_posted(const struct page_call *call, const char *name);
bool page_has_posted(const struct page_call *call, const char *name);
/* The version the form was made from: hidden field `v`; -1 where it is missing or no number. */
int64_t page_posted_version(const struct page_call *call);
/* The key of the form, made when it was drawn: hidden field `once`. Empty where it is not clear. */
struct text page_posted_once(const struct page_call *call);

/* Is this a path of our own to come back to? Anything else becomes `otherwise`. */
struct text page_way_back(struct page_call *call, struct text wished, const char *otherwise);

/* ---- the frame ---- */

/* Title of the page: a key of words/, or a text that is there already. */
void page_title(struct page_call *call, const char *key);
void page_title_text(struct page_call *call, struct text title);
/* One step of the trail; the last one added is the page itself. */
void page_crumb(struct page_call *call, const char *address, struct text label);

/* ---- answering ---- */

/* A page begins with page_begin, is written by a function of view/pages.h, and ends here. */
struct page page_begin(struct page_call *call);
struct answer page_answer(struct page_call *call, int status, struct page *page);
enum completion page_end(struct page_call *call, int status, struct page *page);

/* 303 to a path of ours. `done`: which sentence is shown there (a word behind "flash." in words/),
 * or NULL.
 */
struct answer page_redirect(struct page_call *call, struct text path, const char *done);
enum completion page_see_other(struct page_call *call, struct text path, const char *done);
/* 303 to the sign-in, and from there to `to`, a path of ours with its query; empty: to the
 * beginning.
 */
enum completion page_to_sign_in(struct page_call *call, struct text to);

/* A page that says no in a sentence, with help by a person; `sentence` is in his language. */
struct answer page_no(struct page_call *call, int status, const char *title_key,
                      struct text sentence);
enum completion page_not_found(struct page_call *call);
/* After a question that found nothing: 404, or 503 where the store failed. */
enum completion page_nothing(struct page_call *call);
enum completion page_refuse(struct page_call *call, enum refusal refusal, struct text detail);
/* 429: when to come again. */
enum completion page_too_many(struct page_call *call, int64_t wait_ms);

/* Adds Set-Cookie to an answer. */
void page_cookie(struct page_call *call, struct answer *answer, struct text cookie);

/* ---- coming in ---- */

/* Why somebody did not get further, and the status that goes with it: 422, 429 or 503. */
struct text page_entry_why(struct page_call *call, const struct entry_result *result);
int page_entry_status(const struct entry_result *result);

/* ---- acts ---- */

/* Submits an act under the key of the form; `accept` makes the answer of an accepted one, `again`
 * draws the form once more. Without a clear key the form is drawn again as too old. */
enum completion page_submit(struct page_call *call, struct act act, struct text said,
                            api_accept *accept,
                            struct answer (*again)(struct page_call *call, int status,
                                                   const struct outcome *outcome));
/* Why an outcome refused, as the sentence for the top of the form. */
struct text page_why(struct page_call *call, const struct outcome *outcome);

/* Takes the role of the session, in which pages act; false after whoever holds several and chose
 * none was led to choosing, and from there back to this page. */
bool page_has_role(struct page_call *call, enum completion *done);
/* The same for a page of one role; false after everybody else was refused. */
bool page_acts_as(struct page_call *call, enum role role, enum completion *done);

/* Marks a field of a plain form that is longer than that or hides a character. */
void page_check_line(struct page_call *call, struct plain_form *form, const char *name,
                     struct text value, size_t characters_max);

#endif
