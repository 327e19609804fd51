/* multiple.h -- p-values adjusted for the number of questions asked.

   P holds n raw p-values; ADJUSTED (room for n, may be P itself) gets the adjusted
   ones in the same order.  A NaN is a question that had no answer: it stays NaN
   and does not count in the family.

   multiple_holm      Holm 1979: family-wise error, no assumption on dependence.
   multiple_bh        Benjamini & Hochberg 1995: false discovery rate; independent
                      or positively dependent tests.
   multiple_by        Benjamini & Yekutieli 2001: false discovery rate under any
                      dependence. */

#ifndef DIELOG_MULTIPLE_H
#define DIELOG_MULTIPLE_H

#include <stddef.h>

void multiple_holm(const double *p, size_t n, double *adjusted);
void multiple_bh(const double *p, size_t n, double *adjusted);
/* BH of the N smallest of FAMILY p-values, the others being larger than some c: right wherever the result is <= c. */
void multiple_bh_least(const double *p, size_t n, double family, double *adjusted);
void multiple_by(const double *p, size_t n, double *adjusted);

#endif
