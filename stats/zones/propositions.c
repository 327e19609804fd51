#include "propositions.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SHARE 0.2 /* of either zone's people in the union */
#define BINS (24 * 4)
#define HOURS 24
#define STEPS 60
#define ENOUGH 1e-3 /* of a log posterior */
#define NUDGE 0.01  /* of a normal score */
#define WAVES 4
#define HABIT_H 0.7
#define WAVE_SD 0.3
#define LENGTH_SD 0.6 /* of the profile's own: a stated working day is known better than anybody's */

/* Where the normal scores lie: an office's theta, B's own start and length, waves, the weight. */
enum { LENGTH = 1, THETA = 6, OWN = 2, OF_B = THETA, OF_WAVES = OF_B + OWN, OF_WEIGHT = OF_WAVES + 2 * WAVES, SCORES };

enum form { ONE, SUM, EITHER, BOTH, FLAT, PERSONS_ONE, PERSONS_SUM };

/* One way to put a proposition into a model of the visits. */
static const struct variant {
    enum proposition of;
    enum form form;
} variants[] = {
    { PROPOSITION_A, ONE },       { PROPOSITION_A, PERSONS_ONE },
    { PROPOSITION_B, ONE },       { PROPOSITION_B, PERSONS_ONE },
    { PROPOSITION_UNION, SUM },   { PROPOSITION_UNION, PERSONS_SUM }, { PROPOSITION_UNION, EITHER },
    { PROPOSITION_OVERLAP, BOTH }, { PROPOSITION_FLAT, FLAT },
    { PROPOSITION_ELSEWHERE, ONE }, { PROPOSITION_ELSEWHERE, PERSONS_ONE },
};

struct model {
    enum form form;
    const struct jointcells *cells;
    double n_eff, scale;
    size_t used[SCORES], d; /* the scores that the form has */
    double *share;          /* of each cell, at the point last looked at */
    double value;           /* log posterior there */
};

const char *proposition_name(enum proposition p)
{
    static const char *const names[PROPOSITIONS] = { "A", "B", "union", "overlap", "flat", "elsewhere" };
    return names[p];
}

static double log_add(double a, double b)
{
    double most = fmax(a, b);
    return most == -INFINITY ? most : most + log1p(exp(fmin(a, b) - most));
}

/* --- the rate --- */

static double unit(double score) { return fmin(fmax(gsl_cdf_ugaussian_P(score), 1e-9), 1 - 1e-9); }

/* The staff that is there in each cell of the local week, 1 at full staff; returns theta. */
static struct office staff(const double *z, bool of_b, double there[PROFILE_CELLS])
{
    double u[THETA], most = -INFINITY;
    for (size_t i = 0; i < THETA; i++)
        u[i] = unit((of_b && i < OWN ? z[OF_B + i] : z[i]) * (i == LENGTH ? LENGTH_SD : 1));
    struct office office = office_at(u);
    double floor = fmin(office.floor, 1);
    office.weekend = fmin(office.weekend, 1);
    office.floor = 0;
    office_log_rate(&office, there);
    for (size_t c = 0; c < PROFILE_DAY; c++)
        most = fmax(most, there[c]);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        there[c] = fmin(exp(there[c] - most), 1);
    office.floor = floor;
    return office;
}

static double wave(const double *z, size_t cell)
{
    double sum = 0, day = 2 * M_PI * ((double) (cell % PROFILE_DAY) + 0.5) / PROFILE_DAY;
    for (int k = 0; k < WAVES; k++)
        sum += WAVE_SD / (k + 1) * (z[OF_WAVES + 2 * k] * cos((k + 1) * day) + z[OF_WAVES + 2 * k + 1] * sin((k + 1) * day));
    return sum;
}

/* A weekend that both have is quiet once, not twice. */
static double joined(enum form form, double a, double b, double weekend)
{
    return form == EITHER ? 1 - (1 - a) * (1 - b) : form == BOTH ? a * b / weekend : a;
}

/* Rates of the cells, times exposure, each at their own hours: both normalized. */
static void sum_of_two(const struct model *m, const double *z, const double *a, const double *b, double f)
{
    double sum_a = 0, sum_b = 0, w = LEAST_SHARE + (1 - 2 * LEAST_SHARE) * unit(z[OF_WEIGHT]);
    for (size_t i = 0; i < m->cells->n; i++) {
        const struct jointcell *c = &m->cells->at[i];
        sum_a += c->exposure * (f + (1 - f) * a[c->a]);
        sum_b += c->exposure * (f + (1 - f) * b[c->b]);
    }
    for (size_t i = 0; i < m->cells->n; i++) {
        const struct jointcell *c = &m->cells->at[i];
        m->share[i] = w * (f + (1 - f) * a[c->a]) / sum_a + (1 - w) * (f + (1 - f) * b[c->b]) / sum_b;
    }
}

static bool both_at_weekend(const struct jointcell *c) { return c->a >= PROFILE_DAY && c->b >= PROFILE_DAY; }

static void rates(const struct model *m, const double *z)
{
    double a[PROFILE_CELLS], b[PROFILE_CELLS], waves[PROFILE_CELLS];
    struct office office = staff(z, false, a);
    double f = office.floor;
    staff(z, true, b);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        waves[c] = m->form == FLAT ? 1 : exp(wave(z, c));
    if (m->form == SUM)
        sum_of_two(m, z, a, b, f);
    for (size_t i = 0; i < m->cells->n; i++) {
        const struct jointcell *c = &m->cells->at[i];
        double rate = m->form == FLAT  ? 1
                      : m->form == SUM ? m->share[i]
                                       : f + (1 - f) * joined(m->form, a[c->a], b[c->b], both_at_weekend(c) ? office.weekend : 1);
        m->share[i] = fmax(rate, 1e-12) * waves[c->a];
    }
}

/* Fills the shares at Z and the log posterior. */
static void look(struct model *m, const double *z)
{
    double sum = 0, fit = 0, penalty = 0;
    rates(m, z);
    for (size_t i = 0; i < m->cells->n; i++) {
        fit += m->cells->at[i].count * log(m->share[i]);
        m->share[i] *= m->cells->at[i].exposure;
        sum += m->share[i];
    }
    for (size_t i = 0; i < m->cells->n; i++)
        m->share[i] /= sum;
    for (size_t j = 0; j < m->d; j++)
        penalty += z[m->used[j]] * z[m->used[j]];
    m->value = m->scale * fit - m->n_eff * log(sum) - 0.5 * penalty;
}

/* --- evidence --- */

/* How the log share of each cell follows each score, by central differences; leaves the model at Z. */
static void slopes(struct model *m, const double *z, double *slope)
{
    size_t n = m->cells->n;
    double moved[SCORES];
    for (size_t j = 0; j < m->d; j++)
        for (int side = 1; side >= -1; side -= 2) {
            memcpy(moved, z, sizeof moved);
            moved[m->used[j]] += side * NUDGE;
            look(m, moved);
            for (size_t i = 0; i < n; i++)
                if (side > 0)
                    slope[j * n + i] = m->share[i];
                else
                    slope[j * n + i] = m->cells->at[i].exposure > 0
                                           ? log(slope[j * n + i] / m->share[i]) / (2 * NUDGE) : 0;
        }
    look(m, z);
}

/* Gradient and expected information of the log posterior; shares sum to 1, so slopes have mean 0. */
static void curve(const struct model *m, const double *z, const double *slope, double *g, double *h)
{
    size_t n = m->cells->n, d = m->d;
    for (size_t j = 0; j < d; j++) {
        g[j] = -z[m->used[j]];
        for (size_t i = 0; i < n; i++)
            g[j] += (m->scale * m->cells->at[i].count - m->n_eff * m->share[i]) * slope[j * n + i];
        for (size_t k = 0; k <= j; k++) {
            double sum = 0;
            for (size_t i = 0; i < n; i++)
                sum += m->share[i] * slope[j * n + i] * slope[k * n + i];
            h[j * d + k] = h[k * d + j] = m->n_eff * sum + (j == k);
        }
    }
}

/* A step, halved until it climbs; false when there is nothing to climb. */
static bool climb(struct model *m, double *z, const double *step)
{
    double from = m->value, next[SCORES];
    for (double size = 1; size > 1e-3; size /= 2) {
        memcpy(next, z, sizeof next);
        for (size_t j = 0; j < m->d; j++)
            next[m->used[j]] += size * fmax(-2, fmin(2, step[j]));
        look(m, next);
        if (m->value >= from) {
            memcpy(z, next, sizeof next);
            return m->value - from > ENOUGH;
        }
    }
    look(m, z);
    return false;
}

static double half_log_det(const gsl_matrix *cholesky)
{
    double sum = 0;
    for (size_t j = 0; j < cholesky->size1; j++)
        sum += log(gsl_matrix_get(cholesky, j, j));
    return sum;
}

/* The log evidence from the mode that is found from Z on; leaves the model there. */
static double evidence_from(struct model *m, double *z)
{
    double g[SCORES], step[SCORES], h[SCORES * SCORES], det = 0;
    double *slope = mem_alloc((m->d * m->cells->n + 1) * sizeof *slope);
    look(m, z);
    for (int i = 0; i < STEPS && m->d > 0; i++) {
        gsl_matrix_view hv = gsl_matrix_view_array(h, m->d, m->d);
        gsl_vector_view gv = gsl_vector_view_array(g, m->d), sv = gsl_vector_view_array(step, m->d);
        slopes(m, z, slope);
        curve(m, z, slope, g, h);
        if (gsl_linalg_cholesky_decomp1(&hv.matrix) != 0)
            break; /* not met: the prior adds 1 to each diagonal */
        det = half_log_det(&hv.matrix);
        gsl_linalg_cholesky_solve(&hv.matrix, &gv.vector, &sv.vector);
        if (!climb(m, z, step))
            break;
    }
    free(slope);
    return m->value - det;
}

/* The same by the profile of persons rather than an office's. */
static double evidence_of_persons(struct model *m, const struct twohours_people *persons)
{
    struct twohours t = { .form = m->form == PERSONS_SUM ? TWOHOURS_TWO : TWOHOURS_ONE, .low = LEAST_SHARE,
                          .high = 1 - LEAST_SHARE };
    twohours_fit(&t, persons, m->cells, m->scale);
    twohours_shares(&t, persons, m->cells, m->share);
    return t.evidence;
}

static void use(struct model *m, size_t first, size_t n)
{
    for (size_t i = 0; i < n; i++)
        m->used[m->d++] = first + i;
}

static void model_init(struct model *m, enum form form, const struct jointcells *cells, double n_eff)
{
    *m = (struct model) { .form = form, .cells = cells, .n_eff = n_eff, .scale = n_eff / cells->visits };
    m->share = mem_alloc((cells->n + 1) * sizeof *m->share);
    if (form == FLAT || form == PERSONS_ONE || form == PERSONS_SUM)
        return;
    use(m, 0, THETA);
    use(m, OF_WAVES, 2 * WAVES);
    if (form != ONE)
        use(m, OF_B, OWN);
    if (form == SUM)
        use(m, OF_WEIGHT, 1);
}

/* --- fit --- */

static size_t bin_of(const struct jointcell *c)
{
    size_t weekend_a = c->a >= PROFILE_DAY, weekend_b = c->b >= PROFILE_DAY;
    return c->a % PROFILE_DAY / 2 + 24 * (weekend_a + 2 * weekend_b);
}

static double fit_p(const struct model *m)
{
    double seen[BINS + 1] = { 0 }, expected[BINS + 1] = { 0 }, sum = 0;
    int bins = 0;
    for (size_t i = 0; i < m->cells->n; i++) {
        seen[bin_of(&m->cells->at[i])] += m->cells->at[i].count * m->scale;
        expected[bin_of(&m->cells->at[i])] += m->share[i] * m->n_eff;
    }
    for (size_t k = 0; k < BINS; k++)
        if (expected[k] < 1) {
            seen[BINS] += seen[k];
            expected[BINS] += expected[k];
            expected[k] = 0;
        }
    for (size_t k = 0; k <= BINS; k++)
        if (expected[k] > 0) {
            sum += (seen[k] - expected[k]) * (seen[k] - expected[k]) / expected[k];
            bins++;
        }
    return bins > 1 ? gsl_cdf_chisq_Q(sum, bins - 1) : 1;
}

/* --- all of them --- */

static bool same_clock(const struct weekregimes *r, size_t a, size_t b)
{
    for (size_t k = 0; k < r->n; k++)
        if (r->offsets[k * r->n_groups + a] != r->offsets[k * r->n_groups + b])
            return false;
    return true;
}

static bool is_far(const struct weekregimes *r, size_t group, size_t stated)
{
    return weekregimes_apart(r, group, stated) >= PROPOSITIONS_ELSEWHERE_H ||
           (r->weekends[group] != r->weekends[stated] && same_clock(r, group, stated));
}

/* One zone of each band of clocks that is far from both; OUT has room for HOURS. */
static size_t zones_elsewhere(const struct weekregimes *regimes, size_t zone_a, size_t zone_b, size_t *out)
{
    bool taken[HOURS] = { false };
    size_t n = 0;
    for (size_t g = 0; g < regimes->n_groups; g++) {
        int hour = (int) floor(weekregimes_usual(regimes, g) / 3600.0);
        size_t band = (size_t) ((hour + HOURS) % HOURS);
        if (taken[band] || !is_far(regimes, g, zone_a) || !is_far(regimes, g, zone_b))
            continue;
        taken[band] = true;
        out[n++] = g;
    }
    return n;
}

struct weighing {
    struct propositions *to;
    const struct weekregimes *regimes;
    double n_eff;
    double most[PROPOSITIONS], fit_p[PROPOSITIONS]; /* of each one's best model so far: its evidence, its fit */
    struct twohours_people persons;
    struct jointcells cells;
    int ways[PROPOSITIONS];
};

/* One model more of a proposition. */
static void weigh_model(struct weighing *w, const struct variant *v, size_t zone_a, size_t zone_b)
{
    struct propositions *p = w->to;
    struct model m;
    double z[SCORES] = { 0 };
    jointcells_fill(&w->cells, w->regimes, zone_a, zone_b);
    model_init(&m, v->form, &w->cells, w->n_eff);
    bool by_person = v->form == PERSONS_ONE || v->form == PERSONS_SUM;
    double e = by_person ? evidence_of_persons(&m, &w->persons) : evidence_from(&m, z);
    if (e > w->most[v->of]) {
        w->most[v->of] = e;
        w->fit_p[v->of] = fit_p(&m);
    }
    free(m.share);
    p->evidence[v->of] = log_add(p->evidence[v->of], e);
    w->ways[v->of]++;
}

void propositions_weigh(struct propositions *p, const struct weekregimes *regimes, size_t zone_a, size_t zone_b,
                        double dispersion)
{
    struct weighing w = { p, regimes, .n_eff = 1 / (dispersion / regimes->visits + 1.0 / PROPOSITIONS_TRUST) };
    size_t elsewhere[HOURS], far = zones_elsewhere(regimes, zone_a, zone_b, elsewhere);
    struct profile developer;
    profile_init(&developer, PROFILE_DEVELOPER);
    twohours_people_init(&w.persons, &developer, HABIT_H, 1);
    for (int k = 0; k < PROPOSITIONS; k++)
        p->evidence[k] = w.most[k] = -INFINITY;
    for (size_t k = 0; k < sizeof variants / sizeof *variants; k++) {
        const struct variant *v = &variants[k];
        if (v->of != PROPOSITION_ELSEWHERE)
            weigh_model(&w, v, v->of == PROPOSITION_B ? zone_b : zone_a, zone_b);
        for (size_t i = 0; v->of == PROPOSITION_ELSEWHERE && i < far; i++)
            weigh_model(&w, v, elsewhere[i], elsewhere[i]);
    }
    p->best = PROPOSITION_A;
    for (int k = 0; k < PROPOSITIONS; k++) {
        p->evidence[k] -= w.ways[k] > 0 ? log(w.ways[k]) : 0;
        if (p->evidence[k] > p->evidence[p->best])
            p->best = (enum proposition) k;
    }
    p->fit_p = w.fit_p[p->best];
    jointcells_release(&w.cells);
}

double propositions_log_ratio(const struct propositions *p, enum proposition for_, enum proposition against,
                              bool capped)
{
    double ratio = p->evidence[for_] - p->evidence[against], cap = log(PROPOSITIONS_CAP);
    if (!capped || p->fit_p >= PROPOSITIONS_POOR)
        return ratio;
    return fmax(-cap, fmin(cap, ratio));
}
