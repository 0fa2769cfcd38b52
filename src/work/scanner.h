/* scanner.h: asks the virus scanner of the machine, clamd, about one file: the command INSTREAM of
 * its protocol (clamd(8)) over the socket it listens on. Nothing of the answer but its kind is kept
 * or shown: the name of what was found helps nobody at a page, and is in clamd's own log. */
#ifndef TB_SCANNER_H
#define TB_SCANNER_H
#include "base/world.h"

#include <stdbool.h>

enum scan_end {
    SCAN_IS_CLEAN,
    SCAN_FOUND,     /* something that harms */
    SCAN_UNREACHED, /* no scanner, none in time, or one that would not look at it */
    SCAN_ENDS
};

/* A scanner that has said nothing for so long counts as not there. */
enum { SCANNER_PATIENCE_MS = 20000 };

/* All bytes of the open file, from its beginning; where it stands does not change. Blocks, at most
 * `patience_ms` by the world's steady clock. */
enum scan_end scanner_ask(const char *socket_path, int file, const struct world *world,
                          int patience_ms);

#endif
