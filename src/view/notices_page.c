/* notices_page.c: one notice, one row; what is switched off says what is lost by it. */
#include "view/notices_page.h"

#include "paper/wording.h"

void
notices_page_fill(const struct view *view, const struct notice_list *list,
                  struct notices_page *page)
{
    struct notice_row *rows = ARENA_MANY(view->arena, (size_t)list->count + 1, struct notice_row);
    for (int i = 0; i < list->count; i++) {
        const struct notice_line *line = &list->rows[i];
        rows[i] = (struct notice_row){
            .says = line->words == NULL ? line->notice : view_words(view, line->words),
            .matter = line->title,
            .matter_id = line->matter_id,
            .number = text_is_empty(line->case_number) ? line->matter_id : line->case_number,
            .court = view_court_name(view, line->owner),
            .notice = line->notice,
            .address = text_format(view->arena, "/m/%.*s", TEXT_ARGS(line->matter_id)),
            .position = line->position,
            .at_ms = line->at_ms,
            .read_ms = line->read_ms,
            .last_day = line->last_day,
            .is_read = line->read_ms > 0,
            .has_day = !date_is_none(line->last_day),
        };
    }
    page->rows = rows;
    page->rows_count = list->count;
    page->unread = list->unread;
    if (list->has_more)
        page->older =
            text_format(view->arena, "/my/notices?before=%lld", (long long)list->next_position);
}

static void
add_way(struct plain_form *form, const char *name, const char *label, const char *lost, bool is_on)
{
    enum language language = form->view->language;
    struct form_field *field =
        plain_form_add(form, CONTROL_CHECKBOX, name, wording(label, language),
                       wording(lost, language), is_on ? TEXT("true") : TEXT(""));
    plain_form_choice(form, field, TEXT("true"), field->label, is_on);
}

struct plain_form *
ways_page_form(const struct view *view, const struct ways *ways)
{
    /* Each in itself, so that its readers find it. */
    static const struct text names[] = {
        [LANGUAGE_ZH] = TEXT_INIT("中文"),
        [LANGUAGE_KO] = TEXT_INIT("조선어"),
        [LANGUAGE_EN] = TEXT_INIT("English"),
    };
    struct plain_form *form = plain_form_open(view);
    add_way(form, "text", "ways.text", "ways.text-lost", ways->by[MESSAGE_TEXT]);
    add_way(form, "mail", "ways.mail", "ways.mail-lost", ways->by[MESSAGE_MAIL]);
    struct form_field *email =
        plain_form_add(form, CONTROL_TEXT, "email", wording("ways.email", view->language),
                       wording("ways.email-hint", view->language), ways->email);
    email->type = TEXT("email");
    email->inputmode = TEXT("email");
    email->autocomplete = TEXT("email");
    struct form_field *language =
        plain_form_add(form, CONTROL_SELECT, "language", wording("ways.language", view->language),
                       TEXT(""), TEXT(""));
    language->blank = wording("ways.language-any", view->language);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        plain_form_choice(form, language, text_of(language_code((enum language)i)), names[i],
                          ways->has_language && ways->language == (enum language)i);
    return form;
}
