/* page_files.h: takes what a form brought, files included, on a thread that may block.
 *
 * Files are looked into, put into their place among the files of the node and kept in its record;
 * each then stands in the form as the digest it is named by, as if it had been typed. */
#ifndef TB_PAGE_FILES_H
#define TB_PAGE_FILES_H
#include "http/page_call.h"
#include "view/form_view.h"

/* What of the files was not taken, and why: a sentence in the reader's language. */
struct page_file_mistake {
    struct text field, name, sentence;
};

struct page_files {
    const struct form_file *taken;
    size_t taken_count;
    const struct page_file_mistake *mistakes;
    size_t mistakes_count;
    bool has_table; /* of page_take_table: one was chosen */
    struct text table;
};

/* Runs `go_on` on a thread of errands once call->form and call->files are filled in and the form is
 * known to be ours; there nothing may be looked up any more, and the answer goes by
 * page_answer_later or page_submit_later. A form that is not ours was answered before. */
enum completion page_take_posted(struct page_call *call, void (*go_on)(struct page_call *call));

/* The same for a form with a table: the file of the control `field`, at most TABLE_BYTES_MAX of it
 * and one byte more, is read and not kept. */
enum completion page_take_table(struct page_call *call, const char *field,
                                void (*go_on)(struct page_call *call));

/* Where a body with files lies while it is taken apart: at the reader's node, for somebody who is
 * not signed in at the desk or the first node here. NULL in a house without nodes. */
const char *page_upload_folder(const struct page_call *call);

void page_answer_later(struct page_call *call, struct answer answer);
/* As page_submit, from such a thread. */
void page_submit_later(struct page_call *call, struct act act, struct text said, api_accept *accept,
                       struct answer (*again)(struct page_call *call, int status,
                                              const struct outcome *outcome));

#endif
