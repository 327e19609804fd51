/* sums.h -- sums as if computed with twice the digits of a double and rounded once
   (Ogita, Rump & Oishi 2005, "Accurate sum and dot product", Sum2 and Dot2).
   Plain IEEE doubles, so every machine gets the same digits; long double would not. */

#ifndef DIELOG_SUMS_H
#define DIELOG_SUMS_H

#include <math.h>

struct sum2 {
    double high, low; /* the sum is high + low; begin with { 0, 0 } */
};

static inline void sum2_add(struct sum2 *s, double x)
{
    double t = s->high + x;
    double z = t - s->high;
    s->low += (s->high - (t - z)) + (x - z);
    s->high = t;
}

static inline void sum2_add_product(struct sum2 *s, double x, double y)
{
    double p = x * y;
    s->low += fma(x, y, -p);
    sum2_add(s, p);
}

static inline double sum2_of(const struct sum2 *s)
{
    return s->high + s->low;
}

#endif
