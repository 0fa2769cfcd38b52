/* keep_reference.c: directory, trust list and rule files enter the record, so that years later it
 * can be said under which version something was decided. The hub's directory and trust list go to
 * every node of the network. */
#include "command/keep_reference.h"

#include "command/calendar_change.h"
#include "command/verbs.h"
#include "rule/network_rule.h"
#include "store/outbox.h"
#include "store/reference_rows.h"

static void
promise_to_all(struct corridor *corridor, int64_t position, struct arena *arena)
{
    struct node *node = corridor->node;
    const struct network *network = corridor->network;
    struct digest leaf = node_leaf(node, position);
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++) {
        struct text peer = network->nodes[i].id;
        if (text_equal(peer, node->id))
            continue;
        const char *kind = envelope_kind_text(ENVELOPE_REFERENCE);
        struct promise made = {
            .id = envelope_id(&leaf, kind, peer, arena),
            .kind = text_of(kind),
            .peer = peer,
            .position = position,
            .promised_ms = node->now_ms,
        };
        outbox_promise(node->store, node->id, &made);
    }
}

/* The first list is believed because it is handed over; each later one because the signers of the
 * one before stand behind it. */
static enum flaw
check_trust(const struct corridor *corridor, struct text content, struct arena *arena)
{
    struct trust newer;
    enum flaw flaw = trust_read(content, arena, &newer);
    if (flaw == NO_FLAW && corridor->trust != NULL)
        flaw = trust_follows(corridor->trust, &newer);
    return flaw;
}

int64_t
keep_reference(struct corridor *corridor, const struct author *author,
               const struct kept_reference *kept, struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest = digest_of(kept->content);
    struct canon body = canon_open(arena, kept->content.length + 200);
    canon_begin_object(&body);
    canon_member_text(&body, "content", kept->content);
    canon_member_text(&body, "digest", digest_hex(&digest, arena));
    canon_member_text(&body, "kind", kept->kind);
    canon_member_text(&body, "name", kept->name);
    canon_member_integer(&body, "version", kept->version);
    canon_end_object(&body);
    int64_t position = journal_append(node, author, EVENT_REFERENCE_KEPT, NODE_MATTER, NODE_STREAM,
                                      canon_text(&body), TEXT(""), TEXT(""), arena);
    if (!text_is(kept->kind, "directory") && !text_is(kept->kind, "trust"))
        return position;
    corridor->wants_refresh = true;
    if (text_equal(corridor->hub, node->id))
        promise_to_all(corridor, position, arena);
    return position;
}

void
keep_reference_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct node *node = corridor->node;
    struct text kind = value_member_text(act->input, "kind");
    struct text name = value_member_text(act->input, "name");
    struct text content = value_member_text(act->input, "content");
    struct text newest;

    if (act->asker.role != ROLE_SYSTEM_ADMIN) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (content.length > REFERENCE_BYTES_MAX || text_is_empty(name)) {
        outcome_refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, TEXT("content"), arena);
        return;
    }
    if (text_is(kind, "directory") && network_rule_read_text(content, arena) == NULL) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("content"), arena);
        return;
    }
    int64_t version = reference_rows_newest(node->store, node->id, kind, name, arena, &newest) + 1;
    if (version > 1 && text_equal(newest, content)) {
        outcome->answer = TEXT("{\"kept\":false}");
        return;
    }
    enum flaw flaw = text_is(kind, "trust") ? check_trust(corridor, content, arena) : NO_FLAW;
    if (flaw != NO_FLAW) {
        outcome_refuse(outcome, TRUST_LIST_MUST_BE_BELIEVED, text_of(flaw_name(flaw)), arena);
        return;
    }
    struct author author = act_author(act, role_word(act->asker.role));
    struct kept_reference kept = {kind, name, content, version};
    outcome->position = keep_reference(corridor, &author, &kept, arena);
    outcome->answer = TEXT("{\"kept\":true}");
    if (text_starts_with(name, "calendar/"))
        calendar_change_by_files(corridor, &author, name, arena);
}
