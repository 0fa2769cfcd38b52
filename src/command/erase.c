/* erase.c: the private part of a matter's events is erased by law; that something was there, when
 * and on which ground it went stays and proves itself. Whoever was sent a copy is told. */
#include "command/erase.h"

#include "command/verbs.h"
#include "store/matter_rows.h"
#include "store/outbox.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { HOLDERS_MAX = 64 };

struct erased_path {
    struct erased_path *next;
    const char *path;
};

/* ---- whoever holds a copy ---- */

struct holders {
    struct text nodes[HOLDERS_MAX];
    int count;
};

static void
add_holder(struct holders *holders, struct text node)
{
    for (int i = 0; i < holders->count; i++) {
        if (text_equal(holders->nodes[i], node))
            return;
    }
    if (holders->count < HOLDERS_MAX && !text_is_empty(node))
        holders->nodes[holders->count++] = node;
}

/* Every node that we promised something of the matter, and every node that sent us something: it
 * keeps its own. */
static void
find_holders(struct node *node, struct text matter_id, struct holders *holders, struct arena *arena)
{
    struct sql *rows = sql(node->store, "SELECT DISTINCT outbox.peer FROM journal JOIN outbox"
                                        " ON outbox.court_id = $1"
                                        " AND outbox.position = journal.position"
                                        " AND outbox.kind NOT IN ($2, $3) WHERE"
                                        " journal.court_id = $1 AND journal.matter_id = $4"
                                        " ORDER BY outbox.peer");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, text_of(envelope_kind_text(ENVELOPE_LINE)));
    sql_text(rows, 3, text_of(envelope_kind_text(ENVELOPE_LINK)));
    sql_text(rows, 4, matter_id);
    while (sql_next(rows))
        add_holder(holders, sql_column(rows, 0, arena));
    sql_end(rows);
    rows = sql(node->store, "SELECT body FROM journal WHERE court_id = $1 AND matter_id = $2"
                            " AND stream = 'inbox'");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, matter_id);
    while (sql_next(rows)) {
        const struct value *body = value_read_canonical(sql_column(rows, 0, arena), arena);
        const struct value *content = value_member(body, "content");
        struct text from = value_member_text(body, "from");
        add_holder(holders, text_is_empty(from) ? value_member_text(content, "from") : from);
    }
    sql_end(rows);
}

/* Of an order of our own also the owner and the receiving node are told. Not `teller`, who gave the
 * order; empty where it is our own. */
static void
tell_holders(struct corridor *corridor, const struct matter_facts *facts, struct text teller,
             int64_t position, struct arena *arena)
{
    struct node *node = corridor->node;
    struct holders *holders = ARENA_NEW(arena, struct holders);
    if (text_is_empty(teller)) {
        add_holder(holders, facts->owner);
        add_holder(holders, facts->receiving);
    }
    find_holders(node, facts->id, holders, arena);
    for (int i = 0; i < holders->count; i++) {
        struct text peer = holders->nodes[i];
        if (!text_equal(peer, node->id) && !text_equal(peer, teller))
            envelope_promise(node, ENVELOPE_ERASURE, peer, position, arena);
    }
}

/* ---- what goes once it is durable ---- */

/* What will go is written down first, so that a power cut between the commit and the removal leaves
 * nothing behind: erase_finish does the rest. Where even that finds no room, the files still go
 * unless the power does. */
static const char *
list_path(const struct node *node, struct arena *arena)
{
    return text_format(arena, "%s/erasing", node->folder).bytes;
}

static void
list_files(struct node *node, const struct erased_files *files, struct arena *arena)
{
    int list = open(list_path(node, arena), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int folder = open(node->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; list >= 0 && i < files->count; i++)
        dprintf(list, "%.*s\n", TEXT_ARGS(files->digests[i]));
    if (list >= 0) {
        fsync(list);
        close(list);
    }
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
}

static void
take_away(struct corridor *corridor, const char *path)
{
    struct erased_path *one = ARENA_NEW(corridor->erasing, struct erased_path);
    *one = (struct erased_path){.path = path, .next = corridor->erased};
    corridor->erased = one;
}

void
erase_files(struct corridor *corridor, const struct erased_files *files)
{
    struct node *node = corridor->node;
    if (corridor->erasing == NULL)
        corridor->erasing = arena_open();
    corridor->has_erased = true;
    if (node->folder == NULL || files->count == 0)
        return;
    list_files(node, files, corridor->erasing);
    for (int i = 0; i < files->count; i++) {
        take_away(corridor, node_blob_path(node, files->digests[i], corridor->erasing));
        take_away(corridor, node_unscanned_path(node, files->digests[i], corridor->erasing));
    }
}

void
erase_take_effect(struct corridor *corridor, bool is_kept)
{
    struct node *node = corridor->node;
    bool has_files = corridor->erased != NULL;
    for (const struct erased_path *one = corridor->erased; is_kept && one != NULL; one = one->next)
        unlink(one->path);
    if (has_files)
        unlink(list_path(node, corridor->erasing));
    if (is_kept && corridor->has_erased) {
        store_checkpoint(node->store, true);
        if (store_fault(node->store)->is_set)
            node_cancel(node);
    }
    corridor->has_erased = false;
    corridor->erased = NULL;
    arena_close(corridor->erasing);
    corridor->erasing = NULL;
}

static bool
is_kept_here(struct node *node, struct text sha256)
{
    struct sql *row = sql(node->store, "SELECT 1 FROM blob WHERE court_id = $1 AND sha256 = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, sha256);
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

void
erase_finish(struct node *node)
{
    char line[128];
    struct digest digest;
    struct arena *arena = arena_open();
    FILE *list = node->folder == NULL ? NULL : fopen(list_path(node, arena), "re");
    while (list != NULL && fgets(line, sizeof line, list) != NULL) {
        struct text sha256 = text_trim(text_of(line));
        if (digest_parse(sha256, &digest) && !is_kept_here(node, sha256) &&
            !store_fault(node->store)->is_set) {
            unlink(node_blob_path(node, sha256, arena));
            unlink(node_unscanned_path(node, sha256, arena));
        }
    }
    if (list != NULL) {
        fclose(list);
        unlink(list_path(node, arena));
    }
    arena_close(arena);
}

/* ---- erasing ---- */

/* An order: our own, or one that a peer's envelope told us of. */
struct order {
    struct text ground, rests_on;
    struct text envelope, from; /* empty: our own */
};

/* The ground is in somebody's own words, so it can be erased in its turn; what it rests on stays.
 */
static int64_t
append_order(struct corridor *corridor, const struct author *author, enum event_kind kind,
             struct text matter_id, const struct order *order, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text said = TEXT(""), salt = TEXT("");
    struct canon body = canon_open(arena, 300);
    if (!text_is_empty(order->ground)) {
        struct canon private = canon_open(arena, 200);
        canon_begin_object(&private);
        canon_member_text(&private, "ground", order->ground);
        canon_end_object(&private);
        said = canon_text(&private);
        salt = journal_salt(node, arena);
    }
    canon_begin_object(&body);
    canon_member_text_if(&body, "envelope", order->envelope);
    canon_member_text_if(&body, "from", order->from);
    if (!text_is_empty(said))
        canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_member_text(&body, "rests_on", order->rests_on);
    canon_end_object(&body);
    return journal_append(node, author, kind, matter_id, TEXT("erasure"), canon_text(&body), said,
                          salt, arena);
}

/* Gives the number of events that lost their content. */
static int64_t
erase(struct corridor *corridor, const struct author *author, struct text matter_id,
      const struct order *order, int64_t *position, struct arena *arena)
{
    struct node *node = corridor->node;
    struct erased_files files;
    *position = append_order(corridor, author, EVENT_ERASED, matter_id, order, arena);
    int64_t events = erasure_of_matter(node->store, node->id, matter_id, *position, arena, &files);
    erase_files(corridor, &files);
    return events;
}

void
erase_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
          struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct text ground = value_member_text(act->input, "ground");
    struct text rests_on = value_member_text(act->input, "rests_on");

    if (act->asker.role != ROLE_SECURITY_ADMIN && act->asker.role != ROLE_PRESIDENT) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, &row)) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    if (text_is_empty(ground) || text_is_empty(rests_on)) {
        outcome_refuse(outcome, GROUND_MUST_BE_GIVEN, TEXT("ground"), arena);
        return;
    }
    const struct order order = {.ground = ground, .rests_on = rests_on};
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->matter_id = act->matter_id;
    int64_t events = erase(corridor, &author, act->matter_id, &order, &outcome->position, arena);
    if (text_equal(row.facts.owner, node->id) || text_equal(row.facts.receiving, node->id))
        tell_holders(corridor, &row.facts, TEXT(""), outcome->position, arena);
    struct canon answer = canon_open(arena, 80);
    canon_begin_object(&answer);
    canon_member_integer(&answer, "events", events);
    canon_member_integer(&answer, "position", outcome->position);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* ---- a peer has erased ---- */

static struct order
order_from(const struct envelope *envelope, struct arena *arena)
{
    const struct value *content = value_member(envelope->json, "content");
    struct text said = value_member_text(envelope->json, "private"); /* empty once erased */
    const struct value *private = text_is_empty(said) ? NULL : value_read_canonical(said, arena);
    return (struct order){
        .ground = value_member_text(private, "ground"),
        .rests_on = value_member_text(content, "rests_on"),
        .envelope = envelope->id,
        .from = envelope->from,
    };
}

/* A court that decides the matter, or decided it before it went on. */
static bool
is_of_owners(const struct node *node, struct text matter_id, struct text owner, struct text from,
             struct arena *arena)
{
    struct text stream = text_format(arena, "%.*s/main", TEXT_ARGS(from));
    return text_equal(from, owner) ||
           journal_stream_head(node->store, node->id, matter_id, stream, arena).next_seq > 0;
}

/* An order that has been carried out here already, or that concerns nothing here, is told to nobody
 * else: so it comes to rest. Nor does a court that was only offered the matter, or took papers in
 * for it, tell others: they have it from those who keep the matter, and hold what anybody else
 * orders. */
static int64_t
carry_out(struct corridor *corridor, const struct envelope *envelope,
          const struct matter_facts *facts, struct arena *arena)
{
    int64_t position;
    const struct order order = order_from(envelope, arena);
    int64_t events =
        erase(corridor, &journal_peer_author, envelope->matter_id, &order, &position, arena);
    bool keeps_matter =
        is_of_owners(corridor->node, facts->id, facts->owner, corridor->node->id, arena) ||
        text_equal(facts->receiving, corridor->node->id);
    if (events > 0 && keeps_matter)
        tell_holders(corridor, facts, envelope->from, position, arena);
    return position;
}

/* A node that took something in for a matter it has no copy of follows those it sent it to. */
static bool
was_told_by_us(struct node *node, struct text matter_id, struct text from, struct arena *arena)
{
    struct holders *holders = ARENA_NEW(arena, struct holders);
    find_holders(node, matter_id, holders, arena);
    for (int i = 0; i < holders->count; i++) {
        if (text_equal(holders->nodes[i], from))
            return true;
    }
    return false;
}

static bool
has_content(struct node *node, struct text matter_id)
{
    struct sql *row = sql(node->store, "SELECT 1 FROM journal WHERE court_id = $1"
                                       " AND matter_id = $2 AND private IS NOT NULL"
                                       " AND stream <> 'erasure' LIMIT 1");
    sql_text(row, 1, node->id);
    sql_text(row, 2, matter_id);
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

void
erase_accept(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
             struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct inbox_entry entry = {envelope->digest, TEXT("received"), -1};
    const struct order order = order_from(envelope, arena);
    bool is_known = matter_row_load(node->store, node->id, envelope->matter_id, arena, &row);
    if (!is_known && !has_content(node, envelope->matter_id))
        ; /* nothing of it is here, and what is still to come has lost its content */
    else if (!is_known && was_told_by_us(node, envelope->matter_id, envelope->from, arena))
        erase(corridor, &journal_peer_author, envelope->matter_id, &order, &entry.position,
              arena); /* all others have it from those who keep the matter */
    else if (is_known &&
             is_of_owners(node, envelope->matter_id, row.facts.owner, envelope->from, arena))
        entry.position = carry_out(corridor, envelope, &row.facts, arena);
    else if (is_known && text_equal(envelope->from, row.facts.receiving) &&
             matter_is_followed_at(&row.facts, node->id))
        erase(corridor, &journal_peer_author, envelope->matter_id, &order, &entry.position,
              arena); /* what is here came from there, for those who follow the matter */
    else if (is_known && text_equal(envelope->from, row.facts.receiving))
        entry.position = append_order(corridor, &journal_peer_author, EVENT_ERASURE_TOLD,
                                      envelope->matter_id, &order, arena);
    else { /* that it took the matter over may not be known here yet: it comes again */
        outcome->answer = TEXT("{\"disposition\":\"held\"}");
        return;
    }
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
    struct canon answer = canon_open(arena, 80);
    canon_begin_object(&answer);
    canon_member_text(&answer, "disposition", entry.disposition);
    canon_end_object(&answer);
    outcome->position = entry.position;
    outcome->answer = canon_text(&answer);
}
