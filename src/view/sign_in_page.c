/* sign_in_page.c: the courts somebody can belong to. */
#include "view/sign_in_page.h"

void
sign_in_page_courts(const struct view *view, struct text chosen, struct sign_in_page *page)
{
    size_t count = view->network == NULL ? 0 : view->network->nodes_count;
    struct sign_in_court *courts = ARENA_MANY(view->arena, count + 1, struct sign_in_court);
    for (size_t i = 0; i < count; i++) {
        const struct network_node *node = &view->network->nodes[i];
        if (node->kind != NODE_DESK)
            courts[page->courts_count++] = (struct sign_in_court){
                node->id, view_words(view, &node->name), text_equal(node->id, chosen)};
    }
    page->courts = courts;
}
