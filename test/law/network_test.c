/* network_test.c: the directory of rules/, and directories that are refused. */
#include "law/network.h"
#include "rule/network_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static const struct network *network;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    network = network_rule_load(RULES "/network/yanbian.yaml", arena, &mistakes);
    if (network == NULL)
        fail_msg("%s", mistakes_text(&mistakes, arena).bytes);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void
test_network__seven_nodes(void **state)
{
    static const char *const ids[] = {"JL75",   "JL7501", "JL7502", "JL7503",
                                      "JL7504", "JL7505", "DESK"};
    static const char *const codes[] = {"7500", "7501", "7502", "7503", "7504", "7505", "7599"};
    (void)state;
    assert_int_equal(network->nodes_count, 7);
    for (size_t i = 0; i < 7; i++) {
        const struct network_node *node = network_find(network, text_of(ids[i]));
        assert_non_null(node);
        assert_ptr_equal(node, network_by_code(network, text_of(codes[i])));
        assert_int_equal(network_is_court(network, text_of(ids[i])), i < 6);
        assert_int_equal(node->office.count, 2);
        assert_int_equal(node->office.spans[0].from_minute, 8 * 60 + 30);
        assert_int_equal(node->office.spans[1].to_minute, 17 * 60);
        assert_int_equal(node->spot.is_given, i < 6); /* the desk is on no drawing */
        if (i > 0 && i < 6)
            assert_true(text_is(node->superior, "JL75"));
    }
    assert_ptr_equal(network_hub(network), network_find(network, TEXT("JL75")));
    assert_ptr_equal(network_by_court_code(network, TEXT("吉7502")),
                     network_find(network, TEXT("JL7502")));
    assert_null(network_by_court_code(network, TEXT("")));
    assert_null(network_find(network, TEXT("JL76")));
    assert_false(network_is_court(network, TEXT("JL76")));
}

static void
test_network__a_network_not_yet_known_answers_no(void **state)
{
    (void)state;
    assert_null(network_hub(NULL));
    assert_null(network_find(NULL, TEXT("JL75")));
    assert_null(network_by_code(NULL, TEXT("7500")));
    assert_null(network_place(NULL, TEXT("JL75-C1")));
    assert_false(network_is_court(NULL, TEXT("JL75")));
}

static void
test_network__twelve_forest_farms_belong_to_hunchun(void **state)
{
    (void)state;
    int farms = 0;
    for (size_t i = 0; i < network->nodes_count; i++)
        for (size_t j = 0; j < network->nodes[i].places_count; j++) {
            const struct network_place *place = &network->nodes[i].places[j];
            assert_ptr_equal(network_place(network, place->id), place);
            assert_true(text_equal(place->node, network->nodes[i].id));
            farms += place->kind == PLACE_FOREST_FARM && text_is(place->node, "JL7504");
        }
    assert_int_equal(farms, 12);
    assert_int_equal(network_place(network, TEXT("JL7505-S1"))->kind, PLACE_SCENIC_AREA);
}

/* The file with one line changed; every change but the first makes it no directory. */
static void
test_network__a_directory_with_a_mistake_is_refused(void **state)
{
    static const struct {
        const char *from, *to;
    } changes[] = {
        {"", ""},
        {"node_code: \"7502\"", "node_code: \"7501\""},
        {"node_code: \"7502\"", "node_code: \"75-2\""},
        {"id: JL7502\n", "id: JL7501\n"},
        {"court_code: 吉7502", "court_code: 吉750"},
        {"court_code: 吉7502", "court_code: 吉7501"},
        {"kind: hub", "kind: court"},
        {"kind: desk", "kind: court"},
        {"superior: JL75\n", "superior: JL7505\n"},
        {"superior: JL75\n", "superior: JL99\n"},
        {"id: JL7502-T1", "id: JL7501-T1"},
        {"\"08:30-11:30\"", "\"11:30-08:30\""},
        {"\"08:30-11:30\"", "\"08:30-13:40\""},
        {"\"08:30-11:30\"", "\"08:30-24:30\""},
        {"numbers: own", "numbers: mine"},
    };
    (void)state;
    struct arena *own = arena_open();
    static char file[64 * 1024];
    FILE *in = fopen(RULES "/network/yanbian.yaml", "rb");
    assert_non_null(in);
    file[fread(file, 1, sizeof file - 1, in)] = '\0';
    fclose(in);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const char *at = strstr(file, changes[i].from);
        assert_non_null(at);
        struct buffer buffer = buffer_open(own, sizeof file);
        buffer_add(&buffer, file, (size_t)(at - file));
        buffer_add_text(&buffer, text_of(changes[i].to));
        buffer_add_text(&buffer, text_of(at + strlen(changes[i].from)));
        bool is_read = network_rule_read_text(buffer_text(&buffer), own) != NULL;
        if (is_read != (i == 0))
            fail_msg("%s -> %s", changes[i].from, changes[i].to);
    }
    assert_null(network_rule_read_text(TEXT(""), own));
    assert_null(network_rule_read_text(TEXT("\xFF\xFE"), own));
    arena_close(own);
}

/* What pages change is written as a whole; nothing of the rest may get lost on the way. */
static void
test_network__what_is_written_reads_back_the_same(void **state)
{
    static const char NASTY[] = "a \"b\" \\ c: d # e\n'f' \t{g}";
    (void)state;
    struct network_node nodes[10];
    struct network_place place = network->nodes[0].places[0];
    struct network odd = *network;
    assert_in_range(network->nodes_count, 1, 10);
    memcpy(nodes, network->nodes, network->nodes_count * sizeof nodes[0]);
    place.telephone = TEXT("0433-12368");
    place.name.in[LANGUAGE_EN] = text_of(NASTY);
    place.address = place.name;
    place.office = (struct office_hours){{{9 * 60, 24 * 60}}, 1};
    nodes[0].places = &place;
    nodes[0].places_count = 1;
    nodes[0].address = place.name;
    nodes[0].telephone = TEXT("12368");
    odd.nodes = nodes;
    struct text first = network_rule_write(&odd, arena);
    const struct network *read = network_rule_read_text(first, arena);
    assert_non_null(read);
    struct text second = network_rule_write(read, arena);
    assert_string_equal(text_copy(first, arena).bytes, text_copy(second, arena).bytes);
    assert_true(text_is(read->nodes[0].places[0].address.in[LANGUAGE_EN], NASTY));
    assert_int_equal(read->nodes[0].places[0].office.spans[0].to_minute, 24 * 60);
    for (size_t i = 1; i < network->nodes_count; i++) {
        const struct network_node *a = &network->nodes[i], *b = &read->nodes[i];
        assert_true(text_equal(a->id, b->id) && text_equal(a->superior, b->superior));
        assert_true(text_equal(a->node_code, b->node_code));
        assert_true(text_equal(a->court_code, b->court_code) && text_equal(a->seat, b->seat));
        assert_true(a->kind == b->kind && a->level == b->level);
        assert_true(a->numbers_are_own == b->numbers_are_own);
        assert_true(a->factor_is_offered == b->factor_is_offered);
        assert_true(a->is_verified == b->is_verified && a->spot.is_given == b->spot.is_given);
        assert_true(a->spot.across == b->spot.across && a->spot.down == b->spot.down);
        assert_int_equal(a->places_count, b->places_count);
        for (size_t j = 0; j < a->places_count; j++)
            assert_true(a->places[j].kind == b->places[j].kind &&
                        a->places[j].is_verified == b->places[j].is_verified);
        for (int j = 0; j < LANGUAGE_COUNT; j++)
            assert_true(text_equal(a->name.in[j], b->name.in[j]) &&
                        text_equal(a->town.in[j], b->town.in[j]) &&
                        text_equal(a->short_name.in[j], b->short_name.in[j]));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_network__seven_nodes),
        cmocka_unit_test(test_network__a_network_not_yet_known_answers_no),
        cmocka_unit_test(test_network__twelve_forest_farms_belong_to_hunchun),
        cmocka_unit_test(test_network__a_directory_with_a_mistake_is_refused),
        cmocka_unit_test(test_network__what_is_written_reads_back_the_same),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
