/* Simulated streams without working hours, and offices of one zone: no person of the folder. */

#include "validate.h"

#include "../unit/zone_sim.h"
#include "numbers/stream.h"
#include "zones/profile.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define DRAWS 40
#define START (INT64_C(1420416000) * WHEN_SECOND) /* Monday 2015-01-05 */
#define WEEKS 30
#define MOST 20000

struct world {
    struct zonebook *book;
    struct zonegroups groups;
    struct observed observed;
    struct profile profiles[2];
    gsl_rng *rng;
    when_t *times;
};

static bool is_told(struct world *w, size_t n, bool crowd, struct zonefit *f)
{
    struct zonefit_model model = crowd ? zonefit_crowd(w->profiles, 2) : zonefit_person(w->profiles, 2);
    qsort(w->times, n, sizeof *w->times, sim_order);
    struct localweek *week = localweek_new(w->times, n, &w->observed);
    zonefit_init(f, &model, week, &w->groups, &w->observed);
    localweek_free(week);
    return f->reason == ZONEFIT_TOLD;
}

static bool told(struct world *w, size_t n)
{
    struct zonefit f;
    bool yes = is_told(w, n, false, &f);
    zonefit_release(&f);
    return yes;
}

static size_t flat(struct world *w)
{
    size_t n = 100 + gsl_rng_uniform_int(w->rng, 3000);
    for (size_t i = 0; i < n; i++)
        w->times[i] = START + (when_t)(gsl_rng_uniform(w->rng) * (double)(WEEKS * WHEN_WEEK));
    return n;
}

/* Every PERIOD, with a jitter of a twentieth. */
static size_t timer(struct world *w)
{
    double period = exp(log(300) + gsl_rng_uniform(w->rng) * log(40)); /* 5 min to 3.3 h */
    size_t n = 0;
    for (double t = 0; t < WEEKS * 7 * 86400. && n < MOST; t += period)
        w->times[n++] = START + (when_t)((t + gsl_rng_uniform(w->rng) * period / 20) * WHEN_SECOND);
    return n;
}

/* At SEVERAL times of the day, within two minutes. */
static size_t daily(struct world *w, int several)
{
    size_t n = 0;
    double at[4];
    at[0] = gsl_rng_uniform(w->rng) * 86400;
    for (int k = 1; k < several; k++)
        at[k] = fmod(at[k - 1] + 3600 * (3 + 9 * gsl_rng_uniform(w->rng)), 86400);
    for (int day = 0; day < WEEKS * 7; day++)
        for (int k = 0; k < several; k++)
            w->times[n++] = START + day * WHEN_DAY + (when_t)((at[k] + 120 * gsl_rng_uniform(w->rng)) * WHEN_SECOND);
    return n;
}

static size_t once(struct world *w) { return daily(w, 1); }

static size_t seven_apart(struct world *w)
{
    size_t n = once(w);
    for (size_t i = 0; i < n; i++)
        w->times[n + i] = w->times[i] + 7 * WHEN_HOUR;
    return 2 * n;
}

static size_t thrice(struct world *w) { return daily(w, 3); }

/* At two minutes of the hour, in a part of the day only. */
static size_t by_the_hour(struct world *w)
{
    size_t n = 0, from = gsl_rng_uniform_int(w->rng, 24);
    for (int day = 0; day < WEEKS * 7; day++)
        for (size_t k = 0; k < 20; k++)
            w->times[n++] = START + day * WHEN_DAY + (when_t)((from + k / 2) % 24) * WHEN_HOUR +
                            (when_t)((k % 2 ? 1800 : 0) + 90 * gsl_rng_uniform(w->rng)) * WHEN_SECOND;
    return n;
}

static void count_untold(struct world *w, struct report *r, const char *what, size_t (*make)(struct world *w))
{
    size_t not_told = 0;
    for (int i = 0; i < DRAWS; i++)
        not_told += !told(w, make(w));
    bar(r, what, .95, INFINITY, (double)not_told / DRAWS, DRAWS);
}

/* Offices of a theta from the prior in zones of the map, ten visits a day; behind a cache of an hour where CACHED. */
static void offices(struct world *w, struct report *r, bool cached)
{
    static const char *const zones[] = { "America/New_York", "Europe/Moscow", "Asia/Kolkata", "Asia/Tokyo",
                                         "America/Los_Angeles", "Europe/Berlin", "Asia/Shanghai", "America/Sao_Paulo" };
    size_t near = 0, held = 0, given = 0;
    for (int i = 0; i < DRAWS; i++) {
        double rate[PROFILE_CELLS], u[6];
        size_t group = sim_group(&w->groups, zones[i % 8]), n = cached ? 12000 : 1500, kept = 0;
        for (int k = 0; k < 6; k++)
            u[k] = gsl_rng_uniform_pos(w->rng);
        struct office office = office_at(u);
        office_log_rate(&office, rate);
        sim_visits(rate, &w->groups.at[group].clock, START, WEEKS, 0, w->rng, w->times, n);
        for (size_t k = 0; k < n; k++)
            if (!cached || kept == 0 || w->times[k] - w->times[kept - 1] >= WHEN_HOUR)
                w->times[kept++] = w->times[k];
        struct zonefit f;
        if (is_told(w, kept, true, &f)) {
            const struct zonegroup *mine = &w->groups.at[group];
            double truth = zone_clock_at(&mine->clock, START + 15 * WHEN_WEEK) / 3600.0;
            given++;
            near += fabs(remainder(f.offset_h - truth, 24)) <= 2;
            held += f.set95.low_h <= truth && truth <= f.set95.high_h;
        }
        zonefit_release(&f);
    }
    const char *name = cached ? "offices behind a cache of one hour" : "simulated offices of one zone";
    char what[96];
    snprintf(what, sizeof what, "%s: told", name);
    bar(r, what, .95, INFINITY, (double)given / DRAWS, DRAWS);
    snprintf(what, sizeof what, "%s: within 2 h", name);
    bar(r, what, NAN, NAN, (double)near / DRAWS, DRAWS);
    snprintf(what, sizeof what, "%s: 95 %% set holds", name);
    bar(r, what, NAN, NAN, (double)held / DRAWS, DRAWS);
}

void validate_machines(const struct people *p, struct report *r)
{
    struct err err = { 0 };
    struct world w = { .rng = stream_new(1, "validate", "machines") };
    when_t end = START + WEEKS * WHEN_WEEK;
    (void)p;
    w.book = zonebook_load(START, end, &err);
    if (w.book == NULL) {
        err_report(&err, "validate");
        return;
    }
    zonegroups_init(&w.groups, w.book, START, end);
    observed_init(&w.observed);
    observed_add(&w.observed, START - WHEN_WEEK, end + WHEN_WEEK);
    profile_init(&w.profiles[0], PROFILE_OFFICE);
    profile_init(&w.profiles[1], PROFILE_DEVELOPER);
    w.times = mem_alloc((MOST + 1) * sizeof *w.times);
    count_untold(&w, r, "a constant rate is given no zone", flat);
    count_untold(&w, r, "a timer is given no zone", timer);
    count_untold(&w, r, "a timer once a day is given no zone", once);
    count_untold(&w, r, "two timers seven hours apart are given no zone", seven_apart);
    count_untold(&w, r, "three timers a day are given no zone", thrice);
    count_untold(&w, r, "a timer at two minutes of the hour, ten hours a day, is given no zone", by_the_hour);
    offices(&w, r, false);
    offices(&w, r, true);
    free(w.times);
    gsl_rng_free(w.rng);
    observed_release(&w.observed);
    zonegroups_release(&w.groups);
    zonebook_free(w.book);
}
