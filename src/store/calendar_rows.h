/* calendar_rows.h: changes of the calendar of this court, as they were proposed and decided, and
 * how far the running periods were counted again. [CPL-2023:85] */
#ifndef TB_CALENDAR_ROWS_H
#define TB_CALENDAR_ROWS_H
#include "law/calendar.h"
#include "store/journal.h"

enum { CALENDAR_CHANGES_MAX = 500 };

enum calendar_change_kind {
    CHANGE_OFF,  /* the court does not work on these days */
    CHANGE_WORK, /* it works on days it would have rested */
    CHANGE_FILES /* the rule files brought another calendar */
};
enum calendar_change_status {
    CHANGE_PROPOSED,
    CHANGE_APPROVED, /* it counts; periods are being counted again */
    CHANGE_DECLINED,
    CHANGE_DONE /* all periods were counted again */
};
bool calendar_change_kind_parse(struct text word, enum calendar_change_kind *kind);
struct text calendar_change_kind_word(enum calendar_change_kind kind);
struct text calendar_change_status_word(enum calendar_change_status status);

struct calendar_change {
    struct text id;
    enum calendar_change_kind kind;
    enum calendar_change_status status;
    struct calendar_span span; /* DATE_NONE for CHANGE_FILES */
    struct text notice;        /* what it rests on, as typed; of CHANGE_FILES the file */
    struct text proposer, decider, reason; /* accounts; `exchange` and "clock" are no person */
    int64_t position, decided_position;    /* of the events; -1 none */
    int64_t proposed_ms, decided_ms;       /* 0 none */
    struct text reached;                   /* the last matter that was looked at; "-" none */
    int64_t restated;                      /* matters in which a day moved */
};

/* `calendar_proposed`, `calendar_decided`, `calendar_recounted`. */
void calendar_rows_apply(struct store *store, struct text court_id, const struct event *event,
                         struct arena *arena);
bool calendar_rows_load(struct store *store, struct text court_id, struct text id,
                        struct arena *arena, struct calendar_change *change);
/* The newest first, at most CALENDAR_CHANGES_MAX. */
int calendar_rows_list(struct store *store, struct text court_id, struct arena *arena,
                       struct calendar_change **changes);
/* Whether one waits to be decided that rule files brought. */
bool calendar_rows_has_open_files(struct store *store, struct text court_id);
/* The one whose periods are being counted again; false where none is. */
bool calendar_rows_under_way(struct store *store, struct text court_id, struct arena *arena,
                             struct text *id);
/* The matters after the one named `after` ("-": from the first) in which a period runs, or ran out
 * on a day the change may reach; at most `most`, in their order. */
int calendar_rows_touched(struct store *store, struct text court_id,
                          const struct calendar_change *change, struct text after, int64_t now_ms,
                          int most, struct arena *arena, struct text *matters);
/* The days that count, in the order in which they were first approved; the newest
 * CALENDAR_CHANGES_MAX. */
struct calendar_decisions calendar_rows_decided(struct store *store, struct text court_id,
                                                struct arena *arena);

#endif
