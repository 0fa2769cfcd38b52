/* compile_words_test.c: each mistake a translator can make stops the build and is named with its
 * line; a sound set of words compiles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define HEADER "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"

#define ENTRY(key, zh, other) "msgctxt \"" key "\"\nmsgid \"" zh "\"\nmsgstr \"" other "\"\n\n"
#define GOOD_POT              HEADER ENTRY("greeting", "{name}您好", "")
#define GOOD_KO               HEADER ENTRY("greeting", "{name}您好", "{name:은/는} 안녕하십니까")
#define GOOD_EN               HEADER ENTRY("greeting", "{name}您好", "Hello {name}")

static const char *compiler;
static char folder[] = "/tmp/compile-words-XXXXXX";

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
remove_folder(void **state)
{
    static const char *const made[] = {"a.pot", "ko.po", "en.po", "out.c", "said"};
    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        unlink(made[i]);
    return chdir("/") != 0 || rmdir(folder) != 0;
}

static void
write_file(const char *name, const char *content)
{
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(content, file);
    assert_int_equal(fclose(file), 0);
}

/* Exit status; what the compiler said goes to `said`. */
static int
compile(const char *pot, const char *ko, const char *en, char *said, size_t size)
{
    int status;
    write_file("a.pot", pot);
    write_file("ko.po", ko);
    write_file("en.po", en);
    unlink("out.c");
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (freopen("said", "w", stderr))
            execl(compiler, compiler, "out.c", "a.pot", "ko.po", "en.po", (char *)NULL);
        _exit(99);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    FILE *file = fopen("said", "r");
    assert_non_null(file);
    said[fread(said, 1, size - 1, file)] = '\0';
    fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

static void
test_compile_words__a_sound_set_compiles(void **state)
{
    char said[4096];
    (void)state;
    assert_int_equal(compile(GOOD_POT, GOOD_KO, GOOD_EN, said, sizeof said), 0);
    assert_string_equal(said, "");
    assert_int_equal(access("out.c", R_OK), 0);
}

static void
test_compile_words__each_mistake_is_named(void **state)
{
    static const struct {
        const char *pot, *ko, *en, *expected;
    } rows[] = {
        {GOOD_POT, HEADER, GOOD_EN, "ko.po:1: greeting is missing"},
        {GOOD_POT, GOOD_KO, GOOD_EN ENTRY("old", "旧", "old"), "en.po:8: old is not in"},
        {GOOD_POT, HEADER "#, fuzzy\n" ENTRY("greeting", "{name}您好", "{name}"), GOOD_EN,
         "ko.po:5: greeting is marked fuzzy"},
        {GOOD_POT, GOOD_KO, HEADER ENTRY("greeting", "{name}您好", ""), "is not translated"},
        {GOOD_POT, GOOD_KO, HEADER ENTRY("greeting", "{name}你好", "Hello {name}"),
         "translates an older"},
        {GOOD_POT, GOOD_KO, HEADER ENTRY("greeting", "{name}您好", "Hello"), "leaves out {name}"},
        {GOOD_POT, GOOD_KO, HEADER ENTRY("greeting", "{name}您好", "{name} {age}"), "names {age}"},
        {GOOD_POT, GOOD_KO, HEADER ENTRY("greeting", "{name}您好", "{name"), "{ without }"},
        {GOOD_POT, GOOD_KO, HEADER ENTRY("greeting", "{name}您好", "{name}}"), "} without {"},
        {GOOD_POT, HEADER ENTRY("greeting", "{name}您好", "{name:은} "), GOOD_EN, "forms are two"},
        {HEADER ENTRY("greeting", "{name:a/b}您好", ""), GOOD_KO, GOOD_EN, "not in Chinese"},
        {HEADER ENTRY("greeting", "{Na}您好", ""), GOOD_KO, GOOD_EN, "a place is named with"},
        {HEADER ENTRY("Greeting", "您好", ""), GOOD_KO, GOOD_EN, "a key is written with"},
        {GOOD_POT ENTRY("greeting", "再见", ""), GOOD_KO, GOOD_EN, "a.pot:8: the key greeting is"},
        {HEADER ENTRY("greeting", "您好,请进", ""), GOOD_KO, GOOD_EN, "half-width ,"},
        {HEADER ENTRY("greeting", "请耐心等待", ""), GOOD_KO, GOOD_EN, "says 请耐心等待"},
        {HEADER ENTRY("greeting", "", ""), GOOD_KO, GOOD_EN, "says nothing"},
        {GOOD_POT, GOOD_KO, GOOD_EN "#~ msgid \"x\"\n", "en.po:8: an entry left over"},
        {GOOD_POT, GOOD_KO, GOOD_EN "nonsense\n", "en.po:8: this line is none of"},
        {GOOD_POT, GOOD_KO, HEADER "msgctxt \"greeting\"\nmsgid \"x\n", "does not end"},
        {GOOD_POT, GOOD_KO, HEADER "msgctxt \"greeting\"\n", "an entry needs"},
        {GOOD_POT, GOOD_KO, HEADER ENTRY("greeting", "{name}您好", "{name}\\t"), "may be escaped"},
        {"", HEADER, HEADER, "no sentence at all"},
        {GOOD_POT, GOOD_KO, "msgid \"\"\nmsgstr \"\"\n", "charset=UTF-8"},
    };
    char said[4096];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(compile(rows[i].pot, rows[i].ko, rows[i].en, said, sizeof said), 1);
        if (strstr(said, rows[i].expected) == NULL)
            fail_msg("row %zu: expected \"%s\", said \"%s\"", i, rows[i].expected, said);
        assert_int_not_equal(access("out.c", R_OK), 0);
    }
}

int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compile_words__a_sound_set_compiles),
        cmocka_unit_test(test_compile_words__each_mistake_is_named),
    };
    compiler = count == 2 ? realpath(arguments[1], NULL) : NULL; /* we leave this folder */
    if (compiler == NULL)
        return 2;
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
