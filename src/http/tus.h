/* tus.h: files in pieces, as tus 1.0 has it (tus.io: core, creation, expiration, termination): for
 * the pages and for programs, each at addresses of its own.
 *
 *     POST   …/up             Upload-Length, Upload-Metadata       201 Location, Upload-Expires
 *     HEAD   /up/{upload}                                          200 Upload-Offset, Upload-Length
 *     PATCH  /up/{upload}     Upload-Offset, the piece             204 Upload-Offset
 *     DELETE /up/{upload}                                          204
 *     OPTIONS                                                      204 what we speak
 *
 * What came of a piece stays, also when its line is cut or this program ends. A file that is whole
 * is looked into, scanned and kept like any other (file_take.h), and HEAD answers 423 meanwhile;
 * the answer to its last piece names its digest in Upload-Sha256, and so does HEAD from then on. A
 * file lies with the account that began it; nobody else finds it. Every request but OPTIONS says
 * Tus-Resumable: 1.0.0, a header no form of another site can send. */
#ifndef TB_TUS_H
#define TB_TUS_H
#include "http/api_call.h"

/* How the pages say no to a script: a sentence as plain text. */
extern const struct api_manner tus_manner;

/* For `begin`: the plan of any request to these addresses; what is wrong with its header is
 * answered here. Takes the right to write of a PATCH, which goes back with the request. */
struct body_plan tus_plan(struct api_call *call);

/* Handlers, once the account is known. `place`: path of the form the file is for, empty for
 * programs; `home`: where uploads have their addresses, without the last slash. */
enum completion tus_create(struct api_call *call, struct text place, const char *home);
enum completion tus_show(struct api_call *call);
enum completion tus_patch(struct api_call *call);
enum completion tus_drop(struct api_call *call);
enum completion tus_describe(struct api_call *call);

#endif
