/* api_openapi.h: the description of the interface, OpenAPI 3.1, made from the tables it is made of.
 */
#ifndef TB_API_OPENAPI_H
#define TB_API_OPENAPI_H
#include "rule/rulebook.h"

/* Canonical JSON in the arena. */
struct text api_openapi_text(const struct rulebook *rules, struct arena *arena);

#endif
