/* Stamps that are looked at twice: what all of them in memory give. */

#include "numbers/stream.h"
#include "periods/followers.h"
#include "periods/stamps.h"
#include "unit.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define N 4000
#define GAP (2 * WHEN_SECOND)

/* Bursts at random, a second's stamps on some days and finer ones on others. */
static size_t make(gsl_rng *g, when_t *times, double mean_s)
{
    when_t t = 400 * WHEN_DAY + 12345678;

    for (size_t i = 0; i < N; i++) {
        t += (when_t)(gsl_ran_exponential(g, gsl_rng_uniform(g) < .3 ? 1 : mean_s) * (double)WHEN_SECOND);
        times[i] = when_floor(t, when_day_of(t) % 3 == 0 ? WHEN_SECOND : 1000);
    }
    return N;
}

struct pairs_seen {
    double n, sum;
    size_t most; /* that were shown at once */
};

static void add_pairs(const struct followed *f, void *context)
{
    struct pairs_seen *s = context;

    s->most = f->n > s->most ? f->n : s->most;
    s->n += f->within;
    for (size_t j = 1; j < f->n; j++) {
        double pairs = (double)(f->shown * f->at[j].n);

        s->n += pairs;
        s->sum += pairs * (double)(f->at[j].t - f->at[0].t);
    }
}

/* What is shown of N TIMES is what they are, one by one. */
static void all_shown(const when_t *times, size_t n, size_t most)
{
    static const size_t steps[] = { 1, 2, 7, N + 1 };

    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        struct pairs_seen seen = { 0, 0, 0 }, want = { 0, 0, 0 };
        struct followers *f = followers_new(100 * WHEN_SECOND, WHEN_SECOND, steps[k], add_pairs, &seen);

        for (size_t i = 0; i < n; i++)
            followers_add(f, times[i]);
        followers_end(f);
        for (size_t i = 0; i < n; i += steps[k]) {
            for (size_t j = i + 1; j < n && times[j] - times[i] < 100 * WHEN_SECOND; j++) {
                want.n++;
                want.sum += (double)(times[j] - times[i]);
            }
        }
        assert_true((steps[k] > 1 || want.n > 0) && seen.n == want.n && seen.sum == want.sum);
        assert_true(seen.most <= most * (1 + steps[k]));
    }
}

static void test_followers(void **state)
{
    when_t *times = mem_alloc(N * sizeof *times);
    gsl_rng *g = stream_new(5, "test", "followers");

    (void)state;
    all_shown(times, make(g, times, 30), N);
    for (size_t i = 0; i < N; i++) /* whole seconds, which rounding does not move: more and more at once, then one by itself */
        times[i] = (when_t)(20 * sqrt((double)i)) * WHEN_SECOND;
    times[N - 1] += 100 * WHEN_DAY;
    all_shown(times, N, 202);
    followers_end(followers_new(1, 1, 1, add_pairs, NULL));
    gsl_rng_free(g);
    free(times);
}

static void same_test(struct clockface_test a, struct clockface_test b)
{
    assert_int_equal(a.parts, b.parts);
    assert_true(a.parts == 0 || (a.statistic == b.statistic && a.p == b.p));
}

static void look_at(double mean_s, bool collapsed)
{
    when_t *times = mem_alloc(N * sizeof *times);
    gsl_rng *g = stream_new(6, "test", "stamps");
    size_t n = make(g, times, mean_s);
    struct series series = { "all", times, n };
    struct stamps s = { .n = 0 };
    struct arrivals visits;
    struct clockface face;
    struct observed o;
    struct clockface_test digit;

    observed_init(&o);
    observed_add(&o, times[0], times[n / 2]);
    observed_add(&o, times[n / 2] + WHEN_HOUR, times[n - 1]);
    for (size_t i = 0; i < n; i++)
        stamps_look(&s, times[i], &o, GAP);
    stamps_settle(&s, &o, GAP);
    for (size_t i = 0; i < n; i++)
        stamps_look_again(&s, times[i], &o, GAP);
    digit = stamps_end(&s);
    arrivals_init(&visits, &series, &o, GAP);
    clockface_init(&face, visits.times, visits.n, &o);
    assert_int_equal(s.collapsed, collapsed);
    assert_int_equal(visits.visits, collapsed);
    assert_int_equal(s.visits.n, visits.n);
    assert_int_equal(stamps_tick(&s), resolution_of(times, n));
    same_test(clockface_minutes(&s.visits), clockface_minutes(&face));
    same_test(clockface_seconds(&s.visits, .001), clockface_seconds(&face, .001));
    same_test(digit, lastdigit_test(visits.times, visits.n, stamps_tick(&s)));
    arrivals_release(&visits);
    stamps_release(&s);
    observed_release(&o);
    gsl_rng_free(g);
    free(times);
}

static void test_looks(void **state)
{
    (void)state;
    look_at(120, true);
    look_at(2, false);
}

/* Three days by the second, four finer: whole days of the coarser tick are told apart. */
static void test_days(void **state)
{
    struct stamps s = { .n = 0 };
    double other;

    (void)state;
    for (int day = 0; day < 7; day++) {
        for (int i = 0; i < 50; i++)
            stamps_look(&s, day * WHEN_DAY + i * 7 * WHEN_SECOND + (day < 4 ? 1000 * (i % 9) : 0), NULL, GAP);
    }
    stamps_look(&s, 7 * WHEN_DAY, NULL, GAP); /* one stamp tells nothing */
    stamps_settle(&s, &(struct observed){ NULL, 0, 0 }, GAP);
    assert_int_equal(stamps_tick(&s), 1000);
    assert_close(stamps_days(&s, &other), 7, 1e-12);
    assert_close(other, 3, 1e-12);
    stamps_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_followers), cmocka_unit_test(test_looks), cmocka_unit_test(test_days) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
