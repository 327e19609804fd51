/* Ljung-Box and Box-Pierce, plain and after the hour-of-week mean is taken away. */

#include "calibration.h"
#include "numbers/acf.h"
#include "rows/bins.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define LAGS 24

struct hours {
    double *x, *exposure;
    size_t n;
    int *hour; /* of the week, where its mean was taken away; else NULL */
};

static struct hours hours_of(const struct sample *s)
{
    const size_t n = (size_t)((s->end - s->start) / WHEN_HOUR);
    struct hours h = { mem_zero(n * sizeof(double)), mem_zero(n * sizeof(double)), n, NULL };

    for (size_t i = 0; i < n; i++) {
        when_t at = s->start + (when_t)i * WHEN_HOUR;

        h.exposure[i] = (double)observed_within(s->observed, at, at + WHEN_HOUR) / 1e6;
    }
    for (size_t i = 0; i < s->n; i++)
        h.x[(s->times[i] - s->start) / WHEN_HOUR]++;
    return h;
}

static struct acf_test test_of(struct hours *h)
{
    struct err err = { 0 };
    struct acf *a = acf_new_rest(h->x, h->exposure, h->hour, BINS_HOURS, h->n, LAGS, &err);
    struct acf_test test = { 0 };

    while (a != NULL && test.lag < LAGS)
        acf_test_next(a, &test);
    acf_free(a);
    free(h->x);
    free(h->exposure);
    free(h->hour);
    return test;
}

static double ljung_box(const struct sample *s)
{
    struct hours h = hours_of(s);
    struct acf_test test = test_of(&h);

    return acf_test_p(&test);
}

static double box_pierce(const struct sample *s)
{
    struct hours h = hours_of(s);
    struct acf_test test = test_of(&h);

    return test.df > 0 ? gsl_cdf_chisq_Q(test.box_pierce, (double)test.df) : NAN;
}

static double ljung_box_clock(const struct sample *s)
{
    struct hours h = hours_of(s);

    h.hour = mem_zero(h.n * sizeof *h.hour);
    bins_remove_hour_of_week(s->start, WHEN_HOUR, h.n, h.x, h.exposure, h.hour);
    struct acf_test test = test_of(&h);
    return acf_test_p(&test);
}

const struct calibration calibration_autocorrelation[] = {
    { "autocorrelation", "Ljung-Box", { 0, 100, 60 }, ljung_box, 40000, 200 },
    { "autocorrelation", "Ljung-Box", { WORLD_OUTAGES, 100, 60 }, ljung_box, 40000, 0 },
    { "autocorrelation", "Ljung-Box", { WORLD_SECONDS, 10, 60 }, ljung_box, 40000, 0 },
    { "autocorrelation", "Ljung-Box", { WORLD_MINUTES, 10, 60 }, ljung_box, 40000, 0 },
    { "autocorrelation", "Box-Pierce", { 0, 100, 60 }, box_pierce, 10000, 0 },
    { "autocorrelation", "Ljung-Box, clock removed", { 0, 100, 140 }, ljung_box_clock, 10000, 0 },
    { "autocorrelation", "Ljung-Box, clock removed", { WORLD_DIURNAL, 100, 140 }, ljung_box_clock, 10000, 0 },
    { "autocorrelation", "Ljung-Box, clock removed", { WORLD_DIURNAL | WORLD_OUTAGES, 100, 140 }, ljung_box_clock, 10000, 0 },
    { "autocorrelation", "Ljung-Box, clock removed", { WORLD_DIURNAL | WORLD_MINUTES, 100, 140 }, ljung_box_clock, 10000, 0 },
    { 0 },
};
