/* entrusting.c: the report stands in the stream of the court that served; what it says of the
 * attempt is said again of the service here, and the law judges it as it judged it there. */
#include "command/entrusting.h"

#include "command/servicing.h"
#include "law/service_said.h"
#include "law/service_told.h"

/* The newest report: who made it where, and what he filled in. */
struct report {
    struct text account, role, node;
    const struct value *private;
    const struct step *step;
};

static bool
find_report(struct corridor *corridor, const struct step_case *one, struct arena *arena,
            struct report *report)
{
    struct node *node = corridor->node;
    struct event event;
    struct sql *rows = journal_each(node->store, node->id, one->row.matter_id, 0);
    *report = (struct report){0};
    while (journal_each_next(rows, arena, &event)) {
        struct step_result result;
        if (!event_is_of_peer(event.kind) || text_is_empty(event.private))
            continue;
        const struct value *received = value_read_canonical(event.body, arena);
        struct text body = value_member_text(received, "body");
        const struct value *result_json =
            text_is_empty(body) ? NULL : value_member(value_read_canonical(body, arena), "result");
        if (!matter_read_result(result_json, arena, &result))
            continue;
        const struct step *step = procedure_step(one->procedure, result.step);
        if (step == NULL ||
            (step->service.wish != WISH_SERVED && step->service.wish != WISH_FAILED))
            continue;
        const struct value *statement =
            value_read_canonical(value_member_text(received, "statement"), arena);
        struct text private =
            value_member_text(value_read_canonical(event.private, arena), "private");
        *report = (struct report){
            .account = value_member_text(statement, "actor"),
            .role = value_member_text(statement, "role"),
            .node = value_member_text(statement, "node"),
            .private = text_is_empty(private) ? NULL : value_read_canonical(private, arena),
            .step = step,
        };
    }
    sql_end(rows);
    return report->private != NULL;
}

/* What is remembered of the letter, then what was reported. */
static void
read_attempt(struct corridor *corridor, const struct step_case *one, const struct report *report,
             struct service_attempt *attempt)
{
    const struct service_rules *rules = &corridor->rules->service;
    const struct matter_facts *facts = &one->row.facts;
    const struct value *fields = value_member(report->private, "fields");
    int letter = service_date_at(rules, TEXT("letter_received"));
    for (int i = 0; i < facts->memories_count; i++)
        service_told_put(rules, facts->memories[i].name, facts->memories[i].value, attempt);
    for (const struct value *field = fields == NULL ? NULL : fields->first; field != NULL;
         field = field->next)
        service_told_put(rules, field->key, field, attempt);
    for (size_t i = 0; letter >= 0 && i < report->step->service.letters_count; i++) {
        const struct matter_period *period = matter_period(facts, report->step->service.letters[i]);
        struct date *day = &attempt->dates[letter].day;
        if (period != NULL && (date_is_none(*day) || date_compare(period->from, *day) > 0))
            *day = period->from;
    }
}

/* Place, people met and what happened, as of every attempt. */
static const struct value *
texts_of(const struct report *report, struct arena *arena)
{
    static const struct {
        const char *key, *field;
    } rows[] = {{"met", "people"},
                {"note", "record"},
                {"place", "where"},
                {"received_by", "receiver_name"}};
    const struct value *fields = value_member(report->private, "fields");
    struct canon canon = canon_open(arena, 300);
    canon_begin_object(&canon);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        canon_member_text_if(&canon, rows[i].key, value_member_text(fields, rows[i].field));
    canon_end_object(&canon);
    return value_read_canonical(canon_text(&canon), arena);
}

/* Pictures and signature lie here since the report came. */
static const struct value *
files_of(const struct report *report, struct arena *arena)
{
    const struct value *documents = value_member(report->private, "documents");
    struct canon canon = canon_open(arena, 300);
    size_t count = 0;
    canon_begin_array(&canon);
    for (const struct value *one = value_is(documents, VALUE_ARRAY) ? documents->first : NULL;
         one != NULL; one = one->next) {
        if (text_is_empty(value_member_text(one, "file")))
            continue;
        canon_put(&canon, one);
        count++;
    }
    canon_end_array(&canon);
    return count == 0 ? NULL : value_read_canonical(canon_text(&canon), arena);
}

/* On whom the other court was asked to serve last: whoever asks again may name another. */
static struct text
recipient_of(struct corridor *corridor, struct text matter_id, struct arena *arena)
{
    struct node *node = corridor->node;
    struct event event;
    struct text recipient = TEXT("");
    struct sql *rows = journal_each(node->store, node->id, matter_id, 0);
    while (journal_each_next(rows, arena, &event)) {
        if (event_is_of_peer(event.kind) || text_is_empty(event.private))
            continue;
        const struct value *fields =
            value_member(value_read_canonical(event.private, arena), "fields");
        struct text named = text_trim(value_member_text(fields, "recipient"));
        if (!text_is_empty(named))
            recipient = named;
    }
    sql_end(rows);
    return recipient;
}

/* The case may have gone to another court meanwhile, which alone judges: it is told. */
static void
tell_owner(struct corridor *corridor, const struct servicing_attempt *served, struct text origin,
           const struct author *author, struct arena *arena)
{
    struct servicing_evidence handed = {
        .matter_id = origin,
        .service_id = served->service.service_id,
        .kind = TEXT("handed"),
        .account = served->by,
        .at_ms = corridor->node->now_ms,
        .said = service_said_text(&corridor->rules->service, served->attempt, arena),
        .text = served->text,
        .files = served->files,
    };
    servicing_tell(corridor, &handed, author, arena);
}

void
entrusting_settle(struct corridor *corridor, const struct step_case *one,
                  const struct author *author, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text origin, service_id;
    struct report report;
    struct matter_row row;
    const struct service_mode *mode = NULL;
    struct servicing_attempt served = {.channel = TEXT("")};
    if (!matter_rows_origin(node->store, node->id, one->row.matter_id, arena, &origin,
                            &service_id) ||
        text_is_empty(service_id) ||
        !service_rows_load(node->store, node->id, origin, service_id, arena, &served.service) ||
        !service_rows_is_for(&served.service, recipient_of(corridor, one->row.matter_id, arena)) ||
        !matter_row_load(node->store, node->id, origin, arena, &row) ||
        !find_report(corridor, one, arena, &report))
        return;
    mode = service_mode_find(&corridor->rules->service, report.step->service.mode);
    if (mode == NULL)
        return;
    served.attempt = ARENA_NEW(arena, struct service_attempt);
    service_attempt_open(&corridor->rules->service, mode, served.attempt);
    read_attempt(corridor, one, &report, served.attempt);
    served.by = report.account;
    served.as = report.role;
    served.at = report.node;
    served.text = texts_of(&report, arena);
    served.files = files_of(&report, arena);
    if (!text_equal(row.facts.owner, node->id)) {
        tell_owner(corridor, &served, origin, author, arena);
        return;
    }
    servicing_judge(corridor, &served, author, arena);
    servicing_go_on(corridor, origin, arena);
}
