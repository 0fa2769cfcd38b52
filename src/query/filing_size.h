/* filing_size.h: how large the files of a matter are together, with those that are to come. */
#ifndef TB_FILING_SIZE_H
#define TB_FILING_SIZE_H
#include "query/look.h"

enum { FILING_FILES_MAX = 2000 };

/* Bytes of the files the matter has (empty id: a new one) and of those named by digest anywhere in
 * the fields, each counted once. Digests the node does not have count nothing: whoever takes the
 * step refuses them. No more than FILING_FILES_MAX are looked at. */
int64_t filing_size(const struct look *look, struct text matter_id, const struct value *fields);

#endif
