/* parts_view.h: what the parts of pages/part/ show. Plain facts, filled by the pages that use them.
 *
 * Texts are in the reader's language and borrowed from the arena of the request; an empty one
 * leaves its piece out. Names of kinds and icons are literals; NULL and "" are none. */
#ifndef TB_PARTS_VIEW_H
#define TB_PARTS_VIEW_H
#include "base/text.h"

/* tag: a state in one word. */
struct tag_view {
    const char *kind; /* "good" "info" "warn" "wrong" */
    const char *icon; /* its id in the sprite */
    struct text words;
};

/* due: by when, as a shape and words. */
struct due_view {
    const char *kind; /* "calm" "near" "today" "late" */
    struct text words;
};

/* steps: where a journey stands. */
struct steps_step {
    const char *kind; /* "done" "now" "ahead" */
    struct text name, note;
};
struct steps_view {
    int at; /* from 1 */
    struct text name;
    const struct steps_step *steps;
    int steps_count;
};

/* file-link */
struct file_link {
    struct text address, name, kind; /* kind: "PDF 71 KB" */
};

/* timeline: newest first; the first says what comes next. */
struct timeline_entry {
    bool is_next;
    struct text meta, what, more; /* meta: when and where */
    const struct file_link *files;
    int files_count;
    struct text receipt; /* address of the proof; may be empty */
};
struct timeline_view {
    const struct timeline_entry *entries;
    int entries_count;
};

/* todo-box: what the reader has to do now; nothing is drawn without items. */
struct todo_item {
    struct text what, why, address, button;
    bool is_main; /* one item at most, the most urgent */
};
struct todo_view {
    const struct todo_item *items;
    int items_count;
};

/* file-list: materials with their verdicts. */
struct file_row {
    struct text name, note, address, wrong; /* wrong: the court's reason */
    struct text retake;                     /* where a better one is sent; or empty */
    struct tag_view tag;
    bool is_unscanned; /* for the court: no virus scanner has seen it yet */
};
struct file_list_view {
    const struct file_row *rows;
    int rows_count;
};

/* summary-list: names and values; change is the address of the question, or empty. */
struct summary_row {
    struct text label, value, change;
};
struct summary_list_view {
    const struct summary_row *rows;
    int rows_count;
    bool is_pairs; /* narrow: name at the left, value at the right */
};

/* pager: nothing is drawn when pages is 0. */
struct pager_view {
    int page, pages;
    struct text earlier, later;
};

/* confirm: the whole content of a page that asks before it acts. */
struct hidden_field {
    struct text name, value;
};
struct confirm_view {
    struct text title, effect, action, button, back;
    struct summary_list_view facts;
    const struct hidden_field *hidden;
    int hidden_count;
    bool is_danger;
};

/* tabs: views of one list with their counts. */
struct tab {
    struct text address, label;
    int count;
    bool is_current, is_late;
};
struct tabs_view {
    struct text label; /* of the whole, for those who cannot see it */
    const struct tab *tabs;
    int tabs_count;
};

/* queue-table: work by deadline. */
struct queue_row {
    struct text number, address, peek; /* peek: address of the fragment */
    struct due_view due;
    struct tag_view kind, state;
    struct text parties, cause, from, to, holder, changed;
    bool is_chosen;
    struct text clock; /* which period is due */
    struct text claim; /* where it is taken on with one press; empty: nowhere */
    struct text pick;  /* what a tick sends: number and version */
    int64_t version;
};
struct queue_view {
    struct text count_line, empty; /* "共 12 件，…"; what to say when there is nothing */
    bool can_pick;
    struct text form; /* id of the form that ticked rows go to */
    const struct queue_row *rows;
    int rows_count;
};

/* peek: one matter beside the list. */
struct peek_check {
    const char *kind; /* "good" "wrong" "open" */
    struct text words;
};
struct peek_act {
    struct text address, label;
    const char *key; /* one capital letter */
    bool is_main;
    bool is_post; /* done with this press, there being nothing to fill in */
};
struct peek_view {
    struct text number, parties, cause;
    struct due_view due;
    struct summary_list_view facts;
    const struct peek_check *checks;
    int checks_count;
    const struct peek_act *acts;
    int acts_count;
    int64_t version;
};

/* kpi: one number of the board. */
struct kpi_view {
    struct text name, value, unit, note, address;
    bool is_late;
};

/* meter: a share as a bar; the three add up to 100 at most. */
struct meter_view {
    struct text name, value;
    int good, near, good_and_near, late;
};

#endif
