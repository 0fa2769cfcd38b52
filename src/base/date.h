/* date.h: civil days and instants.
 *
 * A `struct date` is a whole civil day, without a zone. An instant is milliseconds since
 * 1970-01-01T00:00:00Z in an int64_t whose name ends in `_ms`. Courts of the network sit in one
 * zone, UTC+8 all year; a seat elsewhere passes its own offset. */
#ifndef TB_DATE_H
#define TB_DATE_H
#include "base/text.h"

enum { CHINA_OFFSET_MINUTES = 8 * 60, DAY_MS = 24 * 60 * 60 * 1000 };

struct date {
    int32_t day; /* days since 1970-01-01; DATE_NONE for "no date" */
};

#define DATE_NONE ((struct date){INT32_MIN})

struct civil {
    int year, month, day; /* month 1 to 12, day 1 to 31 */
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

bool date_is_none(struct date date);
/* False for a day that does not exist or a year outside 1900 to 9999. */
bool date_from_civil(struct civil civil, struct date *date);
struct civil date_civil(struct date date);
/* Exactly YYYY-MM-DD. */
bool date_parse(struct text text, struct date *date);
struct text date_text(struct date date, struct arena *arena);
enum weekday date_weekday(struct date date);
int date_compare(struct date a, struct date b);
/* From a first to a last day, both counted; either may be DATE_NONE: open. */
bool date_in_span(struct date on, struct date from, struct date until);
/* Do two such spans have a day in common? */
bool date_spans_meet(struct date from, struct date until, struct date other_from,
                     struct date other_until);
struct date date_add_days(struct date date, int days);
/* The corresponding day; where the month has none, its last day. [CC:202] */
struct date date_add_months(struct date date, int months);

/* The civil day, and the minute of that day (0 to 1439), of an instant at a seat. */
struct date date_of_instant(int64_t at_ms, int offset_minutes);
int minute_of_instant(int64_t at_ms, int offset_minutes);
int64_t instant_of(struct date date, int minute, int offset_minutes);

/* Reads YYYY-MM-DDTHH:MM or YYYY-MM-DDTHH:MM:SS, optionally with fraction, then Z or +hh:mm;
 * without a zone `offset_minutes` is meant. */
bool instant_parse(struct text text, int offset_minutes, int64_t *at_ms);
/* 2026-01-05T09:30:00.123+08:00 */
struct text instant_text(int64_t at_ms, int offset_minutes, struct arena *arena);

#endif
