/* errand_test.c: what is sent is run, once; what does not fit is turned away. */
#include "http/errand.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Errands wait at a gate until it is opened, so that the queue can be filled. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    int arrived, done;
    int is_open;
};

static void
pass(void *of)
{
    struct gate *gate = of;
    pthread_mutex_lock(&gate->lock);
    gate->arrived++;
    pthread_cond_broadcast(&gate->moved);
    while (!gate->is_open)
        pthread_cond_wait(&gate->moved, &gate->lock);
    gate->done++;
    pthread_cond_broadcast(&gate->moved);
    pthread_mutex_unlock(&gate->lock);
}

static void
wait_until_arrived(struct gate *gate, int count)
{
    pthread_mutex_lock(&gate->lock);
    while (gate->arrived < count)
        pthread_cond_wait(&gate->moved, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

static void
open_gate(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->is_open = 1;
    pthread_cond_broadcast(&gate->moved);
    pthread_mutex_unlock(&gate->lock);
}

static void
test_errand__a_crowd_is_turned_away_and_nothing_is_lost(void **state)
{
    struct gate gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0};
    struct errands *errands = errand_open(2, 3);
    (void)state;
    for (int i = 0; i < 2; i++)
        assert_true(errand_send(errands, pass, &gate));
    wait_until_arrived(&gate, 2);
    for (int i = 0; i < 3; i++)
        assert_true(errand_send(errands, pass, &gate));
    assert_false(errand_send(errands, pass, &gate));
    open_gate(&gate);
    wait_until_arrived(&gate, 5);
    assert_true(errand_send(errands, pass, &gate));
    errand_close(errands); /* runs what still waits */
    assert_int_equal(gate.done, 6);
}

static void
test_errand__nothing_to_do_ends_at_once(void **state)
{
    (void)state;
    errand_close(errand_open(1, 1));
    errand_close(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errand__a_crowd_is_turned_away_and_nothing_is_lost),
        cmocka_unit_test(test_errand__nothing_to_do_ends_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
