/* date.c: the proleptic Gregorian calendar in whole days (the era arithmetic of Howard Hinnant's
 * "chrono-compatible low-level date algorithms"). */
#include "base/date.h"

#include <assert.h>

static int32_t
days_from_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int of_era = year - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int
days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

bool
date_is_none(struct date date)
{
    return date.day == INT32_MIN;
}

bool
date_from_civil(struct civil civil, struct date *date)
{
    if (civil.year < 1900 || civil.year > 9999 || civil.month < 1 || civil.month > 12)
        return false;
    if (civil.day < 1 || civil.day > days_in_month(civil.year, civil.month))
        return false;
    date->day = days_from_civil(civil.year, civil.month, civil.day);
    return true;
}

struct civil
date_civil(struct date date)
{
    int64_t shifted = (int64_t)date.day + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int of_era = (int)(shifted - era * 146097);
    int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * of_year + 2) / 153;
    int day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    return (struct civil){(int)(year_of_era + era * 400) + (month <= 2), month, day};
}

/* `digits` decimal digits at `at`. */
static bool
read_digits(struct text text, size_t at, size_t digits, int *number)
{
    int64_t value;
    if (at + digits > text.length || !text_number((struct text){text.bytes + at, digits}, &value))
        return false;
    *number = (int)value;
    return true;
}

bool
date_parse(struct text text, struct date *date)
{
    struct civil civil;
    if (text.length != 10 || text.bytes[4] != '-' || text.bytes[7] != '-')
        return false;
    return read_digits(text, 0, 4, &civil.year) && read_digits(text, 5, 2, &civil.month) &&
           read_digits(text, 8, 2, &civil.day) && date_from_civil(civil, date);
}

enum { DATE_BYTES = 20, INSTANT_BYTES = DATE_BYTES + 24 }; /* for any number of days an int holds */

/* Writes `count` digits of a number that has no more, with zeros in front. */
static char *
put_digits(char *at, int number, int count)
{
    for (int i = count; i > 0; i--) {
        at[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

static char *
put_date(char *at, struct date date)
{
    struct civil civil = date_civil(date);
    int digits = 4, beyond = civil.year / 10000;
    if (civil.year < 0) {
        *at++ = '-';
        civil.year = -civil.year;
        digits = 3;
        beyond = civil.year / 1000;
    }
    for (; beyond > 0; beyond /= 10)
        digits++;
    at = put_digits(at, civil.year, digits);
    *at++ = '-';
    at = put_digits(at, civil.month, 2);
    *at++ = '-';
    return put_digits(at, civil.day, 2);
}

struct text
date_text(struct date date, struct arena *arena)
{
    char *bytes = arena_take(arena, DATE_BYTES);
    return (struct text){bytes, (size_t)(put_date(bytes, date) - bytes)};
}

enum weekday
date_weekday(struct date date)
{
    int since_monday = (int)(((int64_t)date.day + 3) % 7); /* 1970-01-01 was a Thursday */
    return (enum weekday)(since_monday < 0 ? since_monday + 7 : since_monday);
}

int
date_compare(struct date a, struct date b)
{
    return a.day < b.day ? -1 : a.day > b.day;
}

/* DATE_NONE lies before every day, so that an open beginning needs no question. */
bool
date_in_span(struct date on, struct date from, struct date until)
{
    return date_compare(from, on) <= 0 && (date_is_none(until) || date_compare(on, until) <= 0);
}

bool
date_spans_meet(struct date from, struct date until, struct date other_from,
                struct date other_until)
{
    return (date_is_none(until) || date_compare(other_from, until) <= 0) &&
           (date_is_none(other_until) || date_compare(from, other_until) <= 0);
}

struct date
date_add_days(struct date date, int days)
{
    return (struct date){date.day + days};
}

struct date
date_add_months(struct date date, int months)
{
    struct civil civil = date_civil(date);
    int month = civil.year * 12 + civil.month - 1 + months;
    civil.year = month / 12;
    civil.month = month % 12 + 1;
    int last = days_in_month(civil.year, civil.month);
    if (civil.day > last)
        civil.day = last;
    return (struct date){days_from_civil(civil.year, civil.month, civil.day)};
}

static int64_t
floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

struct date
date_of_instant(int64_t at_ms, int offset_minutes)
{
    return (struct date){(int32_t)floor_divide(at_ms + offset_minutes * INT64_C(60000), DAY_MS)};
}

int
minute_of_instant(int64_t at_ms, int offset_minutes)
{
    int64_t local = at_ms + offset_minutes * INT64_C(60000);
    return (int)((local - floor_divide(local, DAY_MS) * DAY_MS) / 60000);
}

int64_t
instant_of(struct date date, int minute, int offset_minutes)
{
    return (int64_t)date.day * DAY_MS + (minute - offset_minutes) * INT64_C(60000);
}

/* Reads an optional zone at `at`, which must be the rest of the text. */
static bool
read_zone(struct text text, size_t at, int *offset_minutes)
{
    int hours, minutes;
    if (at == text.length)
        return true;
    if (text.bytes[at] == 'Z' && at + 1 == text.length)
        return *offset_minutes = 0, true;
    if ((text.bytes[at] != '+' && text.bytes[at] != '-') || at + 6 != text.length ||
        text.bytes[at + 3] != ':' || !read_digits(text, at + 1, 2, &hours) ||
        !read_digits(text, at + 4, 2, &minutes) || hours > 14 || minutes > 59)
        return false;
    *offset_minutes = (hours * 60 + minutes) * (text.bytes[at] == '-' ? -1 : 1);
    return true;
}

bool
instant_parse(struct text text, int offset_minutes, int64_t *at_ms)
{
    struct date date;
    int hour, minute, second = 0, milliseconds = 0;
    if (text.length < 16 || !date_parse((struct text){text.bytes, 10}, &date) ||
        text.bytes[10] != 'T' || !read_digits(text, 11, 2, &hour) || text.bytes[13] != ':' ||
        !read_digits(text, 14, 2, &minute) || hour > 23 || minute > 59)
        return false;
    size_t at = 16;
    if (at < text.length && text.bytes[at] == ':') {
        if (!read_digits(text, at + 1, 2, &second) || second > 59)
            return false;
        at += 3;
        if (at < text.length && text.bytes[at] == '.') {
            int scale = 100;
            for (at++; at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++) {
                milliseconds += (text.bytes[at] - '0') * scale;
                scale /= 10;
            }
        }
    }
    if (!read_zone(text, at, &offset_minutes))
        return false;
    *at_ms = instant_of(date, hour * 60 + minute, offset_minutes) + second * 1000 + milliseconds;
    return true;
}

struct text
instant_text(int64_t at_ms, int offset_minutes, struct arena *arena)
{
    char *bytes = arena_take(arena, INSTANT_BYTES);
    int minute = minute_of_instant(at_ms, offset_minutes);
    int within = (int)(at_ms - floor_divide(at_ms, 60000) * 60000);
    int zone = offset_minutes < 0 ? -offset_minutes : offset_minutes;
    char *at = put_date(bytes, date_of_instant(at_ms, offset_minutes));
    *at++ = 'T';
    at = put_digits(at, minute / 60, 2);
    *at++ = ':';
    at = put_digits(at, minute % 60, 2);
    *at++ = ':';
    at = put_digits(at, within / 1000, 2);
    *at++ = '.';
    at = put_digits(at, within % 1000, 3);
    *at++ = offset_minutes < 0 ? '-' : '+';
    at = put_digits(at, zone / 60, 2);
    *at++ = ':';
    at = put_digits(at, zone % 60, 2);
    return (struct text){bytes, (size_t)(at - bytes)};
}
