/* Pools of persons of one zone: drawn anew each time, with repetition between pools and not within one. */

#include "validate.h"

#include "numbers/stream.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRAWS 40

struct crowds {
    const struct people *p;
    const struct person **who;
    size_t n;
    gsl_rng *rng;
    struct zonefit_model model;
};

static double is_near(const struct outcome *o) { return fabs(o->error_h) <= 1; }
static double in80(const struct outcome *o) { return o->in80; }
static double in95(const struct outcome *o) { return o->in95; }
static double width(const struct outcome *o) { return o->width80_h; }
static double error(const struct outcome *o) { return fabs(o->error_h); }

/* The members of ZONE into OUT. */
static size_t members(const struct crowds *c, const char *zone, const struct person **out)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->who[i]->zone, zone) == 0)
            out[n++] = c->who[i];
    return n;
}

static void shuffle(const struct person **who, size_t n, gsl_rng *rng)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = gsl_rng_uniform_int(rng, i);
        const struct person *swap = who[i - 1];
        who[i - 1] = who[k];
        who[k] = swap;
    }
}

/* DRAWS pools of SIZE over the zones that have so many persons, in turn; returns how many pools there are. */
static size_t draw(struct crowds *c, size_t size, struct outcome *out)
{
    const struct person **zone = mem_alloc((c->n + 1) * sizeof *zone);
    size_t pools = 0, at = 0, passed = 0;
    while (pools < DRAWS && passed <= c->n) {
        const struct person *first = c->who[at++ % c->n];
        size_t n = members(c, first->zone, zone);
        bool seen = zone[0] != first; /* a zone comes once a round, by its first person */
        passed++;
        if (seen || n < size)
            continue;
        passed = 0;
        shuffle(zone, n, c->rng);
        people_pool(c->p, zone, size, &c->model, &out[pools++]);
    }
    free(zone);
    return pools;
}

void validate_crowds(const struct people *p, struct report *r)
{
    static const size_t sizes[] = { 5, 10, 20 };
    struct crowds c = { .p = p, .rng = stream_new(1, "validate", "crowds") };
    struct profile profile;
    struct outcome o[DRAWS];
    profile_init(&profile, PROFILE_DEVELOPER);
    c.model = zonefit_crowd(&profile, 1);
    c.n = people_fixed(p, &c.who);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        size_t n = draw(&c, sizes[k], o);
        char what[96];
        bool asked = sizes[k] == 20;
        if (n == 0)
            continue;
        snprintf(what, sizeof what, "crowds of %zu of one zone: within 1 h", sizes[k]);
        bar(r, what, asked ? .95 : NAN, asked ? INFINITY : NAN, outcome_mean(o, n, is_near), n);
        snprintf(what, sizeof what, "crowds of %zu of one zone: 80 %% set holds", sizes[k]);
        bar(r, what, NAN, NAN, outcome_mean(o, n, in80), n);
        snprintf(what, sizeof what, "crowds of %zu of one zone: 95 %% set holds", sizes[k]);
        bar(r, what, asked ? .92 : NAN, asked ? INFINITY : NAN, outcome_mean(o, n, in95), n);
        snprintf(what, sizeof what, "crowds of %zu of one zone: mean width of the 80 %% set, h", sizes[k]);
        bar(r, what, NAN, NAN, outcome_mean(o, n, width), n);
        snprintf(what, sizeof what, "crowds of %zu of one zone: mean error, h", sizes[k]);
        bar(r, what, NAN, NAN, outcome_mean(o, n, error), n);
    }
    gsl_rng_free(c.rng);
    free(c.who);
}
