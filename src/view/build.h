/* build.h: JSON trees made by hand, for documents that are put together from several tables. */
#ifndef TB_BUILD_H
#define TB_BUILD_H
#include "base/value.h"

struct value *build_object(struct arena *arena);
struct value *build_array(struct arena *arena);
struct value *build_text(struct text text, struct arena *arena);
struct value *build_integer(int64_t integer, struct arena *arena);
struct value *build_boolean(bool boolean, struct arena *arena);
/* A tree that belongs to somebody else, as a new branch; what is below is shared. */
struct value *build_branch(const struct value *value, struct arena *arena);

/* Adds a child that stands nowhere else. `key` is empty in arrays. */
void build_add(struct value *parent, struct text key, struct value *child);
/* A new object that holds the same as this one, with this child under `key` or, for NULL, nothing;
 * what is below is shared. */
struct value *build_with(const struct value *object, struct text key, struct value *child,
                         struct arena *arena);
/* A child that must be an object: the one there, or a new one. */
struct value *build_within(struct value *object, struct text key, struct arena *arena);

#endif
