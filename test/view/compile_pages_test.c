/* compile_pages_test.c: each mistake a template can hold stops the build and is named with its
 * line; a sound template becomes a function. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "{{view \"view/x_page.h\" x_page}}\n{{layout citizen}}\n"

static const char *compiler;
static char folder[] = "/tmp/compile-pages-XXXXXX";

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("citizen", 0700) != 0;
}

static int
remove_folder(void **state)
{
    static const char *const made[] = {"citizen/one.html", "words.pot", "out.c", "out.h", "said"};
    (void)state;
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        unlink(made[i]);
    rmdir("citizen");
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

static void
read_file(const char *name, char *content, size_t size)
{
    FILE *file = fopen(name, "r");
    assert_non_null(file);
    content[fread(content, 1, size - 1, file)] = '\0';
    fclose(file);
}

/* Exit status; what the compiler said goes to `said`. */
static int
compile(const char *html, char *said, size_t size)
{
    int status;
    write_file("words.pot", "msgctxt \"a.key\"\nmsgid \"{n}件\"\nmsgstr \"\"\n\n"
                            "msgctxt \"b.key\"\nmsgid \"好\"\nmsgstr \"\"\n");
    write_file("citizen/one.html", html);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (freopen("said", "w", stderr))
            execl(compiler, compiler, "out.c", "out.h", "words.pot", "citizen/one.html",
                  (char *)NULL);
        _exit(99);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    read_file("said", said, size);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
test_compile_pages__a_sound_template_becomes_a_function(void **state)
{
    static char said[4096], made[16384];
    (void)state;
    int status = compile(HEAD "<h1 class=\"a {{kind}}\">{{title}}</h1>\n"
                              "{{each row in rows}}<a href=\"/m/{{row.no}}\">{{say a.key n=row.n}}"
                              "</a>{{end}}{{if not done}}{{money sum}}{{else}}{{say b.key}}{{end}}",
                         said, sizeof said);
    assert_string_equal(said, "");
    assert_int_equal(status, 0);
    read_file("out.h", made, sizeof made);
    assert_non_null(strstr(made, "#include \"view/x_page.h\""));
    assert_non_null(strstr(made, "page_citizen_one(struct page *page, const struct x_page *v);"));
    read_file("out.c", made, sizeof made);
    assert_non_null(strstr(made, "page_put_text(page, page_text_of(page, v->kind));"));
    assert_non_null(strstr(made, "page_put_address_part(page, page_text_of(page, row->no));"));
    assert_non_null(strstr(made, "if (!page_truth(v->done))"));
    assert_non_null(strstr(made, "page_money(page, v->sum)"));
}

static void
test_compile_pages__every_mistake_is_named_with_its_line(void **state)
{
    static const struct {
        const char *html, *said;
    } rows[] = {
        {"<p>x</p>", "one.html:1: the file begins with {{view"},
        {"{{view \"view/x_page.h\" x_page}}\n<p>", "one.html:1: a page names its layout"},
        {HEAD "{{say c.key}}", "one.html:3: c.key is no key"},
        {HEAD "{{say a.key}}", "one.html:3: a.key has 1 places, 0 are filled"},
        {HEAD "{{say a.key m=x}}", "one.html:3: a.key has no place for m=x"},
        {HEAD "<p style=\"x\">", "one.html:3: no style="},
        {HEAD "<p onclick=\"x\">", "one.html:3: no onclick="},
        {HEAD "<style>", "one.html:3: no <style>"},
        {HEAD "<script>let a;</script>", "one.html:3: no script on a page"},
        {HEAD "<script>{{x}}</script>", "one.html:3: no value in a script"},
        {HEAD "<p {{x}}>", "one.html:3: a value stands in text or in a quoted attribute"},
        {HEAD "<p id={{x}}>", "one.html:3: the value of id= stands in quotation marks"},
        {HEAD "<a href=\"{{say b.key}}\">", "one.html:3: no sentence in an address"},
        {HEAD "\n{{if x}}<p>", "one.html:4: what begins in line 4 has no end"},
        {HEAD "{{if x}}<p {{else}}", "one.html:3: what stands between if (line 3)"},
        {HEAD "{{end}}", "one.html:3: end of nothing"},
        {HEAD "{{each row of rows}}{{end}}", "one.html:3: each row in rows"},
        {HEAD "{{x-y}}", "one.html:3: x-y is no path"},
        {HEAD "{{shout x}}", "one.html:3: {{shout …}} is nothing this language knows"},
        {HEAD "{{x", "one.html:3: {{ is not closed"},
        {HEAD "<p", "one.html:3: the file ends inside a tag"},
        {HEAD "{{content}}", "one.html:3: content stands once in a layout"},
        {HEAD "1 < 2", "one.html:3: a < that begins no tag"},
    };
    static char said[4096];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(compile(rows[i].html, said, sizeof said), 1);
        if (strstr(said, rows[i].said) == NULL)
            fail_msg("%s\nwas to be told: %s\nbut was told: %s", rows[i].html, rows[i].said, said);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compile_pages__a_sound_template_becomes_a_function),
        cmocka_unit_test(test_compile_pages__every_mistake_is_named_with_its_line),
    };
    if (argc != 2)
        return 2;
    compiler = realpath(argv[1], NULL);
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
