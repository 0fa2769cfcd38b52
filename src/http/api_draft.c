/* api_draft.c: what is filled in and not handed in yet: saved, taken up elsewhere, handed in. */
#include "http/api_draft.h"
#include "http/api_routes.h"
#include "http/file_place.h"
#include "law/draft_code.h"
#include "paper/wording.h"
#include "query/draft_list.h"
#include "query/filing_size.h"
#include "view/draft_view.h"

enum { PLACE_CHARACTERS_MAX = 40, ACTED_FOR_CHARACTERS_MAX = 100, CODE_CHARACTERS_MAX = 60 };

static struct text
random_id(struct api_call *call)
{
    char bytes[16];
    call->api->world->random(call->api->world->of, bytes, sizeof bytes);
    return hex_of((struct text){bytes, sizeof bytes}, call->arena);
}

/* ---- saving ---- */

/* Both are kept: what was saved meanwhile, and what came too late. */
static struct answer
answer_copied(struct api_call *call, const struct value *said)
{
    struct canon changed = canon_open(call->arena, 200);
    canon_begin_object(&changed);
    canon_member_text(&changed, "copy", value_member_text(said, "draft"));
    canon_member_text(&changed, "draft", value_member_text(said, "copy_of"));
    canon_member_integer(&changed, "version", value_member_integer(said, "newest", 0));
    canon_end_object(&changed);
    struct problem problem = {
        .status = 409,
        .refusal = refusal_name(VERSION_MUST_BE_CURRENT),
        .detail = wording("draft.copied", call->language),
        .changed = canon_text(&changed),
    };
    return problem_answer(call->request, &problem, NULL, 0);
}

static struct answer
answer_saved(struct api_call *call, const struct outcome *outcome)
{
    const struct value *said = value_read_canonical(outcome->answer, call->arena);
    struct text id = value_member_text(said, "draft");
    bool is_new = call->request->method == METHOD_POST;
    if (value_member(said, "newest") != NULL)
        return answer_copied(call, said);
    struct answer answer =
        api_json(call, is_new ? 201 : 200, text_copy(outcome->answer, call->arena));
    if (is_new)
        api_header(call, &answer, TEXT("Location"),
                   text_format(call->arena, "/api/v1/drafts/%.*s", TEXT_ARGS(id)));
    api_header(
        call, &answer, TEXT("ETag"),
        text_format(call->arena, "\"%lld\"", (long long)value_member_integer(said, "version", 0)));
    return answer;
}

static void
check_files(struct api_call *call)
{
    const struct value *files = value_member(call->body, "files");
    int i = 0;
    if (files != NULL && !value_is(files, VALUE_ARRAY)) {
        api_mistake(call, TEXT("files"), FIELD_MUST_BE_OF_ITS_TYPE);
        return;
    }
    for (const struct value *file = files == NULL ? NULL : files->first; file != NULL;
         file = file->next, i++) {
        struct digest digest;
        if (!digest_parse(value_member_text(file, "sha256"), &digest))
            api_mistake(call, text_format(call->arena, "files[%d].sha256", i),
                        FIELD_MUST_BE_OF_ITS_TYPE);
    }
}

static struct text
input_of_save(const struct api_call *call, struct text id)
{
    struct canon input = canon_open(call->arena, 4096);
    canon_begin_object(&input);
    canon_member(&input, "content", value_member(call->body, "content"));
    canon_member_text(&input, "draft", id);
    if (value_member(call->body, "files") != NULL)
        canon_member(&input, "files", value_member(call->body, "files"));
    canon_member_text_if(&input, "owner", value_member_text(call->body, "owner"));
    canon_member_text_if(&input, "place", value_member_text(call->body, "place"));
    canon_member_text(&input, "procedure", value_member_text(call->body, "procedure"));
    canon_end_object(&input);
    return canon_text(&input);
}

static enum completion
save(struct api_call *call, struct text id, int64_t version)
{
    static const char *const keys[] = {"content", "files", "owner", "place", "procedure", "role"};
    const struct value *content = value_member(call->body, "content");
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    api_text(call, "owner", API_ID_CHARACTERS_MAX, false);
    api_text(call, "place", PLACE_CHARACTERS_MAX, false);
    api_text(call, "procedure", API_ID_CHARACTERS_MAX, true);
    check_files(call);
    if (!value_is(content, VALUE_OBJECT))
        api_mistake(call, TEXT("content"),
                    content == NULL ? FIELD_MUST_BE_GIVEN : FIELD_MUST_BE_OF_ITS_TYPE);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct act act = {
        .verb = VERB_SAVE_DRAFT,
        .input = value_read_canonical(input_of_save(call, id), call->arena),
        .if_version = version,
        .claimed_ms = -1,
    };
    return api_submit(call, act, TEXT(""), answer_saved);
}

enum completion
api_begin_draft(struct api_call *call)
{
    return save(call, random_id(call), -1);
}

enum completion
api_save_draft(struct api_call *call)
{
    enum completion done;
    int64_t version;
    if (!api_condition(call, &version, &done))
        return done;
    /* "Whatever lies there": then it would not be known what is overwritten. */
    if (version < 1)
        return api_obstruct(call, CONDITION_MUST_BE_A_VERSION);
    return save(call, api_segment(call, "draft"), version);
}

/* ---- one's own ---- */

enum completion
api_list_drafts(struct api_call *call)
{
    const struct draft *drafts;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    int count = draft_list_mine(&look, &drafts);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    return api_give(call, 200, draft_view_list(&view, drafts, count));
}

/* False after it was answered. */
static bool
find(struct api_call *call, struct draft_found *found, enum completion *done)
{
    struct look look = api_look(call);
    if (draft_list_find(&look, api_segment(call, "draft"), found))
        return true;
    *done = api_look_failed(call) ? api_obstruct(call, LOOK_MUST_SUCCEED)
                                  : api_refuse(call, DRAFT_MUST_EXIST, TEXT(""));
    return false;
}

enum completion
api_show_draft(struct api_call *call)
{
    struct draft_found found;
    enum completion done;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!find(call, &found, &done))
        return done;
    struct view view = api_view(call);
    struct answer answer = api_json(call, 200, draft_view(&view, &found));
    api_header(call, &answer, TEXT("ETag"),
               text_format(call->arena, "\"%lld\"", (long long)found.draft.version));
    return api_answer(call, answer);
}

static const struct value *
input_of_id(const struct api_call *call, const char *key, struct text value)
{
    struct canon input = canon_open(call->arena, 200);
    canon_begin_object(&input);
    if (key != NULL)
        canon_member_text(&input, key, value);
    canon_member_text(&input, "draft", api_segment(call, "draft"));
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), call->arena);
}

static struct answer
answer_dropped(struct api_call *call, const struct outcome *outcome)
{
    (void)outcome;
    return api_json(call, 200, TEXT("{\"dropped\":true}"));
}

enum completion
api_drop_draft(struct api_call *call)
{
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct act act = {.verb = VERB_DROP_DRAFT,
                      .input = input_of_id(call, NULL, TEXT("")),
                      .if_version = -1,
                      .claimed_ms = -1};
    return api_submit(call, act, TEXT(""), answer_dropped);
}

/* ---- handing in ---- */

/* Handed in twice is handed in once: the act bears the name of the draft and its version, so that
 * whoever asks again, with whichever key, hears the first answer. */
static void
name_act(struct api_call *call, struct act *act, struct text draft, int64_t version)
{
    struct text named =
        text_format(call->arena, "draft-%.*s-%lld", TEXT_ARGS(draft), (long long)version);
    act->id = named;
    act->request =
        digest_of(text_format(call->arena, "%.*s\n%.*s\n%.*s", TEXT_ARGS(named),
                              TEXT_ARGS(call->account.id), TEXT_ARGS(role_word(call->asker.role))));
}

static const struct value *
input_of_hand_in(const struct api_call *call)
{
    struct canon input = canon_open(call->arena, 200);
    canon_begin_object(&input);
    canon_member_text(&input, "draft", api_segment(call, "draft"));
    canon_member_text_if(&input, "owner_place", value_member_text(call->body, "owner_place"));
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), call->arena);
}

static bool
is_too_large(struct api_call *call)
{
    struct draft_found found;
    struct look look = api_look(call);
    if (!draft_list_find(&look, api_segment(call, "draft"), &found))
        return false; /* the corridor says so */
    const struct value *content = value_read_canonical(found.draft.content, call->arena);
    return filing_size(&look, TEXT(""), content) > API_FILING_BYTES_MAX;
}

enum completion
api_hand_in_draft(struct api_call *call)
{
    static const char *const keys[] = {"acted_for", "claimed_at", "owner_place", "role"};
    enum completion done;
    int64_t version;
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false),
                  api_text(call, "acted_for", ACTED_FOR_CHARACTERS_MAX, false));
    api_text(call, "owner_place", API_ID_CHARACTERS_MAX, false);
    struct act act = {.verb = VERB_OPEN_MATTER, .claimed_ms = api_claimed(call)};
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (!api_condition(call, &version, &done))
        return done;
    if (version < 1)
        return api_obstruct(call, CONDITION_MUST_BE_A_VERSION);
    if (is_too_large(call))
        return api_obstruct(call, FILING_MUST_BE_SMALLER);
    act.input = input_of_hand_in(call);
    act.if_version = version;
    name_act(call, &act, api_segment(call, "draft"), version);
    return api_submit(call, act, TEXT(""), NULL);
}

/* ---- elsewhere ---- */

static struct answer
answer_code(struct api_call *call, const struct outcome *outcome)
{
    const struct draft_code *code = call->request->of;
    const struct value *said = value_read_canonical(outcome->answer, call->arena);
    struct view view = api_view(call);
    struct canon canon = canon_open(call->arena, 160);
    canon_begin_object(&canon);
    canon_member_text(&canon, "code", code->text);
    canon_member_text(&canon, "draft", value_member_text(said, "draft"));
    view_instant(&view, &canon, "ends", value_member_integer(said, "ends", 0));
    canon_end_object(&canon);
    return api_json(call, 201, canon_text(&canon));
}

enum completion
api_give_draft_code(struct api_call *call)
{
    unsigned char random[DRAFT_CODE_RANDOM_BYTES];
    struct draft_code *code = ARENA_NEW(call->arena, struct draft_code);
    const struct network_node *node = network_find(post_network(call->post), post_id(call->post));
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (node == NULL)
        return api_refuse(call, COURT_MUST_BE_KNOWN, TEXT(""));
    call->api->world->random(call->api->world->of, random, sizeof random);
    *code = draft_code_make(node->node_code, random, call->arena);
    struct digest digest = draft_code_digest(code, call->arena);
    call->request->of = code;
    struct act act = {
        .verb = VERB_GIVE_DRAFT_CODE,
        .input = input_of_id(call, "code_digest", digest_hex(&digest, call->arena)),
        .if_version = -1,
        .claimed_ms = -1,
    };
    return api_submit(call, act, TEXT(""), answer_code);
}

struct taking {
    struct api_call *call;
    struct draft_taking how;
    struct post *from;
    struct digest code;
    struct draft_found found;
    struct text id; /* of the draft that is made here */
};

/* Who takes the same draft up twice has it once. */
static struct text
id_here(const struct taking *taking)
{
    const struct api_call *call = taking->call;
    struct digest digest = digest_of(
        text_format(call->arena, "%.*s\n%.*s\n%.*s", TEXT_ARGS(taking->found.draft.id),
                    TEXT_ARGS(post_id(call->post)), TEXT_ARGS(draft_holder(&call->asker))));
    return hex_of((struct text){(const char *)digest.bytes, 16}, call->arena);
}

/* On the node where it lies it is noted who took it up. */
static bool
note_taken(const struct taking *taking)
{
    struct api_call *call = taking->call;
    struct canon input = canon_open(call->arena, 200);
    canon_begin_object(&input);
    canon_member_text(&input, "by", post_id(call->post));
    canon_member_text(&input, "code_digest", digest_hex(&taking->code, call->arena));
    canon_end_object(&input);
    struct job job = {.act = {.verb = VERB_TAKE_UP_DRAFT,
                              .asker = call->asker,
                              .input = value_read_canonical(canon_text(&input), call->arena),
                              .if_version = -1,
                              .claimed_ms = -1,
                              .counter_ms = call->now_ms}};
    post_run(taking->from, &job, call->arena);
    return !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
}

static bool
keep_row(const struct taking *taking, const struct draft_file *file)
{
    struct api_call *call = taking->call;
    struct canon input = canon_open(call->arena, 200);
    canon_begin_object(&input);
    canon_member_integer(&input, "bytes", file->bytes);
    canon_member_text(&input, "media", file->media);
    canon_member_text(&input, "sha256", file->sha256);
    canon_end_object(&input);
    struct job job = {.act = {.verb = VERB_KEEP_FILE,
                              .asker = call->asker,
                              .input = value_read_canonical(canon_text(&input), call->arena),
                              .if_version = -1,
                              .claimed_ms = -1,
                              .counter_ms = call->now_ms}};
    post_run(call->post, &job, call->arena);
    return !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
}

/* The same bytes under the same name in the other node's folder. */
static bool
bring_files(const struct taking *taking)
{
    struct arena *arena = taking->call->arena;
    for (int i = 0; i < taking->found.files_count; i++) {
        const struct draft_file *one = &taking->found.files[i];
        struct body_file file = {
            .descriptor = -1,
            .path = text_of(post_blob_path(taking->from, one->sha256, arena)),
        };
        if (!file_place_keep(&file, post_blob_folder(taking->call->post), one->sha256, arena) ||
            !keep_row(taking, one))
            return false;
    }
    return true;
}

static const struct value *
input_of_taking(const struct taking *taking)
{
    const struct draft *draft = &taking->found.draft;
    struct canon input = canon_open(taking->call->arena, draft->content.length + 1024);
    canon_begin_object(&input);
    canon_key(&input, "content");
    canon_put_canonical(&input, draft->content);
    canon_member_text(&input, "draft", taking->id);
    canon_key(&input, "files");
    canon_begin_array(&input);
    for (int i = 0; i < taking->found.files_count; i++) {
        canon_begin_object(&input);
        canon_member_text_if(&input, "name", taking->found.files[i].name);
        canon_member_text(&input, "sha256", taking->found.files[i].sha256);
        canon_end_object(&input);
    }
    canon_end_array(&input);
    canon_member_text_if(&input, "owner", draft->owner);
    canon_member_text_if(&input, "place", draft->place);
    canon_member_text(&input, "procedure", draft->procedure);
    canon_end_object(&input);
    return value_read_canonical(canon_text(&input), taking->call->arena);
}

/* On a thread for files. */
static void
take_up(void *of)
{
    struct taking *taking = of;
    struct api_call *call = taking->call;
    bool is_brought = taking->from == call->post || bring_files(taking);
    if (!is_brought || !note_taken(taking)) {
        struct answer answer = api_obstacle(call, RECORD_MUST_BE_KEPT);
        server_answer_later(call->request, &answer);
        return;
    }
    struct act act = {.verb = VERB_SAVE_DRAFT,
                      .input = input_of_taking(taking),
                      .if_version = -1,
                      .claimed_ms = -1};
    api_submit_later(call, act, TEXT(""), taking->how.accept);
}

/* A draft of one's own at the same node is only found again. */
static bool
is_own(const struct taking *taking)
{
    return taking->from == taking->call->post &&
           text_equal(taking->found.draft.account, draft_holder(&taking->call->asker));
}

enum completion
api_take_up_code(struct api_call *call, struct text written, struct draft_taking how)
{
    struct api *api = call->api;
    struct taking *taking = ARENA_NEW(call->arena, struct taking);
    struct draft_code code;
    int64_t wait_ms;
    if (!limiter_try(api->draft_codes, api_client(call), api->world->steady_ms(api->world->of),
                     &wait_ms))
        return api_answer(call, api_too_many(call, wait_ms));
    if (text_is_empty(draft_holder(&call->asker)))
        return api_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
    taking->call = call;
    taking->how = how;
    if (draft_code_read(written, call->arena, &code)) {
        taking->from = house_post_by_code(api->house, code.node_code);
        taking->code = draft_code_digest(&code, call->arena);
    }
    if (taking->from == NULL)
        return api_refuse(call, DRAFT_CODE_MUST_BE_RIGHT, TEXT(""));
    struct store *store = post_reader(taking->from, call->request->loop);
    if (!draft_list_by_code(store, post_id(taking->from), &taking->code, call->now_ms, call->arena,
                            &taking->found)) {
        if (!store_fault(store)->is_set)
            return api_refuse(call, DRAFT_CODE_MUST_BE_RIGHT, TEXT(""));
        store_recover(store);
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    }
    if (is_own(taking))
        return api_answer(call, how.own(call, &taking->found));
    taking->id = id_here(taking);
    if (!errand_send(api->files, take_up, taking))
        return api_obstruct(call, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

static struct answer
answer_own(struct api_call *call, const struct draft_found *found)
{
    struct view view = api_view(call);
    return api_json(call, 200, draft_view(&view, found));
}

enum completion
api_take_up_draft(struct api_call *call)
{
    static const char *const keys[] = {"code", "role"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    struct text written = api_text(call, "code", CODE_CHARACTERS_MAX, true);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return api_take_up_code(call, written, (struct draft_taking){answer_saved, answer_own});
}
