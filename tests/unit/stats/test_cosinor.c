/* Cosinor: R's numbers, laws, and how often its intervals hold the truth when days differ. */

#include "unit.h"

#include "days/cosinor.h"
#include "numbers/stream.h"
#include "rhythm_days.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

/* R, after rhythm_days.h's lines:
   k <- function(j) sin(pi*j/24)/(pi*j/24); a <- 2*pi/24
   C <- function(j) k(j)*cos(j*a*(h+.5)); S <- function(j) k(j)*sin(j*a*(h+.5))
   f <- lm(x ~ C(1)+S(1)); b <- coef(f); s <- summary(f)
   b[[1]]; sqrt(b[[2]]^2+b[[3]]^2); (atan2(b[[3]],b[[2]])/a) %% 24; s$r.squared; s$fstatistic
   pf(s$fstatistic[[1]], s$fstatistic[[2]], s$fstatistic[[3]], lower=FALSE) */
static void test_lm(void **state)
{
    struct daybins d = days_r(false);
    struct cosinor c = cosinor_fit(&d, 1);

    (void)state;
    assert_int_equal(c.hours, R_HOURS);
    assert_close(c.mesor, 11.913690476190483, 1e-13);
    assert_close(c.wave[0].amplitude, 5.9668269867792914, 1e-13);
    assert_close(c.wave[0].acrophase, 14.501337142539734, 1e-13);
    assert_close(c.peak, 14.501337142539734, 1e-12);
    assert_close(c.explained, 0.59469277585782288, 1e-12);
    assert_close(c.f_hours, 244.29948760447877, 1e-12);
    assert_close(c.p_hours, 4.9669910664289373e-66, 1e-10);
    c = cosinor_fit(&d, 2); /* the same with + C(2) + S(2) */
    assert_close(c.wave[1].amplitude, 0.23916767262588287, 1e-12);
    assert_close(c.wave[1].acrophase, 3.4922950083253852, 1e-12);
    assert_close(c.explained, 0.59563195374664413, 1e-12);
    assert_close(c.f_hours, 121.89030421472319, 1e-12);
    assert_close(c.p_hours, 8.3123675502488716e-64, 1e-10);
    assert_close(c.peak, 14.634340900072511, 1e-7); /* optimize(), maximum = TRUE */
    daybins_release(&d);
}

/* Whole days: the population-mean cosinor.  R:
   B <- t(sapply(0:13, function(q) { ii <- d==q; coef(lm(x[ii] ~ C(1)[ii]+S(1)[ii]+C(2)[ii]+S(2)[ii])) }))
   T2 <- function(j) { b <- colMeans(B[,j]); drop(b %*% solve(cov(B[,j])/14) %*% b) }
   F <- (14-q)/(q*13) * T2(j); pf(F, q, 14-q, lower=FALSE)          j = 2:3 (q = 2), 4:5 (2), 2:5 (4)
   b <- colMeans(B); V <- cov(B)/14; tt <- qt(.975, 13); A <- sqrt(b[2]^2+b[3]^2)
   b[1] + c(-1,1)*tt*sqrt(V[1,1])
   g <- c(b[2],b[3])/A; A + c(-1,1)*tt*sqrt(drop(g %*% V[2:3,2:3] %*% g))
   g <- c(-b[3],b[2])/(A^2*a); (atan2(b[3],b[2])/a) + c(-1,1)*tt*sqrt(drop(g %*% V[2:3,2:3] %*% g)) */
static void test_by_days(void **state)
{
    struct daybins d = days_r(false);
    struct cosinor c = cosinor_fit(&d, 2);

    (void)state;
    assert_close(c.days, 14, 1e-14);
    assert_close(c.f, 8108.1457651417431, 1e-9);
    assert_close(c.p, 1.669023898803814e-17, 1e-8);
    assert_close(c.wave[0].p, 3.0970495401291484e-18, 1e-8);
    assert_close(c.wave[1].p, 0.77760101556315198, 1e-10);
    assert_close(c.mesor95.lo, 11.811420336081914, 1e-12);
    assert_close(c.mesor95.hi, 12.015960616299038, 1e-12);
    assert_close(c.wave[0].amplitude95.lo, 5.7744647887985074, 1e-12);
    assert_close(c.wave[0].amplitude95.hi, 6.1591891847600628, 1e-12);
    assert_close(c.wave[0].acrophase95.lo, 14.400801228147728, 1e-12);
    assert_close(c.wave[0].acrophase95.hi, 14.601873056931737, 1e-12);
    assert_true(isnan(c.wave[1].acrophase95.lo)); /* its amplitude may be zero */
    daybins_release(&d);
}

/* R: f <- lm(r ~ C(1)+S(1), weights=u, subset=ok); b <- coef(f); X <- cbind(1,C(1),S(1))[ok,]
   e <- u[ok]*(r[ok]-X%*%b); sc <- rowsum(X*drop(e), d[ok]); A <- solve(t(X)%*%(X*u[ok])); U <- rowsum(u,d)
   D <- sum(U)^2/sum(U^2); V <- (A %*% crossprod(sc) %*% A * D/(D-1))[2:3,2:3]
   F <- (D-2)/(2*(D-1))*drop(b[2:3] %*% solve(V) %*% b[2:3]); pf(F, 2, D-2, lower=FALSE) */
static void test_gaps(void **state)
{
    struct daybins d = days_r(true);
    struct cosinor c = cosinor_fit(&d, 1);

    (void)state;
    assert_close(c.mesor, 11.89421784564494, 1e-13);
    assert_close(c.wave[0].amplitude, 6.0119107406025378, 1e-13);
    assert_close(c.wave[0].acrophase, 14.556982848395192, 1e-13);
    assert_close(c.explained, 0.59819987168995437, 1e-12);
    assert_close(c.f_hours, 240.44113595548663, 1e-12);
    assert_close(c.days, 13.994457576004564, 1e-13);
    assert_close(c.f, 1103.2892602093027, 1e-10);
    assert_close(c.p, 2.5335177870296073e-14, 1e-9);
    daybins_release(&d);
}

/* Turning the clock turns the acrophase; tenfold counts have tenfold amplitude and the same p. */
static void test_laws(void **state)
{
    struct daybins d = days_r(false), turned = days_blank(R_HOURS);

    (void)state;
    const struct cosinor c = cosinor_fit(&d, 2);
    for (size_t by = 1; by < 24; by += 5) {
        for (size_t i = 0; i < R_HOURS; i++)
            turned.count[i / 24 * 24 + (i + by) % 24] = 10 * d.count[i];
        const struct cosinor t = cosinor_fit(&turned, 2);
        assert_close(t.wave[0].amplitude, 10 * c.wave[0].amplitude, 1e-12);
        assert_close(fmod(t.wave[0].acrophase + 24 - c.wave[0].acrophase, 24), (double)by, 1e-11);
        assert_close(remainder(t.wave[1].acrophase - c.wave[1].acrophase - (double)by, 12) + 1, 1, 1e-10);
        assert_close(fmod(t.peak + 24 - c.peak, 24), (double)by, 1e-9);
        assert_close(t.p, c.p, 1e-8);
    }
    daybins_release(&d);
    daybins_release(&turned);
}

/* 28 days, 60 a day, days multiplied by a gamma variable of variance .2: 95 % intervals of 1,000 draws. */
static void test_coverage(void **state)
{
    enum { DRAWS = 1000, DAYS = 28 };
    gsl_rng *g = stream_new(1, "test_cosinor", "coverage");
    struct daybins d = days_blank(DAYS * 24);
    double mesor = 0, amplitude = 0, acrophase = 0, hours = 0;

    (void)state;
    for (int draw = 0; draw < DRAWS; draw++) {
        for (int i = 0; i < DAYS * 24; i++) {
            static double factor;
            const double k = sin(M_PI / 24) / (M_PI / 24); /* the hour's mean of a cosine */

            factor = i % 24 == 0 ? gsl_ran_gamma(g, 5, .2) : factor;
            d.count[i] = gsl_ran_poisson(g, factor * (2.5 + 1.5 * k * cos(2 * M_PI * (i % 24 + .5 - 15) / 24)));
        }
        const struct cosinor c = cosinor_fit(&d, 1);
        mesor += c.mesor95.lo <= 2.5 && 2.5 <= c.mesor95.hi;
        amplitude += c.wave[0].amplitude95.lo <= 1.5 && 1.5 <= c.wave[0].amplitude95.hi;
        acrophase += c.wave[0].acrophase95.lo <= 15 && 15 <= c.wave[0].acrophase95.hi;
        hours += c.p <= .05;
    }
    print_message("# covered: mesor %.3f, amplitude %.3f, acrophase %.3f\n", mesor / DRAWS, amplitude / DRAWS,
                  acrophase / DRAWS);
    assert_true(mesor >= .925 * DRAWS && mesor <= .975 * DRAWS);
    assert_true(amplitude >= .925 * DRAWS && amplitude <= .975 * DRAWS);
    assert_true(acrophase >= .925 * DRAWS && acrophase <= .975 * DRAWS);
    assert_true(hours == DRAWS); /* power */
    daybins_release(&d);
    gsl_rng_free(g);
}

static void test_missing(void **state)
{
    struct daybins d = days_r(false), none = { 0, 0, 24, NULL, NULL };

    (void)state;
    assert_true(isnan(cosinor_fit(&none, 1).mesor));
    for (size_t i = 3; i < R_HOURS; i += 24)
        d.exposure[i] = 0;
    assert_true(isnan(cosinor_fit(&d, 1).mesor)); /* 03 h was never observed */
    daybins_release(&d);
    d = days_blank(R_HOURS);
    assert_true(isnan(cosinor_fit(&d, 2).wave[0].amplitude)); /* nothing varies */
    d.days = 3;
    d.count[5] = 1;
    const struct cosinor c = cosinor_fit(&d, 1);
    assert_true(!isnan(c.wave[0].amplitude) && isnan(c.p) && isnan(c.mesor95.lo));
    daybins_release(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lm),   cmocka_unit_test(test_by_days),  cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_laws), cmocka_unit_test(test_coverage), cmocka_unit_test(test_missing),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests_name("cosinor", tests, NULL, NULL);
}
