/* announcement_page.c: an announcement is said in the words in which it went up. */
#include "view/announcement_page.h"

#include "law/announcement.h"
#include "paper/derivation_words.h"

enum { LINES_MAX = 40, LINE_MAX_ROWS = 6 };

static struct text
days_of(const struct view *view, const struct announcement_row *row)
{
    struct wording_value values[] = {
        {"on", derivation_words_day(row->on, view->language, view->arena)},
        {"until", derivation_words_day(row->until, view->language, view->arena)},
    };
    return view_say_fill(view, "announcement.days", values, 2);
}

static struct text
names_of(const struct view *view, const struct announcement_row *row)
{
    struct buffer list = buffer_open(view->arena, 80);
    const struct value *names = value_member(row->details, "names");
    for (const struct value *name = value_is(names, VALUE_ARRAY) ? names->first : NULL;
         name != NULL; name = name->next)
        buffer_add_format(&list, "%s%.*s", name == names->first ? "" : "、",
                          TEXT_ARGS(value_text(name)));
    return buffer_text(&list);
}

void
announcements_page_add(const struct view *view, struct text court,
                       const struct announcement_row *rows, int count,
                       struct announcements_page *page)
{
    struct announcement_line *lines =
        ARENA_MANY(view->arena, (size_t)(page->lines_count + count) + 1, struct announcement_line);
    for (int i = 0; i < page->lines_count; i++)
        lines[i] = page->lines[i];
    for (int i = 0; i < count; i++)
        lines[page->lines_count + i] = (struct announcement_line){
            .names = names_of(view, &rows[i]),
            .papers = value_member_text(rows[i].details, "papers"),
            .court = court,
            .days = days_of(view, &rows[i]),
            .address = text_format(view->arena, "/announcements/%.*s", TEXT_ARGS(rows[i].id)),
        };
    page->lines = lines;
    page->lines_count += count;
    page->is_cut |= count == ANNOUNCEMENTS_MAX;
}

void
announcement_page_fill(const struct view *view, struct text court,
                       const struct announcement_row *row, struct announcement_page *page)
{
    struct text *lines = ARENA_MANY(view->arena, LINES_MAX, struct text);
    struct text rest = value_member_text(row->details, "text");
    *page = (struct announcement_page){.court = court, .days = days_of(view, row)};
    while (!text_is_empty(rest) && page->lines_count < LINES_MAX)
        lines[page->lines_count++] = text_cut(&rest, '\n');
    page->lines = lines;
    if (view->language != LANGUAGE_ZH)
        page->note = view_say(view, "announcement.in-chinese");
}

/* ---- announcing ---- */

static const char *const item_labels[ANNOUNCED_ITEM_COUNT] = {
    [ANNOUNCED_GIST] = "announcement.gist",
    [ANNOUNCED_ANSWER] = "announcement.answer",
    [ANNOUNCED_APPEARANCE] = "announcement.appearance",
    [ANNOUNCED_CONTENT] = "announcement.content",
    [ANNOUNCED_APPEAL] = "announcement.lies",
    [ANNOUNCED_CONSEQUENCE] = "announcement.consequence",
};

static void
add_choice(struct plain_form *form, const struct service_rules *rules, const char *fact,
           struct text value)
{
    int at = service_fact_at(rules, text_of(fact));
    const struct service_fact *found = at < 0 ? NULL : &rules->facts[at];
    struct form_field *field = plain_form_add(
        form, CONTROL_SELECT, fact,
        found == NULL ? text_of(fact) : view_words(form->view, &found->words), TEXT(""), value);
    field->is_required = true;
    for (size_t i = 0; found != NULL && i < found->choices_count; i++)
        plain_form_choice(form, field, found->choices[i].id,
                          view_words(form->view, &found->choices[i].words),
                          text_equal(found->choices[i].id, value));
}

static struct form_field *
add_lines(struct plain_form *form, const char *name, const char *label, const char *hint,
          struct text value)
{
    struct form_field *field =
        plain_form_add(form, CONTROL_LINES, name, view_say(form->view, label),
                       hint == NULL ? TEXT("") : view_say(form->view, hint), value);
    field->rows = LINE_MAX_ROWS;
    return field;
}

struct plain_form *
announce_form(const struct view *view, const struct service_rules *rules, struct text document,
              struct text course, struct text (*typed)(void *of, const char *name), void *of)
{
    struct plain_form *form = plain_form_open(view);
    struct text said = typed(of, "course");
    add_choice(form, rules, "reason", typed(of, "reason"));
    add_choice(form, rules, "procedure", typed(of, "procedure"));
    add_lines(form, "course", "announcement.course", "announcement.course-hint",
              text_is_empty(said) ? course : said)
        ->is_required = true;
    for (int i = 0; i < ANNOUNCED_ITEM_COUNT; i++) {
        enum announced_item item = (enum announced_item)i;
        const char *word = announced_item_word(item).bytes;
        if (!announced_item_is_asked(item, document))
            continue;
        struct form_field *field =
            add_lines(form, word, item_labels[i],
                      item == ANNOUNCED_APPEAL ? "announcement.lies-hint" : NULL, typed(of, word));
        field->is_required = announced_item_is_required(item, document);
    }
    return form;
}
