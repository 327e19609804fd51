/* service.h -- who is answered and who is denied: shares, since when, and whether a service answers only a stated few.

   Denied: REFUSED, NOTAUTH, 401, 403, 407, 429, denied, refused, failed, invalid user.  Answered: NOERROR and NXDOMAIN (whoever is told that a name
   does not exist was answered), 1xx to 3xx, 404, 410, accepted.  Everything else that a log says (SERVFAIL, 500) is neither.

   Since when.  By day, a_d answered and d_d denied.  Over all cuts into before and after with SERVICE_SIDE days or more that
   tell on either side, the largest

       G = 2 [l(before) + l(after) - l(all)],   l = a log(a/n) + d log(d/n)

   p is the share of SERVICE_DRAWS orders of the days at random whose largest G is as large, (1 + b)/(1 + m): the search for the cut is
   paid for, and days may differ in their shares.  Null model: days are exchangeable.

   Only a stated few.  Each client that is not served (outside) counts once: answered when more of its requests were answered than
   denied, denied when more were denied.  Closed: an outsider is denied with a probability that is Beta(9, 1); open: with the one that
   those served have, Beta(1 + denied, 1 + answered) of them.  With m and r outsiders answered and denied

       LR = B(9 + r, 1 + m) / B(9, 1)  /  [B(1 + d + r, 1 + a + m) / B(1 + d, 1 + a)]

   within 1e-6 and 1e6. */

#ifndef DIELOG_SERVICE_H
#define DIELOG_SERVICE_H

#include "base/buf.h"
#include <gsl/gsl_rng.h>
#include <stdint.h>

#define SERVICE_SIDE 3
#define SERVICE_DRAWS 1999

enum answer { ANSWER_UNSAID, ANSWER_GIVEN, ANSWER_DENIED, ANSWER_OTHER, ANSWERS };

enum answer service_answer(struct text status);

struct service_day {
    int64_t day; /* since 1970-01-01 */
    double answered, denied;
};

struct service_change {
    int64_t day; /* the first day after */
    double before, after; /* share answered */
    double p; /* NAN: too few days, or all alike */
};

/* DAYS ascend. */
struct service_change service_change(const struct service_day *days, size_t n, gsl_rng *rng);

/* Clients served: answered, denied; outside: answered, denied.  NAN without outsiders or without those served. */
double service_closed(double served_answered, double served_denied, double answered, double denied);

#endif
