/* ordinary.h -- the rate of ordinary days: days out of line, which no window declares, are left out of the fit.

   One undeclared spike would else be taken for the scatter of every day, and hide what the windows have to show.  A day
   is out of line when its count is: the day with the smallest p of a forecast from the others is taken out, the
   rate is fitted anew, and p of the day under that fit is multiplied by the days that were looked at; then the next.
   The days up to the last with p <= ORDINARY_ALPHA are out of line, also those before it that hid each other
   (generalized many-outlier procedure: Rosner 1983).  At most ORDINARY_MOST, and one day in twenty: what is more frequent is how
   the series is.  Days that a masked interval touches are not looked at.

   Under the null model one series in four loses a day or more, of one extreme day in hundreds: the windows' p-values stay
   calibrated (measured: METHODS.md, Window).  An alternative is to down-weight such days (Farrington et al. 1996). */

#ifndef DIELOG_ORDINARY_H
#define DIELOG_ORDINARY_H

#include "weekrate.h"

#define ORDINARY_ALPHA .25
#define ORDINARY_MOST 20

struct ordinary {
    struct weekrate *rate; /* owned */
    struct interval out[ORDINARY_MOST];
    size_t n_out;
};

/* As weekrate_fit; on failure rate is NULL. */
bool ordinary_fit(struct ordinary *r, const when_t *times, size_t n, const struct observed *o,
                  const struct interval *mask, size_t n_mask, struct err *err) MUST_USE;
void ordinary_release(struct ordinary *r);

#endif
