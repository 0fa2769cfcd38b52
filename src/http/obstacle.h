/* obstacle.h: why the interface for programs cannot take a request up, before any law is asked. */
#ifndef TB_OBSTACLE_H
#define TB_OBSTACLE_H
#include "base/language.h"

enum obstacle {
#define OBSTACLE(name, status, word) name,
#include "http/obstacle.def"
#undef OBSTACLE
    OBSTACLE_COUNT
};

const char *obstacle_name(enum obstacle obstacle); /* "BODY_MUST_BE_JSON" */
int obstacle_status(enum obstacle obstacle);
struct text obstacle_sentence(enum obstacle obstacle, enum language language);

#endif
