/* rules_page.h: the rule files of a node and their versions; one version beside another. */
#ifndef TB_RULES_PAGE_H
#define TB_RULES_PAGE_H
#include "query/line_diff.h"
#include "query/rule_versions.h"
#include "view/parts_view.h"
#include "view/view.h"

struct rules_row {
    struct text name, digest, address; /* digest: its first signs; address: of the file, or of what
                                          changed in this version; or empty */
    int64_t version, kept_ms;
    struct tag_view state;
    bool is_shown; /* one of the two that are compared */
};
struct rules_page {
    const struct rules_row *files;
    int files_count;
};
void rules_page_fill(const struct view *view, const struct rule_version *files, int count,
                     struct rules_page *page);

struct rules_line {
    const char *kind; /* "stays" "goes" "comes" "left-out" */
    struct text text;
    int old_number, new_number; /* left-out: how many, and 0 */
};
struct rule_file_page {
    const struct rules_row *versions; /* the newest first */
    int versions_count;
    bool is_compared;
    int64_t from, to; /* the versions that are compared; the earlier first */
    const struct rules_line *lines;
    int lines_count, gone, come;
    bool is_same, is_coarse, is_cut;
};
/* `diff`: NULL where there is one version only. */
void rule_file_fill(const struct view *view, const struct rule_version *versions, int count,
                    int64_t from, int64_t to, const struct line_diff *diff,
                    struct rule_file_page *page);

#endif
