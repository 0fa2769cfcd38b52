/* api_routes.h: every handler of route.def, and the table made from it. Inner header of api*.c. */
#ifndef TB_API_ROUTES_H
#define TB_API_ROUTES_H
#include "http/api_call.h"

typedef enum completion api_handler(struct api_call *call);

#define ROUTE(method, path, function, ...) api_handler function;
#include "http/route.def"
#undef ROUTE

/* The row of a route of route.def, by its place in the table. */
extern const struct route api_routes[];
extern const size_t api_routes_count;

#endif
