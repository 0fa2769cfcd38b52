/* obstacle.c: the table made from obstacle.def. */
#include "http/obstacle.h"

#include "paper/wording.h"

static const struct {
    const char *name;
    int status;
    const char *key;
} obstacles[OBSTACLE_COUNT] = {
#define OBSTACLE(name, status, word) [name] = {#name, status, "obstacle." word},
#include "http/obstacle.def"
#undef OBSTACLE
};

const char *
obstacle_name(enum obstacle obstacle)
{
    return obstacles[obstacle].name;
}

int
obstacle_status(enum obstacle obstacle)
{
    return obstacles[obstacle].status;
}

struct text
obstacle_sentence(enum obstacle obstacle, enum language language)
{
    return wording(obstacles[obstacle].key, language);
}
