#include "zoneholidays.h"

#include "calendars.h"
#include "base/weekend.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AROUND 28   /* days to either side that say what a working day has */
#define LEAST 5     /* such days */
#define SHARES 20   /* h: 0, 0.05, ... 0.95 */

struct day {
    double visits, mean; /* mean: of working days around; NAN where it is not known */
    bool seen, weekend, holiday;
};

struct days {
    struct day *at;
    int64_t first;
    size_t n;
};

static void count_days(struct days *d, const struct localweek *week, const struct observed *observed,
                       const struct zone_clock *clock, const char *country)
{
    size_t n = localweek_n(week);
    const when_t *t = localweek_visits(week);
    d->first = when_day_of(t[0] + zone_clock_at(clock, t[0]) * WHEN_SECOND);
    d->n = (size_t)(when_day_of(t[n - 1] + zone_clock_at(clock, t[n - 1]) * WHEN_SECOND) - d->first) + 1;
    d->at = mem_zero(d->n * sizeof *d->at);
    for (size_t i = 0; i < n; i++)
        d->at[when_day_of(t[i] + zone_clock_at(clock, t[i]) * WHEN_SECOND) - d->first].visits += 1;
    for (size_t k = 0; k < d->n; k++) {
        int64_t day = d->first + (int64_t)k;
        when_t start = day * WHEN_DAY;
        start -= zone_clock_at(clock, start) * WHEN_SECOND;
        d->at[k].seen = observed_within(observed, start, start + WHEN_DAY) >= WHEN_DAY - WHEN_HOUR;
        d->at[k].weekend = weekend_has(weekend_of(country, day), day);
    }
}

static void mark_holidays(struct days *d, const char *country)
{
    int from, to, month, day;
    int64_t days[CALENDAR_MOST];
    when_civil(d->first, &from, &month, &day);
    when_civil(d->first + (int64_t)d->n - 1, &to, &month, &day);
    for (int year = from; year <= to; year++) {
        size_t n = calendar_year(country, year, days);
        for (size_t i = 0; i < n; i++)
            if (days[i] >= d->first && days[i] < d->first + (int64_t)d->n)
                d->at[days[i] - d->first].holiday = true;
    }
}

static bool is_ordinary(const struct day *day) { return day->seen && !day->weekend && !day->holiday; }

/* The mean of the ordinary days around each day, itself left out. */
static void find_means(struct days *d)
{
    for (size_t k = 0; k < d->n; k++) {
        size_t from = k > AROUND ? k - AROUND : 0, to = k + AROUND < d->n ? k + AROUND : d->n - 1, days = 0;
        double sum = 0;
        for (size_t j = from; j <= to; j++)
            if (j != k && is_ordinary(&d->at[j])) {
                sum += d->at[j].visits;
                days++;
            }
        d->at[k].mean = days >= LEAST && sum > 0 ? sum / (double)days : NAN;
    }
}

struct habit {
    double weekend; /* share of a working day */
    double phi;     /* variance over mean */
};

static struct habit find_habit(const struct days *d)
{
    double visits = 0, expected = 0, misfit = 0;
    size_t days = 0;
    for (size_t k = 0; k < d->n; k++) {
        const struct day *day = &d->at[k];
        if (!day->seen || isnan(day->mean))
            continue;
        if (day->weekend) {
            visits += day->visits;
            expected += day->mean;
        } else if (!day->holiday) {
            misfit += (day->visits - day->mean) * (day->visits - day->mean) / day->mean;
            days++;
        }
    }
    return (struct habit){ expected > 0 ? fmin(fmax(visits / expected, 0.02), 1) : 1,
                           days > 0 ? fmax(misfit / (double)days, 1) : 1 };
}

static bool could_tell(const struct day *day) { return day->seen && day->holiday && !day->weekend && !isnan(day->mean); }

static double evidence(const struct days *d, struct habit habit)
{
    double by_share[SHARES] = { 0 }, most = -INFINITY, sum = 0;
    for (int s = 0; s < SHARES; s++) {
        double r = 1 - s / (double)SHARES * (1 - habit.weekend);
        for (size_t k = 0; k < d->n; k++) {
            const struct day *day = &d->at[k];
            if (could_tell(day))
                by_share[s] += (day->visits * log(r) - day->mean * (r - 1)) / habit.phi;
        }
        most = fmax(most, by_share[s]);
    }
    for (int s = 0; s < SHARES; s++)
        sum += exp(by_share[s] - most) / SHARES;
    return most + log(sum);
}

struct zoneholidays zoneholidays_country(const struct localweek *week, const struct observed *observed,
                                         const struct zone_clock *clock, const char *country)
{
    struct zoneholidays kept = { 0, 0 };
    struct days d;
    if (!calendar_has(country) || localweek_n(week) == 0)
        return kept;
    count_days(&d, week, observed, clock, country);
    mark_holidays(&d, country);
    find_means(&d);
    kept.log_evidence = evidence(&d, find_habit(&d));
    for (size_t k = 0; k < d.n; k++)
        kept.days += could_tell(&d.at[k]);
    free(d.at);
    return kept;
}

/* How many people a zone of COUNTRIES, such as "JP,AU", speaks for in COUNTRY: the first is its own, and any zone of a country's own
   comes before all that it shares. */
static double speaks_for(const char *countries, double people, const char *country)
{
    return strncmp(countries, country, 2) == 0 ? people : strstr(countries, country) != NULL ? 1e-9 * people : 0;
}

static const struct zonegroup *home_of(const struct zonegroups *groups, const char *country, const char **zone)
{
    const struct zonegroup *home = NULL;
    double most = 0;
    for (size_t g = 0; g < groups->n; g++)
        for (size_t k = 0; k < groups->at[g].n_members; k++) {
            double people = speaks_for(groups->at[g].member_countries[k], groups->at[g].member_people[k], country);
            if (people > most) {
                home = &groups->at[g];
                most = people;
                *zone = home->members[k];
            }
        }
    return home;
}

size_t zoneholidays_all(const struct localweek *week, const struct observed *observed, const struct zonegroups *groups,
                        struct zone_keeping *out)
{
    size_t n = 0;
    for (size_t i = 0; i < calendar_countries(); i++) {
        struct zone_keeping k = { .country = calendar_country(i) };
        const struct zonegroup *home = home_of(groups, k.country, &k.zone);
        if (home == NULL)
            continue;
        k.kept = zoneholidays_country(week, observed, &home->clock, k.country);
        out[n++] = k;
    }
    return n;
}

/* Mean of exp(log evidence) over the countries, "DE,DK,NO" */
static double zone_evidence(const struct localweek *week, const struct observed *observed,
                            const struct zone_clock *clock, const char *countries)
{
    double sum = 0;
    size_t n = 0;
    for (const char *at = countries; strlen(at) >= 2; at += at[2] == ',' ? 3 : 2) {
        char country[3] = { at[0], at[1], '\0' };
        sum += exp(zoneholidays_country(week, observed, clock, country).log_evidence);
        n++;
    }
    return n > 0 ? sum / (double)n : 1;
}

double zoneholidays_group(const struct localweek *week, const struct observed *observed, const struct zonegroup *group)
{
    double sum = 0;
    for (size_t k = 0; k < group->n_members; k++)
        sum += group->member_people[k] / group->people *
               zone_evidence(week, observed, &group->clock, group->member_countries[k]);
    return log(fmax(sum, DBL_MIN));
}
