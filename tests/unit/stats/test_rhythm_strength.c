/* IS, IV, RA, L5, M10: reference numbers, laws, and how often the intervals hold the truth. */

#include "unit.h"

#include "days/rhythm_strength.h"
#include "numbers/stream.h"
#include "rhythm_days.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

static void measure(const struct daybins *d, double out[STRENGTH_MEASURES])
{
    struct strength_days s;

    strength_days_init(&s, d);
    strength_of(&s, NULL, out);
    strength_days_release(&s);
}

/* 14 days, 10 an hour from 09 to 17 h, else none: IS 1, IV .376119402985, RA 1. */
static void test_office(void **state)
{
    struct daybins d = days_blank(R_HOURS);
    double m[STRENGTH_MEASURES];

    (void)state;
    for (size_t i = 0; i < R_HOURS; i++)
        d.count[i] = i % 24 >= 9 && i % 24 < 17 ? 10 : 0;
    measure(&d, m);
    assert_close(m[STRENGTH_IS], 1, 1e-14);
    assert_close(m[STRENGTH_IV], .376119402985, 1e-11);
    assert_close(m[STRENGTH_RA], 1, 1e-14);
    assert_close(m[STRENGTH_L5], 0, 0);
    assert_close(m[STRENGTH_M10], 8, 1e-14);
    assert_close(m[STRENGTH_L5_ONSET], 22, 0); /* starts at 17 .. 03 h are equal: the middle one */
    assert_close(m[STRENGTH_M10_ONSET], 8, 0); /* 07, 08, 09 h */
    daybins_release(&d);
}

/* R, after rhythm_days.h's lines: n <- 336; xh <- tapply(x, h, mean); m <- mean(x)
   n*sum((xh-m)^2)/(24*sum((x-m)^2)); n*sum(diff(x)^2)/((n-1)*sum((x-m)^2))
   w <- function(k) sapply(0:23, function(s) mean(xh[(s+0:(k-1))%%24+1])); min(w(5)); max(w(10))
   and with gaps: xh <- tapply(c,h,sum)/tapply(u,h,sum); Uh <- tapply(u,h,sum); m <- sum(c)/sum(u)
   V <- sum((u*(r-m)^2)[ok]); p <- which(ok[-1] & ok[-n]); ww <- sqrt(u[p]*u[p+1])
   sum(Uh*(xh-m)^2)/V; (sum(ww*(r[p+1]-r[p])^2)/sum(ww))/(V/sum(u)) */
static void test_r(void **state)
{
    struct daybins d = days_r(false), gaps = days_r(true);
    double m[STRENGTH_MEASURES];

    (void)state;
    measure(&d, m);
    assert_close(m[STRENGTH_IS], 0.59785570181482051, 1e-13);
    assert_close(m[STRENGTH_IV], 1.0487693662027431, 1e-13);
    assert_close(m[STRENGTH_L5], 6.4285714285714288, 1e-14);
    assert_close(m[STRENGTH_L5_ONSET], 0, 0);
    assert_close(m[STRENGTH_M10], 16.335714285714285, 1e-14);
    assert_close(m[STRENGTH_M10_ONSET], 10, 0);
    assert_close(m[STRENGTH_RA], 0.43520552243489175, 1e-13);
    measure(&gaps, m);
    assert_close(m[STRENGTH_IS], 0.60383335465525256, 1e-13);
    assert_close(m[STRENGTH_IV], 1.0308764255346423, 1e-13);
    daybins_release(&d);
    daybins_release(&gaps);
}

/* Counts times seven: IS, IV, RA stay, L5 and M10 grow; a clock turned by six hours turns the onsets. */
static void test_laws(void **state)
{
    struct daybins d = days_r(true), more = days_r(true), turned = days_blank(R_HOURS);
    double a[STRENGTH_MEASURES], b[STRENGTH_MEASURES];

    (void)state;
    for (size_t i = 0; i < R_HOURS; i++) {
        const size_t to = i / 24 * 24 + (i + 6) % 24;

        more.count[i] = 7 * d.count[i];
        turned.count[to] = d.count[i];
        turned.exposure[to] = d.exposure[i];
    }
    measure(&d, a);
    measure(&more, b);
    for (int k = 0; k < STRENGTH_MEASURES; k++)
        assert_close(b[k], k == STRENGTH_L5 || k == STRENGTH_M10 ? 7 * a[k] : a[k], 1e-12);
    measure(&turned, b);
    assert_close(b[STRENGTH_IS], a[STRENGTH_IS], 1e-12);
    assert_close(b[STRENGTH_RA], a[STRENGTH_RA], 1e-12);
    assert_close(b[STRENGTH_L5_ONSET], fmod(a[STRENGTH_L5_ONSET] + 6, 24), 0);
    assert_close(b[STRENGTH_M10_ONSET], fmod(a[STRENGTH_M10_ONSET] + 6, 24), 0);
    daybins_release(&d);
    daybins_release(&more);
    daybins_release(&turned);
}

/* Days of the world: weekends at half, days that differ (gamma), deepest at 02 h, highest at 14 h. */
static void draw(gsl_rng *g, struct daybins *d, double tau2)
{
    double factor = 1;

    for (size_t i = 0; i < d->days * 24; i++) {
        const double hour = (double)(i % 24) + .5, week = i / 24 % 7 >= 5 ? .5 : 1;

        if (i % 24 == 0)
            factor = gsl_ran_gamma(g, 1 / tau2, tau2);
        d->count[i] = gsl_ran_poisson(g, factor * week * 4 * (1.1 + cos(2 * M_PI * (hour - 14) / 24)));
    }
}

/* What many days say. */
static void truth(gsl_rng *g, double tau2, double out[STRENGTH_MEASURES])
{
    struct daybins d = days_blank(7 * 24 * 2000);

    draw(g, &d, tau2);
    measure(&d, out);
    daybins_release(&d);
}

static void test_coverage(void **state)
{
    enum { DRAWS = 400, DAYS = 28, ROUNDS = 299 };
    static const double least[STRENGTH_MEASURES] = { .90, .88, .90, .90, .90, .90, .90 };
    gsl_rng *g = stream_new(1, "test_rhythm_strength", "coverage");
    struct daybins d = days_blank(DAYS * 24);
    double want[STRENGTH_MEASURES], covered[STRENGTH_MEASURES] = { 0 };

    (void)state;
    truth(g, .2, want);
    for (int i = 0; i < DRAWS; i++) {
        double value[STRENGTH_MEASURES];
        struct limits l[STRENGTH_MEASURES];
        struct strength_days s;

        draw(g, &d, .2);
        strength_days_init(&s, &d);
        strength_of(&s, NULL, value);
        strength_limits(&s, value, ROUNDS, (uint64_t)i, "coverage", l);
        for (int k = 0; k < STRENGTH_MEASURES; k++) {
            const bool clock = k == STRENGTH_L5_ONSET || k == STRENGTH_M10_ONSET;
            const double x = clock ? value[k] + remainder(want[k] - value[k], 24) : want[k];

            covered[k] += l[k].lo <= x && x <= l[k].hi;
        }
        strength_days_release(&s);
    }
    print_message("# covered: IS %.3f IV %.3f RA %.3f L5 %.3f at %.3f M10 %.3f at %.3f\n", covered[0] / DRAWS,
                  covered[1] / DRAWS, covered[2] / DRAWS, covered[3] / DRAWS, covered[4] / DRAWS, covered[5] / DRAWS,
                  covered[6] / DRAWS);
    for (int k = 0; k < STRENGTH_MEASURES; k++)
        assert_true(covered[k] >= least[k] * DRAWS);
    daybins_release(&d);
    gsl_rng_free(g);
}

static void test_missing(void **state)
{
    struct daybins d = days_blank(R_HOURS);
    struct strength_days s;
    struct limits l[STRENGTH_MEASURES];
    double m[STRENGTH_MEASURES];

    (void)state;
    measure(&d, m); /* no event at all */
    assert_true(isnan(m[STRENGTH_IS]) && isnan(m[STRENGTH_IV]) && isnan(m[STRENGTH_RA]));
    assert_close(m[STRENGTH_L5], 0, 0);
    for (size_t i = 0; i < R_HOURS; i++) {
        d.count[i] = 1;
        d.exposure[i] = i % 24 == 4 ? 0 : WHEN_HOUR;
    }
    measure(&d, m); /* 04 h was never observed */
    for (int k = 0; k < STRENGTH_MEASURES; k++)
        assert_true(isnan(m[k]));
    daybins_release(&d);
    d = days_r(false);
    d.days = STRENGTH_DAYS - 1;
    strength_days_init(&s, &d);
    strength_of(&s, NULL, m);
    strength_limits(&s, m, 99, 1, "few", l);
    assert_true(!isnan(m[STRENGTH_IS]) && isnan(l[STRENGTH_IS].lo) && isnan(l[STRENGTH_L5].lo));
    strength_days_release(&s);
    daybins_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_office), cmocka_unit_test(test_r),       cmocka_unit_test(test_laws),
        cmocka_unit_test(test_coverage), cmocka_unit_test(test_missing),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests_name("rhythm_strength", tests, NULL, NULL);
}
