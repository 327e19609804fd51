/* What a look at a slice's times tells: the first, and how late a row can be. */
#include "lines/slicetimes.h"
#include "scratch.h"
#include "unit.h"

#define SECOND_0 (INT64_C(16925) * WHEN_DAY) /* 2016-05-04: date -ud 2016-05-04 +%s / 86400 */

static struct slicetimes times_of(const char *content)
{
    struct err err = { 0 };
    struct slicetimes t;
    char path[SCRATCH_PATH];
    scratch_write(path, content);
    assert_worked(slicetimes_of(path, &t, &err));
    scratch_remove(path);
    return t;
}

static void known(void **state)
{
    (void) state;
    static const struct { const char *content; when_t first; int64_t lateness; } given[] = {
        { "time,x\n2016-05-04T00:00:02.000000Z,\n2016-05-04T00:00:02.000000Z,\n2016-05-04T00:00:03.5Z,1", 2000000, 0 },
        { "time,x\n2016-05-04T00:00:02.000000Z,\n2016-05-04T00:00:01.250000Z,\n2016-05-04T00:00:01.750000Z,\n", 1250000, 750000 },
        { "time,x\n2016-05-04T00:00:00.000003Z,\n2016-05-04T00:00:05Z,\n2016-05-04T00:00:04Z,\n", 3, 1000000 },
        { "time,x\n2016-05-04T02:00:00+02:00,\n2016-05-03T23:59:59.999999Z,\n", -1, 1 },
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        struct slicetimes t = times_of(given[i].content);
        assert_true(t.known);
        assert_int_equal(t.first, SECOND_0 + given[i].first);
        assert_int_equal(t.lateness, given[i].lateness);
    }
    assert_true(times_of("time,x\n").known);
}

static void not_known(void **state)
{
    (void) state;
    static const char *const given[] = {
        "",
        "x,time\n1,2016-05-04T00:00:02.000000Z\n",
        "\xEF\xBB\xBFtime,x\n2016-05-04T00:00:02.000000Z,\n",
        "time,x\n\"2016-05-04T00:00:02.000000Z\",\n",
        "time,x\n2016-05-04T00:00:02.000000Z,\"two\nlines\"\n",
        "time,x\n2016-05-04T00:00:02.000000Z,\nyesterday,\n",
        "time,x\n2016-05-04T00:00:02.000000Z",
        "time,x\n\n",
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        assert_false(times_of(given[i]).known);
    struct err err = { 0 };
    struct slicetimes t;
    assert_worked(slicetimes_of("/dev/null", &t, &err));
    assert_false(t.known);
    assert_worked(slicetimes_of("/nonexistent/x", &t, &err)); /* its reader says so */
    assert_false(t.known);
}

static void bounds(void **state)
{
    (void) state;
    struct slicetimes t = { true, 100, 30 };
    assert_int_equal(slicetimes_bound(&t, 100), 100);
    assert_int_equal(slicetimes_bound(&t, 120), 100);
    assert_int_equal(slicetimes_bound(&t, 150), 120);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(known), cmocka_unit_test(not_known), cmocka_unit_test(bounds) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
