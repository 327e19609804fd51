#include "twohours.h"

#include <gsl/gsl_linalg.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 40
#define ENOUGH 1e-2 /* of a log likelihood */

struct search {
    const struct twohours_people *p;
    const struct jointcells *cells;
    enum twohours_form form;
    double low, high, scale, n;
    size_t d; /* parameters */
    double *share, *part_a, *part_b; /* of each cell: p, and the zones' parts in it */
    double mean_a[TWOHOURS_WAYS], mean_b[TWOHOURS_WAYS]; /* of the ways; of two zones alone */
    double value; /* log posterior at the point last looked at */
};

void twohours_people_init(struct twohours_people *p, const struct profile *profile, double habit_h, double spread)
{
    memcpy(p->level, profile->level, sizeof p->level);
    p->ways = profile->ways;
    for (size_t j = 0; j < p->ways; j++)
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            p->way[j][c] = spread * profile->way[j][c];
    if (habit_h <= 0)
        return;
    double *late = p->way[p->ways++];
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        size_t day = c - c % PROFILE_DAY, half = c % PROFILE_DAY;
        double next = p->level[day + (half + 1) % PROFILE_DAY];
        double before = p->level[day + (half + PROFILE_DAY - 1) % PROFILE_DAY];
        late[c] = habit_h * (before - next); /* the two are an hour apart */
    }
}

void twohours_flatten(struct twohours_people *p, double contrast)
{
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        p->level[c] *= contrast;
        for (size_t j = 0; j < p->ways; j++)
            p->way[j][c] *= contrast;
    }
}

struct ways {
    double at[TWOHOURS_WAYS][PROFILE_CELLS];
};

/* In four sums, which go side by side. */
static double dot(const double *a, const double *b, size_t n)
{
    double sum[4] = { 0 };
    for (size_t i = 0; i + 3 < n; i += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += a[i + k] * b[i + k];
    return sum[0] + sum[1] + (sum[2] + sum[3]);
}

static double logistic(double x) { return 1 / (1 + exp(-x)); }

static size_t parameters(const struct twohours_people *p, enum twohours_form form)
{
    return form == TWOHOURS_TWO ? 2 * p->ways + 1 : p->ways;
}

double twohours_weight(const struct twohours *t, double z)
{
    /* The logit is kept at the end of x, where no other parameter of any form lies. */
    return t->low + (t->high - t->low) * logistic(t->x[TWOHOURS_MOST - 1] + z * t->logit_sd);
}

/* --- the log rate of the cells, and how it follows the parameters --- */

static void log_rate(const struct twohours_people *p, const double *a, double eta[PROFILE_CELLS])
{
    memcpy(eta, p->level, sizeof p->level);
    for (size_t j = 0; j < p->ways; j++)
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            eta[c] += a[j] * p->way[j][c];
}

static double log_add(double a, double b)
{
    double most = fmax(a, b);
    return most + log1p(exp(fmin(a, b) - most));
}

/* The rate's sum over the cells by one clock, and the ways' means under it. */
static double normalize(const struct search *s, const double eta[PROFILE_CELLS], bool by_b,
                        double mean[TWOHOURS_WAYS])
{
    double exposure[PROFILE_CELLS] = { 0 }, sum = 0;
    for (size_t i = 0; i < s->cells->n; i++)
        exposure[by_b ? s->cells->at[i].b : s->cells->at[i].a] += s->cells->at[i].exposure;
    memset(mean, 0, TWOHOURS_WAYS * sizeof *mean);
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        double rate = exposure[c] * exp(eta[c]);
        sum += rate;
        for (size_t j = 0; j < s->p->ways; j++)
            mean[j] += rate * s->p->way[j][c];
    }
    for (size_t j = 0; j < s->p->ways; j++)
        mean[j] /= sum;
    return sum;
}

/* Log rate of a cell from the two zones' log rates, and what part each of them has in it. */
static double join(enum twohours_form form, double a, double b, double *part_a, double *part_b)
{
    double sum = form == TWOHOURS_TWO ? log_add(a, b) : a;
    *part_a = exp(a - sum);
    *part_b = 1 - *part_a;
    return sum;
}

static double prior(const struct search *s, const double *x, double logit)
{
    double sum = 0, w = logistic(logit);
    for (size_t j = 0; j < s->d - (s->form == TWOHOURS_TWO); j++)
        sum -= 0.5 * x[j] * x[j];
    return s->form == TWOHOURS_TWO ? sum + log(w) + log(1 - w) : sum;
}

/* Fills shares and parts at X, and the log posterior. */
static void look(struct search *s, const double *x)
{
    double a[PROFILE_CELLS], b[PROFILE_CELLS], sum = 0, fit = 0, logit = 0;
    double shift_a = 0, shift_b = 0;
    log_rate(s->p, x, a);
    log_rate(s->p, x + s->p->ways, b);
    if (s->form == TWOHOURS_TWO) {
        logit = x[2 * s->p->ways];
        double w = s->low + (s->high - s->low) * logistic(logit);
        shift_a = log(w) - log(normalize(s, a, false, s->mean_a));
        shift_b = log(1 - w) - log(normalize(s, b, true, s->mean_b));
    }
    for (size_t i = 0; i < s->cells->n; i++) {
        const struct jointcell *c = &s->cells->at[i];
        double eta = join(s->form, a[c->a] + shift_a, b[c->b] + shift_b, &s->part_a[i], &s->part_b[i]);
        s->share[i] = c->exposure * exp(eta);
        sum += s->share[i];
        fit += c->count * eta;
    }
    for (size_t i = 0; i < s->cells->n; i++)
        s->share[i] /= sum;
    s->value = s->scale * fit - s->n * log(fmax(sum, DBL_MIN)) + prior(s, x, logit);
}

/* What the cells give to the half hours of one clock: the residuals times this zone's part, and the
   information's weight. */
static void by_clock(const struct search *s, bool by_b, double residual[PROFILE_CELLS], double weight[PROFILE_CELLS])
{
    const double *part = by_b ? s->part_b : s->part_a;
    memset(residual, 0, PROFILE_CELLS * sizeof *residual);
    memset(weight, 0, PROFILE_CELLS * sizeof *weight);
    for (size_t i = 0; i < s->cells->n; i++) {
        const struct jointcell *c = &s->cells->at[i];
        size_t at = by_b ? c->b : c->a;
        residual[at] += (s->scale * c->count - s->n * s->share[i]) * part[i];
        weight[at] += s->share[i] * part[i] * part[i];
    }
}

/* Gradient and information of one zone's own ways, from place FIRST on. */
static void curve_side(const struct search *s, bool by_b, const struct ways *ways, size_t first, double *g, double *h)
{
    double residual[PROFILE_CELLS], weight[PROFILE_CELLS];
    size_t q = s->p->ways;
    by_clock(s, by_b, residual, weight);
    for (size_t j = 0; j < q; j++) {
        double weighted[PROFILE_CELLS];
        g[first + j] = 0;
        for (size_t c = 0; c < PROFILE_CELLS; c++) {
            g[first + j] += residual[c] * ways->at[j][c];
            weighted[c] = weight[c] * ways->at[j][c];
        }
        for (size_t k = 0; k <= j; k++)
            h[(first + j) * s->d + first + k] = dot(weighted, ways->at[k], PROFILE_CELLS);
    }
}

/* Information that the two zones' ways have together. */
static void curve_across(const struct search *s, const struct ways *a, const struct ways *b, double *h)
{
    size_t q = s->p->ways;
    for (size_t j = 0; j < q; j++) {
        double weighted[PROFILE_CELLS] = { 0 };
        for (size_t i = 0; i < s->cells->n; i++) {
            const struct jointcell *c = &s->cells->at[i];
            weighted[c->b] += s->share[i] * s->part_a[i] * s->part_b[i] * a->at[j][c->a];
        }
        for (size_t k = 0; k < q; k++)
            h[(q + k) * s->d + j] = dot(weighted, b->at[k], PROFILE_CELLS);
    }
}

/* The same for the weight's logit, which is the last parameter; its prior is uniform in the weight. */
static void curve_weight(const struct search *s, const double *x, const struct ways *a, const struct ways *b,
                         double *g, double *h)
{
    size_t q = s->p->ways, last = s->d - 1;
    double v = logistic(x[last]), w = s->low + (s->high - s->low) * v, dw = (s->high - s->low) * v * (1 - v);
    double by_a[PROFILE_CELLS] = { 0 }, by_b[PROFILE_CELLS] = { 0 }, square = 0;
    g[last] = 1 - 2 * v;
    for (size_t i = 0; i < s->cells->n; i++) {
        const struct jointcell *c = &s->cells->at[i];
        double slope = dw * (s->part_a[i] / w - s->part_b[i] / (1 - w));
        g[last] += (s->scale * c->count - s->n * s->share[i]) * slope;
        square += s->share[i] * slope * slope;
        by_a[c->a] += s->share[i] * slope * s->part_a[i];
        by_b[c->b] += s->share[i] * slope * s->part_b[i];
    }
    for (size_t j = 0; j < q; j++) {
        h[last * s->d + j] = dot(by_a, a->at[j], PROFILE_CELLS);
        h[last * s->d + q + j] = dot(by_b, b->at[j], PROFILE_CELLS);
    }
    h[last * s->d + last] = square + 2 * v * (1 - v) / s->n;
}

/* The ways less their means, where eta is normalized by itself. */
static void centre(const struct search *s, const double *mean, struct ways *out)
{
    for (size_t j = 0; j < s->p->ways; j++)
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            out->at[j][c] = s->p->way[j][c] - (s->form == TWOHOURS_TWO ? mean[j] : 0);
}

/* The shares' mean of each way: what the multinomial's total takes away. */
static void take_means(const struct search *s, const struct ways *a, double *h)
{
    double mean[TWOHOURS_WAYS], share[PROFILE_CELLS] = { 0 };
    for (size_t i = 0; i < s->cells->n; i++)
        share[s->cells->at[i].a] += s->share[i];
    for (size_t j = 0; j < s->d; j++)
        mean[j] = dot(share, a->at[j], PROFILE_CELLS);
    for (size_t j = 0; j < s->d; j++)
        for (size_t k = 0; k <= j; k++)
            h[j * s->d + k] -= mean[j] * mean[k];
}

/* Gradient G and information H of the log posterior at the point last looked at. */
static void curve(const struct search *s, const double *x, double *g, double *h)
{
    struct ways a, b;
    bool sum = s->form == TWOHOURS_TWO;
    centre(s, s->mean_a, &a);
    curve_side(s, false, &a, 0, g, h);
    if (sum) { /* of normalized rates: their slopes have mean zero */
        centre(s, s->mean_b, &b);
        curve_side(s, true, &b, s->p->ways, g, h);
        curve_across(s, &a, &b, h);
        curve_weight(s, x, &a, &b, g, h);
    } else {
        take_means(s, &a, h);
    }
    for (size_t j = 0; j < s->d; j++) {
        for (size_t k = 0; k <= j; k++)
            h[j * s->d + k] = h[k * s->d + j] = s->n * h[j * s->d + k] + (j == k && !(sum && j + 1 == s->d));
        g[j] -= sum && j + 1 == s->d ? 0 : x[j];
    }
}

/* A step, halved until it climbs; false when there is nothing to climb. */
static bool climb(struct search *s, double *x, const double *step)
{
    double from = s->value, next[TWOHOURS_MOST] = { 0 };
    for (double size = 1; size > 1e-3; size /= 2) {
        for (size_t j = 0; j < s->d; j++)
            next[j] = x[j] + size * step[j];
        look(s, next);
        if (s->value >= from) {
            memcpy(x, next, s->d * sizeof *x);
            return s->value - from > ENOUGH;
        }
    }
    look(s, x);
    return false;
}

static void search_begin(struct search *s, const struct twohours *t, const struct twohours_people *p,
                         const struct jointcells *cells, double scale)
{
    size_t m = cells->n + 1, d = parameters(p, t->form);
    double *room = mem_alloc(3 * m * sizeof *room);
    *s = (struct search) { .p = p, .cells = cells, .form = t->form, .low = t->low, .high = t->high, .scale = scale,
                           .n = scale * cells->visits, .d = d };
    s->share = room;
    s->part_a = room + m;
    s->part_b = room + 2 * m;
}

/* X of the search: the parameters of the form in a row. */
static void pack(const struct search *s, const struct twohours *t, double x[TWOHOURS_MOST])
{
    memcpy(x, t->x, TWOHOURS_MOST * sizeof *x);
    if (s->form == TWOHOURS_TWO)
        x[s->d - 1] = t->x[TWOHOURS_MOST - 1];
}

static void unpack(const struct search *s, struct twohours *t, const double x[TWOHOURS_MOST])
{
    memcpy(t->x, x, s->d * sizeof *x);
    if (s->form == TWOHOURS_TWO)
        t->x[TWOHOURS_MOST - 1] = x[s->d - 1];
}

static double half_log_det(const gsl_matrix *cholesky)
{
    double sum = 0;
    for (size_t j = 0; j < cholesky->size1; j++)
        sum += log(gsl_matrix_get(cholesky, j, j));
    return sum;
}

/* Standard deviation of the last parameter: the last diagonal of the inverse of L L'. */
static double last_sd(const gsl_matrix *cholesky)
{
    return 1 / gsl_matrix_get(cholesky, cholesky->size1 - 1, cholesky->size1 - 1);
}

static void ascend(struct search *s, double *x, double *h)
{
    double g[TWOHOURS_MOST], step[TWOHOURS_MOST];
    gsl_matrix_view hv = gsl_matrix_view_array(h, s->d, s->d);
    gsl_vector_view gv = gsl_vector_view_array(g, s->d), sv = gsl_vector_view_array(step, s->d);
    for (int i = 0; i < STEPS; i++) {
        curve(s, x, g, h);
        if (gsl_linalg_cholesky_decomp1(&hv.matrix) != 0)
            return; /* not met: the priors keep the diagonal positive */
        gsl_linalg_cholesky_solve(&hv.matrix, &gv.vector, &sv.vector);
        if (!climb(s, x, step))
            return;
    }
}

void twohours_fit(struct twohours *t, const struct twohours_people *p, const struct jointcells *cells, double scale)
{
    struct search s;
    double x[TWOHOURS_MOST], h[TWOHOURS_MOST * TWOHOURS_MOST];
    search_begin(&s, t, p, cells, scale);
    pack(&s, t, x);
    look(&s, x);
    ascend(&s, x, h);
    gsl_matrix_const_view factor = gsl_matrix_const_view_array(h, s.d, s.d);
    t->logit_sd = last_sd(&factor.matrix);
    /* The prior of the logit is a density as it stands; the others' lacks the normal's factor. */
    t->evidence = s.value - half_log_det(&factor.matrix) + (s.form == TWOHOURS_TWO ? 0.5 * log(2 * M_PI) : 0);
    unpack(&s, t, x);
    free(s.share);
}

size_t twohours_best(struct twohours *t, const struct twohours_people *people, size_t n,
                     const struct jointcells *cells, double scale)
{
    size_t best = 0;
    for (size_t p = 0; p < n; p++) {
        struct twohours one = { .form = TWOHOURS_TWO, .low = 0, .high = 1 };
        twohours_fit(&one, &people[p], cells, scale);
        if (p == 0 || one.evidence > t->evidence) {
            *t = one;
            best = p;
        }
    }
    return best;
}

void twohours_rates(const struct twohours *t, const struct twohours_people *p, const struct jointcells *cells,
                    double q_a[PROFILE_CELLS], double q_b[PROFILE_CELLS])
{
    struct search s;
    search_begin(&s, t, p, cells, 1);
    log_rate(p, t->x, q_a);
    log_rate(p, t->x + p->ways, q_b);
    double sum_a = normalize(&s, q_a, false, s.mean_a), sum_b = normalize(&s, q_b, true, s.mean_b);
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        q_a[c] = exp(q_a[c]) / sum_a;
        q_b[c] = exp(q_b[c]) / sum_b;
    }
    free(s.share);
}

void twohours_sides(const struct twohours *t, const struct twohours_people *p, const struct jointcells *cells,
                    double *q_a, double *q_b)
{
    double a[PROFILE_CELLS], b[PROFILE_CELLS];
    twohours_rates(t, p, cells, a, b);
    for (size_t i = 0; i < cells->n; i++) {
        q_a[i] = a[cells->at[i].a];
        q_b[i] = b[cells->at[i].b];
    }
}

void twohours_shares(const struct twohours *t, const struct twohours_people *p, const struct jointcells *cells,
                     double *out)
{
    struct search s;
    double x[TWOHOURS_MOST];
    search_begin(&s, t, p, cells, 1);
    pack(&s, t, x);
    look(&s, x);
    memcpy(out, s.share, cells->n * sizeof *out);
    free(s.share);
}
