/* clockface.h -- where on the clock's face the visits fall: minute of the hour, second of the minute.

   People know no minute; a schedule does, and so do hands that wrote or rounded stamps (Zhang & Paxson
   2011, "Detecting and analyzing automated activity on Twitter", PAM).  For counts c_i and expected shares e_i (the
   observed time of each part of the face)

       X2 = sum (c_i - n e_i)^2 / (n e_i),   p_uneven = P(chi2_{k-1} >= X2),   p_even = P(chi2_{k-1} <= X2)

   and the two-sided p is twice the smaller: stamps that are spread too evenly are a finding too.  The face has 60
   parts; with fewer than 5 visits a part neighbours are joined (30, 20, 15, 12, 10, 6, 5, 4, 3, 2 parts).

   Visits in bursts are not independent.  Let a_d be the pairs of visits less than R = 600 s apart whose places differ by d of k
   parts, less those from R to 2 R apart (R taken off), which stand for chance and for any schedule; both sums have their ends by half, since of two
   stamps that are equal only one follows the other.  Where bursts
   begin anywhere on the face, X2 is sum_{m=1..k-1} l_m |F_m|^2 with |F_m|^2 of mean 1 and l_m = 1 + 2/n sum_d a_d cos(2 pi m d / k); it
   is taken for g chi2_f of the same mean and variance (Satterthwaite 1946; Rao & Scott 1981): g = sum l^2 / sum l,
   f = (sum l)^2 / sum l^2.  Without bursts g is 1 and f is k - 1.  Very many visits within 2 R are rounded to the second (followers.h).

   A schedule makes the face uneven and is no artefact.  An artefact is a face that
   no schedule makes: nearly all visits within one minute of the hour although several of them share an hour, and spread over
   the whole of that minute. */

#ifndef DIELOG_CLOCKFACE_H
#define DIELOG_CLOCKFACE_H

#include "base/when.h"
#include "followers.h"
#include "rows/observed.h"
#include <stddef.h>

struct clockface_test {
    size_t parts;     /* 0: no test (too few visits, or stamps too coarse) */
    double statistic; /* X2 */
    double p_uneven, p_even, p; /* NAN without a test */
};

struct clockface {
    size_t n;
    double minute[60], second[60];               /* visits */
    double minute_exposure[60], second_exposure[60]; /* seconds observed; seconds of the minute come evenly */
    double minute_near[60], second_near[60];     /* a_d of the header, each way counted once */
    double crowded;                              /* of the visits, those in an hour with another one */
    const struct observed *observed;             /* the rest is what counting needs */
    struct followers *near;
    when_t hour, last;
    size_t in_hour, used;
};

/* Time by time, ascending.  O may be NULL: every part of the face was observed alike; it lives until the end.  Where the tests are
   asked for, clockface_near comes before the first time and says what is to come; what tells an artefact needs it not. */
void clockface_begin(struct clockface *c, const struct observed *o);
void clockface_near(struct clockface *c, size_t n, when_t first, when_t last);
void clockface_add(struct clockface *c, when_t t);
void clockface_end(struct clockface *c); /* asked only then; *C stays where it is until then */

/* All at once.  TIMES ascend.  O may be NULL. */
void clockface_init(struct clockface *c, const when_t *times, size_t n, const struct observed *o);

struct clockface_test clockface_minutes(const struct clockface *c);
struct clockface_test clockface_seconds(const struct clockface *c, double resolution_s);

/* The test itself: counts and exposures of 60 parts; NEAR is a_d by 60ths, or NULL for independent visits. */
struct clockface_test clockface_test(const double count[60], const double exposure[60], const double near[60]);

/* The same of a ring of PARTS (0: no test) that are not joined. */
struct clockface_test clockface_ring(int parts, const double *count, const double *exposure, const double *near);

/* The minute (0-59) that holds nearly everything and cannot be a schedule's, or -1. */
int clockface_artefact(const struct clockface *c);

#endif
