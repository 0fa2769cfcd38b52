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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_network__seven_nodes),
        cmocka_unit_test(test_network__a_network_not_yet_known_answers_no),
        cmocka_unit_test(test_network__twelve_forest_farms_belong_to_hunchun),
        cmocka_unit_test(test_network__a_directory_with_a_mistake_is_refused),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
