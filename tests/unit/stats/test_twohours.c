/* The evidence of one zone and of two: against quadrature, and by law. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "zones/twohours.h"
#include <math.h>
#include <string.h>

#define CELLS 48

/* One way only: half of the day against the other half. */
static void one_way(struct twohours_people *p, double sd)
{
    struct profile profile;
    memset(&profile, 0, sizeof profile);
    profile.ways = 1;
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        profile.level[c] = c % PROFILE_DAY < 24 ? 0.8 : -0.8;
        profile.way[0][c] = c % PROFILE_DAY < 24 ? sd : -sd;
    }
    twohours_people_init(p, &profile, 0, 1);
}

/* A day whose busy half zone A has from 0 to 12 h, and zone B LATER half hours after it. */
static void two_days(struct jointcells *cells, struct jointcell at[CELLS], size_t later)
{
    *cells = (struct jointcells) { .at = at, .n = CELLS };
    for (size_t i = 0; i < CELLS; i++) {
        double share = i < 12 ? 3 : i < 24 ? 2 : i < 36 ? 1.6 : 0.4;
        at[i] = (struct jointcell) { share, 1, (unsigned char) i, (unsigned char) ((i + CELLS - later) % CELLS) };
        cells->visits += share;
    }
}

/* R 4.2.2:
     y <- c(36, 24, 19.2, 4.8); sa <- c(1, 1, -1, -1); sb <- c(-1, 1, 1, -1)
     q <- function(s, a) { e <- exp(s * (0.8 + 0.5 * a)); e / sum(12 * e) }
     g <- seq(-6, 6, length.out = 161); u <- (1:200 - .5) / 200; s <- 0
     for (a in g) for (b in g) { qa <- q(sa, a); qb <- q(sb, b); l <- 0
       for (k in 1:4) l <- l + y[k] * log(u * qa[k] + (1 - u) * qb[k])
       s <- s + sum(exp(l + 280)) * dnorm(a) * dnorm(b) }
     log(s * (12 / 160)^2 / 200) - 280 */
#define BY_QUADRATURE (-317.708757)

static void test_quadrature(void **state)
{
    (void) state;
    struct twohours_people p;
    struct jointcells cells;
    struct jointcell at[CELLS];
    struct twohours t = { .form = TWOHOURS_TWO, .low = 0, .high = 1 };
    one_way(&p, 0.5);
    two_days(&cells, at, 12);
    twohours_fit(&t, &p, &cells, 1);
    print_message("# Laplace %.5f, quadrature %.5f, w %.3f\n", t.evidence, BY_QUADRATURE, twohours_weight(&t, 0));
    assert_true(fabs(t.evidence - BY_QUADRATURE) < 0.01);
}

/* One zone is what two are when the one has all the weight: the same shares, and the same evidence but for Laplace's
   integral of the free logit, (1/4) sqrt(2 pi 2) instead of 1. */
static void test_all_the_weight(void **state)
{
    (void) state;
    struct twohours_people p;
    struct jointcells cells;
    struct jointcell at[CELLS];
    struct twohours one = { .form = TWOHOURS_ONE }, two = { .form = TWOHOURS_TWO, .low = 1 - 1e-9, .high = 1 };
    double alone[CELLS], both[CELLS];
    one_way(&p, 0.5);
    two_days(&cells, at, 12);
    twohours_fit(&one, &p, &cells, 1);
    twohours_fit(&two, &p, &cells, 1);
    twohours_shares(&one, &p, &cells, alone);
    twohours_shares(&two, &p, &cells, both);
    for (size_t i = 0; i < CELLS; i++)
        assert_close(both[i], alone[i], 1e-4);
    assert_true(fabs(two.evidence - one.evidence - log(0.25 * sqrt(4 * M_PI))) < 0.02);
}

static void swap_clocks(struct jointcell at[CELLS])
{
    for (size_t i = 0; i < CELLS; i++) {
        unsigned char a = at[i].a;
        at[i].a = at[i].b;
        at[i].b = a;
    }
}

/* A and B may change places: the same evidence, the other weight. */
static void test_swap(void **state)
{
    (void) state;
    struct twohours_people p;
    struct jointcells cells;
    struct jointcell at[CELLS];
    struct profile developer;
    profile_init(&developer, PROFILE_DEVELOPER);
    twohours_people_init(&p, &developer, 0.7, 0.5);
    two_days(&cells, at, 14);
    struct twohours t = { .form = TWOHOURS_TWO, .low = 0, .high = 1 }, swapped = t;
    twohours_fit(&t, &p, &cells, 1);
    swap_clocks(at);
    twohours_fit(&swapped, &p, &cells, 1);
    assert_true(fabs(t.evidence - swapped.evidence) < 0.02);
    assert_true(fabs(twohours_weight(&t, 0) + twohours_weight(&swapped, 0) - 1) < 0.01);
}

/* The clocks of both zones and the visits moved together by any number of half hours: nothing changes
   (without weekends). */
static void test_shift(void **state)
{
    (void) state;
    struct twohours_people p;
    struct jointcells cells;
    struct jointcell at[CELLS], moved[CELLS];
    one_way(&p, 0.5);
    two_days(&cells, at, 12);
    struct twohours t = { .form = TWOHOURS_TWO, .low = 0, .high = 1 }, later = t;
    twohours_fit(&t, &p, &cells, 1);
    for (size_t i = 0; i < CELLS; i++)
        moved[(i + 7) % CELLS] = at[i];
    cells.at = moved;
    twohours_fit(&later, &p, &cells, 1);
    assert_close(later.evidence, t.evidence, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_quadrature), cmocka_unit_test(test_all_the_weight),
                                        cmocka_unit_test(test_swap), cmocka_unit_test(test_shift) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
