/* credit_code.h: the unified social credit code of an organisation. [GB 32100-2015] Pure.
 *
 * One character for the department that registers, one for the kind of organisation, six digits of
 * region, the nine characters of the organisation code with its own check character [GB
 * 11714-1997], one check character over all. Digits and capital letters without I, O, S, V and Z.
 */
#ifndef TB_CREDIT_CODE_H
#define TB_CREDIT_CODE_H
#include "law/number.h"

struct credit_code {
    struct text text;              /* 18 characters, capitals */
    struct text department;        /* 1: "9" is the market regulator */
    struct text kind;              /* 1 */
    struct text region;            /* 6: 100000 is the whole country */
    struct text organisation_code; /* 9 */
};

/* Reads a code as written. `code` is filled only when valid. */
enum number_reason credit_code_read(struct text written, struct arena *arena,
                                    struct credit_code *code);

/* The last character that belongs to the first seventeen; '\0' when one of them may not stand in a
 * code. */
char credit_code_check_character(const char characters[static 17]);

/* The last character that belongs to the first eight of an organisation code: 0 to 9 or X. '\0'
 * when one of them is neither digit nor capital letter. [GB 11714-1997] */
char credit_code_organisation_check(const char characters[static 8]);

#endif
