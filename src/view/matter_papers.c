/* matter_papers.c: files with their verdicts, papers with where they are. */
#include "view/matter_papers.h"

#include "paper/wording.h"
#include "view/page.h"

/* What a notice to correct, of which the party was told, says of a material: where the papers were
 * taken in nothing else is known of verdicts. `at_ms` is when. Empty: nothing. */
static struct text
ground_told(const struct matter_source *source, struct text item, int64_t *at_ms)
{
    for (int i = source->events_count - 1; i >= 0; i--) {
        const struct history_event *event = &source->events[i];
        for (size_t k = 0; event->step != NULL && k < event->step->fields_count; k++) {
            const struct value *list =
                event->step->fields[k].type == FIELD_DEFECTS
                    ? value_member(event->fields, event->step->fields[k].name.bytes)
                    : NULL;
            for (const struct value *one = list == NULL ? NULL : list->first; one != NULL;
                 one = one->next) {
                if (!text_equal(value_member_text(one, "item"), item))
                    continue;
                *at_ms = event->times.entered_ms;
                return value_member_text(one, "ground");
            }
        }
    }
    return TEXT("");
}

static bool
is_replaced(const struct docket *docket, const struct docket_document *document)
{
    for (int i = 0; i < docket->documents_count; i++) {
        if (text_equal(docket->documents[i].item, document->item) &&
            docket->documents[i].brought_ms > document->brought_ms)
            return true;
    }
    return false;
}

/* One verdict a material, and the court's reason; none where this court cannot know it. */
static void
judge_document(const struct view *view, const struct matter_source *source,
               const struct docket_document *document, struct file_row *row)
{
    const struct docket *docket = source->docket;
    const struct matter_item *item = matter_item(&docket->row.facts, document->item);
    enum verdict verdict = item == NULL ? VERDICT_UNCHECKED : item->verdict;
    int64_t told_ms = 0;
    struct text told = ground_told(source, document->item, &told_ms);
    if (is_replaced(docket, document)) {
        row->tag = (struct tag_view){"", "", wording("verdict.replaced", view->language)};
        return;
    }
    if (verdict == VERDICT_UNCHECKED && !text_is_empty(told) && document->brought_ms <= told_ms) {
        row->tag =
            (struct tag_view){"warn", "warning", wording("verdict.defective", view->language)};
        row->wrong = told;
        return;
    }
    bool is_ended = docket->state != NULL && docket->state->is_end;
    if (verdict == VERDICT_UNCHECKED && (is_ended || !docket->sees[SIGHT_INTERNAL]))
        return;
    const char *key =
        text_format(view->arena, "verdict.%.*s", TEXT_ARGS(verdict_word(verdict))).bytes;
    bool is_wrong = verdict == VERDICT_MISSING || verdict == VERDICT_DEFECTIVE;
    row->tag = (struct tag_view){is_wrong                       ? "warn"
                                 : verdict == VERDICT_UNCHECKED ? "info"
                                                                : "good",
                                 is_wrong                       ? "warning"
                                 : verdict == VERDICT_UNCHECKED ? ""
                                                                : "check",
                                 wording(key, view->language)};
    if (item != NULL && verdict != VERDICT_OK)
        row->wrong = item->ground;
}

static struct text
note_of_document(const struct view *view, const struct docket_document *document)
{
    struct page page = {.arena = view->arena, .view = view};
    struct text when = page_instant(&page, document->brought_ms);
    if (text_is_empty(document->sha256)) {
        struct wording_value values[] = {
            {"n", text_format(view->arena, "%lld", (long long)document->originals)},
            {"when", when}};
        return wording_fill(document->originals > 0 ? "material.on-paper"
                                                    : "material.copy-on-paper",
                            view->language, values, 2, view->arena);
    }
    return text_format(view->arena, "%.*s · %.*s", TEXT_ARGS(page_bytes(&page, document->bytes)),
                       TEXT_ARGS(when));
}

/* The step by which this reader may send better ones now. */
static struct text
retake_address(const struct view *view, const struct docket *docket, const struct matter_page *page)
{
    for (int i = 0; i < docket->steps_count; i++) {
        const struct step *step = docket->steps[i];
        for (size_t k = 0; k < step->fields_count; k++) {
            if (step->fields[k].type == FIELD_MATERIALS)
                return text_format(view->arena, "%.*s/do/%.*s#f-%.*s", TEXT_ARGS(page->home),
                                   TEXT_ARGS(step->name), TEXT_ARGS(step->fields[k].name));
        }
    }
    return TEXT("");
}

void
matter_papers_documents(const struct view *view, const struct matter_source *source,
                        struct matter_page *page)
{
    const struct docket *docket = source->docket;
    struct file_row *rows =
        ARENA_MANY(view->arena, (size_t)docket->documents_count + 1, struct file_row);
    struct text retake = retake_address(view, docket, page);
    for (int i = 0; i < docket->documents_count; i++) {
        const struct docket_document *from = &docket->documents[i];
        const struct item_rule *rule =
            docket->procedure == NULL ? NULL : procedure_item(docket->procedure, from->item);
        struct text name = rule == NULL ? from->item : view_words(view, &rule->words);
        rows[i] = (struct file_row){
            .name = text_is_empty(from->name) ? name
                                              : text_format(view->arena, "%.*s · %.*s",
                                                            TEXT_ARGS(name), TEXT_ARGS(from->name)),
            .note = note_of_document(view, from),
            .address = text_is_empty(from->sha256)
                           ? TEXT("")
                           : text_format(view->arena, "%.*s/documents/%.*s", TEXT_ARGS(page->home),
                                         TEXT_ARGS(from->id)),
            .tag = {"", "", TEXT("")},
            .is_unscanned = source->unscanned != NULL && source->unscanned[i],
        };
        judge_document(view, source, from, &rows[i]);
        rows[i].retake = text_is_empty(rows[i].wrong) ? TEXT("") : retake;
    }
    page->materials = (struct file_list_view){rows, docket->documents_count};
}

void
matter_papers_issued(const struct view *view, const struct matter_source *source,
                     struct matter_page *page)
{
    const struct paper_list *list = source->papers;
    if (list == NULL)
        return;
    struct page at = {.arena = view->arena, .view = view};
    struct file_row *rows = ARENA_MANY(view->arena, (size_t)list->count + 1, struct file_row);
    for (int i = 0; i < list->count; i++) {
        const struct paper_row *from = &list->rows[list->count - 1 - i];
        bool is_there = list->sees_content && !from->is_erased;
        rows[i] = (struct file_row){
            .name = view_words(view, &from->title),
            .note = text_format(view->arena, "%.*s · %.*s",
                                TEXT_ARGS(page_instant(&at, from->issued_ms)),
                                TEXT_ARGS(view_court_name(view, from->node))),
            .address = is_there ? text_format(view->arena, "%.*s/papers/%.*s",
                                              TEXT_ARGS(page->home), TEXT_ARGS(from->id))
                                : TEXT(""),
            .tag = {is_there ? "info" : "warn", "",
                    is_there ? TEXT("PDF") : wording("paper.not-there", view->language)},
        };
    }
    page->papers = (struct file_list_view){rows, list->count};
}
