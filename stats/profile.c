#include "profile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_qrng.h>
#include <math.h>
#include <string.h>

#define OFFICE_DRAWS 512
#define OFFICE_COMPONENTS 8
#define WAVES 4

/* Share of a person's visits in each hour of the local week, Monday 00-01 first:
   the mean over 129 persons of public commit histories whose clock is known,
   after collapsing bursts to visits (each person counts once).  The standard
   deviation between persons is of the size of the mean by day and two to four
   times the mean at night. */
static const double developer_share[168] = {
    0.004381, 0.002680, 0.001382, 0.001110, 0.000743, 0.000825, 0.001232, 0.001622,
    0.004077, 0.007199, 0.010085, 0.011499, 0.009980, 0.010804, 0.012360, 0.012143,
    0.013022, 0.012090, 0.008862, 0.007640, 0.006111, 0.005892, 0.007630, 0.007402,
    0.004648, 0.003045, 0.001669, 0.001074, 0.000794, 0.000924, 0.001523, 0.002185,
    0.004219, 0.008259, 0.011382, 0.012403, 0.011524, 0.010338, 0.013103, 0.014069,
    0.012283, 0.010930, 0.008604, 0.007166, 0.005926, 0.006760, 0.006643, 0.007000,
    0.004276, 0.002626, 0.002014, 0.001185, 0.000827, 0.000797, 0.001333, 0.001818,
    0.004048, 0.007608, 0.011266, 0.011439, 0.010676, 0.012156, 0.013137, 0.013000,
    0.012291, 0.011680, 0.008433, 0.006924, 0.006430, 0.006997, 0.007083, 0.006667,
    0.004496, 0.003145, 0.001854, 0.001038, 0.000871, 0.000621, 0.000912, 0.002118,
    0.003971, 0.007295, 0.010716, 0.012420, 0.011600, 0.011058, 0.012735, 0.013706,
    0.012797, 0.010747, 0.007662, 0.005968, 0.006090, 0.006034, 0.006812, 0.006218,
    0.004111, 0.003307, 0.001500, 0.001358, 0.000575, 0.000802, 0.001136, 0.002341,
    0.003974, 0.007876, 0.010192, 0.011640, 0.011307, 0.010357, 0.012361, 0.012028,
    0.011612, 0.010850, 0.007819, 0.005856, 0.005768, 0.005553, 0.006760, 0.005772,
    0.003477, 0.002846, 0.001624, 0.000988, 0.000639, 0.000674, 0.000814, 0.001288,
    0.002082, 0.003268, 0.004669, 0.005598, 0.006105, 0.005881, 0.006017, 0.005908,
    0.006524, 0.006776, 0.005697, 0.004830, 0.004676, 0.005272, 0.004485, 0.005359,
    0.004131, 0.002399, 0.001639, 0.001229, 0.000984, 0.000570, 0.000941, 0.000924,
    0.001415, 0.002754, 0.004172, 0.005621, 0.005843, 0.005681, 0.005790, 0.006604,
    0.006136, 0.007614, 0.005885, 0.005044, 0.005168, 0.004426, 0.005899, 0.005936,
};

/* Prior of each theta: median and spread (sd of theta, or of its logarithm). */
static const struct {
    double median, sd;
} office_prior[6] = {
    { 9.0, 1.2 },   /* start, h */
    { 9.3, 2.2 },   /* length of the day, h */
    { 0.7, 0.6 },   /* softness, h (log) */
    { 0.25, 0.25 }, /* dip: uniform on median +- sd */
    { 0.15, 1.2 },  /* weekend share (log) */
    { 0.06, 1.2 },  /* night floor (log) */
};

const char *profile_name(enum profile_kind kind)
{
    static const char *const names[PROFILE_KINDS] = { "office", "developer" };
    return names[kind];
}

static double hour_of(size_t cell) { return ((double)(cell % PROFILE_DAY) + 0.5) * 24 / PROFILE_DAY; }

/* Log rates are kept relative to a week of mean rate 1. */
static void normalize(double level[PROFILE_CELLS])
{
    double sum = 0;
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        sum += exp(level[c]) * (c < PROFILE_DAY ? 5 : 2);
    double shift = log(sum / (7 * PROFILE_DAY));
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        level[c] -= shift;
}

struct office office_at(const double u[6])
{
    double z[6];
    for (int i = 0; i < 6; i++)
        z[i] = office_prior[i].sd * gsl_cdf_ugaussian_Pinv(u[i]);
    struct office o = { .start = office_prior[0].median + z[0] };
    o.end = o.start + fmax(office_prior[1].median + z[1], 3);
    o.softness = office_prior[2].median * exp(z[2]);
    o.dip = office_prior[3].median + office_prior[3].sd * (2 * u[3] - 1);
    o.weekend = office_prior[4].median * exp(z[4]);
    o.floor = office_prior[5].median * exp(z[5]);
    return o;
}

static double step_up(double x) { return 1 / (1 + exp(-x)); }

static double staff(const struct office *o, double hour)
{
    return step_up((hour - o->start) / o->softness) * step_up((o->end - hour) / o->softness);
}

void office_log_rate(const struct office *o, double out[PROFILE_CELLS])
{
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        double h = hour_of(c), noon = (h - 12.5) / 0.6;
        double there = staff(o, h - 24) + staff(o, h) + staff(o, h + 24);
        there *= 1 - o->dip * exp(-0.5 * noon * noon);
        double rate = o->floor + (1 - o->floor) * there;
        out[c] = log(rate * (c < PROFILE_DAY ? 1 : o->weekend));
    }
    normalize(out);
}

/* Adds cosine and sine of 24/k h with standard deviation SD / k each. */
static void add_waves(struct profile *p, double sd)
{
    for (int k = 1; k <= WAVES; k++)
        for (int phase = 0; phase < 2; phase++) {
            double *way = p->way[p->ways++];
            for (size_t c = 0; c < PROFILE_CELLS; c++)
                way[c] = sd / k * cos(2 * M_PI * k * hour_of(c) / 24 - phase * M_PI / 2);
        }
}

/* The weekend's level and its slow waves, which differ from the working day's. */
static void add_weekend(struct profile *p, double sd_level, double sd_wave)
{
    for (int k = 0; k <= 2; k++)
        for (int phase = 0; phase < (k == 0 ? 1 : 2); phase++) {
            double *way = p->way[p->ways++], sd = k == 0 ? sd_level : sd_wave;
            for (size_t c = PROFILE_DAY; c < PROFILE_CELLS; c++)
                way[c] = sd * cos(2 * M_PI * k * hour_of(c) / 24 - phase * M_PI / 2);
        }
}

static void office_draws(gsl_matrix *draws, double mean[PROFILE_CELLS])
{
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, 6);
    double u[6];
    memset(mean, 0, PROFILE_CELLS * sizeof *mean);
    for (size_t i = 0; i < draws->size1; i++) {
        gsl_qrng_get(q, u);
        struct office o = office_at(u);
        double *row = gsl_matrix_ptr(draws, i, 0);
        office_log_rate(&o, row);
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            mean[c] += row[c] / (double)draws->size1;
    }
    gsl_qrng_free(q);
}

static void covariance(const gsl_matrix *draws, const double *mean, gsl_matrix *cov)
{
    gsl_matrix_set_zero(cov);
    for (size_t i = 0; i < draws->size1; i++)
        for (size_t a = 0; a < PROFILE_CELLS; a++)
            for (size_t b = 0; b < PROFILE_CELLS; b++)
                *gsl_matrix_ptr(cov, a, b) += (gsl_matrix_get(draws, i, a) - mean[a]) *
                                              (gsl_matrix_get(draws, i, b) - mean[b]) /
                                              (double)(draws->size1 - 1);
}

/* The leading principal components, each times its standard deviation. */
static void add_components(struct profile *p, gsl_matrix *cov)
{
    gsl_vector *values = gsl_vector_alloc(PROFILE_CELLS);
    gsl_matrix *vectors = gsl_matrix_alloc(PROFILE_CELLS, PROFILE_CELLS);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(PROFILE_CELLS);
    gsl_eigen_symmv(cov, values, vectors, work);
    gsl_eigen_symmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_DESC);
    for (size_t j = 0; j < OFFICE_COMPONENTS; j++) {
        double sd = sqrt(gsl_vector_get(values, j)), *way = p->way[p->ways++];
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            way[c] = sd * gsl_matrix_get(vectors, c, j);
    }
    gsl_eigen_symmv_free(work);
    gsl_matrix_free(vectors);
    gsl_vector_free(values);
}

static void init_office(struct profile *p)
{
    gsl_matrix *draws = gsl_matrix_alloc(OFFICE_DRAWS, PROFILE_CELLS);
    gsl_matrix *cov = gsl_matrix_alloc(PROFILE_CELLS, PROFILE_CELLS);
    office_draws(draws, p->level);
    covariance(draws, p->level, cov);
    add_components(p, cov);
    gsl_matrix_free(cov);
    gsl_matrix_free(draws);
    normalize(p->level);
    add_waves(p, 0.5);
}

/* The mean over days of one kind at the middle of half hour C, between hours linearly. */
static double developer_at(size_t c)
{
    size_t first = c < PROFILE_DAY ? 0 : 5, last = c < PROFILE_DAY ? 5 : 7;
    double x = hour_of(c) - 0.5 + 24, below = floor(x), w = x - below, sum = 0;
    size_t h = (size_t)below % 24;
    for (size_t day = first; day < last; day++)
        sum += (1 - w) * developer_share[24 * day + h] + w * developer_share[24 * day + (h + 1) % 24];
    return sum / (double)(last - first);
}

static void init_developer(struct profile *p)
{
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        p->level[c] = log(developer_at(c));
    normalize(p->level);
    add_waves(p, 0.5);
    add_weekend(p, 0.6, 0.4);
}

void profile_init(struct profile *p, enum profile_kind kind)
{
    memset(p, 0, sizeof *p);
    p->name = profile_name(kind);
    if (kind == PROFILE_OFFICE)
        init_office(p);
    else
        init_developer(p);
}

void profile_log_rate(const struct profile *p, const double *a, double out[PROFILE_CELLS])
{
    memcpy(out, p->level, sizeof p->level);
    for (size_t j = 0; j < p->ways; j++)
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            out[c] += a[j] * p->way[j][c];
}
