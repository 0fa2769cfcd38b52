/* schema_test.c: what a keeper of the rules is told. Each file of the folder bad/ is read by the
 * schema below; the sentences are those of the file beside it that ends in .expected. */
#include "rule/schema.h"

#include "base/money.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static const char *folder;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* A schema that uses every type once. */

struct bench {
    struct text name;
    int seats;
};

struct act {
    struct text title;
    int days;
    bool is_open;
    struct date from;
    struct money fee;
    int stage;
    uint32_t by;
    struct words words;
    struct citation rests_on;
    const struct citation *also;
    size_t also_count;
    const struct text *papers;
    size_t paper_count;
    struct bench bench;
    const struct bench *list;
    size_t list_count;
    const struct bench *named;
    size_t named_count;
};

enum { STAGE_DRAFT = 1, STAGE_OPEN = 5 };
static const struct schema_choice stages[] = {{"draft", STAGE_DRAFT}, {"open", STAGE_OPEN}, {0}};
static const struct schema_choice roles[] = {{"party", 0}, {"agent", 1}, {"counter", 2}, {0}};

#define BENCH(member) offsetof(struct bench, member)
static const struct schema_field bench_fields[] = {
    {.key = "seats",
     .type = SCHEMA_INTEGER,
     .offset = BENCH(seats),
     .is_required = true,
     .least = 1,
     .most = 7},
};
static const struct schema bench_schema = {"a bench", sizeof(struct bench), BENCH(name),
                                           bench_fields, 1};

#define ACT(member) offsetof(struct act, member)
static const struct schema_field act_fields[] = {
    {.key = "title",
     .type = SCHEMA_TEXT,
     .offset = ACT(title),
     .is_required = true,
     .most = 20,
     .least = 1},
    {.key = "days",
     .type = SCHEMA_INTEGER,
     .offset = ACT(days),
     .least = 1,
     .most = 365,
     .otherwise = 7},
    {.key = "is_open", .type = SCHEMA_BOOLEAN, .offset = ACT(is_open), .otherwise = 1},
    {.key = "from", .type = SCHEMA_DATE, .offset = ACT(from)},
    {.key = "fee", .type = SCHEMA_MONEY, .offset = ACT(fee)},
    {.key = "stage",
     .type = SCHEMA_CHOICE,
     .offset = ACT(stage),
     .choices = stages,
     .otherwise = STAGE_DRAFT},
    {.key = "by", .type = SCHEMA_CHOICES, .offset = ACT(by), .choices = roles},
    {.key = "words", .type = SCHEMA_WORDS, .offset = ACT(words)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = ACT(rests_on)},
    {.key = "also", .type = SCHEMA_CITATIONS, .offset = ACT(also), .count_offset = ACT(also_count)},
    {.key = "papers",
     .type = SCHEMA_TEXTS,
     .offset = ACT(papers),
     .count_offset = ACT(paper_count),
     .least = 0,
     .most = 3},
    {.key = "bench", .type = SCHEMA_MAP, .offset = ACT(bench), .of = &bench_schema},
    {.key = "list",
     .type = SCHEMA_LIST,
     .offset = ACT(list),
     .count_offset = ACT(list_count),
     .of = &bench_schema},
    {.key = "named",
     .type = SCHEMA_NAMED,
     .offset = ACT(named),
     .count_offset = ACT(named_count),
     .of = &bench_schema},
};
static const struct schema act_schema = {"an act", sizeof(struct act), ACT(title), act_fields,
                                         sizeof act_fields / sizeof act_fields[0]};

static const struct source known_sources[] = {
    {.id = {"CPL-2023", 8}, .articles = 306},
    {.id = {"HOL2026", 7}, .articles = 0},
};
static const struct source_list sources = {known_sources, 2};

static bool
decode(const char *file, struct text bytes, struct mistakes *mistakes, struct act *act)
{
    struct schema_context context = {file, arena, mistakes, &sources};
    const struct yaml *tree = yaml_read(file, bytes, arena, mistakes);
    memset(act, 0, sizeof *act);
    return tree != NULL && schema_decode(&act_schema, tree, &context, act);
}

static void
test_schema__every_type_is_decoded(void **state)
{
    struct act act;
    struct mistakes mistakes = mistakes_open(arena);
    (void)state;
    bool is_good = decode("act.yaml",
                          TEXT("# a comment\n"
                               "title: 立案 act\n"
                               "days: 15\n"
                               "is_open: false\n"
                               "from: 2026-02-28\n"
                               "fee: 54046.50\n"
                               "stage: open\n"
                               "by: [party, counter]\n"
                               "words: {zh: 立案, ko: 입안, en: \"Filing: of a case\"}\n"
                               "rests_on: CPL-2023:127(1)\n"
                               "also: [CPL-2023:85, HOL2026]\n"
                               "papers: complaint\n"
                               "bench: {seats: 3}\n"
                               "list:\n"
                               "  - seats: 1\n"
                               "  - {seats: 7}\n"
                               "named:\n"
                               "  first: {seats: 2}\n"),
                          &mistakes, &act);
    assert_string_equal(mistakes_text(&mistakes, arena).bytes, "");
    assert_true(is_good);
    assert_true(text_is(act.title, "立案 act"));
    assert_int_equal(act.days, 15);
    assert_false(act.is_open);
    assert_string_equal(date_text(act.from, arena).bytes, "2026-02-28");
    assert_int_equal(act.fee.fen, 5404650);
    assert_int_equal(act.stage, STAGE_OPEN);
    assert_int_equal(act.by, 5);
    assert_true(text_is(act.words.in[LANGUAGE_EN], "Filing: of a case"));
    assert_string_equal(citation_text(act.rests_on, arena).bytes, "CPL-2023:127(1)");
    assert_int_equal(act.also_count, 2);
    assert_string_equal(citation_text(act.also[1], arena).bytes, "HOL2026");
    assert_int_equal(act.paper_count, 1);
    assert_int_equal(act.bench.seats, 3);
    assert_int_equal(act.list_count, 2);
    assert_int_equal(act.list[1].seats, 7);
    assert_true(text_is(act.named[0].name, "first"));
}

static void
test_schema__what_is_left_out_has_its_default(void **state)
{
    struct act act;
    struct mistakes mistakes = mistakes_open(arena);
    (void)state;
    assert_true(decode("act.yaml", TEXT("title: 立案\n"), &mistakes, &act));
    assert_int_equal(act.days, 7);
    assert_true(act.is_open);
    assert_true(date_is_none(act.from));
    assert_int_equal(act.stage, STAGE_DRAFT);
    assert_int_equal(act.also_count, 0);
}

static struct text
file_bytes(const char *path)
{
    FILE *stream = fopen(path, "rb");
    char *bytes = arena_take(arena, YAML_BYTES_MAX + 1);
    if (stream == NULL)
        fail_msg("cannot open %s", path);
    size_t length = fread(bytes, 1, YAML_BYTES_MAX, stream);
    fclose(stream);
    return (struct text){bytes, length};
}

static void
test_schema__every_bad_file_is_explained(void **state)
{
    char path[512];
    int count = 0;
    (void)state;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length < 6 || strcmp(entry->d_name + length - 5, ".yaml") != 0)
            continue;
        struct act act;
        struct mistakes mistakes = mistakes_open(arena);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        struct text bytes = file_bytes(path);
        snprintf(path, sizeof path, "%s/%.*s.expected", folder, (int)length - 5, entry->d_name);
        struct text expected = text_copy(file_bytes(path), arena);
        assert_false(decode(entry->d_name, bytes, &mistakes, &act) && mistakes.count == 0);
        assert_string_equal(mistakes_text(&mistakes, arena).bytes, expected.bytes);
        count++;
    }
    closedir(directory);
    assert_true(count >= 12);
}

static void
test_yaml__bounds_hold(void **state)
{
    struct mistakes mistakes = mistakes_open(arena);
    char *deep = arena_take(arena, 100001);
    (void)state;
    memset(deep, '[', 100000);
    assert_null(yaml_read("deep", (struct text){deep, 100000}, arena, &mistakes));
    assert_string_equal(mistakes_text(&mistakes, arena).bytes,
                        "deep:1:17: nested deeper than 16 levels\n");
    mistakes = mistakes_open(arena);
    char *large = arena_take(arena, YAML_BYTES_MAX + 1);
    memset(large, 'a', YAML_BYTES_MAX + 1);
    assert_null(yaml_read("large", (struct text){large, YAML_BYTES_MAX + 1}, arena, &mistakes));
    assert_string_equal(mistakes_text(&mistakes, arena).bytes,
                        "large: longer than 1 MiB; split it\n");
    mistakes = mistakes_open(arena);
    struct buffer wide = buffer_open(arena, 64);
    for (int i = 0; i <= YAML_MAP_MAX; i++)
        buffer_add_format(&wide, "k%d: 1\n", i);
    assert_null(yaml_read("wide", buffer_text(&wide), arena, &mistakes));
    assert_string_equal(mistakes_text(&mistakes, arena).bytes,
                        "wide:4097:1: more than 4096 entries in one map; split the file\n");
}

static void
test_yaml__sixteen_levels_are_allowed(void **state)
{
    struct mistakes mistakes = mistakes_open(arena);
    (void)state;
    assert_non_null(yaml_read("deep", TEXT("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"), arena, &mistakes));
    assert_int_equal(mistakes.count, 0);
}

static void
test_yaml__a_file_that_is_not_there_is_named(void **state)
{
    struct mistakes mistakes = mistakes_open(arena);
    (void)state;
    assert_null(yaml_read_file("/nowhere/at/all.yaml", arena, &mistakes, NULL));
    assert_string_equal(mistakes_text(&mistakes, arena).bytes,
                        "/nowhere/at/all.yaml: cannot be opened: No such file or directory\n");
    assert_null(yaml_read_file("/", arena, &mistakes, NULL));
    assert_int_equal(mistakes.count, 2);
}

static void
test_mistakes__a_long_sentence_ends_with_a_whole_character(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct mistakes mistakes = mistakes_open(arena);
        struct buffer name = buffer_open(arena, 4096);
        for (int j = 0; j < i; j++)
            buffer_add_text(&name, TEXT("a"));
        for (int j = 0; j < 1000; j++)
            buffer_add_text(&name, TEXT("期"));
        mistakes_add(&mistakes, "file", 1, 1, "%s", buffer_text(&name).bytes);
        struct text text = mistakes_text(&mistakes, arena);
        assert_true(text_is_utf8(text));
        assert_true(text.length > 1000 && text.length < 1100);
    }
}

static void
test_mistakes__what_was_meant_is_near(void **state)
{
    static const char *const keys[] = {"from", "form", "papers", "rests_on"};
    (void)state;
    assert_string_equal(mistakes_nearest(TEXT("paper"), keys, 4), "papers");
    assert_string_equal(mistakes_nearest(TEXT("rest_on"), keys, 4), "rests_on");
    assert_string_equal(mistakes_nearest(TEXT("fomr"), keys, 4), "form");
    assert_null(mistakes_nearest(TEXT("by"), keys, 4));
    assert_null(mistakes_nearest(TEXT(""), keys, 4));
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_schema__every_type_is_decoded, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(test_schema__what_is_left_out_has_its_default, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(test_schema__every_bad_file_is_explained, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(test_yaml__bounds_hold, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_yaml__sixteen_levels_are_allowed, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(test_yaml__a_file_that_is_not_there_is_named, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(test_mistakes__a_long_sentence_ends_with_a_whole_character,
                                        open_arena, close_arena),
        cmocka_unit_test_setup_teardown(test_mistakes__what_was_meant_is_near, open_arena,
                                        close_arena),
    };
    folder = argc > 1 ? argv[1] : "test/rule/bad";
    return cmocka_run_group_tests(tests, NULL, NULL);
}
