/* transcripts.h: `tongban export` and `tongban import`: matters as lines of JSON (doc/EXPORT.md).
 */
#ifndef TB_TRANSCRIPTS_H
#define TB_TRANSCRIPTS_H

int export_main(int argc, char **argv);
int import_main(int argc, char **argv);

#endif
