/* json_lines.h: one JSON object a line in, one a line out, in order, each written before the next
 * is read, so that a program can ask and wait. */
#ifndef TB_JSON_LINES_H
#define TB_JSON_LINES_H
#include "base/canon.h"

#include <stdio.h>

enum { JSON_LINE_BYTES_MAX = 64 * 1024 };

/* What a line cannot be answered for: the sentence of {"error":…}. English, for developers. */
struct json_lines_error {
    bool is_set;
    char what[400];
};
/* Keeps the first. Gives false, so that a reader can end with it. */
bool json_lines_error(struct json_lines_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Answers one request, which is an object. Writes one whole object to `answer`, or nothing and sets
 * the error. The arena is emptied after each line. */
typedef void json_lines_answer(const void *of, const struct value *request, struct arena *arena,
                               struct canon *answer, struct json_lines_error *error);

/* Reads to the end of `in`. A line that cannot be answered (not JSON, no object, longer than
 * JSON_LINE_BYTES_MAX, empty, or refused by `answer`) is answered {"error":…} and the next one goes
 * on. False when reading or writing failed. */
bool json_lines_run(FILE *in, FILE *out, json_lines_answer *answer, const void *of);

/* Readers of members. Each gives false with the error set when the member is there and wrong. A
 * member that is not there leaves the place as it is. */
bool json_lines_text(const struct value *request, const char *key, struct text *text,
                     struct json_lines_error *error);
bool json_lines_integer(const struct value *request, const char *key, int64_t least, int64_t most,
                        int *integer, struct json_lines_error *error);

/* The beginning of a text, short enough to be quoted in an error; ends between characters. */
struct text json_lines_shown(struct text text);

/* Every key of the request is one of these; otherwise the error names it, and the one meant. */
bool json_lines_keys(const struct value *request, const char *const keys[], size_t count,
                     struct json_lines_error *error);

#endif
