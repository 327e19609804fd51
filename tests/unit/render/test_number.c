/* Numbers as a reader sees them. */

#include "words/number.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define SHOWS(wanted, call)                             \
    do {                                                \
        struct buf b_ = BUF_INIT, *b = &b_;             \
        call;                                           \
        assert_string_equal(b_.at ? b_.at : "", wanted); \
        buf_release(&b_);                               \
    } while (0)

static void counts_have_narrow_thousands(void **state)
{
    (void) state;
    SHOWS("0", number_count(b, 0));
    SHOWS("999", number_count(b, 999));
    SHOWS("2" NARROW_SPACE "820", number_count(b, 2820));
    SHOWS(REAL_MINUS "1" NARROW_SPACE "234" NARROW_SPACE "567", number_count(b, -1234567));
}

static void significant_digits(void **state)
{
    (void) state;
    SHOWS("0", number_significant(b, 0, 3));
    SHOWS("0.0124", number_significant(b, .012385, 3));
    SHOWS("2.39", number_significant(b, 2.385001, 3));
    SHOWS("13.9", number_significant(b, 13.94, 3));
    SHOWS("10.0", number_significant(b, 9.996, 3));
    SHOWS("108", number_significant(b, 107.8, 3));
    SHOWS("1" NARROW_SPACE "230", number_significant(b, 1234, 3));
    SHOWS(EN_DASH, number_significant(b, NAN, 3));
    SHOWS("0.00", number_fixed(b, -.001, 2));
    SHOWS(REAL_MINUS "0.014", number_fixed(b, -.0136, 3));
}

static void p_values(void **state)
{
    (void) state;
    SHOWS("p" NARROW_SPACE "<" NARROW_SPACE ".001", number_p(b, 9.9e-4));
    SHOWS("p" NARROW_SPACE "=" NARROW_SPACE ".0010", number_p(b, .001));
    SHOWS(".034", number_p_bare(b, .0341));
    SHOWS(".18", number_p_bare(b, .18));
    SHOWS("1.0", number_p_bare(b, 1));
    SHOWS("1.0", number_p_bare(b, .996));
}

static void percentages_and_ranges(void **state)
{
    (void) state;
    SHOWS("79.3" NARROW_SPACE "%", number_percent(b, .79347));
    SHOWS("0.56" NARROW_SPACE "%", number_percent(b, .005627));
    SHOWS("100" NARROW_SPACE "%", number_percent(b, 1));
}

static void offsets_and_durations(void **state)
{
    (void) state;
    SHOWS("UTC", number_offset(b, 0));
    SHOWS("UTC+5:30", number_offset(b, 5.5));
    SHOWS("UTC" REAL_MINUS "0:30", number_offset(b, -.5));
    SHOWS("44" NARROW_SPACE "h", number_duration(b, 158388));
    SHOWS("7.2" NARROW_SPACE "days", number_duration(b, 7.2 * 86400));
    SHOWS("10" NARROW_SPACE "min", number_duration(b, 600));
    SHOWS("2" NARROW_SPACE "s", number_duration(b, 2));
}

static void offsets_of_a_sentence(void **state)
{
    (void) state;
    SHOWS("best UTC" REAL_MINUS "3, UTC" REAL_MINUS "4:30 to UTC at 80 %; UTC+5:45", number_offsets(b, "best UTC-3, UTC-4:30 to UTC+0 at 80 %; UTC+5:45"));
    SHOWS("UTC" REAL_MINUS "0:30", number_offsets(b, "UTC-0:30"));
    SHOWS("", number_offsets(b, ""));
    SHOWS("UTC, UTC-, UTC-x, UTC-2016, Etc/GMT-3, 04-05, -1", number_offsets(b, "UTC, UTC-, UTC-x, UTC-2016, Etc/GMT-3, 04-05, -1"));
}

static void periods_and_ratios(void **state)
{
    (void) state;
    SHOWS("11.5" NARROW_SPACE "s", number_period(b, 11.5));
    SHOWS("2" NARROW_SPACE "s", number_period(b, 2));
    SHOWS("1" NARROW_SPACE "min", number_period(b, 60));
    SHOWS("100" NARROW_SPACE "ms", number_period(b, .1));
    SHOWS("5" NARROW_SPACE "min", number_period(b, 299.98));
    SHOWS("1" NARROW_SPACE "h 4" NARROW_SPACE "min 20" NARROW_SPACE "s", number_period(b, 3860.28));
    SHOWS("4" NARROW_SPACE "h 6" NARROW_SPACE "min", number_period(b, 14786.9));
    SHOWS("7" NARROW_SPACE "days", number_period(b, 604800));
    SHOWS(EN_DASH, number_period(b, NAN));
    SHOWS("3.2", number_ratio(b, 3.16));
    SHOWS("0.0020", number_ratio(b, .002));
    SHOWS("3.1" NARROW_SPACE TIMES_SIGN NARROW_SPACE "10\xe2\x81\xbb\xe2\x81\xb5", number_ratio(b, 3.1e-5));
    SHOWS(">" NARROW_SPACE "10\xe2\x81\xb6", number_ratio(b, 999999.99999999953));
    SHOWS("<" NARROW_SPACE "10\xe2\x81\xbb\xe2\x81\xb6", number_ratio(b, 1.0000000000000004e-06));
}

static void dates(void **state)
{
    (void) state;
    int64_t day = when_days(2016, 5, 4);
    SHOWS("4" NARROW_SPACE "May 2016", number_day(b, day));
    SHOWS("4" NARROW_SPACE "May 2016, 05:23", number_moment(b, day * WHEN_DAY + (5 * 60 + 23) * 60 * WHEN_SECOND));
    SHOWS("4" EN_DASH "6" NARROW_SPACE "May 2016", number_days(b, day, day + 2));
    SHOWS("4" NARROW_SPACE "May " EN_DASH " 23" NARROW_SPACE "September 2016", number_days(b, day, day + 142));
    SHOWS("4" NARROW_SPACE "May 2016", number_days(b, day, day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_have_narrow_thousands), cmocka_unit_test(significant_digits),
        cmocka_unit_test(p_values),                     cmocka_unit_test(percentages_and_ranges),
        cmocka_unit_test(offsets_and_durations),        cmocka_unit_test(dates),
        cmocka_unit_test(periods_and_ratios),           cmocka_unit_test(offsets_of_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
