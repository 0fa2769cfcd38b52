/* picture.h: pictures drawn here: a text as a QR code (ISO/IEC 18004), one path of an SVG. */
#ifndef TB_PICTURE_H
#define TB_PICTURE_H
#include "view/page.h"

enum { PICTURE_QR_BYTES_MAX = 1000 };

/* With its quiet zone; `label` is read to those who do not see it. Empty markup for a text of more
 * than PICTURE_QR_BYTES_MAX bytes. */
struct markup picture_qr(struct text text, struct text label, struct arena *arena);

#endif
