/* Zones in question: which are one, whose colour they have, and which days they work. */

#include "unit.h"

#include "facts/candidates.h"

/* Of parties that state these zones, NULL for none; from Monday 2 May 2016 on, ten weeks. */
#define FACTS(name, ...)                                                                                  \
    struct party name##_parties[] = { __VA_ARGS__ };                                                      \
    struct facts name = { .parties = name##_parties, .n_parties = sizeof name##_parties / sizeof *name##_parties, \
                          .first_day = when_days(2016, 5, 2), .last_day = when_days(2016, 7, 10) }
#define PARTY(states, rgb) { .id = (char *) "x", .zone = (char *) states, .colour = rgb }

static void find(struct candidates *c, const struct facts *f)
{
    struct err err = { .set = false };
    assert_worked(candidates_find(c, f, NULL, &err));
}

static void one_only_where_clock_and_weekend_are(void **state)
{
    struct candidates c;
    FACTS(f, PARTY(NULL, 1));
    (void) state;
    f.zone_a = (char *) "Europe/Moscow";
    static const struct { const char *zone; size_t n; } others[] = {
        { "Asia/Riyadh", 2 }, { "Asia/Kuwait", 2 }, { "America/New_York", 2 }, { "Europe/Minsk", 1 }, { "W-SU", 1 }, { "+03:00", 1 },
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        f.zone_b = (char *) others[i].zone;
        find(&c, &f);
        assert_int_equal(c.n, others[i].n);
        candidates_release(&c);
    }
    f.zone_a = (char *) "Asia/Kuwait";
    f.zone_b = (char *) "Asia/Riyadh";
    find(&c, &f);
    assert_int_equal(c.n, 1);
    assert_string_equal(c.at[0].zone, "Asia/Kuwait");
    candidates_release(&c);
}

static void parties_lend_colours_to_their_own(void **state)
{
    struct candidates c;
    FACTS(f, PARTY(NULL, 0x111111), PARTY("Asia/Riyadh", 0x222222), PARTY("Europe/Moscow", 0x333333), PARTY("Asia/Kuwait", 0x444444));
    (void) state;
    find(&c, &f);
    assert_int_equal(c.n, 2);
    assert_string_equal(c.at[0].zone, "Asia/Riyadh");
    assert_int_equal(c.at[0].colour, 0x222222);
    assert_int_equal(c.at[1].colour, 0x333333);
    assert_ptr_equal(candidates_of(&c, &f, "Asia/Kuwait"), &c.at[0]);
    assert_ptr_equal(candidates_of(&c, &f, "Europe/Minsk"), &c.at[1]);
    assert_null(candidates_of(&c, &f, "Africa/Cairo"));
    assert_true(candidate_has_clock(&c.at[1], &f, "Asia/Kuwait"));
    assert_false(candidate_has_clock(&c.at[1], &f, "Africa/Cairo"));
    candidates_release(&c);
}

/* Monday to Sunday of the first week as '#' (works) and '.'. */
static void works(const char *zone, const char *week)
{
    struct candidates c;
    FACTS(f, PARTY(zone, 1));
    char said[8] = "";
    find(&c, &f);
    for (int day = 0; day < 7; day++) {
        when_t from, to;
        said[day] = candidate_works(&c.at[0], f.first_day + day, &from, &to) ? '#' : '.';
        assert_true(to - from == 8 * WHEN_HOUR);
    }
    assert_string_equal(said, week);
    candidates_release(&c);
}

static void days_off_are_the_zones_own(void **state)
{
    (void) state;
    works("Europe/Moscow", "#####..");
    works("Asia/Riyadh", "####..#");
    works("Asia/Kuwait", "####..#");
    works("Iran", "###..##");
    works("UTC", "#####..");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_only_where_clock_and_weekend_are),
        cmocka_unit_test(parties_lend_colours_to_their_own),
        cmocka_unit_test(days_off_are_the_zones_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
