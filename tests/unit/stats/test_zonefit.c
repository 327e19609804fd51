/* Whose working hours: simulated offices and persons with known zones, the model's
   calibration on its own prior, and when it must not tell. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "numbers/stream.h"
#include "zone_sim.h"
#include "zones/zonefit.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#define START (INT64_C(1462147200) * WHEN_SECOND) /* Monday 2016-05-02 */
#define WEEKS 20                                  /* until 19 September: no change in Europe or America */
#define MOST 5000

static struct {
    struct zonebook *book;
    struct zonegroups groups;
    struct observed observed;
    struct profile profiles[PROFILE_KINDS];
} world;

static int set_up(void **state)
{
    (void)state;
    struct err err = { 0 };
    gsl_set_error_handler_off();
    when_t end = START + WEEKS * WHEN_WEEK;
    world.book = zonebook_load(START, end, &err);
    assert_non_null(world.book);
    zonegroups_init(&world.groups, world.book, START, end);
    observed_init(&world.observed);
    observed_add(&world.observed, START - WHEN_WEEK, end + WHEN_WEEK);
    for (int kind = 0; kind < PROFILE_KINDS; kind++)
        profile_init(&world.profiles[kind], kind);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    observed_release(&world.observed);
    zonegroups_release(&world.groups);
    zonebook_free(world.book);
    return 0;
}

static void fit_visits(struct zonefit *f, const struct zonefit_model *model, const when_t *visits, size_t n)
{
    struct localweek *week = localweek_new(visits, n, &world.observed);
    zonefit_init(f, model, week, &world.groups, &world.observed);
    localweek_free(week);
}

static void fit_people(struct zonefit *f, const struct zonefit_model *model, const double log_rate[PROFILE_CELLS],
                       size_t group, double shift_h, size_t n, gsl_rng *rng)
{
    static when_t visits[MOST];
    sim_visits(log_rate, &world.groups.at[group].clock, START, WEEKS, shift_h, rng, visits, n);
    fit_visits(f, model, visits, n);
}

/* An office of stated theta, 9 to 17:30, in three places: as a crowd within an hour, its zone's group in
   the 95 % set, and the 80 % set at most 4 h wide; by either choice of profiles. */
static void test_offices(void **state)
{
    (void)state;
    static const char *const places[] = { "America/New_York", "Europe/Moscow", "Asia/Kolkata", "Asia/Tokyo" };
    const struct office office = { .start = 9, .end = 17.5, .softness = 0.4, .dip = 0.3, .weekend = 0.08, .floor = 0.03 };
    double rate[PROFILE_CELLS];
    gsl_rng *rng = stream_new(1, "test_zonefit", "offices");
    office_log_rate(&office, rate);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (size_t profiles = 1; profiles <= 2; profiles++) {
            size_t group = sim_group(&world.groups, places[i]);
            struct zonefit_model model = zonefit_crowd(world.profiles, profiles);
            double truth = world.groups.at[group].clock.changes[0].offset_s / 3600.0;
            struct zonefit f;
            fit_people(&f, &model, rate, group, 0, 2000, rng);
            print_message("# %s: %g, 80 %% %g to %g\n", places[i], f.offset_h, f.set80.low_h, f.set80.high_h);
            assert_int_equal(f.reason, ZONEFIT_TOLD);
            assert_true(fabs(f.offset_h - truth) <= 1);
            assert_true(f.set95.low_h <= truth && truth <= f.set95.high_h);
            assert_true(f.set80.high_h - f.set80.low_h <= 4);
            zonefit_release(&f);
        }
    gsl_rng_free(rng);
}

/* The same office in Riyadh and in Moscow, which have one clock: the weekend tells what the clock cannot.  And the
   weekend of one is the other's prior against it. */
static void test_weekends(void **state)
{
    (void)state;
    const struct office office = { .start = 9, .end = 17.5, .softness = 0.4, .dip = 0.3, .weekend = 0.08, .floor = 0.03 };
    static const struct {
        const char *place;
        int days;
        enum weekend told;
    } cases[] = { { "Asia/Riyadh", 1, WEEKEND_FRI_SAT }, { "Europe/Moscow", 0, WEEKEND_SAT_SUN }, { "Asia/Tehran", 2, WEEKEND_THU_FRI } };
    double rate[PROFILE_CELLS];
    gsl_rng *rng = stream_new(1, "test_zonefit", "weekends");
    office_log_rate(&office, rate);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t group = sim_group(&world.groups, cases[i].place);
        struct zonefit_model model = zonefit_crowd(world.profiles, 2);
        double truth = world.groups.at[group].clock.changes[0].offset_s / 3600.0;
        struct zonefit f;
        fit_people(&f, &model, rate, group, -24 * cases[i].days, 2000, rng);
        print_message("# %s: %g, weekend %s %.4f, fit %.1f\n", cases[i].place, f.offset_h, weekend_name(f.weekend), f.weekends[f.weekend], f.log_fit);
        assert_int_equal(f.weekend, cases[i].told);
        assert_true(f.weekends[f.weekend] > 0.95);
        assert_true(fabs(f.offset_h - truth) <= 1);
        assert_true(f.log_fit > 0);
        zonefit_release(&f);
    }
    gsl_rng_free(rng);
}

static size_t draw_group(const struct zonefit *blank, gsl_rng *rng)
{
    double u = gsl_rng_uniform(rng);
    size_t i = 0;
    for (; i + 1 < blank->n_chances && (u -= blank->chances[i].probability) > 0; i++)
        ;
    return blank->chances[i].group;
}

/* The prior over groups, as the fit reports it when the visits weigh nothing. */
static void fit_nothing(struct zonefit *f, gsl_rng *rng)
{
    struct zonefit_model model = { .profiles = &world.profiles[PROFILE_DEVELOPER], .n_profiles = 1, .trust = 1e-9, .mislead = 1, .block = WHEN_DAY };
    double zero[PROFILE_WAYS] = { 0 }, rate[PROFILE_CELLS];
    profile_log_rate(model.profiles, zero, rate);
    fit_people(f, &model, rate, 0, 0, 200, rng);
}

/* How many days before Saturday a person's weekend begins, by the prior of the group. */
static int draw_weekend(size_t group, gsl_rng *rng)
{
    double share[WEEKENDS], u = gsl_rng_uniform(rng);
    int w = 0;
    weekend_prior(&world.groups.at[group], when_day_of(START), share);
    while (w + 1 < WEEKENDS && (u -= share[w]) > 0)
        w++;
    return w;
}

/* Truth drawn from the prior (zone, weekend, habit, profile) and the likelihood at its full weight: the sets hold the
   truth as often as their probability says. */
static void test_calibration(void **state)
{
    (void)state;
    const int draws = 250;
    struct zonefit_model model = { .profiles = &world.profiles[PROFILE_DEVELOPER], .n_profiles = 1, .habit_h = 0.7, .trust = 1e12, .mislead = 1, .block = WHEN_DAY };
    gsl_rng *rng = stream_new(7, "test_zonefit", "calibration");
    struct zonefit blank;
    double said = 0, variance = 0;
    int held = 0, held80 = 0, told = 0;
    fit_nothing(&blank, rng);
    for (int i = 0; i < draws; i++) {
        double a[PROFILE_WAYS], rate[PROFILE_CELLS];
        struct zonefit f;
        size_t group = draw_group(&blank, rng);
        for (size_t j = 0; j < model.profiles->ways; j++)
            a[j] = gsl_ran_gaussian(rng, 1);
        profile_log_rate(model.profiles, a, rate);
        fit_people(&f, &model, rate, group, gsl_ran_gaussian(rng, 0.7) - 24 * draw_weekend(group, rng), 150, rng);
        double truth = world.groups.at[group].clock.changes[0].offset_s / 3600.0, mass = 0;
        for (size_t k = 0; k < f.n_set95; k++) {
            mass += f.chances[k].probability;
            held += f.chances[k].group == group;
        }
        if (f.reason == ZONEFIT_TOLD) {
            told++;
            said += mass;
            variance += mass * (1 - mass);
            for (int turn = -24; turn <= 24; turn += 24)
                held80 += f.set80.low_h <= truth + turn && truth + turn <= f.set80.high_h;
        }
        zonefit_release(&f);
    }
    print_message("# %d told; 95 %% sets said %.3f, held %.3f; 80 %% hull held %.3f\n", told, said / told,
                  held / (double)told, held80 / (double)told);
    assert_true(told > 0.9 * draws);
    assert_true(fabs(held - said) < 3 * sqrt(variance) + 0.02 * told);
    assert_true(held80 > 0.8 * told - 3 * sqrt(told * 0.16));
    zonefit_release(&blank);
    gsl_rng_free(rng);
}

/* A constant rate has no working hours: not told in at least 95 of 100 draws. */
static void test_flat(void **state)
{
    (void)state;
    const double flat[PROFILE_CELLS] = { 0 };
    const int draws = 100;
    int told = 0;
    struct zonefit_model model = zonefit_person(world.profiles, 2);
    gsl_rng *rng = stream_new(3, "test_zonefit", "flat");
    for (int i = 0; i < draws; i++) {
        struct zonefit f;
        fit_people(&f, &model, flat, 0, 0, i % 2 ? 60 : 1500, rng);
        told += f.reason == ZONEFIT_TOLD;
        zonefit_release(&f);
    }
    assert_true(told <= draws / 20);
    gsl_rng_free(rng);
}

static enum zonefit_reason reason_of(when_t start, int64_t step, size_t n)
{
    when_t visits[100];
    struct observed o;
    struct zonefit f;
    struct zonefit_model model = zonefit_person(world.profiles, 2);
    for (size_t i = 0; i < n; i++)
        visits[i] = start + (when_t)i * step;
    observed_init(&o);
    observed_add(&o, visits[0], visits[n - 1] + 1);
    struct localweek *week = localweek_new(visits, n, &o);
    zonefit_init(&f, &model, week, &world.groups, &o);
    localweek_free(week);
    observed_release(&o);
    zonefit_release(&f);
    return f.reason;
}

static void test_reasons(void **state)
{
    (void)state;
    assert_int_equal(reason_of(START, WHEN_DAY, 29), ZONEFIT_FEW);
    assert_int_equal(reason_of(START, WHEN_HOUR / 4, 100), ZONEFIT_SHORT);
    assert_int_equal(reason_of(5 * WHEN_DAY, WHEN_DAY, 60), ZONEFIT_CLOCK);
    assert_int_equal(reason_of(START, WHEN_HOUR, 100), ZONEFIT_FLAT);
    assert_int_equal(reason_of(START, WHEN_DAY, 60), ZONEFIT_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offices),
        cmocka_unit_test(test_weekends),
        cmocka_unit_test(test_calibration),
        cmocka_unit_test(test_flat),
        cmocka_unit_test(test_reasons),
    };
    return cmocka_run_group_tests_name("zonefit", tests, set_up, tear_down);
}
