/* weighstream.c -- see weighstream.h. */

#include "weighstream.h"

#include "base/err.h"
#include "rows/resolution.h"
#include <math.h>
#include <stdlib.h>

#define BEAT_ENTRIES (WEIGHSTREAM_BEATS - 3)
#define SPREAD_ALONE .3 /* of a timer's sleep, over the period: even jitter of half of it to either side; */
#define SPREAD_AMONG .15 /* of one among people, of a quarter: wider ones are no beat that could be told from people's days */
#define SLACK_S 1.      /* a visit this much too early is not early */
#define SESSION_S 600.  /* as long as bursts last (weighfit.c) */

void weighstream_init(struct weighstream *s, const struct weighclient *client, const struct observed *observed, double visit_gap_s)
{
    *s = (struct weighstream){ .n_beats = 0 };
    weighentries_init(&s->visits, client, observed, visit_gap_s);
    s->tick = (double)resolution_of(s->visits.times, s->visits.n) / (double)WHEN_HOUR;
}

void weighstream_release(struct weighstream *s)
{
    weighfilter_free(s->filter);
    weighentries_release(&s->visits);
}

void weighstream_set_clock(struct weighstream *s, const struct weighclock *clock, const struct observed *observed, const struct weighblocks *blocks)
{
    const struct weighvisits visits = { .times = s->visits.times, .entry = s->visits.entry, .n = s->visits.n, .entries = s->visits.entries,
                                        .observed = observed, .blocks = blocks, .clock = clock };
    weighfilter_free(s->filter);
    s->filter = weighfilter_new(&visits);
    weighfit_prepare(s->filter, s->start);
}

/* --- where a timer may be -------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void add_beat(struct weighstream *s, double period_s, unsigned char entry, double longest_h)
{
    double hours = period_s / 3600;
    if (isfinite(hours) && hours > 0 && hours <= longest_h) {
        s->beats[s->n_beats++] = (struct weighbeat){ hours, entry };
    }
}

/* The median gap between the visits for one entry. */
static double entry_gap(const struct weighstream *s, unsigned char entry)
{
    double *gaps = mem_alloc((s->visits.n + 1) * sizeof *gaps), median;
    size_t n = weighentries_gaps(&s->visits, entry, gaps);
    mem_sort(gaps, n, sizeof *gaps, ascending);
    median = n > 0 ? gaps[n / 2] : NAN;
    free(gaps);
    return median;
}

/* It comes back ten times, and makes the least share of the visits that a proposition with a timer states. */
static double longest_period(const struct weighstream *s, const struct observed *o)
{
    double hours = (double)observed_within(o, observed_start(o), observed_end(o)) / (double)WHEN_HOUR;
    return fmin(hours / 10, hours / (WEIGHWAYS_SHARE * (double)s->visits.n));
}

void weighstream_seek_beats(struct weighstream *s, const struct series *events, const struct observed *observed, const struct cadence_how *how)
{
    struct cadence c = { .times = NULL };
    double longest = longest_period(s, observed);
    struct lagpeak lag = cadence_first_sight(&c, events, observed, how);
    add_beat(s, lag.period, WEIGH_REST, longest);
    add_beat(s, c.clock.period, WEIGH_REST, longest);
    add_beat(s, c.gaps.median, WEIGH_REST, longest);
    cadence_release(&c);
    for (unsigned char e = 1; e < s->visits.entries && e <= BEAT_ENTRIES && s->visits.entries > 2; e++) {
        add_beat(s, entry_gap(s, e), e, longest);
    }
}

/* --- models ------------------------------------------------------------------------------------------ */

/* Hours in which no question comes again that is of the hidden kind. */
static double silence_of(const struct weighstream *s, bool once, double ttl_s)
{
    double ttl = isfinite(ttl_s) ? fmax((ttl_s - SLACK_S) / 3600 - s->tick, 0) : 0;
    return !once ? ttl : ttl > 0 ? fmin(SESSION_S / 3600, ttl / 4) : SESSION_S / 3600;
}

static struct weighmodel model_of(const struct weighstream *s, enum weighway way, double ttl_s)
{
    const struct weighway_parts *of = weighway_parts(way);
    return (struct weighmodel){ .hidden = of->hidden, .hours = of->hours, .week = of->hours, .bursts = true, .trains = of->trains,
                                .share_lo = of->share_lo, .share_hi = of->share_hi, .silence = silence_of(s, of->once, ttl_s), .beats = s->beats,
                                .n_beats = s->n_beats, .spread = of->hours ? SPREAD_AMONG : SPREAD_ALONE, .tick = s->tick, .start = s->start };
}

/* Leaves FEATURE out of a model. */
static void leave_out(struct weighmodel *m, enum weigh_feature feature)
{
    m->hours &= feature != WEIGH_HOUR;
    m->week &= feature != WEIGH_WEEKDAY;
    m->bursts &= feature != WEIGH_BURSTS;
    m->trains &= feature != WEIGH_BURSTS;
    if (feature == WEIGH_GAPS) {
        m->hidden = WEIGH_NONE;
    }
}

void weighstream_score(struct weighstream *s, enum weighway way, double ttl_s, enum weigh_feature feature, double *block, double *waits)
{
    struct weighmodel m = model_of(s, way, ttl_s);
    leave_out(&m, feature);
    weighfit_score(s->filter, &m, block, waits);
}
