/* close.h -- comparing floating point numbers in tests: cmocka's own casts to float. */

#ifndef DIELOG_TEST_CLOSE_H
#define DIELOG_TEST_CLOSE_H

#include <math.h>
#include <stdio.h>

/* GOT within RELATIVE of WANT (absolutely, where WANT is 0); says by how much it misses. */
static inline int is_close(double got, double want, double relative)
{
    double miss = fabs(got - want) / (want != 0 ? fabs(want) : 1);
    if (miss <= relative) {
        return 1;
    }
    fprintf(stderr, "# got %.17g, want %.17g, off by %.3g (allowed %.3g)\n", got, want, miss, relative);
    return 0;
}

#define assert_close(got, want, relative) assert_true(is_close((got), (want), (relative)))

#endif
