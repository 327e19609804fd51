/* mixture.h -- all that is asked of one series about two zones: is there a second one, which two, do the
   stated propositions hold, do sessions pass from the one to the other, does the mixture change. */

#ifndef DIELOG_MIXTURE_H
#define DIELOG_MIXTURE_H

#include "base/buf.h"
#include "handover.h"
#include "mixtime.h"
#include "propositions.h"
#include "rows/series.h"
#include "zonepair.h"

#define MIXTURE_RATIO 10 /* two zones are told where the visits are more than so many times more probable under two */

struct mixture_question {
    struct zonepair_model model;
    const struct zonebook *book;
    const struct observed *observed;
    const char *zone_a, *zone_b; /* stated; both or neither */
    int64_t visit_gap;
    struct handover_rule rule;
    uint64_t seed;
};

enum mixture_verdict { MIXTURE_CANNOT, MIXTURE_ONE, MIXTURE_TWO };

struct mixture {
    struct zonefit look; /* whether anything may be told (zonefit_look) */
    struct zonegroups groups;
    enum mixture_verdict verdict;
    struct zonepair pair;            /* unless nothing can be told */
    bool stated;                     /* what follows was asked */
    size_t zone_a, zone_b;           /* groups: the stated ones, else those found */
    bool weighed;
    struct propositions propositions; /* where weighed */
    struct handover a_to_b, b_to_a;   /* where stated */
    struct mixtime time;              /* empty unless there are two zones, stated or told */
};

/* False where a stated zone is none; M is to be released in any case. */
bool mixture_ask(struct mixture *m, const struct mixture_question *q, const struct series *s, struct err *err) MUST_USE;
void mixture_release(struct mixture *m);

/* One sentence. */
void mixture_verdict_text(struct buf *b, const struct mixture *m);

/* ENFSI's words (Guideline for Evaluative Reporting, 2015) for the support that a likelihood ratio gives, by its
   logarithm to base 10, 0 or more. */
const char *mixture_support(double log10_ratio);

#endif
