/* api_printing.c: what a paper says is gathered on the loop thread, which owns a reader; drawing
 * waits for another process and so happens on a thread for errands. */
#include "http/api_printing.h"

#include "http/api_routes.h"
#include "query/docket.h"
#include "query/paper_list.h"
#include "view/paper_view.h"
#include "work/printing.h"

#include <stdio.h>

struct printing_errand {
    struct api_call *call;
    struct paper_source source;
    api_paper_lack *lack;
};

/* Header texts are ASCII: the id names the file well enough, the title is for people. */
static struct text
disposition(const struct paper_source *source, struct arena *arena)
{
    struct words title = paper_content_title(source);
    struct buffer header = buffer_open(arena, 300);
    buffer_add_format(&header, "inline; filename=\"%.*s.pdf\"; filename*=UTF-8''",
                      TEXT_ARGS(source->id));
    for (size_t i = 0; i < title.in[LANGUAGE_ZH].length; i++)
        buffer_add_format(&header, "%%%02X", (unsigned char)title.in[LANGUAGE_ZH].bytes[i]);
    buffer_add_format(&header, "-%.*s.pdf", TEXT_ARGS(source->matter_id));
    return buffer_text(&header);
}

static bool
has_it_already(const struct api_call *call, struct text etag)
{
    struct text rest = request_header(call->request, "If-None-Match");
    while (!text_is_empty(rest)) {
        struct text one = text_trim(text_cut(&rest, ','));
        if (text_equal(one, etag) || text_is(one, "*"))
            return true;
    }
    return false;
}

static struct answer
give(struct printing_errand *errand, const struct printed *printed, struct text etag)
{
    struct api_call *call = errand->call;
    struct answer answer = {
        .status = 200, .content_type = "application/pdf", .body = printed->bytes};
    api_header(call, &answer, TEXT("ETag"), etag);
    api_header(call, &answer, TEXT("Content-Disposition"),
               disposition(&errand->source, call->arena));
    api_header(call, &answer, TEXT("Vary"), TEXT("Authorization, Cookie, X-Role"));
    return answer;
}

/* Log lines name the paper, never what stands in it. */
static struct answer
draw(struct printing_errand *errand)
{
    struct api_call *call = errand->call;
    struct printing *printing = post_printing(call->post);
    struct printed printed;
    struct text job;
    struct fault fault = {0};
    if (!printing_note(printing, &errand->source, call->arena, &printed, &job))
        return errand->lack(call, PAPER_IS_NOT_DRAWN);
    struct text etag =
        text_format(call->arena, "\"%.*s\"", TEXT_ARGS(digest_hex(&printed.made_of, call->arena)));
    if (has_it_already(call, etag)) {
        struct answer answer = {.status = 304};
        api_header(call, &answer, TEXT("ETag"), etag);
        return answer;
    }
    if (!printing_press(printing, job, call->arena, &printed, &fault)) {
        fprintf(stderr, "tongban: paper %.*s: %s\n", TEXT_ARGS(errand->source.id), fault.what);
        return errand->lack(call, PAPER_IS_NOT_DRAWN);
    }
    if (!text_is_empty(printed.missing))
        /* Which characters is not said: they may be somebody's name. */
        fprintf(stderr, "tongban: paper %.*s: a character of it is in none of the fonts\n",
                TEXT_ARGS(errand->source.id));
    return give(errand, &printed, etag);
}

static void
run(void *of)
{
    struct printing_errand *errand = of;
    struct answer answer = draw(errand);
    server_answer_later(errand->call->request, &answer);
}

enum completion
api_print(struct api_call *call, struct text matter_id, struct text paper_id, api_paper_lack *lack)
{
    struct printing_errand *errand = ARENA_NEW(call->arena, struct printing_errand);
    struct look look = api_look(call);
    errand->call = call;
    errand->lack = lack;
    bool is_there = paper_list_source(&look, matter_id, paper_id, &errand->source);
    if (!is_there && api_look_failed(call))
        return api_answer(call, lack(call, PAPER_IS_NOT_FOUND));
    api_log(call, matter_id, is_there);
    if (!is_there)
        return api_answer(call, lack(call, PAPER_IS_NOT_THERE));
    if (!errand_send(call->api->papers, run, errand))
        return api_answer(call, lack(call, PAPER_FINDS_NO_ROOM));
    return REQUEST_HELD;
}

/* ---- typed codes ---- */

/* Who looks is the court itself, in the role that sees the most of what it holds. */
static bool
find_at(struct api_call *call, struct post *post, enum role role, struct text matter,
        struct text code, struct text *line)
{
    struct asker asker = {
        .role = role, .identity = IDENTITY_SEEN, .account = TEXT("verify"), .node = post_id(post)};
    struct look look = {.store = post_reader(post, call->request->loop),
                        .court_id = post_id(post),
                        .rules = api_rules(call),
                        .network = post_network(post),
                        .asker = &asker,
                        .now_ms = call->now_ms,
                        .arena = call->arena};
    struct paper_list list;
    struct text matter_id = docket_find(&look, matter);
    if (text_is_empty(matter_id) || !paper_list_load(&look, matter_id, &list))
        return false;
    for (int i = 0; i < list.count; i++) {
        struct paper_source source;
        struct printed printed;
        struct text job;
        if (paper_list_source(&look, matter_id, list.rows[i].id, &source) &&
            printing_note(post_printing(post), &source, call->arena, &printed, &job) &&
            text_equal(printed.note.code, code)) {
            *line = printed.line;
            return true;
        }
    }
    return false;
}

bool
api_find_paper(struct api_call *call, struct text matter, struct text written, struct text *line)
{
    struct house *house = call->api->house;
    struct text code;
    if (!paper_code_read(written, call->arena, &code))
        return false;
    for (int i = 0; i < house_count(house); i++) {
        struct post *post = house_at(house, i);
        if (find_at(call, post, ROLE_SUPERVISOR, matter, code, line) ||
            find_at(call, post, ROLE_COUNTER, matter, code, line))
            return true;
    }
    return false;
}

/* ---- the interface for programs ---- */

static struct answer
say_lack(struct api_call *call, enum paper_lack lack)
{
    switch (lack) {
    case PAPER_IS_NOT_DRAWN: return api_obstacle(call, PAPER_MUST_BE_DRAWN);
    case PAPER_FINDS_NO_ROOM: return api_obstacle(call, SERVICE_MUST_HAVE_ROOM);
    case PAPER_IS_NOT_FOUND: return api_obstacle(call, LOOK_MUST_SUCCEED);
    default: return api_refusal(call, MATTER_MUST_EXIST, TEXT(""));
    }
}

enum completion
api_list_papers(struct api_call *call)
{
    enum completion done;
    struct look look;
    struct text matter_id;
    struct paper_list list;
    if (!api_find_matter(call, &look, &matter_id, &done))
        return done;
    struct view view = api_view(call);
    bool is_there = paper_list_load(&look, matter_id, &list);
    if (!is_there && api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    api_log(call, matter_id, is_there);
    if (!is_there)
        return api_refuse(call, MATTER_MUST_EXIST, TEXT(""));
    return api_give(call, 200, paper_view_list(&view, matter_id, &list));
}

enum completion
api_show_paper(struct api_call *call)
{
    enum completion done;
    struct look look;
    struct text matter_id;
    if (!api_find_matter(call, &look, &matter_id, &done))
        return done;
    return api_print(call, matter_id, api_segment(call, "id"), say_lack);
}
