/* rhythm_days.h -- days by hours for tests: a fixed series that R can make too, and days from any counts.

   R:  i <- 0:335; h <- i %% 24; d <- i %/% 24
       x <- (i*i*7 + 3*i) %% 13 + floor(6*(1+cos(2*pi*(h-14)/24)) + .3)
       u <- ifelse(i%%37==0, 0, ifelse(i%%5==0, .5, 1)); c <- floor(x*u); ok <- u > 0; r <- c/u */

#ifndef DIELOG_TEST_RHYTHM_DAYS_H
#define DIELOG_TEST_RHYTHM_DAYS_H

#include "days/daybins.h"
#include <math.h>
#include <stdlib.h>

#define R_HOURS 336
#define R_FIRST INT64_C(16923) /* Monday 2016-05-02 */

/* Room for HOURS hours, all of them observed; released by daybins_release. */
static inline struct daybins days_blank(size_t hours)
{
    struct daybins d = { R_FIRST, hours / 24, 24, mem_zero(hours * sizeof(int64_t)), mem_alloc(hours * sizeof(int64_t)) };

    for (size_t i = 0; i < hours; i++)
        d.exposure[i] = WHEN_HOUR;
    return d;
}

static inline struct daybins days_r(bool gaps)
{
    struct daybins d = days_blank(R_HOURS);

    for (int64_t i = 0; i < R_HOURS; i++) {
        const double u = !gaps ? 1 : i % 37 == 0 ? 0 : i % 5 == 0 ? .5 : 1;
        const int64_t x = (i * i * 7 + 3 * i) % 13 +
                          (int64_t)floor(6 * (1 + cos(2 * M_PI * (double)(i % 24 - 14) / 24)) + .3);

        d.count[i] = (int64_t)floor((double)x * u);
        d.exposure[i] = (int64_t)(u * (double)WHEN_HOUR);
    }
    return d;
}

#endif
