/* resident_id.h: the resident identity number. [GB 11643-1999] Pure.
 *
 * Six digits of region, eight of birth date, three in order of registration of which the last is
 * odd for men, one check character (ISO 7064 MOD 11-2) that may be X. The residence permits of
 * residents of Hong Kong, Macao and Taiwan carry numbers of the same form (81, 82, 83). */
#ifndef TB_RESIDENT_ID_H
#define TB_RESIDENT_ID_H
#include "base/date.h"
#include "law/number.h"

enum sex { SEX_FEMALE, SEX_MALE };

struct resident_id {
    struct text text;   /* 18 characters, a capital X */
    struct text region; /* the first six */
    struct date birth_date;
    enum sex sex;
};

/* Reads a number as written. `on` is the day it is looked at: nobody is born after it; DATE_NONE
 * leaves that open. The region is checked to the province only, because counties come and go and
 * numbers stay. `id` is filled only when valid. */
enum number_reason resident_id_read(struct text written, struct date on, struct arena *arena,
                                    struct resident_id *id);

/* The last character that belongs to the first seventeen digits. */
char resident_id_check_character(const char digits[static 17]);

#endif
