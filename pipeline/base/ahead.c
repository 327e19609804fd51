#include "ahead.h"
#include "err.h"
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct ahead {
    ahead_fill *fill;
    void *context;
    char *slots;
    size_t size, n;
    bool threaded;
    pthread_t thread;
    pthread_mutex_t lock; /* over all below */
    pthread_cond_t changed;
    size_t filled, used; /* slots since the begin; USED counts the one that the caller has */
    bool last;           /* no more will be filled */
    bool stop;           /* no more are wanted */
};

static void *slot_at(const struct ahead *a, size_t i) { return a->slots + i % a->n * a->size; }

/* Waits for a slot that the caller does not have; false when no more are wanted. */
static bool wait_for_room(struct ahead *a)
{
    pthread_mutex_lock(&a->lock);
    while (!a->stop && a->filled + 1 - a->used >= a->n)
        pthread_cond_wait(&a->changed, &a->lock);
    bool go_on = !a->stop;
    pthread_mutex_unlock(&a->lock);
    return go_on;
}

static void note_filled(struct ahead *a, bool last)
{
    pthread_mutex_lock(&a->lock);
    a->filled++;
    a->last = last;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
}

static void *run(void *context)
{
    struct ahead *a = context;
    for (bool more = true; more && wait_for_room(a);) {
        more = a->fill(a->context, slot_at(a, a->filled));
        note_filled(a, !more);
    }
    return NULL;
}

/* Signals are for the caller's thread. */
static bool start(struct ahead *a)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&a->thread, NULL, run, a) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

struct ahead *ahead_new(ahead_fill *fill, void *context, void *slots, size_t size, size_t n)
{
    struct ahead *a = mem_zero(sizeof *a);
    a->fill = fill;
    a->context = context;
    a->slots = slots;
    a->size = size;
    a->n = n;
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->changed, NULL);
    a->threaded = start(a);
    return a;
}

static void *fill_here(struct ahead *a)
{
    void *slot = slot_at(a, a->filled++);
    if (a->last)
        return NULL;
    a->last = !a->fill(a->context, slot);
    return slot;
}

void *ahead_next(struct ahead *a)
{
    if (!a->threaded)
        return fill_here(a);
    pthread_mutex_lock(&a->lock);
    while (!a->last && a->filled == a->used)
        pthread_cond_wait(&a->changed, &a->lock);
    void *slot = a->used < a->filled ? slot_at(a, a->used++) : NULL;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
    return slot;
}

void ahead_free(struct ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->lock);
    a->stop = true;
    pthread_cond_signal(&a->changed);
    pthread_mutex_unlock(&a->lock);
    if (a->threaded)
        pthread_join(a->thread, NULL);
    pthread_cond_destroy(&a->changed);
    pthread_mutex_destroy(&a->lock);
    free(a);
}
