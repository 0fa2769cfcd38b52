/* target.h: the address a request asks for: path and parameters, decoded once and read in one way.
 */
#ifndef TB_TARGET_H
#define TB_TARGET_H
#include "http/breach.h"
#include "http/request.h"

/* Fills path and query of `request` from a request target in origin form ("/a/b?c=d"). Anything
 * else, a broken escape, what is not UTF-8, hidden characters, empty, "." and ".." segments, and
 * escaped slashes are refused: what stands in front of us might read them differently. */
enum breach target_read(struct text raw, struct arena *arena, struct request *request);

/* Percent escapes become bytes, whatever they are; '+' a blank where it stands for one.
 * `*has_slash` is set for an escaped '/' or '\\' and left alone otherwise. False for a broken
 * escape. */
bool target_unescape(struct text raw, bool plus_is_blank, struct arena *arena, struct text *bytes,
                     bool *has_slash);

#endif
