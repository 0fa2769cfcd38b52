/* metrics.h: numbers about the running program, for operators (Prometheus text format 0.0.4).
 *
 * Metrics are named once, at start; counting afterwards takes no lock and may happen on any thread.
 * Names, help and labels are literals of static life. Nothing here may tell one person's matter
 * from another's: labels take values from short fixed lists only. */
#ifndef TB_METRICS_H
#define TB_METRICS_H
#include "base/text.h"

enum { METRICS_BOUNDS_MAX = 16 };

struct metrics;
struct metric;

struct metrics *metrics_open(void);
void metrics_close(struct metrics *metrics);

/* Something that only grows. `labels` as they stand between the braces, "status=\"2xx\"", or NULL;
 * metrics of one name need the same help and differ in their labels. */
struct metric *metrics_counter(struct metrics *metrics, const char *name, const char *help,
                               const char *labels);

/* Something that goes up and down. Values are whole numbers of 10^-decimals (0 to 9): milliseconds
 * with 3 decimals are shown as seconds. */
struct metric *metrics_gauge(struct metrics *metrics, const char *name, const char *help,
                             const char *labels, int decimals);

/* A gauge that is asked for its value, on the thread that makes the text. */
struct metric *metrics_watch(struct metrics *metrics, const char *name, const char *help,
                             const char *labels, int decimals, int64_t (*read)(void *of), void *of);

/* How often values fall up to each bound; bounds ascend, at most METRICS_BOUNDS_MAX, the last one
 * (+Inf) is added. */
struct metric *metrics_histogram(struct metrics *metrics, const char *name, const char *help,
                                 const char *labels, int decimals, const int64_t *bounds,
                                 int bound_count);

/* All three do nothing for NULL, so that whoever counts need not know whether anybody asks. */
void metrics_add(struct metric *metric, int64_t more);      /* counter (0 or more) or gauge */
void metrics_set(struct metric *metric, int64_t value);     /* gauge */
void metrics_observe(struct metric *metric, int64_t value); /* histogram */
int64_t metrics_value(const struct metric *metric);         /* of a counter or gauge; 0 for NULL */

/* Everything, in the order it was named, metrics of one name together. */
struct text metrics_text(const struct metrics *metrics, struct arena *arena);
#define METRICS_CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

#endif
