#include "zonerule.h"

#include "lognormal.h"
#include "zonetracks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CLAIM 0.95
#define SEASON_LEAST 20 /* visits */
#define SEASON_REACH 8  /* shifts tried: quarter hours to either side */

static const char *const southern[ZONE_SOUTHERN] = { "Australia/Sydney", "Pacific/Auckland", "America/Santiago",
                                                     "America/Sao_Paulo" };
static const struct zone_change never = { INT64_MIN, 0 };

struct zoneshape {
    struct profile rhythm;
    struct lognormal_mode mode;
    int rotation;
};

const char *zone_rule_name(enum zone_rule rule)
{
    static const char *const names[ZONE_RULES] = { "none", "EU", "US", "southern" };
    return names[rule];
}

struct zoneshape *zoneshape_new(int rotation)
{
    struct zoneshape *s = mem_zero(sizeof *s);
    profile_init(&s->rhythm, PROFILE_RHYTHM);
    s->rotation = rotation;
    return s;
}

void zoneshape_free(struct zoneshape *s) { free(s); }

double zoneshape_evidence(struct zoneshape *s, const struct weekshape *shape, double scale)
{
    double counts[PROFILE_CELLS], exposure[PROFILE_CELLS];
    localweek_cells(shape->counts, s->rotation, counts);
    localweek_cells(shape->exposure, s->rotation, exposure);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        counts[c] *= scale;
    return lognormal_evidence(&s->rhythm, counts, exposure, &s->mode);
}

/* The clock of the group that NAME is in; without one, a clock that never changes. */
static struct zone_clock clock_of(const struct zonegroups *groups, const char *name)
{
    const struct zonegroup *group = name == NULL ? NULL : zonegroups_find(groups, name);
    return group == NULL ? (struct zone_clock){ .changes = &never, .n = 1 } : group->clock;
}

static double evidence_of(struct zoneshape *s, const struct localweek *week, struct zone_clock clock, double scale)
{
    struct weekshape shape;
    localweek_shape(week, &clock, &shape);
    return zoneshape_evidence(s, &shape, scale);
}

static const char *model_zone(enum zone_rule rule)
{
    static const char *const names[ZONE_RULES] = { NULL, "Europe/Berlin", "America/New_York", NULL };
    return names[rule];
}

const char *zonerules_model(const struct zonerules *r, enum zone_rule rule)
{
    const char *name = rule == ZONE_RULE_SOUTHERN ? r->southern : model_zone(rule);
    return name == NULL ? "" : name;
}

static void judge_southern(struct zonerules *r, struct zoneshape *s, const struct localweek *week,
                           const struct zonegroups *groups, double scale)
{
    double sum = -INFINITY, best = -INFINITY;
    for (size_t k = 0; k < ZONE_SOUTHERN; k++) {
        struct zone_clock clock = clock_of(groups, southern[k]);
        double e = evidence_of(s, week, clock, scale);
        r->asked = r->asked || clock.n > 1;
        if (e > best) {
            best = e;
            r->southern = southern[k];
        }
        sum = log_add(sum, e);
    }
    r->log_evidence[ZONE_RULE_SOUTHERN] = sum - log(ZONE_SOUTHERN);
}

static void weigh(struct zonerules *r)
{
    double total = -INFINITY, none = r->log_evidence[ZONE_RULE_NONE];
    r->best = none;
    for (int k = 0; k < ZONE_RULES; k++)
        r->best = fmax(r->best, r->log_evidence[k]);
    for (int k = 0; k < ZONE_RULES; k++) {
        r->log_evidence[k] -= none;
        total = log_add(total, r->log_evidence[k]);
    }
    r->claimed = -1;
    for (int k = 0; k < ZONE_RULES; k++) {
        r->probability[k] = exp(r->log_evidence[k] - total);
        if (r->asked && r->probability[k] >= CLAIM)
            r->claimed = k;
    }
}

void zonerules_init(struct zonerules *r, const struct localweek *week, const struct zonegroups *groups,
                    int rotation, double scale)
{
    struct zoneshape *s = zoneshape_new(rotation);
    *r = (struct zonerules){ .asked = false };
    for (int k = 0; k < ZONE_RULE_SOUTHERN; k++) {
        struct zone_clock clock = clock_of(groups, model_zone(k));
        r->asked = r->asked || clock.n > 1;
        r->log_evidence[k] = evidence_of(s, week, clock, scale);
    }
    judge_southern(r, s, week, groups, scale);
    zoneshape_free(s);
    weigh(r);
}

/* --- half months --- */

static int season_of(when_t t)
{
    int year, month, day;
    when_civil(when_day_of(t), &year, &month, &day);
    return 2 * (month - 1) + (day > 15);
}

/* Hours by which RULE's clock stands ahead, on average over each half month's visits and less the mean of all:
   a clock that is ahead has the day earlier by UTC. */
static void rule_shifts(struct zoneseason seasons[ZONE_SEASONS], int rule, const struct localweek *week,
                        struct zone_clock clock)
{
    const when_t *t = localweek_visits(week);
    double sum[ZONE_SEASONS] = { 0 }, all = 0;
    for (size_t i = 0; i < localweek_n(week); i++) {
        double ahead = zone_clock_at(&clock, t[i]) / 3600.0;
        sum[season_of(t[i])] += ahead;
        all += ahead / (double)localweek_n(week);
    }
    for (int k = 0; k < ZONE_SEASONS; k++)
        seasons[k].rule_h[rule] = seasons[k].n > 0 ? all - sum[k] / (double)seasons[k].n : NAN;
}

/* Log rate of the week in quarter hours from Monday 00:00 UTC, from the mode of the rhythm without changes. */
static void mean_week(const struct zoneshape *s, double out[2 * WEEK_HALVES])
{
    double log_rate[PROFILE_CELLS];
    profile_log_rate(&s->rhythm, s->mode.a, log_rate);
    for (int q = 0; q < 2 * WEEK_HALVES; q++) {
        int half = ((q - 1 + 2 * WEEK_HALVES) / 2 + s->rotation + WEEK_HALVES) % WEEK_HALVES, next = (half + 1) % WEEK_HALVES;
        const double *day = half >= 5 * PROFILE_DAY ? log_rate + PROFILE_DAY : log_rate;
        const double *after = next >= 5 * PROFILE_DAY ? log_rate + PROFILE_DAY : log_rate;
        double share = q % 2 ? 0.25 : 0.75;
        out[q] = (1 - share) * day[half % PROFILE_DAY] + share * after[next % PROFILE_DAY];
    }
}

/* The shift that fits the visits best, and its standard error by the curvature there. */
static void fit_shift(struct zoneseason *season, const double counts[2 * WEEK_HALVES], const double week[2 * WEEK_HALVES],
                      double scale)
{
    double fit[2 * SEASON_REACH + 1];
    int best = 0;
    for (int d = 0; d <= 2 * SEASON_REACH; d++) {
        fit[d] = 0;
        for (int q = 0; q < 2 * WEEK_HALVES; q++)
            fit[d] += counts[q] * week[(q + SEASON_REACH - d + 2 * WEEK_HALVES) % (2 * WEEK_HALVES)];
        best = fit[d] > fit[best] ? d : best;
    }
    if (best == 0 || best == 2 * SEASON_REACH)
        return;
    double slope = (fit[best + 1] - fit[best - 1]) / 2, curve = 2 * fit[best] - fit[best + 1] - fit[best - 1];
    if (!(curve > 0))
        return;
    season->shift_h = (best - SEASON_REACH + slope / curve) / 4;
    season->error_h = 0.25 / sqrt(scale * curve);
}

void zoneseasons(struct zoneseason seasons[ZONE_SEASONS], const struct localweek *week, const struct zonerules *rules,
                 const struct zonegroups *groups, int rotation, double scale)
{
    static const when_t monday = 4 * WHEN_DAY; /* 1970-01-05 */
    const when_t *t = localweek_visits(week);
    double(*counts)[2 * WEEK_HALVES] = mem_zero(ZONE_SEASONS * sizeof *counts), mean[2 * WEEK_HALVES];
    struct zoneshape *s = zoneshape_new(rotation);
    evidence_of(s, week, (struct zone_clock){ .changes = &never, .n = 1 }, scale);
    mean_week(s, mean);
    zoneshape_free(s);
    for (int k = 0; k < ZONE_SEASONS; k++)
        seasons[k] = (struct zoneseason){ .shift_h = NAN, .error_h = NAN };
    for (size_t i = 0; i < localweek_n(week); i++) {
        when_t in_week = t[i] - monday - when_floor(t[i] - monday, WHEN_WEEK);
        counts[season_of(t[i])][in_week / (WHEN_HOUR / 4)] += 1;
        seasons[season_of(t[i])].n++;
    }
    for (int k = 0; k < ZONE_SEASONS; k++)
        if (seasons[k].n >= SEASON_LEAST)
            fit_shift(&seasons[k], counts[k], mean, scale);
    for (int k = 0; k < ZONE_RULES; k++)
        rule_shifts(seasons, k, week, clock_of(groups, k == ZONE_RULE_SOUTHERN ? rules->southern : model_zone(k)));
    free(counts);
}
