#include "rhythm_measures.h"

#include "cosinor.h"
#include "numbers/multiple.h"
#include "rhythm_contrast.h"
#include "rhythm_strength.h"
#include "zones/workinghours.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct limits none = { NAN, NAN };

static void add(struct measures *l, struct measure m)
{
    if (isnan(m.value))
        m.note = "cannot tell: an hour of the day was never observed, or nothing varies";
    else if (isnan(m.limits.lo) && m.days < STRENGTH_DAYS)
        m.note = "cannot tell: fewer than 7 days";
    l->at[l->n++] = m;
}

static void add_strength(struct measures *l, const struct daybins *d, uint64_t seed, const char *series)
{
    static const struct {
        const char *name, *unit;
    } names[STRENGTH_MEASURES] = {
        [STRENGTH_IS] = { "interdaily_stability", "" },
        [STRENGTH_IV] = { "intradaily_variability", "" },
        [STRENGTH_RA] = { "relative_amplitude", "" },
        [STRENGTH_L5] = { "least_5h", "1/h" },
        [STRENGTH_L5_ONSET] = { "least_5h_onset", "h" },
        [STRENGTH_M10] = { "most_10h", "1/h" },
        [STRENGTH_M10_ONSET] = { "most_10h_onset", "h" },
    };
    struct strength_days days;
    struct limits limits[STRENGTH_MEASURES];
    double value[STRENGTH_MEASURES];

    strength_days_init(&days, d);
    strength_of(&days, NULL, value);
    strength_limits(&days, value, MEASURES_ROUNDS, seed, series, limits);
    for (int k = 0; k < STRENGTH_MEASURES; k++)
        add(l, (struct measure){ names[k].name, names[k].unit, value[k], limits[k], NAN, (double)days.n, "" });
    strength_days_release(&days);
}

static void add_wave(struct measures *l, const struct cosinor *c, int wave, const char *amplitude, const char *acrophase)
{
    const struct cosinor_wave *w = &c->wave[wave];

    add(l, (struct measure){ amplitude, "1/h", w->amplitude, w->amplitude95, w->p, c->days, "zero amplitude, by days" });
    add(l, (struct measure){ acrophase, "h", w->acrophase, w->acrophase95, NAN, c->days,
                             w->p <= .05 ? "" : "no interval: the amplitude may be zero" });
}

static void add_cosinor(struct measures *l, const struct daybins *d)
{
    const struct cosinor one = cosinor_fit(d, 1), two = cosinor_fit(d, 2);

    add(l, (struct measure){ "mesor", "1/h", two.mesor, two.mesor95, NAN, two.days, "" });
    add_wave(l, &one, 0, "amplitude_24h", "acrophase_24h");
    add_wave(l, &two, 1, "amplitude_12h", "acrophase_12h");
    add(l, (struct measure){ "explained_24h", "", one.explained, none, one.p, one.days, "zero amplitude, by days" });
    add(l, (struct measure){ "explained_24h_12h", "", two.explained, none, two.p, two.days,
                             "both amplitudes zero, by days" });
    add(l, (struct measure){ "peak_24h_12h", "h", two.peak, two.peak95, NAN, two.days,
                             two.p <= .05 ? "" : "no interval: the amplitudes may be zero" });
}

static void add_contrast(struct measures *l, const struct contrast *c, const char *name, const char *null)
{
    struct measure m = { name, "", c->ratio, c->ratio95, c->p, (double)c->marked, null };

    if (isnan(m.value))
        m.note = "cannot tell: no such day, or no other, was observed, or nothing is expected there";
    l->at[l->n++] = m;
}

/* By UTC and each clock in question. */
static void add_working_hours(struct measures *l, const struct series *s, const struct observed *o, const struct measures_asked *asked)
{
    const struct weighclock *clocks[WEIGHCLOCKS_MOST];
    size_t n = asked->clocks != NULL ? weighclocks_of(asked->clocks, s->name, clocks) : 0;

    for (size_t i = 0; i < n; i++) {
        const struct workinghours w = workinghours_of(s, o, clocks[i], asked->seed, MEASURES_ROUNDS);
        struct measure m = { "working_hours", "", w.share, w.limits, NAN, w.days, "" };
        if (isnan(w.share))
            m.note = "cannot tell: nothing came in observed time";
        else if (isnan(w.limits.lo))
            m.note = w.days < STRENGTH_DAYS ? "no interval: fewer than 7 days with events" : "no interval: the days are alike";
        l->zone[l->n] = weighclock_zone(clocks[i]);
        l->at[l->n++] = m;
    }
}

/* Times that count from 0 have no hours and no weekdays. */
static void refuse_calendar(struct measures *l)
{
    static const char *const calendar[] = { "least_5h_onset", "most_10h_onset", "acrophase_24h", "acrophase_12h",
                                            "peak_24h_12h", "weekend_ratio", "holiday_ratio", "working_hours" };
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < sizeof calendar / sizeof *calendar; k++)
            if (strcmp(l->at[i].name, calendar[k]) == 0)
                l->at[i] = (struct measure){ l->at[i].name, l->at[i].unit, NAN, none, NAN, l->at[i].days,
                                             "cannot tell: the times count from 0, not from a date" };
}

void measures_of(struct measures *m, const struct daybins *d, const struct series *s, const struct observed *o,
                 const struct measures_asked *asked)
{
    *m = (struct measures){ .series = s->name };
    add_strength(m, d, asked->seed, s->name);
    add_cosinor(m, d);
    const struct contrast weekend = contrast_of(d, CONTRAST_WEEKEND, NULL, 0, MEASURES_ROUNDS, asked->seed, s->name);
    add_contrast(m, &weekend, "weekend_ratio", "days of a week alike");
    if (asked->holidays != NULL) {
        const struct contrast holiday =
            contrast_of(d, CONTRAST_HOLIDAY, asked->holidays, asked->n_holidays, MEASURES_ROUNDS, asked->seed, s->name);
        add_contrast(m, &holiday, "holiday_ratio", "weekdays alike, or weekend days, but for their weekday");
    }
    add_working_hours(m, s, o, asked);
    if (d->days > 0 && d->first_day < WHEN_FIRST_DATED / WHEN_DAY)
        refuse_calendar(m);
}

/* --- over all series --------------------------------------------------------------------- */

/* Only the share within working hours, which is no test, has a row more here and there, behind the others. */
static void adjust(struct measures *m, size_t n)
{
    double *p = mem_alloc((n + 1) * sizeof *p);

    for (size_t k = 0; k < MEASURES_MOST; k++) {
        for (size_t i = 0; i < n; i++)
            p[i] = k < m[i].n ? m[i].at[k].p : NAN;
        multiple_holm(p, n, p);
        for (size_t i = 0; i < n; i++)
            m[i].p_holm[k] = p[i];
    }
    free(p);
}

void measures_adjust(struct measures *m, size_t n, bool with_all)
{
    const size_t first = with_all && n > 0 ? 1 : 0;

    adjust(m, first);
    adjust(m + first, n - first);
}
