/* service_paper.c: written from what was recorded, like every paper; nothing is kept. */
#include "query/service_paper.h"

#include "store/journal.h"

static bool
read_place(const struct look *look, int64_t position, struct text *node, int64_t *seq,
           int64_t *entered_ms)
{
    struct event event;
    if (position < 0 || !journal_read(look->store, look->court_id, position, look->arena, &event))
        return false;
    struct text statement_json = event.statement;
    if (event_is_of_peer(event.kind))
        statement_json =
            value_member_text(value_read_canonical(event.body, look->arena), "statement");
    const struct value *statement = value_read_canonical(statement_json, look->arena);
    *node = value_member_text(statement, "node");
    *seq = value_member_integer(statement, "seq", -1);
    *entered_ms = value_member_integer(statement, "entered", 0);
    return *seq >= 0;
}

static int64_t
newest_position(const struct service_item *item)
{
    int64_t newest = item->row.position;
    for (int i = 0; i < item->attempts_count; i++)
        newest = item->attempts[i].position > newest ? item->attempts[i].position : newest;
    return newest;
}

struct text
service_paper_place(const struct look *look, const struct service_item *item)
{
    struct text node;
    int64_t seq, entered_ms;
    if (!read_place(look, newest_position(item), &node, &seq, &entered_ms))
        return TEXT("");
    return text_format(look->arena, "%.*s.service.%lld", TEXT_ARGS(node), (long long)seq);
}

bool
service_paper_is_one(struct text id)
{
    struct text rest = id, node = text_cut(&rest, '.');
    return !text_is_empty(node) && text_is(text_cut(&rest, '.'), "service");
}

/* NODE.service.SEQ and the kind behind it. */
static struct text
kind_of(struct text id)
{
    struct text rest = id;
    for (int i = 0; i < 3; i++)
        text_cut(&rest, '.');
    return rest;
}

static struct text
joined(const struct look *look, const struct value *list)
{
    struct buffer all = buffer_open(look->arena, 80);
    for (const struct value *one = value_is(list, VALUE_ARRAY) ? list->first : NULL; one != NULL;
         one = one->next)
        buffer_add_format(&all, "%s%.*s", all.length > 0 ? "、" : "", TEXT_ARGS(value_text(one)));
    return buffer_text(&all);
}

static const struct paper_service *
describe(const struct look *look, const struct docket *docket, const struct service_item *item)
{
    enum { PAPERS_MAX = 40 };
    struct arena *arena = look->arena;
    struct paper_service *service = ARENA_NEW(arena, struct paper_service);
    struct paper_service_attempt *attempts =
        ARENA_MANY(arena, (size_t)item->attempts_count + 1, struct paper_service_attempt);
    const struct words **papers = ARENA_MANY(arena, PAPERS_MAX, const struct words *);
    const struct service_row *row = &item->row;
    struct text address = value_member_text(row->details, "service_address"), rest = row->papers;
    *service = (struct paper_service){
        .rules = &look->rules->service,
        .sources = &look->rules->time.sources,
        .number =
            text_format(arena, "%.*s/%.*s", TEXT_ARGS(row->matter_id), TEXT_ARGS(row->service_id)),
        .recipients = joined(look, value_member(row->details, "names")),
        .address = text_is_empty(address) ? value_member_text(row->details, "address") : address,
        .papers = papers,
        .is_served = row->is_served,
        .is_presumed = row->is_presumed,
        .served_on = row->served_on,
        .closed_on = row->closed_on,
        .attempts = attempts,
    };
    while (!text_is_empty(rest) && service->papers_count < PAPERS_MAX) {
        const struct paper_rule *paper = procedure_paper(docket->procedure, text_cut(&rest, ' '));
        if (paper != NULL)
            papers[service->papers_count++] = &paper->words;
    }
    for (int i = 0; i < item->attempts_count; i++) {
        const struct attempt_row *one = &item->attempts[i];
        attempts[service->attempts_count++] = (struct paper_service_attempt){
            one->mode,    one->channel,   one->outcome, one->made_at, one->made_as,
            one->made_ms, one->served_on, one->said,    one->verdict, one->details};
    }
    return service;
}

/* A voucher is of what was served electronically. */
static bool
fits(struct text kind, const struct service_item *item)
{
    struct words title;
    if (!text_is(kind, PAPER_SERVICE_VOUCHER))
        return paper_service_title(kind, &title);
    for (int i = 0; i < item->attempts_count; i++)
        if (text_is(item->attempts[i].mode, "D3") && text_is(item->attempts[i].outcome, "served"))
            return true;
    return false;
}

bool
service_paper_source(const struct look *look, const struct docket *docket, struct text id,
                     struct paper_source *source)
{
    struct service_list list;
    struct text kind = kind_of(id);
    if (!docket->sees[SIGHT_CONTENT] || docket->procedure == NULL ||
        !service_list_load(look, docket, &list))
        return false;
    for (int i = 0; i < list.count; i++) {
        const struct service_item *item = &list.items[i];
        struct text place = service_paper_place(look, item), node;
        int64_t seq, entered_ms;
        if (text_is_empty(place) || item->row.details == NULL || !fits(kind, item) ||
            !text_equal(id,
                        text_format(look->arena, "%.*s.%.*s", TEXT_ARGS(place), TEXT_ARGS(kind))) ||
            !read_place(look, newest_position(item), &node, &seq, &entered_ms))
            continue;
        source->id = id;
        source->kind = kind;
        source->node = node;
        source->times = (struct act_times){.entered_ms = entered_ms};
        source->service = describe(look, docket, item);
        return true;
    }
    return false;
}
