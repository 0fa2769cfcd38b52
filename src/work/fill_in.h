/* fill_in.h: templates of the request to a gateway for text messages. Pure.
 *
 * {phone}, {text}, {id} and {token} stand for what is filled in, escaped as the place wants it:
 * nothing that stands in a message can add to the request. Any other brace is a brace. */
#ifndef TB_FILL_IN_H
#define TB_FILL_IN_H
#include "base/text.h"

enum fill_in_place {
    FILL_IN_URL,    /* percent signs; also for forms */
    FILL_IN_JSON,   /* within a string of JSON */
    FILL_IN_XML,    /* within text or a quoted attribute */
    FILL_IN_HEADER, /* signs of control and what is not ASCII are left out */
    FILL_IN_PLAIN   /* as it is */
};

struct fill_in {
    struct text phone, text, id, token;
};

struct text fill_in(struct text template, enum fill_in_place place, const struct fill_in *with,
                    struct arena *arena);
/* Does the template name this place, "phone"? */
bool fill_in_names(struct text template, const char *name);
/* How a body of this media type is escaped: JSON, XML, a form, else plain. */
enum fill_in_place fill_in_place_of(struct text content_type);

#endif
