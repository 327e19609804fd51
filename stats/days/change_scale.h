/* change_scale.h -- how much the sum of a stretch of a stationary series varies: what the gain of a split has to be
   measured by.

   With x = y/b, level m and basic variance v (Poisson m, binomial m (1 - m); none of the normal), the days' own covariances
   g(h) come from differences, which a few changes of level touch in a few pairs only:

       V(h) = (sum w (x_t+h - x_t)^2 - v N_h) / (2 sum w),   w = b b'/(b + b'),   = g(0) - g(h)

   What days share is taken to be gone after SCALE_LAGS of them: g(0) = mean of V(SCALE_LAGS .. 2 SCALE_LAGS - 1), g(h) = g(0) - V(h)
   with Bartlett's weights 1 - h/SCALE_LAGS.  What lasts longer is a change of level, not noise.  Then

       scale = Var(Y) / (v B) = 1 + (g(0) S_0 + 2 sum g(h) S_h) / (v B),   S_h = sum b_t b_t+h

   at least 1 (normal: no 1, v = 1, at least the part of lag 0). */

#ifndef DIELOG_CHANGE_SCALE_H
#define DIELOG_CHANGE_SCALE_H

#include "change.h"
#include <gsl/gsl_rng.h>

#define SCALE_LAGS 7

/* What a stationary series of that kind is like. */
struct change_scale {
    double level;  /* m */
    double scale;
    double white;  /* variance of x that each bin has for itself, the basic one aside */
    double shared; /* variance of an autoregressive part */
    double memory; /* its correlation from bin to bin */
};

struct change_scale change_scale_of(const struct change_series *s);

/* Draws y into OUT (n): level LEVEL[t] (NULL: c->level), the scatter of C. */
void change_scale_draw(const struct change_scale *c, const struct change_series *s, const double *level, gsl_rng *rng,
                       double *out);

#endif
