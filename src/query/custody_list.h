/* custody_list.h: what the hub knows line by line: which court holds which matter, since when,
 * under which clock. No names, no content: the hub has none. */
#ifndef TB_CUSTODY_LIST_H
#define TB_CUSTODY_LIST_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { CUSTODY_PAGE = 50, CUSTODY_COUNTS_MAX = 400 };

/* What the hub said last to the court that holds the matter. */
struct custody_urging {
    int64_t at_ms;           /* 0: nothing */
    struct text by, message; /* empty once they were erased */
    struct text court;       /* proposed to take it over; empty: none */
    bool is_received;        /* the court has it */
};

struct custody_line {
    struct text matter_id, case_kind, owner, receiving, state;
    struct text clock;        /* empty: none */
    int64_t since_ms, due_ms; /* NEVER_MS: none */
    int64_t epoch;
    bool is_open;
    struct custody_urging urged;
};

/* Which lines: each number of the hub is the size of such a list. */
enum custody_number {
#define CUSTODY_NUMBER(name, ...) CUSTODY_##name,
#include "query/custody_number.def"
#undef CUSTODY_NUMBER
    CUSTODY_NUMBER_COUNT
};
const char *custody_number_word(enum custody_number number); /* in addresses */
const char *custody_number_name(enum custody_number number); /* keys of words/ */
const char *custody_number_definition(enum custody_number number);
bool custody_number_parse(struct text word, enum custody_number *number);
/* Do days say which lines? Those of handing in, of the answer or of the end. */
bool custody_number_has_days(enum custody_number number);

struct custody_filter {
    enum custody_number number;
    struct date from, until;      /* first and last of those days; DATE_NONE: any */
    struct text owner, receiving; /* empty: every court */
    struct text state, case_kind; /* empty: any */
    int64_t after_ms; /* -1: from the beginning; else due_ms, or since_ms where it has days */
    struct text after_matter;
};

/* Every line of that number. */
static inline struct custody_filter
custody_filter_of(enum custody_number number)
{
    return (struct custody_filter){
        .number = number, .from = DATE_NONE, .until = DATE_NONE, .after_ms = -1};
}

struct custody_list {
    struct custody_line lines[CUSTODY_PAGE];
    int count;
    bool has_more;
};

/* May this asker see lines at all? */
bool custody_list_is_open_to(const struct look *look);

/* The nearest deadline first; what has days, by what happened last. Refused with
 * ROLE_MUST_BE_ALLOWED unless the asker stands at the hub as hub officer, head of division or
 * president. */
enum refusal custody_list_load(const struct look *look, const struct custody_filter *filter,
                               struct custody_list *list);
/* The same key of a line as of `after_ms`. */
int64_t custody_list_key(const struct custody_filter *filter, const struct custody_line *line);

/* How many lines the whole list has. */
enum refusal custody_list_size(const struct look *look, const struct custody_filter *filter,
                               int64_t *size);

/* What happened last in the network, CUSTODY_NEWEST lines at most. */
enum { CUSTODY_NEWEST = 8 };
enum refusal custody_list_newest(const struct look *look, struct text owner,
                                 struct custody_line lines[static CUSTODY_NEWEST], int *count);

/* One line. MATTER_MUST_EXIST where the hub has none. */
enum refusal custody_list_find(const struct look *look, struct text matter_id,
                               struct custody_line *line);

/* How many open matters each court holds in each state, and how many of them are late. */
struct custody_count {
    struct text owner, state;
    int64_t matters, late;
};
enum refusal custody_list_counts(const struct look *look, const struct custody_count **counts,
                                 int *count);

#endif
