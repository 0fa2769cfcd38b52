/* costing.h: what proceedings cost, asked and answered in JSON: of the terminal and of the
 * interface for programs alike. The page reads its questions with the same reader. */
#ifndef TB_COSTING_H
#define TB_COSTING_H
#include "law/fee.h"
#include "view/json_lines.h"

/* What is counted with. */
struct costing {
    const struct fee_rules *rules;
    struct text court;      /* whose policies and values; may be empty */
    enum language language; /* of the derivation */
};

/* What of a question is wrong. */
struct costing_mistake {
    struct text key; /* "amount"; "kind" and "on" are keys as well */
    enum refusal refusal;
    struct money least, most; /* of a base */
    struct text unknown;      /* a key nobody knows */
};

enum { COSTING_SHARES_MAX = 1000000000 };

/* Reads a question: `kind`, `on`, and the options of law/fee_option.def. False with the first
 * mistake: a key that is unknown, a value that is missing or of the wrong kind. */
bool costing_read(const struct costing *costing, const struct value *json, struct arena *arena,
                  struct fee_question *question, struct costing_mistake *mistake);

/* Reads and reckons. With a counterclaim `counter` is the fee for that. */
bool costing_find(const struct costing *costing, const struct value *json, struct arena *arena,
                  struct fee_question *question, struct fee *fee, struct fee *counter,
                  struct costing_mistake *mistake);

/* Answers one question: fee, unrounded, derivation, rule; after a change top_up and refund; beside
 * a counterclaim the same of that. Otherwise sets the error. */
void costing_answer(const struct costing *costing, const struct value *json, struct arena *arena,
                    struct canon *answer, struct json_lines_error *error);

#endif
