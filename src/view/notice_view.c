/* notice_view.c: one notice, one object. */
#include "view/notice_view.h"

#include "paper/wording.h"

struct text
notice_view_list(const struct view *view, const struct notice_list *list)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    if (list->has_more)
        canon_member_integer(&canon, "next", list->next_position);
    canon_key(&canon, "notices");
    canon_begin_array(&canon);
    for (int i = 0; i < list->count; i++) {
        const struct notice_line *line = &list->rows[i];
        canon_begin_object(&canon);
        view_instant(view, &canon, "at", line->at_ms);
        canon_member_text_if(&canon, "case_number", line->case_number);
        if (!date_is_none(line->last_day))
            canon_member_text(&canon, "last_day", date_text(line->last_day, view->arena));
        canon_member_text(&canon, "matter", line->matter_id);
        canon_member_text(&canon, "notice", line->notice);
        canon_member_integer(&canon, "of", line->position);
        view_court(view, &canon, "owner", line->owner);
        view_instant(view, &canon, "read", line->read_ms);
        view_title(view, &canon, "says", line->words);
        canon_member_text_if(&canon, "title", line->title);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_member_integer(&canon, "unread", list->unread);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
notice_view_unreached(const struct view *view, const struct unreached_list *list)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_member_boolean(&canon, "more", list->has_more);
    canon_key(&canon, "unreached");
    canon_begin_array(&canon);
    for (int i = 0; i < list->count; i++) {
        const struct unreached_line *line = &list->rows[i];
        canon_begin_object(&canon);
        view_instant(view, &canon, "at", line->at_ms);
        canon_member_text(&canon, "matter", line->matter_id);
        canon_member_text_if(&canon, "name", line->name);
        canon_member_text(&canon, "notice", line->notice);
        canon_member_integer(&canon, "of", line->position);
        canon_member_text_if(&canon, "phone", line->phone);
        canon_member_text(&canon, "reason", line->reason);
        canon_member_text(&canon, "recipient", line->recipient);
        view_title(view, &canon, "says", line->words);
        canon_member_text_if(&canon, "title", line->title);
        canon_member_text(&canon, "way", line->way);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

struct text
notice_view_ways(const struct view *view, const struct ways *ways)
{
    bool has_none = !ways->by[MESSAGE_TEXT] && !ways->by[MESSAGE_MAIL];
    struct canon canon = canon_open(view->arena, 300);
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "email", ways->email);
    if (ways->has_language)
        canon_member_text(&canon, "language", text_of(language_code(ways->language)));
    canon_member_boolean(&canon, "mail", ways->by[MESSAGE_MAIL]);
    canon_member_text(&canon, "says",
                      has_none ? wording("notice.ways-lost", view->language)
                               : wording("notice.ways-kept", view->language));
    canon_member_boolean(&canon, "text", ways->by[MESSAGE_TEXT]);
    canon_end_object(&canon);
    return canon_text(&canon);
}
