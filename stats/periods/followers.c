/* followers.c -- see followers.h. */

#include "followers.h"

#include "base/err.h"
#include <stdlib.h>
#include <string.h>

struct followers {
    int64_t reach;
    size_t step, skip; /* skip: times to come before the next one that is shown */
    void (*each)(const when_t *times, size_t n, void *context);
    void *context;
    when_t *at; /* from the one that is shown next on */
    size_t head, n, capacity;
};

struct followers *followers_new(int64_t reach, size_t step, void (*each)(const when_t *times, size_t n, void *context), void *context)
{
    struct followers *f = mem_zero(sizeof *f);

    *f = (struct followers){ .reach = reach, .step = step, .each = each, .context = context };
    return f;
}

static void show(struct followers *f)
{
    size_t n = f->n - f->head;

    f->each(f->at + f->head, n, f->context);
    f->skip = f->step > n ? f->step - n : 0;
    f->head += f->step > n ? n : f->step;
    if (2 * f->head < f->n)
        return;
    memmove(f->at, f->at + f->head, (f->n - f->head) * sizeof *f->at);
    f->n -= f->head;
    f->head = 0;
}

void followers_add(struct followers *f, when_t t)
{
    while (f->head < f->n && t - f->at[f->head] >= f->reach)
        show(f);
    if (f->skip > 0) {
        f->skip--;
        return;
    }
    f->at = mem_grow(f->at, &f->capacity, f->n + 1, sizeof *f->at);
    f->at[f->n++] = t;
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
