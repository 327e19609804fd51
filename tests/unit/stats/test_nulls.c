/* Null streams: the rates that were fitted, bursts as many as there were, nothing before the TTL, nothing where nobody
   watched, times on the clock's ticks. */

#include "unit.h"

#include "caches/cachemodel.h"
#include "days/rhythm.h"
#include "periods/nulls.h"
#include "rows/resolution.h"
#include "simulated.h"

#define ROOM 200000
#define DRAWS 40

static when_t times[ROOM];
static const struct simulated plain = { .days = 56, .per_day = 60, .weekend = .3, .night = .1 };

static when_t day(int d)
{
    return SIMULATED_START + d * WHEN_DAY;
}

/* Eight weeks without days 20 to 22. */
static size_t observe(struct simulated s, gsl_rng *g, struct observed *o)
{
    size_t n = simulated_times(&s, g, times, ROOM), kept = 0;

    observed_init(o);
    observed_add(o, day(0), day(20));
    observed_add(o, day(23), day(s.days));
    for (size_t i = 0; i < n; i++) {
        if (observed_at(o, times[i]))
            times[kept++] = times[i];
    }
    return kept;
}

/* One draw; returns its visits and how many. */
typedef const when_t *drawing(const void *null, const struct observed *o, gsl_rng *g, size_t *n);

static const when_t *draw_diurnal(const void *null, const struct observed *o, gsl_rng *g, size_t *n)
{
    static struct nulls_stream s = NULLS_STREAM_INIT;

    (void)o;
    nulls_draw(null, g, &s);
    *n = s.n;
    return s.at;
}

static const when_t *draw_cache(const void *null, const struct observed *o, gsl_rng *g, size_t *n)
{
    static struct arrival_times s;

    cachemodel_draw(null, o, 1, g, &s);
    *n = s.n;
    return s.at;
}

/* The mean of the draws has the series' count by the hour of the week, within 4 standard errors of the data. */
static void same_hours(drawing *draw, const void *null, const struct observed *o, size_t n, gsl_rng *g, double phi)
{
    struct rhythm data, one;
    double mean[24] = { 0 }, count[24] = { 0 }, total = 0;

    rhythm_of(&data, times, n, o, NULL);
    for (int i = 0; i < DRAWS; i++) {
        size_t drawn;
        const when_t *at = draw(null, o, g, &drawn);

        rhythm_of(&one, at, drawn, o, NULL);
        total += (double)drawn / DRAWS;
        for (int h = 0; h < RHYTHM_HOURS; h++)
            mean[h % 24] += (double)one.count[h] / DRAWS;
    }
    for (int h = 0; h < RHYTHM_HOURS; h++)
        count[h % 24] += (double)data.count[h];
    for (int h = 0; h < 24; h++)
        assert_true(fabs(mean[h] - count[h]) < 4 * sqrt(phi * (count[h] + 10)));
    assert_close(total, (double)n, .04);
}

static void test_diurnal(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct err err = { 0 };
    struct observed o;
    size_t n = observe(plain, g, &o);
    struct nulls *u = nulls_new(times, n, &o, .001, &err);

    (void)state;
    assert_non_null(u);
    assert_true(nulls_burst(u) < .03);
    assert_close(nulls_expected(u, day(56)), (double)n, .03);
    assert_close(nulls_expected(u, day(20)), nulls_expected(u, day(23)), 1e-12);
    same_hours(draw_diurnal, u, &o, n, g, 1.2);
    nulls_free(u);
    observed_release(&o);
    gsl_rng_free(g);
}

static void test_bursts(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct simulated s = plain;
    struct err err = { 0 };
    struct observed o;
    struct nulls *u;
    size_t n;

    (void)state;
    s.per_day = 30;
    s.burst = .5; /* a third of the events follows another within 200 s */
    s.tau2 = .2;
    n = observe(s, g, &o);
    u = nulls_new(times, n, &o, 1, &err);
    assert_non_null(u);
    assert_true(nulls_burst(u) > .25 && nulls_burst(u) < .4);
    same_hours(draw_diurnal, u, &o, n, g, 3);
    nulls_free(u);
    observed_release(&o);
    gsl_rng_free(g);
}

/* Behind a cache of T: demand that nobody sees, gaps of T at least, and again the rates that were seen. */
static void test_cache(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct err err = { 0 };
    struct cachemodel model;
    struct livetime live;
    struct observed o;
    size_t n = observe(plain, g, &o), kept = 0, drawn;
    const when_t *at;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || times[i] >= times[kept - 1] + WHEN_HOUR)
            times[kept++] = times[i];
    }
    livetime_init(&live, 1, times, kept, &o, WHEN_HOUR, WHEN_SECOND);
    assert_true(cachemodel_fit(&model, &live, 3600, &o, &err));
    same_hours(draw_cache, &model, &o, kept, g, 1);
    at = draw_cache(&model, &o, g, &drawn);
    for (size_t i = 1; i < drawn; i++)
        assert_true(at[i] - at[i - 1] >= WHEN_HOUR);
    cachemodel_release(&model);
    livetime_release(&live);
    observed_release(&o);
    gsl_rng_free(g);
}

static void test_ticks(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct nulls_stream s = NULLS_STREAM_INIT;
    struct err err = { 0 };
    struct observed o;
    size_t n = observe(plain, g, &o);
    struct nulls *u;

    (void)state;
    for (size_t i = 0; i < n; i++)
        times[i] = when_floor(times[i], 60 * WHEN_SECOND);
    assert_int_equal(resolution_of(times, n), 60 * WHEN_SECOND);
    u = nulls_new(times, n, &o, 60, &err);
    assert_non_null(u);
    for (int i = 0; i < 5; i++) {
        nulls_draw(u, g, &s);
        assert_true(s.n > n / 2 && s.n < 2 * n);
        for (size_t k = 0; k < s.n; k++) {
            assert_int_equal(s.at[k] % (60 * WHEN_SECOND), 0);
            assert_true(observed_at(&o, s.at[k]));
            assert_true(k == 0 || s.at[k] >= s.at[k - 1]);
        }
    }
    nulls_stream_release(&s);
    nulls_free(u);
    observed_release(&o);
    gsl_rng_free(g);
}

static void test_edges(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct nulls_stream s = NULLS_STREAM_INIT;
    struct err err = { 0 };
    struct observed o;
    struct nulls *u;

    (void)state;
    observed_init(&o);
    assert_says(nulls_new(times, 0, &o, 1, &err), "nothing was observed");
    err = (struct err){ 0 };
    observed_add(&o, day(0), day(2));
    u = nulls_new(times, 0, &o, 1, &err);
    assert_non_null(u);
    nulls_draw(u, g, &s);
    assert_int_equal(s.n, 0);
    nulls_free(u);
    assert_int_equal(resolution_of(times, 0), WHEN_SECOND);
    times[0] = 1234000;
    assert_int_equal(resolution_of(times, 1), 1000);
    nulls_stream_release(&s);
    observed_release(&o);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diurnal), cmocka_unit_test(test_bursts), cmocka_unit_test(test_cache),
        cmocka_unit_test(test_ticks),   cmocka_unit_test(test_edges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
