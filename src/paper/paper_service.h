/* paper_service.h: papers about a service: its certificate, the voucher of electronic service, and
 * the form of return that is signed by hand [CPL-2023:87]. */
#ifndef TB_PAPER_SERVICE_H
#define TB_PAPER_SERVICE_H
#include "law/service.h"
#include "law/source.h"
#include "paper/paper_text.h"

#define PAPER_SERVICE_CERTIFICATE "service_certificate"
#define PAPER_SERVICE_VOUCHER     "electronic_voucher"
#define PAPER_SERVICE_RETURN      "service_return"

/* An attempt as it was recorded. */
struct paper_service_attempt {
    struct text mode, channel, outcome, court, role;
    int64_t made_ms;
    struct date served_on;
    const struct value *said, *verdict, *details;
};

struct paper_service {
    const struct service_rules *rules;
    const struct source_list *sources;
    struct text number;                /* MATTER/SERVICE, which the form of return bears */
    struct text recipients, address;   /* as people write them */
    const struct words *const *papers; /* names of what is served */
    size_t papers_count;
    bool is_served, is_presumed;
    struct date served_on, closed_on;
    const struct paper_service_attempt *attempts;
    size_t attempts_count;
};

/* False for other kinds. */
bool paper_service_title(struct text kind, struct words *title);

/* Fills places and lists service_*, `attempts`, `grounds`. Courts are named by `court_name`. */
void paper_service_put(const struct paper_service *service, enum language language,
                       struct text (*court_name)(const void *of, struct text node), const void *of,
                       struct arena *arena, struct paper_places *places);

#endif
