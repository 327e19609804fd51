/* Weeks under a clock: rotation, shape, exposure, dispersion and the flat null. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "numbers/stream.h"
#include "zone_sim.h"
#include "zones/localweek.h"
#include <gsl/gsl_randist.h>
#include <string.h>

#define START (INT64_C(1462147200) * WHEN_SECOND) /* Monday 2016-05-02 */

static void watch(struct observed *o, when_t start, when_t end)
{
    observed_init(o);
    observed_add(o, start, end);
}

static void test_rotation(void **state)
{
    (void)state;
    double week[WEEK_HALVES] = { 0 }, cells[PROFILE_CELLS];
    week[0] = 1; /* Monday 00:00 UTC */
    localweek_cells(week, -8, cells);
    assert_true(cells[PROFILE_DAY + 40] == 1); /* Sunday 20:00 at UTC-4 */
    localweek_cells(week, 11, cells);
    assert_true(cells[11] == 1);
    localweek_cells(week, 5 * 48 + 3, cells);
    assert_true(cells[PROFILE_DAY + 3] == 1);
}

/* A visit before and one after a change by an hour: the clock's usual offset is the
   one of the most visits; the other stands an hour aside. */
static void test_shape(void **state)
{
    (void)state;
    const struct zone_change changes[] = { { INT64_MIN, 3600 }, { START + WHEN_WEEK, 7200 } };
    const struct zone_clock clock = { .changes = changes, .n = 2 };
    const when_t visits[] = { START + 9 * WHEN_HOUR, START + WHEN_WEEK + 8 * WHEN_HOUR,
                              START + WHEN_WEEK + WHEN_DAY + 8 * WHEN_HOUR };
    struct observed o;
    struct weekshape shape;
    watch(&o, START, START + 2 * WHEN_WEEK);
    struct localweek *w = localweek_new(visits, 3, &o);
    assert_int_equal(localweek_shape(w, &clock, &shape), 7200);
    assert_true(shape.counts[16] == 2 || shape.counts[16] == 1);
    assert_true(shape.counts[16] == 2);      /* Monday 09:00 UTC in winter is 08:00 + 2 h */
    assert_true(shape.counts[48 + 16] == 1);
    for (int h = 0; h < WEEK_HALVES; h++)
        assert_close(shape.exposure[h], 3, 1e-12);
    localweek_free(w);
    observed_release(&o);
}

static void test_partly_watched(void **state)
{
    (void)state;
    const struct zone_change changes[] = { { INT64_MIN, 0 } };
    const struct zone_clock clock = { .changes = changes, .n = 1 };
    const when_t visits[] = { START + WHEN_HOUR, START + WHEN_DAY, START + 3 * WHEN_DAY };
    struct observed o;
    struct weekshape shape;
    watch(&o, START, START + WHEN_DAY + WHEN_HOUR / 4);
    struct localweek *w = localweek_new(visits, 3, &o);
    assert_int_equal(localweek_n(w), 2); /* the third was not watched */
    localweek_shape(w, &clock, &shape);
    assert_close(shape.exposure[0], 2, 1e-12);
    assert_close(shape.exposure[48], 1, 1e-12); /* half of that half hour */
    assert_true(shape.exposure[49] == 0);
    localweek_free(w);
    observed_release(&o);
}

/* Three events a second apart are a visit; a week with an event every second is not one visit. */
static void test_collapse(void **state)
{
    (void)state;
    enum { MANY = 10000 };
    static when_t times[MANY], out[MANY];
    struct observed o;
    watch(&o, START, START + WHEN_WEEK);
    for (size_t i = 0; i < 90; i++)
        times[i] = START + (when_t)(i / 3) * WHEN_HOUR + (when_t)(i % 3) * WHEN_SECOND;
    assert_int_equal(localweek_collapse(times, 90, 2 * WHEN_SECOND, &o, out), 30);
    for (size_t i = 0; i < MANY; i++)
        times[i] = START + (when_t)i * WHEN_SECOND;
    assert_int_equal(localweek_collapse(times, MANY, 2 * WHEN_SECOND, &o, out), MANY);
    assert_int_equal(localweek_collapse(times, 0, 2 * WHEN_SECOND, &o, out), 0);
    observed_release(&o);
}

/* N visits over the weeks at a constant rate, each repeated COPIES times. */
static struct localrhythm flat_rhythm(gsl_rng *rng, size_t n, size_t copies)
{
    when_t *visits = mem_alloc(n * copies * sizeof *visits);
    struct observed o;
    watch(&o, START, START + 4 * WHEN_WEEK);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < copies; k++)
            visits[i * copies + k] = START + (when_t)(k * WHEN_SECOND) + (when_t)(gsl_rng_uniform(rng) * 4 * WHEN_WEEK);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 1; k < copies; k++)
            visits[i * copies + k] = visits[i * copies] + (when_t)k;
    qsort(visits, n * copies, sizeof *visits, sim_order);
    struct localweek *w = localweek_new(visits, n * copies, &o);
    struct localrhythm r = localweek_rhythm(w);
    localweek_free(w);
    observed_release(&o);
    free(visits);
    return r;
}

/* Under the null P(p <= a) is at most a plus Monte Carlo error, also when every visit comes in
   threes (dispersion 3). */
static void test_flat_null(void **state)
{
    (void)state;
    gsl_rng *rng = stream_new(42, "test_localweek", "flat");
    for (size_t copies = 1; copies <= 3; copies += 2) {
        int at1 = 0, at5 = 0;
        double dispersion = 0;
        const int draws = 2000;
        for (int i = 0; i < draws; i++) {
            struct localrhythm r = flat_rhythm(rng, 100, copies);
            at1 += r.p_flat <= 0.01;
            at5 += r.p_flat <= 0.05;
            dispersion += r.dispersion / draws;
        }
        print_message("# copies %zu: P(p <= .01) = %.4f, P(p <= .05) = %.4f, dispersion %.2f\n", copies,
                      at1 / (double)draws, at5 / (double)draws, dispersion);
        assert_true(at1 <= draws * 0.01 + 3 * sqrt(draws * 0.01));
        assert_true(at5 <= draws * 0.05 + 3 * sqrt(draws * 0.05));
        assert_true(fabs(dispersion - (double)copies) < 0.1 * (double)copies);
    }
    gsl_rng_free(rng);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rotation),
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_partly_watched),
        cmocka_unit_test(test_collapse),
        cmocka_unit_test(test_flat_null),
    };
    return cmocka_run_group_tests_name("localweek", tests, NULL, NULL);
}
