/* search.h -- what a search through many windows finds where nothing is to be found.

   A window that was chosen after a look at the data is the best of those that could have been chosen: the one with the
   smallest two-sided p by itself (forecast_p).  What is judged is that smallest p of all windows of the search (minP: Westfall &
   Young 1993).  Its distribution is drawn: counts by short bins from the fitted rate, with gamma factors of days and of weeks (the
   rate's own error among these) and the bursts' dispersion, and the same windows laid over them; a draw is as extreme when one of
   them has a count whose p is as small.  p = (1 + b)/(1 + m); the drawing ends early when 20 draws were as
   extreme: p is then 20 over their number (Besag & Clifford 1991).  Where Bonferroni's bound, the window's own p times the number
   of windows, is below what the draws can reach, it is the answer. */

#ifndef DIELOG_SEARCH_H
#define DIELOG_SEARCH_H

#include "weekrate.h"
#include <gsl/gsl_rng.h>

struct search;

/* The search through the N WINDOWS; those without expected events are passed over.  RATE forecasts; SCATTER is whose bursts,
   days and weeks the draws have: where the window that is judged was found by the search, a fit that left nothing out, for
   without the most extreme of its days a series scatters less than the draws' null model says.  May be RATE. */
struct search *search_new(const struct weekrate *rate, const struct weekrate *scatter, const struct interval *windows, size_t n);

/* The search through every place in the span that a window of LENGTH could have: in steps of a sixth of it. */
struct search *search_everywhere(const struct weekrate *rate, const struct weekrate *scatter, when_t length);
void search_free(struct search *s);

/* P(the smallest p of the search is P_ALONE or less), from at most DRAWS.  NaN when nothing is expected anywhere. */
double search_p(const struct search *s, double p_alone, size_t draws, gsl_rng *rng);

#endif
