/* record_attempt.c: what people say of a service: staff, how it was tried and what came of it; its
 * addressee, that he did not get what he is presumed to have got, or that he wants paper again. */
#include "command/servicing.h"
#include "command/verbs.h"
#include "law/service_said.h"

enum { TEXT_CHARACTERS_MAX = 1000, FILES_MAX = 20, NUMBER_BYTES_MAX = 200 };

static const char *const text_keys[] = {"courier_number", "met", "note", "place", "received_by"};

/* ---- what came with it ---- */

/* Place, people met, note: an object of what was filled in; NULL where nothing was. False where one
 * is too long or hides something. */
static bool
read_texts(const struct act *act, struct outcome *outcome, struct arena *arena,
           const struct value **texts)
{
    struct canon canon = canon_open(arena, 300);
    bool has_one = false;
    canon_begin_object(&canon);
    for (size_t i = 0; i < sizeof text_keys / sizeof text_keys[0]; i++) {
        struct text one = text_trim(value_member_text(act->input, text_keys[i]));
        if (text_characters(one) > TEXT_CHARACTERS_MAX) {
            outcome_refuse(outcome, FIELD_MUST_NOT_BE_TOO_LONG, text_of(text_keys[i]), arena);
            return false;
        }
        if (text_has_hidden(one) && !text_is(text_of(text_keys[i]), "note")) {
            outcome_refuse(outcome, FIELD_MUST_NOT_HIDE_CHARACTERS, text_of(text_keys[i]), arena);
            return false;
        }
        has_one |= !text_is_empty(one);
        canon_member_text_if(&canon, text_keys[i], one);
    }
    canon_end_object(&canon);
    *texts = has_one ? value_read_canonical(canon_text(&canon), arena) : NULL;
    return true;
}

static bool
put_file(struct canon *canon, struct node *node, const struct value *file, struct arena *arena)
{
    struct text sha256 = value_member_text(file, "file");
    struct sql *row =
        sql(node->store, "SELECT bytes, media FROM blob WHERE court_id = $1 AND sha256 = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, sha256);
    bool is_here = sql_next(row);
    if (is_here) {
        canon_begin_object(canon);
        canon_member_integer(canon, "bytes", sql_column_integer(row, 0));
        canon_member_text(canon, "file", sha256);
        canon_member_text(canon, "item", TEXT("service_evidence"));
        canon_member_text(canon, "media", sql_column(row, 1, arena));
        canon_member_text_if(canon, "name", value_member_text(file, "name"));
        canon_end_object(canon);
    }
    sql_end(row);
    return is_here;
}

/* Photographs, the form that was signed, a slip of the post: by digest. */
static bool
read_files(struct node *node, const struct act *act, struct outcome *outcome, struct arena *arena,
           const struct value **files)
{
    const struct value *list = value_member(act->input, "evidence");
    struct canon canon = canon_open(arena, 300);
    *files = NULL;
    if (!value_is(list, VALUE_ARRAY) || list->count == 0)
        return true;
    if (list->count > FILES_MAX) {
        outcome_refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, TEXT("evidence"), arena);
        return false;
    }
    canon_begin_array(&canon);
    for (const struct value *file = list->first; file != NULL; file = file->next)
        if (!put_file(&canon, node, file, arena)) {
            outcome_refuse(outcome, FILE_MUST_BE_UPLOADED, TEXT("evidence"), arena);
            return false;
        }
    canon_end_array(&canon);
    *files = value_read_canonical(canon_text(&canon), arena);
    return true;
}

/* ---- who and which ---- */

static bool
may_record(enum role role)
{
    return role == ROLE_SERVER || role == ROLE_COUNTER || role == ROLE_FILING_OFFICER ||
           role == ROLE_JUDGE || role == ROLE_SUPERVISOR;
}

/* The matter and the service, as far as the asker may know of them. */
static bool
find_service(struct corridor *corridor, const struct act *act, struct outcome *outcome,
             struct arena *arena, struct matter_row *row, struct service_row *service)
{
    struct node *node = corridor->node;
    if (!matter_row_load(node->store, node->id, act->matter_id, arena, row) ||
        !access_may_see(&act->asker, &row->facts, SIGHT_PROGRESS, TEXT(""))) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return false;
    }
    if (!service_rows_load(node->store, node->id, act->matter_id,
                           value_member_text(act->input, "service"), arena, service) ||
        !access_may_see_service(&act->asker, service->accounts)) {
        outcome_refuse(outcome, SERVICE_MUST_EXIST, TEXT("service"), arena);
        return false;
    }
    return true;
}

/* The number on the form that was signed: 7504-8KQ2-X7M4-41/JL7505-7-0. */
static bool
is_own_receipt(const struct act *act, const struct service_row *service, struct arena *arena)
{
    struct text receipt = text_trim(value_member_text(act->input, "receipt"));
    return text_is_empty(receipt) ||
           (receipt.length <= NUMBER_BYTES_MAX &&
            text_equal(receipt, text_format(arena, "%.*s/%.*s", TEXT_ARGS(service->matter_id),
                                            TEXT_ARGS(service->service_id))));
}

static void
refuse_fields(struct outcome *outcome, const struct field_mistake *mistakes, int count,
              struct arena *arena)
{
    struct step_case one = {.understood = NULL};
    one.result = (struct step_result){
        .refusal = FIELDS_MUST_BE_RIGHT, .mistakes = mistakes, .mistakes_count = count};
    step_event_refuse(&one, outcome, arena);
}

/* ---- staff record an attempt ---- */

/* An attempt of which more is known begins with what was said of it. */
static bool
read_earlier(struct corridor *corridor, struct servicing_attempt *one, struct outcome *outcome,
             struct arena *arena)
{
    struct attempt_row *rows;
    struct field_mistake mistakes[SERVICE_SAID_MISTAKES_MAX];
    struct service_attempt *earlier = ARENA_NEW(arena, struct service_attempt);
    int mistakes_count;
    int count =
        service_rows_attempts(corridor->node->store, corridor->node->id, one->service.matter_id,
                              one->service.service_id, arena, &rows);
    if (one->number < 1 || one->number > count) {
        outcome_refuse(outcome, SERVICE_ATTEMPT_MUST_EXIST, TEXT("attempt"), arena);
        return false;
    }
    const struct attempt_row *row = &rows[one->number - 1];
    if (!text_equal(row->mode, one->attempt->mode->id) ||
        service_said_read(&corridor->rules->service, row->said, arena, earlier, mistakes,
                          &mistakes_count) != ALLOWED) {
        outcome_refuse(outcome, SERVICE_ATTEMPT_MUST_EXIST, TEXT("mode"), arena);
        return false;
    }
    service_said_merge(&corridor->rules->service, earlier, one->attempt);
    one->attempt = earlier;
    one->channel = row->channel;
    one->by = row->made_by;
    one->as = row->made_as;
    one->at = row->made_at;
    return true;
}

static bool
read_attempt(struct corridor *corridor, const struct act *act, struct servicing_attempt *one,
             struct outcome *outcome, struct arena *arena)
{
    const struct service_rules *rules = &corridor->rules->service;
    struct field_mistake *mistakes =
        ARENA_MANY(arena, SERVICE_SAID_MISTAKES_MAX, struct field_mistake);
    int count;
    one->attempt = ARENA_NEW(arena, struct service_attempt);
    if (service_said_read(rules, act->input, arena, one->attempt, mistakes, &count) != ALLOWED) {
        refuse_fields(outcome, mistakes, count, arena);
        return false;
    }
    int channel = service_fact_at(rules, TEXT("channel"));
    one->channel = channel < 0 ? TEXT("") : one->attempt->facts[channel];
    one->number = value_member_integer(act->input, "attempt", 0);
    return one->number == 0 || read_earlier(corridor, one, outcome, arena);
}

/* Which days do not agree stands in the last thing the law looked at. */
static bool
days_agree(const struct service_verdict *verdict, struct outcome *outcome, struct arena *arena)
{
    struct text what = TEXT("");
    if (verdict->outcome != SERVICE_CONTRADICTED)
        return true;
    for (size_t i = 0; i < verdict->steps_count; i++)
        if (!text_is_empty(verdict->steps[i].what))
            what = verdict->steps[i].what;
    outcome_refuse(outcome, SERVICE_DATES_MUST_AGREE, what, arena);
    return false;
}

static struct text
answer_of(const struct servicing_attempt *one, const struct service_verdict *verdict,
          bool is_settled_here, struct arena *arena)
{
    struct canon answer = canon_open(arena, 300);
    canon_begin_object(&answer);
    canon_member_text(&answer, "matter", one->service.matter_id);
    canon_key(&answer, "missing");
    canon_begin_array(&answer);
    for (size_t i = 0; i < verdict->missing_count; i++)
        canon_put_text(&answer, verdict->missing[i]);
    canon_end_array(&answer);
    canon_member_text(&answer, "outcome", service_outcome_text(verdict->outcome));
    if (!date_is_none(verdict->served_on))
        canon_member_text(&answer, "served_on", date_text(verdict->served_on, arena));
    canon_member_text(&answer, "service", one->service.service_id);
    canon_member_boolean(&answer, "told", !is_settled_here);
    canon_end_object(&answer);
    return canon_text(&answer);
}

/* Where papers were handed in, a clerk hands them over: he says so, the owner judges. */
static int64_t
tell_owner(struct corridor *corridor, const struct act *act, const struct servicing_attempt *one,
           struct arena *arena)
{
    struct servicing_evidence handed = {
        .matter_id = act->matter_id,
        .service_id = one->service.service_id,
        .kind = TEXT("handed"),
        .account = act->asker.account,
        .at_ms = corridor->node->now_ms,
        .said = service_said_text(&corridor->rules->service, one->attempt, arena),
        .text = one->text,
        .files = one->files,
    };
    struct author author = act_author(act, role_word(act->asker.role));
    return servicing_tell(corridor, &handed, &author, arena);
}

/* Input: service; mode, failure?, facts, dates (service_said.h); attempt? (more is known of that
 * one), receipt?, objection? ({node, seq} that this answers), evidence? ([{file, name}]); place,
 * met, note, courier_number, received_by. */
void
record_attempt_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct text role = role_word(act->asker.role);
    struct servicing_attempt one = {.by = act->asker.account, .as = role, .at = node->id};
    const struct value *objection = value_member(act->input, "objection");
    if (!may_record(act->asker.role)) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!find_service(corridor, act, outcome, arena, &row, &one.service))
        return;
    bool is_owner = text_equal(row.facts.owner, node->id);
    if (!is_owner && !text_equal(row.facts.receiving, node->id)) {
        outcome_refuse(outcome, MATTER_MUST_BE_OURS, TEXT(""), arena);
        return;
    }
    if (!is_own_receipt(act, &one.service, arena)) {
        outcome_refuse(outcome, SERVICE_RECEIPT_MUST_BE_ITS_OWN, TEXT("receipt"), arena);
        return;
    }
    if (!read_attempt(corridor, act, &one, outcome, arena) ||
        !read_texts(act, outcome, arena, &one.text) ||
        !read_files(node, act, outcome, arena, &one.files))
        return;
    servicing_equip(corridor, &one.service, one.attempt);
    const struct service_verdict *verdict =
        servicing_verdict(corridor, one.attempt, row.facts.owner, arena);
    if (!days_agree(verdict, outcome, arena))
        return;
    struct author author = act_author(act, role);
    one.evidence_node = value_member_text(objection, "node");
    one.evidence_seq = value_member_integer(objection, "seq", -1);
    if (is_owner) {
        outcome->position = servicing_judge(corridor, &one, &author, arena);
        servicing_go_on(corridor, act->matter_id, arena);
    } else {
        outcome->position = tell_owner(corridor, act, &one, arena);
    }
    outcome->matter_id = act->matter_id;
    outcome->answer = answer_of(&one, verdict, is_owner, arena);
}

/* ---- its addressee ---- */

/* One open objection of a person is enough for the court to look. */
static bool
has_objected(struct node *node, const struct act *act, struct text service_id, struct arena *arena)
{
    struct evidence_row *said;
    int count = service_rows_of_people(node->store, node->id, act->matter_id, arena, &said);
    for (int i = 0; i < count; i++)
        if (text_is(said[i].kind, "objected") && !said[i].is_taken &&
            text_equal(said[i].service_id, service_id) &&
            text_equal(said[i].account, act->asker.account))
            return true;
    return false;
}

/* Input: service, reason. What the law presumes he may show to be otherwise [OLR2021:31]; whether
 * he did, the court decides. */
void
object_service_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct matter_row row;
    struct service_row service;
    struct text reason = text_trim(value_member_text(act->input, "reason"));
    if (act->asker.role != ROLE_PARTY && act->asker.role != ROLE_AGENT) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!find_service(corridor, act, outcome, arena, &row, &service))
        return;
    if (!service.is_served || !service.is_presumed) {
        outcome_refuse(outcome, SERVICE_MUST_BE_PRESUMED, TEXT("service"), arena);
        return;
    }
    if (has_objected(corridor->node, act, service.service_id, arena)) {
        outcome_refuse(outcome, OBJECTION_MUST_BE_NEW, TEXT("service"), arena);
        return;
    }
    if (text_is_empty(reason) || text_characters(reason) > TEXT_CHARACTERS_MAX) {
        outcome_refuse(outcome,
                       text_is_empty(reason) ? GROUND_MUST_BE_GIVEN : FIELD_MUST_NOT_BE_TOO_LONG,
                       TEXT("reason"), arena);
        return;
    }
    struct canon text = canon_open(arena, 300);
    canon_begin_object(&text);
    canon_member_text(&text, "note", reason);
    canon_end_object(&text);
    struct servicing_evidence objected = {
        .matter_id = act->matter_id,
        .service_id = service.service_id,
        .kind = TEXT("objected"),
        .account = act->asker.account,
        .at_ms = corridor->node->now_ms,
        .text = value_read_canonical(canon_text(&text), arena),
    };
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->matter_id = act->matter_id;
    outcome->position = servicing_tell(corridor, &objected, &author, arena);
}

/* No input. From here on papers of this matter come to him on paper; what has arrived, arrived. */
void
withdraw_consent_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                     struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    bool is_own = (act->asker.role == ROLE_PARTY || act->asker.role == ROLE_AGENT) &&
                  matter_row_load(node->store, node->id, act->matter_id, arena, &row) &&
                  (access_relations(&act->asker, &row.facts) & RELATION_BIT(RELATION_PERSON)) != 0;
    if (!is_own) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    if (!servicing_consents(corridor, act->matter_id, act->asker.account, arena)) {
        outcome_refuse(outcome, ELECTRONIC_CONSENT_MUST_BE_GIVEN, TEXT(""), arena);
        return;
    }
    struct servicing_evidence withdrawn = {
        .matter_id = act->matter_id,
        .kind = TEXT("withdrawn"),
        .account = act->asker.account,
        .at_ms = node->now_ms,
    };
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->matter_id = act->matter_id;
    outcome->position = servicing_tell(corridor, &withdrawn, &author, arena);
}
