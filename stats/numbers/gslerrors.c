/* gslerrors.c -- see gslerrors.h. */

#include "gslerrors.h"

#include "base/err.h"
#include <gsl/gsl_errno.h>

static void on_error(const char *reason, const char *file, int line, int number)
{
    (void) reason;
    (void) file;
    (void) line;
    if (number == GSL_ENOMEM)
        mem_out();
}

void gslerrors_begin(void)
{
    gsl_set_error_handler(on_error);
}
