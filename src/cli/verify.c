/* verify.c: between the terminal and what checks files (view/finding.h). */
#include "cli/verify.h"

#include "paper/wording.h"
#include "proof/receipt.h"
#include "view/finding.h"

#include <string.h>

enum { FILE_BYTES_MAX = RECEIPT_BYTES_MAX };

struct options {
    const char *file, *trust, *matter, *code;
    enum language language;
    bool as_json;
    struct arena *arena;
};

static void
print_line(FILE *to, struct text line)
{
    fprintf(to, "%.*s\n", TEXT_ARGS(line));
}

/* Says what is wrong; `sentence` has a place for the reason. */
static int
print_wrong(const struct finding *finding, const struct options *options, FILE *to,
            const char *sentence, const char *flaw, const char *key)
{
    struct wording_value reason = {"reason", wording(key, options->language)};
    print_line(to, options->as_json
                       ? finding_json(finding, flaw, reason.value)
                       : wording_fill(sentence, options->language, &reason, 1, options->arena));
    return 1;
}

/* ---- running ---- */

/* The whole file, or one byte more than any file may have. */
static bool
read_file(const char *path, struct arena *arena, struct text *bytes)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    char *content = arena_take(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(content, 1, FILE_BYTES_MAX + 1, file);
    bool is_read = !ferror(file);
    fclose(file);
    *bytes = (struct text){content, length};
    return is_read;
}

static bool
read_options(int argc, char **argv, struct options *options)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            options->as_json = true;
        else if (strcmp(argv[i], "--language") == 0) {
            if (++i == argc || !language_parse(text_of(argv[i]), &options->language))
                return false;
        } else if (strcmp(argv[i], "--matter") == 0 || strcmp(argv[i], "--code") == 0) {
            const char **wanted = argv[i][2] == 'm' ? &options->matter : &options->code;
            if (++i == argc)
                return false;
            *wanted = argv[i];
        } else if (argv[i][0] == '-' && argv[i][1] != '\0')
            return false;
        else if (options->file == NULL)
            options->file = argv[i];
        else if (options->trust == NULL)
            options->trust = argv[i];
        else
            return false;
    }
    return options->trust != NULL;
}

static int
check_and_say(struct finding *finding, const struct options *options, FILE *to)
{
    struct text bytes, trust_bytes;
    struct trust trust;
    if (!read_file(options->trust, options->arena, &trust_bytes))
        return print_wrong(finding, options, to, "verify.invalid-trust", "TRUST_MUST_BE_READABLE",
                           "verify.unreadable");
    enum flaw flaw = trust_read(trust_bytes, options->arena, &trust);
    if (flaw != NO_FLAW)
        return print_wrong(finding, options, to, "verify.invalid-trust", flaw_name(flaw),
                           flaw_key(flaw));
    if (!read_file(options->file, options->arena, &bytes))
        return print_wrong(finding, options, to, "verify.invalid", "FILE_MUST_BE_READABLE",
                           "verify.unreadable");
    finding_expect(finding, text_of(options->matter), text_of(options->code));
    flaw = finding_check(finding, bytes, &trust);
    if (flaw != NO_FLAW)
        return print_wrong(finding, options, to, "verify.invalid", flaw_name(flaw), flaw_key(flaw));
    if (options->as_json)
        print_line(to, finding_json(finding, NULL, TEXT("")));
    else
        fprintf(to, "%.*s", TEXT_ARGS(finding_words(finding)));
    return 0;
}

int
verify_run(int argc, char **argv, FILE *answer, FILE *usage)
{
    struct options options = {.language = LANGUAGE_ZH};
    if (!read_options(argc, argv, &options)) {
        print_line(usage, wording("verify.usage", options.language));
        return 2;
    }
    options.arena = arena_open();
    int status = check_and_say(finding_open(options.language, options.arena), &options, answer);
    arena_close(options.arena);
    return fflush(answer) == 0 ? status : 1;
}

int
verify_main(int argc, char **argv)
{
    return verify_run(argc, argv, stdout, stderr);
}
