/* metrics.c: atomic numbers in a list. Counting is one relaxed addition; only naming takes a lock.
 */
#include "base/metrics.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum kind { COUNTER, GAUGE, WATCH, HISTOGRAM };

struct metric {
    struct metric *next;
    const char *name, *help, *labels;
    enum kind kind;
    int decimals;
    _Atomic int64_t value; /* of a histogram: the sum */
    int64_t (*read)(void *of);
    void *of;
    int bound_count;
    int64_t bounds[METRICS_BOUNDS_MAX];
    _Atomic int64_t counts[METRICS_BOUNDS_MAX + 1]; /* the last one is beyond every bound */
};

struct metrics {
    pthread_mutex_t lock;
    struct metric *first;
};

struct metrics *
metrics_open(void)
{
    struct metrics *metrics = calloc(1, sizeof *metrics);
    if (metrics == NULL)
        abort();
    pthread_mutex_init(&metrics->lock, NULL);
    return metrics;
}

void
metrics_close(struct metrics *metrics)
{
    if (metrics == NULL)
        return;
    while (metrics->first != NULL) {
        struct metric *metric = metrics->first;
        metrics->first = metric->next;
        free(metric);
    }
    pthread_mutex_destroy(&metrics->lock);
    free(metrics);
}

/* Behind the last of its name, or at the end. */
static void
insert(struct metrics *metrics, struct metric *metric)
{
    struct metric **place = &metrics->first, **end = place;
    for (; *end != NULL; end = &(*end)->next) {
        if (strcmp((*end)->name, metric->name) == 0) {
            assert((*end)->kind == metric->kind && strcmp((*end)->help, metric->help) == 0);
            place = &(*end)->next;
        }
    }
    if (place == &metrics->first)
        place = end;
    metric->next = *place;
    *place = metric;
}

static struct metric *
new_metric(struct metrics *metrics, enum kind kind, const char *name, const char *help,
           const char *labels, int decimals)
{
    struct metric *metric = calloc(1, sizeof *metric);
    if (metric == NULL)
        abort();
    assert(decimals >= 0 && decimals <= 9);
    metric->kind = kind;
    metric->name = name;
    metric->help = help;
    metric->labels = labels != NULL ? labels : "";
    metric->decimals = decimals;
    pthread_mutex_lock(&metrics->lock);
    insert(metrics, metric);
    pthread_mutex_unlock(&metrics->lock);
    return metric;
}

struct metric *
metrics_counter(struct metrics *metrics, const char *name, const char *help, const char *labels)
{
    return new_metric(metrics, COUNTER, name, help, labels, 0);
}

struct metric *
metrics_gauge(struct metrics *metrics, const char *name, const char *help, const char *labels,
              int decimals)
{
    return new_metric(metrics, GAUGE, name, help, labels, decimals);
}

struct metric *
metrics_watch(struct metrics *metrics, const char *name, const char *help, const char *labels,
              int decimals, int64_t (*read)(void *of), void *of)
{
    struct metric *metric = new_metric(metrics, WATCH, name, help, labels, decimals);
    metric->of = of;
    metric->read = read;
    return metric;
}

struct metric *
metrics_histogram(struct metrics *metrics, const char *name, const char *help, const char *labels,
                  int decimals, const int64_t *bounds, int bound_count)
{
    assert(bound_count >= 1 && bound_count <= METRICS_BOUNDS_MAX);
    struct metric *metric = new_metric(metrics, HISTOGRAM, name, help, labels, decimals);
    for (int i = 0; i < bound_count; i++) {
        assert(i == 0 || bounds[i - 1] < bounds[i]);
        metric->bounds[i] = bounds[i];
    }
    metric->bound_count = bound_count;
    return metric;
}

void
metrics_add(struct metric *metric, int64_t more)
{
    if (metric == NULL)
        return;
    assert(metric->kind == GAUGE || (metric->kind == COUNTER && more >= 0));
    atomic_fetch_add_explicit(&metric->value, more, memory_order_relaxed);
}

void
metrics_set(struct metric *metric, int64_t value)
{
    if (metric == NULL)
        return;
    assert(metric->kind == GAUGE);
    atomic_store_explicit(&metric->value, value, memory_order_relaxed);
}

void
metrics_observe(struct metric *metric, int64_t value)
{
    int i = 0;
    if (metric == NULL)
        return;
    assert(metric->kind == HISTOGRAM);
    while (i < metric->bound_count && value > metric->bounds[i])
        i++;
    atomic_fetch_add_explicit(&metric->counts[i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&metric->value, value, memory_order_relaxed);
}

int64_t
metrics_value(const struct metric *metric)
{
    if (metric == NULL)
        return 0;
    return metric->kind == WATCH ? metric->read(metric->of)
                                 : atomic_load_explicit(&metric->value, memory_order_relaxed);
}

/* The value of so many 10^-decimals, without floating point. */
static void
write_number(struct buffer *buffer, int64_t value, int decimals)
{
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value, unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    buffer_add_format(buffer, "%s%" PRIu64, value < 0 ? "-" : "", magnitude / unit);
    if (decimals > 0)
        buffer_add_format(buffer, ".%0*" PRIu64, decimals, magnitude % unit);
}

static void
write_sample(struct buffer *buffer, const struct metric *metric, const char *suffix, int64_t value,
             int decimals)
{
    buffer_add_format(buffer, "%s%s", metric->name, suffix);
    if (metric->labels[0] != '\0')
        buffer_add_format(buffer, "{%s}", metric->labels);
    buffer_add(buffer, " ", 1);
    write_number(buffer, value, decimals);
    buffer_add(buffer, "\n", 1);
}

static void
write_histogram(struct buffer *buffer, const struct metric *metric)
{
    int64_t count = 0;
    for (int i = 0; i <= metric->bound_count; i++) {
        count += atomic_load_explicit(&metric->counts[i], memory_order_relaxed);
        buffer_add_format(buffer, "%s_bucket{%s%sle=\"", metric->name, metric->labels,
                          metric->labels[0] != '\0' ? "," : "");
        if (i < metric->bound_count)
            write_number(buffer, metric->bounds[i], metric->decimals);
        else
            buffer_add_format(buffer, "+Inf");
        buffer_add_format(buffer, "\"} %" PRId64 "\n", count);
    }
    write_sample(buffer, metric, "_sum", atomic_load_explicit(&metric->value, memory_order_relaxed),
                 metric->decimals);
    write_sample(buffer, metric, "_count", count, 0);
}

static void
write_metric(struct buffer *buffer, const struct metric *metric, bool is_first)
{
    static const char *const kinds[] = {
        [COUNTER] = "counter", [GAUGE] = "gauge", [WATCH] = "gauge", [HISTOGRAM] = "histogram"};
    if (is_first)
        buffer_add_format(buffer, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help,
                          metric->name, kinds[metric->kind]);
    if (metric->kind == HISTOGRAM)
        write_histogram(buffer, metric);
    else
        write_sample(buffer, metric, "", metrics_value(metric), metric->decimals);
}

struct text
metrics_text(const struct metrics *metrics, struct arena *arena)
{
    struct metrics *locked = (struct metrics *)metrics;
    struct buffer buffer = buffer_open(arena, 4096);
    const struct metric *previous = NULL;
    pthread_mutex_lock(&locked->lock);
    for (const struct metric *metric = metrics->first; metric != NULL; metric = metric->next) {
        write_metric(&buffer, metric,
                     previous == NULL || strcmp(previous->name, metric->name) != 0);
        previous = metric;
    }
    pthread_mutex_unlock(&locked->lock);
    return buffer_text(&buffer);
}
