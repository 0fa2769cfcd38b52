/* count.c: how many cases passed and failed, from the logs Meson keeps of a test run.
 *
 * Meson counts programs; a reader wants to know of cases. A program that speaks TAP is counted line
 * by line; one that does not counts as one case. A program that ends badly without naming a failed
 * case (it crashed, hung, or left cases out) adds one failure. Nothing run is a failure too. */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally {
    long passed, failed;
};

/* Case names of a failed program are worth repeating at the end, where people look. */
static void
count_line(const char *program, const char *line, size_t length, struct tally *tally, long *planned)
{
    if (length >= 3 && memcmp(line, "1..", 3) == 0)
        *planned += strtol(line + 3, NULL, 10);
    if (length >= 7 && memcmp(line, "not ok ", 7) == 0) {
        printf("failed: %s: %.*s\n", program, (int)length, line);
        tally->failed++;
    } else if (length >= 3 && memcmp(line, "ok ", 3) == 0) {
        tally->passed++;
    }
}

static struct tally
count_program(const json_t *entry)
{
    struct tally tally = {0, 0};
    long planned = 0;
    const char *program = json_string_value(json_object_get(entry, "name"));
    const char *result = json_string_value(json_object_get(entry, "result"));
    const char *out = json_string_value(json_object_get(entry, "stdout"));

    for (const char *line = out; line != NULL && *line != '\0';) {
        size_t length = strcspn(line, "\n");
        count_line(program, line, length, &tally, &planned);
        line += length + (line[length] == '\n');
    }
    bool is_well = result != NULL && strcmp(result, "OK") == 0;
    if (is_well && tally.passed + tally.failed == 0)
        tally.passed = 1;
    if ((!is_well && tally.failed == 0) || tally.passed + tally.failed < planned) {
        printf("failed: %s: %s\n", program, is_well ? "left cases out" : result);
        tally.failed++;
    }
    return tally;
}

static struct tally
count_log(const char *path)
{
    struct tally all = {0, 0};
    FILE *log = fopen(path, "r");
    if (log == NULL) {
        printf("failed: %s: did not build\n", path);
        return (struct tally){0, 1};
    }
    for (;;) {
        json_error_t error;
        json_t *entry = json_loadf(log, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &error);
        if (entry == NULL && json_error_code(&error) == json_error_premature_end_of_input)
            break;
        if (entry == NULL) {
            printf("failed: %s: cannot be read: %s\n", path, error.text);
            all.failed++;
            break;
        }
        struct tally one = count_program(entry);
        all.passed += one.passed;
        all.failed += one.failed;
        json_decref(entry);
    }
    fclose(log);
    return all;
}

int
main(int count, char **paths)
{
    struct tally all = {0, 0};
    for (int i = 1; i < count; i++) {
        struct tally one = count_log(paths[i]);
        all.passed += one.passed;
        all.failed += one.failed;
    }
    if (all.passed + all.failed == 0)
        all.failed = 1;
    printf("%ld passed, %ld failed\n", all.passed, all.failed);
    return all.failed == 0 ? 0 : 1;
}
