/* weighmisfit.c -- see weighmisfit.h. */

#include "weighmisfit.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POOR_SHARE .1
#define POOR_TAIL 1.95
#define LEAST_WINDOWS 8
#define ERRORS 2.

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double distance(const double *waits, size_t n)
{
    double most = 0, *sorted = mem_alloc((n + 1) * sizeof *sorted);
    memcpy(sorted, waits, n * sizeof *sorted);
    mem_sort(sorted, n, sizeof *sorted, ascending);
    for (size_t i = 0; i < n; i++) {
        double u = 1 - exp(-sorted[i]);
        most = fmax(most, fmax(fabs(u - (double)i / (double)n), fabs(u - (double)(i + 1) / (double)n)));
    }
    free(sorted);
    return most;
}

/* Variance over mean of the visits in windows of MEAN; ERROR its standard error as a share. */
static double dispersion(const double *waits, size_t n, double mean, double *error)
{
    double at = 0, count = 0, sum = 0, squares = 0;
    size_t windows = 0;
    for (size_t i = 0; i < n; i++) {
        at += waits[i];
        while (at >= mean * (double)(windows + 1)) {
            sum += count;
            squares += count * count;
            count = 0;
            windows++;
        }
        count++;
    }
    *error = windows > 0 ? sqrt(2 / (double)windows) : NAN;
    if (windows < LEAST_WINDOWS) {
        return NAN;
    }
    double w = (double)windows;
    return (squares - sum * sum / w) / (w - 1) / mean;
}

struct weighmisfit weighmisfit_of(const double *waits, size_t n)
{
    struct weighmisfit m = { .distance = distance(waits, n), .poor = POOR_SHARE + POOR_TAIL / sqrt((double)n) };
    m.fine = dispersion(waits, n, WEIGHMISFIT_FINE, &m.fine_error);
    m.coarse = dispersion(waits, n, WEIGHMISFIT_COARSE, &m.coarse_error);
    return m;
}

/* No dispersion, no fault. */
static bool is_even(double dispersion_of, double error)
{
    return dispersion_of * (1 + ERRORS * error) < WEIGHMISFIT_EVEN;
}

static bool is_uneven(double dispersion_of, double error)
{
    return dispersion_of * (1 - ERRORS * error) > WEIGHMISFIT_UNEVEN;
}

enum weighmisfit_kind weighmisfit_judge(const struct weighmisfit *m, struct weighmisfit_faults faults)
{
    if (m->distance > m->poor) {
        return WEIGHMISFIT_WAITS;
    }
    if (faults.uneven && is_uneven(m->coarse, m->coarse_error)) {
        return WEIGHMISFIT_IS_UNEVEN;
    }
    return faults.even && (is_even(m->fine, m->fine_error) || is_even(m->coarse, m->coarse_error)) ? WEIGHMISFIT_IS_EVEN : WEIGHMISFIT_FITS;
}

const char *weighmisfit_name(enum weighmisfit_kind kind)
{
    static const char *const names[] = { "", "waits", "uneven", "even", "hours" };
    return names[kind];
}
