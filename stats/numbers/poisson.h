/* poisson.h -- counts, rates and the ratio of two rates, exactly.

   All p-values and limits are for counts that are Poisson.  Counts may be any
   number >= 0 where a formula allows it (an effective count of a weighted
   baseline is one); exposures are > 0.

   Sides: "less" is P(as few or fewer), "greater" P(as many or more), "central"
   twice the smaller (at most 1), "minlike" the probability of all outcomes that
   are no likelier than the one seen (what R's poisson.test and binom.test
   print).  The limits returned are central: each tail has half of 1 - level. */

#ifndef DIELOG_POISSON_H
#define DIELOG_POISSON_H

struct limits {
    double lo, hi;
};

struct sides {
    double less, greater, central;
};

/* The mean of a count of N: Garwood 1936, by chi-square quantiles. */
struct limits poisson_limits(double n, double level);

/* As above with half of the probability of N itself (mid-p; Lancaster 1961):
   shorter, covers the level on average and not always. */
struct limits poisson_limits_mid(double n, double level);

/* One count against a known mean. */
struct sides poisson_test(double n, double mean);

/* Two counts X over TX and Y over TY, against RATIO = rate of X / rate of Y:
   given X + Y, X is binomial (Przyborowski & Wilenski 1940). */
struct sides ratio_test(double x, double tx, double y, double ty, double ratio);
struct sides ratio_test_mid(double x, double tx, double y, double ty, double ratio);
double ratio_test_minlike(unsigned x, double tx, unsigned y, double ty, double ratio);

/* The ratio's limits: Clopper & Pearson 1934 on the same binomial.  hi is
   INFINITY when y is 0. */
struct limits ratio_limits(double x, double tx, double y, double ty, double level);
struct limits ratio_limits_mid(double x, double tx, double y, double ty, double level);

/* The statistics of rate x / rate y = RATIO that are normal where counts are large (Gu et al. 2008, W1 to W5; with RATIO 1
   the first two are those of the difference, Ng, Gu & Tang 2007), and their normal tails.  0 where nothing was seen; those of logarithms
   are infinite where one count is 0. */
enum ratio_statistic { RATIO_WALD, RATIO_SCORE, RATIO_WALD_LOG, RATIO_SCORE_LOG, RATIO_ROOT };
double ratio_statistic(double x, double tx, double y, double ty, double ratio, enum ratio_statistic which);
struct sides ratio_test_normal(double x, double tx, double y, double ty, double ratio, enum ratio_statistic which);

/* E-test of Krishnamoorthy & Thomson 2004, in the form of Gu et al. 2008: a
   statistic of rate x / rate y = RATIO, judged by the unconditional distribution of
   both counts under the pooled estimate.  O(spread of x times spread of y). */
struct sides ratio_test_e(unsigned x, double tx, unsigned y, double ty, double ratio, enum ratio_statistic which);

/* Li & Ma 1983, eq. 17: signed significance (standard deviations) of ON counts
   where OFF were seen in an exposure 1 / ALPHA as long. */
double li_ma(double on, double off, double alpha);

/* Cash 1979: signed root of the likelihood ratio against a known background. */
double cash(double on, double background);

/* Tails of the count whose mean is MEAN and variance VARIANCE >= mean: negative
   binomial, Poisson when they are equal. */
double dispersed_less(double n, double mean, double variance);    /* P(X <= n) */
double dispersed_greater(double n, double mean, double variance); /* P(X >= n) */

#endif
