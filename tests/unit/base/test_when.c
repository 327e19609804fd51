/* Time: civil dates both ways, the written form, what is read and what is refused. */
#include "unit.h"
#include "base/when.h"

static void civil_dates_are_a_bijection(void **state)
{
    (void) state;
    int64_t expected = when_days(1899, 12, 30);
    for (int64_t d = expected; d < expected + 150000; d++) {
        int y, m, day;
        when_civil(d, &y, &m, &day);
        assert_true(when_date_exists(y, m, day));
        assert_int_equal(when_days(y, m, day), d);
    }
    assert_int_equal(when_days(1970, 1, 1), 0);
    assert_int_equal(when_days(2000, 3, 1), 11017); /* date -ud 2000-03-01 +%s / 86400 */
    assert_false(when_date_exists(2015, 2, 29));
    assert_false(when_date_exists(1900, 2, 29));
    assert_true(when_date_exists(2000, 2, 29));
}

/* NUMBERS: 2016-07-24 is a Sunday, 05-04 a Wednesday, 09-23 a Friday; 143 days inclusive. */
static void weekdays(void **state)
{
    (void) state;
    assert_int_equal(when_weekday(when_days(2016, 7, 24)), 6);
    assert_int_equal(when_weekday(when_days(2016, 5, 4)), 2);
    assert_int_equal(when_weekday(when_days(2016, 9, 23)), 4);
    assert_int_equal(when_days(2016, 9, 23) - when_days(2016, 5, 4) + 1, 143);
    assert_int_equal(when_weekday(-1), 2); /* 1969-12-31, a Wednesday */
}

static void written_form(void **state)
{
    (void) state;
    char text[WHEN_TEXT + 1];
    when_write(INT64_C(1462339426123000), text); /* date -ud @1462339426 */
    assert_string_equal(text, "2016-05-04T05:23:46.123000Z");
    when_write(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59.999999Z");
}

static void read_forms(void **state)
{
    (void) state;
    struct { const char *text; when_t t; } good[] = {
        { "2016-05-04T05:23:46.123000Z", INT64_C(1462339426123000) },
        { "2016-05-04 05:23:46.123Z", INT64_C(1462339426123000) },
        { "2016-05-04T07:23:46.123+02:00", INT64_C(1462339426123000) },
        { "2016-05-04T10:53:46,123456789+0530", INT64_C(1462339426123456) },
        { "2016-05-04T05:23Z", INT64_C(1462339380000000) },
        { "1462339426.123", INT64_C(1462339426123000) },
        { "1462339426", INT64_C(1462339426000000) },
        { "-1.5", -1500000 },
        { "1521911720.865716", INT64_C(1521911720865716) }, /* a double would be off by a fraction */
        { "1.462339426e9", INT64_C(1462339426000000) },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct err err = { 0 };
        when_t t = 0;
        assert_worked(when_parse(text_of(good[i].text), &t, &err));
        assert_int_equal(t, good[i].t);
    }
}

static void refused_forms(void **state)
{
    (void) state;
    struct err err;
    when_t t;
    assert_says(when_parse(TEXT("2016-05-04T05:23:46"), &t, &err), "has no zone");
    const char *bad[] = { "", "2016-02-30T00:00:00Z", "2016-05-04", "2016-05-04T24:00:00Z", "2016-05-04T05:23:46.Z",
                          "2016-05-04T05:23:46Zz", "2016-05-04T05:23:46+99:00", "12:00", "now", "1462339426x" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_says(when_parse(text_of(bad[i]), &t, &err), "expected");
    assert_says(when_parse(TEXT("99999999999999"), &t, &err), "e");
}

/* What a memo answers is what is answered without one, whatever it keeps. */
static void near(void **state)
{
    (void) state;
    static const char *const stamps[] = {
        "2016-05-04T05:23:46.123456Z", "2016-05-04T05:23:46.000000Z", "2016-05-04T05:23:46.999999Z",
        "2016-05-04T05:23:47.000000Z", "2016-05-04T05:23:47.00000xZ", "2016-05-04T05:23:47.0000000",
        "2016-05-04T05:23:60.500000Z", "2016-05-04T05:23:60.600000Z", "2016-05-04T05:24:00.700000Z",
        "2016-05-04T05:24:00.700Z",    "2016-05-04 05:24:00.700001Z", "2016-05-04T05:24:00.700001Z",
        "2016-05-04T05:24:00+00:00",   "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.000000Z",
        "1970-01-01T00:00:00.000000Z", "1970-01-01T00:00:00.000001Z", "1462339426.5", "",
    };
    struct when_memo reading = { "", 0 }, writing = { "", 0 };
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++)
        for (int again = 0; again < 2; again++) {
            when_t want = 0, got = 0;
            char want_text[WHEN_TEXT + 1], got_text[WHEN_TEXT + 1];
            struct err err = { 0 }, same = { 0 };
            bool good = when_parse(text_of(stamps[i]), &want, &err);
            assert_int_equal(when_parse_near(&reading, text_of(stamps[i]), &got, &same), good);
            assert_int_equal(got, want);
            assert_string_equal(same.text, err.text);
            when_write(want, want_text);
            when_write_near(&writing, want, got_text);
            assert_string_equal(got_text, want_text);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(civil_dates_are_a_bijection),
        cmocka_unit_test(weekdays),
        cmocka_unit_test(written_form),
        cmocka_unit_test(read_forms),
        cmocka_unit_test(refused_forms),
        cmocka_unit_test(near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
