/* Zone groups: known clocks, and the laws of a partition. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "zone_sim.h"

static when_t at(int year, int month, int day) { return when_days(year, month, day) * WHEN_DAY; }

static struct zonebook *load(when_t start, when_t end)
{
    struct err err = { 0 };
    struct zonebook *book = zonebook_load(start, end, &err);
    assert_non_null(book);
    return book;
}

static double offset(const struct zonegroups *g, const char *name, when_t t)
{
    return zone_clock_at(&g->at[sim_group(g, name)].clock, t) / 3600.0;
}

/* timeanddate.com and the tz database's own comments: New York went to daylight
   time on 2016-03-13 at 07:00 UTC and back on 11-06 at 06:00 UTC; Moscow from +4 to
   +3 on 2014-10-25 at 22:00 UTC. */
static void test_known_clocks(void **state)
{
    (void)state;
    struct zonebook *book = load(at(2014, 1, 1), at(2017, 1, 1));
    struct zonegroups g;
    zonegroups_init(&g, book, at(2014, 1, 1), at(2017, 1, 1));
    assert_true(offset(&g, "America/New_York", at(2016, 3, 13) + 7 * WHEN_HOUR - 1) == -5);
    assert_true(offset(&g, "America/New_York", at(2016, 3, 13) + 7 * WHEN_HOUR) == -4);
    assert_true(offset(&g, "America/New_York", at(2016, 11, 6) + 6 * WHEN_HOUR) == -5);
    assert_true(offset(&g, "Europe/Moscow", at(2014, 10, 25)) == 4);
    assert_true(offset(&g, "Europe/Moscow", at(2014, 10, 27)) == 3);
    assert_true(offset(&g, "Asia/Kolkata", at(2016, 1, 1)) == 5.5);
    zonegroups_release(&g);
    zonebook_free(book);
}

static void test_groups(void **state)
{
    (void)state;
    when_t start = at(2016, 5, 4), end = at(2016, 9, 24);
    struct zonebook *book = load(at(2015, 1, 1), at(2017, 1, 1));
    struct zonegroups summer, years;
    zonegroups_init(&summer, book, start, end);
    zonegroups_init(&years, book, at(2015, 1, 1), at(2017, 1, 1));
    size_t berlin = sim_group(&summer, "Europe/Berlin");
    assert_int_equal(sim_group(&summer, "Europe/Paris"), berlin);
    assert_int_equal(sim_group(&summer, "Africa/Johannesburg"), berlin); /* no change within the summer */
    assert_int_not_equal(sim_group(&years, "Africa/Johannesburg"), sim_group(&years, "Europe/Berlin"));
    assert_int_equal(sim_group(&years, "Europe/Paris"), sim_group(&years, "Europe/Berlin"));
    assert_string_equal(years.at[sim_group(&years, "Europe/Paris")].members[0], "Europe/Berlin");
    assert_int_not_equal(sim_group(&summer, "Europe/Moscow"), berlin);
    assert_true(summer.n < years.n); /* a longer span only splits */
    zonegroups_release(&summer);
    zonegroups_release(&years);
    zonebook_free(book);
}

static void test_partition(void **state)
{
    (void)state;
    struct zonebook *book = load(at(2000, 1, 1), at(2020, 1, 1));
    for (int year = 2000; year < 2020; year += 3) {
        struct zonegroups g;
        size_t members = 0;
        zonegroups_init(&g, book, at(year, 1, 1), at(year + 1, 1, 1));
        for (size_t k = 0; k < g.n; k++) {
            members += g.at[k].n_members;
            assert_true(g.at[k].n_members > 0 && g.at[k].people > 0);
            for (size_t i = 1; i < g.at[k].clock.n; i++)
                assert_true(g.at[k].clock.changes[i].at > g.at[k].clock.changes[i - 1].at);
        }
        assert_int_equal(members, zonebook_zones(book));
        zonegroups_release(&g);
    }
    zonebook_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_clocks),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_partition),
    };
    return cmocka_run_group_tests_name("zonegroups", tests, NULL, NULL);
}
