/* Weekends and holidays: ratios by hand, power, coverage, laws.  The calibration of p: tests/calibration. */

#include "unit.h"

#include "days/rhythm_contrast.h"
#include "numbers/stream.h"
#include "rhythm_days.h"
#include <gsl/gsl_randist.h>

enum { WEEKS = 20, HOURS = WEEKS * 168, ROUNDS = 399 };

/* MEAN events an hour, weekends at WEEKEND, days in HOLIDAY (one a month, a Wednesday) at FACTOR, days scattered by TAU2. */
static void draw(gsl_rng *g, struct daybins *d, double mean, double weekend, const int64_t *holiday, size_t n,
                 double factor, double tau2)
{
    for (size_t day = 0; day < d->days; day++) {
        double level = mean * (day % 7 >= 5 ? weekend : 1) * (tau2 > 0 ? gsl_ran_gamma(g, 1 / tau2, tau2) : 1);

        for (size_t i = 0; i < n; i++)
            level *= holiday[i] == d->first_day + (int64_t)day ? factor : 1;
        for (size_t h = 0; h < 24; h++)
            d->count[day * 24 + h] = gsl_ran_poisson(g, level * (1 + .8 * cos(2 * M_PI * ((double)h - 13) / 24)));
    }
}

static void wednesdays(int64_t out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = R_FIRST + 2 + 28 * i;
}

/* Two events an hour on weekdays, one at weekends, all observed: .5; a weekend day that was observed for its last
   six hours counts for what these hours have on other days. */
static void test_by_hand(void **state)
{
    struct daybins d = days_blank(HOURS);
    struct contrast c;

    (void)state;
    for (size_t i = 0; i < HOURS; i++)
        d.count[i] = i / 24 % 7 >= 5 ? 1 : 2;
    c = contrast_of(&d, CONTRAST_WEEKEND, NULL, 0, ROUNDS, 1, "all");
    assert_close(c.ratio, .5, 1e-14);
    assert_close(c.p, 2 / (1. + ROUNDS), 1e-14);
    assert_int_equal(c.marked, 40);
    assert_int_equal(c.others, 100);
    for (size_t h = 0; h < 18; h++) {
        d.count[5 * 24 + h] = 0;
        d.exposure[5 * 24 + h] = 0;
    }
    c = contrast_of(&d, CONTRAST_WEEKEND, NULL, 0, ROUNDS, 1, "all");
    assert_close(c.ratio, .5, 1e-3);
    daybins_release(&d);
}

/* An office that is closed on its four holidays: ratio 0, an upper limit, a small p.  A Monday holiday is held against Mondays. */
static void test_closed(void **state)
{
    struct daybins d = days_blank(HOURS);
    gsl_rng *g = stream_new(1, "test_rhythm_contrast", "closed");
    int64_t days[4], none[] = { R_FIRST - 5 };
    struct contrast c;

    (void)state;
    wednesdays(days);
    draw(g, &d, 1, .2, days, 4, 0, .1);
    c = contrast_of(&d, CONTRAST_HOLIDAY, days, 4, ROUNDS, 1, "all");
    assert_close(c.ratio, 0, 0);
    assert_close(c.ratio95.lo, 0, 0);
    assert_true(c.ratio95.hi > 0 && c.ratio95.hi < .5);
    assert_true(c.p <= .01);
    c = contrast_of(&d, CONTRAST_HOLIDAY, none, 1, ROUNDS, 1, "all");
    assert_true(isnan(c.ratio) && isnan(c.p) && c.marked == 0);
    for (size_t i = 0; i < HOURS; i++)
        d.count[i] = i / 24 % 7 == 0 ? 1 : 3; /* Mondays are quiet, that of the holiday as the others */
    days[0] = R_FIRST + 70;
    c = contrast_of(&d, CONTRAST_HOLIDAY, days, 1, ROUNDS, 1, "all");
    assert_close(c.ratio, 1, 1e-14);
    assert_close(c.p, 1, 0);
    daybins_release(&d);
    gsl_rng_free(g);
}

/* 95 % intervals of the truth, and power, where days differ (gamma, variance .1). */
static void test_coverage(void **state)
{
    enum { DRAWS = 400 };
    struct daybins d = days_blank(HOURS);
    gsl_rng *g = stream_new(1, "test_rhythm_contrast", "coverage");
    double weekend = 0, holiday = 0, found = 0;
    int64_t days[4];

    (void)state;
    wednesdays(days);
    for (int i = 0; i < DRAWS; i++) {
        draw(g, &d, 1, .5, days, 4, .5, .1);
        const struct contrast w = contrast_of(&d, CONTRAST_WEEKEND, NULL, 0, 19, 1, "all");
        const struct contrast h = contrast_of(&d, CONTRAST_HOLIDAY, days, 4, 199, (uint64_t)i, "all");

        weekend += w.ratio95.lo <= .5 && .5 <= w.ratio95.hi;
        holiday += h.ratio95.lo <= .5 && .5 <= h.ratio95.hi;
        found += h.p <= .05;
    }
    print_message("# covered: weekend %.3f, holiday %.3f; four holidays at half: found %.3f\n", weekend / DRAWS,
                  holiday / DRAWS, found / DRAWS);
    assert_true(weekend >= .91 * DRAWS && weekend <= .99 * DRAWS);
    assert_true(holiday >= .91 * DRAWS && holiday <= .99 * DRAWS);
    assert_true(found >= .8 * DRAWS);
    daybins_release(&d);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_closed),
        cmocka_unit_test(test_coverage),
    };

    return cmocka_run_group_tests_name("rhythm_contrast", tests, NULL, NULL);
}
