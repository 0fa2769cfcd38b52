/* matter_papers.h: of the page of a matter what was handed in and what was issued. */
#ifndef TB_MATTER_PAPERS_H
#define TB_MATTER_PAPERS_H
#include "view/matter_page.h"

/* Each file with one verdict and the court's reason. */
void matter_papers_documents(const struct view *view, const struct matter_source *source,
                             struct matter_page *page);
/* Papers of the record, the newest first; nothing where `source` has none. */
void matter_papers_issued(const struct view *view, const struct matter_source *source,
                          struct matter_page *page);

#endif
