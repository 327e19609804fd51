/* workinghours.c -- see workinghours.h. */

#include "workinghours.h"

#include "asked/share.h"
#include "numbers/stream.h"
#include <math.h>
#include <string.h>

#define WITHIN "within"
#define OUTSIDE "outside"

/* Weekends come behind the weekdays' 24 hours. */
static bool is_working(const struct weighclock *clock, when_t t)
{
    size_t hour = weighclock_hour(clock, t);
    return hour >= WORKING_FROM_H && hour < WORKING_TO_H;
}

static size_t days_of(const struct series *s, const struct observed *o)
{
    size_t days = 0;
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < s->n; i++) {
        if (observed_at(o, s->times[i]) && when_day_of(s->times[i]) != last) {
            last = when_day_of(s->times[i]);
            days++;
        }
    }
    return days;
}

/* Both keys are always there, each with a day, so that none within is a share of 0. */
static struct share *share_out(const struct series *s, const struct observed *o, const struct weighclock *clock)
{
    struct share *share = share_new();
    const struct text all = text_of("all"), none = text_of("");
    for (size_t i = 0; i < s->n; i++) {
        if (observed_at(o, s->times[i])) {
            bool in = is_working(clock, s->times[i]);
            int64_t day = when_day_of(s->times[i]);
            share_add(share, all, text_of(WITHIN), none, in, in, day);
            share_add(share, all, text_of(OUTSIDE), none, !in, !in, day);
        }
    }
    share_end(share);
    return share;
}

struct workinghours workinghours_of(const struct series *s, const struct observed *o, const struct weighclock *clock, uint64_t seed, size_t rounds)
{
    struct workinghours w = { NAN, { NAN, NAN }, (double)days_of(s, o) };
    struct share *share = share_out(s, o, clock);
    if (share_groups(share) > 0) {
        struct limits limits[2];
        gsl_rng *rng = stream_new(seed, "workinghours", s->name);
        share_bootstrap(share, 0, rng, rounds, .95, limits);
        gsl_rng_free(rng);
        size_t k = strcmp(share_row(share, 0, 0, .95).key, WITHIN) == 0 ? 0 : 1;
        w.share = share_row(share, 0, k, .95).share;
        w.limits = limits[k];
    }
    share_free(share);
    return w;
}
