/* network.c: looks things up in the directory. A network has a handful of nodes, a province some
 * ninety; walking along them is quick enough. */
#include "law/network.h"

const struct network_node *
network_find(const struct network *network, struct text id)
{
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++)
        if (text_equal(network->nodes[i].id, id))
            return &network->nodes[i];
    return NULL;
}

const struct network_node *
network_by_code(const struct network *network, struct text node_code)
{
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++)
        if (text_equal(network->nodes[i].node_code, node_code))
            return &network->nodes[i];
    return NULL;
}

const struct network_node *
network_by_court_code(const struct network *network, struct text court_code)
{
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++)
        if (!text_is_empty(court_code) && text_equal(network->nodes[i].court_code, court_code))
            return &network->nodes[i];
    return NULL;
}

const struct network_place *
network_place(const struct network *network, struct text id)
{
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++)
        for (size_t j = 0; j < network->nodes[i].places_count; j++)
            if (text_equal(network->nodes[i].places[j].id, id))
                return &network->nodes[i].places[j];
    return NULL;
}

static const struct network_node *
first_of_kind(const struct network *network, enum node_kind kind)
{
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++)
        if (network->nodes[i].kind == kind)
            return &network->nodes[i];
    return NULL;
}

const struct network_node *
network_hub(const struct network *network)
{
    return first_of_kind(network, NODE_HUB);
}

const struct network_node *
network_desk(const struct network *network)
{
    return first_of_kind(network, NODE_DESK);
}

bool
network_is_court(const struct network *network, struct text id)
{
    const struct network_node *node = network_find(network, id);
    return node != NULL && node->kind != NODE_DESK;
}
