/* weighmisfit.h -- how far waits are from what they should be: Exp(1) and independent, where the intensity that was integrated over them is
   right (Brown et al. 2002).

   Distance: Kolmogorov's, between the distribution of the waits and Exp(1), in probability; poor from a tenth and three standard errors more on (1.95/sqrt(n):
   one in a thousand, Smirnov 1948).

   Dispersion: with the waits laid one after the other, visits in windows of WEIGHMISFIT_FINE and of WEIGHMISFIT_COARSE expected ones are Poisson
   counts, whose variance over mean is 1, give or take sqrt(2/windows) of itself.  Too uneven, where the coarse one less two standard errors is
   above WEIGHMISFIT_UNEVEN: the rate wanders otherwise than the model's.  Too even, where either plus two is below WEIGHMISFIT_EVEN: something keeps a
   beat that the model has not.  Which of the two is a fault is for the proposition to say.  No simulated truth fits its model exactly, so these are no tests
   of the model but of whether it is a fair one; the limits stand outside of what simulated truths show (METHODS.md). */

#ifndef DIELOG_WEIGHMISFIT_H
#define DIELOG_WEIGHMISFIT_H

#include <stdbool.h>
#include <stddef.h>

#define WEIGHMISFIT_FINE 5.
#define WEIGHMISFIT_COARSE 20.
#define WEIGHMISFIT_UNEVEN 1.5
#define WEIGHMISFIT_EVEN .65

/* The last is for weigh.c to find: people are stated as a part, and the time of day carries nothing. */
enum weighmisfit_kind { WEIGHMISFIT_FITS, WEIGHMISFIT_WAITS, WEIGHMISFIT_IS_UNEVEN, WEIGHMISFIT_IS_EVEN, WEIGHMISFIT_NO_HOURS };

struct weighmisfit {
    double distance, poor;           /* from `poor` on the waits are of another distribution */
    double fine, coarse;             /* dispersions; NAN: fewer than eight windows */
    double fine_error, coarse_error; /* standard errors, as shares */
};

/* WAITS in order of time, each stream's after the other. */
struct weighmisfit weighmisfit_of(const double *waits, size_t n);

/* What else than the waits' distribution is a fault. */
struct weighmisfit_faults {
    bool uneven, even;
};

/* The first that bites. */
enum weighmisfit_kind weighmisfit_judge(const struct weighmisfit *m, struct weighmisfit_faults faults);

const char *weighmisfit_name(enum weighmisfit_kind kind); /* "", "waits", "uneven", "even", "hours" */

#endif
