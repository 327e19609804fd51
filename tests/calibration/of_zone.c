/* "No working hours": a constant rate.  And the rule of clock changes, of offices whose clock never changes: the posterior probability that is
   left to the truth, which is no p-value but may be small as seldom as one (below .05 a wrong rule is claimed). */

#include "calibration.h"
#include "zones/zonerule.h"

#include <math.h>
#include <stdlib.h>

static double flat(const struct sample *s)
{
    struct localweek *w = localweek_new(s->times, s->n, s->observed);
    double p = localweek_rhythm(w).p_flat;

    localweek_free(w);
    return p;
}

/* Half hours from UTC to a clock by which the visits' mean hour is 13: near enough for where the weekend begins. */
static int rotation_of(const struct sample *s)
{
    double sine = 0, cosine = 0;
    for (size_t i = 0; i < s->n; i++) {
        double angle = 2 * M_PI * (double)(s->times[i] - when_floor(s->times[i], WHEN_DAY)) / (double)WHEN_DAY;
        sine += sin(angle);
        cosine += cos(angle);
    }
    return (int)lround(26 - 48 * atan2(sine, cosine) / (2 * M_PI));
}

/* One visit an hour, as a person's are judged. */
static struct localweek *thinned(const struct sample *s)
{
    when_t *t = mem_alloc((s->n + 1) * sizeof *t);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (n == 0 || when_floor(s->times[i], WHEN_HOUR) != when_floor(t[n - 1], WHEN_HOUR))
            t[n++] = s->times[i];
    struct localweek *week = localweek_new(t, n, s->observed);
    free(t);
    return week;
}

static double no_change(const struct sample *s)
{
    static struct zonebook *book; /* all rows have the same span */
    struct err err = { 0 };
    struct zonegroups groups;
    struct zonerules rules;
    if (book == NULL)
        book = zonebook_load(s->start, s->end, &err);
    if (book == NULL)
        abort(); /* the installed zones are part of the test */
    struct localweek *week = thinned(s);
    zonegroups_init(&groups, book, s->times[0], s->times[s->n - 1]);
    zonerules_init(&rules, week, &groups, rotation_of(s), 1 / localweek_dispersion(week, WHEN_DAY));
    zonegroups_release(&groups);
    localweek_free(week);
    return rules.probability[ZONE_RULE_NONE];
}

const struct calibration calibration_zone[] = {
    { "zone", "no working hours", { 0, 25, 60 }, flat, 10000, 200 },
    { "zone", "no working hours", { WORLD_UNEVEN, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_BURSTS, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_OUTAGES, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_SECONDS, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_MINUTES, 25, 60 }, flat, 10000, 0 },
    { "zone", "rule: none is left", { WORLD_DIURNAL, 10, 728 }, no_change, 2000, 0 },
    { "zone", "rule: none is left", { WORLD_DIURNAL | WORLD_UNEVEN, 10, 728 }, no_change, 2000, 0 },
    { "zone", "rule: none is left", { WORLD_DIURNAL | WORLD_BURSTS, 10, 728 }, no_change, 2000, 0 },
    { 0 },
};
