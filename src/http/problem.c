/* problem.c: RFC 9457 in canonical JSON, so that the same problem has the same bytes. */
#include "http/problem.h"

#include "base/canon.h"
#include "http/accept.h"

static const struct title {
    int status;
    const char *in[LANGUAGE_COUNT];
} titles[] = {
    {400, {"请求有误", "잘못된 요청", "Bad request"}},
    {401, {"请先登录", "로그인이 필요합니다", "Sign in first"}},
    {403, {"无权办理", "권한이 없습니다", "Not allowed"}},
    {404, {"没有找到", "찾을 수 없습니다", "Not found"}},
    {405, {"不能这样办理", "이 방식은 쓸 수 없습니다", "Not possible here"}},
    {409, {"情况已有变化", "그 사이에 바뀌었습니다", "It has changed"}},
    {411, {"请写明长度", "길이가 필요합니다", "Length required"}},
    {412, {"情况已有变化", "그 사이에 바뀌었습니다", "It has changed"}},
    {413, {"内容过大", "내용이 너무 큽니다", "Too large"}},
    {414, {"网址过长", "주소가 너무 깁니다", "Address too long"}},
    {415, {"不接受这种格式", "받지 않는 형식입니다", "Not taken in this format"}},
    {422, {"填写有误", "입력한 내용에 오류가 있습니다", "Some fields need attention"}},
    {428, {"请写明条件", "조건이 필요합니다", "A condition is required"}},
    {429, {"尝试过多", "시도가 너무 많습니다", "Too many attempts"}},
    {431, {"请求头部过长", "요청 머리말이 너무 깁니다", "Header too long"}},
    {503, {"暂时繁忙", "지금은 바쁩니다", "Busy at the moment"}},
    {505, {"版本不符", "버전이 맞지 않습니다", "Version not spoken"}},
    {507, {"空间不足", "공간이 부족합니다", "No room left"}},
    /* the classes, last */
    {4, {"请求不能办理", "요청을 처리할 수 없습니다", "The request cannot be met"}},
    {5, {"系统故障", "시스템 장애", "The system failed"}},
};

enum language
problem_language(const struct request *request)
{
    return accept_language(request_header(request, "Accept-Language"));
}

struct text
problem_title(int status, enum language language)
{
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        if (titles[i].status == status || titles[i].status == status / 100)
            return text_of(titles[i].in[language]);
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
    answer.closes = breach_closes(breach);
    return answer;
}

struct answer
problem_too_many(const struct request *request, int64_t retry_after_ms)
{
    struct arena *arena = request_arena(request);
    long long seconds = retry_after_ms <= 0 ? 1 : (retry_after_ms + 999) / 1000;
    struct problem problem = {.status = 429, .refusal = TEXT("ATTEMPTS_MUST_BE_FEWER")};
    switch (problem_language(request)) {
    case LANGUAGE_KO:
        problem.detail =
            text_format(arena, "시도가 너무 많습니다. %lld초 뒤에 다시 시도하십시오.", seconds);
        break;
    case LANGUAGE_EN:
        problem.detail =
            text_format(arena, "Too many attempts. Please try again in %lld s.", seconds);
        break;
    default: problem.detail = text_format(arena, "尝试次数过多，请在 %lld 秒后再试。", seconds);
    }
    struct pair retry = {TEXT("Retry-After"), text_format(arena, "%lld", seconds)};
    return problem_answer(request, &problem, &retry, 1);
}

struct answer
problem_not_found(const struct request *request)
{
    static const char *const sentences[LANGUAGE_COUNT] = {
        "没有这一页，或者您不能查看它。",
        "이 페이지가 없거나 볼 수 없습니다.",
        "There is nothing here, or it is not yours to see.",
    };
    struct problem problem = {.status = 404,
                              .refusal = TEXT("PLACE_MUST_EXIST"),
                              .detail = text_of(sentences[problem_language(request)])};
    return problem_answer(request, &problem, NULL, 0);
}

struct answer
problem_not_allowed(const struct request *request, struct text allow)
{
    static const char *const sentences[LANGUAGE_COUNT] = {
        "这里不接受这种请求方法。",
        "이곳에서는 이 요청 방식을 받지 않습니다.",
        "This request method is not taken here.",
    };
    struct problem problem = {.status = 405,
                              .refusal = TEXT("METHOD_MUST_BE_TAKEN_HERE"),
                              .detail = text_of(sentences[problem_language(request)])};
    struct pair header = {TEXT("Allow"), allow};
    return problem_answer(request, &problem, &header, 1);
}
