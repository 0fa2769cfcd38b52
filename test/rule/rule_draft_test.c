/* rule_draft_test.c: files of rules go into their folder all together or not at all, and as open to
 * the service as those they replace. */
#include "rule/rule_draft.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct rulebook *rules; /* of the folder */
static char folder[] = "/tmp/tongban-draft-XXXXXX";
static mode_t mask;

static int
begin(void **state)
{
    (void)state;
    arena = arena_open();
    if (mkdtemp(folder) == NULL)
        return -1;
    struct mistakes mistakes = mistakes_open(arena);
    const char *copy =
        text_format(arena, "cp -r " RULES "/. %s && chmod -R u+w %s", folder, folder).bytes;
    rules = system(copy) == 0 ? rulebook_open(folder, &mistakes) : NULL;
    mask = umask(0077);
    return rules == NULL ? -1 : 0;
}

static int
end(void **state)
{
    (void)state;
    umask(mask);
    int status = system(text_format(arena, "rm -rf %s", folder).bytes);
    rulebook_close(rules);
    arena_close(arena);
    return status;
}

static const char *
path_of(const char *name)
{
    return text_format(arena, "%s/%s", folder, name).bytes;
}

static bool
holds(const char *name, struct text content)
{
    char *bytes = arena_take_raw(arena, content.length + 1);
    FILE *file = fopen(path_of(name), "r");
    if (file == NULL)
        return false;
    size_t length = fread(bytes, 1, content.length + 1, file);
    fclose(file);
    return text_equal((struct text){bytes, length}, content);
}

static unsigned
mode_of(const char *name)
{
    struct stat found;
    assert_int_equal(stat(path_of(name), &found), 0);
    return found.st_mode & 0777;
}

static bool
put(const char *second)
{
    const struct rule_draft drafts[] = {{TEXT("case_kind.yaml"), TEXT("a: 1\n")},
                                        {TEXT("procedure/new-one.yaml"), TEXT("b: 2\n")},
                                        {text_of(second), TEXT("c: 3\n")}};
    struct fault fault = {0};
    return rule_draft_put(folder, rules, drafts, 3, arena, &fault);
}

static void
expect_untouched(void)
{
    assert_true(holds("case_kind.yaml", rulebook_file(rules, TEXT("case_kind.yaml"))->content));
    assert_int_not_equal(access(path_of("procedure/new-one.yaml"), F_OK), 0);
    assert_int_not_equal(access(path_of(".case_kind.yaml.new"), F_OK), 0);
    assert_int_not_equal(access(path_of("procedure/.new-one.yaml.new"), F_OK), 0);
    assert_int_not_equal(access(path_of("procedure/.other.yaml.new"), F_OK), 0);
}

static void
test_rule_draft__what_cannot_be_put_leaves_the_folder_as_it_was(void **state)
{
    (void)state;
    /* It cannot be written beside its place; it cannot be put there. */
    assert_int_equal(mkdir(path_of("procedure/.taken.yaml.new"), 0700), 0);
    assert_false(put("procedure/taken.yaml"));
    expect_untouched();
    assert_int_equal(mkdir(path_of("procedure/other.yaml"), 0700), 0);
    assert_false(put("procedure/other.yaml"));
    expect_untouched();
    assert_int_equal(rmdir(path_of("procedure/other.yaml")), 0);
}

static void
test_rule_draft__what_is_put_can_be_read_by_the_service(void **state)
{
    (void)state;
    assert_int_equal(chmod(path_of("case_kind.yaml"), 0664), 0);
    assert_true(put("added/other.yaml"));
    assert_true(holds("case_kind.yaml", TEXT("a: 1\n")));
    assert_true(holds("added/other.yaml", TEXT("c: 3\n")));
    assert_int_equal(mode_of("case_kind.yaml"), 0664);
    assert_int_equal(mode_of("procedure/new-one.yaml"), 0644);
    assert_int_equal(mode_of("added"), 0755);
    assert_int_equal(mode_of("added/other.yaml"), 0644);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule_draft__what_cannot_be_put_leaves_the_folder_as_it_was),
        cmocka_unit_test(test_rule_draft__what_is_put_can_be_read_by_the_service),
    };
    return cmocka_run_group_tests_name("rule_draft", tests, begin, end);
}
