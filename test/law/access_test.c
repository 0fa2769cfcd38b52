/* access_test.c: rights by a table a lawyer reads, and all of them in one golden file: every role
 * in every relation, what it sees and which steps of which procedure it may take in which states.
 *
 * The golden file is test/access.expected. When rights change on purpose, write it again with
 *     TONGBAN_EXPECTED=write build/test/law/access_test
 * and let the difference be read by somebody who answers for it. */
#include "harness/cases.h"
#include "law/access.h"
#include "law/procedure.h"
#include "rule/rulebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct rulebook *rules;

static const struct text named[] = {TEXT_INIT("a-lan"), TEXT_INIT("b-zhu"), TEXT_INIT("c-lv")};
static const struct matter_taker takers[] = {
    {.step = TEXT_INIT("hand_in"), .account = TEXT_INIT("s-chuang")}};

static struct matter_facts
the_matter(void)
{
    struct matter_facts facts =
        matter_new(TEXT("7504-8KQ2-X7M4-41"), TEXT("JL7502"), TEXT("JL7504"));

    facts.owner_place = TEXT("T1");
    facts.receiving_place = TEXT("F1");
    facts.executing = TEXT("JL7503");
    facts.offered_to = TEXT("JL7505");
    facts.handler = TEXT("s-li");
    facts.people = named;
    facts.people_count = 3;
    facts.takers = takers;
    facts.takers_count = 1;
    return facts;
}

static enum sight
sight_of(const struct cases *cases, struct text word)
{
    for (int i = 0; i < SIGHT_COUNT; i++)
        if (text_equal(sight_word((enum sight)i), word))
            return (enum sight)i;
    fail_msg("%s:%d: no sight: %.*s", cases->path, cases->line, TEXT_ARGS(word));
    return SIGHT_COUNT;
}

/* A helper holds what the name of his account says, from a-lan, on day 20000. */
static void
equip_helper(struct asker *asker, struct representation *one)
{
    struct text account = asker->account;

    *one = (struct representation){
        .principal = TEXT("a-lan"),
        .agent = account,
        .matter = text_is(account, "d-other") ? TEXT("7504-0000-0000-00") : the_matter().id,
        .from = {19993},
        .until = {text_is(account, "d-late") ? 19999 : 20000},
        .status = text_is(account, "d-ended")    ? REPRESENTATION_ENDED
                  : text_is(account, "d-untold") ? REPRESENTATION_PROPOSED
                                                 : REPRESENTATION_IN_FORCE,
        .scope = text_is(account, "d-agent") ? SCOPE_SPECIAL : SCOPE_HELP,
    };
    asker->representations = one;
    asker->representations_count = text_is(account, "d-nobody") ? 0 : 1;
    asker->today = (struct date){20000};
}

static void
test_access__cases(void **state)
{
    struct cases cases = cases_open(CASES "/access.cases", arena);

    (void)state;
    while (cases_next(&cases, 10)) {
        struct matter_facts facts = the_matter();
        struct asker asker = {
            .account = cases.column[2],
            .node = cases.column[3],
            .place = cases.column[4],
            .has_enquiry = text_is(cases.column[5], "yes"),
            .is_at_hub = text_is(cases.column[3], "JL75"),
        };
        bool sees;

        if (!role_parse(cases.column[1], &asker.role))
            fail_msg("%s:%d: no role", cases.path, cases.line);
        struct representation help;
        if (text_starts_with(cases.column[2], "d-"))
            equip_helper(&asker, &help);
        facts.is_sealed = text_is(cases.column[6], "sealed");
        sees = access_may_see(&asker, &facts, sight_of(&cases, cases.column[7]), cases.column[8]);
        cases_expect(&cases, "seen", sees ? TEXT("yes") : TEXT("no"), cases.column[9]);
    }
}

static bool
former_sees(enum role role, const char *node, enum sight sight)
{
    struct matter_facts facts = the_matter();
    struct asker asker = {.role = role, .account = TEXT("s-jiu"), .node = text_of(node)};

    facts.came_from = TEXT("JL7501");
    return access_may_see(&asker, &facts, sight, TEXT(""));
}

static void
test_access__who_handed_a_matter_over_sees_where_it_went_and_no_more(void **state)
{
    (void)state;
    assert_true(former_sees(ROLE_JUDGE, "JL7501", SIGHT_CUSTODY));
    assert_true(former_sees(ROLE_FILING_OFFICER, "JL7501", SIGHT_CUSTODY));
    assert_false(former_sees(ROLE_JUDGE, "JL7501", SIGHT_PROGRESS));
    assert_false(former_sees(ROLE_JUDGE, "JL7501", SIGHT_CONTENT));
    assert_false(former_sees(ROLE_COUNTER, "JL7501", SIGHT_CUSTODY));
    assert_false(former_sees(ROLE_JUDGE, "JL7500", SIGHT_CUSTODY));
}

/* ---- the golden file ---- */

/* Somebody in that role who stands so to the matter, and so only. */
static struct asker
stand(enum role role, enum relation relation)
{
    static const struct text nodes[RELATION_COUNT] = {
        [RELATION_PERSON] = TEXT_INIT("desk"),      [RELATION_RECEIVING] = TEXT_INIT("JL7504"),
        [RELATION_OWNER] = TEXT_INIT("JL7502"),     [RELATION_OFFERED] = TEXT_INIT("JL7505"),
        [RELATION_EXECUTING] = TEXT_INIT("JL7503"), [RELATION_HUB] = TEXT_INIT("JL75"),
        [RELATION_OTHER] = TEXT_INIT("JL7506"),
    };

    static struct representation help;

    help = (struct representation){
        .principal = TEXT("a-lan"),
        .matter = the_matter().id,
        .from = {20000},
        .until = {20000},
        .status = REPRESENTATION_IN_FORCE,
        .scope = SCOPE_HELP,
    };
    return (struct asker){
        .role = role,
        .account = relation != RELATION_PERSON ? TEXT("x")
                   : role == ROLE_AGENT        ? TEXT("c-lv")
                   : role == ROLE_HELPER       ? TEXT("d-bang")
                                               : TEXT("a-lan"),
        .node = nodes[relation],
        .is_at_hub = relation == RELATION_HUB,
        .representations = &help,
        .representations_count = role == ROLE_HELPER && relation == RELATION_PERSON,
        .today = {20000},
    };
}

/* Only citizens are named on a matter; for others the row would repeat `other`. */
static bool
can_stand(enum role role, enum relation relation)
{
    struct matter_facts facts = the_matter();
    struct asker asker = stand(role, relation);

    return (access_relations(&asker, &facts) & RELATION_BIT(relation)) != 0;
}

static void
print_name(struct buffer *out, enum role role, enum relation relation)
{
    struct text name = text_format(arena, "%.*s@%.*s", TEXT_ARGS(role_word(role)),
                                   TEXT_ARGS(relation_word(relation)));

    buffer_add_format(out, "%-26.*s", TEXT_ARGS(name));
}

/* One letter for each thing that is seen, a dash for each that is not. */
static void
print_sights(struct buffer *out, const struct asker *asker, const struct matter_facts *facts)
{
    static const char letters[SIGHT_COUNT] = {'l', 'p', 'c', 'i', 'a', 'w'};

    buffer_add_format(out, "  ");
    for (int i = 0; i < SIGHT_COUNT; i++) {
        bool sees = access_may_see(asker, facts, (enum sight)i, TEXT("a-lan"));
        buffer_add(out, sees ? &letters[i] : "-", 1);
    }
}

static void
print_sights_of(struct buffer *out, enum role role, enum relation relation)
{
    struct matter_facts facts = the_matter(), sealed = facts;
    struct asker asker = stand(role, relation), handler = asker, taker = asker, enquirer = asker;

    sealed.is_sealed = true;
    handler.account = TEXT("s-li");
    taker.account = TEXT("s-chuang");
    enquirer.has_enquiry = true;
    print_name(out, role, relation);
    print_sights(out, &asker, &facts);
    print_sights(out, &enquirer, &facts);
    print_sights(out, &asker, &sealed);
    print_sights(out, &handler, &sealed);
    print_sights(out, &taker, &sealed);
    buffer_add_format(out, "\n");
}

static void
print_all_sights(struct buffer *out)
{
    buffer_add_format(out,
                      "# Who sees what: l the custody line, p progress, c content, i inside the"
                      " court,\n# a the protected address of a-lan, w who looked.\n"
                      "# %-24s  %-6s  %-6s  %-6s  %-6s  %s\n",
                      "", "open", "asked", "sealed", "handle", "took a step (both sealed)");
    for (int role = 0; role < ROLE_COUNT; role++)
        for (int relation = 0; relation < RELATION_COUNT; relation++)
            if (can_stand((enum role)role, (enum relation)relation))
                print_sights_of(out, (enum role)role, (enum relation)relation);
}

/* Agents by what they hold of a-lan's: seen by one whom nobody named, and by one who is named. */
static void
print_representations(struct buffer *out)
{
    static const struct date day = {20000};
    static const struct {
        const char *says;
        struct representation one;
    } rows[] = {
        {"in force", {.from = {20000}, .until = {20000}}},
        {"in force, without end", {.from = {19000}, .until = {INT32_MIN}}},
        {"for another matter",
         {.from = {19000}, .until = {INT32_MIN}, .matter = TEXT_INIT("7504-0000-0000-00")}},
        {"of another person",
         {.from = {19000}, .until = {INT32_MIN}, .principal = TEXT_INIT("x-yi")}},
        {"not before tomorrow", {.from = {20001}, .until = {INT32_MIN}}},
        {"until yesterday", {.from = {19000}, .until = {19999}}},
        {"proposed", {.from = {19000}, .until = {INT32_MIN}, .status = REPRESENTATION_PROPOSED}},
        {"turned away", {.from = {19000}, .until = {INT32_MIN}, .status = REPRESENTATION_DECLINED}},
        {"taken back", {.from = {19000}, .until = {INT32_MIN}, .status = REPRESENTATION_ENDED}},
    };
    struct matter_facts facts = the_matter(), sealed = facts;

    sealed.is_sealed = true;
    buffer_add_format(out,
                      "\n# What an agent sees by a representation of a-lan, on its day.\n"
                      "# %-24s  %-6s  %-6s  %-6s\n",
                      "", "open", "sealed", "named");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct representation one = rows[i].one;
        struct asker agent = stand(ROLE_AGENT, RELATION_PERSON), stranger = agent;

        if (i < 6)
            one.status = REPRESENTATION_IN_FORCE;
        if (text_is_empty(one.principal))
            one.principal = TEXT("a-lan");
        stranger.account = TEXT("c-wai");
        agent.representations = stranger.representations = &one;
        agent.representations_count = stranger.representations_count = 1;
        agent.today = stranger.today = day;
        buffer_add_format(out, "%-26s", rows[i].says);
        print_sights(out, &stranger, &facts);
        print_sights(out, &stranger, &sealed);
        print_sights(out, &agent, &facts);
        buffer_add_format(out, "\n");
    }
}

static void
print_urgers(struct buffer *out)
{
    buffer_add_format(out, "\n# Who may urge the court that holds a late matter.\n");
    for (int role = 0; role < ROLE_COUNT; role++)
        for (int relation = 0; relation < RELATION_COUNT; relation++) {
            struct asker asker = stand((enum role)role, (enum relation)relation);
            if (!can_stand((enum role)role, (enum relation)relation) || !access_may_urge(&asker))
                continue;
            print_name(out, (enum role)role, (enum relation)relation);
            buffer_add_format(out, "\n");
        }
}

static void
print_step(struct buffer *out, const struct procedure *procedure, const struct step *step)
{
    uint64_t every = 0;

    for (size_t state = 1; state < procedure->states_count; state++)
        every |= UINT64_C(1) << state;
    buffer_add_format(out, "  %.*s:%s", TEXT_ARGS(step->name), step->from == every ? " any" : "");
    for (size_t state = 0; state < procedure->states_count && step->from != every; state++)
        if (step->from & (UINT64_C(1) << state))
            buffer_add_format(out, " %.*s", TEXT_ARGS(procedure->states[state].name));
    buffer_add_format(out, "\n");
}

static void
print_steps(struct buffer *out, const struct procedure *procedure)
{
    struct matter_facts facts = the_matter();

    buffer_add_format(out, "\n# Who may take which step of %.*s %d, and from which states.\n",
                      TEXT_ARGS(procedure->name), procedure->version);
    for (int role = 0; role < ROLE_COUNT; role++) {
        for (int relation = 0; relation < RELATION_COUNT; relation++) {
            struct asker asker = stand((enum role)role, (enum relation)relation);
            bool has_any = false;

            if (!can_stand((enum role)role, (enum relation)relation))
                continue;
            for (size_t i = 0; i < procedure->steps_count; i++) {
                const struct step *step = &procedure->steps[i];

                if (!access_is_one_of(&asker, &facts, step->by, (int)step->by_count))
                    continue;
                if (!has_any) {
                    print_name(out, (enum role)role, (enum relation)relation);
                    buffer_add_format(out, "\n");
                }
                has_any = true;
                print_step(out, procedure, step);
            }
        }
    }
}

static struct text
read_expected(void)
{
    struct buffer buffer = buffer_open(arena, 1 << 16);
    char chunk[4096];
    FILE *file = fopen(EXPECTED, "rb");

    if (file == NULL)
        return TEXT("");
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(&buffer, chunk, count);
    fclose(file);
    return buffer_text(&buffer);
}

static void
write_expected(struct text table)
{
    FILE *file = fopen(EXPECTED, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(table.bytes, 1, table.length, file), table.length);
    assert_int_equal(fclose(file), 0);
}

/* Lines lose blanks at their ends, which no editor keeps. */
static struct text
without_trailing_blanks(struct text table)
{
    struct buffer out = buffer_open(arena, table.length + 1);

    while (!text_is_empty(table)) {
        struct text line = text_cut(&table, '\n');

        while (line.length > 0 && line.bytes[line.length - 1] == ' ')
            line.length--;
        buffer_add_text(&out, line);
        buffer_add(&out, "\n", 1);
    }
    return buffer_text(&out);
}

static void
test_access__is_what_the_golden_table_says(void **state)
{
    struct buffer out = buffer_open(arena, 1 << 16);
    const char *mode = getenv("TONGBAN_EXPECTED");
    struct text got, meant;

    (void)state;
    print_all_sights(&out);
    print_urgers(&out);
    print_representations(&out);
    for (size_t i = 0; i < rules->procedures.count; i++)
        print_steps(&out, &rules->procedures.files[i].procedure);
    got = without_trailing_blanks(buffer_text(&out));
    if (mode != NULL && strcmp(mode, "write") == 0)
        write_expected(got);
    meant = read_expected();
    for (int line = 1; !text_is_empty(got) || !text_is_empty(meant); line++) {
        struct text is = text_cut(&got, '\n'), expected = text_cut(&meant, '\n');

        if (!text_equal(is, expected))
            fail_msg("%s:%d: the program says \"%.*s\", the table \"%.*s\"", EXPECTED, line,
                     TEXT_ARGS(is), TEXT_ARGS(expected));
    }
}

static void
test_access__words_are_read_as_they_are_written(void **state)
{
    enum role role;
    enum relation relation;

    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++)
        assert_true(role_parse(role_word((enum role)i), &role) && (int)role == i);
    for (int i = 0; i < RELATION_COUNT; i++)
        assert_true(relation_parse(relation_word((enum relation)i), &relation) &&
                    (int)relation == i);
    assert_false(role_parse(TEXT("king"), &role));
    assert_false(relation_parse(TEXT(""), &relation));
}

static int
open_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    rules = rulebook_open(RULES, &mistakes);
    return rules == NULL ? -1 : 0;
}

static int
close_rules(void **state)
{
    (void)state;
    rulebook_close(rules);
    arena_close(arena);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_access__who_handed_a_matter_over_sees_where_it_went_and_no_more),
        cmocka_unit_test(test_access__cases),
        cmocka_unit_test(test_access__is_what_the_golden_table_says),
        cmocka_unit_test(test_access__words_are_read_as_they_are_written),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
