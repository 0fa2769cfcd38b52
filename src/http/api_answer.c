/* api_answer.c: how the interface for programs says yes and no. A refusal becomes a status here and
 * nowhere else; its sentence and its article come with it. */
#include "http/api_call.h"

#include "law/service_told.h"
#include "paper/wording.h"

#include <stdatomic.h>
#include <string.h>

/* ---- statuses ---- */

static const struct {
    enum refusal refusal;
    int status;
} statuses[] = {
    {ASKER_MUST_BE_SIGNED_IN, 401},
    {PASSWORD_MUST_BE_RIGHT, 401},
    {SECOND_FACTOR_MUST_BE_SHOWN, 401},
    {CODE_MUST_BE_RIGHT, 401},
    {SECOND_FACTOR_MUST_BE_SET_UP, 403},
    {ROLE_MUST_BE_ALLOWED, 403},
    {IDENTITY_MUST_BE_PROVEN, 403},
    {REPRESENTATION_MUST_EXIST, 404},
    {REPRESENTATION_MUST_BE_IN_FORCE, 403},
    {AUTHORITY_MUST_BE_SPECIAL, 403},
    {PERSON_MUST_ACT_HIMSELF, 403},
    {TAKER_MUST_BE_ANOTHER_PERSON, 403},
    {PROPOSER_MAY_NOT_SIGN, 403},
    {MATTER_MUST_BE_OURS, 403},
    {MATTER_MUST_EXIST, 404},
    {STEP_MUST_EXIST, 404},
    {PROCEDURE_MUST_EXIST, 404},
    {ACCOUNT_MUST_EXIST, 404},
    {DRAFT_MUST_EXIST, 404},
    {DRAFT_CODE_MUST_BE_RIGHT, 404},
    {CLAIM_CODE_MUST_BE_RIGHT, 422},
    {SIGNATURE_MUST_BE_GIVEN_ONCE, 409},
    {MATTER_MUST_BE_NEW, 409},
    {MATTER_MUST_BE_OPEN, 409},
    {MATTER_MUST_NOT_BE_FROZEN, 409},
    {VERSION_MUST_BE_CURRENT, 409},
    {MATTER_MUST_BE_LATE, 409},
    {ENQUIRY_MUST_BE_ANSWERED, 409},
    {STATE_MUST_ALLOW_STEP, 409},
    {CONDITION_MUST_BE_MET, 409},
    {LINKED_MATTER_MUST_BE_READY, 409},
    {PERIOD_MUST_BE_RUNNING, 409},
    {PERIOD_MUST_HAVE_RUN_OUT, 409},
    {CORRECTION_IS_ONE_TIME, 409},
    {CORRECTION_PERIOD_MUST_HAVE_RUN_OUT, 409},
    {TRANSFER_IS_ONE_TIME, 409},
    {TRANSFER_MUST_BE_OFFERED, 409},
    {TRANSFER_MUST_BE_DECLINED, 409},
    {CASE_NUMBER_MUST_BE_FREE, 409},
    {CASE_NUMBER_MUST_BE_MISSING, 409},
    {ACCOUNT_MUST_BE_FREE, 409},
    {DRAFTS_MUST_BE_FEWER, 409},
    {DRAFT_MUST_BE_SMALLER, 413},
    {IDEMPOTENCY_KEY_MUST_BE_GIVEN, 400},
    {RATE_MUST_BE_KEPT, 429},
    {NODE_MUST_BE_WRITABLE, 503},
};

int
api_status(enum refusal refusal)
{
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        if (statuses[i].refusal == refusal)
            return statuses[i].status;
    }
    return 422;
}

/* ---- sentences ---- */

static struct text
sentence_of(const struct api_call *call, enum refusal refusal)
{
    struct text word = refusal_word(refusal);
    const char *key = text_format(call->arena, "refusal.%.*s", TEXT_ARGS(word)).bytes;
    return wording(key, call->language);
}

static struct text
in_brackets(const struct api_call *call, struct text sentence, struct text inside)
{
    if (text_is_empty(inside))
        return sentence;
    return call->language == LANGUAGE_ZH
               ? text_format(call->arena, "%.*s（%.*s）", TEXT_ARGS(sentence), TEXT_ARGS(inside))
               : text_format(call->arena, "%.*s (%.*s)", TEXT_ARGS(sentence), TEXT_ARGS(inside));
}

/* The article as laws are cited; empty for a rule of the house. */
static struct text
printed_citation(const struct api_call *call, struct text rests_on)
{
    struct citation citation;
    if (text_is(rests_on, "house") || !citation_parse(rests_on, &citation))
        return TEXT("");
    return source_citation_text(&api_rules(call)->time.sources, citation, call->language,
                                call->arena);
}

/* To who may not see it, a matter that exists is one that does not. */
static enum refusal
refusal_shown(enum refusal refusal)
{
    return refusal == MATTER_MUST_BE_VISIBLE ? MATTER_MUST_EXIST : refusal;
}

/* A rule, a fact or a day of service as people call it; what is none of them stays as it is. */
static struct text
service_said(const struct api_call *call, struct text name, bool is_rule)
{
    const struct service_rules *rules = &api_rules(call)->service;
    const struct words *words = is_rule ? service_told_words(rules, name) : NULL;
    int fact = service_fact_at(rules, name), date = service_date_at(rules, name);
    if (words == NULL && fact >= 0)
        words = &rules->facts[fact].words;
    if (words == NULL && date >= 0)
        words = &rules->dates[date].words;
    struct text said = words == NULL ? name : words->in[call->language];
    return text_is_empty(said) ? name : said;
}

/* What the law says of an attempt at service is said in the law's words. */
static struct text
detail_of_service(const struct api_call *call, struct text detail, bool is_rule)
{
    struct buffer all = buffer_open(call->arena, 120);
    while (!text_is_empty(detail)) {
        if (all.length > 0)
            buffer_add_text(&all, call->language == LANGUAGE_ZH ? TEXT("、") : TEXT(", "));
        buffer_add_text(&all, service_said(call, text_cut(&detail, ' '), is_rule));
    }
    return buffer_text(&all);
}

struct text
api_sentence(const struct api_call *call, enum refusal refusal, struct text detail)
{
    refusal = refusal_shown(refusal);
    if (refusal >= SERVICE_FACTS_MUST_BE_KNOWN && refusal <= SERVICE_MUST_BE_REPORTED_AS_DONE)
        /* A day and a rule may have one name. */
        detail = detail_of_service(call, detail,
                                   refusal != SERVICE_FACTS_MUST_BE_KNOWN &&
                                       refusal != SERVICE_DATES_MUST_AGREE);
    struct text sentence = in_brackets(call, sentence_of(call, refusal), detail);
    return in_brackets(call, sentence, printed_citation(call, refusal_rests_on(refusal)));
}

static struct problem
problem_of(const struct api_call *call, enum refusal refusal, struct text detail)
{
    refusal = refusal_shown(refusal);
    struct text rests_on = refusal_rests_on(refusal);
    return (struct problem){
        .status = api_status(refusal),
        .refusal = refusal_name(refusal),
        .detail = api_sentence(call, refusal, detail),
        .citation = text_is(rests_on, "house") ? TEXT("") : rests_on,
    };
}

static struct answer
answer_problem(struct api_call *call, const struct problem *problem)
{
    struct pair headers[2];
    size_t count = 0;
    if (problem->status == 401)
        headers[count++] = (struct pair){TEXT("WWW-Authenticate"), TEXT("Bearer")};
    if (problem->status == 503 || problem->status == 429)
        headers[count++] = (struct pair){TEXT("Retry-After"), TEXT("5")};
    return problem_answer(call->request, problem, headers, count);
}

struct answer
api_refusal(struct api_call *call, enum refusal refusal, struct text detail)
{
    if (call->manner != NULL)
        return call->manner->said_no(call, refusal, detail);
    struct problem problem = problem_of(call, refusal, detail);
    return answer_problem(call, &problem);
}

static struct problem_field
field_of(const struct api_call *call, struct text field, enum refusal refusal, struct text detail)
{
    /* The name of a type helps a program, not a reader. */
    bool says_type = refusal == FIELD_MUST_BE_OF_ITS_TYPE;
    return (struct problem_field){
        field, refusal_name(refusal),
        in_brackets(call, sentence_of(call, refusal), says_type ? TEXT("") : detail)};
}

struct answer
api_mistakes(struct api_call *call)
{
    if (call->manner != NULL)
        return call->manner->said_no(call, call->mistakes[0].refusal, TEXT(""));
    struct problem problem = problem_of(call, FIELDS_MUST_BE_RIGHT, TEXT(""));
    struct problem_field *fields =
        ARENA_MANY(call->arena, (size_t)call->mistakes_count, struct problem_field);
    bool is_all_about_role = true;
    for (int i = 0; i < call->mistakes_count; i++) {
        const struct field_mistake *mistake = &call->mistakes[i];
        fields[i] = field_of(call, mistake->field, mistake->refusal, mistake->detail);
        is_all_about_role &= mistake->refusal == ROLE_MUST_BE_ALLOWED;
    }
    if (is_all_about_role)
        problem = problem_of(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
    problem.fields = fields;
    problem.field_count = (size_t)call->mistakes_count;
    return answer_problem(call, &problem);
}

struct answer
api_obstacle(struct api_call *call, enum obstacle obstacle)
{
    if (call->manner != NULL)
        return call->manner->obstructed(call, obstacle);
    struct problem problem = {
        .status = obstacle_status(obstacle),
        .refusal = text_of(obstacle_name(obstacle)),
        .detail = obstacle_sentence(obstacle, call->language),
    };
    return answer_problem(call, &problem);
}

struct answer
api_too_many(struct api_call *call, int64_t wait_ms)
{
    return call->manner != NULL ? call->manner->too_many(call, wait_ms)
                                : problem_too_many(call->request, wait_ms);
}

/* ---- answers ---- */

struct answer
api_json(struct api_call *call, int status, struct text json)
{
    struct answer answer = {
        .status = status,
        .content_type = "application/json",
        .body = json,
    };
    api_header(call, &answer, TEXT("Content-Language"), text_of(language_tag(call->language)));
    api_header(call, &answer, TEXT("Vary"), TEXT("Accept-Language, Authorization, X-Role"));
    return answer;
}

void
api_header(struct api_call *call, struct answer *answer, struct text name, struct text value)
{
    struct pair *headers = ARENA_MANY(call->arena, answer->header_count + 1, struct pair);
    for (size_t i = 0; i < answer->header_count; i++)
        headers[i] = answer->headers[i];
    headers[answer->header_count] = (struct pair){name, value};
    answer->headers = headers;
    answer->header_count++;
}

enum completion
api_answer(struct api_call *call, struct answer answer)
{
    server_answer(call->request, &answer);
    return REQUEST_ANSWERED;
}

enum completion
api_give(struct api_call *call, int status, struct text json)
{
    return api_answer(call, api_json(call, status, json));
}

enum completion
api_refuse(struct api_call *call, enum refusal refusal, struct text detail)
{
    return api_answer(call, api_refusal(call, refusal, detail));
}

enum completion
api_refuse_mistakes(struct api_call *call)
{
    return api_answer(call, api_mistakes(call));
}

enum completion
api_obstruct(struct api_call *call, enum obstacle obstacle)
{
    return api_answer(call, api_obstacle(call, obstacle));
}

enum completion
api_not_found(struct api_call *call)
{
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return api_refuse(call, MATTER_MUST_EXIST, TEXT(""));
}

/* ---- outcomes ---- */

static void
take_fields(const struct api_call *call, const struct value *said, struct problem *problem)
{
    const struct value *list = value_member(said, "fields");
    if (!value_is(list, VALUE_ARRAY) || list->count == 0)
        return;
    struct problem_field *fields = ARENA_MANY(call->arena, list->count, struct problem_field);
    for (const struct value *one = list->first; one != NULL; one = one->next) {
        enum refusal refusal = FIELDS_MUST_BE_RIGHT;
        refusal_parse(value_member_text(one, "refusal"), &refusal);
        fields[problem->field_count++] = field_of(call, value_member_text(one, "field"), refusal,
                                                  value_member_text(one, "detail"));
    }
    problem->fields = fields;
}

/* What happened since the reader looked, and what the matter is now. */
static struct text
changed_since(const struct api_call *call, const struct value *said)
{
    struct canon changed = canon_open(call->arena, 512);
    const struct value *steps = value_member(said, "changed");
    canon_begin_object(&changed);
    canon_member_text(&changed, "state", value_member_text(said, "state"));
    if (steps != NULL)
        canon_member(&changed, "steps", steps);
    canon_member_integer(&changed, "version", value_member_integer(said, "version", 0));
    canon_end_object(&changed);
    return canon_text(&changed);
}

static struct answer
answer_refused(struct api_call *call, const struct outcome *outcome)
{
    const struct value *said = value_read_canonical(outcome->answer, call->arena);
    struct problem problem = problem_of(call, outcome->refusal, value_member_text(said, "detail"));
    take_fields(call, said, &problem);
    if (outcome->refusal == VERSION_MUST_BE_CURRENT)
        problem.changed = changed_since(call, said);
    return answer_problem(call, &problem);
}

struct answer
api_accepted(struct api_call *call, const struct outcome *outcome)
{
    const struct value *said = value_read_canonical(outcome->answer, call->arena);
    struct text matter = value_member_text(said, "matter");
    int64_t version = value_member_integer(said, "version", -1);
    struct text path = text_of(call->match.route->path);
    bool has_opened =
        text_is(path, "/api/v1/matters") || text_is(path, "/api/v1/drafts/{draft}/hand-in");
    struct answer answer =
        api_json(call, has_opened ? 201 : 200, text_copy(outcome->answer, call->arena));
    if (has_opened)
        api_header(call, &answer, TEXT("Location"),
                   text_format(call->arena, "/api/v1/matters/%.*s", TEXT_ARGS(matter)));
    if (version >= 0)
        api_header(call, &answer, TEXT("ETag"),
                   text_format(call->arena, "\"%lld\"", (long long)version));
    return answer;
}

struct submitted {
    struct job job;
    struct api_call *call;
    api_accept *accept;
    api_settle *settle; /* in place of all others */
    void *of;
};

/* Acts that were queued keep the api alive until they are answered. */
static void
count_under_way(struct api *api, int more)
{
    pthread_mutex_lock(&api->lock);
    api->under_way += more;
    if (api->under_way == 0)
        pthread_cond_broadcast(&api->settled);
    pthread_mutex_unlock(&api->lock);
}

static int
end_of(const struct outcome *outcome)
{
    if (outcome->is_fault)
        return ACT_FAILED;
    return outcome->refusal == ALLOWED ? ACT_ACCEPTED : ACT_REFUSED;
}

/* On the writer's thread, after the checkpoint; the request is gone with the answer. */
static void
answer_done(struct job *job)
{
    struct submitted *submitted = job->of;
    struct api_call *call = submitted->call;
    const struct outcome *outcome = &job->outcome;
    struct api *api = call->api;
    struct answer answer;
    int end = end_of(outcome);
    metrics_add(api->acts[job->act.verb][end], 1);
    if (submitted->settle != NULL)
        answer = submitted->settle(call, outcome, submitted->of);
    else if (end == ACT_FAILED)
        answer = api_obstacle(call, RECORD_MUST_BE_KEPT);
    else if (end == ACT_REFUSED)
        answer = call->manner != NULL ? call->manner->refused(call, outcome)
                                      : answer_refused(call, outcome);
    else
        answer = submitted->accept(call, outcome);
    if (outcome->is_repeat)
        api_header(call, &answer, TEXT("Idempotent-Replay"), TEXT("true"));
    server_answer_later(call->request, &answer);
    count_under_way(api, -1);
}

/* Keys of two accounts never meet, and what stands in the record tells nothing of the key. */
static struct text
act_id_of(const struct api_call *call, struct text key)
{
    struct text named = text_format(call->arena, "%.*s\n%.*s\n%.*s", TEXT_ARGS(post_id(call->post)),
                                    TEXT_ARGS(call->account.id), TEXT_ARGS(key));
    struct digest digest = digest_of(named);
    return hex_of((struct text){(const char *)digest.bytes, 16}, call->arena);
}

static struct digest
digest_of_request(struct api_call *call, struct text said)
{
    struct request *request = call->request;
    /* Two bodies that say the same may differ, such as forms with files in their boundary. */
    struct digest body = !text_is_empty(said)            ? digest_of(said)
                         : request->file.descriptor >= 0 ? request->file.digest
                                                         : digest_of(request->body);
    struct text condition = request_header(request, "If-Match");
    struct text named =
        text_format(call->arena, "%s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s", method_name(request->method),
                    TEXT_ARGS(request->path), TEXT_ARGS(call->account.id),
                    TEXT_ARGS(role_word(call->asker.role)), TEXT_ARGS(condition),
                    TEXT_ARGS(digest_hex(&body, call->arena)));
    return digest_of(named);
}

static struct submitted *
prepare(struct api_call *call, struct act act, struct text said, api_accept *accept)
{
    struct submitted *submitted = ARENA_NEW(call->arena, struct submitted);
    if (!text_is_empty(call->key)) {
        act.id = act_id_of(call, call->key);
        act.request = digest_of_request(call, said);
    }
    act.asker = call->asker;
    act.counter_ms = call->now_ms;
    *submitted = (struct submitted){
        .job = {.act = act, .done = answer_done},
        .call = call,
        .accept = accept == NULL ? api_accepted : accept,
    };
    submitted->job.of = submitted;
    return submitted;
}

/* Once it is queued the call may be answered and gone at any moment. */
static bool
submit(struct api_call *call, struct submitted *submitted)
{
    struct api *api = call->api;
    count_under_way(api, 1);
    if (post_submit(call->post, &submitted->job))
        return true;
    count_under_way(api, -1);
    return false;
}

enum completion
api_submit(struct api_call *call, struct act act, struct text said, api_accept *accept)
{
    struct submitted *submitted = prepare(call, act, said, accept);
    if (submit(call, submitted))
        return REQUEST_HELD;
    return api_obstruct(call, SERVICE_MUST_HAVE_ROOM);
}

void
api_submit_later(struct api_call *call, struct act act, struct text said, api_accept *accept)
{
    struct submitted *submitted = prepare(call, act, said, accept);
    if (submit(call, submitted))
        return;
    struct answer answer = api_obstacle(call, SERVICE_MUST_HAVE_ROOM);
    server_answer_later(call->request, &answer);
}

static struct submitted *
prepare_to(struct api_call *call, struct act act, api_settle *settle, void *of)
{
    struct submitted *submitted = ARENA_NEW(call->arena, struct submitted);
    act.asker = call->asker;
    act.counter_ms = call->now_ms;
    *submitted = (struct submitted){
        .job = {.act = act, .done = answer_done},
        .call = call,
        .settle = settle,
        .of = of,
    };
    submitted->job.of = submitted;
    return submitted;
}

static const struct outcome no_room = {.is_fault = true, .position = -1};

enum completion
api_submit_to(struct api_call *call, struct act act, api_settle *settle, void *of)
{
    if (submit(call, prepare_to(call, act, settle, of)))
        return REQUEST_HELD;
    return api_answer(call, settle(call, &no_room, of));
}

void
api_submit_to_later(struct api_call *call, struct act act, api_settle *settle, void *of)
{
    if (submit(call, prepare_to(call, act, settle, of)))
        return;
    struct answer answer = settle(call, &no_room, of);
    server_answer_later(call->request, &answer);
}

/* ---- several at once ---- */

struct gathering {
    struct api_call *call;
    api_settle_many *settle;
    void *of;
    atomic_size_t left; /* acts under way, and one for who submits them */
};

struct gathered {
    struct job job;
    struct gathering *gathering;
};

struct text
api_id_of_many(const struct api_call *call, struct text key, struct text name)
{
    return act_id_of(call, text_format(call->arena, "%.*s\n%.*s", TEXT_ARGS(key), TEXT_ARGS(name)));
}

static void
leave(struct gathering *gathering)
{
    struct api_call *call = gathering->call;
    struct api *api = call->api;
    if (atomic_fetch_sub(&gathering->left, 1) != 1)
        return;
    struct answer answer = gathering->settle(call, gathering->of);
    server_answer_later(call->request, &answer);
    count_under_way(api, -1);
}

static void
gathered_done(struct job *job)
{
    struct gathered *gathered = job->of;
    struct api *api = gathered->gathering->call->api;
    metrics_add(api->acts[job->act.verb][end_of(&job->outcome)], 1);
    leave(gathered->gathering);
}

enum completion
api_submit_many(struct api_call *call, const struct api_many *many, size_t count,
                api_settle_many *settle, void *of)
{
    struct gathering *gathering = ARENA_NEW(call->arena, struct gathering);
    struct gathered *jobs = ARENA_MANY(call->arena, count + 1, struct gathered);
    gathering->call = call;
    gathering->settle = settle;
    gathering->of = of;
    atomic_init(&gathering->left, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct act act = many[i].act;
        act.id = api_id_of_many(call, call->key, many[i].name);
        act.request = digest_of_request(call, many[i].said);
        act.asker = call->asker;
        act.counter_ms = call->now_ms;
        jobs[i] = (struct gathered){.job = {.act = act, .done = gathered_done}};
        jobs[i].job.of = &jobs[i];
        jobs[i].gathering = gathering;
    }
    count_under_way(call->api, 1);
    for (size_t i = 0; i < count; i++) {
        if (!post_submit(call->post, &jobs[i].job))
            leave(gathering);
    }
    leave(gathering);
    return REQUEST_HELD;
}
