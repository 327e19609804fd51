/* Superposed epochs: means against R, p against all ways to choose, an effect that is there. */

#include "close.h"
#include "numbers/stream.h"
#include "rates/epoch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define LAG 2
#define LAGS (2 * LAG + 1)
#define KEYS 3

/* R: Nile, annual flow at Aswan 1871 to 1970 (datasets) */
static const double nile[100] = {
    1120, 1160, 963,  1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020, 960,  1180, 799,  958,  1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,  874,  694,  940,  833,  701,  916,  692,  1020, 1050, 969,
    831,  726,  456,  824,  702,  1120, 1100, 832,  764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
    781,  865,  845,  944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,  1040, 860,  874,  848,  890,
    744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,  1020, 906,  901,  1170, 912,  746,  919,  718,  714,  740,
};

static void add_place(struct epoch_event *e, size_t year)
{
    for (size_t l = 0; l < LAGS; l++)
        e->cells[e->places * LAGS + l] = (struct epoch_cell){ nile[year + l - LAG], 1 };
    e->places++;
}

/* Every year with LAG years on both sides is a place of every key; the key itself comes first. */
static struct epoch_event event_of(size_t key, struct epoch_cell *cells)
{
    struct epoch_event e = { cells, 0 };

    add_place(&e, key);
    for (size_t year = LAG; year < 100 - LAG; year++) {
        if (year != key)
            add_place(&e, year);
    }
    return e;
}

/* Keys 1888, 1899 and 1913 (R: k <- c(18, 29, 43)): the means are
     sapply(-2:2, function(l) mean(Nile[k + l]))
   and p of lag 0 is that of all 96^3 choices of three years:
     v <- Nile[3:98]; m <- mean(v); s <- outer(outer(v, v, "+"), v, "+") / 3
     mean(abs(s - m) >= abs(mean(Nile[k]) - m) - 1e-9) */
static void test_r(void **state)
{
    static struct epoch_cell cells[KEYS][100 * LAGS];
    const size_t keys[KEYS] = { 17, 28, 42 };
    const double means[LAGS] = { 940.33333333333337, 1002, 676.33333333333337, 874, 905.33333333333337 };
    struct epoch_event events[KEYS];
    struct epoch_lag lags[LAGS];
    gsl_rng *rng = stream_new(1, "test", "epoch");
    double p;

    (void)state;
    for (size_t i = 0; i < KEYS; i++)
        events[i] = event_of(keys[i], cells[i]);
    assert_int_equal(events[0].places, 96);
    p = epoch_stack(events, KEYS, LAGS, rng, lags);
    for (size_t l = 0; l < LAGS; l++)
        assert_close(lags[l].ratio, means[l], 1e-12);
    assert_true(fabs(lags[LAG].p - .011861165364583334) < 4 * sqrt(.011861165364583334 / EPOCH_DRAWS));
    assert_close(lags[LAG].mean, 918.76041666666663, .005);
    assert_close(lags[LAG].sd, 96.15197929236173, .04);
    assert_true(p >= lags[LAG].p && p <= LAGS * lags[LAG].p + .01); /* dearer than one lag, cheaper than Bonferroni's */
    gsl_rng_free(rng);
}

/* cana157 (dplR; its series is not ours to carry): the mean of the three key years, 2.288 / 3, is 1.27549023109
   standard deviations below the series' mean, .9999762419 and .1860536204. */
static void test_scale(void **state)
{
    struct epoch_cell cells[KEYS] = { { .7, 1 }, { .8, 1 }, { .788, 1 } };
    struct epoch_event events[KEYS] = { { &cells[0], 1 }, { &cells[1], 1 }, { &cells[2], 1 } };
    struct epoch_lag lag;
    gsl_rng *rng = stream_new(1, "test", "epoch");

    (void)state;
    assert_true(isnan(epoch_stack(events, KEYS, 1, rng, &lag))); /* nothing to compare with */
    assert_close((lag.ratio - .9999762419) / .1860536204, -1.27549023109, 1e-8);
    gsl_rng_free(rng);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_r), cmocka_unit_test(test_scale) };

    return cmocka_run_group_tests_name("epoch", tests, NULL, NULL);
}
