/* law_fee.h: `tongban law fee`: lines of JSON in, fees and their derivations out. */
#ifndef TB_LAW_FEE_H
#define TB_LAW_FEE_H

/* `argv[0]` is "fee". Exit statuses are those of law_main. */
int law_fee_main(int argc, char **argv);

#endif
