/* Shares with their intervals; the bootstrap covers what it claims. */

#include "unit.h"

#include "asked/share.h"
#include "numbers/proportion.h"
#include "numbers/stream.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

/* R 4.2.2: binom.test(x, n)$conf.int, prop.test(x, n, correct = FALSE)$conf.int */
static void test_limits(void **state)
{
    (void)state;
    struct limits l = exact_limits(15, 400, 0.95);
    assert_close(l.lo, 0.021137674784348932, 1e-13);
    assert_close(l.hi, 0.061096976623900678, 1e-13);
    l = exact_limits(714, 3534, 0.95);
    assert_close(l.lo, 0.18890856118663676, 1e-12);
    assert_close(l.hi, 0.21566087785183741, 1e-12);
    l = exact_limits(0, 10, 0.95);
    assert_close(l.lo, 0, 0);
    assert_close(l.hi, 0.30849710781876083, 1e-14);
    l = exact_limits(12345, 1e7, 0.95); /* where gsl_cdf_beta_Pinv gives up */
    assert_close(l.lo, 0.0012128311824028493, 1e-12);
    assert_close(l.hi, 0.0012564584128001541, 1e-12);
    assert_close(exact_limits(10, 10, 0.95).hi, 1, 0);
    l = wilson_limits(15, 400, 0.95);
    assert_close(l.lo, 0.022855029814710867, 1e-14);
    assert_close(l.hi, 0.060943842444513396, 1e-14);
    l = wilson_limits(714, 3534, 0.95);
    assert_close(l.lo, 0.18912613262558539, 1e-14);
    assert_close(l.hi, 0.21559563783441282, 1e-14);
    l = wilson_limits(0, 10, 0.95);
    assert_close(l.lo, 0, 0);
    assert_close(l.hi, 0.27753279986288915, 1e-14);
    assert_true(isnan(wilson_limits(0, 0, 0.95).lo) && isnan(exact_limits(0, 0, 0.95).hi));
}

/* The limits are the shares at which the tails weigh 2.5 %: by the laws of the binomial. */
static void test_limits_by_law(void **state)
{
    (void)state;
    for (unsigned n = 1; n <= 40; n += 3) {
        for (unsigned x = 0; x <= n; x++) {
            struct limits l = exact_limits(x, n, 0.9), back = exact_limits(n - x, n, 0.9);
            double above = 0, below = 0;
            for (unsigned k = 0; k <= n; k++) {
                above += k >= x ? gsl_ran_binomial_pdf(k, l.lo, n) : 0;
                below += k <= x ? gsl_ran_binomial_pdf(k, l.hi, n) : 0;
            }
            assert_close(above, x > 0 ? 0.05 : 1, 1e-11);
            assert_close(below, x < n ? 0.05 : 1, 1e-11);
            assert_close(back.hi, 1 - l.lo, 1e-13);
        }
    }
}

static void add(struct share *s, const char *within, const char *key, int64_t count, int64_t raw, int64_t day)
{
    share_add(s, text_of(within), text_of(key), TEXT("label"), count, raw, day);
}

/* 5, 3, 2 of 10: 1 / (.25 + .09 + .04); Gini (2*1-4)*2 + (4-4)*3 + (6-4)*5 = 6, over 3 * 10. */
static void test_counts(void **state)
{
    (void)state;
    struct share *s = share_new();
    add(s, "", "b", 3, 4, 17000);
    add(s, "", "c", 2, 2, 17001);
    add(s, "", "a", 1, 1, 17002);
    add(s, "", "a", 4, 9, 17000);
    share_end(s);
    assert_int_equal(share_groups(s), 1);
    assert_int_equal(share_keys(s, 0), 3);
    struct share_row row = share_row(s, 0, 0, 0.95);
    assert_string_equal(row.key, "a");
    assert_string_equal(row.label, "label");
    assert_int_equal(row.count, 5);
    assert_int_equal(row.raw, 10);
    assert_int_equal(row.n, 10);
    assert_int_equal(row.n_raw, 16);
    assert_int_equal(row.days, 2);
    assert_close(row.share, 0.5, 0);
    assert_close(row.share_raw, 0.625, 0);
    assert_close(row.effective_number, 1 / 0.38, 1e-15);
    assert_close(row.gini, 0.2, 1e-15);
    struct limits boot[3];
    gsl_rng *rng = stream_new(1, "test_share", "few days");
    share_bootstrap(s, 0, rng, 100, 0.95, boot); /* three days are no answer */
    assert_true(isnan(boot[0].lo) && isnan(boot[2].hi));
    gsl_rng_free(rng);
    share_free(s);
}

static void test_groups(void **state)
{
    (void)state;
    struct share *s = share_new();
    add(s, "q", "NOERROR", 7, 7, 1);
    add(s, "p", "REFUSED", 0, 3, 1);
    add(s, "q", "REFUSED", 1, 1, SHARE_NO_DAY);
    add(s, "all", "x", 1, 1, 1);
    share_end(s);
    assert_string_equal(share_group(s, 0), "all");
    assert_string_equal(share_group(s, 1), "p");
    struct share_row none = share_row(s, 1, 0, 0.95), some = share_row(s, 2, 1, 0.95);
    assert_int_equal(none.n_raw, 3);
    assert_true(isnan(none.share) && isnan(none.effective_number) && isnan(none.gini));
    assert_close(some.share, 0.125, 0);
    assert_int_equal(some.days, -1);
    share_free(s);
}

/* A party's share of a day varies from day to day (beta, mean .3); the bootstrap covers the
   mean as it says, Wilson's interval for independent events does not. */
static void test_coverage(void **state)
{
    (void)state;
    enum { ROUNDS = 400, DAYS = 60, DRAWS = 400 };
    unsigned long seed = 5;
    print_message("seed %lu\n", seed);
    gsl_rng *rng = stream_new(seed, "test_share", "coverage");
    int boot_covers = 0, wilson_covers = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct share *s = share_new();
        for (int day = 0; day < DAYS; day++) {
            unsigned n = gsl_ran_poisson(rng, 50);
            unsigned x = gsl_ran_binomial(rng, gsl_ran_beta(rng, 0.9, 2.1), n);
            add(s, "", "bank", x, x, 16900 + day);
            add(s, "", "other", n - x, n - x, 16900 + day);
        }
        share_end(s);
        struct limits boot[2];
        share_bootstrap(s, 0, rng, DRAWS, 0.95, boot);
        struct share_row row = share_row(s, 0, 1, 0.95);
        assert_string_equal(row.key, "bank");
        boot_covers += boot[1].lo <= 0.3 && 0.3 <= boot[1].hi;
        wilson_covers += row.wilson.lo <= 0.3 && 0.3 <= row.wilson.hi;
        share_free(s);
    }
    gsl_rng_free(rng);
    print_message("of %d: bootstrap covers %d, Wilson %d\n", ROUNDS, boot_covers, wilson_covers);
    assert_true(boot_covers >= ROUNDS * 0.95 - 4 * sqrt(ROUNDS * 0.95 * 0.05));
    assert_true(boot_covers > wilson_covers + ROUNDS / 5);
}

/* One key has everything on each day: no resample differs, so there is no interval. */
static void test_no_lucky_interval(void **state)
{
    (void)state;
    struct share *s = share_new();
    for (int day = 0; day < 10; day++) {
        add(s, "", "only", 5, 5, day);
    }
    share_end(s);
    struct limits boot[1];
    gsl_rng *rng = stream_new(1, "test_share", "only");
    share_bootstrap(s, 0, rng, 100, 0.95, boot);
    assert_true(isnan(boot[0].lo) && isnan(boot[0].hi));
    gsl_rng_free(rng);
    share_free(s);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_limits_by_law),
        cmocka_unit_test(test_counts),   cmocka_unit_test(test_groups),
        cmocka_unit_test(test_coverage), cmocka_unit_test(test_no_lucky_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
