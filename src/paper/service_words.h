/* service_words.h: what rules/service calls facts, dates, modes and rules, as sentences name them.
 */
#ifndef TB_SERVICE_WORDS_H
#define TB_SERVICE_WORDS_H
#include "law/service.h"

/* For whom it is said. */
struct service_words {
    const struct service_rules *rules;
    enum language language;
    struct arena *arena;
};

/* `signed`（送达回证上的签收日期）; of a channel, mode or `failure` likewise. What is no name
 * stays. */
struct text service_words_name(const struct service_words *words, struct text id);
/* Names parted by blanks. */
struct text service_words_names(const struct service_words *words, struct text names);
/* A step with {what} and {day} filled in. */
struct text service_words_fill(const struct service_words *words, const struct words *sentence,
                               struct text what, struct text day);

/* 邮寄送达, without its id; the id where nobody has words for it. So the channel behind it. */
struct text service_words_mode(const struct service_words *words, struct text mode,
                               struct text channel);
struct text service_words_choice(const struct service_words *words, const char *fact,
                                 struct text choice);
struct text service_words_action(const struct service_words *words, struct text action);
/* The words of a rule or note of that name; NULL where this release has none. */
const struct words *service_words_rule(const struct service_rules *rules, struct text name);

#endif
