/* The hours of the week, by the clock of a zone. */

#include "unit.h"

#include "days/rhythm.h"
#include "numbers/stream.h"

static when_t at(int year, int month, int day, int hour, int minute)
{
    return when_days(year, month, day) * WHEN_DAY + hour * WHEN_HOUR + minute * 60 * WHEN_SECOND;
}

static void test_hours(void **state)
{
    (void)state;
    struct observed o;
    observed_init(&o);
    observed_add(&o, at(2016, 5, 2, 0, 0), at(2016, 5, 16, 0, 0)); /* two weeks from a Monday */
    observed_add(&o, at(2016, 5, 16, 9, 0), at(2016, 5, 16, 9, 30));
    const when_t times[] = { at(2016, 5, 2, 9, 5), at(2016, 5, 9, 9, 5), at(2016, 5, 16, 9, 29),
                             at(2016, 5, 16, 9, 30) /* not observed */, at(2016, 5, 8, 23, 59) };
    struct rhythm r;
    rhythm_of(&r, times, 5, &o, NULL);
    assert_int_equal(r.count[9], 3);
    assert_close(r.exposure_s[9], 9000, 0);
    assert_close(rhythm_rate(&r, 9), 1.2, 1e-15);
    assert_int_equal(r.count[167], 1);
    assert_close(rhythm_rate(&r, 167), 0.5, 1e-15);
    observed_release(&o);
}

/* New York went to summer time on Sunday 2016-03-13 at 07:00 UTC: 02-03 h local did not
   exist, and 2016-11-06 had 01-02 h twice. */
static void test_clock_changes(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct tz *zone = tz_open("America/New_York", &err);
    assert_non_null(zone);
    struct observed o;
    struct rhythm r;
    observed_init(&o);
    observed_add(&o, at(2016, 3, 13, 5, 0), at(2016, 3, 13, 10, 0)); /* 00 EST to 06 EDT */
    const when_t spring[] = { at(2016, 3, 13, 6, 30), at(2016, 3, 13, 7, 30) };
    rhythm_of(&r, spring, 2, &o, zone);
    enum { SUNDAY = 6 * 24 };
    assert_int_equal(r.count[SUNDAY + 1], 1);
    assert_int_equal(r.count[SUNDAY + 3], 1);
    assert_close(r.exposure_s[SUNDAY + 2], 0, 0);
    assert_true(isnan(rhythm_rate(&r, SUNDAY + 2)));
    assert_close(r.exposure_s[SUNDAY + 5], 3600, 0);
    assert_close(r.exposure_s[SUNDAY + 6], 0, 0);
    observed_release(&o);
    observed_add(&o, at(2016, 11, 6, 4, 0), at(2016, 11, 6, 8, 0));
    rhythm_of(&r, NULL, 0, &o, zone);
    assert_close(r.exposure_s[SUNDAY + 1], 7200, 0);
    observed_release(&o);
    tz_free(zone);
}

/* Each zone: all events and all observed seconds fall into some hour, the one that the
   local clock says at the middle of each observed second. */
static void test_against_brute_force(void **state)
{
    (void)state;
    static const char *const names[] = { "UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe",
                                         "-0930" };
    unsigned long seed = 11;
    print_message("seed %lu\n", seed);
    gsl_rng *rng = stream_new(seed, "test_rhythm", "zones");
    for (size_t z = 0; z < sizeof names / sizeof *names; z++) {
        struct err err = { 0 };
        struct tz *zone = tz_open(names[z], &err);
        assert_non_null(zone);
        struct observed o;
        observed_init(&o);
        double want[RHYTHM_HOURS] = { 0 };
        for (int k = 0; k < 60; k++) {
            int64_t minute = (at(2016, 1, 1, 0, 0) + k * 7 * WHEN_DAY) / WHEN_SECOND / 60 +
                             (int64_t)gsl_rng_uniform_int(rng, 6000);
            int64_t n = 1 + (int64_t)gsl_rng_uniform_int(rng, 3000);
            observed_add(&o, minute * 60 * WHEN_SECOND, (minute + n) * 60 * WHEN_SECOND);
            for (int64_t m = minute; m < minute + n; m++) {
                int64_t local = m * 60 + 30 + tz_offset(zone, m * 60 + 30);
                want[(local / 3600 + 3 * 24) % 168] += 60; /* 1970 began on a Thursday */
            }
        }
        struct rhythm r;
        rhythm_of(&r, NULL, 0, &o, zone);
        for (int h = 0; h < RHYTHM_HOURS; h++) {
            assert_close(r.exposure_s[h], want[h], 1e-12);
        }
        observed_release(&o);
        tz_free(zone);
    }
    gsl_rng_free(rng);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hours),
        cmocka_unit_test(test_clock_changes),
        cmocka_unit_test(test_against_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
