/* unit.h -- what the unit tests share: cmocka, close.h, and what a call says when it fails. */

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
#include "close.h"

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
