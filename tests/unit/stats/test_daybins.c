/* Days by bins of a local clock: clock changes, edges, and what rhythm.h says of the same events. */

#include "unit.h"

#include "days/daybins.h"
#include "days/rhythm.h"
#include "numbers/stream.h"

static when_t at(int year, int month, int day, int hour, int minute)
{
    return when_days(year, month, day) * WHEN_DAY + hour * WHEN_HOUR + minute * 60 * WHEN_SECOND;
}

/* New York 2016: 03-13 had no 02 h, 11-06 had 01 h twice. */
static void test_clock_changes(void **state)
{
    struct err err = { 0 };
    struct tz *zone = tz_open("America/New_York", &err);
    struct observed o;
    struct daybins d;
    const when_t times[] = { at(2016, 3, 13, 6, 59), at(2016, 3, 13, 7, 1), at(2016, 3, 14, 4, 0) /* not observed */ };

    (void)state;
    assert_non_null(zone);
    observed_init(&o);
    observed_add(&o, at(2016, 3, 12, 5, 0), at(2016, 3, 14, 4, 0));
    assert_worked(daybins_init(&d, times, 3, &o, zone, 24, &err));
    assert_int_equal(d.first_day, when_days(2016, 3, 12));
    assert_int_equal(d.days, 2);
    assert_int_equal(daybins_watched(&d, 0), WHEN_DAY);
    assert_int_equal(daybins_watched(&d, 1), 23 * WHEN_HOUR);
    assert_int_equal(d.exposure[24 + 2], 0);
    assert_int_equal(d.count[24 + 1], 1);
    assert_int_equal(d.count[24 + 3], 1);
    daybins_release(&d);
    observed_release(&o);
    observed_add(&o, at(2016, 11, 6, 4, 30), at(2016, 11, 6, 8, 0));
    assert_worked(daybins_init(&d, NULL, 0, &o, zone, 24, &err));
    assert_int_equal(d.exposure[0], WHEN_HOUR / 2);
    assert_int_equal(d.exposure[1], 2 * WHEN_HOUR);
    daybins_release(&d);
    observed_release(&o);
    tz_free(zone);
}

/* Summed by weekday and hour they are the hours of the week; random sets, zones and events. */
static void test_against_rhythm(void **state)
{
    static const char *const names[] = { "UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe" };
    enum { EVENTS = 3000 };
    gsl_rng *g = stream_new(1, "test_daybins", "sum");

    (void)state;
    for (size_t z = 0; z < sizeof names / sizeof *names; z++) {
        struct err err = { 0 };
        struct tz *zone = tz_open(names[z], &err);
        struct observed o;
        struct daybins d;
        struct rhythm r;
        double count[RHYTHM_HOURS] = { 0 }, exposure[RHYTHM_HOURS] = { 0 };
        when_t times[EVENTS];

        assert_non_null(zone);
        observed_init(&o);
        for (int k = 0; k < 40; k++) {
            const when_t start = at(2016, 1, 1, 0, 0) + k * 9 * WHEN_DAY + (when_t)(gsl_rng_uniform(g) * 1e11);
            observed_add(&o, start, start + (when_t)(gsl_rng_uniform(g) * 6e11));
        }
        for (int i = 0; i < EVENTS; i++)
            times[i] = at(2016, 1, 1, 0, 0) + (when_t)((i + gsl_rng_uniform(g)) * 1e10);
        assert_worked(daybins_init(&d, times, EVENTS, &o, zone, 96, &err));
        rhythm_of(&r, times, EVENTS, &o, zone);
        for (size_t i = 0; i < d.days * 96; i++) {
            const int h = when_weekday(d.first_day + (int64_t)(i / 96)) * 24 + (int)(i % 96 / 4);
            count[h] += (double)d.count[i];
            exposure[h] += (double)d.exposure[i] / 1e6;
        }
        for (int h = 0; h < RHYTHM_HOURS; h++) {
            assert_close(count[h], (double)r.count[h], 0);
            assert_close(exposure[h], r.exposure_s[h], 1e-12);
        }
        daybins_release(&d);
        observed_release(&o);
        tz_free(zone);
    }
    gsl_rng_free(g);
}

static void test_edges(void **state)
{
    struct observed o;
    struct daybins d;
    struct err err = { 0 };

    (void)state;
    observed_init(&o);
    assert_worked(daybins_init(&d, NULL, 0, &o, NULL, 24, &err));
    assert_int_equal(d.days, 0);
    daybins_release(&d);
    observed_add(&o, -WHEN_HOUR, WHEN_HOUR); /* before 1970 too */
    const when_t times[] = { -1, 0 };
    assert_worked(daybins_init(&d, times, 2, &o, NULL, 24, &err));
    assert_int_equal(d.first_day, -1);
    assert_int_equal(d.days, 2);
    assert_int_equal(d.count[23], 1);
    assert_int_equal(d.count[24], 1);
    daybins_release(&d);
    observed_add(&o, WHEN_MIN, WHEN_MAX);
    assert_says(daybins_init(&d, NULL, 0, &o, NULL, 1440, &err), "too many");
    daybins_release(&d);
    observed_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock_changes),
        cmocka_unit_test(test_against_rhythm),
        cmocka_unit_test(test_edges),
    };

    return cmocka_run_group_tests_name("daybins", tests, NULL, NULL);
}
