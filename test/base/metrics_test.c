/* metrics_test.c: what operators read is what was counted. */
#include "base/metrics.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int64_t
minus_1500(void *of)
{
    (void)of;
    return -1500;
}

static void
test_metrics__text_is_what_prometheus_reads(void **state)
{
    struct metrics *metrics = metrics_open();
    struct arena *arena = arena_open();
    static const int64_t bounds[] = {1000, 25000};
    (void)state;
    struct metric *good = metrics_counter(metrics, "tb_requests_total", "Requests.", "s=\"2xx\"");
    struct metric *depth = metrics_gauge(metrics, "tb_queue", "Waiting.", NULL, 0);
    struct metric *bad = metrics_counter(metrics, "tb_requests_total", "Requests.", "s=\"5xx\"");
    struct metric *time = metrics_histogram(metrics, "tb_seconds", "Time.", NULL, 6, bounds, 2);
    metrics_watch(metrics, "tb_age_seconds", "Age.", NULL, 3, minus_1500, NULL);
    metrics_add(good, 2);
    metrics_add(good, 1);
    metrics_add(bad, 1);
    metrics_set(depth, 5);
    metrics_add(depth, -2);
    metrics_observe(time, 1000);
    metrics_observe(time, 1001);
    metrics_observe(time, 2000000);
    metrics_add(NULL, 1);
    metrics_observe(NULL, 1);
    assert_int_equal(metrics_value(depth), 3);
    assert_string_equal(metrics_text(metrics, arena).bytes, "# HELP tb_requests_total Requests.\n"
                                                            "# TYPE tb_requests_total counter\n"
                                                            "tb_requests_total{s=\"2xx\"} 3\n"
                                                            "tb_requests_total{s=\"5xx\"} 1\n"
                                                            "# HELP tb_queue Waiting.\n"
                                                            "# TYPE tb_queue gauge\n"
                                                            "tb_queue 3\n"
                                                            "# HELP tb_seconds Time.\n"
                                                            "# TYPE tb_seconds histogram\n"
                                                            "tb_seconds_bucket{le=\"0.001000\"} 1\n"
                                                            "tb_seconds_bucket{le=\"0.025000\"} 2\n"
                                                            "tb_seconds_bucket{le=\"+Inf\"} 3\n"
                                                            "tb_seconds_sum 2.002001\n"
                                                            "tb_seconds_count 3\n"
                                                            "# HELP tb_age_seconds Age.\n"
                                                            "# TYPE tb_age_seconds gauge\n"
                                                            "tb_age_seconds -1.500\n");
    arena_close(arena);
    metrics_close(metrics);
}

static void *
count_many(void *metric)
{
    for (int i = 0; i < 100000; i++)
        metrics_add(metric, 1);
    return NULL;
}

static void
test_metrics__threads_lose_nothing(void **state)
{
    struct metrics *metrics = metrics_open();
    struct metric *metric = metrics_counter(metrics, "tb_a_total", "A.", NULL);
    pthread_t threads[4];
    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count_many, metric), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(metrics_value(metric), 400000);
    metrics_close(metrics);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metrics__text_is_what_prometheus_reads),
        cmocka_unit_test(test_metrics__threads_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
