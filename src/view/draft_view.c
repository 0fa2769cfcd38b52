/* draft_view.c: one draft, one object; keys ascend. */
#include "view/draft_view.h"

static void
put_files(struct canon *canon, const struct draft_found *found)
{
    canon_key(canon, "files");
    canon_begin_array(canon);
    for (int i = 0; i < found->files_count; i++) {
        const struct draft_file *file = &found->files[i];
        canon_begin_object(canon);
        canon_member_integer(canon, "bytes", file->bytes);
        canon_member_text(canon, "media", file->media);
        canon_member_text_if(canon, "name", file->name);
        canon_member_text(canon, "sha256", file->sha256);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_draft(const struct view *view, struct canon *canon, const struct draft *draft,
          const struct draft_found *whole)
{
    canon_begin_object(canon);
    view_instant(view, canon, "changed", draft->changed_ms);
    if (whole != NULL) {
        canon_key(canon, "content");
        canon_put_canonical(canon, draft->content);
    }
    canon_member_text_if(canon, "copy_of", draft->copy_of);
    canon_member_text(canon, "draft", draft->id);
    view_instant(view, canon, "ends", draft->ends_ms);
    if (whole != NULL)
        put_files(canon, whole);
    view_instant(view, canon, "made", draft->made_ms);
    view_court(view, canon, "owner", draft->owner);
    canon_member_text_if(canon, "place", draft->place);
    canon_member_text(canon, "procedure", draft->procedure);
    view_instant(view, canon, "taken", draft->taken_ms);
    view_court(view, canon, "taken_by", draft->taken_by);
    canon_member_integer(canon, "version", draft->version);
    canon_end_object(canon);
}

struct text
draft_view(const struct view *view, const struct draft_found *found)
{
    struct canon canon = canon_open(view->arena, found->draft.content.length + 1024);
    put_draft(view, &canon, &found->draft, found);
    return canon_text(&canon);
}

struct text
draft_view_list(const struct view *view, const struct draft *drafts, int count)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "drafts");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++)
        put_draft(view, &canon, &drafts[i], NULL);
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}
