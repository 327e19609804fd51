/* Dates in digits: orders, years, half days, what is none. */

#include "unit.h"

#include "lines/numdate.h"

static const struct {
    const char *text;
    enum numdate_order stated;
    const char *wanted; /* NULL: none */
} cases[] = {
    { "6/5/2013 10:00:32 AM", NUMDATE_MDY, "2013-06-05T10:00:32.000000Z" },
    { "6/5/2013 10:00:32 AM", NUMDATE_DMY, "2013-05-06T10:00:32.000000Z" },
    { "6/5/2013 10:00:32 AM", NUMDATE_NONE, NULL },
    { "12/31/2026 12:00:01 AM", NUMDATE_NONE, "2026-12-31T00:00:01.000000Z" },
    { "12/31/2026 12:00:01 PM", NUMDATE_NONE, "2026-12-31T12:00:01.000000Z" },
    { "31/12/2026 23:59:59", NUMDATE_NONE, "2026-12-31T23:59:59.000000Z" },
    { "31/12/2026 23:59:59", NUMDATE_MDY, NULL },
    { "12/31/2026 23:59:59", NUMDATE_DMY, NULL },
    { "5/5/2026 1:02:03 pm", NUMDATE_NONE, "2026-05-05T13:02:03.000000Z" },
    { "2024/12/2 15:51:54", NUMDATE_NONE, "2024-12-02T15:51:54.000000Z" },
    { "2024-12-02 15:51:54", NUMDATE_DMY, "2024-12-02T15:51:54.000000Z" },
    { "2.12.2024 9.51.54", NUMDATE_NONE, "2024-12-02T09:51:54.000000Z" },
    { "2.12.2024 9:51:54", NUMDATE_MDY, "2024-12-02T09:51:54.000000Z" },
    { "23-11-26 09:51:54", NUMDATE_NONE, "2026-11-23T09:51:54.000000Z" },
    { "29/2/2023 09:51:54", NUMDATE_NONE, NULL },
    { "29/2/2024 09:51:54", NUMDATE_NONE, "2024-02-29T09:51:54.000000Z" },
    { "12/31/2026 13:00:01 PM", NUMDATE_NONE, NULL },
    { "12/31/2026 0:00:01 AM", NUMDATE_NONE, NULL },
    { "12/31/2026 9:60:01 AM", NUMDATE_NONE, NULL },
    { "12/31/2026 9:6:01 AM", NUMDATE_NONE, NULL },
    { "12/31/2026", NUMDATE_NONE, NULL },
    { "12/31-2026 9:00:01 AM", NUMDATE_NONE, NULL },
    { "12/31/20261 9:00:01 AM", NUMDATE_NONE, NULL },
    { "112/31/2026 9:00:01 AM", NUMDATE_NONE, NULL },
    { "", NUMDATE_NONE, NULL },
};

static void scans(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct numdate_cache cache = { .len = 0 };
        struct stamp stamp;
        for (int again = 0; again < 2; again++) { /* the second time from the cache */
            size_t n = numdate_scan(&cache, text_of(cases[i].text), cases[i].stated, &stamp);
            if (n != (cases[i].wanted ? strlen(cases[i].text) : 0))
                fail_msg("%s: read %zu bytes", cases[i].text, n);
            if (n == 0)
                continue;
            char got[WHEN_TEXT + 1];
            when_write(stamp.seconds * WHEN_SECOND, got);
            assert_string_equal(got, cases[i].wanted);
            assert_false(stamp.zoned || stamp.yearless);
        }
    }
}

static void shows(void **state)
{
    (void) state;
    assert_int_equal(numdate_shows(TEXT("6/5/2013 10:00")), NUMDATE_EITHER);
    assert_int_equal(numdate_shows(TEXT("6/13/2013 10:00")), NUMDATE_MDY);
    assert_int_equal(numdate_shows(TEXT("13/6/2013 10:00")), NUMDATE_DMY);
    assert_int_equal(numdate_shows(TEXT("6/6/2013 10:00")), NUMDATE_CLEAR);
    assert_int_equal(numdate_shows(TEXT("6.5.2013 10:00")), NUMDATE_CLEAR);
    assert_int_equal(numdate_shows(TEXT("2013/6/5 10:00")), NUMDATE_CLEAR);
    assert_int_equal(numdate_shows(TEXT("hello")), NUMDATE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(scans), cmocka_unit_test(shows) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
