/* EARS against the published bound of R's surveillance, and by hand. */

#include "close.h"
#include "numbers/ears.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* surveillance: data(salmNewport), summed over Germany, weeks 359 to 369; earsC(method = "C1", alpha = .05) gives for week
   366 the bound 3.278853594. */
static const double salm[] = { 1, 1, 1, 3, 3, 1, 2, 1, 0, 3, 3 };

static void test_bound(void **state)
{
    (void)state;
    assert_close(ears_bound(salm, 7, 0, 1.6448536269514722), 3.278853594, 2e-10);
    assert_close(ears_bound(salm, 8, 0, 1.6448536269514722), 3.278853594, 2e-10);
    assert_true(isnan(ears_bound(salm, 6, 0, 1)));
    assert_true(isnan(ears_bound(salm, 8, 2, 1)));
}

static void test_scores(void **state)
{
    const double x[] = { 2, 4, 3, 5, 4, 3, 6, 2, 2, 9, 14, 12 };
    struct ears e = ears_at(x, 11);

    (void)state;
    /* R: x <- c(2,4,3,5,4,3,6,2,2,9,14,12); z <- function(t, l) { b <- x[(t-l-7):(t-l-1)]; (x[t]-mean(b))/sd(b) };
       z(12,0); z(12,2); sum(pmax(0, sapply(10:12, z, 2) - 1)) */
    assert_close(e.c1, 1.4208341041853785, 1e-12);
    assert_close(e.c2, 5.574975976886102, 1e-12);
    assert_close(e.c3, 13.938252799632959, 1e-12);
    assert_true(isnan(ears_at(x, 10).c3));
    assert_true(!isnan(ears_at(x, 10).c2));
}

/* A missing day, and days that do not vary. */
static void test_missing(void **state)
{
    const double gap[] = { 2, 4, NAN, 5, 4, 3, 6, 2, 2, 9 }, flat[] = { 1, 1, 1, 1, 1, 1, 1, 5 };

    (void)state;
    assert_true(isnan(ears_at(gap, 9).c1));
    assert_true(isnan(ears_at(flat, 7).c1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_scores),
        cmocka_unit_test(test_missing),
    };

    return cmocka_run_group_tests_name("ears", tests, NULL, NULL);
}
