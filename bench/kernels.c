/* kernels -- works one piece of the statistics over and over on made data, for the rows whose peers are
   libraries: so that starting a program and reading its input weigh little.

       kernels acf N      N times the autocorrelation of 500,000 counts at all lags
       kernels z2 N       N times Z^2_2 of 3,000 events at 100,000 frequencies
       kernels shifts N   one window of a series, at N places whole weeks apart (or a few more)

   N may be 0: what it takes to start.  Prints a number of the result, so that all of it is computed. */

#include "base/num.h"
#include "base/opts.h"
#include "numbers/acf.h"
#include "numbers/zscan.h"
#include "rates/window.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>

#define COUNTS 500000
#define EVENTS 3000
#define FREQUENCIES 100000
#define WEEKS 520
#define VISITS 180000
#define START (INT64_C(16923) * WHEN_DAY) /* Monday 2016-05-02 */

static const struct opts options = {
    .program = "kernels",
    .usage = "acf|z2|shifts N",
    .purpose = "Work one piece of the statistics N times on made data.",
};

static bool acfs(int64_t times, gsl_rng *rng, double *out, struct err *err)
{
    double *x = mem_alloc(COUNTS * sizeof *x);
    bool good = true;
    for (size_t i = 0; i < COUNTS; i++)
        x[i] = gsl_ran_poisson(rng, 3);
    for (int64_t k = 0; k < times && good; k++) {
        struct acf *a = acf_new(x, NULL, COUNTS, COUNTS - 1, err);
        good = a != NULL;
        *out += good ? acf_at(a, 1)->r : 0;
        acf_free(a);
    }
    free(x);
    return good;
}

static bool scans(int64_t times, gsl_rng *rng, double *out, struct err *err)
{
    double *t = mem_alloc(EVENTS * sizeof *t), *z2 = mem_alloc(FREQUENCIES * sizeof *z2);
    (void) err;
    for (size_t i = 0; i < EVENTS; i++)
        t[i] = gsl_rng_uniform(rng) * 5e6;
    for (int64_t k = 0; k < times; k++) {
        zscan_z2(t, EVENTS, 1e-5, 5e-8, FREQUENCIES, 2, z2);
        *out += z2[FREQUENCIES - 1];
    }
    free(t);
    free(z2);
    return true;
}

static bool shifts(int64_t times, gsl_rng *rng, double *out, struct err *err)
{
    when_t *t = mem_alloc(VISITS * sizeof *t);
    struct interval span = { START, START + WEEKS * WHEN_WEEK };
    struct interval w = { START + 9 * WHEN_HOUR, START + 15 * WHEN_HOUR };
    struct observed o;
    for (size_t i = 0; i < VISITS; i++)
        t[i] = span.start + (when_t) ((double) (span.end - span.start) / VISITS * ((double) i + gsl_rng_uniform(rng)));
    observed_init(&o);
    observed_add(&o, span.start, span.end);
    struct weekrate *rate = weekrate_fit(t, VISITS, &o, &w, 1, err);
    for (int64_t done = 0; rate != NULL && done < times;) {
        struct window_result r = window_test(rate, t, VISITS, &o, w, &w, 1);
        *out += r.p_shift;
        done += (int64_t) r.shifts;
    }
    weekrate_free(rate);
    observed_release(&o);
    free(t);
    return rate != NULL;
}

static const struct {
    const char *name;
    bool (*work)(int64_t times, gsl_rng *rng, double *out, struct err *err);
} kernels[] = { { "acf", acfs }, { "z2", scans }, { "shifts", shifts } };

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int64_t times;
    double out = 0;
    if (opts_parse(&options, argc, argv) != 2)
        opts_wrong(&options, "expected a piece and a number");
    if (!num_int(text_of(argv[1]), 0, 1000000, &times, &err))
        return err_report(&err, "kernels");
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
        if (strcmp(argv[0], kernels[i].name) != 0)
            continue;
        gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
        bool good = kernels[i].work(times, rng, &out, &err);
        gsl_rng_free(rng);
        printf("%.6g\n", out);
        return good ? 0 : err_report(&err, "kernels");
    }
    opts_wrong(&options, "no piece '%s'", argv[0]);
}
