/* notices.c: what people do with notices: open them, choose how they are told; and what a counter
 * does for somebody whom no message reached. */
#include "command/servicing.h"
#include "command/verbs.h"
#include "store/account_rows.h"
#include "store/matter_rows.h"
#include "store/notice_rows.h"

/* Either `account` opened it, or `recipient` was told in the manner `how`. */
static struct text
body_of(const struct act *act, struct text account, struct text recipient, struct text how,
        struct arena *arena)
{
    struct canon body = canon_open(arena, 160);
    canon_begin_object(&body);
    canon_member_text_if(&body, "account", account);
    canon_member_text_if(&body, "how", how);
    canon_member_text(&body, "notice", value_member_text(act->input, "notice"));
    canon_member_integer(&body, "of", value_member_integer(act->input, "of", -1));
    canon_member_text_if(&body, "recipient", recipient);
    canon_end_object(&body);
    return canon_text(&body);
}

/* Input: of (position), notice. The first time is recorded: it may matter later when he knew. */
void
read_notice_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                struct arena *arena)
{
    struct node *node = corridor->node;
    struct text matter_id;
    int64_t read_ms = notice_rows_read_ms(
        node->store, node->id, act->asker.account, value_member_integer(act->input, "of", -1),
        value_member_text(act->input, "notice"), arena, &matter_id);
    if (!access_is_citizen(act->asker.role) || read_ms < 0) {
        outcome_refuse(outcome, NOTICE_MUST_EXIST, TEXT(""), arena);
        return;
    }
    if (read_ms > 0)
        return;
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->matter_id = matter_id;
    outcome->position = journal_append(node, &author, EVENT_NOTICE_READ, matter_id, TEXT("notice"),
                                       body_of(act, act->asker.account, TEXT(""), TEXT(""), arena),
                                       TEXT(""), TEXT(""), arena);
    servicing_read(corridor, act, matter_id, value_member_integer(act->input, "of", -1), arena);
}

/* In which way somebody was told after all, or that he could not be. */
static bool
is_known_manner(struct text how)
{
    return text_is(how, "in_person") || text_is(how, "telephone") || text_is(how, "post") ||
           text_is(how, "nobody");
}

/* Input: of, notice, recipient, how. */
void
note_told_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct text recipient = value_member_text(act->input, "recipient");
    struct text how = value_member_text(act->input, "how");
    if (act->asker.role != ROLE_COUNTER && act->asker.role != ROLE_FILING_OFFICER) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, &row) ||
        !access_may_see(&act->asker, &row.facts, SIGHT_CUSTODY, TEXT(""))) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    if (!is_known_manner(how)) {
        outcome_refuse(outcome, FIELD_MUST_BE_ONE_OF_THE_CHOICES, TEXT("how"), arena);
        return;
    }
    if (!notice_rows_is_unreached(node->store, node->id, act->matter_id,
                                  value_member_integer(act->input, "of", -1),
                                  value_member_text(act->input, "notice"), recipient)) {
        outcome_refuse(outcome, NOTICE_MUST_EXIST, TEXT(""), arena);
        return;
    }
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->matter_id = act->matter_id;
    outcome->position =
        journal_append(node, &author, EVENT_NOTICE_TOLD, act->matter_id, TEXT("notice"),
                       body_of(act, TEXT(""), recipient, how, arena), TEXT(""), TEXT(""), arena);
}

/* Input: text, mail (booleans), language?, email?. All of it is chosen anew. */
void
set_ways_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
             struct arena *arena)
{
    struct node *node = corridor->node;
    struct account account;
    enum language language;
    struct text email = value_member_text(act->input, "email");
    struct text wished = value_member_text(act->input, "language");
    if (!access_is_citizen(act->asker.role) ||
        !account_rows_load(node->store, node->id, act->asker.account, arena, &account)) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!text_is_empty(email) && !message_is_mail_address(email)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("email"), arena);
        return;
    }
    if (!text_is_empty(wished) && !language_parse(wished, &language)) {
        outcome_refuse(outcome, FIELD_MUST_BE_ONE_OF_THE_CHOICES, TEXT("language"), arena);
        return;
    }
    struct canon private = canon_open(arena, 300);
    canon_begin_object(&private);
    canon_member_text_if(&private, "email", email);
    canon_end_object(&private);
    struct text said = canon_text(&private), salt = journal_salt(node, arena);
    struct canon body = canon_open(arena, 300);
    canon_begin_object(&body);
    canon_member_text(&body, "account", account.id);
    canon_member_text_if(&body, "language", wished);
    canon_member_boolean(&body, "mail", value_member_is_true(act->input, "mail"));
    canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_member_boolean(&body, "text", value_member_is_true(act->input, "text"));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position = journal_append(node, &author, EVENT_WAYS_SET, NODE_MATTER, TEXT("accounts"),
                                       canon_text(&body), said, salt, arena);
}
