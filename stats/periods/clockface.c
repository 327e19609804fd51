/* clockface.c -- see clockface.h. */

#include "clockface.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define LEAST_A_PART 5
#define NEAR 600.      /* seconds: R */
#define REACH ((when_t)(2 * NEAR) * WHEN_SECOND)
#define PAIRS_A_VISIT 20
#define LEAST_POWER .05 /* of l_m, which is estimated and may come out below 0 */
#define ARTEFACT_VISITS 20
#define ARTEFACT_SHARE .95
#define ARTEFACT_CROWDED .3

/* Seconds of [a, b) in each minute of the hour: whole hours at once, then minute by minute. */
static void add_exposure(double minute[60], when_t a, when_t b)
{
    when_t hours = (b - a) / WHEN_HOUR;

    for (int m = 0; m < 60; m++)
        minute[m] += 60 * (double)hours;
    for (a += hours * WHEN_HOUR; a < b;) {
        when_t start = when_floor(a, 60 * WHEN_SECOND), end = start + 60 * WHEN_SECOND;
        when_t stop = end < b ? end : b;

        minute[(start - when_floor(start, WHEN_HOUR)) / (60 * WHEN_SECOND)] += (double)(stop - a) / (double)WHEN_SECOND;
        a = stop;
    }
}

/* --- bursts ------------------------------------------------------------------------------ */

/* WEIGHT pairs LAG apart (in 60ths of the face): their places differ by the lag's floor, or by one more. */
static void add_pair(double near[60], double lag, double weight)
{
    int whole = (int)lag, d = whole % 60;
    double part = lag - whole;

    near[d] += weight * (1 - part);
    near[(d + 1) % 60] += weight * part;
}

/* How much a pair counts among those from FROM to TO apart: of two stamps that are equal only one follows the other, so the ends count
   half, as in the trapezoid rule; where clocks tick in seconds there are many pairs there. */
static double within(double lag, double from, double to)
{
    return lag > from && lag < to ? 1 : lag == from || lag == to ? .5 : 0;
}

/* From visits after which 2 R were watched. */
static void add_pairs(const struct followed *f, void *context)
{
    struct clockface *c = context;
    const when_t start = f->at[0].from, end = start + REACH;
    const double shown = (double)f->shown;

    if (c->observed != NULL ? observed_within(c->observed, start, end) < REACH : end > c->last)
        return;
    c->minute_near[0] += f->within;
    c->second_near[0] += f->within;
    for (size_t j = 1; j < f->n; j++) {
        double lag = (double)(f->at[j].t - f->at[0].t) / (double)WHEN_SECOND, pairs = shown * (double)f->at[j].n;
        double near = lag > 0 ? within(lag, 0, NEAR) : 1, far = within(lag, NEAR, 2 * NEAR);

        add_pair(c->minute_near, lag / 60, near * pairs);
        add_pair(c->second_near, lag, near * pairs);
        add_pair(c->minute_near, fmax(lag - NEAR, 0) / 60, -far * pairs);
        add_pair(c->second_near, fmax(lag - NEAR, 0), -far * pairs);
    }
    c->used += f->shown;
}

/* --- time by time --------------------------------------------------------------------------- */

void clockface_begin(struct clockface *c, const struct observed *o)
{
    *c = (struct clockface){ .observed = o, .hour = WHEN_MIN };
    for (size_t i = 0; o != NULL && i < o->n; i++)
        add_exposure(c->minute_exposure, o->at[i].start, o->at[i].end);
    for (int i = 0; i < 60; i++) {
        c->second_exposure[i] = 1;
        c->minute_exposure[i] += o == NULL;
    }
}

/* Where there are very many pairs, those of every so manieth visit. */
void clockface_near(struct clockface *c, size_t n, when_t first, when_t last)
{
    double pairs = (double)n * (double)REACH / fmax((double)(last - first), 1);

    c->last = last;
    c->near = followers_new(REACH + WHEN_SECOND, WHEN_SECOND, (size_t)fmin(1 + pairs / PAIRS_A_VISIT, (double)n + 1), add_pairs, c);
}

void clockface_add(struct clockface *c, when_t t)
{
    when_t h = when_floor(t, WHEN_HOUR), s = (t - h) / WHEN_SECOND;

    c->minute[s / 60]++;
    c->second[s % 60]++;
    c->in_hour = h == c->hour ? c->in_hour + 1 : 1;
    c->hour = h;
    c->crowded += c->in_hour == 2 ? 2 : c->in_hour > 2;
    c->n++;
    if (c->near != NULL)
        followers_add(c->near, t);
}

void clockface_end(struct clockface *c)
{
    followers_end(c->near);
    c->near = NULL;
    c->crowded /= c->n > 0 ? (double)c->n : 1;
    for (int d = 0; c->used > 0 && d < 60; d++) {
        c->minute_near[d] *= (double)c->n / (double)c->used;
        c->second_near[d] *= (double)c->n / (double)c->used;
    }
}

void clockface_init(struct clockface *c, const when_t *times, size_t n, const struct observed *o)
{
    clockface_begin(c, o);
    clockface_near(c, n, n > 0 ? times[0] : 0, n > 0 ? times[n - 1] : 0);
    for (size_t i = 0; i < n; i++)
        clockface_add(c, times[i]);
    clockface_end(c);
}

/* Into how many parts, each expected to hold at least five? */
static int parts_for(double n)
{
    static const int choices[] = { 60, 30, 20, 15, 12, 10, 6, 5, 4, 3, 2 };

    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (n >= LEAST_A_PART * choices[i])
            return choices[i];
    }
    return 0;
}

/* g and f of the header. */
struct scale {
    double g, f;
};

static struct scale scale_of(const double *near, double n, int parts)
{
    double sum = 0, squares = 0;

    for (int m = 1; m < parts; m++) {
        double l = 1;

        for (int d = 0; d < parts; d++)
            l += 2 / n * near[d] * cos(2 * M_PI * m * d / parts);
        l = fmax(l, LEAST_POWER);
        sum += l;
        squares += l * l;
    }
    return (struct scale){ squares / sum, sum * sum / squares };
}

struct clockface_test clockface_ring(int parts, const double *count, const double *exposure, const double *near)
{
    struct clockface_test t = { 0, NAN, NAN, NAN, NAN };
    struct scale s;
    double n = 0, whole = 0, sum = 0, df = -1;

    for (int k = 0; k < parts; k++) {
        n += count[k];
        whole += exposure[k];
    }
    for (int k = 0; k < parts; k++) {
        double e = n * exposure[k] / whole;

        sum += e > 0 ? (count[k] - e) * (count[k] - e) / e : 0;
        df += e > 0;
    }
    if (parts == 0 || n < LEAST_A_PART * parts || df < 1)
        return t;
    s = near != NULL ? scale_of(near, n, parts) : (struct scale){ 1, parts - 1 };
    s.f *= df / (parts - 1); /* parts that were never observed */
    t = (struct clockface_test){ (size_t)df + 1, sum, gsl_cdf_chisq_Q(sum / s.g, s.f), gsl_cdf_chisq_P(sum / s.g, s.f),
                                 NAN };
    t.p = fmin(1, 2 * fmin(t.p_uneven, t.p_even));
    return t;
}

/* Neighbouring sixtieths joined; a distance between two parts counts for both. */
static void join(const double sixtieth[60], int parts, double *joined)
{
    for (int i = 0; i < 60; i++)
        joined[i * parts / 60] += sixtieth[i];
}

static void join_near(const double near[60], int parts, double *joined)
{
    for (int d = 0; d < 60; d++) {
        double place = (double)d * parts / 60, part = place - floor(place);

        joined[(int)place] += near[d] * (1 - part);
        joined[((int)place + 1) % parts] += near[d] * part;
    }
}

struct clockface_test clockface_test(const double count[60], const double exposure[60], const double near[60])
{
    double n = 0, c[60] = { 0 }, e[60] = { 0 }, a[60] = { 0 };
    int parts;

    for (int i = 0; i < 60; i++)
        n += count[i];
    parts = parts_for(n);
    if (parts == 0)
        return clockface_ring(0, c, e, NULL);
    join(count, parts, c);
    join(exposure, parts, e);
    if (near != NULL)
        join_near(near, parts, a);
    return clockface_ring(parts, c, e, near != NULL ? a : NULL);
}

struct clockface_test clockface_minutes(const struct clockface *c)
{
    return clockface_test(c->minute, c->minute_exposure, c->minute_near);
}

struct clockface_test clockface_seconds(const struct clockface *c, double resolution_s)
{
    if (resolution_s > 1)
        return (struct clockface_test){ 0, NAN, NAN, NAN, NAN };
    return clockface_test(c->second, c->second_exposure, c->second_near);
}

int clockface_artefact(const struct clockface *c)
{
    int best = 0, filled = 0;

    for (int i = 0; i < 60; i++) {
        best = c->minute[i] > c->minute[best] ? i : best;
        filled += c->second[i] > 0;
    }
    if (c->n < ARTEFACT_VISITS || c->minute[best] < ARTEFACT_SHARE * (double)c->n)
        return -1;
    /* of 60 seconds, n visits thrown at random leave 60 exp(-n / 60) empty */
    if (c->crowded < ARTEFACT_CROWDED || filled < .7 * 60 * -expm1(-(double)c->n / 60))
        return -1;
    return best;
}
