/* unit.h -- what the unit tests share: cmocka, relative comparison, folders. */

#ifndef DIELOG_UNIT_H
#define DIELOG_UNIT_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"

/* |got - want| <= relative * |want|; cmocka's own comparison goes through float. */
#define assert_near(got, want, relative)                                                          \
    do {                                                                                          \
        double got_ = (got), want_ = (want);                                                      \
        if (!(fabs(got_ - want_) <= (relative) * fabs(want_)))                                    \
            fail_msg("%s is %.17g, expected %.17g (relative error %.2g)", #got, got_, want_,      \
                     fabs(got_ - want_) / fabs(want_));                                           \
    } while (0)

#define assert_worked(call)                                                                       \
    do {                                                                                          \
        if (!(call))                                                                              \
            fail_msg("%s failed: %s", #call, err.text);                                           \
    } while (0)

/* The call fails and its message holds PART. */
#define assert_says(call, part)                                                                   \
    do {                                                                                          \
        err = (struct err){ 0 };                                                                  \
        if (call)                                                                                 \
            fail_msg("%s worked, but should not", #call);                                         \
        if (!strstr(err.text, part))                                                              \
            fail_msg("%s says '%s', expected '%s' in it", #call, err.text, part);                 \
    } while (0)

#endif
