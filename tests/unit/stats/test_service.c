/* Answers and loads: what is denied, Beta ratios by hand, the cut, the interval by weeks against R. */

#include "asked/service.h"
#include "days/load.h"
#include "numbers/stream.h"
#include "unit.h"
#include <gsl/gsl_randist.h>

static void test_answers(void **state)
{
    (void)state;
    assert_int_equal(service_answer(TEXT("NOERROR")), ANSWER_GIVEN);
    assert_int_equal(service_answer(TEXT("noerror")), ANSWER_GIVEN);
    assert_int_equal(service_answer(TEXT("REFUSED")), ANSWER_DENIED);
    assert_int_equal(service_answer(TEXT("SERVFAIL")), ANSWER_OTHER);
    assert_int_equal(service_answer(TEXT("304")), ANSWER_GIVEN);
    assert_int_equal(service_answer(TEXT("403")), ANSWER_DENIED);
    assert_int_equal(service_answer(TEXT("500")), ANSWER_OTHER);
    assert_int_equal(service_answer(TEXT("20x")), ANSWER_OTHER);
    assert_int_equal(service_answer(TEXT("")), ANSWER_UNSAID);
}

/* Three outsiders denied; one served and answered.  Closed: 9/10 10/11 11/12 = 3/4.  Open, 1 denied and 2 answered to begin with:
   1/3 2/4 3/5 = 1/10. */
static void test_closed(void **state)
{
    (void)state;
    assert_close(service_closed(1, 0, 0, 3), 7.5, 1e-12);
    assert_close(service_closed(1, 0, 3, 0), 1. / 10 * 2 / 11 * 3 / 12 / (2. / 3 * 3 / 4 * 4 / 5), 1e-12);
    assert_true(isnan(service_closed(0, 0, 0, 3)));
    assert_true(isnan(service_closed(1, 0, 0, 0)));
    assert_true(service_closed(20, 0, 0, 40) == 1e6);
}

/* Forty days answered at .9, then forty at .2: the cut lies where it is. */
static void test_change(void **state)
{
    struct service_day days[80];
    struct service_change c;
    gsl_rng *g = stream_new(3, "test", "service");

    (void)state;
    for (int i = 0; i < 80; i++) {
        double a = gsl_ran_binomial(g, i < 40 ? .9 : .2, 20);

        days[i] = (struct service_day){ 1000 + i, a, 20 - a };
    }
    c = service_change(days, 80, g);
    assert_int_equal(c.day, 1040);
    assert_close(c.before, .9, .05);
    assert_close(c.after, .2, .15);
    assert_close(c.p, 1. / 2000, 1e-9);
    assert_true(isnan(service_change(days, 5, g).p));
    for (int i = 0; i < 80; i++)
        days[i].denied = 0;
    assert_true(isnan(service_change(days, 80, g).p));
    gsl_rng_free(g);
}

static struct load_events events(const when_t *times, size_t n)
{
    struct load_events e = { .n = 0 };

    for (size_t i = 0; i < n; i++)
        load_add(&e, 0, times[i], 1);
    return e;
}

/* Eight weeks of 70, 84, 56, 70, 77, 63, 91, 49 events.  R: n <- c(70, 84, 56, 70, 77, 63, 91, 49); r <- mean(n) / 7
   s <- sqrt(8/7 * sum((n - mean(n))^2)) / sum(n); r * exp(c(-1, 1) * qt(.975, 7) * s); pt(log(r / 12) / s, 7) */
static void test_weeks(void **state)
{
    static const int n[8] = { 70, 84, 56, 70, 77, 63, 91, 49 };
    struct observed o;
    when_t t[600];
    size_t k = 0;
    struct load_events all, few;
    struct load l;

    (void)state;
    observed_init(&o);
    observed_add(&o, 0, 8 * WHEN_WEEK);
    for (int w = 0; w < 8; w++) {
        for (int i = 0; i < n[w]; i++)
            t[k++] = w * WHEN_WEEK + i * WHEN_HOUR;
    }
    all = events(t, k);
    few = events(t, 5);
    l = load_of(&all, &o, 12, NAN);
    assert_true(l.weeks && l.blocks == 8);
    assert_close(l.rate, 10, 1e-12);
    assert_close(l.lo, 8.4602684827828938, 1e-9);
    assert_close(l.hi, 11.8199558564252953, 1e-9);
    assert_close(l.p_low, 0.0182783018659518, 1e-8);
    assert_true(isnan(l.p_high));
    l = load_ratio(&all, &all, &o, NAN, NAN);
    assert_close(l.rate, 1, 1e-12);
    assert_close(l.hi, 1, 1e-12); /* what both share is no uncertainty */
    l = load_of(&few, &o, 12, NAN);
    assert_true(l.hi > l.rate);
    observed_release(&o);
    observed_init(&o);
    observed_add(&o, 0, 3 * WHEN_DAY);
    assert_int_equal(load_of(&all, &o, 12, NAN).blocks, 0);
    observed_release(&o);
    load_release(&all);
    load_release(&few);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_closed),
        cmocka_unit_test(test_change),
        cmocka_unit_test(test_weeks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
