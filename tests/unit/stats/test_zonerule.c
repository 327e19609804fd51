/* The rule of clock changes by the shift alone: persons with known clocks, rules that agree, half months. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "numbers/stream.h"
#include "zone_sim.h"
#include "zones/zonerule.h"
#include <gsl/gsl_errno.h>

#define START (INT64_C(1420416000) * WHEN_SECOND) /* Monday 2015-01-05 */
#define MOST 4000

struct world {
    struct zonebook *book;
    struct zonegroups groups;
    struct observed observed;
    struct localweek *week;
};

/* N visits of an office by the clock of ZONE in so many weeks. */
static void make_world(struct world *w, const char *zone, unsigned long weeks, size_t n, const char *stream)
{
    static when_t visits[MOST];
    struct err err = { 0 };
    const struct office office = { .start = 9, .end = 17.5, .softness = 0.4, .dip = 0.3, .weekend = 0.1, .floor = 0.03 };
    double rate[PROFILE_CELLS];
    gsl_rng *rng = stream_new(1, "test_zonerule", stream);
    when_t end = START + (when_t)weeks * WHEN_WEEK;
    gsl_set_error_handler_off();
    w->book = zonebook_load(START, end, &err);
    assert_non_null(w->book);
    zonegroups_init(&w->groups, w->book, START, end);
    office_log_rate(&office, rate);
    sim_visits(rate, &zonegroups_find(&w->groups, zone)->clock, START, weeks, 0, rng, visits, n);
    observed_init(&w->observed);
    observed_add(&w->observed, START - WHEN_WEEK, end + WHEN_WEEK);
    w->week = localweek_new(visits, n, &w->observed);
    gsl_rng_free(rng);
}

static void free_world(struct world *w)
{
    localweek_free(w->week);
    observed_release(&w->observed);
    zonegroups_release(&w->groups);
    zonebook_free(w->book);
}

/* Five years of 4,000 visits: the rule is the person's own, and the others are excluded. */
static void test_rules(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        enum zone_rule rule;
        int rotation;
    } persons[] = {
        { "Europe/Berlin", ZONE_RULE_EU, 4 },
        { "America/New_York", ZONE_RULE_US, -8 },
        { "Asia/Kolkata", ZONE_RULE_NONE, 11 },
        { "Australia/Sydney", ZONE_RULE_SOUTHERN, 20 },
    };
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
        struct world w;
        struct zonerules r;
        make_world(&w, persons[i].zone, 260, 4000, persons[i].zone);
        zonerules_init(&r, w.week, &w.groups, persons[i].rotation, 1);
        print_message("# %s: none %.3f, EU %.3f, US %.3f, southern %.3f\n", persons[i].zone, r.probability[0],
                      r.probability[1], r.probability[2], r.probability[3]);
        assert_true(r.asked);
        assert_int_equal(r.claimed, persons[i].rule);
        assert_close(r.probability[0] + r.probability[1] + r.probability[2] + r.probability[3], 1, 1e-12);
        free_world(&w);
    }
}

/* Eight weeks of winter hold no change of the north: its rules and none are the same, and nothing is claimed. */
static void test_agree(void **state)
{
    (void)state;
    struct world w;
    struct zonerules r;
    make_world(&w, "Europe/Berlin", 8, 1000, "winter");
    zonerules_init(&r, w.week, &w.groups, 2, 1);
    assert_close(r.log_evidence[ZONE_RULE_EU], 0, 1e-3);
    assert_close(r.log_evidence[ZONE_RULE_US], 0, 1e-3); /* the mode is found to 1e-5 at each step */
    assert_int_equal(r.claimed, -1);
    free_world(&w);
}

/* By the EU's clock the day is an hour earlier by UTC in summer: half months agree with that within their errors. */
static void test_seasons(void **state)
{
    (void)state;
    struct world w;
    struct zonerules r;
    struct zoneseason s[ZONE_SEASONS];
    double misfit = 0, wrong = 0;
    int used = 0;
    make_world(&w, "Europe/Berlin", 156, 4000, "seasons");
    zonerules_init(&r, w.week, &w.groups, 4, 1);
    zoneseasons(s, w.week, &r, &w.groups, 4, 1);
    for (int k = 0; k < ZONE_SEASONS; k++)
        if (s[k].n > 0 && s[k].shift_h == s[k].shift_h) {
            double by_eu = (s[k].shift_h - s[k].rule_h[ZONE_RULE_EU]) / s[k].error_h;
            misfit += by_eu * by_eu;
            wrong += s[k].shift_h * s[k].shift_h / (s[k].error_h * s[k].error_h);
            used++;
        }
    print_message("# chi-square of %d: EU %.1f, none %.1f\n", used, misfit, wrong);
    assert_true(used >= 20);
    assert_close(s[0].rule_h[ZONE_RULE_EU] - s[12].rule_h[ZONE_RULE_EU], 1, 1e-9); /* January is an hour later than July */
    assert_true(misfit < 2 * used && wrong > 2 * misfit);
    free_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_agree),
        cmocka_unit_test(test_seasons),
    };
    return cmocka_run_group_tests_name("zonerule", tests, NULL, NULL);
}
