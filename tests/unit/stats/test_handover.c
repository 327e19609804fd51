/* Sessions that pass from one zone's hours into another's: by hand, and by law. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numbers/stream.h"
#include "zones/handover.h"
#include <math.h>

#define START (INT64_C(1462147200) * WHEN_SECOND) /* Monday 2016-05-02 */
#define MINUTE (60 * WHEN_SECOND)
#define WEEKS 16

static const struct zone_change moscow_changes[] = { { INT64_MIN, 3 * 3600 } }, york_changes[] = { { INT64_MIN, -4 * 3600 } };
static const struct zone_clock moscow = { .changes = moscow_changes, .n = 1 }, york = { .changes = york_changes, .n = 1 };

static struct handover ask(const when_t *visits, size_t n, const struct zone_clock *a, const struct zone_clock *b)
{
    const struct handover_rule rule = HANDOVER_RULE;
    struct observed observed;
    struct handover h;
    gsl_rng *rng = stream_new(3, "test_handover", "");
    observed_init(&observed);
    observed_add(&observed, START - WHEN_WEEK, START + (WEEKS + 1) * WHEN_WEEK);
    handover_test(&h, &rule, visits, n, &observed, a, b, rng);
    observed_release(&observed);
    gsl_rng_free(rng);
    return h;
}

/* Each working day one visit at 12:40 and one at 13:05 UTC, New York's opening being at 13:00 UTC in May. */
static void test_every_day(void **state)
{
    (void) state;
    when_t visits[WEEKS * 14];
    size_t n = 0;
    for (when_t day = START; day < START + WEEKS * WHEN_WEEK; day += WHEN_DAY) {
        visits[n++] = day + 12 * WHEN_HOUR + 40 * MINUTE;
        visits[n++] = day + 13 * WHEN_HOUR + 5 * MINUTE;
    }
    struct handover h = ask(visits, n, &moscow, &york);
    assert_int_equal(h.days, 5 * WEEKS);
    assert_int_equal(h.waiting, 5 * WEEKS);
    assert_int_equal(h.went_on, 5 * WEEKS);
    assert_true(h.expected == 5 * WEEKS && h.p > 0.45); /* every exchange is like it: nothing is shown */
    h = ask(visits, n, &york, &moscow);
    assert_true(h.went_on == 0 && isnan(h.p)); /* New York is never open before Moscow is */
}

/* A late visit before the opening is followed by an early one after it, an early one by a late one. */
static size_t linked(when_t *visits, bool link)
{
    size_t n = 0, k = 0;
    for (when_t day = START; day < START + WEEKS * WHEN_WEEK; day += WHEN_DAY, k++) {
        bool late = k % 3 == 0, early = link ? late : k % 5 == 0;
        visits[n++] = day + (late ? 12 * WHEN_HOUR + 50 * MINUTE : 8 * WHEN_HOUR);
        visits[n++] = day + (early ? 13 * WHEN_HOUR + 10 * MINUTE : 17 * WHEN_HOUR);
    }
    return n;
}

static void test_linked_days(void **state)
{
    (void) state;
    when_t visits[WEEKS * 14];
    struct handover with = ask(visits, linked(visits, true), &moscow, &york);
    struct handover without = ask(visits, linked(visits, false), &moscow, &york);
    print_message("# linked: %zu of %.1f, p = %.4f; not linked: %zu of %.1f, p = %.2f\n", with.went_on, with.expected,
                  with.p, without.went_on, without.expected, without.p);
    assert_true(with.p < 0.001 && (double) with.went_on > 1.5 * with.expected);
    assert_true(without.p > 0.05);
}

/* All clocks and visits moved by whole hours together: the same counts. */
static void test_shift(void **state)
{
    (void) state;
    when_t visits[WEEKS * 14];
    const struct zone_change east[] = { { INT64_MIN, 3600 } }, west[] = { { INT64_MIN, -6 * 3600 } };
    const struct zone_clock a = { .changes = east, .n = 1 }, b = { .changes = west, .n = 1 };
    size_t n = linked(visits, true);
    struct handover here = ask(visits, n, &moscow, &york);
    for (size_t i = 0; i < n; i++)
        visits[i] += 2 * WHEN_HOUR;
    struct handover there = ask(visits, n, &a, &b);
    assert_int_equal(here.went_on, there.went_on);
    assert_true(here.p == there.p);
}

static void test_nothing(void **state)
{
    (void) state;
    struct handover h = ask(NULL, 0, &moscow, &york);
    assert_true(h.days == 0 && h.went_on == 0 && isnan(h.p));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_day), cmocka_unit_test(test_linked_days),
                                        cmocka_unit_test(test_shift), cmocka_unit_test(test_nothing) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
