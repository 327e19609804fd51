/* "No working hours": a constant rate.  And of offices whose clock never changes: the posterior probability that the fit leaves to
   the truth, which is no p-value but may be small as seldom as one: that no clock change is kept (below .05 a wrong rule is claimed), and that
   the profiles hold against any smooth rhythm, one to one (below 1/11 the fit is called poor). */

#include "calibration.h"
#include "zonefit.h"

#include <math.h>
#include <stdlib.h>

static double flat(const struct sample *s)
{
    struct localweek *w = localweek_new(s->times, s->n, s->observed);
    double p = localweek_rhythm(w).p_flat;

    localweek_free(w);
    return p;
}

/* As dielog-zone would fit a person; false where it cannot tell. */
static bool fit(const struct sample *s, struct zonefit *f)
{
    struct err err = { 0 };
    struct profile profiles[2];
    struct zonegroups groups;
    struct zonebook *book = zonebook_load(s->start, s->end, &err);
    if (book == NULL)
        abort(); /* the installed zones are part of the test */
    zonegroups_init(&groups, book, s->times[0], s->times[s->n - 1]);
    struct localweek *week = localweek_new(s->times, s->n, s->observed);
    profile_init(&profiles[0], PROFILE_OFFICE);
    profile_init(&profiles[1], PROFILE_DEVELOPER);
    profiles[0].weight = ZONEFIT_OFFICE_WEIGHT;
    struct zonefit_model model = zonefit_person(profiles, 2);
    zonefit_init(f, &model, week, &groups, s->observed);
    localweek_free(week);
    zonegroups_release(&groups);
    zonebook_free(book);
    return f->reason == ZONEFIT_TOLD;
}

static double no_change(const struct sample *s)
{
    struct zonefit f;
    double p = fit(s, &f) ? f.rules.probability[ZONE_RULE_NONE] : NAN;

    zonefit_release(&f);
    return p;
}

static double profiles_hold(const struct sample *s)
{
    struct zonefit f;
    double p = fit(s, &f) ? 1 / (1 + exp(-f.log_fit)) : NAN;

    zonefit_release(&f);
    return p;
}

const struct calibration calibration_zone[] = {
    { "zone", "no working hours", { 0, 25, 60 }, flat, 10000, 200 },
    { "zone", "no working hours", { WORLD_UNEVEN, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_BURSTS, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_OUTAGES, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_SECONDS, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_MINUTES, 25, 60 }, flat, 10000, 0 },
    { "zone", "rule: none is left", { WORLD_DIURNAL, 10, 728 }, no_change, 2000, 0 },
    { "zone", "rule: none is left", { WORLD_DIURNAL | WORLD_UNEVEN | WORLD_BURSTS, 10, 728 }, no_change, 2000, 0 },
    { "zone", "fit: profiles are left", { WORLD_DIURNAL, 25, 60 }, profiles_hold, 2000, 0 },
    { "zone", "fit: profiles are left", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 60 }, profiles_hold, 2000, 0 },
    { 0 },
};
