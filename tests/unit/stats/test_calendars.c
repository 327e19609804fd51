/* Public holidays against dates known otherwise, and as evidence. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "numbers/stream.h"
#include "zone_sim.h"
#include "zones/calendars.h"
#include "zones/weekends.h"
#include "zones/zoneholidays.h"
#include <gsl/gsl_errno.h>

#define START (INT64_C(1420416000) * WHEN_SECOND) /* Monday 2015-01-05 */

/* Python: from dateutil.easter import easter; easter(year), easter(year, EASTER_ORTHODOX) */
static void test_easter(void **state)
{
    (void)state;
    static const int dates[][5] = { { 2000, 4, 23, 4, 30 }, { 2016, 3, 27, 5, 1 }, { 2019, 4, 21, 4, 28 },
                                    { 2024, 3, 31, 5, 5 },  { 2038, 4, 25, 4, 25 } };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        assert_int_equal(easter_western(dates[i][0]), when_days(dates[i][0], dates[i][1], dates[i][2]));
        assert_int_equal(easter_orthodox(dates[i][0]), when_days(dates[i][0], dates[i][3], dates[i][4]));
    }
    for (int year = 1970; year < 2100; year++) {
        assert_int_equal(when_weekday(easter_western(year)), 6);
        assert_int_equal(when_weekday(easter_orthodox(year)), 6);
        assert_in_range(easter_western(year), when_days(year, 3, 22), when_days(year, 4, 25));
        assert_in_range(easter_orthodox(year) - easter_western(year), 0, 35);
    }
}

static bool has(const char *country, int year, int month, int day)
{
    int64_t days[CALENDAR_MOST];
    size_t n = calendar_year(country, year, days);
    for (size_t i = 0; i < n; i++)
        if (days[i] == when_days(year, month, day))
            return true;
    return false;
}

/* As the countries' governments announced them. */
static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *country;
        int year, month, day;
    } known[] = {
        { "US", 2016, 7, 4 },   { "US", 2016, 11, 24 }, { "US", 2016, 5, 30 }, { "US", 2023, 1, 16 },
        { "GB", 2016, 5, 2 },   { "GB", 2016, 5, 30 },  { "GB", 2024, 3, 29 }, { "RU", 2016, 5, 9 },
        { "RU", 2016, 6, 12 },  { "FR", 2016, 7, 14 },  { "FR", 2016, 5, 16 }, { "DE", 2016, 5, 5 },
        { "GR", 2016, 3, 14 },  { "GR", 2024, 5, 6 },   { "JP", 2016, 9, 19 }, { "MX", 2016, 11, 21 },
        { "IE", 2016, 10, 31 }, { "CA", 2016, 10, 10 }, { "NZ", 2016, 10, 24 }, { "BR", 2016, 2, 9 },
        { "PL", 2016, 5, 26 },  { "IN", 2016, 8, 15 },  { "UA", 2016, 5, 2 },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_true(has(known[i].country, known[i].year, known[i].month, known[i].day));
    assert_false(has("US", 2016, 5, 9));
    assert_false(has("RU", 2016, 7, 4));
    assert_int_equal(calendar_year("XX", 2016, (int64_t[CALENDAR_MOST]){ 0 }), 0);
}

static void test_tables(void **state)
{
    (void)state;
    assert_true(calendar_countries() >= 24);
    for (size_t i = 0; i < calendar_countries(); i++)
        for (int year = 2010; year <= 2024; year++) {
            int64_t days[CALENDAR_MOST];
            size_t n = calendar_year(calendar_country(i), year, days);
            assert_true(n >= 3);
            for (size_t k = 0; k < n; k++)
                assert_in_range(days[k], when_days(year, 1, 1), when_days(year, 12, 31));
        }
}

/* Two years of twelve visits a working day in New York, holidays kept or not. */
static void test_evidence(void **state)
{
    (void)state;
    static when_t visits[12 * 800];
    static const struct zone_change changes[] = { { INT64_MIN, -5 * 3600 } };
    const struct zone_clock clock = { .changes = changes, .n = 1 };
    gsl_rng *rng = stream_new(1, "test_calendars", "visits");
    gsl_set_error_handler_off();
    for (int keeps = 0; keeps < 2; keeps++) {
        size_t n = 0;
        struct observed o;
        for (int64_t day = when_day_of(START); day < when_day_of(START) + 728; day++) {
            int64_t holidays[CALENDAR_MOST];
            size_t k = calendar_year("US", day < when_days(2016, 1, 1) ? 2015 : 2016, holidays), off = when_weekday(day) >= 5;
            while (k-- > 0)
                off += keeps && holidays[k] == day;
            for (int i = 0; off == 0 && i < 12; i++)
                visits[n++] = day * WHEN_DAY + 14 * WHEN_HOUR + (when_t)(gsl_rng_uniform(rng) * 8 * (double)WHEN_HOUR);
        }
        qsort(visits, n, sizeof *visits, sim_order);
        observed_init(&o);
        observed_add(&o, START - WHEN_DAY, START + 800 * WHEN_DAY);
        struct localweek *week = localweek_new(visits, n, &o);
        double us = zoneholidays_country(week, &o, &clock, "US").log_evidence, gb = zoneholidays_country(week, &o, &clock, "GB").log_evidence;
        print_message("# kept %d: US %.1f, GB %.1f\n", keeps, us, gb);
        assert_true(keeps ? us > gb + log(1000) : us < 0 && us > -5);
        assert_true(zoneholidays_country(week, &o, &clock, "XX").log_evidence == 0);
        localweek_free(week);
        observed_release(&o);
    }
    gsl_rng_free(rng);
}

/* On the days of the changes, and what a zone's people keep beforehand. */
static void test_weekends(void **state)
{
    (void)state;
    assert_int_equal(weekend_of("SA", when_days(2013, 6, 28)), WEEKEND_THU_FRI);
    assert_int_equal(weekend_of("SA", when_days(2013, 6, 29)), WEEKEND_FRI_SAT);
    assert_int_equal(weekend_of("AE", when_days(2006, 8, 31)), WEEKEND_THU_FRI);
    assert_int_equal(weekend_of("AE", when_days(2021, 12, 31)), WEEKEND_FRI_SAT);
    assert_int_equal(weekend_of("AE", when_days(2022, 1, 1)), WEEKEND_SAT_SUN);
    assert_int_equal(weekend_of("DZ", when_days(2009, 8, 13)), WEEKEND_THU_FRI);
    assert_int_equal(weekend_of("OM", when_days(2013, 5, 1)), WEEKEND_FRI_SAT);
    assert_int_equal(weekend_of("DE", when_days(2016, 5, 1)), WEEKEND_SAT_SUN);
    assert_int_equal(weekend_of("SA,AQ,KW,YE", when_days(2016, 5, 1)), WEEKEND_FRI_SAT);
    assert_int_equal(weekend_of("", 0), WEEKEND_SAT_SUN);
    const char *const members[] = { "Europe/Moscow", "Asia/Riyadh" }, *const countries[] = { "RU", "SA,AQ,KW,YE" };
    const double people[] = { 3, 1 };
    const struct zonegroup group = { .members = members, .member_people = people, .member_countries = countries, .n_members = 2, .people = 4 };
    double share[WEEKENDS];
    weekend_prior(&group, when_days(2016, 5, 1), share);
    assert_close(share[WEEKEND_SAT_SUN], 0.75 + 0.25 * 0.2, 1e-15);
    assert_close(share[WEEKEND_FRI_SAT], 0.25 * 0.8, 1e-15);
    assert_true(share[WEEKEND_THU_FRI] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_easter),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_evidence),
        cmocka_unit_test(test_weekends),
    };
    return cmocka_run_group_tests_name("calendars", tests, NULL, NULL);
}
