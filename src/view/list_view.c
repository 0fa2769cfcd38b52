/* list_view.c: one row, one object. */
#include "view/list_view.h"

#include "base/money.h"

enum { MATTER_ID_MAX = 64 };

static const char *const identities[] = {"declared", "seen", "provider"};

struct text
list_view_key(int64_t instant_ms, struct text matter_id, struct arena *arena)
{
    return text_format(arena, "%lld~%.*s", (long long)instant_ms, TEXT_ARGS(matter_id));
}

bool
list_view_read_key(struct text key, int64_t *instant_ms, struct text *matter_id)
{
    struct text rest = key;
    struct text number = text_cut(&rest, '~');
    *matter_id = rest;
    return text_number(number, instant_ms) && rest.length > 0 && rest.length <= MATTER_ID_MAX &&
           *instant_ms <= VALUE_INTEGER_MAX;
}

/* ---- what waits ---- */

static void
put_worklist_row(const struct view *view, struct canon *canon, const struct worklist_row *row)
{
    canon_begin_object(canon);
    canon_member_text_if(canon, "assignee", row->assignee);
    canon_member_text(canon, "case_kind", row->case_kind);
    canon_member_text_if(canon, "case_number", row->case_number);
    canon_member_text_if(canon, "clock", row->due_period);
    view_instant(view, canon, "due", row->due_ms);
    canon_member_text(canon, "matter", row->matter_id);
    view_court(view, canon, "owner", row->owner);
    canon_member_text(canon, "procedure", row->procedure);
    view_court(view, canon, "receiving", row->receiving);
    canon_member_boolean(canon, "sealed", row->is_sealed);
    view_instant(view, canon, "since", row->state_since_ms);
    canon_member_text(canon, "state", row->state);
    view_title(view, canon, "state_name", row->state_words);
    canon_member_text_if(canon, "title", row->title);
    canon_member_integer(canon, "version", row->version);
    canon_end_object(canon);
}

struct text
list_view_queue(const struct view *view, struct text role, const struct worklist *list,
                const struct worklist_task *tasks, int tasks_count)
{
    struct canon canon = canon_open(view->arena, 8192);
    canon_begin_object(&canon);
    canon_key(&canon, "matters");
    canon_begin_array(&canon);
    for (int i = 0; i < list->count; i++)
        put_worklist_row(view, &canon, &list->rows[i]);
    canon_end_array(&canon);
    if (list->has_more)
        canon_member_text(&canon, "next",
                          list_view_key(list->next_due_ms, list->next_matter, view->arena));
    view_role(view, &canon, "role", role);
    canon_key(&canon, "tasks");
    canon_begin_array(&canon);
    for (int i = 0; i < tasks_count; i++) {
        canon_begin_object(&canon);
        canon_member_text(&canon, "matter", tasks[i].matter_id);
        view_instant(view, &canon, "opened", tasks[i].opened_ms);
        canon_member_text(&canon, "task", tasks[i].name);
        view_title(view, &canon, "title", tasks[i].words);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- what is mine ---- */

static void
put_my_matter(const struct view *view, struct canon *canon, const struct my_matter *one)
{
    const struct matter_row *row = &one->row;
    canon_begin_object(canon);
    if (row->amount_fen >= 0)
        canon_member_text(canon, "amount",
                          money_text((struct money){row->amount_fen}, view->arena));
    canon_member_text(canon, "case_kind", row->facts.case_kind);
    canon_member_text_if(canon, "case_number", row->facts.case_number);
    view_instant(view, canon, "due", row->due_ms);
    canon_member_text(canon, "matter", row->matter_id);
    view_court(view, canon, "owner", row->facts.owner);
    canon_member_text(canon, "procedure", row->procedure_name);
    view_instant(view, canon, "received", row->facts.times.counter_ms);
    view_court(view, canon, "receiving", row->facts.receiving);
    view_instant(view, canon, "since", row->state_since_ms);
    canon_member_text(canon, "state", row->facts.state);
    view_title(view, canon, "state_name", one->state_words);
    canon_member_text_if(canon, "title", row->title);
    canon_member_integer(canon, "version", row->version);
    canon_end_object(canon);
}

struct text
list_view_mine(const struct view *view, const struct my_matters *mine)
{
    struct canon canon = canon_open(view->arena, 8192);
    canon_begin_object(&canon);
    canon_key(&canon, "matters");
    canon_begin_array(&canon);
    for (int i = 0; i < mine->count; i++)
        put_my_matter(view, &canon, &mine->rows[i]);
    canon_end_array(&canon);
    if (mine->has_more)
        canon_member_text(&canon, "next",
                          list_view_key(mine->next_entered_ms, mine->next_matter, view->arena));
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- who holds what ---- */

static void
put_line(const struct view *view, struct canon *canon, const struct custody_line *line)
{
    canon_begin_object(canon);
    canon_member_text(canon, "case_kind", line->case_kind);
    canon_member_text_if(canon, "clock", line->clock);
    view_instant(view, canon, "due", line->due_ms);
    canon_member_integer(canon, "epoch", line->epoch);
    canon_member_text(canon, "matter", line->matter_id);
    canon_member_boolean(canon, "open", line->is_open);
    view_court(view, canon, "owner", line->owner);
    view_court(view, canon, "receiving", line->receiving);
    view_instant(view, canon, "since", line->since_ms);
    canon_member_text(canon, "state", line->state);
    if (line->urged.at_ms > 0) {
        canon_key(canon, "urged");
        canon_begin_object(canon);
        view_instant(view, canon, "at", line->urged.at_ms);
        canon_member_text_if(canon, "by", line->urged.by);
        if (!text_is_empty(line->urged.court))
            view_court(view, canon, "court", line->urged.court);
        canon_member_text_if(canon, "message", line->urged.message);
        canon_member_boolean(canon, "received", line->urged.is_received);
        canon_end_object(canon);
    }
    canon_end_object(canon);
}

struct text
list_view_line(const struct view *view, const struct custody_line *line)
{
    struct canon canon = canon_open(view->arena, 512);
    put_line(view, &canon, line);
    return canon_text(&canon);
}

struct text
list_view_custody(const struct view *view, const struct custody_filter *filter,
                  const struct custody_list *list, const struct custody_count *counts,
                  int counts_count)
{
    struct canon canon = canon_open(view->arena, 8192);
    canon_begin_object(&canon);
    canon_key(&canon, "counts");
    canon_begin_array(&canon);
    for (int i = 0; i < counts_count; i++) {
        canon_begin_object(&canon);
        canon_member_integer(&canon, "late", counts[i].late);
        canon_member_integer(&canon, "matters", counts[i].matters);
        view_court(view, &canon, "owner", counts[i].owner);
        canon_member_text(&canon, "state", counts[i].state);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_key(&canon, "lines");
    canon_begin_array(&canon);
    for (int i = 0; i < list->count; i++)
        put_line(view, &canon, &list->lines[i]);
    canon_end_array(&canon);
    if (list->has_more && list->count > 0) {
        const struct custody_line *last = &list->lines[list->count - 1];
        canon_member_text(
            &canon, "next",
            list_view_key(custody_list_key(filter, last), last->matter_id, view->arena));
    }
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- who looked, who asked, who may sign in ---- */

struct text
list_view_looks(const struct view *view, const struct access_look *looks, int count, bool more)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "looks");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++) {
        canon_begin_object(&canon);
        canon_member_text_if(&canon, "account", looks[i].account);
        canon_member_boolean(&canon, "allowed", looks[i].was_allowed);
        view_instant(view, &canon, "at", looks[i].at_ms);
        view_court(view, &canon, "court", looks[i].node);
        if (looks[i].digested >= 0)
            canon_member_integer(&canon, "digested", looks[i].digested);
        canon_member_text_if(&canon, "reason", looks[i].reason);
        view_role(view, &canon, "role", looks[i].role);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    if (more && count > 0)
        canon_member_integer(&canon, "next", looks[count - 1].entry);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
list_view_enquiries(const struct view *view, const struct enquiry *enquiries, int count)
{
    struct canon canon = canon_open(view->arena, 1024);
    canon_begin_object(&canon);
    canon_key(&canon, "enquiries");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++) {
        const struct enquiry *one = &enquiries[i];
        canon_begin_object(&canon);
        if (one->answer != NULL)
            canon_member(&canon, "answer", one->answer);
        view_instant(view, &canon, "answered", one->answered_ms);
        view_instant(view, &canon, "asked", one->asked_ms);
        view_court(view, &canon, "court", one->asked);
        canon_member_integer(&canon, "enquiry", one->position);
        canon_member_text_if(&canon, "person", one->person);
        canon_member_text_if(&canon, "reason", one->reason);
        canon_key(&canon, "steps");
        canon_begin_array(&canon);
        for (int k = 0; k < one->steps_count; k++)
            canon_put_text(&canon, one->steps[k]->name);
        canon_end_array(&canon);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

static void
put_roles(const struct view *view, struct canon *canon, const struct account *account)
{
    canon_key(canon, "roles");
    canon_begin_array(canon);
    for (int i = 0; i < account->roles_count; i++) {
        canon_begin_object(canon);
        canon_member_text_if(canon, "place", account->roles[i].place);
        view_role(view, canon, "role", role_word(account->roles[i].role));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static struct text
identity_word(const struct account *account)
{
    return text_of(identities[account->identity <= IDENTITY_PROVIDER ? account->identity : 0]);
}

struct text
list_view_accounts(const struct view *view, const struct account *accounts, int count, bool more)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "accounts");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++) {
        canon_begin_object(&canon);
        canon_member_text(&canon, "account", accounts[i].id);
        canon_member_boolean(&canon, "active", accounts[i].is_active);
        canon_member_text(&canon, "identity", identity_word(&accounts[i]));
        canon_member_text(&canon, "name", accounts[i].name);
        put_roles(view, &canon, &accounts[i]);
        canon_member_text(&canon, "sign_in", accounts[i].sign_in);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    if (more && count > 0)
        canon_member_text(&canon, "next", accounts[count - 1].id);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
list_view_sessions(const struct view *view, const struct session_row *rows, int count,
                   struct text mine)
{
    struct canon canon = canon_open(view->arena, 2048);
    canon_begin_object(&canon);
    canon_key(&canon, "sessions");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++) {
        canon_begin_object(&canon);
        view_instant(view, &canon, "ends", rows[i].ends_ms);
        canon_member_boolean(&canon, "is_this", text_equal(rows[i].id, mine));
        canon_member_text(&canon, "label", rows[i].label);
        view_instant(view, &canon, "made", rows[i].made_ms);
        if (!text_is(rows[i].role, "-"))
            canon_member_text(&canon, "role", rows[i].role);
        view_instant(view, &canon, "seen", rows[i].seen_ms);
        canon_member_text(&canon, "session", rows[i].id);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
list_view_representations(const struct view *view, const struct representation_item *items,
                          int count)
{
    struct canon canon = canon_open(view->arena, 2048);
    canon_begin_object(&canon);
    canon_key(&canon, "representations");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++) {
        const struct representation *one = &items[i].one;
        canon_begin_object(&canon);
        canon_member_text(&canon, "agent", one->agent);
        canon_member_text_if(&canon, "agent_name", items[i].agent_name);
        canon_member_boolean(&canon, "counts_today", items[i].counts_today);
        canon_member_text_if(&canon, "document", one->document);
        canon_member_text(&canon, "from", date_text(one->from, view->arena));
        canon_member_boolean(&canon, "is_mine_to_confirm", items[i].is_mine_to_confirm);
        canon_member_text_if(&canon, "matter", one->matter);
        canon_member_text_if(&canon, "principal", one->principal);
        canon_member_text_if(&canon, "principal_name", items[i].principal_name);
        canon_member_text(&canon, "representation", one->id);
        canon_member_text(&canon, "scope", representation_scope_word(one->scope));
        canon_member_text(&canon, "status", representation_status_word(one->status));
        if (!date_is_none(one->until))
            canon_member_text(&canon, "until", date_text(one->until, view->arena));
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
list_view_me(const struct view *view, struct text node, const struct account *account)
{
    struct canon canon = canon_open(view->arena, 512);
    canon_begin_object(&canon);
    canon_member_text(&canon, "account", account->id);
    canon_member_text(&canon, "identity", identity_word(account));
    canon_member_text(&canon, "name", account->name);
    view_court(view, &canon, "node", node);
    put_roles(view, &canon, account);
    canon_member_text(&canon, "sign_in", account->sign_in);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
list_view_statistics(const struct view *view, const struct statistics_row *rows, int count)
{
    struct canon canon = canon_open(view->arena, 2048);
    canon_begin_object(&canon);
    canon_key(&canon, "states");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++) {
        canon_begin_object(&canon);
        canon_member_integer(&canon, "late", rows[i].late);
        canon_member_integer(&canon, "matters", rows[i].matters);
        view_role(view, &canon, "role", rows[i].role);
        canon_member_text(&canon, "state", rows[i].state);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}
