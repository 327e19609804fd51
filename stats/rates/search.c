/* search.c -- see search.h. */

#include "search.h"

#include "forecast.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define ENOUGH 20
#define STEPS 6 /* a window */
#define MOST_BINS 2000000

/* A window of the search: the bins that it covers, and where its count is drawn against. */
struct place {
    double from, to; /* in bins */
    struct forecast forecast;
};

struct search {
    struct place *places;
    size_t n_places;
    when_t start, bin;
    size_t n_bins;
    double *mean;  /* by bin */
    size_t *day;   /* by bin: which day of the span */
    size_t n_days;
    double phi, tau2, omega2;
    double error; /* squared relative, of the expected counts: mean over the places */
};

static void lay_bins(struct search *s, const struct weekrate *rate, when_t end)
{
    struct interval first = weekrate_day(rate, 0);
    double last = weekrate_integral(rate, s->start);

    s->n_bins = (size_t)((end - s->start + s->bin - 1) / s->bin);
    s->n_days = weekrate_span_days(rate);
    s->mean = mem_alloc((s->n_bins + 1) * sizeof *s->mean);
    s->day = mem_alloc((s->n_bins + 1) * sizeof *s->day);
    for (size_t i = 0; i < s->n_bins; i++) {
        when_t at = s->start + (when_t)i * s->bin;
        double next = weekrate_integral(rate, at + s->bin);
        int64_t day = (at - first.start) / WHEN_DAY;

        s->mean[i] = fmax(0, next - last);
        s->day[i] = day < 0 ? 0 : (size_t)day < s->n_days ? (size_t)day : s->n_days - 1;
        last = next;
    }
}

static void lay_windows(struct search *s, const struct weekrate *rate, const struct interval *windows, size_t n)
{
    s->places = mem_alloc((n + 1) * sizeof *s->places);
    for (size_t i = 0; i < n; i++) {
        struct forecast f = weekrate_forecast_apart(rate, windows[i].start, windows[i].end);

        s->error += f.expected > 0 ? (f.baseline - s->error) / (double)(s->n_places + 1) : 0;
        if (f.expected > 0)
            s->places[s->n_places++] = (struct place){ (double)(windows[i].start - s->start) / (double)s->bin,
                                                       (double)(windows[i].end - s->start) / (double)s->bin, f };
    }
}

struct search *search_new(const struct weekrate *rate, const struct weekrate *scatter, const struct interval *windows, size_t n)
{
    struct search *s = mem_zero(sizeof *s);
    when_t end = INT64_MIN, shortest = INT64_MAX;

    s->start = INT64_MAX;
    for (size_t i = 0; i < n; i++) {
        s->start = windows[i].start < s->start ? windows[i].start : s->start;
        end = windows[i].end > end ? windows[i].end : end;
        shortest = windows[i].end - windows[i].start < shortest ? windows[i].end - windows[i].start : shortest;
    }
    if (n == 0)
        return s;
    s->bin = shortest / STEPS < WHEN_HOUR ? shortest / STEPS : WHEN_HOUR;
    if (s->bin < (end - s->start) / MOST_BINS + 1)
        s->bin = (end - s->start) / MOST_BINS + 1;
    s->phi = weekrate_phi(scatter);
    s->tau2 = weekrate_tau2(scatter);
    s->omega2 = weekrate_omega2(scatter);
    lay_bins(s, rate, end);
    lay_windows(s, rate, windows, n);
    return s;
}

struct search *search_everywhere(const struct weekrate *rate, const struct weekrate *scatter, when_t length)
{
    when_t start = weekrate_day(rate, 0).start, end = weekrate_day(rate, weekrate_span_days(rate) - 1).end;
    when_t step = length / STEPS > 60 * WHEN_SECOND ? length / STEPS : 60 * WHEN_SECOND;
    size_t n = end - start > length ? (size_t)((end - start - length) / step) + 1 : 1;
    struct interval *windows = mem_alloc(n * sizeof *windows);
    struct search *s;

    for (size_t i = 0; i < n; i++)
        windows[i] = (struct interval){ start + (when_t)i * step, start + (when_t)i * step + length };
    s = search_new(rate, scatter, windows, n);
    free(windows);
    return s;
}

void search_free(struct search *s)
{
    if (s == NULL)
        return;
    free(s->places);
    free(s->mean);
    free(s->day);
    free(s);
}

static double gamma_factor(gsl_rng *rng, double variance)
{
    return variance > 0 ? gsl_ran_gamma(rng, 1 / variance, variance) : 1;
}

/* Cumulated counts of one draw into CUM, n_bins + 1 of them. */
static void draw(const struct search *s, gsl_rng *rng, double *cum)
{
    double week = 1, factor = 1;
    size_t day = SIZE_MAX, last_week = SIZE_MAX;

    cum[0] = 0;
    for (size_t i = 0; i < s->n_bins; i++) {
        double mean;

        if (s->day[i] / 7 != last_week) {
            last_week = s->day[i] / 7;
            week = gamma_factor(rng, s->omega2 + s->error);
        }
        if (s->day[i] != day) {
            day = s->day[i];
            factor = week * gamma_factor(rng, s->tau2);
        }
        mean = s->mean[i] * factor;
        if (s->phi > 1 && mean > 0)
            mean *= gamma_factor(rng, (s->phi - 1) / mean);
        cum[i + 1] = cum[i] + (mean > 0 ? gsl_ran_poisson(rng, mean) : 0);
    }
}

static double count_at(const double *cum, size_t n, double at)
{
    size_t i;

    if (at <= 0)
        return 0;
    if (at >= (double)n)
        return cum[n];
    i = (size_t)at;
    return cum[i] + (at - (double)i) * (cum[i + 1] - cum[i]);
}

/* --- counts that are as extreme ------------------------------------------------------------- */

/* Counts from HIGH up, and from LOW down, have a two-sided p of at most the one that is judged. */
struct critical {
    double low, high;
};

/* The whole count nearest to the expectation, above (WAY 1) or below it (-1), whose p is small enough: from FROM on strides
   double while it is not, then what lies between is halved.  -1: no count below is. */
static double critical_count(const struct forecast *f, double p, double from, int way)
{
    double outside = way > 0 ? floor(f->expected) : ceil(f->expected); /* not extreme, as far as we know */
    double at = way > 0 ? fmax(floor(from), outside + 1) : fmin(floor(from), outside - 1), stride = 1;
    bool extreme;

    for (;;) {
        if (at < 0)
            at = 0;
        extreme = forecast_p(f, at) <= p;
        if (extreme || at == 0)
            break;
        outside = at;
        at += way * stride;
        stride *= 2;
    }
    if (!extreme)
        return -1;
    while (fabs(at - outside) > 1) {
        double mid = floor((at + outside) / 2);

        if (forecast_p(f, mid) <= p)
            at = mid;
        else
            outside = mid;
    }
    return at;
}

static struct critical critical_of(const struct forecast *f, double p, double deviations)
{
    double spread = deviations * sqrt(forecast_variance(f, 1) + f->baseline * f->expected * f->expected);

    return (struct critical){ critical_count(f, p, f->expected - spread, -1), critical_count(f, p, f->expected + spread, 1) };
}

static bool is_extreme(const struct search *s, const struct critical *critical, const double *cum)
{
    for (size_t i = 0; i < s->n_places; i++) {
        const struct place *p = &s->places[i];
        double n = count_at(cum, s->n_bins, p->to) - count_at(cum, s->n_bins, p->from);

        if (n >= critical[i].high - .5 || n < critical[i].low + .5)
            return true;
    }
    return false;
}

static struct critical *critical_counts(const struct search *s, double p)
{
    struct critical *critical = mem_alloc((s->n_places + 1) * sizeof *critical);
    double deviations = p > 0 && p < 1 ? gsl_cdf_ugaussian_Qinv(p / 2) : 40;

    for (size_t i = 0; i < s->n_places; i++)
        critical[i] = critical_of(&s->places[i].forecast, p, deviations);
    return critical;
}

double search_p(const struct search *s, double p_alone, size_t draws, gsl_rng *rng)
{
    double *cum, bound = p_alone * (double)s->n_places, slack = p_alone * (1 + 1e-9);
    struct critical *critical;
    size_t as_far = 0, drawn = 0;

    if (s->n_places == 0 || isnan(p_alone) || bound < 1 / (1 + (double)draws))
        return s->n_places == 0 ? NAN : bound;
    critical = critical_counts(s, slack);
    cum = mem_alloc((s->n_bins + 1) * sizeof *cum);
    while (drawn < draws && as_far < ENOUGH) {
        draw(s, rng, cum);
        as_far += is_extreme(s, critical, cum);
        drawn++;
    }
    free(cum);
    free(critical);
    return as_far == ENOUGH ? (double)as_far / (double)drawn : (1 + (double)as_far) / (1 + (double)drawn);
}
