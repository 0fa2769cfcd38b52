/* errand.c: a ring of errands and the threads that take them, first come first served. */
#include "http/errand.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct errand {
    void (*run)(void *of);
    void *of;
};

struct errands {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t threads[ERRAND_THREADS_MAX];
    int threads_count;
    struct errand *ring;
    int first, waiting, waiting_max;
    bool is_closing;
};

static void *
run_all(void *of)
{
    struct errands *errands = of;
    pthread_mutex_lock(&errands->lock);
    for (;;) {
        while (errands->waiting == 0 && !errands->is_closing)
            pthread_cond_wait(&errands->wake, &errands->lock);
        if (errands->waiting == 0)
            break;
        struct errand errand = errands->ring[errands->first];
        errands->first = (errands->first + 1) % errands->waiting_max;
        errands->waiting--;
        pthread_mutex_unlock(&errands->lock);
        errand.run(errand.of);
        pthread_mutex_lock(&errands->lock);
    }
    pthread_mutex_unlock(&errands->lock);
    return NULL;
}

struct errands *
errand_open(int threads, int waiting_max)
{
    assert(threads >= 1 && threads <= ERRAND_THREADS_MAX && waiting_max >= 1);
    struct errands *errands = calloc(1, sizeof *errands);
    if (errands == NULL)
        abort();
    errands->ring = calloc((size_t)waiting_max, sizeof *errands->ring);
    if (errands->ring == NULL)
        abort();
    errands->waiting_max = waiting_max;
    pthread_mutex_init(&errands->lock, NULL);
    pthread_cond_init(&errands->wake, NULL);
    while (errands->threads_count < threads) {
        if (pthread_create(&errands->threads[errands->threads_count], NULL, run_all, errands) != 0)
            abort();
        errands->threads_count++;
    }
    return errands;
}

void
errand_close(struct errands *errands)
{
    if (errands == NULL)
        return;
    pthread_mutex_lock(&errands->lock);
    errands->is_closing = true;
    pthread_cond_broadcast(&errands->wake);
    pthread_mutex_unlock(&errands->lock);
    for (int i = 0; i < errands->threads_count; i++)
        pthread_join(errands->threads[i], NULL);
    pthread_cond_destroy(&errands->wake);
    pthread_mutex_destroy(&errands->lock);
    free(errands->ring);
    free(errands);
}

bool
errand_send(struct errands *errands, void (*run)(void *of), void *of)
{
    pthread_mutex_lock(&errands->lock);
    bool is_taken = errands->waiting < errands->waiting_max && !errands->is_closing;
    if (is_taken) {
        int last = (errands->first + errands->waiting) % errands->waiting_max;
        errands->ring[last] = (struct errand){run, of};
        errands->waiting++;
        pthread_cond_signal(&errands->wake);
    }
    pthread_mutex_unlock(&errands->lock);
    return is_taken;
}
