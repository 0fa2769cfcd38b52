/* problem.c: RFC 9457 in canonical JSON, so that the same problem has the same bytes. */
#include "http/problem.h"

#include "base/canon.h"
#include "paper/wording.h"

static const struct {
    int status; /* or its first digit, for the whole class; those come last */
    const char *key;
} titles[] = {
    {400, "status.400"}, {401, "status.401"}, {403, "status.403"}, {404, "status.404"},
    {405, "status.405"}, {409, "status.409"}, {411, "status.411"}, {412, "status.412"},
    {413, "status.413"}, {414, "status.414"}, {415, "status.415"}, {422, "status.422"},
    {428, "status.428"}, {429, "status.429"}, {431, "status.431"}, {503, "status.503"},
    {505, "status.505"}, {507, "status.507"}, {4, "status.4"},     {5, "status.5"},
};

enum language
problem_language(const struct request *request)
{
    return language_from_header(request_header(request, "Accept-Language"));
}

struct text
problem_title(int status, enum language language)
{
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        if (titles[i].status == status || titles[i].status == status / 100)
            return wording(titles[i].key, language);
    }
    return TEXT("");
}

static void
write_fields(struct canon *canon, const struct problem *problem)
{
    if (problem->field_count == 0)
        return;
    canon_key(canon, "fields");
    canon_begin_array(canon);
    for (size_t i = 0; i < problem->field_count; i++) {
        const struct problem_field *field = &problem->fields[i];
        canon_begin_object(canon);
        canon_member_text(canon, "field", field->field);
        canon_member_text(canon, "mistake", field->mistake);
        canon_member_text(canon, "sentence", field->sentence);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static struct text
problem_json(const struct problem *problem, struct text title, const char *reference,
             struct arena *arena)
{
    struct canon canon = canon_open(arena, 512);
    canon_begin_object(&canon);
    if (problem->changed.length > 0) {
        canon_key(&canon, "changed");
        canon_put_canonical(&canon, problem->changed);
    }
    canon_member_text_if(&canon, "citation", problem->citation);
    canon_member_text_if(&canon, "detail", problem->detail);
    write_fields(&canon, problem);
    canon_member_text(&canon, "reference", text_of(reference));
    canon_member_text_if(&canon, "refusal", problem->refusal);
    canon_member_integer(&canon, "status", problem->status);
    canon_member_text(&canon, "title", title);
    canon_member_text(&canon, "type",
                      problem->refusal.length == 0
                          ? TEXT("about:blank")
                          : text_format(arena, "/problems/%.*s", TEXT_ARGS(problem->refusal)));
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct answer
problem_answer(const struct request *request, const struct problem *problem,
               const struct pair *headers, size_t header_count)
{
    enum language language = problem_language(request);
    struct arena *arena = request_arena(request);
    struct text title =
        problem->title.length > 0 ? problem->title : problem_title(problem->status, language);
    struct pair *all = ARENA_MANY(arena, header_count + 2, struct pair);
    all[0] = (struct pair){TEXT("Content-Language"), text_of(language_code(language))};
    all[1] = (struct pair){TEXT("Vary"), TEXT("Accept-Language")};
    for (size_t i = 0; i < header_count; i++)
        all[2 + i] =
            (struct pair){text_copy(headers[i].name, arena), text_copy(headers[i].value, arena)};
    return (struct answer){
        .status = problem->status,
        .content_type = "application/problem+json",
        .body = problem_json(problem, title, request->reference, arena),
        .headers = all,
        .header_count = header_count + 2,
    };
}

struct answer
problem_of_breach(const struct request *request, enum breach breach)
{
    struct problem problem = {
        .status = breach_status(breach),
        .refusal = text_of(breach_name(breach)),
        .detail = breach_sentence(breach, problem_language(request)),
    };
    static const struct pair soon = {{"Retry-After", 11}, {"5", 1}};
    struct answer answer = problem_answer(request, &problem, &soon, problem.status == 503);
    answer.closes = true;
    return answer;
}

struct answer
problem_too_many(const struct request *request, int64_t retry_after_ms)
{
    struct arena *arena = request_arena(request);
    int64_t seconds = retry_after_ms <= 0 ? 1 : (retry_after_ms + 999) / 1000;
    struct wording_value value = {"seconds", text_format(arena, "%lld", (long long)seconds)};
    struct problem problem = {
        .status = 429,
        .refusal = TEXT("ATTEMPTS_MUST_BE_FEWER"),
        .detail = wording_fill("problem.too-many", problem_language(request), &value, 1, arena)};
    struct pair retry = {TEXT("Retry-After"), value.value};
    return problem_answer(request, &problem, &retry, 1);
}

struct answer
problem_not_found(const struct request *request)
{
    struct problem problem = {.status = 404,
                              .refusal = TEXT("PLACE_MUST_EXIST"),
                              .detail = wording("problem.nowhere", problem_language(request))};
    return problem_answer(request, &problem, NULL, 0);
}

struct answer
problem_not_allowed(const struct request *request, struct text allow)
{
    struct problem problem = {.status = 405,
                              .refusal = TEXT("METHOD_MUST_BE_TAKEN_HERE"),
                              .detail = wording("problem.method", problem_language(request))};
    struct pair header = {TEXT("Allow"), allow};
    return problem_answer(request, &problem, &header, 1);
}
