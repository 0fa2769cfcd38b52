/* form_body.h: what a form of a page sends, as pairs: application/x-www-form-urlencoded (WHATWG
 * URL), and the rules that its sister, multipart/form-data (multipart.h), shares. */
#ifndef TB_FORM_BODY_H
#define TB_FORM_BODY_H
#include "base/pair.h"
#include "http/obstacle.h"

enum {
    FORM_PAIRS_MAX = 8000,             /* 200 parties with 40 entries each */
    FORM_NAME_BYTES_MAX = 200,         /* of a control */
    FORM_VALUE_BYTES_MAX = 256 * 1024, /* a rule file; each field has a bound of its own */
    FORM_BODY_BYTES_MAX = 1024 * 1024  /* without files */
};

/* How a form comes, by its Content-Type. */
enum form_coding { FORM_CODING_OTHER, FORM_CODING_URL, FORM_CODING_MULTIPART };
enum form_coding form_body_coding(struct text content_type);

/* Reads a whole body of FORM_CODING_URL. Values are as they were typed, but for the ends of lines,
 * which become line feeds; the same name may come again. Refused with FORM_MUST_BE_CLEAR: a broken
 * escape, what is not UTF-8, a zero byte, an empty name or one that hides characters; with
 * FORM_MUST_BE_SMALLER: more than the bounds above. OBSTACLE_COUNT when all is well. Pairs live in
 * the arena. */
enum obstacle form_body_read(struct text body, struct arena *arena, struct pairs *pairs);

/* One control as it was decoded: checks it and makes it a pair. For multipart.c. */
enum obstacle form_body_take(struct text name, struct text value, struct arena *arena,
                             struct pair *pair);

#endif
