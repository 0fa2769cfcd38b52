/* verify.h: `tongban verify FILE TRUSTLIST`: checks a receipt, letter, refusal, checkpoint or trust
 * list with nothing but the file and a trust list: no node, no database, no line. */
#ifndef TB_VERIFY_H
#define TB_VERIFY_H
#include <stdio.h>

/* `argv[0]` is the word "verify". 0: valid; 1: not valid, or not readable; 2: not understood. */
int verify_main(int argc, char **argv);
/* The same, saying its answer and its usage to these. */
int verify_run(int argc, char **argv, FILE *answer, FILE *usage);

#endif
