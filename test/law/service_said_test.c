/* service_said_test.c: what is said of an attempt is heard as it was said, once more after it was
 * written down, and never in silence left out. */
#include "law/service_said.h"
#include "rule/service_rule.h"
#include "rule/time_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct time_rules times;
static struct service_rules rules;

static int
load_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    return time_rule_load(RULES, arena, &mistakes, &times) &&
                   service_rule_load(RULES, &times.sources, &times.periods, arena, &mistakes,
                                     &rules)
               ? 0
               : -1;
}

static int
drop_rules(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const struct value *
json(const char *text)
{
    struct value_mistake mistake;
    const struct value *value = value_read(text_of(text), arena, &mistake);
    assert_non_null(value);
    return value;
}

/* The first mistake: refusal and field; ALLOWED and "" without any. */
static void
expect(const char *said, enum refusal refusal, const char *field)
{
    struct service_attempt attempt;
    struct field_mistake mistakes[SERVICE_SAID_MISTAKES_MAX];
    int count = 0;
    enum refusal got = service_said_read(&rules, json(said), arena, &attempt, mistakes, &count);
    assert_int_equal(got, refusal == ALLOWED ? ALLOWED : FIELDS_MUST_BE_RIGHT);
    assert_int_equal(count > 0, refusal != ALLOWED);
    if (count > 0) {
        assert_int_equal(mistakes[0].refusal, refusal);
        assert_true(text_is(mistakes[0].field, field));
    }
}

static void
test_service_said__what_does_not_fit_is_named(void **state)
{
    (void)state;
    expect("{\"mode\":\"D5\",\"facts\":{\"receiver\":\"self\",\"attempts\":3,\"phoned\":true},"
           "\"dates\":{\"posted\":\"2026-03-02\"},\"failure\":\"R09\"}",
           ALLOWED, "");
    expect("{\"mode\":\"D5\",\"facts\":{\"receiver\":\"\",\"phoned\":null}}", ALLOWED, "");
    expect("{}", FIELD_MUST_BE_ONE_OF_THE_CHOICES, "mode");
    expect("{\"mode\":\"D5\",\"failure\":\"R99\"}", FIELD_MUST_BE_ONE_OF_THE_CHOICES, "failure");
    expect("{\"mode\":\"D5\",\"facts\":{\"filmed\":true}}", SERVICE_FACT_MUST_FIT_ITS_MODE,
           "facts.filmed");
    expect("{\"mode\":\"D2\",\"facts\":{\"filmed\":true}}", ALLOWED, "");
    expect("{\"mode\":\"D5\",\"facts\":{\"nothing\":true}}", SERVICE_FACT_MUST_FIT_ITS_MODE,
           "facts.nothing");
    expect("{\"mode\":\"D5\",\"facts\":{\"receiver\":\"somebody\"}}",
           FIELD_MUST_BE_ONE_OF_THE_CHOICES, "facts.receiver");
    expect("{\"mode\":\"D5\",\"facts\":{\"phoned\":\"perhaps\"}}", FIELD_MUST_BE_OF_ITS_TYPE,
           "facts.phoned");
    expect("{\"mode\":\"D5\",\"facts\":{\"attempts\":-1}}", FIELD_MUST_BE_OF_ITS_TYPE,
           "facts.attempts");
    expect("{\"mode\":\"D5\",\"facts\":[]}", FIELD_MUST_BE_OF_ITS_TYPE, "facts");
    expect("{\"mode\":\"D5\",\"dates\":{\"posted\":\"2026-02-30\"}}", DATE_MUST_EXIST,
           "dates.posted");
    expect("{\"mode\":\"D5\",\"dates\":{\"signed\":\"2026-03-02\"}}",
           SERVICE_FACT_MUST_FIT_ITS_MODE, "dates.signed");
    expect("{\"mode\":\"D5\",\"dates\":{\"now\":\"2026-03-02\"}}", SERVICE_FACT_MUST_FIT_ITS_MODE,
           "dates.now");
}

static struct service_attempt *
read(const char *said)
{
    struct service_attempt *attempt = ARENA_NEW(arena, struct service_attempt);
    struct field_mistake mistakes[SERVICE_SAID_MISTAKES_MAX];
    int count;
    assert_int_equal(service_said_read(&rules, json(said), arena, attempt, mistakes, &count),
                     ALLOWED);
    return attempt;
}

static void
test_service_said__it_is_written_as_it_was_read(void **state)
{
    static const char said[] =
        "{\"dates\":{\"posted\":\"2026-03-02\",\"returned\":\"2026-03-07T10:00:00.000+08:00\"},"
        "\"facts\":{\"attempts\":\"3\",\"phoned\":\"true\"},\"failure\":\"R09\",\"mode\":\"D5\"}";
    (void)state;
    assert_true(text_is(service_said_text(&rules, read(said), arena), said));
}

static void
test_service_said__what_is_said_anew_counts(void **state)
{
    struct service_attempt *first = read(
        "{\"mode\":\"D5\",\"facts\":{\"phoned\":false},\"dates\":{\"posted\":\"2026-03-02\"}}");
    (void)state;
    service_said_merge(&rules, first,
                       read("{\"mode\":\"D5\",\"facts\":{\"phoned\":true},\"failure\":\"R07\","
                            "\"dates\":{\"returned\":\"2026-03-07\"}}"));
    assert_true(text_is(service_said_text(&rules, first, arena),
                        "{\"dates\":{\"posted\":\"2026-03-02\",\"returned\":\"2026-03-07\"},"
                        "\"facts\":{\"phoned\":\"true\"},\"failure\":\"R07\",\"mode\":\"D5\"}"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_service_said__what_does_not_fit_is_named),
        cmocka_unit_test(test_service_said__it_is_written_as_it_was_read),
        cmocka_unit_test(test_service_said__what_is_said_anew_counts),
    };
    return cmocka_run_group_tests(tests, load_rules, drop_rules);
}
