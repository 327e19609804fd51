/* followers.c -- see followers.h. */

#include "followers.h"

#include "base/err.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MOST_A_STEP 200 /* ten times the followers that the step is chosen for */

struct followers {
    int64_t reach, grain;
    size_t step, most;
    size_t ahead; /* times from AT[HEAD]'s first, or from the next that comes, to the one that is shown next */
    void (*each)(const struct followed *f, void *context);
    void *context;
    struct follower *at; /* from the one that is shown next on */
    size_t head, n, capacity;
    bool rounds;
};

struct followers *followers_new(int64_t reach, int64_t grain, size_t step, void (*each)(const struct followed *f, void *context), void *context)
{
    const size_t grains = 2 * (size_t)(reach / grain) + 2;
    struct followers *f = mem_zero(sizeof *f);

    *f = (struct followers){ .reach = reach, .grain = grain, .step = step, .each = each, .context = context };
    f->most = step > grains / MOST_A_STEP ? step * MOST_A_STEP : grains;
    return f;
}

/* Passes over what is not shown. */
static void pass(struct followers *f)
{
    while (f->head < f->n && f->ahead >= f->at[f->head].n)
        f->ahead -= f->at[f->head++].n;
    if (2 * f->head < f->n)
        return;
    memmove(f->at, f->at + f->head, (f->n - f->head) * sizeof *f->at);
    f->n -= f->head;
    f->head = 0;
}

static void show(struct followers *f)
{
    const struct follower *first = &f->at[f->head];
    struct followed one = { first, f->n - f->head, 1 + (first->n - 1 - f->ahead) / f->step, 0 };
    double shown = (double)one.shown;

    while (first[one.n - 1].t - first->t >= f->reach) /* by rounding */
        one.n--;
    one.within = shown * (double)(first->n - 1 - f->ahead) - (double)f->step * shown * (shown - 1) / 2;
    f->each(&one, f->context);
    f->ahead += one.shown * f->step;
    pass(f);
}

static void hold(struct followers *f, when_t t, when_t from)
{
    if (f->rounds && f->head < f->n && f->at[f->n - 1].t == t) {
        f->at[f->n - 1].n++;
        return;
    }
    f->at = mem_grow(f->at, &f->capacity, f->n + 1, sizeof *f->at);
    f->at[f->n++] = (struct follower){ t, from, 1 };
}

/* Rounds those that are held, and what comes until none is held: pairs are of two that are rounded, or of two that are not. */
static void begin_rounding(struct followers *f)
{
    const size_t end = f->n;

    f->rounds = true;
    f->n = f->head;
    for (size_t i = f->head; i < end; i++)
        hold(f, when_floor(f->at[i].t, f->grain), f->at[i].from);
}

void followers_add(struct followers *f, when_t t)
{
    const when_t from = t;

    t = f->rounds ? when_floor(t, f->grain) : t;
    while (f->head < f->n && t - f->at[f->head].t >= f->reach)
        show(f);
    if (f->head == f->n) {
        f->rounds = false;
        t = from;
    }
    if (f->head == f->n && f->ahead > 0) {
        f->ahead--;
        return;
    }
    hold(f, t, from);
    if (!f->rounds && f->n - f->head > f->most)
        begin_rounding(f);
}

void followers_end(struct followers *f)
{
    if (f == NULL)
        return;
    while (f->head < f->n)
        show(f);
    free(f->at);
    free(f);
}
