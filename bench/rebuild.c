/* rebuild.c: makes the derived tables of a node again from its journal and prints how many events
 * that were and the seconds it took: what `tongban audit` and a restore wait for.
 *
 *   rebuild DATABASE NODE FOLDER */
#include "store/state.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int
main(int argc, char **argv)
{
    char path[4096];
    struct fault fault = {0};
    if (argc != 4) {
        fputs("usage: rebuild DATABASE NODE FOLDER\n", stderr);
        return 2;
    }
    snprintf(path, sizeof path, "%s/rebuilt.db", argv[3]);
    unlink(path);
    struct store_options reads = {.use = STORE_READS}, rebuilds = {.use = STORE_REBUILDS};
    struct store *from = store_open(argv[1], &reads, &fault);
    struct store *into = from == NULL ? NULL : store_open(path, &rebuilds, &fault);
    double start = now();
    int64_t count = into == NULL ? -1 : state_rebuild(from, text_of(argv[2]), into);
    if (count >= 0)
        printf("%lld %.6f\n", (long long)count, now() - start);
    else
        fprintf(stderr, "rebuild: %s%s\n", fault.what, into == NULL ? "" : store_fault(into)->what);
    store_close(into);
    store_close(from);
    unlink(path);
    return count >= 0 ? 0 : 1;
}
