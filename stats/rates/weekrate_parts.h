/* weekrate_parts.h -- what the files of weekrate share; nobody else includes it.

   weekrate.c tabulates the events by the hour of the span (88,000 cells for ten years), runs the rounds of
   the fit and answers questions; weekrate_days.c says where days begin; weekrate_profile.c, weekrate_level.c and weekrate_scatter.c fit
   one part each, given the others; weekrate_forecast.c says what is expected of a window. */

#ifndef DIELOG_WEEKRATE_PARTS_H
#define DIELOG_WEEKRATE_PARTS_H

#include "weekrate.h"

#define HOURS_A_WEEK 168
#define MONDAY_SHIFT 72 /* hours from Monday 00 h to 1970-01-01 00 h, a Thursday */
#define BLOCK 7         /* days that share a deviation of their own, from the start of the span */

/* Kernel sums about a day. */
struct sums {
    double count, base, noise; /* noise: sum of w^2 x base x variance per event */
};

/* One level of the profile: groups of hours with a factor each. */
struct factor {
    size_t n;
    double at[HOURS_A_WEEK];      /* the factor */
    double own[HOURS_A_WEEK];     /* weight of the group's own count, 0..1; the rest is the prior's */
    double error[HOURS_A_WEEK];   /* squared relative error */
    double expects[HOURS_A_WEEK]; /* fitted events in the group */
};

struct weekrate {
    const struct observed *observed;
    int64_t first_hour; /* since 1970, where a day begins */
    int64_t day_start;  /* hour of the UTC day at which days begin */
    size_t n_hours, n_days;
    double *exposure;     /* observed hours in each hour */
    double *fit_exposure; /* the same outside the mask */
    double *fit_count;
    double *integral; /* n_hours + 1 */
    struct factor hod, dow, cell;
    double *level;       /* by day, events an hour */
    double *level_error; /* by day, squared relative */
    double *day_count, *day_base; /* of a day: events, exposure x profile */
    double *day_noise;   /* of a day: variance per event, with the share of its week */
    struct sums *sums;   /* by day, over its neighbours and itself */
    double *kernel;      /* by distance in days; kernel_n of them */
    size_t kernel_n;
    double bandwidth;
    double events, hours; /* that the fit rests on */
    double phi, tau2, omega2;
    double days_known, weeks_known; /* degrees of freedom of tau2 and omega2 */
};

/* Hour of the week, from the beginning of the day that begins on Monday. */
static inline size_t week_hour(const struct weekrate *r, size_t hour)
{
    int64_t h = (r->first_hour - r->day_start + (int64_t)hour + MONDAY_SHIFT) % HOURS_A_WEEK;

    return (size_t)(h < 0 ? h + HOURS_A_WEEK : h);
}

static inline double profile(const struct weekrate *r, size_t c)
{
    return r->hod.at[c % 24] * r->dow.at[c / 24] * r->cell.at[c];
}

/* weekrate_days.c: lays the tables, which begin at midnight UTC and have room for a day more, on days that begin at the
   quietest hour. */
void days_begin(struct weekrate *r);

/* weekrate_profile.c: a factor starts as N groups (24 hours, 7 weekdays, 168 hours of the week) at 1, and is
   fitted to the counts given the level and the other two. */
void factor_init(struct factor *f, size_t n);
void factor_fit(struct weekrate *r, struct factor *f);
size_t factor_group(const struct factor *f, size_t hour_of_week);

/* weekrate_level.c: the level of each day given the profile.  The FIRST round takes a constant, to learn how
   much days scatter before it is asked whether they drift. */
void level_fit(struct weekrate *r, bool first);
double level_long_run(const struct weekrate *r); /* events an hour, profile aside */

/* The same day's level from other days: without those of [skip, skip_end); without its own block; from one side
   of EDGE only, outwards.  RATE is level_long_run; *ERROR gets the squared relative error. */
double level_without(const struct weekrate *r, size_t day, size_t skip, size_t skip_end, double rate, double *error);
double level_without_block(const struct weekrate *r, size_t day, double rate, double *error);
double level_beside(const struct weekrate *r, size_t edge, bool before, double rate, double *error);

/* weekrate_scatter.c: phi, tau2, omega2 given the rest. */
void scatter_fit(struct weekrate *r);

#endif
