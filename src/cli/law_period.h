/* law_period.h: `tongban law period`: lines of JSON in, last days and their derivations out. */
#ifndef TB_LAW_PERIOD_H
#define TB_LAW_PERIOD_H

/* `argv[0]` is "period". Exit statuses are those of law_main. */
int law_period_main(int argc, char **argv);

#endif
