/* cadence_parts.h -- what the files of cadence share; nobody else includes it.

   cadence.c searches and words the verdict; cadence_explain.c fits and weighs what could explain the visits. */

#ifndef DIELOG_CADENCE_PARTS_H
#define DIELOG_CADENCE_PARTS_H

#include "cadence.h"

/* The visits in seconds since the backdrop's origin, and what the search needs. */
struct search {
    double *t, *w; /* times, 1 / rate */
    size_t n;
    bool visits;   /* collapsed */
    double tick_s; /* resolution of the stamps */
    double shortest, longest, lag_longest; /* seconds */
    double trials; /* periods tried by lag */
    struct backdrop backdrop;
    struct lagscan *lags;
    struct nulls_stream stream;
    double *draw_t, *draw_w;
    size_t room;
};

/* Fits the beacons, weighs machine, people and cache, sets beacon, lo_s, hi_s, share, posterior and the log ratios. */
void cadence_explain(struct cadence *c, const struct search *s, const struct cadence_how *how);

/* p of DATA among the M statistics Z of draws; Z is sorted.  For tests. */
double cadence_tail(double *z, size_t m, double data);

#endif
