/* law_identify.h: `tongban law identify`: lines of JSON in, what a written number is out. */
#ifndef TB_LAW_IDENTIFY_H
#define TB_LAW_IDENTIFY_H

/* `argv[0]` is "identify". Exit statuses are those of law_main. */
int law_identify_main(int argc, char **argv);

#endif
