/* accept_envelope.c: what a peer sends, applied once and strictly in order. The disposition is kept
 * in the transaction of the effect; a repeat gets the same one, other content under a known id is
 * an alarm and has no effect. What comes too early is held until what it follows is here. */
#include "command/verbs.h"

#include "command/claim.h"
#include "command/enquire.h"
#include "command/erase.h"
#include "command/representing.h"
#include "command/see_person.h"
#include "command/servicing.h"
#include "command/step_event.h"
#include "command/tell.h"
#include "command/tell_looks.h"
#include "command/urge.h"
#include "rule/network_rule.h"
#include "store/outbox.h"

#include <stdio.h>

enum { FOLLOWERS_MAX = 2000, AGAIN_MAX = 10000 };

static void
answer(struct outcome *outcome, const char *disposition, struct text id, int64_t position,
       struct arena *arena)
{
    struct canon canon = canon_open(arena, 128);
    canon_begin_object(&canon);
    canon_member_text(&canon, "disposition", text_of(disposition));
    canon_member_text(&canon, "id", id);
    canon_member_integer(&canon, "position", position);
    canon_end_object(&canon);
    outcome->answer = canon_text(&canon);
    outcome->position = position;
}

/* Conflicts are a stream of their own, so that looking for one costs nothing. */
static bool
was_recorded(struct node *node, struct text body)
{
    struct sql *row =
        sql(node->store, "SELECT 1 FROM journal WHERE court_id = $1 AND matter_id = '-'"
                         " AND stream = 'conflict' AND body = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, body);
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

/* An alarm that stays in the record, once however often the same envelope comes: nothing else
 * happens. */
static void
record_conflict(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_text(&body, "digest", digest_hex(&envelope->digest, arena));
    canon_member_text(&body, "from", envelope->from);
    canon_member_text(&body, "id", envelope->id);
    canon_end_object(&body);
    corridor->alarms++;
    if (!was_recorded(corridor->node, canon_text(&body)))
        journal_append(corridor->node, &journal_peer_author, EVENT_CONFLICT_SEEN, NODE_MATTER,
                       TEXT("conflict"), canon_text(&body), TEXT(""), TEXT(""), arena);
}

/* The peer's event as an event of ours: enough of the envelope to check it again years later.
 * `place` is where we have it already, of content that came later; -1 otherwise. */
static int64_t
append_received(struct corridor *corridor, const struct envelope *envelope, int64_t place,
                struct arena *arena)
{
    struct node *node = corridor->node;
    struct text private = TEXT(""), salt = TEXT("");
    if (!text_is_empty(envelope->private)) {
        struct canon wrapped = canon_open(arena, envelope->private.length + 100);
        canon_begin_object(&wrapped);
        canon_member_text(&wrapped, "private", envelope->private);
        canon_member_text(&wrapped, "salt", envelope->private_salt_hex);
        canon_end_object(&wrapped);
        private = canon_text(&wrapped);
        salt = journal_salt(node, arena);
    }
    struct canon body = canon_open(arena, envelope->body.length + 1024);
    canon_begin_object(&body);
    canon_member_text_if(&body, "body", envelope->body);
    canon_member_text(&body, "envelope", envelope->id);
    canon_member_text(&body, "envelope_digest", digest_hex(&envelope->digest, arena));
    canon_member_text(&body, "from", envelope->from);
    canon_member_text(&body, "link", digest_hex(&envelope->link, arena));
    if (place >= 0)
        canon_member_integer(&body, "place", place);
    if (!text_is_empty(private))
        canon_member_text(&body, "private", journal_private_digest(private, salt, arena));
    canon_member_text_if(&body, "salt", envelope->salt_hex);
    canon_member_text(&body, "statement", envelope->statement_json);
    canon_end_object(&body);
    struct author author = journal_peer_author;
    author.claimed_ms = envelope->statement.claimed_ms;
    author.counter_ms = envelope->statement.counter_ms;
    author.owner_ms = node->now_ms;
    return journal_append(node, &author, place < 0 ? EVENT_EVENT_RECEIVED : EVENT_CONTENT_RECEIVED,
                          envelope->matter_id, TEXT("inbox"), canon_text(&body), private, salt,
                          arena);
}

static bool
files_are_here(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    struct text *digests;
    int count = envelope_files(envelope, arena, &digests);
    for (int i = 0; i < count; i++) {
        struct sql *row =
            sql(corridor->node->store, "SELECT 1 FROM blob WHERE court_id = $1 AND sha256 = $2");
        sql_text(row, 1, corridor->node->id);
        sql_text(row, 2, digests[i]);
        bool is_here = sql_next(row);
        sql_end(row);
        if (!is_here)
            return false;
    }
    return true;
}

/* Where we own the matter, an event of another stream causes a step of ours, and where we are asked
 * to do something in it, what the owner says; where we owned it, it goes on to who does. */
static void
arrive(struct corridor *corridor, const struct envelope *envelope, int64_t position,
       struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct event event;
    if (!matter_row_load(node->store, node->id, envelope->matter_id, arena, &row) ||
        !journal_read(node->store, node->id, position, arena, &event))
        return;
    if (text_equal(envelope->statement.stream, MAIN_STREAM)) {
        if (text_equal(row.facts.executing, node->id))
            step_event_arrive(corridor, &event, &journal_peer_author, arena);
    } else if (text_equal(row.facts.owner, node->id))
        step_event_arrive(corridor, &event, &journal_peer_author, arena);
    else if (!text_equal(row.facts.owner, envelope->from) &&
             !text_equal(row.facts.owner, envelope->statement.node)) /* he did not know it moved */
        envelope_promise(node, ENVELOPE_EVENT, row.facts.owner, position, arena);
}

/* Is it an event of ours that comes back with the history of a matter? */
static bool
is_own_event(const struct node *node, const struct envelope *envelope)
{
    struct sql *row = sql(node->store, "SELECT link FROM journal WHERE court_id = $1"
                                       " AND matter_id = $2 AND stream = $3 AND seq = $4");
    sql_text(row, 1, node->id);
    sql_text(row, 2, envelope->matter_id);
    sql_text(row, 3, envelope->stream);
    sql_integer(row, 4, envelope->seq);
    struct text link = {(const char *)envelope->link.bytes, DIGEST_BYTES};
    bool is_own = text_equal(envelope->statement.node, node->id) && sql_next(row) &&
                  text_equal(sql_column_here(row, 0), link);
    sql_end(row);
    return is_own;
}

/* What the journal holds of a peer's event: its own place here, and whether its content came. */
struct known_event {
    int64_t place; /* -1: not known */
    bool has_content;
};

static struct known_event
find_event(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    struct node *node = corridor->node;
    struct known_event known = {-1, false};
    struct text wanted = digest_hex(&envelope->link, arena);
    struct sql *rows = sql(node->store, "SELECT body, position FROM journal WHERE court_id = $1"
                                        " AND matter_id = $2 AND stream = 'inbox' ORDER BY seq");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, envelope->matter_id);
    while (!known.has_content && sql_next(rows)) {
        const struct value *body = value_read_canonical(sql_column(rows, 0, arena), arena);
        if (!text_equal(value_member_text(body, "link"), wanted))
            continue;
        known.place = known.place < 0 ? sql_column_integer(rows, 1) : known.place;
        known.has_content = !text_is_empty(value_member_text(body, "body"));
    }
    sql_end(rows);
    return known;
}

/* Is what we know at this place of the stream the same event? A node that lost its newest events
 * may have gone on differently; that must never pass for a repeat. */
static bool
is_known_event(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    return is_own_event(corridor->node, envelope) ||
           find_event(corridor, envelope, arena).place >= 0;
}

/* Events of this matter of which only the place is known. */
static int64_t
count_bare(struct node *node, struct text matter_id, struct arena *arena)
{
    int64_t bare = 0;
    struct sql *rows = sql(node->store, "SELECT body, kind FROM journal WHERE court_id = $1"
                                        " AND matter_id = $2 AND stream = 'inbox'");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, matter_id);
    while (sql_next(rows)) {
        enum event_kind kind = event_kind_of(sql_column_here(rows, 1));
        if (kind == EVENT_CONTENT_RECEIVED)
            bare--;
        else if (kind == EVENT_EVENT_RECEIVED)
            bare += text_is_empty(
                value_member_text(value_read_canonical(sql_column(rows, 0, arena), arena), "body"));
    }
    sql_end(rows);
    return bare;
}

/* Whoever is offered a matter learns of it when the whole file is here: nobody takes over what he
 * cannot read. */
static bool
is_offer_before_its_file(struct corridor *corridor, const struct envelope *envelope,
                         struct arena *arena)
{
    struct node *node = corridor->node;
    struct step_result result;
    if (!text_equal(envelope->statement.stream, MAIN_STREAM) || text_is_empty(envelope->body) ||
        !matter_read_result(value_member(value_read_canonical(envelope->body, arena), "result"),
                            arena, &result))
        return false;
    for (int i = 0; i < result.effects_count; i++) {
        if (result.effects[i].kind == EFFECT_CUSTODY_OFFERED &&
            text_equal(result.effects[i].value, node->id))
            return count_bare(node, envelope->matter_id, arena) > 0;
    }
    return false;
}

enum place { PLACE_NEXT, PLACE_EARLY, PLACE_PAST, PLACE_BROKEN };

static enum place
place_of(struct corridor *corridor, const struct envelope *envelope, struct text stream,
         struct arena *arena)
{
    struct node *node = corridor->node;
    struct stream_head head =
        journal_stream_head(node->store, node->id, envelope->matter_id, stream, arena);
    if (envelope->seq < head.next_seq || text_equal(envelope->statement.node, node->id))
        return is_known_event(corridor, envelope, arena) ? PLACE_PAST : PLACE_BROKEN;
    if (envelope->seq > head.next_seq)
        return PLACE_EARLY;
    if (!digest_equal(&head.link, &envelope->statement.prev))
        return PLACE_BROKEN;
    struct matter_row row;
    bool opens = value_member(value_read_canonical(envelope->body, arena), "open") != NULL;
    bool is_known = matter_row_load(node->store, node->id, envelope->matter_id, arena, &row);
    return is_known || opens ? PLACE_NEXT : PLACE_EARLY;
}

static struct text
owner_of(struct node *node, struct text matter_id, struct arena *arena)
{
    struct matter_row row;
    bool is_known = matter_row_load(node->store, node->id, matter_id, arena, &row);
    return is_known ? row.facts.owner : TEXT("");
}

static void
tell_of(struct corridor *corridor, const struct envelope *envelope, int64_t position,
        struct arena *arena)
{
    struct step_result result;
    const struct value *body =
        text_is_empty(envelope->body) ? NULL : value_read_canonical(envelope->body, arena);
    if (matter_read_result(value_member(body, "result"), arena, &result))
        tell_parties(corridor, envelope->matter_id, position, &result, arena);
}

/* What came in while the matter was on its way follows it once it is gone. */
static int64_t
apply_event(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    struct node *node = corridor->node;
    bool was_ours = text_equal(owner_of(node, envelope->matter_id, arena), node->id);
    int64_t position = append_received(corridor, envelope, -1, arena);
    if (position < 0)
        return position;
    step_event_relay(corridor, envelope->matter_id, position, arena);
    tell_of(corridor, envelope, position, arena);
    arrive(corridor, envelope, position, arena);
    servicing_go_on(corridor, envelope->matter_id, arena);
    struct text owner = was_ours ? owner_of(node, envelope->matter_id, arena) : node->id;
    if (!text_equal(owner, node->id))
        step_event_promise_history(corridor, envelope->matter_id, owner, arena);
    return position;
}

static void
keep_disposition(struct corridor *corridor, const struct envelope *envelope,
                 const char *disposition, int64_t position)
{
    struct node *node = corridor->node;
    struct inbox_entry entry = {envelope->digest, text_of(disposition), position};
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
}

/* What waited for this one. What cannot be applied is dropped: its sender was never given a receipt
 * and comes again. */
static void
apply_followers(struct corridor *corridor, struct text matter_id, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text note;
    for (int i = 0; i < FOLLOWERS_MAX; i++) {
        struct envelope next;
        if (!held_take_next(node->store, node->id, matter_id, arena, &note))
            return;
        if (envelope_open(note, node->id, corridor->trust, node->now_ms, arena, &next) != NO_FLAW)
            continue;
        struct text stream =
            text_format(arena, "%.*s/%.*s", TEXT_ARGS(next.statement.node), TEXT_ARGS(next.stream));
        if (place_of(corridor, &next, stream, arena) == PLACE_NEXT &&
            files_are_here(corridor, &next, arena) &&
            !is_offer_before_its_file(corridor, &next, arena))
            keep_disposition(corridor, &next, "received", apply_event(corridor, &next, arena));
    }
}

/* An event that is known already, perhaps only its place: then its content goes there. */
static void
accept_known(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
             struct arena *arena)
{
    struct known_event known = find_event(corridor, envelope, arena);
    bool brings_content = known.place >= 0 && !known.has_content &&
                          envelope->kind == ENVELOPE_EVENT && !text_is_empty(envelope->body);
    int64_t position = -1;
    if (brings_content && !files_are_here(corridor, envelope, arena)) {
        outcome_refuse(outcome, FILE_MUST_BE_UPLOADED, envelope->id, arena);
        return;
    }
    if (brings_content) {
        position = append_received(corridor, envelope, known.place, arena);
        step_event_relay(corridor, envelope->matter_id, position, arena);
    }
    keep_disposition(corridor, envelope, "received", position);
    answer(outcome, "received", envelope->id, position, arena);
}

static void
accept_event(struct corridor *corridor, const struct act *act, const struct envelope *envelope,
             struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text stream = text_format(arena, "%.*s/%.*s", TEXT_ARGS(envelope->statement.node),
                                     TEXT_ARGS(envelope->stream));
    switch (place_of(corridor, envelope, stream, arena)) {
    case PLACE_EARLY:
        if (!held_keep(node->store, node->id, envelope->from, envelope->matter_id, stream,
                       envelope->seq, act->note, node->now_ms)) {
            outcome_refuse(outcome, RATE_MUST_BE_KEPT, TEXT("held"), arena);
            return;
        }
        answer(outcome, "held", envelope->id, -1, arena);
        return;
    case PLACE_PAST: accept_known(corridor, envelope, outcome, arena); return;
    case PLACE_BROKEN:
        record_conflict(corridor, envelope, arena);
        keep_disposition(corridor, envelope, "refused:chain", -1);
        answer(outcome, "refused:chain", envelope->id, -1, arena);
        return;
    case PLACE_NEXT: break;
    }
    if (!files_are_here(corridor, envelope, arena)) {
        outcome_refuse(outcome, FILE_MUST_BE_UPLOADED, envelope->id, arena);
        return;
    }
    if (is_offer_before_its_file(corridor, envelope, arena)) { /* it comes again */
        answer(outcome, "held", envelope->id, -1, arena);
        return;
    }
    int64_t position = apply_event(corridor, envelope, arena);
    keep_disposition(corridor, envelope, "received", position);
    apply_followers(corridor, envelope->matter_id, arena);
    answer(outcome, "received", envelope->id, position, arena);
}

static void
append_plain(struct corridor *corridor, const struct envelope *envelope, enum event_kind kind,
             struct text body, struct text private, struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text salt = TEXT("");
    if (!text_is_empty(private)) {
        salt = journal_salt(node, arena);
        const struct value *plain = value_read_canonical(body, arena);
        struct canon with = canon_open(arena, body.length + 80);
        canon_begin_object(&with);
        canon_member(&with, "content", plain);
        canon_member_text(&with, "private", journal_private_digest(private, salt, arena));
        canon_end_object(&with);
        body = canon_text(&with);
    }
    int64_t position =
        journal_append(node, &journal_peer_author, kind, envelope->matter_id,
                       text_equal(envelope->matter_id, NODE_MATTER) ? NODE_STREAM : TEXT("inbox"),
                       body, private, salt, arena);
    keep_disposition(corridor, envelope, "received", position);
    answer(outcome, "received", envelope->id, position, arena);
}

static void
accept_line(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
            struct arena *arena)
{
    const struct value *line = value_member(envelope->json, "line");
    if (!text_equal(corridor->hub, corridor->node->id) || line == NULL) {
        keep_disposition(corridor, envelope, "refused:hub", -1);
        answer(outcome, "refused:hub", envelope->id, -1, arena);
        return;
    }
    struct canon body = canon_open(arena, 300);
    canon_begin_object(&body);
    canon_member_text(&body, "from", envelope->from);
    canon_member(&body, "line", line);
    canon_end_object(&body);
    append_plain(corridor, envelope, EVENT_CUSTODY_RECEIVED, canon_text(&body), TEXT(""), outcome,
                 arena);
}

/* A directory or trust list counts only from the hub, and a trust list only when the signers of the
 * one in force stand behind it. */
static void
accept_reference(struct corridor *corridor, const struct envelope *envelope,
                 struct outcome *outcome, struct arena *arena)
{
    const struct value *content = value_member(envelope->json, "content");
    struct text text = value_member_text(content, "content");
    bool is_good = text_equal(envelope->from, corridor->hub);
    if (text_is(value_member_text(content, "kind"), "trust")) {
        struct trust newer;
        is_good = is_good && trust_read(text, arena, &newer) == NO_FLAW &&
                  trust_follows(corridor->trust, &newer) == NO_FLAW;
    } else {
        is_good = is_good && text_is(value_member_text(content, "kind"), "directory") &&
                  network_rule_read_text(text, arena) != NULL;
    }
    if (!is_good) {
        keep_disposition(corridor, envelope, "refused:reference", -1);
        answer(outcome, "refused:reference", envelope->id, -1, arena);
        return;
    }
    struct canon body = canon_open(arena, text.length + 200);
    canon_put(&body, content);
    append_plain(corridor, envelope, EVENT_REFERENCE_RECEIVED, canon_text(&body), TEXT(""), outcome,
                 arena);
    corridor->wants_refresh = true;
}

void
accept_envelope_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                    struct arena *arena)
{
    struct node *node = corridor->node;
    struct envelope envelope;
    struct inbox_entry known;
    enum flaw flaw = corridor->trust == NULL ? SIGNER_MUST_BE_KNOWN
                                             : envelope_open(act->note, node->id, corridor->trust,
                                                             node->now_ms, arena, &envelope);
    if (flaw != NO_FLAW) {
        outcome_refuse(outcome, ENVELOPE_MUST_PROVE_ITSELF, text_of(flaw_name(flaw)), arena);
        return;
    }
    outcome->matter_id = envelope.matter_id;
    if (inbox_find(node->store, node->id, envelope.from, envelope.id, arena, &known)) {
        bool is_same = digest_equal(&known.request, &envelope.digest);
        if (!is_same)
            record_conflict(corridor, &envelope, arena);
        outcome->is_repeat = is_same;
        answer(outcome, is_same ? text_terminated(known.disposition, arena) : "conflict",
               envelope.id, is_same ? known.position : -1, arena);
        return;
    }
    switch (envelope.kind) {
    case ENVELOPE_EVENT:
    case ENVELOPE_LINK: accept_event(corridor, act, &envelope, outcome, arena); break;
    case ENVELOPE_LINE: accept_line(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_REFERENCE: accept_reference(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_ENQUIRY:
    case ENVELOPE_ANSWER: enquire_accept(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_ATTORNEY: representing_accept(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_CLAIM:
    case ENVELOPE_CLAIMED: claim_accept(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_PERSON: see_person_accept(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_ERASURE: erase_accept(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_LOOKS: tell_looks_accept(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_URGE: urge_accept(corridor, &envelope, outcome, arena); break;
    case ENVELOPE_UNKNOWN:
        keep_disposition(corridor, &envelope, "refused:unsupported", -1);
        answer(outcome, "refused:unsupported", envelope.id, -1, arena);
        break;
    }
}

void
settle_promise_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct node *node = corridor->node;
    struct text id = value_member_text(act->input, "promise");
    struct text disposition = value_member_text(act->input, "disposition");
    if (text_is(disposition, "received") || text_is(disposition, "conflict") ||
        text_starts_with(disposition, "refused:")) {
        bool is_kept = text_is(disposition, "received");
        outbox_close(node->store, node->id, id, is_kept ? PROMISE_KEPT : PROMISE_REFUSED,
                     text_is_empty(act->note) ? disposition : act->note);
        if (!is_kept)
            corridor->alarms++;
    } else {
        uint32_t jitter;
        node->world->random(node->world->of, &jitter, sizeof jitter);
        outbox_postpone(node->store, node->id, id, node->wall_ms, jitter);
    }
    (void)outcome;
    (void)arena;
}

/* A peer lost its newest events: what its receipts say it had taken is promised to it again.
 * Input: node, size (events the peer has now). */
void
promise_again_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    struct text peer = value_member_text(act->input, "node");
    int64_t size = value_member_integer(act->input, "size", 0), count = 0;
    struct text *ids = ARENA_MANY(arena, AGAIN_MAX, struct text);
    if (act->asker.role != ROLE_SYSTEM_ADMIN) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    struct sql *rows = sql(node->store, "SELECT promise_id, receipt FROM outbox WHERE court_id = $1"
                                        " AND status = 1 AND peer = $2 AND receipt IS NOT NULL"
                                        " ORDER BY position DESC");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, peer);
    while (count < AGAIN_MAX && sql_next(rows)) {
        struct receipt receipt;
        if (receipt_read(sql_column(rows, 1, arena), arena, &receipt) == NO_FLAW &&
            (int64_t)receipt.index >= size)
            ids[count++] = sql_column(rows, 0, arena);
    }
    sql_end(rows);
    for (int64_t i = 0; i < count; i++) {
        struct sql *again = sql(node->store, "UPDATE outbox SET status = 0, next_try_ms = $1"
                                             " WHERE court_id = $2 AND promise_id = $3");
        sql_integer(again, 1, node->now_ms);
        sql_text(again, 2, node->id);
        sql_text(again, 3, ids[i]);
        sql_run(again);
    }
    struct canon answer = canon_open(arena, 40);
    canon_begin_object(&answer);
    canon_member_integer(&answer, "again", count);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}
