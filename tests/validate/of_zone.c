/* Each person alone, as dielog-zone is shipped. */

#include "validate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double is_told(const struct outcome *o) { return o->told; }
static double in80(const struct outcome *o) { return o->in80; }
static double in95(const struct outcome *o) { return o->in95; }
static double said80(const struct outcome *o) { return o->said80; }
static double is_near(const struct outcome *o) { return fabs(o->error_h) <= 2; }
static double error(const struct outcome *o) { return fabs(o->error_h); }
static double width(const struct outcome *o) { return o->width80_h; }
static double is_poor(const struct outcome *o) { return o->log_fit < -M_LN10; }
static double night_wins(const struct outcome *o) { return o->log_night < 0; }

void zone_bars(struct report *r, const char *name, const struct person *const *who, const struct outcome *o, size_t n)
{
    char what[128];
    const struct {
        const char *what;
        double low, high, measured;
    } bars[] = {
        { "80 % set holds, each person once", .76, .86, outcome_mean(o, n, in80) },
        { "80 % set holds, each offset once", .76, .86, outcome_macro(o, who, n, in80) },
        { "80 % set says that it holds, each person once", NAN, NAN, outcome_mean(o, n, said80) },
        { "95 % set holds, each person once", .92, .98, outcome_mean(o, n, in95) },
        { "95 % set holds, each offset once", .92, .98, outcome_macro(o, who, n, in95) },
        { "median width of the 80 % set, h", -INFINITY, 5.5, outcome_median(o, n, width) },
        { "median error of the best offset, h", -INFINITY, 1.1, outcome_median(o, n, error) },
        { "best offset within 2 h, each offset once", .65, INFINITY, outcome_macro(o, who, n, is_near) },
        { "best offset within 2 h, each person once", NAN, NAN, outcome_mean(o, n, is_near) },
        { "told", NAN, NAN, outcome_mean(o, n, is_told) },
    };
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        snprintf(what, sizeof what, "%s: %s", name, bars[i].what);
        bar(r, what, bars[i].low, bars[i].high, bars[i].measured, n);
    }
}

/* As the program's --profile any. */
static size_t any_profiles(struct profile *profiles)
{
    profile_init(&profiles[0], PROFILE_OFFICE);
    profile_init(&profiles[1], PROFILE_DEVELOPER);
    profiles[0].weight = ZONEFIT_OFFICE_WEIGHT;
    return 2;
}

void validate_zone(const struct people *p, struct report *r)
{
    struct profile profiles[2], night;
    const struct person **who;
    size_t n = people_fixed(p, &who);
    struct outcome *o = mem_alloc((n + 1) * sizeof *o);
    profile_init(&night, PROFILE_NIGHT);
    struct zonefit_model any = zonefit_person(profiles, any_profiles(profiles));
    struct zonefit_model developer = zonefit_person(profiles + 1, 1);
    any.others = &night;
    any.n_others = 1;
    people_fit(p, who, n, &any, 0, o);
    zone_bars(r, "profile any", who, o, n);
    bar(r, "profile any: said to fit poorly", NAN, NAN, outcome_mean(o, n, is_poor), n);
    bar(r, "profile any: a night shift fits better", NAN, NAN, outcome_mean(o, n, night_wins), n);
    people_fit(p, who, n, &developer, 0, o);
    zone_bars(r, "profile developer", who, o, n);
    people_fit(p, who, n, &any, WHEN_HOUR, o);
    bar(r, "behind a cache of one hour: told", .95, INFINITY, outcome_mean(o, n, is_told), n);
    bar(r, "behind a cache of one hour: best offset within 2 h, each offset once", .65, INFINITY,
        outcome_macro(o, who, n, is_near), n);
    bar(r, "behind a cache of one hour: 80 % set holds, each person once", NAN, NAN, outcome_mean(o, n, in80), n);
    bar(r, "behind a cache of one hour: 95 % set holds, each person once", .92, INFINITY, outcome_mean(o, n, in95), n);
    free(o);
    free(who);
}
