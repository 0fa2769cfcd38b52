/* rule_versions.h: the rule files a node has worked under, each in every version, and what is in
 * use now: for administrators of system and audit, heads of division and presidents. */
#ifndef TB_RULE_VERSIONS_H
#define TB_RULE_VERSIONS_H
#include "law/refusal.h"
#include "query/look.h"

enum { RULE_FILES_MAX = 500, RULE_VERSIONS_MAX = 100 };

struct rule_version {
    struct text name;   /* procedure/civil_filing.yaml */
    int64_t version;    /* 1 for the first that was kept here */
    struct text digest; /* hexadecimal */
    int64_t kept_ms;    /* since when it is in the record */
    bool is_in_use;     /* the rules loaded now hold just this */
    bool is_approved;   /* drafted here, and approved by another person */
};

/* Each file by name, in the version that is in use, or in its newest where none is. Refused with
 * ROLE_MUST_BE_ALLOWED, as all of these. */
enum refusal rule_versions_files(const struct look *look, const struct rule_version **files,
                                 int *count);
/* The versions of one file, the newest first; none: there is no such file. */
enum refusal rule_versions_of(const struct look *look, struct text name,
                              const struct rule_version **versions, int *count);
/* Its bytes; false where there is no such version. */
bool rule_versions_content(const struct look *look, struct text name, int64_t version,
                           struct text *content);

#endif
