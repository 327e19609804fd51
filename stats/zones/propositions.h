/* propositions.h -- stated propositions about two stated zones, each against each.

     A         people of zone A alone, at their working hours
     B         people of zone B alone
     union     people of both: each at their own hours, neither under a fifth of the visits; or one stream
               that is busy while either works (half and half beforehand)
     overlap   busy only while both work
     flat      a constant rate
     elsewhere people of one zone alone, PROPOSITIONS_ELSEWHERE_H hours or more from both (or of one's clock, where most who keep it have another weekend): nobody states it, but without it
               the best of the others would seem to fit however wrong its clock is, since hours give way (an office that opens
               late, the waves below).  Every whole-hour band of clocks so far away is equally probable beforehand; a zone
               speaks for its band

   Working hours are an office's (profile.h): theta = (start, length, softness, midday dip, weekend
   share, night floor) with its wide priors; the two zones keep start and length of their own and share
   the rest.  With s_A and s_B the staff that is there, 0 to 1, and f the floor, the rate is

     f + (1 - f) s,   s = s_A;  s_B;  1 - (1 - s_A)(1 - s_B);  s_A s_B

   or, each at their own hours, w r_A + (1 - w) r_B with either rate normalized and w uniform.  On it lie
   smooth waves of the day that nobody states (24, 12, 8 and 6 h).  Persons keep no office hours: A, B, elsewhere and
   the union at their own hours may as well follow the profile `developer` with its ways (twohours.h), equally
   probable beforehand.

   Everything that a proposition does not state is integrated out, so that a ratio of two evidences is a
   Bayes factor: the visits are so many times more probable under the one than under the other.  All
   parameters are normal scores z ~ N(0, I); Laplace's method at the mode, with the expected information
   (Kass & Raftery 1995, section 4.1).

   Where even the best does not fit, a large ratio says only that the others fit worse: no
   ratio is then stated above PROPOSITIONS_CAP.  The fit: Pearson's X^2 over the hours of A's day, by
   the kinds of day of both, at the mode, on n_eff visits; what is expected under 1 is added up. */

#ifndef DIELOG_PROPOSITIONS_H
#define DIELOG_PROPOSITIONS_H

#include "twohours.h"

enum proposition {
    PROPOSITION_A,
    PROPOSITION_B,
    PROPOSITION_UNION,
    PROPOSITION_OVERLAP,
    PROPOSITION_FLAT,
    PROPOSITION_ELSEWHERE,
    PROPOSITIONS
};

/* No model of hours is known to more than what so many visits show (zonefit.h, trust). */
#define PROPOSITIONS_TRUST 150

#define PROPOSITIONS_CAP 10
#define PROPOSITIONS_ELSEWHERE_H 3
#define PROPOSITIONS_POOR 0.001 /* a smaller p of the best one's fit caps the ratios */

struct propositions {
    double evidence[PROPOSITIONS]; /* logarithms; their differences count; -INFINITY: no zone is so far from both */
    enum proposition best;
    double fit_p; /* p of the best one's fit */
};

const char *proposition_name(enum proposition p);

/* ZONE_A and ZONE_B are groups of REGIMES. */
void propositions_weigh(struct propositions *p, const struct weekregimes *regimes, size_t zone_a, size_t zone_b,
                        double dispersion);

/* log of how many times more probable the visits are under FOR than under AGAINST; CAPPED as above. */
double propositions_log_ratio(const struct propositions *p, enum proposition for_, enum proposition against,
                              bool capped);

#endif
