/* see_person.c: who somebody is at the public desk he has only said himself, until a counter has
 * seen his card. The counter's court records that it did and tells the desk; there the account of
 * that number gets the name and the number of the card, and counts as seen. What was on the card
 * stands in private parts alone. */
#include "command/see_person.h"

#include "command/claim.h"
#include "command/enrol.h"
#include "command/step_event.h"
#include "command/verbs.h"
#include "store/outbox.h"

enum { NAME_CHARACTERS_MAX = 100, NUMBER_CHARACTERS_MAX = 30, PHONE_BYTES_MAX = 20 };

static bool
is_given(struct text text, size_t characters_max)
{
    return !text_is_empty(text) && text_characters(text) <= characters_max &&
           !text_has_hidden(text);
}

static struct text
card_of(const struct value *person, struct arena *arena)
{
    struct canon private = canon_open(arena, 200);
    canon_begin_object(&private);
    canon_member_text(&private, "name", value_member_text(person, "name"));
    canon_member_text(&private, "number", value_member_text(person, "number"));
    canon_member_text(&private, "phone", value_member_text(person, "phone"));
    canon_end_object(&private);
    return canon_text(&private);
}

/* Input: person {name, number (of the card), phone (he signs in with)}, matter? (taken in here,
 * which he is to see in his account). */
void
see_person_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
               struct arena *arena)
{
    struct node *node = corridor->node;
    const struct value *person = value_member(act->input, "person");
    const struct network_node *desk = network_desk(corridor->network);
    if (act->asker.role != ROLE_COUNTER) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (desk == NULL || text_equal(desk->id, node->id)) {
        outcome_refuse(outcome, COURT_MUST_BE_KNOWN, TEXT(""), arena);
        return;
    }
    if (!is_given(value_member_text(person, "name"), NAME_CHARACTERS_MAX) ||
        !is_given(value_member_text(person, "number"), NUMBER_CHARACTERS_MAX) ||
        !is_given(value_member_text(person, "phone"), PHONE_BYTES_MAX)) {
        outcome_refuse(outcome, PERSON_ACTED_FOR_MUST_BE_NAMED, TEXT("person"), arena);
        return;
    }
    struct text matter = value_member_text(act->input, "matter");
    if (!text_is_empty(matter) && !claim_may_vouch(corridor, act, matter, outcome, arena))
        return;
    if (!text_is_empty(matter) &&
        !claim_names_party(corridor, matter, value_member_text(person, "name"), arena)) {
        outcome_refuse(outcome, PERSON_ACTED_FOR_MUST_BE_NAMED, TEXT("person"), arena);
        return;
    }
    struct text said = card_of(person, arena), salt = journal_salt(node, arena);
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_text(&body, "account", act->asker.account);
    canon_member_text_if(&body, "matter", matter);
    canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position = journal_append(node, &author, EVENT_PERSON_SEEN, NODE_MATTER,
                                       TEXT("persons"), canon_text(&body), said, salt, arena);
    envelope_promise(node, ENVELOPE_PERSON, desk->id, outcome->position, arena);
}

/* Nobody is made less known by being seen again; a card that says another name replaces it. */
static int64_t
take_over(struct corridor *corridor, const struct value *person, struct account *account,
          struct arena *arena)
{
    struct node *node = corridor->node;
    if (!account_rows_by_sign_in(node->store, node->id, value_member_text(person, "phone"), arena,
                                 account))
        return -1;
    struct enrolment enrolment = enrol_as_it_stands(account, arena);
    enrolment.name = value_member_text(person, "name");
    enrolment.number = value_member_text(person, "number");
    if (enrolment.identity < IDENTITY_SEEN)
        enrolment.identity = IDENTITY_SEEN;
    return enrol_append(corridor, &journal_peer_author, EVENT_ACCOUNT_CHANGED, &enrolment, arena);
}

/* A number without an account is received like any other: the court learns nothing of who has one,
 * and the counter sees the card again once there is one. */
void
see_person_accept(struct corridor *corridor, const struct envelope *envelope,
                  struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    const struct value *said = value_member(envelope->json, "private");
    const struct value *person = value_read_canonical(value_text(said), arena);
    bool is_whole = is_given(value_member_text(person, "name"), NAME_CHARACTERS_MAX) &&
                    is_given(value_member_text(person, "number"), NUMBER_CHARACTERS_MAX);
    struct account account;
    struct text matter = value_member_text(value_member(envelope->json, "content"), "matter");
    int64_t position = is_whole ? take_over(corridor, person, &account, arena) : -1;
    if (position >= 0 && !text_is_empty(matter))
        claim_vouched(corridor, envelope, matter, account.id, arena);
    struct canon body = canon_open(arena, 160);
    canon_begin_object(&body);
    canon_member_boolean(&body, "known", position >= 0);
    canon_member_text(&body, "seen_by", envelope->from);
    canon_end_object(&body);
    /* The receipt of the court rests on an event in any case. */
    position = journal_append(node, &journal_peer_author, EVENT_PERSON_SEEN, NODE_MATTER,
                              TEXT("inbox"), canon_text(&body), TEXT(""), TEXT(""), arena);
    struct inbox_entry entry = {envelope->digest, TEXT("received"), position};
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
    outcome->position = position;
    outcome->answer = TEXT("{\"disposition\":\"received\"}");
}
