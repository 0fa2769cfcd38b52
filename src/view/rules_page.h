/* rules_page.h: the rule files of a node and their versions; one version beside another. */
#ifndef TB_RULES_PAGE_H
#define TB_RULES_PAGE_H
#include "query/rule_versions.h"
#include "view/change_view.h"
#include "view/diff_view.h"
#include "view/parts_view.h"

struct rules_row {
    struct text name, digest, address; /* digest: its first signs; address: of the file, or of what
                                          changed in this version; or empty */
    int64_t version, kept_ms;
    struct tag_view state;
    struct text approval; /* of a version after the first: here, or not; or empty */
    bool is_shown;        /* one of the two that are compared */
    struct text draft;    /* address of the form for a new one; or empty */
};
struct rules_page {
    const struct rules_row *files;
    int files_count;
    const struct change_row *drafts; /* the newest first */
    int drafts_count;
    bool may_draft;
};
/* What was drafted here, and how far each has come. */
struct rules_drafted {
    const struct proposal_named *proposals;
    const enum rule_draft_state *states;
    int count;
};
void rules_page_fill(const struct view *view, const struct rule_version *files, int count,
                     const struct rules_drafted *drafted, bool may_draft, struct rules_page *page);

struct rule_file_page {
    const struct rules_row *versions; /* the newest first */
    int versions_count;
    bool is_compared;
    int64_t from, to; /* the versions that are compared; the earlier first */
    struct diff_view diff;
};
/* `diff`: NULL where there is one version only. */
void rule_file_fill(const struct view *view, const struct rule_version *versions, int count,
                    int64_t from, int64_t to, const struct line_diff *diff,
                    struct rule_file_page *page);

#endif
