/* drafts.c: drafts are saved, taken up elsewhere and dropped. A save that names an older version
 * than the one that lies here never overwrites it: it becomes a draft of its own, so that two
 * devices lose nothing to each other. */
#include "command/drafts.h"

#include "command/erase.h"
#include "command/verbs.h"
#include "law/draft_code.h"

enum {
    DRAFT_DAYS = 30,
    CODE_DAYS = 7,
    ENDED_AT_ONCE_MAX = 20, /* forgotten with one save */
    ID_LENGTH = 32
};

bool
drafts_load(struct corridor *corridor, const struct act *act, struct text id, struct draft *draft,
            struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text holder = draft_holder(&act->asker);
    if (!text_is_empty(holder) &&
        draft_load(node->store, node->id, id, node->now_ms, arena, draft) &&
        text_equal(draft->account, holder))
        return true;
    outcome_refuse(outcome, DRAFT_MUST_EXIST, TEXT(""), arena);
    return false;
}

/* ---- forgetting ---- */

void
drafts_forget(struct corridor *corridor, struct text id, struct arena *arena)
{
    struct node *node = corridor->node;
    const struct draft_file *files;
    struct erased_files gone;
    int count = draft_files(node->store, node->id, id, arena, &files);
    struct text *digests = ARENA_MANY(arena, (size_t)count + 1, struct text);
    for (int i = 0; i < count; i++)
        digests[i] = files[i].sha256;
    draft_remove(node->store, node->id, id);
    erasure_of_files(node->store, node->id, digests, count, arena, &gone);
    erase_files(corridor, &gone);
}

void
drafts_forget_all(struct corridor *corridor, struct text account, struct arena *arena)
{
    struct node *node = corridor->node;
    struct draft *drafts = ARENA_MANY(arena, DRAFT_LIST_MAX, struct draft);
    int count;
    do { /* also those that have ended and were not swept out yet */
        count = draft_list(node->store, node->id, account, 0, DRAFT_LIST_MAX, arena, drafts);
        for (int i = 0; i < count; i++)
            drafts_forget(corridor, drafts[i].id, arena);
    } while (count == DRAFT_LIST_MAX && !store_fault(node->store)->is_set);
}

static void
forget_ended(struct corridor *corridor, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text ids[ENDED_AT_ONCE_MAX];
    int count =
        draft_list_ended(node->store, node->id, node->now_ms, ENDED_AT_ONCE_MAX, arena, ids);
    for (int i = 0; i < count; i++)
        drafts_forget(corridor, ids[i], arena);
}

/* ---- saving ---- */

static bool
is_id(struct text id)
{
    unsigned char bytes[ID_LENGTH / 2];
    return id.length == ID_LENGTH && hex_read(id, bytes, sizeof bytes);
}

/* What is asked for, as far as it can be judged without what lies here already. */
static enum refusal
check_save(const struct corridor *corridor, const struct act *act, struct text content,
           struct text *detail)
{
    const struct value *files = value_member(act->input, "files");
    struct date today = date_of_instant(corridor->node->now_ms, CHINA_OFFSET_MINUTES);
    struct text owner = value_member_text(act->input, "owner");
    if (text_is_empty(draft_holder(&act->asker)))
        return ROLE_MUST_BE_ALLOWED;
    *detail = TEXT("draft");
    if (!is_id(value_member_text(act->input, "draft")))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    *detail = TEXT("content");
    if (!value_is(value_member(act->input, "content"), VALUE_OBJECT))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    if (content.length > DRAFT_BYTES_MAX || (files != NULL && files->count > DRAFT_FILES_MAX))
        return DRAFT_MUST_BE_SMALLER;
    *detail = TEXT("procedure");
    if (rulebook_procedure_in_force(corridor->rules, value_member_text(act->input, "procedure"),
                                    today) == NULL)
        return PROCEDURE_MUST_EXIST;
    *detail = TEXT("owner");
    return text_is_empty(owner) || network_is_court(corridor->network, owner) ? ALLOWED
                                                                              : COURT_MUST_BE_KNOWN;
}

static bool
file_is_here(const struct node *node, struct text sha256)
{
    struct sql *row = sql(node->store, "SELECT 1 FROM blob WHERE court_id = $1 AND sha256 = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, sha256);
    bool is_here = sql_next(row);
    sql_end(row);
    return is_here;
}

/* The files named, each of which lies with this node; -1 after refusing. */
static int
read_files(struct corridor *corridor, const struct act *act, struct outcome *outcome,
           struct arena *arena, struct draft_file **files)
{
    const struct value *list = value_member(act->input, "files");
    const struct value *file = list == NULL ? NULL : list->first;
    int count = 0;
    *files = ARENA_MANY(arena, DRAFT_FILES_MAX, struct draft_file);
    for (; file != NULL; file = file->next) {
        struct text sha256 = value_member_text(file, "sha256");
        struct text name = value_member_text(file, "name");
        if (!file_is_here(corridor->node, sha256)) {
            outcome_refuse(outcome, FILE_MUST_BE_UPLOADED, TEXT("files"), arena);
            return -1;
        }
        if (text_characters(name) > DRAFT_NAME_MAX || text_has_hidden(name))
            name = TEXT("");
        (*files)[count++] = (struct draft_file){.sha256 = sha256, .name = name};
    }
    return count;
}

static bool
has_room(struct corridor *corridor, struct text holder, struct arena *arena)
{
    struct node *node = corridor->node;
    int most = text_is(holder, "-") ? DRAFT_COUNTER_MAX : DRAFT_LIST_MAX;
    struct draft *drafts = ARENA_MANY(arena, (size_t)most, struct draft);
    return draft_list(node->store, node->id, holder, node->now_ms, most, arena, drafts) < most;
}

static void
answer_saved(struct outcome *outcome, const struct draft *draft, int64_t newest,
             struct arena *arena)
{
    struct canon answer = canon_open(arena, 200);
    canon_begin_object(&answer);
    canon_member_text_if(&answer, "copy_of", draft->copy_of);
    canon_member_text(&answer, "draft", draft->id);
    if (newest > 0)
        canon_member_integer(&answer, "newest", newest);
    canon_member_integer(&answer, "version", draft->version);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* The same late save asked again is the same copy. */
static struct text
id_of_copy(const struct draft *there, const struct draft *late, int64_t version,
           struct arena *arena)
{
    struct digest digest = digest_of(text_format(arena, "%.*s\n%lld\n%.*s", TEXT_ARGS(there->id),
                                                 (long long)version, TEXT_ARGS(late->content)));
    return hex_of((struct text){(const char *)digest.bytes, ID_LENGTH / 2}, arena);
}

/* What is there and what comes differ in nothing that somebody typed. */
static bool
says_the_same(const struct draft *there, const struct draft *now)
{
    return text_equal(there->content, now->content) && text_equal(there->owner, now->owner) &&
           text_equal(there->procedure, now->procedure) && text_equal(there->place, now->place);
}

static void
save(struct corridor *corridor, const struct act *act, struct draft *draft, struct outcome *outcome,
     struct arena *arena)
{
    struct node *node = corridor->node;
    struct draft_file *files;
    struct draft there;
    bool is_there = draft_load(node->store, node->id, draft->id, node->now_ms, arena, &there);
    int64_t newest = 0;
    if ((is_there && !text_equal(there.account, draft->account)) ||
        (!is_there && act->if_version > 0)) {
        outcome_refuse(outcome, DRAFT_MUST_EXIST, TEXT(""), arena);
        return;
    }
    int files_count = read_files(corridor, act, outcome, arena, &files);
    if (files_count < 0)
        return;
    if (is_there && act->if_version != there.version) {
        if (says_the_same(&there, draft)) {
            answer_saved(outcome, &there, 0, arena);
            return;
        }
        newest = there.version;
        draft->copy_of = there.id;
        draft->id = id_of_copy(&there, draft, act->if_version, arena);
        is_there = draft_load(node->store, node->id, draft->id, node->now_ms, arena, &there);
    }
    if (!is_there && !has_room(corridor, draft->account, arena)) {
        outcome_refuse(outcome, DRAFTS_MUST_BE_FEWER, text_format(arena, "%d", DRAFT_LIST_MAX),
                       arena);
        return;
    }
    draft->version = is_there ? there.version + 1 : 1;
    draft->made_ms = is_there ? there.made_ms : node->now_ms;
    draft->copy_of = is_there && newest == 0 ? there.copy_of : draft->copy_of;
    draft_put(node->store, node->id, draft);
    draft_put_files(node->store, node->id, draft->id, files, files_count);
    answer_saved(outcome, draft, newest, arena);
}

/* Input: draft (its id, made where it began), procedure, owner?, place?, content, files? [{name?,
 * sha256}]. if_version is the one the device last saw, -1 for a new draft. The answer names the
 * draft and its version; a save that came too late also says of which it is a copy. */
void
save_draft_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
               struct arena *arena)
{
    struct node *node = corridor->node;
    struct text detail = TEXT("");
    struct canon content = canon_open(arena, 4096);
    const struct value *typed = value_member(act->input, "content");
    if (typed != NULL)
        canon_put(&content, typed);
    enum refusal refusal = check_save(corridor, act, canon_text(&content), &detail);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, detail, arena);
        return;
    }
    struct draft draft = {
        .id = value_member_text(act->input, "draft"),
        .account = draft_holder(&act->asker),
        .procedure = value_member_text(act->input, "procedure"),
        .owner = value_member_text(act->input, "owner"),
        .place = value_member_text(act->input, "place"),
        .content = canon_text(&content),
        .changed_ms = node->now_ms,
        .ends_ms = node->now_ms + DRAFT_DAYS * (int64_t)DAY_MS,
        .taken_ms = -1,
    };
    forget_ended(corridor, arena);
    save(corridor, act, &draft, outcome, arena);
}

/* Input: draft. */
void
drop_draft_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
               struct arena *arena)
{
    struct draft draft;
    if (drafts_load(corridor, act, value_member_text(act->input, "draft"), &draft, outcome, arena))
        drafts_forget(corridor, draft.id, arena);
}

/* ---- elsewhere ---- */

/* Input: draft, code_digest. The code before it opens nothing any more. */
void
give_draft_code_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                    struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest code;
    struct draft draft;
    if (!digest_parse(value_member_text(act->input, "code_digest"), &code)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("code_digest"), arena);
        return;
    }
    if (!drafts_load(corridor, act, value_member_text(act->input, "draft"), &draft, outcome, arena))
        return;
    int64_t ends_ms = node->now_ms + CODE_DAYS * (int64_t)DAY_MS;
    draft_put_code(node->store, node->id, draft.id, &code, node->now_ms, ends_ms);
    struct canon answer = canon_open(arena, 80);
    canon_begin_object(&answer);
    canon_member_text(&answer, "draft", draft.id);
    canon_member_integer(&answer, "ends", ends_ms);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* Input: code_digest, by (the node where somebody holds the code). The draft stays with its owner,
 * who sees where it was taken up. */
void
take_up_draft_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest code;
    struct draft draft;
    struct text by = value_member_text(act->input, "by"), id = TEXT("");
    if (digest_parse(value_member_text(act->input, "code_digest"), &code))
        id = draft_of_code(node->store, node->id, &code, node->now_ms, arena);
    if (text_is_empty(id) || !draft_load(node->store, node->id, id, node->now_ms, arena, &draft)) {
        outcome_refuse(outcome, DRAFT_CODE_MUST_BE_RIGHT, TEXT(""), arena);
        return;
    }
    if (network_find(corridor->network, by) == NULL) {
        outcome_refuse(outcome, COURT_MUST_BE_KNOWN, TEXT("by"), arena);
        return;
    }
    draft.taken_by = by;
    draft.taken_ms = node->now_ms;
    draft_put(node->store, node->id, &draft);
    answer_saved(outcome, &draft, 0, arena);
}
