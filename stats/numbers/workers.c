/* workers.c -- see workers.h. */

#include "workers.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

/* Those that we may use: of a machine that is shared a scheduler gives us a part. */
static long processors_given(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : sysconf(_SC_NPROCESSORS_ONLN);
}

size_t workers_wanted(size_t stated)
{
    long processors = processors_given();

    if (stated > 0)
        return stated;
    return processors < 1 ? 1 : processors > WORKERS_MOST ? WORKERS_MOST : (size_t)processors;
}

void workers_run(size_t n, void *(*work)(void *context), void *context)
{
    pthread_t thread[WORKERS_MOST];
    size_t more = 0;

    while (more + 1 < n && more < WORKERS_MOST && pthread_create(&thread[more], NULL, work, context) == 0)
        more++;
    work(context);
    for (size_t k = 0; k < more; k++)
        pthread_join(thread[k], NULL);
}
