#include "rhythm_contrast.h"

#include "numbers/stream.h"
#include <math.h>
#include <stdlib.h>

#define TAIL .025
#define SAME 1e-9 /* events: statistics that differ by less are equal */

struct day {
    int64_t number; /* since 1970-01-01 */
    int weekday;
    bool marked;
    double count, clock; /* events; observed time, each hour weighed by its share of the day's events */
    int64_t stratum; /* within which marks are dealt out anew */
};

struct days {
    struct day *at;
    size_t n;
};

/* --- days ---------------------------------------------------------------------------------- */

static bool is_holiday(int64_t day, const int64_t *holidays, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (holidays[i] == day)
            return true;
    }
    return false;
}

/* Rate of each clock hour over all days. */
static void clock_rates(const struct daybins *d, double rate[24])
{
    double hours[24] = { 0 };

    for (size_t h = 0; h < 24; h++)
        rate[h] = 0;
    for (size_t i = 0; i < d->days * 24; i++) {
        rate[i % 24] += (double)d->count[i];
        hours[i % 24] += (double)d->exposure[i] / (double)WHEN_HOUR;
    }
    for (size_t h = 0; h < 24; h++)
        rate[h] = hours[h] > 0 ? rate[h] / hours[h] : 0;
}

static struct day day_of(const struct daybins *d, size_t i, const double rate[24])
{
    const int64_t number = d->first_day + (int64_t)i;
    struct day day = { .number = number, .weekday = when_weekday(number) };

    for (size_t h = 0; h < 24; h++) {
        day.count += (double)d->count[i * 24 + h];
        day.clock += (double)d->exposure[i * 24 + h] / (double)WHEN_HOUR * rate[h];
    }
    return day;
}

static void days_init(struct days *s, const struct daybins *d, enum contrast_kind kind, const int64_t *holidays,
                      size_t n_holidays)
{
    double rate[24];

    clock_rates(d, rate);
    *s = (struct days){ mem_alloc((d->days + 1) * sizeof *s->at), 0 };
    for (size_t i = 0; i < d->days; i++) {
        if (daybins_watched(d, i) == 0)
            continue;
        struct day *day = &s->at[s->n++];
        *day = day_of(d, i, rate);
        day->marked = kind == CONTRAST_WEEKEND ? day->weekday >= 5
                                               : is_holiday(d->first_day + (int64_t)i, holidays, n_holidays);
        day->stratum = kind == CONTRAST_WEEKEND ? day->number - day->weekday : day->weekday >= 5;
    }
}

/* --- ratio and interval ---------------------------------------------------------------------- */

struct base {
    double count, clock;
    size_t days;
};

/* By weekday for holidays, one for all unmarked days for weekends; a weekday without unmarked days takes its class's. */
static void find_bases(const struct days *s, enum contrast_kind kind, struct base base[7])
{
    struct base own[7] = { { 0 } }, class[2] = { { 0 } };

    for (size_t i = 0; i < s->n; i++) {
        const struct day *day = &s->at[i];
        struct base *both[2] = { &own[day->weekday], &class[day->weekday >= 5] };

        for (int k = 0; k < 2 && !day->marked; k++) {
            both[k]->count += day->count;
            both[k]->clock += day->clock;
            both[k]->days++;
        }
    }
    for (int w = 0; w < 7; w++)
        base[w] = kind == CONTRAST_WEEKEND ? class[0] : own[w].clock > 0 ? own[w] : class[w >= 5];
}

static double rate_of(const struct base *b)
{
    return b->clock > 0 ? b->count / b->clock : NAN;
}

/* Variance of a day's factor among the unmarked days, by moments. */
static double scatter(const struct days *s, const struct base base[7], enum contrast_kind kind)
{
    double squares = 0, sum = 0, weight = 0, n = 0;
    const double fitted = kind == CONTRAST_WEEKEND ? 1 : 7;

    for (size_t i = 0; i < s->n; i++) {
        const struct day *day = &s->at[i];

        if (day->marked)
            continue;
        const double m = day->clock * rate_of(&base[day->weekday]);
        squares += (day->count - m) * (day->count - m);
        sum += m;
        weight += m * m;
        n++;
    }
    return n > fitted && weight > 0 ? fmax(0, (squares * n / (n - fitted) - sum) / weight) : 0;
}

struct forecast_days {
    double observed, expected, tau2, days2, error; /* days2: sum m_d^2; error: variance of expected */
};

static struct forecast_days forecast(const struct days *s, enum contrast_kind kind)
{
    struct base base[7];
    struct forecast_days f = { 0 };
    double part[7] = { 0 };

    find_bases(s, kind, base);
    f.tau2 = scatter(s, base, kind);
    for (size_t i = 0; i < s->n; i++) {
        const struct day *day = &s->at[i];

        if (!day->marked)
            continue;
        const double m = day->clock * rate_of(&base[day->weekday]);
        f.observed += day->count;
        f.expected += m;
        f.days2 += m * m;
        part[kind == CONTRAST_WEEKEND ? 0 : day->weekday] += m;
    }
    for (int w = 0; w < 7; w++) {
        if (part[w] > 0)
            f.error += part[w] * part[w] * (1 / base[w].count + f.tau2 / (double)base[w].days);
    }
    return f;
}

static double tail(const struct forecast_days *f, double ratio, bool upper)
{
    const double mean = ratio * f->expected, variance = mean + ratio * ratio * (f->tau2 * f->days2 + f->error);

    return upper ? dispersed_greater(f->observed, mean, variance) : dispersed_less(f->observed, mean, variance);
}

/* The ratio at which the tail is TAIL: the upper tail grows with it, the lower one falls. */
static double bound(const struct forecast_days *f, bool upper)
{
    double low = -30, high = 30; /* of the log ratio */

    for (int i = 0; i < 80; i++) {
        const double mid = (low + high) / 2;

        if ((tail(f, exp(mid), upper) < TAIL) == upper)
            low = mid;
        else
            high = mid;
    }
    return exp((low + high) / 2);
}

/* --- permutation --------------------------------------------------------------------------------- */

static int by_stratum(const void *a, const void *b)
{
    const struct day *x = a, *y = b;

    if (x->stratum != y->stratum)
        return x->stratum < y->stratum ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Where the stratum that begins at FROM ends among the sorted days. */
static size_t stratum_end(const struct days *s, size_t from)
{
    size_t to = from;

    while (to < s->n && s->at[to].stratum == s->at[from].stratum)
        to++;
    return to;
}

/* What the marked days have above their share of each week's events. */
static double above_share(const struct days *s)
{
    double sum = 0;

    for (size_t from = 0, to; from < s->n; from = to) {
        double count = 0, clock = 0, own = 0;

        to = stratum_end(s, from);
        for (size_t i = from; i < to; i++) {
            count += s->at[i].count;
            clock += s->at[i].clock;
            own += s->at[i].marked ? s->at[i].clock : 0;
            sum += s->at[i].marked ? s->at[i].count : 0;
        }
        sum -= clock > 0 ? count * own / clock : 0;
    }
    return sum;
}

/* And above what the unmarked days of their weekdays lead to expect. */
static double above_expected(const struct days *s)
{
    struct base base[7];
    double sum = 0;

    find_bases(s, CONTRAST_HOLIDAY, base);
    for (size_t i = 0; i < s->n; i++) {
        const struct day *day = &s->at[i];

        if (day->marked && base[day->weekday].clock > 0)
            sum += day->count - day->clock * rate_of(&base[day->weekday]);
    }
    return sum;
}

static double statistic(const struct days *s, enum contrast_kind kind)
{
    return kind == CONTRAST_WEEKEND ? above_share(s) : above_expected(s);
}

static void shuffle(struct day *days, size_t n, gsl_rng *rng)
{
    for (size_t i = n - 1; i > 0; i--) {
        const size_t j = gsl_rng_uniform_int(rng, i + 1);
        const bool held = days[i].marked;

        days[i].marked = days[j].marked;
        days[j].marked = held;
    }
}

/* Turned around, so that the days of a weekend stay beside each other. */
static void turn(struct day *days, size_t n, gsl_rng *rng)
{
    for (size_t k = gsl_rng_uniform_int(rng, n); k > 0; k--) {
        const bool last = days[n - 1].marked;

        for (size_t i = n - 1; i > 0; i--)
            days[i].marked = days[i - 1].marked;
        days[0].marked = last;
    }
}

static void deal(struct days *s, enum contrast_kind kind, gsl_rng *rng)
{
    for (size_t from = 0, to; from < s->n; from = to) {
        to = stratum_end(s, from);
        if (kind == CONTRAST_WEEKEND)
            turn(s->at + from, to - from, rng);
        else
            shuffle(s->at + from, to - from, rng);
    }
}

/* The marks are not what they were afterwards. */
static double permute(struct days *s, enum contrast_kind kind, size_t rounds, gsl_rng *rng)
{
    size_t less = 0, more = 0;

    mem_sort(s->at, s->n, sizeof *s->at, by_stratum);
    const double seen = statistic(s, kind);
    for (size_t r = 0; r < rounds; r++) {
        deal(s, kind, rng);
        const double drawn = statistic(s, kind);
        less += drawn <= seen + SAME;
        more += drawn >= seen - SAME;
    }
    return fmin(1, 2 * (1 + (double)(less < more ? less : more)) / (1 + (double)rounds));
}

struct contrast contrast_of(const struct daybins *d, enum contrast_kind kind, const int64_t *holidays, size_t n_holidays,
                            size_t rounds, uint64_t seed, const char *series)
{
    struct contrast c = { NAN, NAN, { NAN, NAN }, 0, 0 };
    struct days s;

    days_init(&s, d, kind, holidays, n_holidays);
    for (size_t i = 0; i < s.n; i++)
        *(s.at[i].marked ? &c.marked : &c.others) += 1;
    const struct forecast_days f = forecast(&s, kind);
    if (c.marked > 0 && c.others > 0 && f.expected > 0) {
        gsl_rng *rng = stream_new(seed, kind == CONTRAST_WEEKEND ? "dielog-rhythm weekend" : "dielog-rhythm holiday", series);

        c.ratio = f.observed / f.expected;
        c.ratio95 = (struct limits){ f.observed > 0 ? bound(&f, true) : 0, bound(&f, false) };
        c.p = permute(&s, kind, rounds, rng);
        gsl_rng_free(rng);
    }
    free(s.at);
    return c;
}
