/* case_number.h: the number of a case: （year）court code, type code, serial, 号. [CNO2015]
 * Pure.
 *
 * Read with half- or full-width brackets, kept and written with full-width ones. The serial counts
 * the cases of one court, type and year in order of receipt, without padding. [CNO2015:9,
 * CNO2015:10] */
#ifndef TB_CASE_NUMBER_H
#define TB_CASE_NUMBER_H
#include "law/case_type.h"
#include "law/number.h"

enum { CASE_NUMBER_SUFFIX_MAX = 99, CASE_NUMBER_SERIAL_MAX = 99999999 };

struct case_number {
    int year;               /* of receipt, 2016 or later */
    struct text court_code; /* 吉7502 */
    struct text type;       /* 民初; with the special character before it where there is one */
    int serial;             /* 1 to CASE_NUMBER_SERIAL_MAX */
    int suffix;             /* 3 for 之三; 0 for none */
};

/* Whether it is written as a case number is; says nothing about whether type and year exist.
 * `number` is filled only when valid. */
enum number_reason case_number_read(struct text written, struct arena *arena,
                                    struct case_number *number);

/* Whether such a number can have been given by `on` (DATE_NONE: at any time): the year has come,
 * and the type was in force in that year. */
enum number_reason case_number_check(const struct case_number *number,
                                     const struct case_types *types, struct date on);

/* The number as it is kept: （2026）吉7502民初22号之一. */
struct text case_number_text(const struct case_number *number, struct arena *arena);

/* 之一 to 之九十九; empty for 0. */
struct text case_number_suffix_text(int suffix, struct arena *arena);

/* "最高法", or the character of a high court with nothing, two or four digits after it. */
bool case_number_is_court_code(struct text code);

#endif
