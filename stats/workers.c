/* workers.c -- see workers.h. */

#include "workers.h"

#include <pthread.h>
#include <unistd.h>

size_t workers_wanted(size_t stated)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);

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
