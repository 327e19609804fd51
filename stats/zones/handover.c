#include "handover.h"

#include <math.h>
#include <stdlib.h>

#define REACH (12 * WHEN_HOUR) /* what is looked at before and after */
#define BLOCK 28               /* days */
#define PEERS 4
#define NEVER INT64_MAX

struct day {
    int64_t day, block; /* since 1970 */
    when_t before; /* from the last visit of a session of A's hours to the opening; NEVER */
    when_t after;  /* from the opening to the first visit after it; NEVER */
    size_t busy;   /* visits after it */
    size_t peers;  /* the days of a block that are about as busy have one number */
};

struct days {
    struct day *at;
    size_t n, capacity;
    bool a_before; /* is A ever open before B is? */
};

static when_t local(const struct zone_clock *clock, when_t t) { return t + zone_clock_at(clock, t) * WHEN_SECOND; }

static bool is_weekend(const struct zone_clock *clock, when_t local_time) { return weekend_has(clock->weekend, when_day_of(local_time)); }

static bool is_open(const struct handover_rule *rule, const struct zone_clock *clock, when_t t)
{
    when_t x = local(clock, t);
    double hour = (double) (x - when_floor(x, WHEN_DAY)) / (double) WHEN_HOUR;
    return !is_weekend(clock, x) && hour >= rule->open_h && hour < rule->close_h;
}

/* The first visit at T or later. */
static size_t visit_from(const when_t *visits, size_t n, when_t t)
{
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (visits[middle] < t)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

static void add_day(struct days *d, const struct handover_rule *rule, const when_t *visits, size_t n, when_t opening,
                    const struct zone_clock *a, int64_t day)
{
    size_t after = visit_from(visits, n, opening), end = visit_from(visits, n, opening + REACH), first = after;
    struct day here = { .day = day, .block = day / BLOCK, .before = NEVER, .after = NEVER, .busy = end - after };
    if (end > after)
        here.after = visits[after] - opening;
    while (first > 0 && visits[first - 1] >= opening - REACH &&
           (first == after || visits[first] - visits[first - 1] <= rule->gap))
        first--;
    if (first < after && is_open(rule, a, visits[first]))
        here.before = opening - visits[after - 1];
    d->a_before |= is_open(rule, a, opening - 1);
    d->at = mem_grow(d->at, &d->capacity, d->n + 1, sizeof *d->at);
    d->at[d->n++] = here;
}

static void find_days(struct days *d, const struct handover_rule *rule, const when_t *visits, size_t n,
                      const struct observed *observed, const struct zone_clock *a, const struct zone_clock *b)
{
    for (when_t day = when_floor(visits[0], WHEN_DAY); day <= visits[n - 1]; day += WHEN_DAY) {
        when_t wall = day + (when_t) (rule->open_h * (double) WHEN_HOUR);
        when_t opening = wall - zone_clock_at(b, wall - zone_clock_at(b, wall) * WHEN_SECOND) * WHEN_SECOND;
        bool seen = observed_within(observed, opening - rule->gap, opening + rule->gap) == 2 * rule->gap;
        if (!is_weekend(b, wall) && seen)
            add_day(d, rule, visits, n, opening, a, day / WHEN_DAY);
    }
}

static int by_busy(const void *a, const void *b)
{
    const struct day *x = a, *y = b;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (x->busy != y->busy)
        return x->busy > y->busy ? 1 : -1;
    return (x->day > y->day) - (x->day < y->day);
}

/* Sorts the days by block and busyness and puts PEERS neighbours together. */
static void find_peers(struct days *d)
{
    size_t first = 0;
    mem_sort(d->at, d->n, sizeof *d->at, by_busy);
    for (size_t i = 0; i < d->n; i++) {
        first = d->at[i].block != d->at[first].block ? i : first;
        d->at[i].peers = (i - first) / PEERS;
    }
}

static size_t count_over(const struct days *d, when_t gap)
{
    size_t sum = 0;
    for (size_t i = 0; i < d->n; i++)
        sum += d->at[i].before != NEVER && d->at[i].after != NEVER && d->at[i].before + d->at[i].after <= gap;
    return sum;
}

/* Fisher and Yates among peers. */
static void shuffle(struct days *d, gsl_rng *rng)
{
    for (size_t i = 0, end; i < d->n; i = end) {
        for (end = i; end < d->n && d->at[end].block == d->at[i].block && d->at[end].peers == d->at[i].peers; end++)
            ;
        for (size_t k = end - 1; k > i; k--) {
            size_t j = i + gsl_rng_uniform_int(rng, k - i + 1);
            when_t after = d->at[k].after;
            d->at[k].after = d->at[j].after;
            d->at[j].after = after;
        }
    }
}

void handover_test(struct handover *h, const struct handover_rule *rule, const when_t *visits, size_t n,
                   const struct observed *observed, const struct zone_clock *a, const struct zone_clock *b,
                   gsl_rng *rng)
{
    struct days d = { .n = 0 };
    size_t more = 0, same = 0, sum = 0;
    *h = (struct handover) { .p = NAN };
    if (n > 0)
        find_days(&d, rule, visits, n, observed, a, b);
    find_peers(&d);
    h->days = d.n;
    for (size_t i = 0; i < d.n; i++)
        h->waiting += d.at[i].before != NEVER;
    h->went_on = count_over(&d, rule->gap);
    for (size_t k = 0; k < rule->shuffles && d.a_before; k++) {
        shuffle(&d, rng);
        size_t there = count_over(&d, rule->gap);
        more += there > h->went_on;
        same += there == h->went_on;
        sum += there;
    }
    if (!d.a_before) {
        free(d.at);
        return;
    }
    h->expected = (double) sum / (double) rule->shuffles;
    /* The data's own count is one of the equal ones. */
    h->p = ((double) more + 0.5 * (double) (same + 1)) / (double) (rule->shuffles + 1);
    free(d.at);
}
