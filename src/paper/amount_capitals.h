/* amount_capitals.h: a sum as papers write it, so that no digit can be added. */
#ifndef TB_AMOUNT_CAPITALS_H
#define TB_AMOUNT_CAPITALS_H
#include "base/money.h"

/* 人民币伍万肆仟零肆拾陆元整; 整 after 元 or 角, never after 分. 0 to MONEY_FEN_MAX. */
struct text amount_capitals(struct money money, struct arena *arena);

#endif
