/* askpatterns.h -- is part of what a group asks the pattern of a mail receiver, or of a scan?

   A session (asksessions.h) shows or lacks each of its marks.  Given what it is, the marks are taken as independent:

       L(session | model) = product over known marks of p_model(mark) or 1 - p_model(mark)

   A mail receiver and a scan have fixed p (askpatterns.c lists them; a scan is a probe of servers or a sweep of names,
   half and half).  Ordinary lookups have the case's own p: the marks of all sessions, each weighted by the probability that it
   is ordinary (EM; Dempster, Laird & Rubin 1977), with a prior worth ten ordinary sessions, so that a case full of scans does not
   make scanning ordinary.  What a monitor or an updater does over and over (many names, the same ones each time) is ordinary with
   p of its own: where it explains a session better than the case's ordinary lookups do, it takes their place.

   The proposition "a share w of the group's sessions is of this pattern, w unknown" against "none is":

       LR = integral over w in (0, 1) of prod_s (1 - w + w l_s) dw,   l_s = L_pattern / max(L_ordinary, L_other pattern)

   with w uniform, l_s within 1e-3 and 1e3, LR within 1e-6 and 1e6. */

#ifndef DIELOG_ASKPATTERNS_H
#define DIELOG_ASKPATTERNS_H

#include "asksessions.h"

enum pattern { PATTERN_MAIL, PATTERN_SCAN, PATTERNS };

struct askpatterns;

/* Learns what is ordinary. */
struct askpatterns *askpatterns_new(const struct sessions *s);
void askpatterns_free(struct askpatterns *a);

double askpatterns_ordinary(const struct askpatterns *a, enum mark mark); /* p of the mark */

struct pattern_verdict {
    size_t sessions;   /* of the group, busy ones aside */
    double lr;         /* that some are of the pattern; NAN without any */
    double lr_most;    /* that most are: w even between a half and 1; NAN without any */
    double of_pattern; /* sessions expected to be of the pattern */
};

struct pattern_verdict askpatterns_judge(const struct askpatterns *a, uint32_t group, enum pattern p);

#endif
