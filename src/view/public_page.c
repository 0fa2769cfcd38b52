/* public_page.c: what the directory says, for people. */
#include "view/public_page.h"

#include "paper/wording.h"

static struct text
hours_of(const struct view *view, const struct office_hours *office)
{
    struct buffer buffer = buffer_open(view->arena, 64);
    for (int i = 0; i < (int)office->count; i++)
        buffer_add_format(&buffer, "%s%02d:%02d–%02d:%02d", i > 0 ? "  " : "",
                          office->spans[i].from_minute / 60, office->spans[i].from_minute % 60,
                          office->spans[i].to_minute / 60, office->spans[i].to_minute % 60);
    return buffer_text(&buffer);
}

static struct text
kind_of(const struct view *view, enum place_kind kind)
{
    static const char *const keys[] = {
        "place.counter",     "place.tribunal",  "place.forest-farm",       "place.judicial-office",
        "place.scenic-area", "place.community", "place.governance-centre", "place.circuit"};
    return wording(keys[kind], view->language);
}

static void
fill_court(const struct view *view, const struct network_node *node, struct court_row *row)
{
    struct court_place *places =
        ARENA_MANY(view->arena, node->places_count + 1, struct court_place);
    for (size_t i = 0; i < node->places_count; i++)
        places[i] = (struct court_place){
            view_words(view, &node->places[i].name),    kind_of(view, node->places[i].kind),
            hours_of(view, &node->places[i].office),    node->places[i].telephone,
            view_words(view, &node->places[i].address),
        };
    *row = (struct court_row){
        .name = view_words(view, &node->name),
        .town = view_words(view, &node->town),
        .hours = hours_of(view, &node->office),
        .telephone = node->telephone,
        .address = view_words(view, &node->address),
        .places = places,
        .places_count = (int)node->places_count,
        .is_hub = node->kind == NODE_HUB,
    };
}

void
courts_page_fill(const struct view *view, struct courts_page *courts)
{
    size_t count = view->network == NULL ? 0 : view->network->nodes_count;
    struct court_row *rows = ARENA_MANY(view->arena, count + 1, struct court_row);
    for (size_t i = 0; i < count; i++) {
        const struct network_node *node = &view->network->nodes[i];
        if (node->kind != NODE_DESK)
            fill_court(view, node, &rows[courts->courts_count++]);
    }
    courts->courts = rows;
}
