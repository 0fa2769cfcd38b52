/* import_matter.c: a matter that began elsewhere (another house, the national case system) enters
 * as it stands: its number for life, its case number, its clocks. Read strictly, refused with a
 * reason, and taken in once however often it is offered. */
#include "command/step_event.h"
#include "command/verbs.h"

#include "law/case_number.h"
#include "law/tracking_number.h"
#include "store/matter_rows.h"
#include "store/transcript.h"

/* What a row says, after its form was found good. */
struct offered {
    struct text matter_id, procedure_name, procedure_digest;
    struct matter_facts facts;
    const struct value *documents;
};

static enum refusal
check_form(const struct value *input, struct arena *arena, struct offered *offered,
           const char **where)
{
    struct tracking_number number;
    *where = "format";
    if (!text_is(value_member_text(input, "format"), TRANSCRIPT_FORMAT))
        return FIELD_MUST_BE_ONE_OF_THE_CHOICES;
    *where = "matter";
    offered->matter_id = value_member_text(input, "matter");
    if (tracking_number_read(offered->matter_id, arena, &number) != NUMBER_IS_VALID ||
        !text_equal(number.text, offered->matter_id))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    *where = "facts";
    if (!value_is(value_member(input, "facts"), VALUE_OBJECT) ||
        !matter_read_facts(value_member(input, "facts"), arena, &offered->facts))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    *where = "parties";
    if (!value_is(value_member(input, "parties"), VALUE_ARRAY))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    *where = "documents";
    offered->documents = value_member(input, "documents");
    if (!value_is(offered->documents, VALUE_ARRAY))
        return FIELD_MUST_BE_OF_ITS_TYPE;
    offered->procedure_name = value_member_text(input, "procedure");
    offered->procedure_digest = value_member_text(input, "procedure_digest");
    return ALLOWED;
}

static enum refusal
check_number(struct corridor *corridor, const struct offered *offered, struct arena *arena)
{
    struct node *node = corridor->node;
    struct case_number number;
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    struct text given = offered->facts.case_number;
    if (text_is_empty(given))
        return ALLOWED;
    if (case_number_read(given, arena, &number) != NUMBER_IS_VALID ||
        case_number_check(&number, &corridor->rules->case_types, today) != NUMBER_IS_VALID)
        return CASE_NUMBER_MUST_BE_VALID;
    return text_is_empty(number_rows_holder(node->store, node->id, given, arena))
               ? ALLOWED
               : CASE_NUMBER_MUST_BE_FREE;
}

static enum refusal
check_files(struct corridor *corridor, const struct offered *offered)
{
    const struct value *document = offered->documents->first;
    for (; document != NULL; document = document->next) {
        struct text sha256 = value_member_text(document, "sha256");
        struct sql *row =
            sql(corridor->node->store, "SELECT 1 FROM blob WHERE court_id = $1 AND sha256 = $2");
        sql_text(row, 1, corridor->node->id);
        sql_text(row, 2, sha256);
        bool is_here = text_is(sha256, "-") || sql_next(row);
        sql_end(row);
        if (!is_here)
            return FILE_MUST_BE_UPLOADED;
    }
    return ALLOWED;
}

static enum refusal
check_sense(struct corridor *corridor, const struct offered *offered, bool files_follow,
            struct arena *arena, const char **where)
{
    const struct procedure *procedure =
        rulebook_procedure(corridor->rules, offered->procedure_name, offered->procedure_digest);
    *where = "procedure";
    if (procedure == NULL)
        return PROCEDURE_MUST_EXIST;
    *where = "state";
    if (procedure_state(procedure, offered->facts.state) < 0)
        return FIELD_MUST_BE_ONE_OF_THE_CHOICES;
    *where = "owner";
    if (!network_is_court(corridor->network, offered->facts.owner))
        return COURT_MUST_BE_KNOWN;
    *where = "case_number";
    enum refusal refusal = check_number(corridor, offered, arena);
    if (refusal != ALLOWED)
        return refusal;
    *where = "documents";
    return files_follow ? ALLOWED : check_files(corridor, offered);
}

/* The row this node would write out is the row it was offered: nothing to do. */
static bool
is_here_already(struct corridor *corridor, const struct value *input, struct text matter_id,
                struct arena *arena)
{
    struct text ours;
    struct canon offered = canon_open(arena, 4096);
    canon_put(&offered, input);
    return transcript_write(corridor->node->store, corridor->node->id, matter_id, arena, &ours) &&
           text_equal(ours, canon_text(&offered));
}

/* Who keeps a matter says so to the hub: a line before all that its own stream will bring. */
static void
write_line(const struct corridor *corridor, const struct value *input,
           const struct offered *offered, struct canon *body)
{
    const struct procedure *procedure =
        rulebook_procedure(corridor->rules, offered->procedure_name, offered->procedure_digest);
    int state = procedure_state(procedure, offered->facts.state);
    struct matter_row row = {.facts = offered->facts,
                             .state_since_ms = value_member_integer(input, "since", 0)};
    matter_row_find_due(&row);
    step_event_write_line(body, &row, row.facts.epoch, !procedure->states[state].is_end, -1);
}

static void
append(struct corridor *corridor, const struct act *act, const struct value *input,
       const struct offered *offered, struct outcome *outcome, struct arena *arena)
{
    bool is_kept_here = text_equal(offered->facts.owner, corridor->node->id);
    struct node *node = corridor->node;
    struct canon private = canon_open(arena, 4096), body = canon_open(arena, 2048);
    canon_begin_object(&private);
    canon_member(&private, "matter", input);
    canon_end_object(&private);
    struct text said = canon_text(&private), salt = journal_salt(node, arena);
    canon_begin_object(&body);
    if (is_kept_here)
        write_line(corridor, input, offered, &body);
    canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position = journal_append(node, &author, EVENT_MATTER_IMPORTED, outcome->matter_id,
                                       TEXT("import"), canon_text(&body), said, salt, arena);
    if (is_kept_here)
        envelope_promise(node, ENVELOPE_LINE, corridor->hub, outcome->position, arena);
}

/* Input: {"matter": a transcript, "dry_run": true or absent}; with a dry run "files_follow" says
 * that the files lie ready and need not be here yet. */
void
import_matter_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                  struct arena *arena)
{
    struct offered offered = {0};
    struct matter_row known;
    const char *where = "";
    const struct value *input = value_member(act->input, "matter");
    if (act->asker.role != ROLE_SYSTEM_ADMIN) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    enum refusal refusal = check_form(input, arena, &offered, &where);
    outcome->matter_id = offered.matter_id;
    if (refusal == ALLOWED && matter_row_load(corridor->node->store, corridor->node->id,
                                              offered.matter_id, arena, &known)) {
        if (is_here_already(corridor, input, offered.matter_id, arena)) {
            outcome->answer = TEXT("{\"imported\":false}");
            return;
        }
        refusal = MATTER_MUST_BE_NEW;
        where = "matter";
    }
    if (refusal == ALLOWED)
        refusal = check_sense(corridor, &offered, value_member_is_true(act->input, "files_follow"),
                              arena, &where);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, text_of(where), arena);
        return;
    }
    outcome->answer = TEXT("{\"imported\":true}");
    if (!value_member_is_true(act->input, "dry_run"))
        append(corridor, act, input, &offered, outcome, arena);
}
