/* Zones: published offsets, the two ways against each other, and the rule string. */
#include "unit.h"
#include "base/tz.h"
#include "base/tzrule.h"
#include <time.h>

static int64_t at(int y, int m, int d, int hour) { return when_days(y, m, d) * 86400 + hour * 3600; }

/* NUMBERS: 12:00 UTC on 2016-06-01 is 08:00 EDT and 15:00 MSK; MSK +0400 until
   2014-10-26, +0300 after; NY -0500 on 2016-03-12, -0400 on 03-14, -0500 on 11-07. */
static void published_offsets(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct tz *ny = tz_open("America/New_York", &err), *moscow = tz_open("Europe/Moscow", &err);
    assert_non_null(ny);
    assert_non_null(moscow);
    assert_int_equal(tz_offset(ny, at(2016, 6, 1, 12)), -4 * 3600);
    assert_int_equal(tz_offset(moscow, at(2016, 6, 1, 12)), 3 * 3600);
    assert_int_equal(tz_offset(moscow, at(2014, 10, 25, 12)), 4 * 3600);
    assert_int_equal(tz_offset(moscow, at(2014, 10, 27, 12)), 3 * 3600);
    assert_int_equal(tz_offset(ny, at(2016, 3, 12, 12)), -5 * 3600);
    assert_int_equal(tz_offset(ny, at(2016, 3, 14, 12)), -4 * 3600);
    assert_int_equal(tz_offset(ny, at(2016, 11, 7, 12)), -5 * 3600);
    tz_free(ny);
    tz_free(moscow);
}

/* libc is the second opinion, at a seeded sample of times from 1990 to 2120. */
static void agrees_with_libc(void **state)
{
    (void) state;
    const char *names[] = { "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata",
                            "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia" };
    uint64_t seed = 42;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        struct err err = { 0 };
        struct tz *z = tz_open(names[k], &err);
        assert_non_null(z);
        setenv("TZ", names[k], 1);
        tzset();
        for (int i = 0; i < 3000; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            time_t t = 631152000 + (time_t) (seed >> 32) % (INT64_C(130) * 31556952);
            struct tm local;
            assert_non_null(localtime_r(&t, &local));
            if (tz_offset(z, t) != local.tm_gmtoff)
                fail_msg("%s at %lld: %d, libc says %ld", names[k], (long long) t, tz_offset(z, t), local.tm_gmtoff);
        }
        tz_free(z);
    }
    setenv("TZ", "UTC", 1);
    tzset();
}

static void gap_and_repeat(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct tz *z = tz_open("Europe/Berlin", &err);
    int64_t utc[2];
    assert_int_equal(tz_to_utc(z, at(2016, 3, 27, 2) + 1800, utc), 0);
    assert_int_equal(tz_to_utc(z, at(2016, 10, 30, 2) + 1800, utc), 2);
    assert_int_equal(utc[0], at(2016, 10, 30, 0) + 1800);
    assert_int_equal(utc[1], at(2016, 10, 30, 1) + 1800);
    assert_int_equal(tz_to_utc(z, at(2016, 7, 1, 12), utc), 1);
    assert_int_equal(utc[0], at(2016, 7, 1, 10));
    assert_int_equal(tz_to_utc(z, at(2080, 7, 1, 12), utc), 1); /* beyond the table: the rule */
    assert_int_equal(utc[0], at(2080, 7, 1, 10));
    tz_free(z);
}

/* Law: whatever tz_to_utc returns has that local time. */
static void to_utc_inverts(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct tz *z = tz_open("Australia/Lord_Howe", &err);
    for (int64_t local = at(2019, 1, 1, 0); local < at(2021, 1, 1, 0); local += 1800) {
        int64_t utc[2];
        int n = tz_to_utc(z, local, utc);
        for (int i = 0; i < n; i++)
            assert_int_equal(utc[i] + tz_offset(z, utc[i]), local);
    }
    tz_free(z);
}

static void names_and_offsets(void **state)
{
    (void) state;
    struct err err = { 0 };
    struct { const char *name; int32_t offset; } good[] = {
        { "UTC", 0 }, { "+05:30", 19800 }, { "-0400", -14400 }, { "+02", 7200 },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct tz *z = tz_open(good[i].name, &err);
        assert_non_null(z);
        assert_int_equal(tz_offset(z, 1462339426), good[i].offset);
        tz_free(z);
    }
    const char *bad[] = { "", "Mars/Phobos", "../../../etc/passwd", "/etc/passwd", "+99:00", "+1", "zone1970.tab", "Europe" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_says(tz_open(bad[i], &err) != NULL, "unknown time zone");
}

static void countries(void **state)
{
    (void) state;
    struct err err = { 0 };
    static const char *const of[][2] = {
        { "Europe/Moscow", "RU" }, { "Asia/Kuwait", "KW" },    { "Iran", "IR" }, { "US/Eastern", "US" },
        { "UTC", "" },             { "+03:00", "" },           { "Etc/GMT-3", "" },
    };
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        char *found = tz_countries(of[i][0], &err);
        assert_non_null(found);
        assert_int_equal(strncmp(found, of[i][1], of[i][1][0] ? 2 : 1), 0); /* the first */
        free(found);
    }
}

static void rules(void **state)
{
    (void) state;
    struct tzrule r;
    assert_true(tzrule_parse("<+0330>-3:30", &r));
    assert_int_equal(r.standard, 12600);
    assert_false(r.has_summer);
    assert_true(tzrule_parse("EST5EDT,M3.2.0,M11.1.0", &r));
    assert_int_equal(tzrule_begin(&r, 2016), at(2016, 3, 13, 7));
    assert_int_equal(tzrule_end(&r, 2016), at(2016, 11, 6, 6));
    assert_true(tzrule_parse("IST-1GMT0,M10.5.0,M3.5.0/1", &r)); /* Dublin: summer is the standard */
    assert_true(tzrule_parse("XXX3EDT4,0/0,J365/23", &r));       /* RFC 8536's year-round summer time */
    assert_false(tzrule_parse("EST5EDT,M13.2.0,M11.1.0", &r));
    assert_false(tzrule_parse("E5", &r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_offsets), cmocka_unit_test(agrees_with_libc), cmocka_unit_test(gap_and_repeat),
        cmocka_unit_test(to_utc_inverts),    cmocka_unit_test(names_and_offsets), cmocka_unit_test(rules),
        cmocka_unit_test(countries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
