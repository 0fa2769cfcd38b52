/* accept.h: what a reader would like to be answered in. */
#ifndef TB_ACCEPT_H
#define TB_ACCEPT_H
#include "base/language.h"

/* The language of an Accept-Language header (RFC 9110 12.5.4) that this program speaks and the
 * reader likes best; Chinese where the header is empty, unreadable or names no other of ours. */
enum language accept_language(struct text header);

#endif
