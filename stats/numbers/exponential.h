/* exponential.h -- are values exponential, with a mean that is not known?  And do they remember? */

#ifndef DIELOG_EXPONENTIAL_H
#define DIELOG_EXPONENTIAL_H

#include <stddef.h>

/* Anderson & Darling's A^2 of the values over their mean against Exp(1) (Stephens 1974, case 4):

       -n - 1/n sum (2 i - 1) (log(1 - exp(-x_i)) - x_(n+1-i)),      x sorted, mean 1

   Each 1 - exp(-x) is kept within 1/(4n) of 0 and 1, so that no single value decides.  With complete random
   samples A^2 (1 + .6/n) exceeds 1.321 in 5 % and 1.959 in 1 %.  NAN for n < 2 or a mean of 0. */
double exponential_a2(const double *x, size_t n);

/* The same of the lowest SHARE of the values alone, so that a few that are far too long decide nothing: those below the
   largest of them, c, are independent draws of an exponential truncated at c, whose rate is fitted (any real number: maximum
   likelihood, mean = 1/r - c/(exp(rc) - 1)).  *BEYOND, unless NULL, gets how many of all values lie above c for each
   that the fitted rate expects there: 1 when all are of one exponential.  NAN with fewer than 5 values below c. */
double exponential_a2_below(const double *x, size_t n, double share, double *beyond);

/* Memory: sum (U_i - 1/2)(U_i+1 - 1/2) 12 / sqrt(n - 1), U = 1 - exp(-x / mean); about standard normal
   when values are independent.  0 for n < 2. */
double exponential_memory(const double *x, size_t n);

#endif
