/* form_view.h: a form as a page shows it: the field rules of a step, what was typed, and what is
 * wrong with it. Drawn by pages/part/form-field.html, form-group.html and error-summary.html.
 *
 * The same rules check what comes back (law/form.h) and describe the interface for programs
 * (schema_view.h). What was typed stays as it was typed, also where it is wrong. */
#ifndef TB_FORM_VIEW_H
#define TB_FORM_VIEW_H
#include "law/guard.h"
#include "view/form_input.h"
#include "view/view.h"

enum form_control {
    CONTROL_TEXT,     /* one line; field.type says which kind of input */
    CONTROL_LINES,    /* textarea */
    CONTROL_RADIO,    /* choices in a fieldset */
    CONTROL_CHECKBOX, /* one, value "true" */
    CONTROL_MANY,     /* checkboxes in a fieldset, as many as one likes */
    CONTROL_SELECT,   /* choices; the first is blank */
    CONTROL_FILE,     /* field.value is the digest of what is there already */
    CONTROL_HIDDEN,   /* filled in by the page */
    CONTROL_GROUPS    /* a list: field.groups, each with fields of its own */
};

struct form_choice {
    struct text id, name, label; /* name: what is sent; of radios: with field.name */
    bool is_selected;
    struct text field; /* name of the control */
};

/* What stands between a label and its control. */
struct form_notes {
    struct text hint, hint_id, error, error_id;
};

struct form_field {
    enum form_control control;
    struct text id, name;   /* "f-parties-0-name", "parties.0.name" */
    struct text label, tag; /* tag: （选填）, for what may stay blank */
    struct form_notes notes;
    struct text describedby; /* ids of the notes there are */
    bool is_required, is_wrong;
    struct text value;                         /* as typed */
    const char *lang;                          /* of what is typed; NULL: the reader's, or any */
    struct text type, inputmode, autocomplete; /* of an <input>; inputmode may be empty */
    int characters_max, rows;
    struct text unit; /* 元 behind a sum; may be empty */
    /* Asked only when the control `when` has one of these words, parted by blanks; may be empty.
     * when_says: the same in words, for those without scripts. */
    struct text when, when_is, when_says;
    bool is_asked;     /* that answer is given already: shown before a script runs */
    struct text check; /* for data-check: what a script may hint at; may be empty */
    const struct form_choice *choices;
    size_t choices_count;
    struct text blank; /* what stands in the first line of a select */

    /* CONTROL_FILE: what is there already, and how another one comes. */
    struct text file_name, file_size;
    struct text up; /* where another one is begun piece by piece; empty: it comes with the form */
    bool takes_several; /* several chosen at once become entries of a list */
    struct text resume, resume_at, resume_name, resume_mark; /* what has come of a file that was cut
                                                                off, as a sentence; or empty */
    int64_t resume_bytes;

    const struct form_reason *reasons; /* what is often written here, for one press */
    size_t reasons_count;

    /* CONTROL_GROUPS */
    const struct form_group *groups;
    size_t groups_count;
    size_t aside_count; /* how many of them are aside */
    bool can_add;
    struct text add_label; /* of the button add=NAME */
};

/* Something handed in of a material; on paper only: no address. */
struct form_paper {
    struct text item, name, note, address;
    bool is_beside; /* it opens on this page */
};

struct form_reason {
    struct text sentence;
    struct text ticks; /* id of the choice that goes with it; may be empty */
};

struct form_group {
    struct text id, legend;
    struct text remove_name, remove_label; /* of the button remove=NAME.N; "parties.1" */
    bool can_remove;
    const struct form_field *fields;
    size_t fields_count;

    /* Rows of a checklist: what was handed in of the material; aside: nothing was, and nothing had
     * to be. */
    bool is_item, is_aside;
    int key; /* 1 to 9: the key that goes from one verdict to the next; 0: none */
    const struct form_paper *papers;
    size_t papers_count;
};

struct form_summary_line {
    struct text anchor, sentence; /* "#f-cause"; "案由：请填写这一项。" */
};

struct form_view {
    const struct form_field *fields;
    size_t fields_count;
    bool is_wrong;
    struct text summary_title; /* 有 2 处需要改 */
    const struct form_summary_line *summary;
    size_t summary_count;
    int elsewhere_count; /* mistakes in fields that are not on this page */
};

/* A value a field may have, and what people call it: a member of the court, a number of days with
 * the day it leads to. A field that has any is a list to choose from. */
struct form_ready {
    struct text field, name, label;
};

/* A file that lies with the node already: how people know it. */
struct form_file {
    struct text sha256, name;
    int64_t bytes;
};

/* A file of this form that came in pieces, or has not come to its end. */
struct form_upload {
    struct text slot; /* name of its control */
    struct text address, name, mark;
    struct text sha256; /* of a whole one; empty otherwise */
    int64_t bytes, offset;
};

struct form_filled {
    const struct value *values; /* as form_input gives them, or understood ones; NULL: nothing */
    const struct field_mistake *mistakes;
    int mistakes_count;
    /* What conditions, verdicts and defects are looked up in; NULL: fields required only under a
     * condition are shown as optional, and every material of the procedure has its row. */
    const struct guard_context *context;
    const struct form_file *files;
    size_t files_count;
    struct text up; /* of every file of the form; may be empty */
    const struct form_upload *uploads;
    size_t uploads_count;
    const struct form_ready *ready; /* of one field together, in their order */
    size_t ready_count;
    const struct form_paper *papers; /* beside the rows of a checklist */
    size_t papers_count;
};

/* Lives in the arena of `view`. */
struct form_view form_view_make(const struct view *view, const struct form_rules *rules,
                                const struct form_filled *filled);

#endif
