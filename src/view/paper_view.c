/* paper_view.c: a paper that may be had comes with the address it is had from. */
#include "view/paper_view.h"

static void
put_paper(const struct view *view, struct canon *canon, struct text matter_id,
          const struct paper_row *row, bool sees_content)
{
    canon_begin_object(canon);
    canon_member_boolean(canon, "bilingual", row->is_bilingual);
    view_court(view, canon, "court", row->node);
    if (row->is_erased)
        canon_member_boolean(canon, "erased", true);
    view_instant(view, canon, "issued", row->issued_ms);
    canon_member_text(canon, "kind", row->kind);
    canon_member_boolean(canon, "of_party", row->is_of_party);
    canon_member_text(canon, "paper", row->id);
    if (sees_content && !row->is_erased)
        canon_member_text(canon, "pdf",
                          text_format(view->arena, "/api/v1/matters/%.*s/papers/%.*s",
                                      TEXT_ARGS(matter_id), TEXT_ARGS(row->id)));
    canon_member_integer(canon, "position", row->position);
    canon_member_text(canon, "step", row->step);
    view_title(view, canon, "title", &row->title);
    canon_end_object(canon);
}

struct text
paper_view_list(const struct view *view, struct text matter_id, const struct paper_list *list)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_member_text(&canon, "matter", matter_id);
    canon_key(&canon, "papers");
    canon_begin_array(&canon);
    for (int i = 0; i < list->count; i++)
        put_paper(view, &canon, matter_id, &list->rows[i], list->sees_content);
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}
