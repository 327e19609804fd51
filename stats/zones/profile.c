#include "profile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_qrng.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define OFFICE_DRAWS 512
#define OFFICE_COMPONENTS 8
#define WAVES 4
#define RHYTHM_WAVES 11
#define LEARN_VISITS 3

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

#define THETAS 6

/* Prior of each theta: median and spread (sd of theta, or of its logarithm); and what is fixed. */
struct office_prior {
    struct {
        double median, sd;
    } start, length, softness, dip, weekend, floor;
    double pause, early;
};

static const struct office_prior office_prior = {
    .start = { 9.0, 1.2 }, .length = { 9.3, 2.2 }, /* hours */
    .softness = { 0.7, 0.6 },  /* hours (log) */
    .dip = { 0.25, 0.25 },     /* uniform on median +- sd */
    .weekend = { 0.15, 1.2 },  /* (log) */
    .floor = { 0.06, 1.2 },    /* (log) */
};
/* At home after work; at the weekend from the morning on. */
static const struct office_prior home_prior = {
    .start = { 18.0, 1.0 }, .length = { 5.0, 1.2 }, .softness = { 0.8, 0.5 }, .dip = { 0.1, 0.1 },
    .weekend = { 0.9, 0.4 }, .floor = { 0.08, 1.0 }, .early = 8,
};
/* A night shift.  Of the two days of a weekend one has the end of Friday's shift, the other the
   beginning of Monday's: in their mean about half. */
static const struct office_prior night_prior = {
    .start = { 22.0, 1.0 }, .length = { 8.5, 1.2 }, .softness = { 0.7, 0.6 }, .dip = { 0.25, 0.25 },
    .weekend = { 0.4, 0.8 }, .floor = { 0.06, 1.2 }, .pause = 14,
};

const char *profile_name(enum profile_kind kind)
{
    static const char *const names[PROFILE_KINDS] = { "office", "developer", "home", "night", "rhythm" };
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

static struct office draw(const struct office_prior *prior, const double u[THETAS])
{
    double z[THETAS];
    for (int i = 0; i < THETAS; i++)
        z[i] = gsl_cdf_ugaussian_Pinv(u[i]);
    struct office o = { .start = prior->start.median + prior->start.sd * z[0] };
    o.end = o.start + fmax(prior->length.median + prior->length.sd * z[1], 3);
    o.softness = prior->softness.median * exp(prior->softness.sd * z[2]);
    o.dip = prior->dip.median + prior->dip.sd * (2 * u[3] - 1);
    o.weekend = prior->weekend.median * exp(prior->weekend.sd * z[4]);
    o.floor = prior->floor.median * exp(prior->floor.sd * z[5]);
    o.pause = prior->pause;
    o.early = prior->early;
    return o;
}

struct office office_at(const double u[THETAS]) { return draw(&office_prior, u); }

static double step_up(double x) { return 1 / (1 + exp(-x)); }

static double staff(const struct office *o, double hour, bool weekend)
{
    double start = o->start - (weekend ? o->early : 0);
    return step_up((hour - start) / o->softness) * step_up((o->end - hour) / o->softness);
}

/* Hours from X to Y the shorter way round the clock. */
static double hours_apart(double x, double y)
{
    double d = fabs(x - y);
    return fmin(d, 24 - d);
}

void office_log_rate(const struct office *o, double out[PROFILE_CELLS])
{
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        bool weekend = c >= PROFILE_DAY;
        double h = hour_of(c), pause = hours_apart(h, fmod(12.5 + o->pause, 24)) / 0.6;
        double there = staff(o, h - 24, weekend) + staff(o, h, weekend) + staff(o, h + 24, weekend);
        there *= 1 - o->dip * exp(-0.5 * pause * pause);
        double rate = o->floor + (1 - o->floor) * there;
        out[c] = log(rate * (weekend ? o->weekend : 1));
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

static void office_draws(const struct office_prior *prior, gsl_matrix *draws, double mean[PROFILE_CELLS])
{
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, THETAS);
    double u[THETAS];
    memset(mean, 0, PROFILE_CELLS * sizeof *mean);
    for (size_t i = 0; i < draws->size1; i++) {
        gsl_qrng_get(q, u);
        struct office o = draw(prior, u);
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

static void init_office(struct profile *p, const struct office_prior *prior)
{
    gsl_matrix *draws = gsl_matrix_alloc(OFFICE_DRAWS, PROFILE_CELLS);
    gsl_matrix *cov = gsl_matrix_alloc(PROFILE_CELLS, PROFILE_CELLS);
    office_draws(prior, draws, p->level);
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

/* Waves of the day with the variances that a kernel of standard deviation SD and length
   HOURS on the circle has: exp(k (cos(2 pi t / 24) - 1)) = e^-k (I_0(k) + 2 sum I_j(k) cos(2 pi j t / 24)),
   k = (24 / (2 pi HOURS))^2 (MacKay 1998, eq. 47, for the kernel; Abramowitz & Stegun 9.6.34 for its waves). */
static double kernel_variance(double sd, double hours, int j)
{
    double k = pow(24 / (2 * M_PI * hours), 2);
    return sd * sd * (j == 0 ? 1 : 2) * gsl_sf_bessel_In_scaled(j, k);
}

static void add_wave(struct profile *p, int j, size_t first_cell, double sd)
{
    for (int phase = 0; phase < (j == 0 ? 1 : 2); phase++) {
        double *way = p->way[p->ways++];
        for (size_t c = first_cell; c < PROFILE_CELLS; c++)
            way[c] = sd * cos(2 * M_PI * j * hour_of(c) / 24 - phase * M_PI / 2);
    }
}

static void init_rhythm(struct profile *p)
{
    for (int j = 1; j <= RHYTHM_WAVES; j++)
        add_wave(p, j, 0, sqrt(kernel_variance(1.5, 5, j) + kernel_variance(0.5, 1, j)));
    for (int j = 0; j <= 3; j++)
        add_wave(p, j, PROFILE_DAY, sqrt(kernel_variance(0.7, 5, j) + (j == 0 ? 1 : 0)));
}

void profile_init(struct profile *p, enum profile_kind kind)
{
    memset(p, 0, sizeof *p);
    p->name = profile_name(kind);
    p->weight = 1;
    if (kind == PROFILE_DEVELOPER)
        init_developer(p);
    else if (kind == PROFILE_RHYTHM)
        init_rhythm(p);
    else
        init_office(p, kind == PROFILE_OFFICE ? &office_prior : kind == PROFILE_HOME ? &home_prior : &night_prior);
}

/* How a rate that is DEVELOPER's times an unknown factor lies by one reference: the factor of each cell from a
   gamma of mean 1 worth LEARN_VISITS. */
static void add_reference(const struct profile *developer, const struct profile_reference *r,
                          double sum[PROFILE_CELLS])
{
    double rate[PROFILE_CELLS], visits = 0, worth = 0, mean = 0;
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        visits += r->counts[c];
        worth += r->exposure[c] * exp(developer->level[c]);
    }
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        double expected = worth > 0 ? visits * r->exposure[c] * exp(developer->level[c]) / worth : 0;
        rate[c] = exp(developer->level[c]) * (r->counts[c] + LEARN_VISITS) / (expected + LEARN_VISITS);
        mean += rate[c] * (c < PROFILE_DAY ? 5 : 2) / (7 * PROFILE_DAY);
    }
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        sum[c] += rate[c] / mean;
}

void profile_learn(struct profile *p, const struct profile_reference *references, size_t n)
{
    struct profile developer;
    double sum[PROFILE_CELLS] = { 0 };
    profile_init(&developer, PROFILE_DEVELOPER);
    *p = developer; /* and its ways */
    p->name = "learned";
    for (size_t i = 0; i < n; i++)
        add_reference(&developer, &references[i], sum);
    for (size_t c = 0; n > 0 && c < PROFILE_CELLS; c++)
        p->level[c] = log(sum[c]);
    normalize(p->level);
}

void profile_log_rate(const struct profile *p, const double *a, double out[PROFILE_CELLS])
{
    memcpy(out, p->level, sizeof p->level);
    for (size_t j = 0; j < p->ways; j++)
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            out[c] += a[j] * p->way[j][c];
}
