/* file_take.h: a file that came in whole, however it came: is it what it says, is it clean, and
 * into its place. One way for forms, for pieces and for programs. Blocks; on a thread of errands.
 */
#ifndef TB_FILE_TAKE_H
#define TB_FILE_TAKE_H
#include "http/api_call.h"
#include "http/media.h"

/* What the virus scanner says, where the house has one; OBSTACLE_COUNT when the file may be taken.
 * A scanner that does not answer is settled by the policy `unscanned_files`. */
enum obstacle file_take_scan(struct api_call *call, const struct body_file *file,
                             bool *is_unscanned);

/* After the file was named by its digest: it is listed among those nobody has scanned. */
bool file_take_mark(struct api_call *call, struct text sha256);

/* Which of these files are on that list, at whichever node of this house they came in: one answer
 * each, in the call's arena. */
const bool *file_take_marked(const struct api_call *call, const struct text *digests, int count);

/* Looks at the file, which its sender takes for `said`, names it by its digest and keeps that in
 * the record; a repeat of the same bytes changes nothing. OBSTACLE_COUNT when it is kept. */
enum obstacle file_take(struct api_call *call, const struct body_file *file, enum media said,
                        struct text *sha256, enum media *media);

#endif
