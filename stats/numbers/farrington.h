/* farrington.h -- the bound of Farrington, Andrews, Beale & Catchpole (1996), as surveillance systems use it: a
   quasi-Poisson regression on past counts, past outbreaks weighed down, and a bound on the 2/3-power scale.

       log E(y_i) = a + b t_i,   Var(y_i) = phi mu_i / w_i,   phi >= 1
       weights from the Anscombe residuals s_i = 1.5 (y^(2/3) - mu^(2/3)) / (mu^(1/6) sqrt(phi (1 - h_i))):
       w_i = g / s_i^2 where s_i > 1 else g, g so that they sum to n; then the regression once more
       bound = mu_0 (1 + (2/3) z sqrt(phi mu_0 + Var(mu_0)) / mu_0)^(3/2)

   Here for comparison, and as the model of what unusual.h does with a finer clock. */

#ifndef DIELOG_FARRINGTON_H
#define DIELOG_FARRINGTON_H

#include <stdbool.h>
#include <stddef.h>

struct farrington {
    double mean, error; /* mu_0 and its standard error */
    double phi, bound;
};

/* N >= 3 past counts Y at times T, and the bound at T0 for the normal quantile Z; TREND: fit b, else b = 0.
   All NaN where it cannot be fitted (n too small, nothing counted). */
struct farrington farrington_at(const double *y, const double *t, size_t n, double t0, double z, bool trend);

#endif
