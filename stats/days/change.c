/* change.c -- see change.h. */

#include "change.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>

static double x_log(double x, double ratio)
{
    return x > 0 ? x * log(ratio) : 0;
}

double change_cost(enum change_family family, double y, double b)
{
    if (b <= 0)
        return 0;
    if (family == CHANGE_POISSON)
        return -2 * (x_log(y, y / b) - y);
    if (family == CHANGE_BINOMIAL)
        return -2 * (x_log(y, y / b) + x_log(b - y, 1 - y / b));
    return -y * y / b;
}

/* Sums up to each bin, n + 1 of each. */
struct sums {
    enum change_family family;
    double *y, *b;
};

static struct sums sums_of(const struct change_series *s)
{
    struct sums c = { s->family, mem_alloc(2 * (s->n + 1) * sizeof(double)), NULL };

    c.b = c.y + s->n + 1;
    c.y[0] = c.b[0] = 0;
    for (size_t i = 0; i < s->n; i++) {
        c.y[i + 1] = c.y[i] + s->y[i];
        c.b[i + 1] = c.b[i] + s->b[i];
    }
    return c;
}

static double cost(const struct sums *c, size_t from, size_t to)
{
    return change_cost(c->family, c->y[to] - c->y[from], c->b[to] - c->b[from]);
}

/* --- PELT ----------------------------------------------------------------------------------- */

struct pelt {
    struct sums sums;
    double *best;      /* of the bins before i, without the penalty of the last change */
    size_t *last;      /* first bin of the last segment */
    size_t *candidate; /* where a last segment may begin */
    size_t n_candidates;
};

/* A candidate is dropped only when it lost against one that is LEAST bins old, since that one can take its place from
   now on. */
static void end_at(struct pelt *p, size_t to, double penalty, size_t least)
{
    size_t kept = 0;

    p->best[to] = INFINITY;
    for (size_t i = 0; i < p->n_candidates; i++) {
        size_t from = p->candidate[i];
        double all = to - from >= least ? p->best[from] + cost(&p->sums, from, to) + penalty : -INFINITY;

        if (all > -INFINITY && all < p->best[to]) {
            p->best[to] = all;
            p->last[to] = from;
        }
    }
    for (size_t i = 0; i < p->n_candidates; i++) {
        size_t from = p->candidate[i];

        if (to - from < 2 * least || p->best[from] + cost(&p->sums, from, to - least) <= p->best[to - least])
            p->candidate[kept++] = from;
    }
    p->n_candidates = kept;
    if (p->best[to] < INFINITY)
        p->candidate[p->n_candidates++] = to;
}

size_t change_pelt(const struct change_series *s, double penalty, size_t least, size_t *breaks)
{
    struct pelt p = { .sums = sums_of(s), .n_candidates = 1 };
    size_t n = 0;

    p.best = mem_alloc((s->n + 1) * sizeof *p.best);
    p.last = mem_zero((s->n + 1) * sizeof *p.last);
    p.candidate = mem_zero((s->n + 2) * sizeof *p.candidate);
    p.best[0] = -penalty;
    for (size_t to = 1; to <= s->n; to++)
        end_at(&p, to, penalty, least);
    for (size_t at = s->n; at > 0 && p.last[at] > 0; at = p.last[at])
        breaks[n++] = p.last[at];
    for (size_t i = 0; i < n / 2; i++) {
        size_t swap = breaks[i];

        breaks[i] = breaks[n - 1 - i];
        breaks[n - 1 - i] = swap;
    }
    free(p.sums.y);
    free(p.best);
    free(p.last);
    free(p.candidate);
    return n;
}

/* --- a few changes, by their number ------------------------------------------------------------ */

size_t change_single(const struct change_series *s, size_t from, size_t to, size_t least, double *gain)
{
    struct sums c = sums_of(s);
    double whole = cost(&c, from, to);
    size_t best = to;

    *gain = 0;
    for (size_t k = from + least; k + least <= to; k++) {
        double g = whole - cost(&c, from, k) - cost(&c, k, to);

        if (best == to || g > *gain) {
            *gain = g;
            best = k;
        }
    }
    free(c.y);
    return best;
}

/* NEXT[to]: the cheapest split of the bins before TO into one segment more than in BEFORE. */
static void one_more(const double *costs, size_t n, size_t least, const double *before, double *next)
{
    for (size_t to = 0; to <= n; to++)
        next[to] = INFINITY;
    for (size_t from = least; from + least <= n; from++) {
        const double *more = costs + from * (n + 1);

        for (size_t to = from + least; to <= n; to++) {
            double all = before[from] + more[to];

            next[to] = all < next[to] ? all : next[to];
        }
    }
}

double change_worth(const struct change_series *s, size_t least)
{
    struct sums c = sums_of(s);
    size_t n = s->n;
    double *costs = mem_alloc(((n + 1) * (n + 1) + 2 * (n + 1)) * sizeof *costs);
    double *before = costs + (n + 1) * (n + 1), *next = before + n + 1, worth = 0;

    for (size_t from = 0; from < n; from++) {
        for (size_t to = from + least; to <= n; to++)
            costs[from * (n + 1) + to] = cost(&c, from, to);
    }
    for (size_t to = 0; to <= n; to++)
        before[to] = to >= least ? costs[to] : INFINITY;
    for (int k = 1; k <= CHANGE_DEPTH && n >= (size_t)(k + 1) * least; k++) {
        double *swap = before;

        one_more(costs, n, least, before, next);
        worth = fmax(worth, (costs[n] - next[n]) / k);
        before = next;
        next = swap;
    }
    free(costs);
    free(c.y);
    return worth;
}
