/* Circular statistics: the numbers of the CircStat toolbox (Berens 2009), of Jammalamadaka & SenGupta 2001 and of R's
   package circular. */

#include "numbers/circular.h"
#include "unit.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DEGREE (M_PI / 180)

/* A number that was printed to so many digits. */
static void assert_printed(double got, double printed, int digits)
{
    double unit = pow(10, -digits);

    if (fabs(got - printed) > .5001 * unit)
        fail_msg("%.10g is not %.*f", got, digits, printed);
}

/* CircStat, circ_rtest: x = [.785 1.570 3.141 .839 5.934]; mean 1.013, r .497230344956, z 1.236190079726,
   p .304843587650 */
static void test_rayleigh(void **state)
{
    static const double x[] = { .785, 1.570, 3.141, .839, 5.934 };
    struct circular m = circular_moment(x, COUNT(x), 1);

    (void)state;
    assert_printed(m.direction, 1.013, 3);
    assert_close(m.length, .497230344956, 1e-11);
    assert_close(5 * m.length * m.length, 1.236190079726, 1e-11);
    assert_close(circular_rayleigh(5, m.length), .304843587650, 1e-11);
    assert_close(circular_rayleigh(20, sqrt(3.1678 / 20)), .0400878, 1e-4); /* pycircstat's set of 20: z, p */
}

/* R, package circular: rho.circular(circular(c(190.18, 175.48, 155.95, 217.83, 156.36) * pi / 180)) is .9202565; its p is of another
   series, which is off by as much (chance gives .0047 in 4 million draws, Zar's formula .0069, R's .0064). */
static void test_length(void **state)
{
    static const double degrees[] = { 190.18, 175.48, 155.95, 217.83, 156.36 };
    double x[COUNT(degrees)];
    struct circular m;

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = degrees[i] * DEGREE;
    m = circular_moment(x, COUNT(x), 1);
    assert_printed(m.length, .9202565, 7);
    assert_close(circular_rayleigh(5, m.length), .0069154984, 1e-8);
}

/* Jammalamadaka & SenGupta 2001, p. 23: 51, 67, 40, 109, 31, 358 degrees */
static void test_moments(void **state)
{
    static const double degrees[] = { 51, 67, 40, 109, 31, 358 };
    static const double directions[] = { 1.588121, 1.963919, 2.685556 }, lengths[] = { .4800428, .236541, .2255761 };
    double x[COUNT(degrees)];

    (void)state;
    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = degrees[i] * DEGREE;
    assert_printed(circular_moment(x, COUNT(x), 1).direction / DEGREE, 48.63, 2);
    assert_printed(1 - circular_moment(x, COUNT(x), 1).length, .1635635, 7);
    for (int p = 2; p <= 4; p++) {
        assert_printed(circular_moment(x, COUNT(x), p).direction, directions[p - 2], 6);
        if (p != 3)
            assert_printed(circular_moment(x, COUNT(x), p).length, lengths[p - 2], 7);
    }
    assert_close(circular_moment(x, COUNT(x), 3).length, .236541, 2e-4); /* the book's print; it is .2365641 */
    assert_true(isnan(circular_moment(x, 0, 1).direction));
}

/* R, package circular: mle.vonmises of these ten angles: mu 3.006514, kappa 1.474132 (Best & Fisher's approximation; the root of I1 / I0 is
   1.480706) */
static void test_von_mises(void **state)
{
    static const double x[] = { 3.3699057, 4.0411630, .5014477, 2.6223103, 3.7336524,
                                1.8136389, 4.1566039, 2.7806317, 2.4672173, 2.8493644 };
    struct circular m = circular_moment(x, COUNT(x), 1);

    (void)state;
    assert_printed(m.direction, 3.006514, 6);
    assert_printed(circular_kappa(m.length), 1.474132, 6);
}

/* Kappa and back, within the 1.1 % that is claimed; more concentrated angles have more kappa. */
static void test_inverse(void **state)
{
    (void)state;
    for (double kappa = .05; kappa < 500; kappa *= 1.3) {
        double r = gsl_sf_bessel_I1_scaled(kappa) / gsl_sf_bessel_I0_scaled(kappa);

        assert_close(circular_kappa(r), kappa, 1.1e-2);
    }
    assert_close(circular_kappa(1), CIRCULAR_MOST, 1e-12);
    assert_close(circular_sd(exp(-.5)), 1, 1e-12);
}

/* Of even angles p is even: 4,000 sets of 12; a million alike are no accident. */
static void test_level(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    int low = 0;

    (void)state;
    for (int k = 0; k < 4000; k++) {
        double x[12];

        for (int i = 0; i < 12; i++)
            x[i] = gsl_ran_flat(g, 0, 2 * M_PI);
        low += circular_rayleigh(12, circular_moment(x, 12, 1).length) <= .05;
    }
    assert_in_range(low, 150, 255);
    assert_true(circular_rayleigh(1e6, 1) < 1e-300);
    assert_close(circular_rayleigh(1e6, 1e-3), exp(-1.), 1e-3);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rayleigh),   cmocka_unit_test(test_length),  cmocka_unit_test(test_moments),
        cmocka_unit_test(test_von_mises),  cmocka_unit_test(test_inverse), cmocka_unit_test(test_level),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
