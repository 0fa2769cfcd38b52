/* settle_message.c: what became of a text message or mail comes back through the corridor. Of what
 * concerned a matter an event stays, with the reason as one word and nobody's address. */
#include "command/verbs.h"
#include "store/message.h"

/* Nothing else is ever written down of what a gateway or mail server said. */
static const char *const reasons[] = {"address", "rejected", "ended"};

static struct text
known_reason(struct text reason)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (text_is(reason, reasons[i]))
            return reason;
    }
    return TEXT("rejected");
}

static int64_t
record(struct corridor *corridor, const struct message *message, struct text reason,
       struct arena *arena)
{
    bool is_sent = text_is_empty(reason);
    struct canon body = canon_open(arena, 240);
    canon_begin_object(&body);
    canon_member_text(&body, "notice", message->notice);
    canon_member_integer(&body, "of", message->position);
    canon_member_text(&body, "promise", message->id);
    canon_member_text_if(&body, "reason", reason);
    canon_member_text(&body, "recipient", message->recipient);
    canon_member_text(&body, "way", message_way_word(message->way));
    canon_end_object(&body);
    return journal_append(corridor->node, &journal_peer_author,
                          is_sent ? EVENT_NOTICE_SENT : EVENT_NOTICE_FAILED, message->matter_id,
                          TEXT("notice"), canon_text(&body), TEXT(""), TEXT(""), arena);
}

/* Input: promise, outcome (sent, failed; anything else: later again), reason. */
void
settle_message_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct node *node = corridor->node;
    struct text id = value_member_text(act->input, "promise");
    struct text said = value_member_text(act->input, "outcome");
    struct message message;
    bool is_sent = text_is(said, "sent");
    if (!is_sent && !text_is(said, "failed")) {
        uint32_t jitter;
        node->world->random(node->world->of, &jitter, sizeof jitter);
        outbox_postpone(node->store, node->id, id, node->wall_ms, jitter);
        return;
    }
    struct text reason = is_sent ? TEXT("") : known_reason(value_member_text(act->input, "reason"));
    bool is_there = message_load(node->store, node->id, id, arena, &message);
    message_close(node->store, node->id, id, is_sent ? PROMISE_KEPT : PROMISE_REFUSED,
                  is_sent ? TEXT("sent") : reason);
    if (is_there && !text_is_empty(message.matter_id)) {
        outcome->matter_id = message.matter_id;
        outcome->position = record(corridor, &message, reason, arena);
    }
}
