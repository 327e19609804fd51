/* worlds.h -- event times in which nothing is to be found beyond what the world's name says: the
   nulls under which every p-value is calibrated.

   A world is a rate in events a day, a span in whole days from a Monday, and properties. Without any the
   rate is constant. The others:

   WORLD_DIURNAL   an office week: 09 to 17 h by a clock whose distance to UTC is drawn anew each
                   time, soft edges, a midday dip, nights at .1 and weekends at .3 of the plateau
   WORLD_UNEVEN    each local day is multiplied by a gamma variable of mean 1, variance .2
   WORLD_KINDRED   each local day is multiplied by exp(x - sd^2/2), x a Gaussian AR(1) of sd .4 and correlation
                   .6 from day to day: busy and quiet days come in rows
   WORLD_BURSTS    each event is followed by a geometric number of repeats (1 on average), 3 to
                   200 s apart; the rate is that of the bursts' first events
   WORLD_CACHE     the events are a demand for one name behind one cache of WORLD_TTL seconds; only
                   what misses it is seen; the rate is the demand's
   WORLD_AMONG     with WORLD_CACHE: a second stream of half the rate comes straight, past the cache
   WORLD_OUTAGES   the observed set lacks three days, drawn anew each time, and two hours of every
                   tenth day
   WORLD_SECONDS, WORLD_MINUTES   times are cut to whole seconds or minutes

   Rates are drawn by sim_rate.h (thinning, exact), the cache is sim_cache.h's. Draw number I of a world is
   the same at every order of the work: its random numbers come from hash(seed, world's name, I). */

#ifndef DIELOG_CALIBRATION_WORLDS_H
#define DIELOG_CALIBRATION_WORLDS_H

#include "rows/observed.h"
#include "sim_rate.h"

enum {
    WORLD_DIURNAL = 1,
    WORLD_UNEVEN = 2,
    WORLD_BURSTS = 4,
    WORLD_CACHE = 8,
    WORLD_OUTAGES = 16,
    WORLD_SECONDS = 32,
    WORLD_MINUTES = 64,
    WORLD_AMONG = 128,
    WORLD_KINDRED = 256,
};

#define WORLD_TTL 3600
#define WORLD_START (INT64_C(16923) * WHEN_DAY) /* Monday 2016-05-02 */
#define WORLD_NAME 120

struct world {
    unsigned properties;
    double per_day;
    int days;
};

/* One draw; reused from draw to draw, released by world_release. */
struct world_events {
    struct sim_times times; /* ascending, all of them observed */
    struct observed observed;
};

#define WORLD_EVENTS_INIT { { NULL, 0, 0 }, { NULL, 0, 0 } }

void world_draw(const struct world *w, uint64_t seed, size_t i, struct world_events *out);
void world_release(struct world_events *e);

/* "diurnal + bursts, 25 a day, 60 d" */
void world_name(const struct world *w, char out[WORLD_NAME]);

#endif
